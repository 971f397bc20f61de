"""What a contract says besides its lines and clauses."""

from odoo import api, fields, models


class SaleContractTerms(models.AbstractModel):
    """The terms of a sales contract, with what is proposed for them."""

    _name = "sale.contract.terms"
    _description = "Terms of a Sales Contract"

    currency_id = fields.Many2one("res.currency")
    our_signatory = fields.Char(
        default=lambda self: self.env.company.contract_signatory, help="Who signs for us."
    )
    partner_signatory = fields.Char("Their Signatory", help="Who signs for the customer.")
    place_signed = fields.Char("Signed At", default=lambda self: self.env.company.contract_city)
    payment_term_id = fields.Many2one(
        "account.payment.term",
        "Payment Terms",
        compute="_compute_payment_term_id",
        store=True,
        readonly=False,
        check_company=True,
        tracking=True,
    )
    delivery_method = fields.Selection(
        [
            ("deliver", "Delivered by us"),
            ("collect", "Collected by the customer"),
            ("carrier", "By carrier, freight paid"),
            ("carrier_collect", "By carrier, freight to collect"),
        ],
        "Delivery",
        default="deliver",
        tracking=True,
    )
    partner_shipping_id = fields.Many2one(
        "res.partner",
        "Place of Delivery",
        compute="_compute_partner_shipping_id",
        store=True,
        readonly=False,
        check_company=True,
    )
    delivery_days = fields.Integer("Lead Time (days)", help="From the order to the delivery.")
    packing = fields.Char(help="How the goods are packed, such as reams wrapped, on pallets.")
    inspection_days = fields.Integer(
        "Inspection (days)", default=7, help="How long the customer may claim visible defects."
    )
    deposit_kind = fields.Selection(
        [("none", "No deposit"), ("percent", "Percentage"), ("amount", "Amount")],
        "Deposit",
        required=True,
        default="none",
        tracking=True,
    )
    deposit_percent = fields.Float("Deposit %", help="Share of the total to be paid in advance: 0.3 is 30 %.")
    deposit_amount = fields.Monetary(compute="_compute_deposit_amount", store=True, readonly=False)
    amount_cap = fields.Monetary(
        tracking=True,
        help="Most that may be called off in all, taxes included. 0: the quantities alone count.",
    )
    is_stamp_duty_paid = fields.Boolean(help="The stamp duty on the contract was paid.")

    _days_positive = models.Constraint(
        "CHECK (COALESCE(delivery_days, 0) >= 0 AND COALESCE(inspection_days, 0) >= 0)",
        "Days cannot be negative.",
    )
    _deposit_positive = models.Constraint(
        "CHECK (COALESCE(deposit_amount, 0) >= 0 AND COALESCE(deposit_percent, 0) BETWEEN 0 AND 1 "
        "AND COALESCE(amount_cap, 0) >= 0)",
        "A deposit lies between nothing and the total, a cap is not negative.",
    )

    @api.depends("partner_id", "company_id")
    def _compute_payment_term_id(self):
        for contract in self:
            partner = contract.partner_id.with_company(contract.company_id)
            contract.payment_term_id = partner.property_payment_term_id

    @api.depends("partner_id")
    def _compute_partner_shipping_id(self):
        for contract in self:
            partner = contract.partner_id
            contract.partner_shipping_id = partner.address_get(["delivery"])["delivery"] if partner else False

    @api.depends("deposit_kind", "deposit_percent", "amount_total")
    def _compute_deposit_amount(self):
        for contract in self:
            if contract.deposit_kind == "percent":
                currency = contract.currency_id or contract.company_id.currency_id
                contract.deposit_amount = currency.round(contract.amount_total * contract.deposit_percent)
            elif contract.deposit_kind == "none" or not contract.deposit_amount:
                contract.deposit_amount = 0.0

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind == "single":
            self.amount_cap = 0.0

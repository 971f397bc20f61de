"""發票預約: what is to be invoiced, when, to whom and in whose words; or why no invoice is wanted."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from odoo.addons.backoffice_base.models.approval_mixin import ApprovalMixin
from odoo.addons.backoffice_base.rules.blocker import Blocker

from .invoice_reservation_title import SNAPSHOT
from .tax_invoice_handover import INVOICE_FORMS, INVOICE_KINDS


class InvoiceReservation(models.Model):
    """A draft keeps its quantity already (已預約); submitted it is a request whose title is fixed (申請)."""

    _name = "invoice.reservation"
    _description = "Invoice Reservation"
    _inherit = [
        "backoffice.approval.mixin",
        "invoice.reservation.title",
        "invoice.reservation.issue",
        "invoice.reservation.source",
        "invoice.reservation.portal",
        "portal.mixin",
    ]
    _order = "planned_date, id desc"
    _check_company_auto = True

    _flow = {
        **ApprovalMixin._flow,
        "draft": ("submitted", "rejected", "revoked"),
        "issuing": ("approved", "issued", "delivered", "signed"),
        "issued": ("issuing", "reversed"),
        "delivered": ("issued",),
        "signed": ("issued", "delivered"),
        "reversed": ("issued", "delivered", "signed"),
        "cancelled": ("draft", "submitted", "approved", "rejected", "revoked"),
    }
    _flow_locked_fields = {
        "note": (),
        "deduct_down_payments": (),
        "user_id": ("submitted", "approved", "issuing", "issued", "delivered"),
    }
    _approval_kind = "invoice_reservation"
    _approval_valid_states = ("approved", "issuing", "issued", "delivered", "signed", "reversed")
    _approval_covered_fields = (
        "kind",
        "partner_id",
        "currency_id",
        "title_id",
        "invoice_kind",
        "invoice_form",
        "reason",
        "line_ids.order_line_id",
        "line_ids.stock_move_id",
        "line_ids.quantity_in_line_uom",
        "line_ids.amount",
        "line_ids.item_name",
        "line_ids.item_spec",
        "goods_ids.stock_move_id",
        "goods_ids.quantity",
        "goods_ids.amount",
    )

    name = fields.Char(
        "Number", required=True, readonly=True, copy=False, default=lambda self: self.env._("New")
    )
    state = fields.Selection(
        selection_add=[
            ("draft", "Reserved"),
            ("submitted", "Requested"),
            ("approved", "Approved"),
            ("issuing", "Issuing"),
            ("issued", "Issued"),
            ("delivered", "Handed Over"),
            ("signed", "Signed For"),
            ("reversed", "Reversed"),
            ("rejected", "Rejected"),
            ("revoked", "Revoked"),
            ("cancelled", "Cancelled"),
        ],
        ondelete=dict.fromkeys(
            ("issuing", "issued", "delivered", "signed", "reversed", "cancelled"), "cascade"
        ),
    )
    kind = fields.Selection(
        [("invoice", "Invoice"), ("no_invoice", "No invoice")],
        required=True,
        default="invoice",
        tracking=True,
        help="No invoice: the customer wants none for these deliveries, with reason and approval.",
    )
    reason = fields.Text(tracking=True, help="Why these deliveries get no invoice.")
    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id
    )
    user_id = fields.Many2one(
        "res.users", "Responsible", default=lambda self: self.env.user, index=True, tracking=True
    )
    salesperson_id = fields.Many2one(related="partner_id.user_id", string="Salesperson")
    planned_date = fields.Date(
        compute="_compute_planned_date",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
        help="Proposed from the customer's calendar: the next worked day on which it takes invoices.",
    )
    invoice_kind = fields.Selection(INVOICE_KINDS, required=True, default="special", tracking=True)
    invoice_form = fields.Selection(INVOICE_FORMS, required=True, default="digital", tracking=True)
    decision_reason = fields.Text(groups="base.group_user")  # portals read documents, not what we say of them
    approver_names = fields.Char(groups="base.group_user")
    deduct_down_payments = fields.Boolean(
        default=True,
        tracking=True,
        help="What was invoiced in advance comes off the invoice, up to its amount. Without it the down payment is "
        "left for a later invoice of the same order.",
    )
    down_payment_open = fields.Monetary(
        "Down Payments to Deduct",
        compute="_compute_down_payment_open",
        compute_sudo=True,
        help="Invoiced in advance for these orders and not deducted yet, tax included.",
    )
    note = fields.Text("Remarks", help="What the customer wants to read on the invoice besides.")
    from_portal = fields.Boolean("Asked on the Portal", readonly=True, copy=False)
    line_ids = fields.One2many("invoice.reservation.line", "reservation_id", "Lines", copy=False)
    goods_ids = fields.One2many(
        "invoice.reservation.goods",
        "reservation_id",
        "Goods Without Order",
        copy=False,
        help="What the customer got without an order and is not invoiced for.",
    )
    amount_total = fields.Monetary("Amount", compute="_compute_amount_total", store=True)
    order_names = fields.Char("Orders", compute="_compute_sources", compute_sudo=True)
    delivery_names = fields.Char("Deliveries", compute="_compute_sources", compute_sudo=True)
    contract_names = fields.Char("Contracts", compute="_compute_sources", compute_sudo=True)

    @api.depends("partner_id", "company_id", "kind")
    def _compute_planned_date(self):
        today = fields.Date.context_today(self)
        for document in self:
            if document.kind == "invoice" and document.partner_id and document.company_id:
                document.planned_date = self.env["invoice.calendar"]._propose_day(
                    document.partner_id, document.company_id, today
                )
            else:
                document.planned_date = False

    @api.depends("line_ids.amount", "goods_ids.amount")
    def _compute_amount_total(self):
        for document in self:
            amounts = document.line_ids.mapped("amount") + document.goods_ids.mapped("amount")
            document.amount_total = sum(amounts)

    @api.depends("line_ids.order_id", "line_ids.picking_id", "goods_ids.picking_id")
    def _compute_sources(self):
        for document in self:
            lines = document.line_ids
            pickings = lines.picking_id | document.goods_ids.picking_id
            document.order_names = ", ".join(lines.order_id.mapped("name"))
            document.delivery_names = ", ".join(pickings.mapped("name"))
            document.contract_names = ", ".join(lines.contract_id.mapped("name"))

    @api.depends("line_ids.order_id", "state")
    def _compute_down_payment_open(self):
        parts = self.env["invoice.down.payment"]._get_open(self.line_ids.order_id)
        for document in self:
            orders = document.line_ids.order_id
            document.down_payment_open = sum(
                amount for line, amount in parts.items() if line.order_id in orders
            )

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for document in self:
            document.access_url = f"/my/invoice-reservations/{document.id}"
        return result

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.partner_id:
            self.partner_id = self.partner_id.commercial_partner_id

    # --- guards -------------------------------------------------------------

    @api.constrains("partner_id", "company_id", "currency_id", "kind")
    def _check_lines_belong(self):
        for document in self.sudo():
            if document.partner_id != document.partner_id.commercial_partner_id:
                raise ValidationError(self.env._("A reservation is made for a company, not for its contact."))
        self.line_ids._check_belongs()
        self.goods_ids._check_belongs()

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {*SNAPSHOT, "move_id", "from_portal"}

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_computed(vals)
        documents = super(InvoiceReservation, self.with_context(default_amount_total=None)).create(vals_list)
        for document in documents:
            sequence = self.env["ir.sequence"].with_company(document.company_id).sudo()
            number = sequence.next_by_code("invoice.reservation") or document.name
            document._write_by_flow({"name": number})
        return documents

    def _check_guarded_write(self, vals):
        # EXTENDS backoffice_base: documents are numbered by their sequence alone
        if "name" in vals:
            raise AccessError(self.env._("The number is given by its sequence and does not change."))
        self._check_computed(vals)
        return super()._check_guarded_write(vals)

    @api.model
    def _check_computed(self, vals):
        """The amount says who has to approve: it follows from the lines alone."""
        if "amount_total" in vals:
            raise AccessError(self.env._("The amount follows from the lines."))

    # --- approval -----------------------------------------------------------

    def _approval_measure(self):
        self.ensure_one()
        day = self.requested_on or fields.Datetime.now()
        company = self.company_id
        return {"amount": self.currency_id._convert(self.amount_total, company.currency_id, company, day)}

    def _get_authority(self):
        _kind, *measure = super()._get_authority()
        return self._get_own_approval_kind(), *measure

    def _get_own_approval_kind(self):
        return "invoice_exemption" if self.kind == "no_invoice" else self._approval_kind

    def _prepare_decision_vals(self, decision):
        return super()._prepare_decision_vals(decision) | {"kind": self._get_own_approval_kind()}

    def _approval_snapshot(self):
        readable = {name: self[name] for name in SNAPSHOT if self[name]}
        return super()._approval_snapshot() | readable

    def _blockers(self, target):
        blockers = super()._blockers(target)
        if target == "submitted":
            for document in self:
                blockers[document.id] += document._get_request_blockers()
        return blockers

    def _get_request_blockers(self):
        """What a request still lacks."""
        self.ensure_one()
        found = []
        if not self.line_ids and not self.goods_ids:
            found.append(Blocker("no_line", self.env._("add what is to be invoiced.")))
        if self.kind == "no_invoice":
            if not (self.reason or "").strip():
                found.append(Blocker("no_reason", self.env._("say why there is no invoice.")))
            return found
        found += self._get_title_blockers()
        if not self.planned_date:
            found.append(Blocker("no_date", self.env._("give the planned date.")))
        return found

    def _move_to(self, target, **values):
        if target == "submitted":
            self._check_blockers(target)
            for document in self:
                document._write_by_flow(document._prepare_snapshot_vals())
            self.env["invoice.alias"]._remember(self.line_ids)
        return super()._move_to(target, **values)

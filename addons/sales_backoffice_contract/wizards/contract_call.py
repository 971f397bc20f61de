"""Turns part of a contract into a quotation."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..rules import calling


class ContractCall(models.TransientModel):
    _name = "sale.contract.call"
    _description = "Call Off a Contract"

    contract_id = fields.Many2one("sale.contract", required=True, readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(
        "res.partner",
        "Ordered By",
        compute="_compute_from_contract",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    commercial_partner_id = fields.Many2one(related="contract_id.commercial_partner_id")
    partner_shipping_id = fields.Many2one(
        "res.partner",
        "Deliver To",
        compute="_compute_from_contract",
        store=True,
        readonly=False,
        precompute=True,
    )
    commitment_date = fields.Datetime("Delivery Date")
    client_order_ref = fields.Char("Customer Reference")
    line_ids = fields.One2many(
        "sale.contract.call.line",
        "call_id",
        "Lines",
        compute="_compute_from_contract",
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("contract_id")
    def _compute_from_contract(self):
        for call in self:
            contract = call.contract_id
            call.partner_id = contract.partner_id
            call.partner_shipping_id = contract.partner_shipping_id
            call.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "contract_line_id": line.id,
                            "quantity": max(line.remaining_quantity - line.planned_quantity, 0.0)
                            if contract.kind == "single"
                            else 0.0,
                        }
                    )
                    for line in contract.line_ids
                ),
            ]

    def action_create_order(self):
        """Create the quotation and open it."""
        self.ensure_one()
        contract = self.contract_id
        objections = contract._get_call_objections()
        if objections:
            raise UserError("\n".join(blocker.message for blocker in objections))
        chosen = self.line_ids.filtered(lambda line: line.product_uom_id.compare(line.quantity, 0.0) > 0)
        if not chosen:
            raise UserError(self.env._("Enter how much of a line to order."))
        chosen._check_remaining()
        order = (
            self.env["sale.order"].with_company(contract.company_id).create(self._prepare_order_vals(chosen))
        )
        return order.get_formview_action()

    def _prepare_order_vals(self, lines):
        contract = self.contract_id
        vals = {
            "contract_id": contract.id,
            "partner_id": self.partner_id.id,
            "company_id": contract.company_id.id,
            "user_id": contract.user_id.id,
            "commitment_date": self.commitment_date,
            "client_order_ref": self.client_order_ref,
            "order_line": [Command.create(line._prepare_order_line_vals()) for line in lines],
        }
        if self.partner_shipping_id:
            vals["partner_shipping_id"] = self.partner_shipping_id.id
        if contract.pricelist_id:
            vals["pricelist_id"] = contract.pricelist_id.id
        return vals


class ContractCallLine(models.TransientModel):
    _name = "sale.contract.call.line"
    _description = "Line of a Call-off"

    call_id = fields.Many2one("sale.contract.call", required=True, index=True, ondelete="cascade")
    contract_line_id = fields.Many2one("sale.contract.line", required=True, readonly=True, ondelete="cascade")
    product_id = fields.Many2one(related="contract_line_id.product_id")
    name = fields.Text(related="contract_line_id.name")
    product_uom_id = fields.Many2one(related="contract_line_id.product_uom_id")
    agreed_quantity = fields.Float("Agreed", related="contract_line_id.quantity")
    remaining_quantity = fields.Float(related="contract_line_id.remaining_quantity")
    planned_quantity = fields.Float(related="contract_line_id.planned_quantity")
    allowed_quantity = fields.Float(related="contract_line_id.allowed_quantity")
    quantity = fields.Float("Call Off Now", digits="Product Unit")

    def _check_remaining(self):
        """Say at once what confirming the order would refuse."""
        for line in self:
            unit = line.product_uom_id
            if calling.is_over(line.quantity, line.allowed_quantity):
                raise UserError(
                    self.env._(
                        "%(product)s: %(remaining)s %(unit)s remain to be called off, not %(asked)s.",
                        product=line.contract_line_id.display_name,
                        remaining=f"{round(line.allowed_quantity, 6):,.10g}",
                        unit=unit.name,
                        asked=f"{round(line.quantity, 6):,.10g}",
                    )
                )

    def _prepare_order_line_vals(self):
        return {
            "product_id": self.product_id.id,
            "contract_line_id": self.contract_line_id.id,
            "name": self.name,
            "product_uom_qty": self.quantity,
            "product_uom_id": self.product_uom_id.id,
        }

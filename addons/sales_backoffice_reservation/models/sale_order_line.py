"""Order lines know what may still be reserved, and go onto invoices as their reservations say."""

from odoo import api, fields, models

from ..services.invoice_issuer import IssuePlan


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    delivered_by_hand_on = fields.Date(
        copy=False,
        readonly=True,
        help="Since when something entered as delivered waits for its invoice; the register counts from it.",
    )
    reservation_guard = fields.Integer(
        copy=False, readonly=True, groups="base.group_system", help="Written by everything that reserves."
    )
    reservation_line_ids = fields.One2many(
        "invoice.reservation.line",
        "order_line_id",
        "Invoice Reservations",
        copy=False,
        groups="sales_backoffice_reservation.group_invoice_reader",
    )
    reservation_available = fields.Float(
        "Can Be Reserved",
        digits="Product Unit",
        compute="_compute_reservation_available",
        compute_sudo=True,
        help="Delivered, neither invoiced nor reserved.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        entered = [line for line, vals in zip(lines, vals_list, strict=True) if vals.get("qty_delivered")]
        self.browse([line.id for line in entered])._note_delivered_by_hand({})
        return lines

    def write(self, vals):
        # EXTENDS sale: remember the day a quantity is entered by hand
        if "qty_delivered" not in vals:
            return super().write(vals)
        before = {line: (line.qty_delivered, line.qty_invoiced) for line in self}
        result = super().write(vals)
        self._note_delivered_by_hand(before)
        return result

    def _note_delivered_by_hand(self, before):
        """Keep the day the oldest part not invoiced was entered: what is invoiced already ages no more."""
        for line in self.filtered(lambda line: line.qty_delivered_method != "stock_move"):
            delivered, invoiced = before.get(line, (0.0, 0.0))
            if line.qty_delivered > delivered and delivered <= invoiced:
                line_sudo = line.sudo()  # the server notes the day, whoever enters the quantity
                line_sudo.delivered_by_hand_on = line.company_id._get_company_day()

    @api.model
    def _get_credit_kept(self):
        # EXTENDS sales_backoffice: nobody makes what waits for its invoice younger
        return super()._get_credit_kept() | {"delivered_by_hand_on"}

    @api.depends("qty_delivered", "qty_invoiced", "product_uom_qty")
    def _compute_reservation_available(self):
        standings = self.env["invoice.availability"]._get_standings(self._origin)
        for line in self:
            line.reservation_available = standings[line._origin.id][0].available if line._origin else 0.0

    def _get_issue_plan(self):
        """Return the plan of the reservations being issued; a client cannot send one."""
        plan = self.env.context.get("reservation_plan")
        return plan if isinstance(plan, IssuePlan) else None

    def _prepare_invoice_lines_vals_list(self, **optional_values):
        # EXTENDS sale: as many lines as reservations, each with its quantity and the customer's words; a down payment
        # deducted in part is deducted once more only for the rest
        if self.is_downpayment and optional_values.get("quantity") == -1.0:
            optional_values |= self.env["invoice.down.payment"]._get_rest_vals(self)
        vals_list = super()._prepare_invoice_lines_vals_list(**optional_values)
        plan = self._get_issue_plan()
        if not plan or self.display_type:
            return vals_list
        return [
            {**vals, **reserved._prepare_invoice_line_vals(vals)}
            for vals in vals_list
            for reserved in plan.lines_of(self)
        ]

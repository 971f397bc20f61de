"""Orders are invoiced by their reservations through Odoo's own path."""

from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    reservation_count = fields.Integer(compute="_compute_reservation_count", compute_sudo=True)

    def _compute_reservation_count(self):
        counts = dict(
            self.env["invoice.reservation.line"]._read_group(
                [("order_id", "in", self.ids)], ["order_id"], ["reservation_id:count_distinct"]
            )
        )
        for order in self:
            order.reservation_count = counts.get(order, 0)

    def _get_invoiceable_lines(self, final=False):
        # EXTENDS sale: the lines being issued, and only they
        plan = self.order_line._get_issue_plan()
        if not plan:
            return super()._get_invoiceable_lines(final)
        return self.order_line.filtered(lambda line: plan.lines_of(line))

    def _get_invoice_grouping_keys(self):
        # EXTENDS sale: which reservations share an invoice was decided before
        plan = self.order_line._get_issue_plan()
        return ["reservation_group"] if plan else super()._get_invoice_grouping_keys()

    def _prepare_invoice(self):
        vals = super()._prepare_invoice()
        plan = self.order_line._get_issue_plan()
        if plan:
            vals["reservation_group"] = plan.group_of(self)
        return vals

    def _create_account_invoices(self, invoice_vals_list, final):
        # EXTENDS sale: remember which invoice is whose
        plan = self.order_line._get_issue_plan()
        if not plan:
            return super()._create_account_invoices(invoice_vals_list, final)
        groups = [vals.pop("reservation_group") for vals in invoice_vals_list]
        for group, vals in zip(groups, invoice_vals_list, strict=True):
            vals.update(plan.groups[group]._prepare_tax_invoice_vals())
        moves = super()._create_account_invoices(invoice_vals_list, final)
        plan.moves.update(zip(groups, moves, strict=True))
        return moves

    def _action_cancel(self):
        # EXTENDS sale: an order that is off is not invoiced; what was delivered of it shows as unexplained again
        result = super()._action_cancel()
        self._release_reservations()
        return result

    def _release_reservations(self):
        """Cancel the reservations of these orders alone, and say so on those that have other orders as well."""
        lines_sudo = self.sudo().order_line.reservation_line_ids.filtered("is_holding")
        for document_sudo in lines_sudo.reservation_id:
            if (
                document_sudo.line_ids.order_id <= self
                and not document_sudo.goods_ids
                and document_sudo.state in document_sudo._flow["cancelled"]
            ):
                document_sudo._move_to("cancelled")
            else:
                document_sudo.message_post(
                    body=self.env._("%s was cancelled: take its lines out.", ", ".join(self.mapped("name")))
                )

    def action_reserve_invoice(self):
        """Reserve everything of these orders that was delivered and not reserved yet."""
        return self.env["invoice.reservation"]._open_reserved(order_lines=self.order_line)

    def action_reserve_before_delivery(self):
        """Reserve what was ordered and is neither invoiced nor reserved (先票後貨)."""
        return self.env["invoice.reservation"]._open_reserved(order_lines=self.order_line, basis="order")

    def action_open_reservations(self):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_backoffice_reservation.invoice_reservation_action"
        )
        return {**action, "domain": [("line_ids.order_id", "in", self.ids)], "context": {}}

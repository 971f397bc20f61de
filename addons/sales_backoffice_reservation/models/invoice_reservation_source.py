"""Reserving everything that is open, in one step."""

from odoo import api, models
from odoo.exceptions import UserError


class InvoiceReservationSource(models.AbstractModel):
    """The part of ``invoice.reservation`` that finds its lines."""

    _name = "invoice.reservation.source"
    _description = "Sources of a Reservation"

    @api.model
    def _open_reserved(self, order_lines=None, register=None, basis="delivery", kind="invoice"):
        """Reserve what is open of order lines or rows of the register, and open the reservations."""
        if register is None and basis == "delivery":
            register = self.env["invoice.register"].search(
                [("order_line_id", "in", order_lines.ids), ("unreserved", ">", 0)]
            )
        values = [self._prepare_row_vals(row) for row in register] if register else []
        if order_lines:
            values += self._prepare_order_line_vals(order_lines, basis)
        if not values:
            raise UserError(self.env._("There is nothing left to reserve here."))
        documents = self._create_reserved(values, kind)
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_backoffice_reservation.invoice_reservation_action"
        )
        if len(documents) == 1:
            return {**action, "res_id": documents.id, "views": [(False, "form")], "context": {}}
        return {**action, "domain": [("id", "in", documents.ids)], "context": {}}

    @api.model
    def _prepare_row_vals(self, row):
        line = row.order_line_id
        return line, {
            "order_line_id": line.id,
            "stock_move_id": row.stock_move_id.id,
            "quantity": row.unreserved,
        }

    @api.model
    def _prepare_order_line_vals(self, order_lines, basis):
        """Return lines for what has no delivery of its own: services, and everything when invoiced first."""
        lines = order_lines.filtered(
            lambda line: line.state == "sale" and not line.display_type and not line.is_downpayment
        )
        if basis == "delivery":
            lines = lines.filtered(lambda line: line.qty_delivered_method != "stock_move")
        availability = self.env["invoice.availability"]
        standings = availability._get_standings(lines)
        found = [(line, availability._get_standing(standings, line, basis).available) for line in lines]
        return [
            (line, {"order_line_id": line.id, "basis": basis, "quantity": quantity})
            for line, quantity in found
            if not line.product_uom_id.is_zero(quantity)
        ]

    @api.model
    def _create_reserved(self, values, kind):
        """Create one reservation per customer, company and currency."""
        documents = {}
        for order_line, vals in values:
            order = order_line.order_id
            key = order.partner_id.commercial_partner_id, order.company_id, order.currency_id
            documents.setdefault(key, []).append((0, 0, vals))
        return self.create(
            [
                {
                    "kind": kind,
                    "partner_id": partner.id,
                    "company_id": company.id,
                    "currency_id": currency.id,
                    "line_ids": commands,
                }
                for (partner, company, currency), commands in documents.items()
            ]
        )

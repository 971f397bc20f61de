"""Reserving everything that is open, in one step."""

from odoo import api, models
from odoo.exceptions import UserError


class InvoiceReservationSource(models.AbstractModel):
    """The part of ``invoice.reservation`` that finds its lines."""

    _name = "invoice.reservation.source"
    _description = "Sources of a Reservation"

    def _check_lines_open(self):
        """Lines change in a reservation that is not requested yet, and nowhere else."""
        closed = self.filtered(lambda document: document.state != "draft")
        if closed:
            raise UserError(
                self.env._(
                    "%(documents)s was requested already: take it back to change its lines.",
                    documents=", ".join(closed.mapped("name")),
                )
            )

    @api.model
    def _open_reserved(self, order_lines=None, register=None, basis="delivery", kind="invoice"):
        """Reserve what is open of order lines or rows of the register, and open the reservations."""
        if basis == "order":
            sources = self._prepare_order_line_sources(order_lines)
        else:
            if register is None:
                register = self.env["invoice.register"].search(
                    [("order_line_id", "in", order_lines.ids), ("unreserved", ">", 0)]
                )
            self._check_rows(register, kind)
            sources = [self._prepare_row_source(row) for row in register]
        if not sources:
            raise UserError(self.env._("There is nothing left to reserve here."))
        documents = self._create_reserved(sources, kind)
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_backoffice_reservation.invoice_reservation_action"
        )
        if len(documents) == 1:
            return {**action, "res_id": documents.id, "views": [(False, "form")], "context": {}}
        return {**action, "domain": [("id", "in", documents.ids)], "context": {}}

    def _check_rows(self, rows, kind):
        """Goods without order cannot be invoiced as they are, nor explained to nobody."""
        goods = rows.filtered(lambda row: row.source == "goods")
        if goods and kind == "invoice":
            raise UserError(
                self.env._(
                    "%s: delivered without an order. Add the goods to an order, or say with “No Invoice” why they"
                    " are not invoiced.",
                    goods._get_delivery_names(),
                )
            )
        nameless = goods.filtered(lambda row: not row.partner_id)
        if nameless:
            raise UserError(
                self.env._(
                    "%s names no customer: make a reservation of the kind “No invoice” for the customer who got the"
                    " goods, and add the delivery there.",
                    nameless._get_delivery_names(),
                )
            )

    @api.model
    def _prepare_row_source(self, row):
        """Return ``(customer, company, currency)``, the field for the line and its values."""
        if row.source == "goods":
            key = row.partner_id, row.company_id, row.currency_id
            return key, "goods_ids", {"stock_move_id": row.stock_move_id.id, "quantity": row.unreserved}
        line = row.order_line_id
        vals = {
            "order_line_id": line.id,
            "stock_move_id": row.stock_move_id.id,
            "quantity": row.unreserved,
        }
        return self._get_order_key(line.order_id), "line_ids", vals

    def _get_order_key(self, order):
        return order.partner_id.commercial_partner_id, order.company_id, order.currency_id

    @api.model
    def _prepare_order_line_sources(self, order_lines):
        """Return what was ordered and is neither invoiced nor reserved (先票後貨)."""
        lines = order_lines.filtered(
            lambda line: line.state == "sale" and not line.display_type and not line.is_downpayment
        )
        availability = self.env["invoice.availability"]
        standings = availability._get_standings(lines)
        found = [(line, availability._get_standing(standings, line, "order").available) for line in lines]
        return [
            (
                self._get_order_key(line.order_id),
                "line_ids",
                {"order_line_id": line.id, "basis": "order", "quantity": quantity},
            )
            for line, quantity in found
            if not line.product_uom_id.is_zero(quantity)
        ]

    @api.model
    def _create_reserved(self, sources, kind):
        """Create one reservation per customer, company and currency."""
        documents = {}
        for key, field, vals in sources:
            documents.setdefault(key, {}).setdefault(field, []).append((0, 0, vals))
        return self.create(
            [
                {
                    "kind": kind,
                    "partner_id": partner.id,
                    "company_id": company.id,
                    "currency_id": currency.id,
                    **commands,
                }
                for (partner, company, currency), commands in documents.items()
            ]
        )

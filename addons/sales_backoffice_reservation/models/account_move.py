"""Invoices carry their official number, and their reservations follow them."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "tax.invoice.mixin"]

    reservation_ids = fields.One2many(
        "invoice.reservation",
        "move_id",
        "Invoice Reservations",
        copy=False,
        groups="sales_backoffice_reservation.group_invoice_reader",
    )
    reservation_names = fields.Char("Reserved As", compute="_compute_reservation_names", compute_sudo=True)
    tax_invoice_chain = fields.Char(
        "Red Letters",
        compute="_compute_tax_invoice_chain",
        compute_sudo=True,
        help="Which invoice reverses which.",
    )

    _tax_invoice_uniq = models.UniqueIndex(
        "(company_id, COALESCE(tax_invoice_code, ''), tax_invoice_number) WHERE tax_invoice_number IS NOT NULL",
        "This official invoice number is on another invoice already.",
    )

    @api.depends("reservation_ids.name")
    def _compute_reservation_names(self):
        for move in self:
            move.reservation_names = ", ".join(move.reservation_ids.mapped("name"))

    @api.depends("reversed_entry_id", "reversal_move_ids.state", "tax_invoice_number")
    def _compute_tax_invoice_chain(self):
        for move in self:
            links = []
            if move.reversed_entry_id:
                links.append(self.env._("reverses %s", move.reversed_entry_id._get_tax_invoice_label()))
            back = move.reversal_move_ids.filtered(lambda reversal: reversal.state == "posted")
            links += [self.env._("reversed by %s", reversal._get_tax_invoice_label()) for reversal in back]
            move.tax_invoice_chain = "; ".join(links)

    def _get_tax_invoice_label(self):
        self.ensure_one()
        return (
            f"{self.name or '/'} ({self.tax_invoice_display})"
            if self.tax_invoice_display
            else self.name or "/"
        )

    # --- CRUD ---------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._normalise_tax_invoice(vals) for vals in vals_list])

    def write(self, vals):
        # EXTENDS account: every change of status passes here, whatever button or job made it
        vals = self._normalise_tax_invoice(vals)
        if "state" not in vals:
            return super().write(vals)
        order_lines = self._get_reserved_order_lines()
        if vals["state"] == "posted":
            self.env["invoice.availability"]._claim(order_lines)
        result = super().write(vals)
        if order_lines:
            self._get_line_reservations()._refresh_from_invoices()
            if vals["state"] == "posted":
                self._check_leaves_reserved(order_lines)
                self.env["invoice.approved.amount"]._check_not_exceeded(self)
                reserved = self.filtered(lambda move: move.sudo().reservation_ids)
                self.env["invoice.down.payment"]._check_not_exceeded(reserved)
        return result

    def action_post(self):
        # EXTENDS sale
        result = super().action_post()
        self.env["invoice.down.payment"]._restore_prices(self)
        return result

    def unlink(self):
        # EXTENDS account: a deleted draft leaves its reservations approved, ready to be issued again
        reservations_sudo = self._get_line_reservations()
        result = super().unlink()
        reservations_sudo.exists()._refresh_from_invoices()
        return result

    # --- reservations -------------------------------------------------------

    def _get_reserved_order_lines(self):
        """Return the order lines on customer invoices of ``self``, as superuser."""
        customer = self.sudo().filtered(lambda move: move.move_type in ("out_invoice", "out_refund"))
        return customer.line_ids.sale_line_ids

    def _get_line_reservations(self):
        moves_sudo = self.sudo()
        return moves_sudo.line_ids.reservation_line_id.reservation_id | moves_sudo.reservation_ids

    def _check_leaves_reserved(self, order_lines):
        """Refuse to post what takes quantities that somebody reserved."""
        moves = self.filtered(lambda move: move.move_type == "out_invoice")
        order_lines &= moves._get_reserved_order_lines()
        availability = self.env["invoice.availability"]
        standings = availability._get_standings(order_lines)
        for order_line in order_lines:
            held = order_line.reservation_line_ids.filtered(lambda line: line.is_holding)
            if not held:
                continue
            basis = "order" if "order" in held.mapped("basis") else "delivery"
            excess = availability._get_standing(standings, order_line, basis).excess
            if availability._is_over(excess):
                raise UserError(
                    self.env._(
                        "%(product)s of %(order)s is reserved for %(documents)s: issue from there, or cancel it first.",
                        product=order_line.product_id.display_name,
                        order=order_line.order_id.name,
                        documents=", ".join(held.reservation_id.mapped("name")),
                    )
                )

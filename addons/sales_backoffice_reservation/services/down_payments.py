"""Down payments come off the invoices reservations make: never more than is left of them, never forgotten."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..rules import deduction


class DownPayments(models.AbstractModel):
    """What is open of a down payment is told from its invoice lines, tax included.

    An invoice that covers what is open gets the very lines Odoo's own final invoice would have. One that does not
    takes as much as it amounts to; the rest is left for the next one, whichever way that is made.
    """

    _name = "invoice.down.payment"
    _description = "Deduct Down Payments"

    @api.model
    def _get_open(self, orders):
        """Return ``{down payment line: amount}`` posted and not deducted yet, tax included, the oldest first.

        Deductions on drafts count, so that a second draft does not take them again; invoices of down payments
        count when they are posted.
        """
        found = {}
        for line in orders.order_line.filtered(lambda line: line.is_downpayment and not line.display_type):
            amount = line.currency_id.round(self._sum(line, deducted_on_drafts=True))
            if line.currency_id.compare_amounts(amount, 0.0) > 0:
                found[line] = amount
        return found

    def _sum(self, line, deducted_on_drafts=False):
        total = 0.0
        for item in line.invoice_lines:
            amount = -item.price_total if item.move_id.move_type == "out_refund" else item.price_total
            if item.parent_state == "posted" or item.move_id.payment_state == "invoicing_legacy":
                total += amount
            elif item.parent_state == "draft" and deducted_on_drafts:
                total += min(amount, 0.0)
        return total

    @api.model
    def _deduct(self, move, reservations):
        """Deduct what is open of the orders of ``reservations`` from their draft invoice ``move``."""
        orders = reservations.line_ids.order_id
        parts = self._get_open(orders)
        if not parts:
            return
        commands, left_out = [], reservations.filtered(lambda document: not document.deduct_down_payments)
        for order in orders - left_out.line_ids.order_id:
            commands += self._prepare_commands(move, order, parts)
        if commands:
            move.write({"invoice_line_ids": commands})
        self._tell(move, orders)

    def _prepare_commands(self, move, order, parts):
        """Return the lines that deduct from the goods of one order on ``move``."""
        goods = move.invoice_line_ids.filtered(lambda item: order in item.sale_line_ids.order_id)
        sequence = max(move.invoice_line_ids.mapped("sequence"), default=0) + 1
        of_order = [
            (line, amount, line.tax_ids in [item.tax_ids for item in goods])
            for line, amount in parts.items()
            if line.order_id == order
        ]
        found = deduction.allot(sum(goods.mapped("price_total")), of_order)
        lines = [
            vals
            for number, (line, amount) in enumerate(found.items(), start=1)
            for vals in self._prepare_lines(line, amount, parts[line], sequence + number)
        ]
        if not lines:
            return []
        section = order._prepare_down_payment_section_line(sequence=sequence)
        return [Command.create(vals) for vals in (section, *lines)]

    def _prepare_lines(self, line, amount, whole, sequence):
        """Return the invoice lines that deduct ``amount``, as Odoo makes them."""
        line = line.with_context(lang=line.order_id.partner_invoice_id.lang or self.env.lang)
        values = self._prepare_deduction_vals(line, amount, whole)
        if values is None:
            return []
        return line._prepare_invoice_lines_vals_list(sequence=sequence, **values)

    @api.model
    def _prepare_deduction_vals(self, line, amount, whole):
        """Return quantity, price and taxes that deduct exactly ``amount`` of the down payment ``line``."""
        taxes = self.env["account.tax"]
        base = line._prepare_base_line_for_taxes_computation(quantity=1.0)
        taxes._add_tax_details_in_base_line(base, line.company_id)
        taxes._round_base_lines_tax_details([base], line.company_id)
        complete = (
            line.currency_id.compare_amounts(amount, base["tax_details"]["total_included_currency"]) == 0
        )
        if complete and line.qty_invoiced == 1.0:
            reversed_data = taxes._reverse_quantity_base_line_extra_tax_data(line.extra_tax_data)
            return {"quantity": -1.0, "extra_tax_data": reversed_data}
        step = 10.0 ** -self.env["decimal.precision"].precision_get("Product Unit")
        quantity = deduction.share_of_quantity(line.qty_invoiced, amount, whole, step)
        if not quantity:
            return None
        part, *_others = taxes._prepare_down_payment_lines(
            [base], line.company_id, "fixed", amount, f"down_payment,{line.id}"
        )
        part |= {"quantity": quantity, "price_unit": part["price_unit"] * part["quantity"] / quantity}
        data = taxes._export_base_line_extra_tax_data(part)
        return {
            "quantity": -quantity,
            "price_unit": part["price_unit"],
            "extra_tax_data": taxes._reverse_quantity_base_line_extra_tax_data(data),
        }

    @api.model
    def _get_rest_vals(self, line):
        """Return what Odoo's own invoice has to deduct of a ``line`` that was deducted in part; else nothing."""
        line_sudo = line.sudo()
        if line_sudo.qty_invoiced == 1.0:
            return {}
        whole = self._get_open(line_sudo.order_id).get(line_sudo)
        return self._prepare_deduction_vals(line_sudo, whole, whole) if whole else {}

    def _tell(self, move, orders):
        """Note on the invoice what of the down payments is left."""
        left = sum(self._get_open(orders).values())
        if left:
            move.message_post(
                body=self.env._(
                    "Down payments of %(amount)s are still to be deducted from the invoices of %(orders)s.",
                    amount=move.currency_id.format(left),
                    orders=", ".join(orders.mapped("name")),
                )
            )

    @api.model
    def _restore_prices(self, moves):
        """Put the price of down payments back to what was invoiced in advance.

        Odoo works it out anew with every invoice, and takes an advance of two taxes for a final invoice, which does
        not count, once an invoice deducts only one of them.
        """
        for line in self._get_lines(moves).filtered(lambda line: not line.order_id.locked):
            price = sum(
                -item.price_unit if item.move_id.move_type == "out_refund" else item.price_unit
                for item in line.invoice_lines
                if item.parent_state == "posted" and item.move_id._is_downpayment()
            )
            if line.currency_id.compare_amounts(line.price_unit, price):
                line.price_unit = price

    @api.model
    def _get_lines(self, moves):
        """Return the down payments on ``moves``, as superuser: their orders may be somebody else's."""
        return moves.sudo().line_ids.sale_line_ids.filtered(
            lambda line: line.is_downpayment and not line.display_type
        )

    @api.model
    def _check_not_exceeded(self, moves):
        """Refuse to post what deducts more than was invoiced in advance."""
        for line in self._get_lines(moves):
            if line.currency_id.compare_amounts(self._sum(line), 0.0) < 0:
                raise UserError(
                    self.env._(
                        "%(invoice)s deducts more than the down payment of %(order)s: at most what was invoiced"
                        " in advance and is not deducted yet.",
                        invoice=", ".join((moves & line.invoice_lines.move_id).mapped("display_name")),
                        order=line.order_id.name,
                    )
                )

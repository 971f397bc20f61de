"""What is posted for a reservation is at most what was approved, in quantity and in money."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class ApprovedAmounts(models.AbstractModel):
    """A draft may be changed by whoever makes invoices; its posting is held against the lines that were approved.

    The approval seals quantity and amount of each line, and the amount stays while the invoice is made.
    """

    _name = "invoice.approved.amount"
    _description = "Invoices Within Their Approval"

    @api.model
    def _check_not_exceeded(self, moves):
        """Refuse invoices with more than their reservations were approved for; less may be posted."""
        # superuser: whoever posts need not read the reservations of other people's customers
        invoices_sudo = moves.sudo().filtered(lambda move: move.move_type == "out_invoice")
        problems = []
        for (_move, line), items in invoices_sudo.invoice_line_ids.grouped(
            lambda item: (item.move_id, item.reservation_line_id)
        ).items():
            if line and self._exceeds(line, items):
                problems.append(self._describe(line, items))
        problems += self._get_repeated(invoices_sudo.invoice_line_ids.reservation_line_id)
        if problems:
            raise UserError("\n".join(problems))

    def _get_repeated(self, lines):
        """Return what is wrong with lines several posted invoices stand for, whoever made them."""
        posted = lines._get_posted()
        return [
            self.env._(
                "%(document)s was invoiced already: %(posted)s of %(approved)s would be on posted invoices. Take its"
                " lines off this invoice, or reverse the earlier one first.",
                document=line.reservation_id.name,
                posted=f"{posted[line.id]:.6g}",
                approved=f"{line.quantity_in_line_uom:.6g}",
            )
            for line in lines
            if line.order_line_id.product_uom_id.compare(posted.get(line.id, 0.0), line.quantity_in_line_uom)
            > 0
        ]

    def _exceeds(self, line, items):
        """Return whether the invoice lines ``items`` hold more than the reservation ``line``."""
        if items.product_uom_id and not self._is_comparable(line, items):
            return True
        if line.product_uom_id.compare(self._get_quantity(line, items), line.quantity) > 0:
            return True
        currency = items.move_id.currency_id
        excess = sum(items.mapped("price_subtotal")) - self._get_approved(line, items.move_id)
        # one step: what was approved is known tax included, rounded
        return currency.compare_amounts(excess, currency.rounding) > 0

    def _is_comparable(self, line, items):
        return all(unit._has_common_reference(line.product_uom_id) for unit in items.product_uom_id)

    def _get_quantity(self, line, items):
        """Return the quantity of ``items`` in the unit of the reservation."""
        wanted = line.product_uom_id
        return sum(
            (item.product_uom_id or wanted)._compute_quantity(item.quantity, wanted, round=False)
            for item in items
        )

    def _get_approved(self, line, move):
        """Return the untaxed amount ``line`` was approved for, in the currency of ``move``."""
        taxes = line.tax_ids.with_context(force_price_include=True)
        untaxed = taxes.compute_all(
            line.amount / line.quantity,
            currency=line.currency_id,
            quantity=line.quantity,
            product=line.product_id,
            partner=line.order_id.partner_shipping_id,
        )["total_excluded"]
        day = move.invoice_date or fields.Date.context_today(move)
        return line.currency_id._convert(untaxed, move.currency_id, move.company_id, day)

    def _describe(self, line, items):
        move = items.move_id
        comparable = self._is_comparable(line, items)
        unit = line.product_uom_id if comparable else items[:1].product_uom_id
        quantity = self._get_quantity(line, items) if comparable else sum(items.mapped("quantity"))
        return self.env._(
            "%(line)s: %(document)s was approved for %(approved_quantity)s %(approved_unit)s and"
            " %(approved_amount)s before taxes, the draft says %(quantity)s %(unit)s and %(amount)s; correct the"
            " draft, or cancel it and submit the reservation anew.",
            line=items[:1].name or line.product_id.display_name,
            document=line.reservation_id.name,
            approved_quantity=f"{line.quantity:.6g}",
            approved_unit=line.product_uom_id.name,
            approved_amount=move.currency_id.format(self._get_approved(line, move)),
            quantity=f"{quantity:.6g}",
            unit=unit.name,
            amount=move.currency_id.format(sum(items.mapped("price_subtotal"))),
        )

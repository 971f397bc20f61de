"""The ledgers the slow and obvious way: record by record, in plain Python, for one customer."""

from collections import defaultdict
from datetime import date

from odoo.tools import float_round


class LedgerRecomputation:
    """For a test case with ``partner`` and ``company``."""

    def _recompute_ledger(self, until=None):
        """Return ``{"ordered", "delivered", "invoiced", "collected"}`` of the customer in company currency.

        :param until: what happened later counts as not having happened; without it everything counts
        """
        self.until = until or date.max
        totals = defaultdict(float)
        for order in self.env["sale.order"].search([("partner_invoice_id", "child_of", self.partner.id)]):
            for line in order.order_line.filtered(
                lambda line: not line.display_type and not line.is_downpayment
            ):
                unit = line.price_total / line.product_uom_qty / (order.currency_rate or 1)
                delivered = self._net_delivered(line)
                totals["delivered"] += self._home(unit * delivered)
                if order.date_order.date() <= self.until:
                    totals["ordered"] += self._home(
                        unit * (line.product_uom_qty if order.state == "sale" else line.qty_delivered)
                    )
                # what is invoiced counts as the invoice prices it
                repriced = self._invoiced_amount(line) - self._home(unit * self._invoiced_quantity(line))
                totals["ordered"] += repriced
                totals["delivered"] += repriced
        for move in self._customer_moves():
            totals["invoiced"] += move.amount_total_signed
            unlinked = move.invoice_line_ids.filtered(
                lambda item: item.display_type == "product" and not item.sale_line_ids
            )
            if unlinked:
                totals["ordered"] += self._share(move, unlinked)
                totals["delivered"] += self._share(move, unlinked)
        for line in self._receivable_entries():
            totals["collected"] -= line.balance
        return {name: round(totals[name], 2) for name in ("ordered", "delivered", "invoiced", "collected")}

    def _home(self, amount):
        return float_round(amount, precision_rounding=self.company.currency_id.rounding)

    def _net_delivered(self, line):
        quantity = 0.0
        done = line.move_ids.filtered(lambda move: move.state == "done" and move.date.date() <= self.until)
        for move in done:
            outgoing = move.location_dest_id.usage == "customer"
            if outgoing and (not move.origin_returned_move_id or move.to_refund):
                quantity += move.quantity
            elif not outgoing and move.to_refund:
                quantity -= move.quantity
        return quantity

    def _customer_moves(self):
        return self.env["account.move"].search(
            [
                ("commercial_partner_id", "=", self.partner.id),
                ("state", "=", "posted"),
                ("date", "<=", self.until),
                ("move_type", "in", ("out_invoice", "out_refund", "out_receipt")),
            ]
        )

    def _receivable_entries(self):
        return self.env["account.move.line"].search(
            [
                ("partner_id.commercial_partner_id", "=", self.partner.id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("date", "<=", self.until),
                ("move_id.move_type", "not in", ("out_invoice", "out_refund", "out_receipt")),
            ]
        )

    def _share(self, move, items):
        """The part of an invoice total some of its lines make up."""
        goods = move.invoice_line_ids.filtered(lambda item: item.display_type == "product")
        whole = sum(goods.mapped("price_total"))
        return move.amount_total_signed * sum(items.mapped("price_total")) / whole if whole else 0.0

    def _posted_items(self, line):
        return line.invoice_lines.filtered(
            lambda item: (
                item.parent_state == "posted"
                and item.move_id.commercial_partner_id == self.partner
                and item.date <= self.until
            )
        )

    def _invoiced_amount(self, line):
        return sum(self._share(item.move_id, item) for item in self._posted_items(line))

    def _invoiced_quantity(self, line):
        quantity = 0.0
        for item in self._posted_items(line):
            if item.move_id.move_type == "out_refund":
                quantity -= item.quantity if item.price_unit >= line.price_unit / 2 else 0.0
            else:
                quantity += item.quantity
        return quantity

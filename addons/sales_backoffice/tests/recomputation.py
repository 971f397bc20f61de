"""The figures of a credit profile the slow and obvious way: record by record, in plain Python."""

from collections import defaultdict
from datetime import date, timedelta

from odoo.tools import float_round


class Recomputation:
    """For a test case with ``partner``, ``profile`` and ``company``; the term runs from the invoice date."""

    def _recompute(self):
        sums = defaultdict(lambda: defaultdict(float))  # {currency: {bucket: amount}}
        credits = defaultdict(float)
        for line in self._receivable_lines():
            sums[line.currency_id]["receivable"] += line.amount_residual_currency
            due = self._due(line)
            if line.amount_residual_currency < 0:
                credits[line.currency_id] += line.amount_residual_currency
            elif due < date.today():
                sums[line.currency_id]["overdue_amount"] += line.amount_residual_currency
        for order in self.env["sale.order"].search([("partner_invoice_id", "child_of", self.partner.id)]):
            self._add_order(order, sums[order.currency_id])
        for move in self.env["account.move"].search(
            [("state", "=", "draft"), ("move_type", "=", "out_invoice")]
        ):
            if move.commercial_partner_id == self.partner:
                sums[move.currency_id]["draft"] += max(move.amount_total, 0)
        totals = defaultdict(float)
        for currency, amounts in sums.items():
            amounts["overdue_amount"] += credits[currency]
            for name, amount in amounts.items():
                totals[name] += currency._convert(
                    amount, self.profile.currency_id, self.company, date.today()
                )
        totals["overdue_amount"] = max(totals["overdue_amount"], 0.0)
        names = ("receivable", "delivered", "ordered", "draft")
        exposure = sum(totals[name] for name in names)
        return {name: totals[name] for name in (*names, "overdue_amount")} | {
            "exposure": exposure,
            "available": self.profile.base_limit - exposure,
        }

    def _receivable_lines(self):
        return self.env["account.move.line"].search(
            [
                ("partner_id.commercial_partner_id", "=", self.partner.id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
            ]
        )

    def _due(self, line):
        if line.move_id.move_type == "out_invoice":
            return line.move_id.invoice_date + timedelta(days=self.profile.term_days)
        return line.date_maturity or line.date

    def _add_order(self, order, sums):
        delivered = ordered = 0.0
        for line in order.order_line.filtered(lambda line: not line.display_type and not line.is_downpayment):
            unit = line.price_total / line.product_uom_qty
            posted, draft = self._invoiced(line)
            delivered += self._round(order, unit * max(line.qty_delivered - posted - draft, 0))
            if order.state == "sale":
                waiting = max(line.product_uom_qty - max(line.qty_delivered, posted + draft), 0)
                ordered += self._round(order, unit * waiting)
            sums["overdue_amount"] += self._late(line, posted, unit)
        down = max(sum(self._deposits(order)), 0.0)
        sums["ordered"] += max(ordered - down, 0)
        sums["delivered"] += max(delivered - max(down - ordered, 0), 0)

    def _invoiced(self, line):
        posted = draft = 0.0
        for item in line.invoice_lines:
            move = item.move_id
            if move.move_type == "out_invoice" and move.state == "posted":
                posted += item.quantity
            elif move.move_type == "out_invoice" and move.state == "draft":
                draft += item.quantity
            elif (
                move.move_type == "out_refund"
                and move.state == "posted"
                and item.price_unit >= line.price_unit / 2
            ):
                posted -= item.quantity
        return posted, draft

    def _late(self, line, posted, unit):
        """First in, first invoiced; a return takes from the delivery it came from."""
        late, to_cover = 0.0, posted
        moves = line.move_ids.filtered(
            lambda move: move.state == "done" and move.location_dest_id.usage == "customer"
        )
        for move in moves.sorted(lambda move: (move.date.date(), move.id)):
            back = sum(move.returned_move_ids.filtered(lambda back: back.state == "done").mapped("quantity"))
            left = move.quantity - back
            covered = min(left, max(to_cover, 0.0))
            to_cover -= left
            due = move.date.date() + timedelta(days=self.profile.term_days)
            if due < date.today():
                late += self._round(line.order_id, unit * (left - covered))
        return late

    def _deposits(self, order):
        for item in order.order_line.filtered("is_downpayment").invoice_lines:
            if item.move_id.move_type == "out_refund" and item.parent_state == "posted":
                yield -item.price_total
            elif item.move_id.move_type == "out_invoice" and item.parent_state in ("posted", "draft"):
                yield item.price_total

    def _round(self, order, amount):
        return float_round(amount, precision_rounding=order.currency_id.rounding)

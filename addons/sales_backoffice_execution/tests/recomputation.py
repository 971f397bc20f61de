"""The execution of a contract the slow and obvious way: document by document, in plain Python over the ORM."""

from collections import defaultdict

from odoo.tools import float_round

MONEY_JOURNALS = ("bank", "cash", "credit")


class Recomputation:
    """For a test case with ``company``; days are those of UTC."""

    def _recompute(self, contract, at):
        """Return the amounts of a contract at the end of a day."""
        sums = defaultdict(float)
        for order in self.env["sale.order"].search([("contract_id", "=", contract.id)]):
            for line in order.order_line.filtered(lambda line: not line.display_type):
                self._add_order_line(contract, order, line, at, sums)
        for bill in self._bills(contract, at):
            self._add_bill(contract, bill, at, sums)
        for line in contract.line_ids:
            ordered = sum(
                order_line.product_uom_id._compute_quantity(order_line.product_uom_qty, line.product_uom_id)
                for order_line in line.order_line_ids
                if order_line.order_id.state == "sale" and order_line.order_id.date_order.date() <= at
            )
            left = max(line.quantity - ordered, 0.0)
            sums["amount_remaining"] += self._round(contract, line.price_total * left / line.quantity)
        claim = sums["amount_uninvoiced"] + sums["goods"] - sums["goods_undelivered"]
        paid = sums["amount_collected"] + sums["amount_offset"]
        sums["amount_uncollected"] = max(claim - paid, 0.0)
        sums["amount_receivable"] = sums["amount_invoiced"] - paid
        return sums

    # --- goods ------------------------------------------------------------------

    def _add_order_line(self, contract, order, line, at, sums):
        if line.is_downpayment:
            return
        gone = back = 0.0
        for move in line.move_ids.filtered(lambda move: move.state == "done" and move.date.date() <= at):
            quantity = move.product_uom._compute_quantity(move.quantity, line.product_uom_id)
            if move.location_dest_id.usage == "customer":
                gone += quantity if not move.origin_returned_move_id or move.to_refund else 0.0
            elif move.to_refund:
                back += quantity
        if order.state == "sale" and order.date_order.date() <= at:
            sums["amount_ordered"] += self._worth(contract, line, line.product_uom_qty)
        billed = self._billed_quantity(line, at)
        sums["amount_delivered"] += self._worth(contract, line, gone - back)
        sums["amount_returned"] += self._worth(contract, line, back)
        sums["amount_uninvoiced"] += self._worth(contract, line, max(gone - back - billed, 0.0))
        sums["goods_undelivered"] += self._worth(contract, line, max(billed - gone + back, 0.0))

    def _worth(self, contract, line, quantity):
        amount = self._round(line, line.price_total * quantity / line.product_uom_qty)
        day = line.order_id.date_order.date()
        return line.currency_id._convert(amount, contract.currency_id, self.company, day)

    def _billed_quantity(self, line, at):
        billed = 0.0
        for item in line.invoice_lines:
            move = item.move_id
            if move.state != "posted" or move.invoice_date > at:
                continue
            quantity = item.product_uom_id._compute_quantity(item.quantity, line.product_uom_id)
            if move.move_type == "out_invoice":
                billed += quantity
            elif item.price_unit >= line.price_unit / 2:
                billed -= quantity
        return billed

    # --- money ------------------------------------------------------------------

    def _bills(self, contract, at):
        lines = self.env["sale.order.line"].search([("order_id.contract_id", "=", contract.id)])
        bills = lines.invoice_lines.move_id.filtered(lambda move: move.state in ("posted", "draft"))
        return bills.filtered(lambda move: (move.invoice_date or move.date) <= at)

    def _add_bill(self, contract, bill, at, sums):
        sign = -1 if bill.move_type == "out_refund" else 1
        items = bill.invoice_line_ids.filtered(lambda line: line.display_type == "product").sorted("id")
        wholes = self._settlements(bill, at) if bill.state == "posted" else {}
        whole = sum(sign * item.price_total for item in items)
        running = 0.0
        for item in items:
            before, running = running, running + sign * item.price_total
            parts = {
                name: self._round(bill, amount * running / whole) - self._round(bill, amount * before / whole)
                if whole
                else 0.0
                for name, amount in wholes.items()
            }
            order_line = item.sale_line_ids
            if order_line.order_id.contract_id != contract:
                continue
            billed = sign * item.price_total
            if item == items[-1]:
                billed += sign * bill.amount_total - whole
            if bill.state == "draft":
                sums["amount_draft"] += self._in_contract(contract, bill, billed)
                continue
            self._add_item(contract, bill, order_line, billed, parts, sums)

    def _add_item(self, contract, bill, order_line, billed, parts, sums):
        worth = {name: self._in_contract(contract, bill, part) for name, part in parts.items()}
        invoiced = self._in_contract(contract, bill, billed)
        sums["amount_invoiced"] += invoiced
        sums["goods"] += 0.0 if order_line.is_downpayment else invoiced
        for name in ("amount_collected", "amount_offset", "amount_late"):
            sums[name] += worth[name]
        for name, complete in (("amount_due", "all_due"), ("amount_overdue", "all_overdue")):
            is_complete = self._complete[bill, complete]
            left = invoiced - worth["amount_collected"] - worth["amount_offset"]
            sums[name] += left if is_complete else worth[name]
        # asked for in advance or given back, not deducted
        if order_line.is_downpayment and (billed > 0) == (bill.move_type == "out_invoice"):
            sums["amount_deposit"] += worth["amount_collected"]

    def _settlements(self, bill, at):
        """Return what became of a whole invoice by the day, in its own currency."""
        found = defaultdict(float)
        residuals = []
        for instalment in bill.line_ids.filtered(lambda line: line.display_type == "payment_term"):
            due = instalment.date_maturity
            settled = 0.0
            for partial in instalment.matched_credit_ids | instalment.matched_debit_ids:
                if partial.max_date > at:
                    continue
                is_debit = partial.debit_move_id == instalment
                other = partial.credit_move_id if is_debit else partial.debit_move_id
                amount = partial.debit_amount_currency if is_debit else -partial.credit_amount_currency
                settled += amount
                if other.payment_id or other.journal_id.type in MONEY_JOURNALS:
                    found["amount_collected"] += amount
                    if amount > 0 and partial.max_date > due:
                        found["amount_late"] += amount
                else:
                    found["amount_offset"] += amount
            residual = self._round(bill, instalment.amount_currency - settled)
            if residual > 0:
                residuals.append((due, residual))
        found["open"] = sum(residual for _due, residual in residuals)
        found["amount_due"] = sum(residual for due, residual in residuals if due <= at)
        found["amount_overdue"] = sum(residual for due, residual in residuals if due < at)
        for name in ("amount_collected", "amount_offset", "amount_late"):
            found[name] += 0.0
        self._complete[bill, "all_due"] = bool(residuals) and all(due <= at for due, _left in residuals)
        self._complete[bill, "all_overdue"] = bool(residuals) and all(due < at for due, _left in residuals)
        return found

    def _in_contract(self, contract, bill, amount):
        return bill.currency_id._convert(
            amount, contract.currency_id, self.company, bill.invoice_date or bill.date
        )

    def _round(self, record, amount):
        return float_round(amount, precision_rounding=record.currency_id.rounding)

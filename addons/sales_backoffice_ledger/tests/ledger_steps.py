"""What else happens to the invoices of a customer: steps of a history, beside those of credit control."""

from datetime import date, timedelta


class LedgerSteps:
    """Each step does what it can with ``order`` and returns whether there was something to do."""

    def _open_lines(self):
        return self.env["account.move.line"].search(
            [
                ("partner_id", "=", self.partner.id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("balance", ">", 0),
            ]
        )

    def _do_unreconcile(self, order, number, days):
        matched = order.invoice_ids.line_ids.filtered("matched_credit_ids")
        if matched:
            matched.remove_move_reconcile()
        return matched

    def _get_posted_invoice(self, order):
        """An invoice nothing was matched with: the others cannot be reset."""
        return order.invoice_ids.filtered(
            lambda move: (
                move.state == "posted"
                and move.move_type == "out_invoice"
                and not move.reversal_move_ids
                and not move.line_ids.filtered(lambda line: line.matched_credit_ids or line.matched_debit_ids)
            )
        )[:1]

    def _do_repost(self, order, number, days):
        """Take an invoice back to draft, change its day and its price, and post it again."""
        invoice = self._get_posted_invoice(order)
        if invoice:
            invoice.button_draft()
            invoice.invoice_date = date.today() - timedelta(days=days)
            lines = invoice.invoice_line_ids.filtered(
                lambda line: line.display_type == "product" and line.quantity > 0
            )
            lines[:1].price_unit += number / 7
            invoice.action_post()
        return invoice

    def _do_void(self, order, number, days):
        """Take an invoice back to draft and cancel it."""
        invoice = self._get_posted_invoice(order)
        if invoice:
            invoice.button_draft()
            invoice.button_cancel()
        return invoice

    def _do_pay_all(self, order, number, days):
        invoices = order.invoice_ids.filtered(
            lambda move: move.state == "posted" and move.move_type == "out_invoice" and move.amount_residual
        )
        if invoices:
            return (
                self.env["account.payment.register"]
                .with_context(active_model="account.move", active_ids=invoices[:1].ids)
                .create({"payment_date": date.today() - timedelta(days=min(days, 20))})
                ._create_payments()
            )
        return False

    def _do_write_off(self, order, number, days):
        """A payment a little short, the rest given up with it."""
        invoice = order.invoice_ids.filtered(
            lambda move: (
                move.state == "posted" and move.move_type == "out_invoice" and move.amount_residual > 5
            )
        )[:1]
        if not invoice or invoice.currency_id != self.company.currency_id:
            return False
        account = self.env["account.account"].search([("account_type", "=", "expense")], limit=1)
        return (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create(
                {
                    "amount": invoice.amount_residual - number / 3,
                    "payment_difference_handling": "reconcile",
                    "writeoff_account_id": account.id,
                }
            )
            ._create_payments()
        )

    def _do_bad_debt(self, order, number, days):
        line = self._open_lines()[:1]
        if not line:
            return False
        entry = self._entry(-min(number * 1.37, line.amount_residual), "expense%")
        (line + entry.line_ids.filtered(lambda item: item.account_id == line.account_id)).reconcile()
        return entry

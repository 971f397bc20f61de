"""Every cause that may stand between documents and the general ledger is named, and nothing is named twice."""

from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common import LedgerCommon

CAUSES = ("manual", "opening", "writeoff", "exchange", "no_partner", "explained")


@tagged("post_install", "-at_install")
class TestTieoutCauses(LedgerCommon):
    def _row(self, partner=None, **context):
        partner = self.partner if partner is None else partner
        return self._tieout([("partner_id", "=", partner.id)], **context)

    def assertExplainedBy(self, row, **amounts):
        """The row differs by exactly these causes and is explained; without any it is tied."""
        found = {name: round(row[name], 2) for name in CAUSES if round(row[name], 2)}
        self.assertEqual(found, amounts)
        self.assertAlmostEqual(row.difference, sum(amounts.values()), 2)
        self.assertEqual((round(row.unexplained, 2), row.status), (0, "explained" if amounts else "tied"))
        self.assertAlmostEqual(row.ledger + row.no_partner, row.general, 2)

    # --- money ----------------------------------------------------------------------

    def _bank_line(self, amount, partner):
        """A bank line booked straight onto the receivable account."""
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        line = self.env["account.bank.statement.line"].create(
            {"journal_id": journal.id, "amount": amount, "payment_ref": "Transfer", "partner_id": partner.id}
        )
        _liquidity, suspense, _other = line._seek_for_lines()
        line.move_id.with_context(force_delete=True, skip_readonly_check=True).write(
            {
                "line_ids": [
                    Command.update(
                        suspense.id, {"account_id": self.receivable_account.id, "partner_id": partner.id}
                    )
                ]
            }
        )
        return line

    def test_a_payment_without_customer(self):
        payment = self.env["account.payment"].create({"amount": 70.0, "payment_type": "inbound"})
        payment.action_post()
        if not payment.move_id:  # without an outstanding account it is booked with its bank line
            self._bank_line(70.0, self.env["res.partner"])
        self.env.flush_all()
        self.env.invalidate_all()
        account = payment.destination_account_id if payment.move_id else self.receivable_account
        row = self.env["sales.ledger.tieout"].search(
            [("partner_id", "=", False), ("account_id", "=", account.id)]
        )
        self.assertExplainedBy(row, no_partner=-70)
        self.assertFalse(self._row())

    def test_a_bank_line_without_customer_and_one_with(self):
        self._open_invoice(100.0)
        self._bank_line(30.0, self.env["res.partner"])
        self._bank_line(40.0, self.partner)
        self.assertExplainedBy(self._row(self.env["res.partner"]), no_partner=-30)
        row = self._row()
        self.assertExplainedBy(row)
        self.assertEqual((row.collected, row.general), (40, 60))

    def test_an_unallocated_payment_is_collected(self):
        self._open_invoice(100.0)
        self._bank_line(250.0, self.partner)
        row = self._row()
        self.assertExplainedBy(row)
        self.assertEqual(row.documents, -150)

    def test_a_payment_that_gives_up_the_rest(self):
        invoice = self._open_invoice(100.0)
        expense = self.env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", self.company.ids)], limit=1
        )
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create(
            {
                "amount": 97.0,
                "payment_difference_handling": "reconcile",
                "writeoff_account_id": expense.id,
            }
        )._create_payments()
        row = self._row()
        self.assertEqual(row.general, invoice.amount_residual)
        if invoice.amount_residual == 0:
            self.assertExplainedBy(row, writeoff=-3)

    def test_a_bad_debt(self):
        invoice = self._open_invoice(100.0)
        entry = self._entry(-100.0, "expense%")
        lines = (invoice | entry).line_ids
        lines.filtered(lambda line: line.account_id == self.receivable_account).reconcile()
        self.assertExplainedBy(self._row(), writeoff=-100)

    # --- entries ------------------------------------------------------------------------

    def test_an_entry_of_the_accountant(self):
        self._open_invoice(100.0)
        self._entry(-15.0, "liability_current")
        self.assertExplainedBy(self._row(), manual=-15)

    def test_an_entry_on_a_contact_counts_for_its_company(self):
        contact = self.env["res.partner"].create({"name": "Ms. Wang", "parent_id": self.partner.id})
        self._entry(-15.0, "liability_current", partner=contact)
        self.assertExplainedBy(self._row(), manual=-15)
        self.assertFalse(self._row(contact))

    def test_the_opening_entry_of_the_company(self):
        entry = self._entry(700.0, "asset_current", on=self._day(300))
        self.company.account_opening_move_id = entry
        self.assertExplainedBy(self._row(), opening=700)

    def test_a_vendor_bill_set_off_against_the_receivable(self):
        self._open_invoice(100.0)
        self._entry(-60.0, "liability_payable")
        self.assertExplainedBy(self._row(), manual=-60)

    def test_a_reversed_entry_leaves_nothing_to_explain(self):
        entry = self._entry(-15.0, "liability_current")
        entry._reverse_moves(cancel=True)
        row = self._row()
        self.assertEqual((row.general, row.manual, row.difference), (0, 0, 0))

    def test_all_of_them_together(self):
        self._open_invoice(1_000.0)
        self._entry(-15.0, "liability_current")
        self._entry(-30.0, "expense%")
        self._entry(700.0, "equity_unaffected")
        explanation = self.env["sales.ledger.explanation"].create(
            {
                "account_id": self.receivable_account.id,
                "partner_id": self.partner.id,
                "amount": 5.0,
                "reason": "Nothing of the kind.",
            }
        )
        explanation.with_user(self.users["accountant"]).action_approve()
        row = self._row()
        self.assertEqual((row.difference, row.known, row.explained), (655, 655, 5))
        self.assertEqual((row.unexplained, row.status), (-5, "open"), "an explanation of nothing is red")

    # --- currencies ---------------------------------------------------------------------

    def _foreign(self):
        currency = self.env.ref("base.EUR" if self.company.currency_id.name != "EUR" else "base.USD")
        currency.active = True
        currency.rate_ids.unlink()
        self.env["res.currency.rate"].create(
            [
                {"currency_id": currency.id, "name": day, "rate": rate, "company_id": self.company.id}
                for day, rate in ((date(2020, 1, 1), 0.5), (date.today() - timedelta(days=5), 0.4))
            ]
        )
        return currency

    def test_an_exchange_difference(self):
        currency = self._foreign()
        invoice = self._open_invoice(100.0, on=self._day(30), currency_id=currency.id)
        row = self._row()
        self.assertExplainedBy(row)
        self.assertEqual(row.general, 200, "in the currency of the company")
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "date": date.today(),
                "journal_id": journal.id,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "currency_id": currency.id,
                            "amount_currency": sign * 100.0,
                            "balance": sign * 250.0,
                            "partner_id": self.partner.id,
                        }
                    )
                    for account, sign in ((self.receivable_account, -1), (journal.default_account_id, 1))
                ],
            }
        )
        entry.action_post()
        lines = (invoice | entry).line_ids.filtered(lambda line: line.account_id == self.receivable_account)
        lines.reconcile()
        self.assertEqual(invoice.payment_state in ("paid", "in_payment", "reversed"), True)
        row = self._row()
        self.assertEqual(row.general, 0)
        self.assertExplainedBy(row, manual=-250, exchange=50)

    def test_a_foreign_invoice_paid_in_part_ties(self):
        currency = self._foreign()
        invoice = self._open_invoice(100.0, on=self._day(30), currency_id=currency.id)
        self._pay(invoice, 40.0)
        row = self._row()
        self.assertEqual(round(row.unexplained, 2), 0)
        self.assertAlmostEqual(row.ledger, row.general, 2)

    # --- accounts and companies ----------------------------------------------------------

    def test_each_receivable_account_by_itself(self):
        second = self.receivable_account.copy({"code": "SECOND1", "name": "Receivable, Second"})
        self._open_invoice(100.0)
        self.partner.property_account_receivable_id = second
        self._open_invoice(40.0)
        self._entry(-5.0, "liability_current", account=second)
        rows = self.env["sales.ledger.tieout"].search(
            [("partner_id", "=", self.partner.id)], order="account_id"
        )
        found = {row.account_id: (row.documents, row.general, row.manual, row.status) for row in rows}
        self.assertEqual(
            found,
            {
                self.receivable_account: (100, 100, 0, "tied"),
                second: (40, 35, -5, "explained"),
            },
        )

    def test_companies_are_not_mixed(self):
        other = self._setup_other_company()
        theirs = self.env["account.account"].with_company(other)
        receivable = theirs.search(
            [("account_type", "=", "asset_receivable"), ("company_ids", "in", other.ids)], limit=1
        )
        income = theirs.search([("account_type", "=", "income"), ("company_ids", "in", other.ids)], limit=1)
        self._open_invoice(100.0)
        entry = (
            self.env["account.move"]
            .with_company(other)
            .create(
                {
                    "move_type": "entry",
                    "line_ids": [
                        Command.create(
                            {"account_id": receivable.id, "debit": 33.0, "partner_id": self.partner.id}
                        ),
                        Command.create({"account_id": income.id, "credit": 33.0}),
                    ],
                }
            )
        )
        entry.action_post()
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env["sales.ledger.tieout"].search([("partner_id", "=", self.partner.id)])
        self.assertEqual(
            {row.company_id: (row.documents, row.general) for row in rows},
            {self.company: (100, 100), other: (0, 33)},
        )
        accountant = self.env["sales.ledger.tieout"].with_user(self.users["accountant"])
        self.assertEqual(accountant.search([("partner_id", "=", self.partner.id)]).company_id, self.company)

    def _setup_other_company(self):
        other = self.env["res.company"].create(
            {"name": "Second Trader", "country_id": self.company.country_id.id}
        )
        self.env["account.chart.template"].try_loading(
            self.company.chart_template or "generic_coa", company=other, install_demo=False
        )
        return other

"""The tie-out: documents beside the general ledger, causes, explanations, and what stays red."""

import uuid

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import LedgerCommon


@tagged("post_install", "-at_install")
class TestTieout(LedgerCommon):
    def _row(self, **context):
        return self._tieout([("partner_id", "=", self.partner.id)], **context)

    def test_documents_alone_tie(self):
        self._pay(self._open_invoice(1_000.0), 400.0)
        row = self._row()
        self.assertRecordValues(
            row,
            [
                {
                    "invoiced": 1_000,
                    "collected": 400,
                    "documents": 600,
                    "general": 600,
                    "difference": 0,
                    "unexplained": 0,
                    "status": "tied",
                    "ledger": 600,
                }
            ],
        )

    def test_known_causes_explain_a_difference(self):
        self._open_invoice(1_000.0)
        self._entry(50.0, "asset_current")
        self._entry(-30.0, "expense%")
        self._entry(700.0, "equity_unaffected")
        row = self._row()
        self.assertRecordValues(
            row,
            [
                {
                    "documents": 1_000,
                    "general": 1_720,
                    "difference": 720,
                    "manual": 50,
                    "writeoff": -30,
                    "opening": 700,
                    "unexplained": 0,
                    "status": "explained",
                    "ledger": 1_720,
                }
            ],
        )

    def test_an_entry_without_partner_is_named(self):
        self._entry(25.0, "asset_current", partner=self.env["res.partner"])
        row = self._tieout([("partner_id", "=", False)])
        self.assertEqual((row.general, row.no_partner, row.unexplained, row.status), (25, 25, 0, "explained"))

    def test_drafts_count_on_neither_side(self):
        self._open_invoice(80.0, post=False)
        row = self._row()
        self.assertEqual((row.general, row.documents, row.draft, row.status), (0, 0, 80, "tied"))

    def _misposted(self):
        """An invoice somebody booked to the receivable account instead of to income."""
        return self._open_invoice(
            0,
            invoice_line_ids=[
                Command.create(
                    {
                        "name": "Paper",
                        "quantity": 1,
                        "price_unit": 200.0,
                        "tax_ids": [Command.clear()],
                        "account_id": self.env["account.account"]
                        .create(
                            {
                                "name": "Clearing",
                                "code": f"C{uuid.uuid4().hex[:5]}",
                                "account_type": "asset_current",
                            }
                        )
                        .id,
                    }
                )
            ],
        )

    def _make_red(self):
        """Move the line of an invoice to the receivable account, as an import or a bad script would."""
        invoice = self._misposted()
        line = invoice.invoice_line_ids
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET account_id = %s WHERE id = %s",
            [self.receivable_account.id, line.id],
        )
        line.invalidate_recordset()
        return invoice

    def test_what_nobody_can_explain_is_red(self):
        self._make_red()
        row = self._row()
        self.assertEqual((row.documents, row.general, row.unexplained, row.status), (200, 0, -200, "open"))

    def test_an_approved_explanation_takes_the_red_away(self):
        self._make_red()
        action = self._row().action_explain()
        explanation = (
            self.env["sales.ledger.explanation"]
            .with_user(self.users["clerk"])
            .with_context(**action["context"])
            .create({"reason": "Booked to the wrong account; corrected next week."})
        )
        self.assertEqual((explanation.amount, explanation.partner_id), (-200, self.partner))
        self.assertEqual(self._row().status, "open")
        explanation.with_user(self.users["accountant"]).action_approve()
        row = self._row()
        self.assertEqual((row.explained, row.unexplained, row.status), (-200, 0, "explained"))
        self.assertEqual(explanation.approved_by_id, self.users["accountant"])

    def test_an_explanation_counts_from_its_day(self):
        explanation = self._create_explanation(date=self._day(0))
        explanation.with_user(self.users["accountant"]).action_approve()
        self.assertEqual(sum(self._tieout(ledger_to=self._day(1)).mapped("explained")), 0)
        self.assertEqual(sum(self._tieout().mapped("explained")), 10)

    def test_the_general_ledger_of_a_past_day(self):
        self._open_invoice(100.0, on=self._day(10))
        self._open_invoice(200.0)
        self.assertEqual(self._row(ledger_to=self._day(5)).general, 100)

    # --- four eyes ------------------------------------------------------------------

    def _create_explanation(self, by="clerk", **values):
        values = {
            "account_id": self.receivable_account.id,
            "partner_id": self.partner.id,
            "amount": 10.0,
            "reason": "Rounded by hand.",
        } | values
        return self.env["sales.ledger.explanation"].with_user(self.users[by]).create(values)

    def test_nobody_approves_the_own_explanation(self):
        explanation = self._create_explanation(by="accountant")
        with self.assertRefused(UserError, "second person"):
            explanation.action_approve()

    def test_who_rewords_the_explanation_of_another_does_not_approve_it(self):
        explanation = self._create_explanation()
        accountant = explanation.with_user(self.users["accountant"])
        accountant.write({"amount": 10_000.0})
        with self.assertRefused(UserError, "second person"):
            accountant.action_approve()
        with self.assertRefused(UserError, "accountant"):
            explanation.with_user(self.users["clerk"]).action_approve()
        explanation.with_user(self.users["general_manager"]).action_approve()

    def test_an_approved_explanation_ends_earlier_and_never_later(self):
        explanation = self._create_explanation(date=self._day(20), date_to=self._day(5))
        explanation.with_user(self.users["accountant"]).action_approve()
        as_clerk = explanation.with_user(self.users["clerk"])
        for day in (False, self._day(4)):
            with self.subTest(day=day), self.assertRefused(UserError, "earlier, not later"):
                as_clerk.date_to = day
        as_clerk.date_to = self._day(6)
        self.assertEqual(explanation.prepared_by_id, self.users["clerk"])

    def test_a_clerk_approves_nothing(self):
        explanation = self._create_explanation(by="accountant")
        self.assertFalse(explanation.with_user(self.users["clerk"]).can_approve)
        with self.assertRefused(UserError, "accountant"):
            explanation.with_user(self.users["clerk"]).action_approve()

    def test_no_way_round(self):
        explanation = self._create_explanation()
        as_clerk = explanation.with_user(self.users["clerk"])
        for values in ({"state": "approved"}, {"approved_by_id": self.users["clerk"].id}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                as_clerk.write(values)
        with self.assertRaises(AccessError):
            as_clerk.write({"prepared_by_id": self.users["seller"].id})
        with self.assertRaises(AccessError):
            self._create_explanation(state="approved")
        with self.assertRaises(AccessError):
            as_clerk.with_context(default_state="approved").create(
                {"account_id": self.receivable_account.id, "amount": 1, "reason": "x"}
            )
        self.assertEqual(
            self._create_explanation(prepared_by_id=self.users["seller"].id).prepared_by_id,
            self.users["clerk"],
        )

    def test_an_approved_explanation_is_withdrawn_not_changed(self):
        explanation = self._create_explanation()
        explanation.with_user(self.users["accountant"]).action_approve()
        with self.assertRaises(UserError):
            explanation.with_user(self.users["accountant"]).write({"amount": 20.0})
        explanation.with_user(self.users["clerk"]).action_withdraw()
        self.assertEqual(sum(self._tieout().mapped("explained")), 0)
        explanation.with_user(self.users["clerk"]).action_draft()
        self.assertFalse(explanation.approved_by_id)

    def test_a_copy_starts_as_a_draft(self):
        explanation = self._create_explanation()
        explanation.with_user(self.users["accountant"]).action_approve()
        copied = explanation.with_user(self.users["accountant"]).copy()
        self.assertEqual((copied.state, copied.prepared_by_id), ("draft", self.users["accountant"]))

    def test_rows_lead_to_the_entries(self):
        invoice = self._open_invoice(100.0)
        action = self._row().action_open_entries()
        lines = self.env["account.move.line"].search(action["domain"])
        self.assertEqual(lines.move_id, invoice)

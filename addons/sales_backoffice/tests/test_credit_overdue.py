"""When money counts as overdue, and what that holds."""

from datetime import date

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from ..services import exposure_documents
from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestOverdue(CreditCommon):
    """Term of 30 days; the day the term ends is not overdue yet."""

    def _overdue_at(self, *days, **expected):
        for day in days:
            with freeze_time(day):
                self.assertFigures(**expected)

    def test_the_term_runs_from_the_invoice_date(self):
        self._open_invoice(1_000.0, on="2026-01-01")
        self._overdue_at("2026-01-31", overdue_amount=0, oldest_overdue_days=0)
        self._overdue_at("2026-02-01", overdue_amount=1_000, oldest_overdue_date=date(2026, 1, 31))

    def test_grace_days_put_it_off(self):
        self.profile.grace_days = 5
        self._open_invoice(1_000.0, on="2026-01-01")
        self._overdue_at("2026-02-05", overdue_amount=0)
        self._overdue_at("2026-02-06", overdue_amount=1_000, oldest_overdue_days=6)

    def test_the_term_may_start_at_the_end_of_the_month(self):
        self.profile.term_rule = "month_end"
        self._open_invoice(1_000.0, on="2026-01-10")
        self._overdue_at("2026-03-02", overdue_amount=0)
        self._overdue_at("2026-03-03", overdue_amount=1_000)

    def test_the_term_may_start_with_the_delivery(self):
        self.profile.term_rule = "delivery_date"
        invoice = self._open_invoice(1_000.0, on="2026-01-10")
        invoice.delivery_date = "2026-01-01"
        self._overdue_at("2026-02-01", overdue_amount=1_000)

    def test_the_term_may_start_with_the_signed_statement(self):
        self.profile.term_rule = "statement_date"
        invoice = self._open_invoice(1_000.0, on="2026-01-01")
        self._overdue_at("2026-02-01", overdue_amount=1_000)
        invoice.statement_signed_date = "2026-01-20"
        self._overdue_at("2026-02-19", overdue_amount=0)
        self._overdue_at("2026-02-20", overdue_amount=1_000)

    def test_the_due_date_of_the_invoice_may_count(self):
        self.profile.term_rule = "due_date"
        self._open_invoice(1_000.0, on="2026-01-01", invoice_date_due="2026-03-31")
        self._overdue_at("2026-03-31", overdue_amount=0)
        self._overdue_at("2026-04-01", overdue_amount=1_000)

    def test_overdue_up_to_the_tolerance_holds_nothing(self):
        self.profile.overdue_tolerance = 1_000.0
        self._open_invoice(1_000.0, on=self._days_ago(60))
        self.assertEqual(self._create_order(100.0).credit_state, "ok")
        self._open_invoice(0.01, on=self._days_ago(60))
        self.assertHeld(self._create_order(100.0), "1,000.01", "30")

    def test_a_delivery_without_invoice_ages_too(self):
        order = self._confirmed_order(1_000.0)
        self._deliver(order, on=self._days_ago(31))
        self.assertFigures(overdue_amount=1_000, oldest_overdue_days=1)
        self.assertHeld(self._create_order(100.0), "overdue")

    def test_a_draft_invoice_does_not_stop_the_ageing(self):
        order = self._confirmed_order(1_000.0)
        self._deliver(order, on=self._days_ago(31))
        self._invoice(order, post=False)
        self.assertFigures(draft=1_000, delivered=0, overdue_amount=1_000)

    def test_the_oldest_delivery_is_taken_as_invoiced_first(self):
        self.profile.overdue_mode = "off"  # so that the later delivery may leave
        order = self._confirmed_order(lines=[(100, 100.0)])
        self._deliver(order, 60, on=self._days_ago(50))
        self._deliver(order, 40, on=self._days_ago(40))
        self._invoice(order, quantity=70)
        self.assertFigures(overdue_amount=3_000, oldest_overdue_days=10)

    def test_a_return_lowers_the_delivery_it_came_from(self):
        self.profile.overdue_mode = "off"  # so that the later delivery may leave
        order = self._confirmed_order(lines=[(100, 100.0)])
        old = self._deliver(order, 60, on=self._days_ago(50))
        self._deliver(order, 40, on=self._days_ago(5))
        self._return(old, 25)
        self.assertFigures(delivered=7_500, overdue_amount=3_500)

    def test_unallocated_money_is_set_against_overdue_invoices(self):
        old = self._open_invoice(1_000.0, on=self._days_ago(60))
        payment = self._pay(old, 400.0)
        payment.move_id.line_ids.remove_move_reconcile()
        self.assertFigures(overdue_amount=600)

    def test_an_instalment_counts_by_itself(self):
        self.profile.term_rule = "due_date"
        term = self.env["account.payment.term"].create(
            {
                "name": "Half now, half in 60 days",
                "line_ids": [
                    fields.Command.clear(),
                    fields.Command.create({"value": "percent", "value_amount": 50, "nb_days": 0}),
                    fields.Command.create({"value": "percent", "value_amount": 50, "nb_days": 60}),
                ],
            }
        )
        self._open_invoice(1_000.0, on="2026-01-01", invoice_payment_term_id=term.id)
        self._overdue_at("2026-01-15", overdue_amount=500)
        self._overdue_at("2026-03-15", overdue_amount=1_000)

    def test_modes(self):
        self._open_invoice(1_000.0, on=self._days_ago(60))
        order = self._create_order(100.0)
        for mode, state in [("off", "ok"), ("warn", "warn"), ("hold", "held"), ("hard", "held")]:
            self.profile.overdue_mode = mode
            order.invalidate_recordset()
            self.assertEqual(order.credit_state, state, mode)

    def test_a_draft_moved_to_another_customer_stops_no_delivery_from_ageing(self):
        order = self._confirmed_order(1000.0)
        self._deliver(order, on=self._days_ago(60))
        draft = self._invoice(order, post=False)
        draft.partner_id = self._create_customer("Sinking Moon Printing")
        alone = self.profile._get_figures()[self.profile.id]
        listed = self.env["credit.exposure"].search([("profile_id", "=", self.profile.id)])
        self.assertEqual((alone.overdue_amount, alone.delivered), (1000, 0))
        self.assertEqual(
            (listed.overdue_amount, listed.delivered, listed.exposure),
            (alone.overdue_amount, alone.delivered, alone.exposure),
        )
        self.patch(exposure_documents, "FEW", 0)
        self.assertEqual(self.profile._get_figures()[self.profile.id], alone)


@tagged("post_install", "-at_install")
class TestDispute(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls._open_invoice(1_000.0, on=cls._days_ago(60))

    def _dispute(self, **values):
        dispute = (
            self.env["credit.dispute"]
            .with_user(self.users["clerk"])
            .create({"move_id": self.invoice.id, "note": "Photo of the wet rolls", **values})
        )
        dispute.action_submit()
        return dispute

    def test_an_approved_dispute_is_not_overdue_but_still_owed(self):
        dispute = self._dispute()
        self.assertFigures(overdue_amount=1_000)
        dispute.with_user(self.users["accountant"]).action_approve()
        self.assertFigures(overdue_amount=0, receivable=1_000)
        self.assertEqual(self._confirmed_order(100.0).state, "sale")

    def test_a_profile_may_count_disputed_money(self):
        self._dispute().with_user(self.users["accountant"]).action_approve()
        self.profile.exclude_disputed = False
        self.assertFigures(overdue_amount=1_000)

    def test_a_dispute_ends_with_its_last_day_or_when_settled(self):
        dispute = self._dispute(date_to=self._days_ago(-3))
        dispute.with_user(self.users["accountant"]).action_approve()
        self.assertFigures(overdue_amount=0)
        with freeze_time(self._days_ago(-4)):
            self.assertFigures(overdue_amount=1_000)
        dispute.with_user(self.users["accountant"]).action_settle()
        self.assertFigures(overdue_amount=1_000)

    def test_the_salesperson_does_not_decide(self):
        self.users["seller"].group_ids += self.env.ref("backoffice_base.group_accountant")
        with self.assertRaisesRegex(Exception, "somebody else"):
            self._dispute().with_user(self.users["seller"]).action_approve()

    def test_only_a_posted_customer_invoice_is_disputed(self):
        draft = self._open_invoice(10.0, post=False)
        with self.assertRaisesRegex(ValidationError, "posted customer invoice"):
            self.env["credit.dispute"].create({"move_id": draft.id})

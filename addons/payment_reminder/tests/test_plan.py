"""What is reminded of, how much, and that it is planned once."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common import ReminderCommon


@tagged("post_install", "-at_install")
class TestPlan(ReminderCommon):
    def test_planning_twice_plans_nothing_twice(self):
        self._open_invoice(-4)
        before = self._plan()
        self.assertTrue(before)
        self.assertEqual(self._plan(), before)
        self.assertEqual(self._plan(self.today + timedelta(days=1)), before)

    def test_instalments_are_reminded_of_one_by_one(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "Two halves",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 30}),
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 60}),
                ],
            }
        )
        invoice = self._open_invoice(
            0, 1000.0, invoice_date=self.today - timedelta(days=30), invoice_payment_term_id=term.id
        )
        notices = self._plan().filtered(lambda notice: notice.user_id == self.salesperson)
        self.assertRecordValues(notices, [{"amount": 500.0, "date_due": self.today, "move_id": invoice.id}])

    def test_paid_is_not_reminded_of_and_the_rest_is(self):
        invoice = self._open_invoice(0, 1000.0)
        self._receipt(600.0, invoice=invoice)
        self.assertEqual(set(self._plan().mapped("amount")), {400.0})
        self._receipt(400.0, invoice=invoice)
        self.assertEqual(len(self._plan(self.today + timedelta(days=1))), len(self._notices()))
        self.assertNotIn((1, "salesperson"), self._told(invoice))

    def test_money_not_matched_yet_suppresses_the_oldest_first(self):
        old, new = self._open_invoice(-5, 1000.0), self._open_invoice(0, 500.0)
        self._receipt(1200.0)
        notices = self._plan()
        self.assertFalse(notices.filtered(lambda notice: notice.move_id == old))
        self.assertEqual(set(notices.filtered(lambda n: n.move_id == new).mapped("amount")), {300.0})

    def test_a_credit_note_not_matched_yet_suppresses(self):
        invoice = self._open_invoice(0, 1000.0)
        self._open_invoice(0, 1000.0, move_type="out_refund")
        self.assertEqual(invoice.amount_residual, 1000.0)
        self.assertFalse(self._plan())

    def test_small_change_is_left_out(self):
        self._open_invoice(0, 1.0)
        self.assertFalse(self._plan())

    def test_blocked_and_out_of_follow_up_is_left_out(self):
        blocked, silent = self._open_invoice(0), self._open_invoice(0)
        blocked.action_toggle_block_payment()
        self._line(silent).no_followup = True
        self.assertFalse(self._plan())

    def test_an_exempt_customer_is_left_out_until_the_day(self):
        self._open_invoice(-1)
        self.partner.write(
            {
                "reminder_exempt": True,
                "reminder_exempt_reason": "Pays by agreement",
                "reminder_exempt_until": self.today,
            }
        )
        self.assertFalse(self._plan())
        self.assertTrue(self._plan(self.today + timedelta(days=1)))

    def test_a_changed_due_day_restarts(self):
        invoice = self._open_invoice(0)
        self._plan()
        self.assertIn((0, "salesperson"), self._told())
        self._line(invoice).date_maturity = self.today + timedelta(days=7)
        self._plan()
        self._line(invoice).date_maturity = self.today
        with self.at(), self.enter_registry_test_mode(), self.registry.cursor() as cr:
            company = self.env(cr=cr)["res.company"].browse(self.company.id)
            company.env["reminder.planner"]._drop_settled(company, self.today)
        self.env.invalidate_all()
        stages = self._notices(recipient=self.salesperson)
        self.assertEqual(
            {(notice.stage_id.offset_days, notice.state) for notice in stages},
            {(0, "planned"), (-7, "dropped")},
        )
        self.assertEqual(stages.filtered(lambda n: n.state == "dropped").state_reason, "changed")

    def test_what_was_paid_before_it_was_told_is_dropped(self):
        invoice = self._open_invoice(0)
        self._plan()
        self._receipt(1000.0, invoice=invoice)
        self._run()
        self.assertEqual(set(self._notices().mapped("state")), {"dropped"})
        self.assertFalse(self._messages())

    def test_an_invoice_can_still_be_taken_back_and_changed(self):
        invoice = self._open_invoice(0)
        self._run()
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 500.0
        invoice.invoice_date_due = self.today + timedelta(days=3)
        invoice.action_post()
        self._run(hour=11)
        stages = self._notices(recipient=self.salesperson).sorted("id")
        self.assertEqual(stages.mapped("amount"), [1000.0, 500.0])
        self.assertEqual(
            self.env["reminder.log"].search([("notice_id", "=", stages[0].id)])[:1].document, invoice.name
        )

    def test_one_reminder_never_silences_another(self):
        first = self._open_invoice(0)
        self._run()
        second = self._open_invoice(0, 2000.0)
        self._run(self.today + timedelta(days=1))
        self.assertEqual(self._told(second) & {(1, "salesperson")}, {(1, "salesperson")})
        self.assertIn((1, "salesperson"), self._told(first))

    def test_without_a_salesperson_the_one_of_the_invoice_is_told(self):
        self.partner.user_id = False
        self._open_invoice(0, invoice_user_id=self.other_seller.id)
        self.assertEqual(self._plan().user_id, self.other_seller)

    def test_a_salesperson_who_left_is_not_told(self):
        self.partner.user_id = self.other_seller
        self.other_seller.active = False
        self._open_invoice(0, invoice_user_id=self.salesperson.id)
        self.assertEqual(self._plan().user_id, self.salesperson)

    def test_nobody_in_charge_is_an_item_not_silence(self):
        self.partner.user_id = False
        self._open_invoice(0)
        self.assertRecordValues(
            self._plan(), [{"state": "unreachable", "state_reason": "no_recipient", "user_id": False}]
        )

    def test_once_somebody_is_in_charge_the_item_is_gone(self):
        self.partner.user_id = False
        self._open_invoice(0)
        self._run()
        self.assertEqual(self._notices().state, "unreachable")
        self.partner.user_id = self.salesperson
        self._run(hour=11)
        self.assertEqual(self._notices(recipient_id=False).state_reason, "taken")
        self.assertEqual(self._notices(recipient=self.salesperson).state, "told")

    def test_the_assistant_is_told_beside_and_answers_where_nobody_sells(self):
        self._set_assistant(self.partner, self.clerk)
        self._open_invoice(0)
        told = self._plan()
        self.assertEqual(told.user_id, self.salesperson | self.clerk)
        self.assertEqual(told.filtered(lambda n: n.user_id == self.clerk).required_answer, "none")
        self.partner.user_id = False
        self._open_invoice(0, 50.0)
        self._plan()
        self.assertEqual(self._notices(amount=50.0, recipient=self.clerk).required_answer, "noted")

    def test_a_new_salesperson_is_told_the_present_stage(self):
        self._open_invoice(0)
        self._plan()
        self.partner.user_id = self.other_seller
        self._plan(self.today)
        self.assertEqual(self._notices(recipient=self.other_seller).stage_id, self._stage("due"))

    def test_other_companies_are_not_planned(self):
        other = self._create_company()
        other.reminder_active = True
        self._open_invoice(0)
        with self.at(), self.enter_registry_test_mode(), self.registry.cursor() as cr:
            env = self.env(cr=cr)
            env["reminder.planner"]._plan(env["res.company"].browse(other.id), self.today)
        self.env.invalidate_all()
        self.assertFalse(self._notices())

    def test_amounts_in_another_currency(self):
        euro = self.env.ref("base.EUR")
        if euro == self.company.currency_id:
            euro = self.env.ref("base.USD")
        euro.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", euro.id)]).unlink()
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "name": "2020-01-01", "rate": 0.5, "company_id": self.company.id}
        )
        self._open_invoice(0, 100.0, currency_id=euro.id)
        self._receipt(1000.0)  # money in company currency pays nothing in another
        notice = self._plan()
        self.assertEqual((notice.amount, notice.amount_company, notice.currency_id), (100.0, 200.0, euro))

    def test_the_queries_do_not_grow_with_the_receivables(self):
        self._open_invoice(0)
        self._count_planning()
        few = self._count_planning()
        for number in range(12):
            self._open_invoice(0, 10.0 + number, partner=self._create_customer(f"C{number}"))
        self.assertLessEqual(self._count_planning(), few)

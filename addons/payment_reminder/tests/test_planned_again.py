"""What was dropped before it was told is planned again where it is due after all; what was told never is."""

from datetime import timedelta

from odoo.tests import tagged

from .common import ReminderCommon


@tagged("post_install", "-at_install")
class TestPlannedAgain(ReminderCommon):
    def _drop(self):
        with self.at(), self.enter_registry_test_mode(), self.registry.cursor() as cr:
            company = self.env(cr=cr)["res.company"].browse(self.company.id)
            company.env["reminder.planner"]._drop_settled(company, self.today)
        self.env.invalidate_all()

    def _match(self, payment, invoice):
        lines = payment.move_id.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        (lines + self._line(invoice)).reconcile()

    def _letters(self):
        return self.env["reminder.letter"].search([("partner_id", "=", self.partner.id)])

    def test_money_matched_with_another_invoice_brings_the_reminders_back(self):
        self._open_invoice(-30)
        later = self._open_invoice(60)
        planned = self._plan()
        payment = self._receipt(1000.0)
        self._drop()
        self.assertEqual(set(planned.mapped(lambda n: (n.state, n.state_reason))), {("dropped", "settled")})
        self.assertEqual(self._plan(), planned)
        self.assertEqual(set(planned.mapped("state")), {"dropped"}, "the money still covers it")
        self._match(payment, later)
        tomorrow = self.today + timedelta(days=1)
        self.assertEqual(self._plan(tomorrow), planned)
        self.assertEqual(
            set(planned.mapped(lambda n: (n.state, n.state_reason, n.planned_on, n.days))),
            {("planned", False, tomorrow, 31)},
        )

    def test_the_final_letter_is_written_after_all_and_who_was_told_is_not_told_again(self):
        self._open_invoice(-30)
        later = self._open_invoice(60)
        self._run()
        final = self._notices(audience="customer")
        told = self._notices() - final
        log = self.env["reminder.log"].search_count([("notice_id", "in", told.ids)])
        self.assertEqual(set(told.mapped("state")), {"told"})
        payment = self._receipt(1000.0)
        self._run(self.today + timedelta(days=1))
        self.assertEqual((final.state, self._letters().state), ("dropped", "cancelled"))
        self._match(payment, later)
        self._run(self.today + timedelta(days=2))
        self.assertEqual(self._notices(), told | final)
        self.assertEqual((final.state, final.letter_id.state), ("planned", "draft"))
        self.assertEqual(final.letter_id._get_live_lines().notice_id, final)
        self.assertEqual(self.env["reminder.log"].search_count([("notice_id", "in", told.ids)]), log)

    def test_a_draft_not_cleaned_up_meanwhile_asks_for_it_once(self):
        self._open_invoice(-30)
        self._run()
        final = self._notices(audience="customer")
        final._as_reminder().write({"state": "dropped", "state_reason": "settled"})
        self._run(self.today, hour=11)
        letter = self._letters()
        self.assertEqual((final.state, final.letter_id), ("planned", letter))
        self.assertEqual(letter._get_live_lines().notice_id, final)
        self.assertEqual(len(letter._get_live_lines()), 1)

    def test_what_was_told_or_may_have_been_is_never_planned_again(self):
        self._open_invoice(0)
        self._run(answer="server_error")
        notice, messages = self._notices(), self._messages()
        for state in ("ready", "sending", "handed", "sent", "unknown", "cancelled"):
            messages._as_reminder().write({"state": state})
            notice._as_reminder().write({"state": "dropped", "state_reason": "settled", "told_on": False})
            self._plan()
            with self.subTest(state=state):
                self.assertEqual(notice.state, "dropped")

    def test_what_is_told_keeps_its_day(self):
        self._open_invoice(0)
        notice = self._plan()
        notice._as_reminder().write(
            {"state": "dropped", "state_reason": "settled", "told_on": "2026-05-12 02:00:00"}
        )
        self._plan()
        self.assertEqual(notice.state, "dropped")

    def test_what_the_desk_cancelled_or_a_later_stage_replaced_stays_dropped(self):
        self._open_invoice(0)
        notice = self._plan()
        for reason, state in (
            ("cancelled", "dropped"),
            ("later", "dropped"),
            ("settled", "planned"),
            ("changed", "planned"),
            ("taken", "planned"),
        ):
            notice._as_reminder().write({"state": "dropped", "state_reason": reason})
            self._plan()
            with self.subTest(reason=reason):
                self.assertEqual(notice.state, state)

    def test_planning_again_takes_as_many_statements_for_many(self):
        def replan():
            self._notices()._as_reminder().write({"state": "dropped", "state_reason": "settled"})
            self.env.flush_all()
            return self._count_planning()

        self._open_invoice(0)
        self._plan()
        replan()
        few = replan()
        for number in range(9):
            self._open_invoice(0, 10.0 + number)
        self._plan()
        self.assertLessEqual(replan(), few)
        self.env.invalidate_all()
        self.assertEqual(self._notices().mapped("state"), ["planned"] * 10)

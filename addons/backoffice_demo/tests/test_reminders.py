from odoo.tests import tagged

from .common import DemoCase


@tagged("post_install", "-at_install")
class TestReminders(DemoCase):
    def _messages(self, *domain):
        return self.env["reminder.message"].search([("company_id", "=", self.company.id), *domain])

    def _at_desk(self, *domain):
        """The messages of that kind that wait for the supervisor."""
        messages = self._messages(*domain)
        self.assertTrue(messages)
        self.assertEqual(messages.activity_ids.user_id, self.ref("user_supervisor"))
        return messages

    def test_the_ladder_is_switched_on_and_letters_wait_for_a_click(self):
        self.assertTrue(self.company.reminder_active)
        self.assertFalse(self.company.reminder_letter_auto)
        self.assertGreater(self.env["reminder.stage"].search_count([]), 9)

    def test_everybody_had_one_digest_a_day(self):
        digests = self._messages(("channel", "=", "app"))
        for login in ("sales1", "sales2", "sales3", "manager", "accountant", "gm", "clerk"):
            days = digests.filtered(lambda m, login=login: m.user_id.login == login).mapped("day")
            self.assertTrue(days, login)
            self.assertEqual(len(days), len(set(days)), login)

    def test_they_were_told_and_answered_on_their_day(self):
        for row in self.env["reminder.log"].search([("event", "=", "told")]):
            self.assertEqual(row.date.date(), row.message_id.day)
        for notice in self.env["reminder.notice"].search([("noted_on", "!=", False)]):
            self.assertGreaterEqual(notice.noted_on, notice.told_on)

    def test_one_salesperson_has_not_answered_lately(self):
        waiting = self.env["reminder.notice"].search(
            [("is_answered", "=", False), ("required_answer", "!=", "none"), ("state", "=", "told")]
        )
        self.assertIn(self.ref("user_sales3"), waiting.user_id)
        self.assertNotIn(self.ref("user_sales1"), waiting.filtered(lambda n: n.days > 3).user_id)

    def test_a_broken_promise_brought_the_next_stage_forward(self):
        broken = self.ref("promise_jiahe_a")
        self.assertEqual(broken.state, "broken")
        notices = self.env["reminder.notice"].search([("move_id", "=", broken.move_id.id)])
        self.assertIn(broken.id, notices.mapped("promise_ref"))
        self.assertTrue(notices.filtered("escalated"))
        said = self.env["reminder.log"].search([("notice_id", "in", notices.ids), ("event", "=", "answered")])
        self.assertIn(f"承諾 {broken.date_promised:%Y/%m/%d}", " ".join(said.mapped("words")))

    def test_how_customers_keep_their_word(self):
        ratios = {
            key: self.ref(f"customer_{key}").reminder_kept_ratio for key in ("zhongyuan", "jiahe", "yuanshan")
        }
        self.assertEqual(ratios, {"zhongyuan": 1.0, "jiahe": 0.5, "yuanshan": 0.0})

    def test_letters_got_sharper_and_one_waits_as_a_draft(self):
        letters = self.env["reminder.letter"].search([])
        sent = letters.filtered(lambda letter: letter.state == "sent")
        self.assertEqual(set(sent.mapped("tone")), {"courteous", "firm", "final"})
        self.assertTrue(letters.filtered(lambda letter: letter.state == "draft"))

    def test_the_desk_has_a_text_nobody_knows_about(self):
        text = self._at_desk(("state", "=", "unknown"))
        self.assertEqual((text.channel, text.user_id), ("text", self.ref("user_sales2")))
        row = self.env["sms.gateway.message"].search([("key", "=", text.uuid)])
        self.assertEqual((row.state, row.origin_id), ("unknown", text.id))

    def test_the_desk_has_somebody_without_a_phone(self):
        missing = self._at_desk(("state", "=", "unreachable"), ("reason", "=", "no_phone"))
        self.assertIn(self.ref("user_sales3"), missing.user_id)

    def test_the_desk_has_a_letter_that_came_back(self):
        letter = self._at_desk(("state", "=", "failed"))
        self.assertEqual((letter.kind, letter.letter_id.state), ("letter", "failed"))

    def test_a_contact_opted_out(self):
        number = self.ref("customer_wenlan_contact")._phone_format(fname="phone")
        self.assertTrue(self.env["phone.blacklist"].search([("number", "=", number)]))

    def test_nothing_leaves_the_demo(self):
        self.assertTrue(self.company._get_sms_gateway_problem())
        self.assertFalse(self.company.reminder_robot_id.enabled)
        self.assertFalse(
            self.env["mail.mail"].search([("state", "=", "outgoing"), ("model", "=", "reminder.message")])
        )

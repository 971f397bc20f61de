"""Somebody answers a reminder by mail: it is in the log, and who is in charge is told."""

from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ReminderCommon

MAIL = """\
From: {sender}
To: office@example.org
Subject: {subject}
Message-Id: <{number}@mx.example.com>
In-Reply-To: {reference}
References: {reference}
{headers}Content-Type: text/plain; charset=utf-8

We pay on <Friday>.
"""


@tagged("post_install", "-at_install")
class TestReplies(ReminderCommon):
    def _letter(self):
        """A letter that left, and its message."""
        self._open_invoice(-3)
        self._run()
        letter = self.env["reminder.letter"].search([("partner_id", "=", self.partner.id)])
        with self.at():
            letter.with_user(self.clerk).action_send()
        self._run(hour=11)
        return letter, self._messages(kind="letter")

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def _answer(
        self, message, sender="Paula Payer <pay@example.com>", *, headers="", subject="Re: due", number=1
    ):
        mail = self.env["mail.mail"].search([("model", "=", message._name), ("res_id", "=", message.id)])
        text = MAIL.format(
            sender=sender,
            subject=subject,
            headers=headers,
            number=f"{number}.{mail.id}",
            reference=mail.message_id,
        )
        self.env["mail.thread"].message_process(False, text)
        self.env.invalidate_all()

    def _answers(self, message):
        return self.env["reminder.log"].search([("message_id", "=", message.id), ("event", "=", "answered")])

    def _told(self):
        kind = self.env.ref("payment_reminder.mail_activity_reply")
        return self.env["mail.activity"].search([("activity_type_id", "=", kind.id)])

    def test_a_customer_answers_a_letter(self):
        letter, message = self._letter()
        self._answer(message)
        row = self._answers(message)
        self.assertEqual((row.words, row.channel, row.by_id.ids), ("We pay on <Friday>.", "mail", []))
        self.assertIn("pay@example.com", row.address)
        self.assertEqual(row.notice_id, self._notices(audience="customer"))
        todo = self._told()
        self.assertEqual(
            (todo.user_id, todo.res_model, todo.res_id), (self.salesperson, letter._name, letter.id)
        )
        self.assertIn("We pay on &lt;Friday&gt;.", todo.note)
        self.assertTrue(letter.with_user(self.salesperson).has_access("read"))
        self.assertIn("We pay on", message.message_ids[:1].body)

    def test_a_second_answer_is_no_second_activity(self):
        _letter, message = self._letter()
        self._answer(message)
        self._answer(message, number=2)
        self.assertEqual((len(self._answers(message)), len(self._told())), (2, 1))
        self._told().action_done()
        self._answer(message, number=3)
        self.assertEqual(len(self._told()), 1)

    def test_the_same_mail_twice_is_one_answer(self):
        _letter, message = self._letter()
        self._answer(message)
        self._answer(message)
        self.assertEqual(len(self._answers(message)), 1)

    def test_somebody_else_of_the_customer_answers(self):
        self.env["res.partner"].create(
            {"name": "Carl Cashier", "parent_id": self.partner.id, "email": "carl@example.net"}
        )
        _letter, message = self._letter()
        self._answer(message, "carl@example.net")
        self.assertEqual(self._told().summary, "Carl Cashier")

    def test_the_assistant_is_told_as_well(self):
        self._set_assistant(self.partner, self.clerk)
        _letter, message = self._letter()
        self._answer(message)
        self.assertEqual(self._told().user_id, self.salesperson | self.clerk)

    def test_without_anybody_in_charge_the_desk_is_told(self):
        self.partner.user_id = False
        _letter, message = self._letter()
        self._answer(message)
        self.assertEqual(self._told().user_id, self.supervisor)

    def test_a_stranger_is_kept_and_tells_nobody(self):
        _letter, message = self._letter()
        self._answer(message, "spam@example.net")
        self.assertFalse(self._answers(message) or self._told())
        self.assertIn("We pay on", message.message_ids[:1].body)

    def test_nobody_answers_in_the_name_of_the_customer(self):
        """The mail gateway says who wrote what; a client of the program does not."""
        _letter, message = self._letter()
        said = {"email_from": message.address, "author_id": self.partner.id, "body": "We agreed on March."}
        for user in (self.salesperson, self.clerk, self.supervisor):
            call_kw(message.with_user(user), "message_update", [message.ids, said], {})
        self.assertFalse(self._answers(message) or self._told())

    def test_machines_tell_nobody(self):
        _letter, message = self._letter()
        for number, headers in enumerate(
            (
                "Auto-Submitted: auto-replied\n",
                "X-Autoreply: yes\n",
                "Precedence: auto_reply\n",
                "Return-Path: <>\n",
            )
        ):
            with self.subTest(headers=headers):
                self._answer(message, headers=headers, number=number)
                self.assertFalse(self._answers(message) or self._told())
        self._answer(message, subject="Out of Office: back on Monday", number=9)
        self.assertFalse(self._answers(message) or self._told())

    def test_who_wants_no_automatic_answer_is_a_person(self):
        _letter, message = self._letter()
        self._answer(message, headers="X-Auto-Response-Suppress: All\n")
        self.assertTrue(self._answers(message) and self._told())

    def test_a_manager_answers_a_digest_and_the_salesperson_is_told_on_the_customer(self):
        self.sales_manager.email = "max@example.com"
        self._open_invoice(-1)
        self._run()
        message = self._messages(channel="mail", user_id=self.sales_manager.id)
        self._answer(message, "max@example.com")
        todo = self._told()
        self.assertEqual(
            (todo.user_id, todo.res_model, todo.res_id), (self.salesperson, "res.partner", self.partner.id)
        )
        self.assertEqual(self._answers(message).by_id, self.sales_manager)

    def test_who_answers_the_own_digest_tells_the_desk(self):
        self._open_invoice(0)
        self._run()
        message = self._messages(channel="mail", user_id=self.salesperson.id)
        self._answer(message, "sally@example.com")
        self.assertEqual(self._told().user_id, self.supervisor)
        self.assertEqual(self._answers(message).by_id, self.salesperson)

    def test_nobody_is_mailed_about_it(self):
        _letter, message = self._letter()
        before = self.env["mail.mail"].search_count([])
        self._answer(message)
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

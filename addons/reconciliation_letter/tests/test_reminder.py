"""Silent partners are reminded once per stage, whoever runs the job and however often."""

from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .answer_common import AnswerCommon
from .common import CUTOFF


@tagged("post_install", "-at_install")
class TestReminder(AnswerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.letter = cls._sent(reply_by=date(2026, 11, 15))

    def _run(self, day):
        self.env.flush_all()
        with freeze_time(f"{day} 02:00:00"):
            for letter in self.letter._find_to_remind().filtered(lambda found: found in self.letter):
                letter._do_remind()
        self.env.invalidate_all()

    def _rows(self):
        return self.letter.reminder_ids.sorted("id")

    def _mails(self):
        """Messages to the partner; who gets an activity is told by mail as well."""
        domain = [("model", "=", self.letter._name), ("res_id", "=", self.letter.id)]
        return self.env["mail.mail"].search_count([*domain, ("recipient_ids", "in", self.customer.ids)])

    def test_one_message_per_stage(self):
        for day, stage in (
            ("2026-11-08", 0),
            ("2026-11-09", 1),
            ("2026-11-10", 1),
            ("2026-11-16", 2),
            ("2026-11-23", 3),
        ):
            self._run(day)
            self._run(day)
            self.assertEqual((self.letter.reminder_stage, self._mails()), (stage, stage), day)
        self._run("2027-03-01")
        self.assertEqual(self._mails(), 3)

    def test_after_a_pause_only_the_latest_stage_goes_out(self):
        self._run("2026-12-20")
        self.assertEqual((self.letter.reminder_stage, self._mails()), (3, 1))

    def test_the_missed_date_shows(self):
        self._run("2026-11-15")
        self.assertEqual(self.letter.state, "sent")
        self._run("2026-11-16")
        self.assertEqual(self.letter.state, "silent")

    def test_who_answered_is_left_alone(self):
        self._answer(self.letter)
        self._run("2026-11-23")
        self.assertEqual((self._mails(), self.letter.state), (0, "agreed"))

    def test_who_must_not_be_reminded_is_not(self):
        self.letter.with_user(self.clerk).no_reminder = True
        self._run("2026-11-23")
        self.assertEqual((self._mails(), self.letter.state), (0, "silent"))

    def test_without_an_address_somebody_calls(self):
        self.customer.email = False
        self._run("2026-11-09")
        activity = self.letter.activity_ids
        self.assertEqual((activity.user_id, self._mails()), (self.clerk, 0))
        self.assertIn(self.letter._get_link(), activity.note)
        self.assertEqual(self.letter.reminder_ids.channel, "activity")

    def test_it_goes_to_the_contact_the_letter_went_to(self):
        self.customer.email = False
        contact = self._create_partner(
            "Ms Wu",
            is_company=False,
            type="invoice",
            parent_id=self.customer.id,
            email="wu@sun.example",
        )
        self._run("2026-11-09")
        mail = self.env["mail.mail"].search([("recipient_ids", "in", contact.ids)])
        self.assertEqual((len(mail), mail.recipient_ids), (1, contact))
        self.assertRecordValues(
            self.letter.reminder_ids, [{"channel": "mail", "recipient": "wu@sun.example"}]
        )
        self._dispute(self.letter)
        self._resolve(self.letter.difference_ids)
        self.letter.with_user(self.clerk).action_ask_reconfirmation()
        again = self.env["mail.mail"].search([("recipient_ids", "in", contact.ids)]) - mail
        self.assertEqual((len(again), again.recipient_ids), (1, contact))

    def test_the_preview_counts_who_has_no_address_where_the_letter_goes(self):
        preview = self.env["reconciliation.run.preview"].new(
            {"kind": "receivable", "cutoff": CUTOFF, "company_id": self.company.id}
        )
        before = preview._get_preview_vals()["no_email_count"]
        for name in ("Reached", "Not Reached"):
            self._entry(10.0, partner=self._create_partner(name))
        reached = self.env["res.partner"].search([("name", "=", "Reached")])
        contact = {"is_company": False, "type": "invoice", "parent_id": reached.id}
        self._create_partner("Ms Wu", **contact, email="w@x.example")
        self.assertEqual(preview._get_preview_vals()["no_email_count"], before + 1)

    def test_the_days_are_the_companys(self):
        self.company.letter_reminder_days = "3"
        self._run("2026-11-05")
        self.assertEqual(self._mails(), 1)
        with self.assertRaisesRegex(ValidationError, "soon"):
            self.company.letter_reminder_days = "soon"

    def test_the_database_refuses_a_second_row(self):
        self._run("2026-11-09")
        values = {"letter_id": self.letter.id, "stage": 1, "channel": "mail", "date": "2026-11-09"}
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["reconciliation.reminder"]._record([values])
        with self.assertRaises(AccessError):
            self.env["reconciliation.reminder"].create(values)

    def test_the_message_speaks_the_language_of_the_letter_and_leads_to_it(self):
        self._run("2026-11-09")
        mail = self.env["mail.mail"].search(
            [("res_id", "=", self.letter.id), ("model", "=", self.letter._name)]
        )
        self.assertIn(self.letter._get_token(), mail.body_html)
        self.assertEqual(mail.recipient_ids, self.customer)

    def _statements(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    @freeze_time("2026-11-09 02:00:00")
    def test_the_number_of_statements_does_not_grow(self):
        self._statements(self.letter._find_to_remind)
        one = self._statements(self.letter._find_to_remind)
        others = [self._sent(self._create_partner(f"P{n}", email=f"p{n}@x.example")) for n in range(6)]
        self.assertEqual(self._statements(self.letter._find_to_remind), one)
        counts = [self._statements(letter._do_remind) for letter in others]
        self.assertEqual(max(counts[1:]), min(counts[1:]), "the last letter takes no more than the second")

    def test_the_job_commits_letter_by_letter(self):
        others = [self._sent(self._create_partner(f"P{n}", email=f"p{n}@x.example")) for n in range(2)]
        with freeze_time("2026-11-09 02:00:00"), self.enter_registry_test_mode():
            self.env.ref("reconciliation_letter.cron_remind").method_direct_trigger()
            self.env.ref("reconciliation_letter.cron_remind").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual([letter.reminder_stage for letter in (self.letter, *others)], [1, 1, 1])
        self.assertEqual(len((self.letter + others[0] + others[1]).reminder_ids), 3)

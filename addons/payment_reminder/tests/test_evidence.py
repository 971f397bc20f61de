"""What did we tell whom, when, through what, and what did they say: one receivable, in order, unchangeable."""

import io

import openpyxl

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .common import ReminderCommon


@tagged("post_install", "-at_install")
class TestEvidence(ReminderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.put_link_into_texts()
        cls.invoice = cls._open_invoice(1, 1234.0)

    def _story(self):
        self._run()
        notice = self._notices(recipient=self.salesperson).with_user(self.salesperson)
        with self.at(hour=11):
            notice.action_note()
            action = notice.action_answer()
            answer = self.env["reminder.answer"].with_user(self.salesperson).with_context(**action["context"])
            answer.create({"note": "Spoke to the cashier"}).action_in_three_days()

    def test_the_story_of_one_receivable(self):
        self._story()
        rows = self.env["reminder.log"]._evidence("account.move.line", self._line(self.invoice).ids)
        story = [(row.event, row.channel, row.recipient_id) for row in rows[self._line(self.invoice).id]]
        told = self.salesperson.partner_id
        self.assertEqual(
            story,
            [("told", "app", told), ("told", "mail", told), ("told", "text", told)]
            + [("answered", "app", told)] * 2,
        )
        last = rows[self._line(self.invoice).id][-1]
        self.assertIn("Promised $ 1,234.00", last.words.replace("\u00a0", " "))
        self.assertIn("Spoke to the cashier", last.words)
        self.assertEqual(
            (last.by_id, last.amount, last.date_due),
            (self.salesperson, 1234.0, self._line(self.invoice).date_maturity),
        )

    def test_a_text_that_was_not_delivered_is_in_it(self):
        self._run(answer="insufficient_credit")
        rows = self.env["reminder.log"].search([("move_id", "=", self.invoice.id)])
        self.assertIn(("failed", "text"), {(row.event, row.channel) for row in rows})

    def test_the_words_of_a_text_are_those_that_were_sent(self):
        sent = self._run()
        row = self.env["reminder.log"].search([("move_id", "=", self.invoice.id), ("channel", "=", "text")])
        self.assertEqual((row.address, row.words.strip()), sent[0])

    def test_a_text_about_one_receivable_is_no_evidence_for_another(self):
        other = self._open_invoice(1, 777.0)
        self._run()
        for invoice, amount in ((self.invoice, "1,234"), (other, "777")):
            row = self.env["reminder.log"].search([("move_id", "=", invoice.id), ("channel", "=", "text")])
            self.assertEqual(len(row), 1)
            self.assertIn(amount, row.words)

    def test_from_the_invoice_and_the_customer(self):
        self._story()
        self.env.invalidate_all()
        self.assertEqual(self.invoice.reminder_count, 5)
        for record in (self.invoice, self.partner):
            action = record.action_open_reminders()
            self.assertEqual(self.env["reminder.log"].search_count(action["domain"]), 5)

    def test_nobody_rewrites_it(self):
        self._run()
        row = self.env["reminder.log"].search([("move_id", "=", self.invoice.id)], limit=1)
        for attack in (
            lambda: row.write({"words": "Nothing"}),
            lambda: row.with_context(reminder_token=True).write({"words": "Nothing"}),
            lambda: row.with_context(default_words="Nothing").copy(),
            lambda: row.unlink(),
            lambda: row.create([{"event": "told"}]),
            lambda: row.with_user(self.general_manager).unlink(),
        ):
            with self.assertRaises(AccessError):
                attack()

    def test_the_spreadsheet(self):
        self._story()
        rows = self.env["reminder.log"].search([("move_id", "=", self.invoice.id)])
        report = self.env["ir.actions.report"]
        content, kind = report._render("payment_reminder.reminder_log", rows.ids)
        self.assertEqual(kind, "xlsx")
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        head = [cell.value for cell in sheet[4]]
        self.assertEqual(head[:5], ["Time", "Customer", "Document", "Due", "Amount"])
        first = dict(zip(head, [cell.value for cell in sheet[5]], strict=True))
        self.assertEqual((first["Customer"], first["Amount"]), ("Rising Sun Printing", 1234))
        self.assertEqual(sheet.max_row, 4 + len(rows))


@tagged("post_install", "-at_install")
class TestEvidenceOverRpc(ReminderCommon, BackofficeHttpCommon):
    def test_no_client_writes_reminders(self):
        self._open_invoice(0)
        self._run()
        notice = self._notices()
        token = {"context": {"reminder_token": True, "flow_token": True}}
        for model, record in (
            ("reminder.notice", notice),
            ("reminder.message", self._messages()[:1]),
            ("reminder.log", self.env["reminder.log"].search([("notice_id", "in", notice.ids)], limit=1)),
        ):
            with self.subTest(model=model):
                self.assertRpcRefused(
                    "AccessError",
                    self.general_manager,
                    model,
                    "write",
                    record.ids,
                    {"document": "X"},
                    **token,
                )
                self.assertRpcRefused(
                    "AccessError", self.general_manager, model, "unlink", record.ids, **token
                )
                self.assertRpcRefused("AccessError", self.general_manager, model, "create", [{}], **token)

    def test_services_are_closed(self):
        for model, method in (
            ("reminder.planner", "_plan"),
            ("reminder.job", "_cron_remind"),
            ("reminder.writer", "_write_digests"),
            ("reminder.log", "_evidence"),
            ("reminder.message", "_set_outcome"),
        ):
            with self.subTest(method=method):
                self.assertRpcRefused("AccessError", self.general_manager, model, method)

"""Confirmed supplier letters go to the chief accountant, listed and signed by both."""

import io
from datetime import date

import openpyxl
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .answer_common import AnswerCommon


@tagged("post_install", "-at_install")
class TestHandover(AnswerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.letter_accountant_id = cls.accountant
        with freeze_time("2026-11-12"):
            cls.letter = cls._completed(cls.supplier, kind="payable", assistant_id=cls.purchase_assistant.id)
        cls.open = cls._sent(cls._create_partner("Southern Mill"), kind="payable")
        cls.handover = cls._list()

    @classmethod
    def _list(cls):
        lists = cls.env["reconciliation.handover"].with_user(cls.purchase_assistant)
        return lists.create({"cutoff": date(2026, 10, 31)})

    def test_the_whole_way(self):
        self.handover.action_fill()
        self.assertEqual(
            (self.handover.line_ids.letter_id, self.handover.due_on), (self.letter, date(2026, 11, 15))
        )
        self.assertEqual(
            (self.handover.missing_count, self.open.name in self.handover.missing_names), (1, True)
        )
        self.handover.action_hand_over()
        self.assertEqual(self.handover.activity_ids.user_id, self.accountant)
        self.handover.with_user(self.accountant).action_receive()
        self.assertEqual(
            (self.handover.state, self.handover.handed_by_id, self.handover.received_by_id),
            ("received", self.purchase_assistant, self.accountant),
        )

    def test_an_unconfirmed_letter_is_not_handed_over(self):
        self.handover.line_ids = [(0, 0, {"letter_id": self.open.id})]
        self.assertBlocked(self.handover, "handed", ["not_complete"])

    def test_a_letter_that_counts_no_more_is_not_handed_over(self):
        for state in ("superseded", "cancelled"):
            self.letter._write_by_flow({"state": state})
            self.handover.action_fill()
            self.assertFalse(self.handover.line_ids)
            offered = self.handover.line_ids._fields["letter_id"].domain
            self.assertNotIn(self.letter, self.env["reconciliation.letter"].search(safe_eval(offered)))
            self.assertEqual(self.handover.missing_names, self.open.display_name)
            self.handover.line_ids = [(0, 0, {"letter_id": self.letter.id})]
            self.assertBlocked(self.handover, "handed", ["void"])
            self.handover.line_ids.unlink()

    def test_a_letter_superseded_while_listed_stops_the_list(self):
        self.handover.action_fill()
        self.letter._write_by_flow({"state": "superseded"})
        self.assertBlocked(self.handover, "handed", ["void"])
        with self.assertRaisesRegex(UserError, "take off the list"):
            self.handover.action_hand_over()

    def test_an_empty_list_is_none(self):
        self.assertBlocked(self.handover, "handed", ["no_line"])

    def test_once_only(self):
        self.handover.action_fill()
        other = self._list()
        other.action_fill()
        self.assertFalse(other.line_ids)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            other.line_ids = [(0, 0, {"letter_id": self.letter.id})]

    def test_who_hands_over_does_not_receive(self):
        self.handover.action_fill()
        self.handover.with_user(self.accountant).action_hand_over()
        self.assertBlocked(self.handover.with_user(self.accountant), "received", ["own_list"])
        self.assertBlocked(self.handover.with_user(self.purchase_assistant), "received", ["no_role"])

    def test_a_list_handed_over_does_not_change(self):
        self.handover.action_fill()
        self.handover.action_hand_over()
        with self.assertRaises(UserError):
            self.handover.line_ids.unlink()
        with self.assertRaises(UserError):
            self.handover.note = "changed"
        self.handover.action_take_back()
        self.assertEqual((self.handover.state, bool(self.handover.handed_by_id)), ("draft", False))

    def test_customers_letters_do_not_belong_there(self):
        letter = self._sent()
        with self.assertRaises(UserError):
            self.handover.sudo().line_ids = [(0, 0, {"letter_id": letter.id})]

    def test_late(self):
        self.handover.action_fill()
        with freeze_time("2026-11-20"):
            self.handover.action_hand_over()
        self.assertTrue(self.handover.is_late)
        self.assertFalse(self.handover.line_ids.is_late, "confirmed in time")

    def test_customers_clerks_see_none(self):
        self.assertFalse(self.env["reconciliation.handover"].with_user(self.clerk).search([]))
        with self.assertRaises(AccessError):
            self.handover.with_user(self.clerk).read(["name"])

    def test_the_spreadsheet(self):
        self.handover.action_fill()
        self.handover.action_hand_over()
        report = self.env["report.reconciliation_letter.handover_xlsx"].with_user(self.purchase_assistant)
        report = report.with_context(active_model=self.handover._name)
        content = report.create_xlsx_report(self.handover.ids, {})[0]
        cells = [
            cell.value
            for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()
            for cell in row
        ]
        for value in (
            self.letter.name,
            "Northern Mill",
            1000.0,
            "Company Seal",
            "Cabinet 1",
            "Petra Purchase",
        ):
            self.assertIn(value, cells)

    def test_the_print(self):
        self.handover.action_fill()
        self.handover.action_hand_over()
        reports = self.env["ir.actions.report"].with_user(self.purchase_assistant)
        html = reports._render_qweb_html(
            "reconciliation_letter.report_reconciliation_handover", self.handover.ids
        )[0]
        for words in (self.letter.name, "Northern Mill", "1,000.00", "Petra Purchase", "Received by"):
            self.assertIn(words, html.decode())

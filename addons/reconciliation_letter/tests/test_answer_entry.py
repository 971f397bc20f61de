"""What came on paper is entered the way a clerk does: through the dialog, by the users who may."""

import base64
from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .answer_common import PDF, AnswerCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-11-12 02:00:00")
class TestAnswerEntry(AnswerCommon):
    def _enter(self, letter, **values):
        """Press the button and fill in the dialog; it is not recorded yet."""
        action = letter.with_user(self.clerk).action_enter_answer()
        model = self.env[action["res_model"]].with_user(self.clerk).with_context(**action["context"])
        form = Form(model)
        for name, value in {"signer_name": "Mrs Wang", **values}.items():
            form[name] = value
        return form

    def _record(self, form):
        form.save().action_record()
        self.env.invalidate_all()

    def test_an_agreement_under_its_seal_completes_the_letter(self):
        letter = self._sent()
        form = self._enter(letter, answered_on="2026-11-10", signer_title="Accountant", seal_kind="company")
        form.scan = base64.b64encode(PDF)
        form.original_received = True
        form.original_place = "Cabinet 1"
        self._record(form)
        answer = letter.answer_id
        self.assertRecordValues(
            answer,
            [
                {
                    "result": "agreed",
                    "channel": "paper",
                    "answered_on": date(2026, 11, 10),
                    "signer_name": "Mrs Wang",
                    "signer_title": "Accountant",
                    "user_id": self.clerk.id,
                }
            ],
        )
        self.assertEqual((letter.state, len(answer.scan_ids)), ("agreed", 1))
        self.assertTrue(letter.completed_on)

    def test_an_original_says_where_it_is_kept(self):
        form = self._enter(self._sent(), original_received=True)
        with self.assertRaisesRegex(AssertionError, "original_place"):
            form.save()

    def test_the_dialog_shows_our_balance_and_takes_theirs(self):
        letter = self._sent()
        form = self._enter(letter, result="disputed")
        with form.balance_ids.edit(0) as balance:
            self.assertEqual((balance.ours, balance.theirs), (1000.0, 1000.0))
            balance.theirs = 900.0
        self._record(form)
        self.assertEqual((letter.state, letter.answer_id.balance_ids.theirs), ("disputed", 900.0))
        self.assertEqual((letter.difference_ids.is_unexplained, letter.difference_ids.effect), (True, -100.0))

    def test_a_movement_they_point_at_brings_our_amount_along(self):
        letter = self._sent()
        line = letter.line_ids[:1]
        form = self._enter(letter, result="disputed")
        with form.item_ids.new() as item:
            item.line_id = line
            self.assertEqual((item.ours, item.section_id), (700.0, letter.section_ids))
            item.reason = "goods_transit"
            item.theirs = 0.0
        self._record(form)
        self.assertRecordValues(
            letter.difference_ids,
            [{"line_id": line.id, "reason": "goods_transit", "our_amount": 700.0, "effect": -700.0}],
        )
        self.assertEqual(letter.answer_id.balance_ids.theirs, 300.0, "what they point at makes their balance")

    def test_a_dispute_says_what_differs(self):
        form = self._enter(self._sent(), result="disputed")
        with self.assertRaisesRegex(UserError, "Enter their balance or a difference"):
            self._record(form)

    def test_nobody_answers_tomorrow(self):
        form = self._enter(self._sent(), answered_on="2026-11-13")
        with self.assertRaisesRegex(UserError, "not dated in the future"):
            self._record(form)

    def test_of_several_currencies_the_one_that_differs_is_named(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self._entry(80.0, partner=self.customer, currency=euro, balance=100.0)
        letter = self._sent()
        other = letter.section_ids.filtered(lambda section: section.currency_id == euro)
        form = self._enter(letter, result="disputed")
        with form.item_ids.new() as item:
            item.reference, item.reason, item.theirs = "E-1", "discount", -20.0
        with self.assertRaisesRegex(UserError, "several currencies"):
            self._record(form)
        form = self._enter(letter, result="disputed")
        with form.item_ids.new() as item:
            item.reference, item.reason = "E-1", "discount"
            item.section_id = other
            item.theirs = -20.0
        self._record(form)
        self.assertEqual(letter.difference_ids.section_id, other)

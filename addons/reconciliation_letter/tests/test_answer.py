"""From the answer to the completed letter, with the seal in between."""

from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..rules.answer_seals import SEALS
from .answer_common import JPEG, PDF, PNG, AnswerCommon


@tagged("post_install", "-at_install")
class TestAnswer(AnswerCommon):
    def test_an_agreement_waits_for_its_seal(self):
        letter = self._sent()
        self._answer(letter)
        self.assertEqual(
            (letter.state, letter.answer_result, bool(letter.replied_on)), ("agreed", "agreed", True)
        )
        self.assertFalse(letter.completed_on)
        self._seal(letter)
        self.assertTrue(letter.completed_on)

    def test_the_kind_of_seal_decides(self):
        for kind, _label in SEALS:
            letter = self._sent(self._create_partner(f"Under {kind}"))
            self._answer(letter)
            self._seal(letter, kind)
            counts = kind in ("company", "finance", "e_signature")
            self.assertEqual((bool(letter.completed_on), letter.has_valid_seal), (counts, counts), kind)

    def test_a_corrected_seal_takes_the_completion_back(self):
        letter = self._sent()
        self._answer(letter)
        self._seal(letter)
        self._seal(letter, "department", scans=[])
        self.assertFalse(letter.completed_on)

    def test_a_seal_is_seen_on_something(self):
        letter = self._sent()
        self._answer(letter)
        with self.assertRaisesRegex(UserError, "a seal is seen on something"):
            self._seal(letter, scans=[])
        self._seal(letter, scans=[], original_on=date(2026, 11, 9), original_place="Cabinet 1")
        self.assertTrue(letter.completed_on)

    def test_no_answer_no_seal(self):
        letter = self._sent()
        with self.assertRaisesRegex(UserError, "no answer to seal"):
            self._seal(letter)

    def test_only_letters_with_the_partner_take_answers(self):
        for state in ("draft", "reviewed", "superseded", "cancelled", "filed", "settled"):
            letter = self._sent(self._create_partner(f"Partner {state}"), state=state)
            with self.assertRaisesRegex(UserError, "takes no answer"):
                self._answer(letter)

    def test_a_silent_partner_may_still_answer(self):
        letter = self._sent(state="silent")
        self._answer(letter)
        self.assertEqual(letter.state, "agreed")

    def test_scans_are_private_and_named_by_us(self):
        letter = self._sent()
        self._answer(letter, scans=[PDF, PNG, JPEG])
        scans = letter.answer_id.scan_ids
        self.assertEqual(sorted(scans.mapped("mimetype")), ["application/pdf", "image/jpeg", "image/png"])
        self.assertEqual(set(scans.mapped("public")), {False})
        self.assertEqual(set(scans.mapped("res_model")), {"reconciliation.answer"})
        self.assertEqual({scan.raw for scan in scans}, {PDF, PNG, JPEG})

    def test_what_is_no_scan_is_refused_and_nothing_kept(self):
        letter = self._sent()
        for content in (
            b"",
            b"MZ\x90",
            b"<html><script>",
            b"%PDF-1.4 cut",
            b"%PDF-1.4 /JavaScript %%EOF",
            b"GIF89a",
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                self._answer(letter, scans=[content])
            self.assertFalse(letter.answer_ids)
            self.assertEqual(letter.state, "sent")

    def test_filing_wants_the_original(self):
        letter = self._sent()
        self._answer(letter)
        self._seal(letter)
        self.assertBlocked(letter, "filed", ["not_complete"])
        self._seal(letter, scans=[], original_on=date(2026, 11, 9), original_place="Cabinet 1")
        letter.with_user(self.clerk).action_file()
        self.assertEqual((letter.state, bool(letter.completed_on)), ("filed", True))

    def test_a_signed_file_is_its_own_original(self):
        letter = self._sent()
        self._answer(letter)
        self._seal(letter, "e_signature")
        letter.with_user(self.clerk).action_file()
        self.assertEqual(letter.state, "filed")


@tagged("post_install", "-at_install")
class TestDispute(AnswerCommon):
    def test_a_dispute_opens_differences_with_owner_and_date(self):
        letter = self._sent()
        self._dispute(letter)
        difference = letter.difference_ids
        self.assertEqual(
            (letter.state, difference.user_id, difference.our_amount, difference.effect, difference.state),
            ("disputed", self.clerk, 700.0, -700.0, "open"),
        )
        self.assertTrue(difference.date_due)
        self.assertEqual(letter.answer_id.balance_ids.theirs, 300.0)

    def test_the_whole_way_to_settled_and_completed(self):
        letter = self._sent()
        self._dispute(letter)
        self.assertFalse(letter.with_user(self.clerk).can_ask_reconfirmation)
        self._resolve(letter.difference_ids)
        self.assertIn("re-confirmation", letter.activity_ids.mapped("summary")[-1])
        letter.with_user(self.clerk).action_ask_reconfirmation()
        self.assertTrue(letter.reconfirm_on)
        self._answer(letter)
        self.assertEqual((letter.state, letter.answer_id.is_reconfirmation), ("settled", True))
        self.assertFalse(letter.completed_on)
        self._seal(letter, "finance")
        self.assertTrue(letter.completed_on)

    def test_a_sealed_dispute_is_not_complete(self):
        letter = self._sent()
        self._dispute(letter)
        self._seal(letter)
        self.assertFalse(letter.completed_on)

    def test_re_confirmation_waits_for_every_difference(self):
        letter = self._sent()
        self._dispute(letter)
        with self.assertRaisesRegex(UserError, "not resolved"):
            letter.with_user(self.clerk).action_ask_reconfirmation()

    def test_disputed_again(self):
        letter = self._sent()
        self._dispute(letter)
        self._resolve(letter.difference_ids)
        letter.with_user(self.clerk).action_ask_reconfirmation()
        self._answer(letter, "disputed", 300.0, [self._item(letter, 650.0, "price")])
        self.assertEqual((letter.state, bool(letter.reconfirm_on)), ("disputed", False))
        self.assertEqual(letter.open_difference_count, 2)
        rest = letter.difference_ids.filtered("is_unexplained")
        self.assertEqual((rest.effect, rest.state, rest.user_id), (50.0, "open", self.clerk))

    def test_the_partner_is_asked_once_by_mail(self):
        letter = self._sent()
        self._dispute(letter)
        self._resolve(letter.difference_ids)
        before = self.env["mail.mail"].search([("model", "=", letter._name)])
        letter.with_user(self.clerk).action_ask_reconfirmation()
        mail = self.env["mail.mail"].search([("model", "=", letter._name)]) - before
        self.assertEqual(len(mail), 1)
        self.assertIn(letter._get_token(), mail.body_html)

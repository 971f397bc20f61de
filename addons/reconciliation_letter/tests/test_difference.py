"""What the partner does not name is somebody's as well."""

import importlib.util
from pathlib import Path

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..rules.difference import LEFT_OUT
from .answer_common import AnswerCommon

MIGRATION = Path(__file__).parents[1] / "migrations/19.0.1.1.0/post-differences.py"


class DifferenceCommon(AnswerCommon):
    def _rest(self, letter):
        return letter.difference_ids.filtered(lambda item: item.is_unexplained and item.state not in LEFT_OUT)

    def _named(self, letter):
        return letter.difference_ids.filtered(lambda item: not item.is_unexplained)

    def _name(self, letter, ours=0.0, theirs=0.0, by=None, **values):
        values = {"reason": "other", "section_id": letter.section_ids[:1].id} | values
        return (
            self.env["reconciliation.difference"]
            .with_user(by or self.clerk)
            .create({"letter_id": letter.id, "our_amount": ours, "their_amount": theirs, **values})
        )

    def _confirm(self, items, by=None):
        items.with_user(by or self.accountant).action_confirm()


@tagged("post_install", "-at_install")
class TestUnexplained(DifferenceCommon):
    def test_a_balance_alone_opens_an_item_with_owner_and_date(self):
        letter = self._sent()
        self._answer(letter, "disputed", 900.0)
        rest = letter.difference_ids
        self.assertRecordValues(
            rest,
            [
                {
                    "is_unexplained": True,
                    "reason": "other",
                    "effect": -100.0,
                    "user_id": self.clerk.id,
                    "state": "open",
                }
            ],
        )
        self.assertTrue(rest.date_due)
        self.assertEqual(rest.answer_id, letter.answer_id)
        self.assertEqual((letter.open_difference_count, rest.display_name), (1, "Not explained"))

    def test_lines_that_do_not_add_up_leave_a_rest(self):
        letter = self._sent()
        self._dispute(letter, theirs=250.0)
        self.assertEqual((self._named(letter).effect, self._rest(letter).effect), (-700.0, -50.0))

    def test_naming_more_shrinks_and_closes_it(self):
        letter = self._sent()
        self._answer(letter, "disputed", 900.0)
        rest = self._rest(letter)
        self._name(letter, theirs=-30.0)
        self.assertEqual((rest.effect, rest.state), (-70.0, "open"))
        more = self._name(letter, theirs=-70.0)
        self.assertEqual((rest.state, letter.open_difference_count), ("withdrawn", 2))
        more.their_amount = -60.0
        self.assertEqual(self._rest(letter).effect, -10.0)
        more.unlink()
        self.assertEqual(self._rest(letter).effect, -70.0)

    def test_what_was_proposed_of_it_is_open_again_when_it_changes(self):
        letter = self._sent()
        self._answer(letter, "disputed", 900.0)
        rest = self._rest(letter)
        rest.with_user(self.clerk).write({"resolution": "Bank fee", "resolution_number": "B-1"})
        rest.with_user(self.clerk).action_propose()
        self._name(letter, theirs=-30.0)
        self.assertEqual((rest.effect, rest.state), (-70.0, "open"))

    def test_it_is_resolved_like_the_others(self):
        letter = self._sent()
        self._answer(letter, "disputed", 900.0)
        with self.assertRaisesRegex(UserError, "not resolved"):
            letter.with_user(self.clerk).action_ask_reconfirmation()
        self._resolve(letter.difference_ids)
        letter.with_user(self.clerk).action_ask_reconfirmation()
        self._answer(letter)
        self.assertEqual((letter.state, letter.open_difference_count), ("settled", 0))
        (part,) = letter._get_statements()
        self.assertEqual((part.figures.explained, part.figures.unexplained), (-100.0, 0.0))

    def test_nobody_bends_or_drops_it(self):
        letter = self._sent()
        self._answer(letter, "disputed", 900.0)
        rest = self._rest(letter)
        for user in (self.clerk, self.accountant, self.env.ref("base.user_admin")):
            for vals in (
                {"their_amount": 0.0},
                {"our_amount": -100.0},
                {"reason": "price"},
                {"name": "INV-1"},
            ):
                with self.assertRaises(UserError, msg=vals):
                    rest.with_user(user).write(vals)
            with self.assertRaises(AccessError):
                rest.with_user(user).write({"is_unexplained": False})
            with self.assertRaises(UserError):
                rest.with_user(user).unlink()
            with self.assertRaises(UserError):
                rest.with_user(user).action_withdraw()
        self.assertEqual((rest.effect, rest.state), (-100.0, "open"))

    def test_nobody_makes_one_by_hand(self):
        letter = self._sent()
        self._dispute(letter)
        vals = {"letter_id": letter.id, "section_id": letter.section_ids.id, "reason": "other"}
        items = self.env["reconciliation.difference"].with_user(self.env.ref("base.user_admin"))
        for context, further in (({}, {"is_unexplained": True}), ({"default_is_unexplained": True}, {})):
            with self.assertRaises(AccessError), self.cr.savepoint():
                items.with_context(gap_token=True, flow_token=True, **context).create(vals | further)

    def test_a_difference_found_later_takes_the_question_back(self):
        letter = self._sent()
        self._dispute(letter)
        self._resolve(letter.difference_ids)
        letter.with_user(self.clerk).action_ask_reconfirmation()
        self._name(letter, theirs=5.0)
        self.assertFalse(letter.reconfirm_on)
        self.assertEqual(sorted(letter.difference_ids.mapped("effect")), [-700.0, -5.0, 5.0])

    def test_the_upgrade_finds_an_owner_for_older_ones(self):
        letter, agreed = self._sent(), self._sent(self._create_partner("Agreed"))
        self._dispute(letter, theirs=250.0)
        self._answer(agreed)
        self.env.flush_all()
        self.cr.execute(
            "DELETE FROM reconciliation_difference WHERE letter_id = %s AND is_unexplained", letter.ids
        )
        self.env.invalidate_all()
        spec = importlib.util.spec_from_file_location("post_differences", MIGRATION)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        for _twice in range(2):
            script.migrate(self.cr, "19.0.1.0.0")
            self.env.invalidate_all()
        self.assertEqual((self._rest(letter).effect, self._rest(letter).user_id), (-50.0, self.clerk))
        self.assertFalse(agreed.difference_ids)

    def test_the_number_of_statements_does_not_grow_with_the_items(self):
        letter = self._sent()
        self._answer(letter, "disputed", 900.0)

        def statements():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            letter._cover_gaps()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        few = statements()
        for _number in range(5):
            self._name(letter, theirs=1.0)
        self.assertLessEqual(statements(), few)

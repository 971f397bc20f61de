"""What the partner names no more is not closed without the accountant, whatever was answered in between."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from ..rules.answer_form import Item
from .test_difference import DifferenceCommon


@tagged("post_install", "-at_install")
class TestTakenBack(DifferenceCommon, BackofficeHttpCommon):
    def test_who_agrees_after_all_leaves_the_differences_to_the_accountant(self):
        letter = self._sent()
        self._dispute(letter)
        self._answer(letter)
        item = letter.difference_ids
        self.assertEqual((letter.state, letter.answer_result, item.state), ("disputed", "agreed", "proposed"))
        self.assertIn("Mrs Wang", item.resolution)
        self._seal(letter)
        self.assertFalse(letter.completed_on)
        self.assertBlocked(letter, "agreed", ["open_differences"])
        self._confirm(item)
        self.assertEqual((letter.state, item.state, bool(letter.completed_on)), ("agreed", "resolved", True))

    def test_who_recorded_the_agreement_does_not_confirm_it(self):
        letter = self._sent()
        self._dispute(letter, theirs=250.0)
        self._answer(letter, by=self.accountant)
        for user, code in ((self.clerk, "no_role"), (self.accountant, "own_proposal")):
            self.assertBlocked(letter.difference_ids.with_user(user), "resolved", [code])
        second = self._create_user("accountant", "Second Accountant")
        self._confirm(letter.difference_ids[0], by=second)
        self.assertEqual(letter.state, "disputed")
        self._confirm(letter.difference_ids[1:], by=second)
        self.assertEqual(letter.state, "agreed")

    def test_what_was_proposed_before_keeps_its_document(self):
        letter = self._sent()
        self._dispute(letter)
        item = letter.difference_ids
        item.with_user(self.clerk).write({"resolution": "Arrived", "resolution_number": "GR-1"})
        item.with_user(self.clerk).action_propose()
        self._answer(letter)
        self.assertEqual(
            (item.resolution, item.resolution_number, item.state), ("Arrived", "GR-1", "proposed")
        )

    def test_a_clerk_goes_round_it_by_no_client(self):
        letter = self._sent()
        self._dispute(letter)
        self._answer(letter)
        item, clerk = letter.difference_ids, self.clerk
        for model, method, *args in (
            ("reconciliation.difference", "action_confirm", item.ids),
            ("reconciliation.letter", "action_ask_reconfirmation", letter.ids),
        ):
            self.assertRpcRefused("UserError", clerk, model, method, *args)
        for vals in ({"state": "agreed"}, {"answer_result": "agreed"}, {"completed_on": "2026-11-12"}):
            self.assertRpcRefused("AccessError", clerk, "reconciliation.letter", "write", letter.ids, vals)
        self.assertRpcRefused(
            "AccessError", clerk, "reconciliation.difference", "write", item.ids, {"state": "withdrawn"}
        )
        self.assertRpcRefused("UserError", clerk, "reconciliation.difference", "unlink", item.ids)
        imported = (
            self.env["reconciliation.letter"]
            .with_user(clerk)
            .load([".id", "state"], [[str(letter.id), "agreed"]])
        )
        self.assertTrue(imported["messages"])
        entry = {"letter_id": letter.id, "result": "agreed", "signer_name": "Mrs Wang"}
        [wizard] = self._rpc(clerk, "reconciliation.answer.entry", "create", [entry])
        self._rpc(clerk, "reconciliation.answer.entry", "action_record", [wizard])
        self.env.invalidate_all()
        self.assertEqual((letter.state, item.state), ("disputed", "proposed"))

    def test_withdrawing_closes_nothing(self):
        letter = self._sent()
        self._dispute(letter)
        self._answer(letter)
        letter.difference_ids.with_user(self.clerk).action_withdraw()
        self.assertEqual((letter.state, self._rest(letter).effect), ("disputed", -700.0))

    def test_back_to_open_keeps_the_letter_disputed(self):
        letter = self._sent()
        self._dispute(letter)
        self._answer(letter)
        letter.difference_ids.with_user(self.accountant).action_reopen()
        self.assertEqual((letter.state, letter.difference_ids.state), ("disputed", "open"))
        self._resolve(letter.difference_ids)
        self.assertEqual(letter.state, "agreed")

    def test_a_new_dispute_restates_the_old_one(self):
        letter = self._sent()
        line = letter.line_ids[1:2]
        self._answer(
            letter, "disputed", 250.0, [self._item(letter), self._item(letter, 250.0, "price", line)]
        )
        self._answer(letter, "disputed", 300.0, [self._item(letter)])
        first, second = letter.difference_ids
        self.assertEqual((first.state, second.state, second.effect), ("open", "taken_back", -50.0))
        self.assertFalse(self._rest(letter))
        self._resolve(first)
        self.assertFalse(letter.with_user(self.clerk).can_ask_reconfirmation)
        self.assertBlocked(second.with_user(self.clerk), "withdrawn", ["no_role", "own_proposal"])
        self.assertTrue(second.with_user(self.accountant).can_confirm)
        self._confirm(second)
        self.assertEqual(second.state, "withdrawn")
        self.assertTrue(letter.with_user(self.clerk).can_ask_reconfirmation)

    def test_a_smaller_rest_waits_for_the_accountant_too(self):
        letter = self._sent()
        self._answer(letter, "disputed", 400.0)
        self._answer(letter, "disputed", 999.0)
        old, new = letter.difference_ids
        self.assertEqual((old.state, old.effect, new.state, new.effect), ("taken_back", -600.0, "open", -1.0))
        self._answer(letter, "disputed", 999.0)
        self.assertEqual(letter.difference_ids, old | new, "the same again opens nothing")

    def test_what_we_found_ourselves_stays(self):
        letter = self._sent()
        self._dispute(letter, theirs=250.0)
        own = self._name(letter, theirs=-50.0)
        self._answer(letter, "disputed", 250.0, [self._item(letter)])
        self.assertEqual((own.state, bool(self._rest(letter))), ("open", False))


cents = st.integers(-(10**6), 10**6).map(lambda value: value / 100)
ANSWERS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "dispute",
                "dispute",
                "agree",
                "name",
                "withdraw",
                "change",
                "delete",
                "resolve",
                "confirm",
                "reopen",
            ]
        ),
        st.lists(cents, min_size=2, max_size=2),  # their balance in each currency
        st.lists(st.tuples(st.integers(0, 1), cents, cents), max_size=3),
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=7,
)


@tagged("post_install", "-at_install")
class TestGapProperty(DifferenceCommon):
    """Whatever is answered and done: per currency the items are what lies between the two balances."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        euro = cls.env.ref("base.EUR")
        euro.active = True
        cls._entry(80.0, partner=cls.customer, currency=euro, balance=100.0)
        cls.letter = cls._sent()

    def _play(self, action, balances, rows, number):
        letter, sections = self.letter, self.letter.section_ids
        items = [Item(sections[which].id, None, "other", ours, theirs) for which, ours, theirs in rows]
        if action == "dispute" or letter.state not in ("disputed", "agreed"):
            theirs = dict(zip(sections.ids, balances, strict=True))
            letter.with_user(self.clerk)._record_answer(self._reply("disputed", theirs, items), "paper")
        elif letter.state == "agreed":
            return
        elif action == "agree":
            letter.with_user(self.clerk)._record_answer(self._reply(), "paper")
        elif action == "name":
            for item in items:
                section = sections.browse(item.section_id)
                self._name(letter, item.ours, item.theirs, section_id=section.id)
        else:
            self._touch(action, number, balances[0])

    def _touch(self, action, number, amount):
        """Do to one difference what its status allows."""
        named = action in ("withdraw", "change", "delete")
        states = {"confirm": ("proposed", "taken_back"), "reopen": ("proposed", "taken_back")}.get(
            action, ("open",)
        )
        found = self.letter.difference_ids.filtered(
            lambda item: (
                item.state in states
                and not (item.is_unexplained and (named or (action, item.state) == ("reopen", "taken_back")))
            )
        )
        item = found[number % len(found)].with_user(self.clerk) if found else found
        if not item:
            return
        if action == "resolve":
            self._resolve(item)
        elif action == "change":
            item.their_amount = amount
        elif action == "delete":
            item.unlink()
        elif action == "confirm":
            self._confirm(item)
        else:
            getattr(item, f"action_{action}")()

    def _check(self, steps):
        answers = self.letter.answer_ids.filtered(lambda answer: answer.result == "disputed")
        for balance in max(answers, key=lambda answer: answer.id).balance_ids:
            between = round(balance.theirs * 100) - round(balance.section_id.closing * 100)
            counted = [
                item
                for item in self.letter.difference_ids
                if item.section_id == balance.section_id and item.state not in ("withdrawn", "taken_back")
            ]
            self.assertEqual(sum(round(item.effect * 100) for item in counted), between, steps)
            rests = [item for item in counted if item.is_unexplained and item.state != "resolved"]
            self.assertLessEqual(len(rests), 1)
            for rest in rests:
                self.assertTrue(rest.effect and rest.user_id and rest.date_due)

    def test_the_items_are_what_lies_between_the_balances(self):
        @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
        @given(ANSWERS)
        def check(steps):
            with self.cr.savepoint() as savepoint:
                for number, step in enumerate(steps):
                    self._play(*step)
                    self._check(steps[: number + 1])
                    waiting = self.letter._has_pending_differences()
                    self.assertFalse(waiting and self.letter.state != "disputed")
                savepoint.rollback()
            self.env.invalidate_all()

        check()

"""Any history of services entered by hand and of goods without order, as plain Python counts it."""

from collections import Counter
from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.tests import tagged

from . import test_reservation_property as of_orders
from .common import UnorderedCommon
from .histories import Histories, any_history

STEPS = (
    "hand_out",
    "hand_out_by_day",
    "give_back",
    "give_back_unnamed",
    "excuse",
    "ask",
    "revoke",
    "cancel",
    "order",
)
CHAIN = (
    ("hand_out", 2), ("order", 1), ("hand_out", 6), ("hand_out_by_day", 4), ("give_back_unnamed", 3), ("excuse", 2),
    ("ask", 1), ("give_back", 2), ("revoke", 1), ("cancel", 1), ("hand_out", 5), ("excuse", 3),
    ("give_back_unnamed", 6), ("hand_out_by_day", 2),
)  # fmt: skip
HELD = ("draft", "submitted", "approved", "rejected", "revoked")
STEP = st.tuples(st.sampled_from((*STEPS, "hand_out", "excuse")), st.integers(1, 6))


@tagged("post_install", "-at_install")
class TestAnyHistoryOfServices(of_orders.TestAnyHistory):
    """The histories of an order, with a service somebody enters instead of goods somebody moves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls._create_product("Cutting", type="service")

    def test_any_history(self):
        self.done = Counter()
        self._try_histories()
        self.assertEqual(set(self.done), {*of_orders.STEPS} - {"exchange"})

    def _count_delivered(self):
        return self.order.order_line.qty_delivered

    def _enter(self, change):
        line = self.order.order_line
        entered = line.qty_delivered + change
        if not 0 <= entered <= line.product_uom_qty:
            return False
        line.qty_delivered = entered
        return True

    def _do_deliver(self, number):
        return self._enter(number)

    def _do_reserve_on_delivery(self, number):
        return self._do_reserve(number)

    def _do_give_back(self, number, to_refund=True):
        return to_refund and self._enter(-1)


@tagged("post_install", "-at_install")
class TestAnyHistoryOfGoods(Histories, UnorderedCommon):
    @settings(any_history, max_examples=12)
    @given(history=st.lists(STEP, min_size=4, max_size=12))
    @example(history=list(CHAIN))
    def _try_histories(self, history):
        self._run_history(history)

    def test_any_history(self):
        self.done = Counter()
        self._try_histories()
        self.assertEqual(set(self.done), set(STEPS), "the histories must have tried everything")

    def _start(self):
        self.moves = self.env["stock.move"]
        self.back, self.unnamed = Counter(), 0.0

    # --- the obvious count --------------------------------------------------------

    def _compare(self, step):
        rows = {row.stock_move_id: row for row in self._rows(self.moves)}
        standings = self.env["invoice.goods.availability"]._get_standings(self.moves)
        kept = self._count_kept()
        for move in self.moves:
            approved, held = (self._count_excused(move, *states) for states in (("approved",), HELD))
            row = rows.get(move, self.env["invoice.register"])
            explained = min(approved, kept[move])
            self.assertAlmostEqual(row.quantity, kept[move], 6, step)
            self.assertAlmostEqual(row.exempt, explained, 6, step)
            self.assertAlmostEqual(row.unreserved, kept[move] - explained, 6, step)
            standing = standings[move.id]
            self.assertAlmostEqual(standing.available - standing.excess + held, kept[move], 6, step)
        total = sum(self.moves.mapped("quantity")) - sum(self.back.values()) - self._count_taken_unnamed()
        self.assertAlmostEqual(sum(row.unreserved + row.exempt for row in rows.values()), total, 6, step)

    def _count_kept(self):
        pool, kept = self.unnamed, {}
        for move in self.moves.sorted(lambda move: (move.date, move.id)):
            net = move.quantity - self.back[move]
            taken = min(pool, net)
            pool -= taken
            kept[move] = net - taken
        return kept

    def _count_taken_unnamed(self):
        open_quantity = sum(move.quantity - self.back[move] for move in self.moves)
        return min(self.unnamed, open_quantity)

    def _count_excused(self, move, *states):
        documents = self.documents.filtered(lambda document: document.state in states)
        return sum(line.quantity for line in documents.goods_ids if line.stock_move_id == move)

    # --- steps --------------------------------------------------------------------

    def _do_hand_out(self, number, **values):
        self.moves |= self._hand_out(number, **values)
        return True

    def _do_hand_out_by_day(self, number):
        return self._do_hand_out(number, on=fields.Date.today() - timedelta(days=number * 9))

    def _do_give_back(self, number):
        move = self._pick(number, lambda move: move.quantity > self.back[move])
        if move:
            quantity = min(number, move.quantity - self.back[move])
            self._hand_out(quantity, back=True, origin=move)
            self.back[move] += quantity
        return move

    def _do_give_back_unnamed(self, number):
        self._hand_out(number, back=True)
        self.unnamed += number
        return True

    def _do_excuse(self, number, make=None):
        kept = self._count_kept()
        move = self._pick(number, lambda move: kept[move] > 0)
        if not move:
            return False
        document = self._attempt(lambda: (make or self._excused)(move, min(number, kept[move])))
        self.documents |= (document or self.documents).with_env(self.env)
        return document

    def _do_ask(self, number):
        return self._do_excuse(number, self._excuse)

    def _do_revoke(self, _number):
        document = self._find("approved")
        if document:
            document.with_user(self.users["sales_manager"]).action_revoke("Wrong.")
        return document

    def _do_cancel(self, _number):
        document = self._find("draft", "revoked")
        if document:
            document.action_cancel()
        return document

    def _do_order(self, number):
        """What is put onto an order is the business of the order from then on."""
        move = self._pick(number, lambda move: not self._count_excused(move, *HELD) and not self.back[move])
        if not move or self.unnamed:
            return False
        wizard = self.env["invoice.goods.order"].create(
            {"order_id": self._confirmed_order(100).id, "move_ids": move.ids}
        )
        wizard.action_confirm()
        self.moves -= move
        return True

    def _pick(self, number, wanted):
        fitting = self.moves.filtered(wanted)
        return fitting[number % len(fitting)] if fitting else fitting

"""For any history: available + reserved + posted (+ drafts) = delivered − returned, as plain Python counts it."""

from collections import Counter
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import ReservationCommon
from .histories import Histories, any_history

STEPS = (
    "deliver",
    "reserve",
    "reserve_on_delivery",
    "reserve_first",
    "no_invoice",
    "issue",
    "post",
    "delete_draft",
    "set_back",
    "cancel",
    "revoke",
    "red_letter",
    "red_part",
    "allowance",
    "give_back",
    "exchange",
    "ordinary",
)
# one history in which every step finds something to do
CHAIN = (
    ("deliver", 6), ("reserve", 2), ("issue", 1), ("delete_draft", 1), ("issue", 1), ("post", 1), ("set_back", 1),
    ("post", 1), ("red_part", 1), ("reserve_on_delivery", 1), ("issue", 1), ("post", 1), ("allowance", 1),
    ("reserve", 1), ("issue", 1), ("post", 1), ("red_letter", 1), ("no_invoice", 1), ("ordinary", 1),
    ("reserve_first", 3), ("cancel", 1), ("deliver", 2), ("exchange", 1), ("deliver", 1), ("give_back", 1),
    ("reserve_first", 1), ("revoke", 1),
)  # fmt: skip
STEP = st.tuples(st.sampled_from((*STEPS, *STEPS[:3], "issue", "post")), st.integers(1, 6))


@tagged("post_install", "-at_install")
class TestAnyHistory(Histories, ReservationCommon):
    @settings(any_history, max_examples=15)
    @given(history=st.lists(STEP, min_size=6, max_size=16))
    @example(history=list(CHAIN))
    def _try_histories(self, history):
        self._run_history(history)

    def test_any_history(self):
        self.done = Counter()
        self._try_histories()
        self.assertEqual(set(self.done), set(STEPS), "the histories must have tried everything")

    def _start(self):
        self.order = self._confirmed_order(1_200)

    # --- the obvious count --------------------------------------------------------

    def _compare(self, step):
        self.env.flush_all()
        self.env.invalidate_all()
        line = self.order.order_line
        delivered = self._count_delivered()
        posted, drafted = self._count_invoiced()
        reserved = sum(
            document.line_ids.quantity_in_line_uom
            for document in self.documents
            if document.state in ("draft", "submitted", "approved", "rejected", "revoked", "issuing")
        )
        standing = self.env["invoice.availability"]._get_standings(line)[line.id][0]
        actual = (standing.base, standing.posted, standing.drafted, standing.reserved)
        self.assertEqual(actual, (delivered, posted, drafted, reserved), step)
        self.assertEqual(standing.available - standing.excess + reserved + posted + drafted, delivered, step)
        self.assertGreaterEqual(standing.available, 0)
        rows = self.env["invoice.register"].search([("order_id", "=", self.order.id)])
        self.assertAlmostEqual(sum(rows.mapped("quantity")), delivered, 6, step)
        self.assertAlmostEqual(sum(rows.mapped("invoiced_quantity")), min(posted, delivered), 6, step)

    def _count_delivered(self):
        total = 0.0
        for move in self.order.picking_ids.move_ids.filtered(lambda move: move.state == "done"):
            exchanged = move.origin_returned_move_id and not move.to_refund
            if not exchanged:
                total += move.quantity if move.location_dest_id.usage == "customer" else -move.quantity
        return total

    def _count_invoiced(self):
        posted = drafted = 0.0
        for item in self.order.order_line.invoice_lines:
            move = item.move_id
            allowance = move.move_type == "out_refund" and item.price_unit < 50
            if move.state == "cancel" or allowance:
                continue
            if move.state == "posted":
                posted += item.quantity if move.move_type == "out_invoice" else -item.quantity
            elif not move.reservation_ids and move.move_type == "out_invoice":
                drafted += item.quantity
        return posted, drafted

    # --- steps: each tells whether there was something to do ------------------------

    def _find_whole(self):
        return self.documents.filtered(
            lambda document: document.state == "issued" and not document.move_id.reversal_move_ids
        )[:1]

    def _do_deliver(self, number):
        picking = self.order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        return picking and self._deliver(self.order, min(number, picking[0].move_ids.product_uom_qty))

    def _do_reserve(self, number, **values):
        document = self._attempt(lambda: self._approved(self.order, number, **values))
        self.documents |= (document or self.documents).with_env(self.env)
        return document

    def _do_reserve_on_delivery(self, number):
        moves = self.order.picking_ids.move_ids.filtered(
            lambda move: move.state == "done" and move.location_dest_id.usage == "customer"
        )
        return moves and self._do_reserve(number, move=moves[number % len(moves)])

    def _do_reserve_first(self, number):
        return self._do_reserve(number, basis="order")

    def _do_no_invoice(self, number):
        return self._do_reserve(number, kind="no_invoice", reason="Samples.", decider="sales_manager")

    def _do_issue(self, number):
        document = self.documents.filtered(lambda doc: doc.state == "approved" and doc.kind == "invoice")[:1]
        return document and self._attempt(lambda: self._issue(document))

    def _do_post(self, number):
        document = self._find("issuing")
        document.move_id.invoice_date = date.today()
        return document and self._attempt(lambda: document.move_id.action_post() or document)

    def _do_delete_draft(self, number):
        document = self._find("issuing")
        if document and not document.move_id.posted_before:
            document.move_id.unlink()
            return True
        return False

    def _do_set_back(self, number):
        document = self._find_whole()
        document.move_id.button_draft()
        return bool(document)

    def _do_cancel(self, number):
        document = self._find("approved")
        return document and (document.action_cancel() or document)

    def _do_revoke(self, number):
        document = self._find("approved").with_user(self.users["supervisor"])
        return document and self._attempt(lambda: document.action_revoke("Wrong.") or document)

    def _do_red_letter(self, number, **values):
        document = self._find_whole()
        return document and self._red_letter(document.move_id, **values)

    def _do_red_part(self, number):
        return self._do_red_letter(number, quantity=1)

    def _do_allowance(self, number):
        return self._do_red_letter(number, price_share=0.1)

    def _do_give_back(self, number, **values):
        picking = self.order.picking_ids.filtered(
            lambda picking: (
                picking.state == "done" and picking.picking_type_code == "outgoing" and not picking.return_ids
            )
        )[:1]
        return picking and self._return(picking, 1, **values)

    def _do_exchange(self, number):
        return self._do_give_back(number, to_refund=False)

    def _do_ordinary(self, number):
        if self.order.order_line.qty_to_invoice > 0:
            return self._attempt(lambda: self._invoice(self.order, post=bool(number % 2), quantity=1))
        return False

"""Random deliveries, returns, prices and signatures: the findings equal a slow, obvious recomputation."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.fields import Command
from odoo.tests import tagged

from .common import TODAY, ReviewCommon

lines = st.fixed_dictionaries(
    {
        "ordered": st.integers(1, 8),
        "price": st.sampled_from([70.0, 79.99, 80.0, 94.99, 95.0, 100.0, 110.0, 110.01]),
        "discount": st.sampled_from([0.0, 0.0, 2.0]),
        "delivered": st.lists(st.integers(1, 6), min_size=1, max_size=2),
        "signed": st.sampled_from([None, -1, 0, 1]),
        "returned": st.integers(0, 2),
        "taxed": st.booleans(),
    }
)
histories = st.lists(lines, min_size=1, max_size=3)


@tagged("post_install", "-at_install")
class TestFindingsProperty(ReviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create({"name": "Test 13 %", "amount": 13, "type_tax_use": "sale"})
        cls.goods = [cls._create_product(f"Paper {number}") for number in range(3)]
        cls._create_sheet(dict.fromkeys(cls.goods, 100.0))
        cls.company.delivery_review_receipt = True

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(histories)
    def test_findings_equal_the_recomputation(self, history):
        with self.env.cr.savepoint() as savepoint:
            pickings = self._play(history)
            found = self.env["delivery.review.facts"]._get_lines(pickings)
            for picking in pickings:
                actual = {
                    line.row.move_id: sorted(reason for _code, reason in line.found)
                    for line in found[picking.id]
                }
                expected = {move.id: sorted(self._expected(move, pickings)) for move in picking.move_ids}
                self.assertEqual(actual, expected, picking.name)
            savepoint.rollback()
        self.env.invalidate_all()

    def _play(self, history):
        """Order, deliver in parts, sign and take back as the history says."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": line["ordered"],
                            "price_unit": line["price"],
                            "discount": line["discount"],
                            "tax_ids": [Command.set(self.tax.ids if line["taxed"] else [])],
                        }
                    )
                    for product, line in zip(self.goods, history, strict=False)
                ],
            }
        )
        self.company.price_guard = False
        order.action_confirm()
        self.company.price_guard = True
        done = self.env["stock.picking"]
        for step in range(2):
            done |= self._ship(order, history, step)
        return done | self._take_back(done[:1], history)

    def _ship(self, order, history, step):
        picking = order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))[:1]
        wanted = {
            move: line["delivered"][step]
            for move in picking.move_ids
            for product, line in zip(self.goods, history, strict=False)
            if move.product_id == product and len(line["delivered"]) > step
        }
        if not wanted:
            return picking.browse()
        for move in picking.move_ids:
            move.quantity = wanted.get(move, 0)
            move.picked = move in wanted
        picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
        self._date(picking, TODAY - timedelta(hours=13 - step))
        signed = {line["signed"] for line in history}
        if signed != {None}:
            difference = next(iter(signed - {None}))
            quantities = {
                move: (max(move.quantity + difference, 0), 0.0, self.env["delivery.reason"])
                for move in picking.move_ids.filtered(lambda move: move.state == "done")
            }
            self._sign_quantities(picking, quantities)
        return picking

    def _sign_quantities(self, picking, quantities):
        self.env.flush_all()
        for move, (quantity, _rejected, _reason) in quantities.items():
            self.env.cr.execute(
                "UPDATE stock_move SET is_signed = TRUE, signed_quantity = %s WHERE id = %s",
                [quantity, move.id],
            )
        self.env.invalidate_all()

    def _take_back(self, picking, history):
        quantity = history[0]["returned"]
        if not quantity or len(picking.move_ids) != 1 or picking.move_ids.quantity < quantity:
            return picking.browse()
        return self._date(self._return(picking, quantity), TODAY - timedelta(hours=11.5))

    # --- slow and obvious ---------------------------------------------------------

    def _expected(self, move, pickings):
        line = move.sale_line_id
        before = line.move_ids.filtered(
            lambda other: other.state == "done" and (other.date, other.id) <= (move.date, move.id)
        )
        total = sum(-m.quantity if m.location_id.usage == "customer" else m.quantity for m in before)
        if move.location_id.usage == "customer":
            return ["over_delivered"] if total < 0 else []
        found = []
        net = line.price_unit * (1 - line.discount / 100)
        if net < 80 - 0.005:
            found.append("under_floor")
        elif net < 95 - 0.005:
            found.append("below_band")
        elif net > 110 + 0.005:
            found.append("above_band")
        if total > line.product_uom_qty:
            found.append("over_ordered")
        if move.is_signed and move.signed_quantity != move.quantity:
            found.append("signed_less" if move.signed_quantity < move.quantity else "signed_more")
        if not move.is_signed:
            found.append("no_receipt")
        if line.discount > 0:
            found.append("discount")
        if line.tax_ids != line.product_id.taxes_id:
            found.append("tax")
        twins = pickings.move_ids.filtered(
            lambda other: (
                other.picking_id != move.picking_id
                and other.location_id.usage != "customer"
                and other.state == "done"
                and other.product_id == move.product_id
                and other.quantity == move.quantity
            )
        )
        return found + (["duplicate"] if twins else [])

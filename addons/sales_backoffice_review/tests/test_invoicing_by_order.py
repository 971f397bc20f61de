"""Goods invoiced by order: before they leave all of it may be invoiced, afterwards what is reviewed of it."""

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sale.models.sale_order import SaleOrder

from .common import ReviewCommon
from .test_race import ROUNDS, ReviewRace

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["deliver", "deliver", "return", "review", "invoice", "order_more"]),
        st.integers(1, 6),
    ),
    min_size=3,
    max_size=9,
)


class PrepaidCommon(ReviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._switch()
        cls.prepaid = cls._create_product("Prepaid paper", invoice_policy="order")
        cls._create_sheet({cls.prepaid: 100.0})

    def _ordered(self, quantity=10, product=None, **values):
        guard, self.company.price_guard = self.company.price_guard, False
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": (product or self.prepaid).id,
                            "product_uom_qty": quantity,
                            "price_unit": 100.0,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
                **values,
            }
        )
        order.action_confirm()
        self.company.price_guard = guard
        return order

    def assertInvoiceable(self, order, quantity):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(order.order_line.qty_to_invoice, quantity)


@tagged("post_install", "-at_install")
class TestInvoicedByOrder(PrepaidCommon):
    def test_before_it_leaves_the_whole_order_is_invoiced(self):
        order = self._ordered()
        self.assertInvoiceable(order, 10)
        self.assertEqual(self._invoice(order).amount_untaxed, 1000)

    def test_what_left_waits_for_its_review_and_the_rest_does_not(self):
        order = self._ordered()
        picking = self._delivered(order=order, deliver=4)
        self.assertInvoiceable(order, 6)
        self.assertTrue(order.delivery_review_held)
        self.assertEqual(self._invoice(order).amount_untaxed, 600)
        self.assertInvoiceable(order, 0)
        with self.assertRaisesRegex(UserError, "wait for their review"):
            order._create_invoices()
        self._review(self._queued(picking))
        self.assertInvoiceable(order, 4)

    def test_what_is_invoiced_already_stays_so(self):
        order = self._ordered()
        invoice = self._invoice(order)
        self._delivered(order=order)
        self.assertInvoiceable(order, 0)
        self.assertEqual((invoice.state, order.delivery_review_held), ("posted", False))

    def test_a_draft_of_before_is_not_posted_past_the_review(self):
        order = self._ordered()
        draft = self._invoice(order, post=False)
        picking = self._delivered(order=order)
        with self.assertRaisesRegex(UserError, "wait for their review"):
            draft.action_post()
        self._review(self._queued(picking))
        draft.action_post()

    def test_more_delivered_than_ordered(self):
        order = self._ordered()
        self._review(self._queued(self._delivered(order=order, deliver=10)))
        order.order_line.product_uom_qty = 12
        self._delivered(order=order)
        self.assertInvoiceable(order, 10)

    def test_a_batch_invoices_the_rest_of_all(self):
        orders = self._ordered() | self._ordered(7)
        self._delivered(order=orders[0], deliver=4)
        invoices = orders._create_invoices()
        self.assertEqual(sum(invoices.invoice_line_ids.mapped("quantity")), 13)

    def test_the_switch_and_the_first_day_decide(self):
        order = self._ordered()
        self._delivered(order=order)
        self.assertInvoiceable(order, 0)
        self._switch(False)
        self.assertInvoiceable(order, 10)


@tagged("post_install", "-at_install")
class TestWaysRound(PrepaidCommon):
    """Nothing a client sends opens the switch, for goods invoiced by order or by delivery."""

    def assertHeldFor(self, user, order, expected):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(order.with_user(user).order_line.qty_to_invoice, expected)

    def test_writing_quantities(self):
        order = self._ordered()
        self._delivered(order=order, deliver=4)
        clerk = self.users["clerk"]
        for vals in (
            {"qty_to_invoice": 10},
            {"qty_delivered": 0},
            {"qty_invoiced": -4},
            {"qty_delivered_method": "manual"},
        ):
            order.order_line.with_user(clerk).write(vals)
            self.assertHeldFor(clerk, order, 6)

    def test_goods_written_as_delivered_before_they_left(self):
        order = self._ordered(product=self.product)
        self.env.cr.execute(
            "UPDATE sale_order_line SET create_date = %s WHERE id = %s", [self.moment, order.order_line.id]
        )
        self.env.invalidate_all()
        order.order_line.with_user(self.users["clerk"]).qty_delivered = 10
        self.assertHeldFor(self.users["clerk"], order, 0)
        self._review(self._queued(self._delivered(order=order)))
        self.assertHeldFor(self.users["clerk"], order, 10)

    def test_no_key_of_the_context_opens_it(self):
        order = self._ordered()
        self._delivered(order=order)
        for key in (
            "skip_review",
            "delivery_review",
            "default_qty_to_invoice",
            "force_delivery_date",
            "no_review",
        ):
            for records in (order.with_context(**{key: True}), order.sudo().with_context(**{key: 10})):
                with self.assertRaisesRegex(UserError, "wait for their review"):
                    records._create_invoices()

    def test_a_copy_starts_afresh(self):
        order = self._ordered()
        self._delivered(order=order)
        copy = order.copy()
        self.assertEqual((copy.order_line.qty_to_invoice, copy.order_line.qty_invoiced), (0, 0))

    def test_an_imported_invoice_line(self):
        order = self._ordered()
        self._delivered(order=order)
        data = [[str(self.partner.id), "out_invoice", "Paper", "10", "100", str(order.order_line.id)]]
        names = ["partner_id/.id", "move_type", "invoice_line_ids/name", "invoice_line_ids/quantity"]
        names += ["invoice_line_ids/price_unit", "invoice_line_ids/sale_line_ids/.id"]
        result = self.env["account.move"].with_user(self.users["accountant"]).load(names, data)
        self.assertFalse([message for message in result["messages"] if message["type"] == "error"])
        with self.assertRaisesRegex(UserError, "wait for their review"):
            self.env["account.move"].browse(result["ids"]).action_post()

    def test_the_scheduled_invoicing_of_paid_orders(self):
        order = self._ordered()
        self._delivered(order=order, deliver=4)
        order.sudo()._force_lines_to_invoice_policy_order()
        self.assertEqual(order.order_line.qty_to_invoice, 6)
        self.assertEqual(SaleOrder._create_invoices(order.sudo()).amount_untaxed, 600)

    def test_another_company_decides_for_itself(self):
        order = self._ordered()
        self._delivered(order=order)
        other = self.env["res.company"].create({"name": "Sister", "delivery_review_hold_invoices": False})
        elsewhere = order.with_company(other).with_context(allowed_company_ids=[other.id, self.company.id])
        with self.assertRaisesRegex(UserError, "wait for their review"):
            elsewhere._create_invoices()


@tagged("post_install", "-at_install")
class TestHistoriesOfPrepaidOrders(PrepaidCommon):
    @settings(
        max_examples=12,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(steps=STEPS, by_order=st.booleans())
    @example(
        steps=[("deliver", 4), ("invoice", 1), ("return", 2), ("review", 1), ("invoice", 1)], by_order=True
    )
    @example(
        steps=[("deliver", 4), ("review", 1), ("invoice", 1), ("return", 2), ("invoice", 1)], by_order=False
    )
    def test_nothing_unreviewed_is_invoiced_or_credited(self, steps, by_order):
        with self.env.cr.savepoint() as savepoint:
            order = self._ordered(product=self.prepaid if by_order else self.product)
            for name, number in steps:
                try:
                    with self.env.cr.savepoint():
                        getattr(self, f"_do_{name}")(order, number)
                        self.env.flush_all()
                except UserError:
                    self.env.invalidate_all()
                self._compare(order.order_line, by_order)
            savepoint.rollback()
        self.env.invalidate_all()

    def _do_deliver(self, order, number):
        if order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel")):
            self._delivered(order=order, deliver=number)

    def _do_return(self, order, number):
        for picking in self._done(order, "outgoing")[:1]:
            self._date(self._return(picking, min(number, picking.move_ids.quantity)))

    def _do_review(self, order, _number):
        for picking in self._done(order).filtered(lambda picking: not picking.delivery_review_ids)[:1]:
            review = self._queued(picking)
            self._handle(review)
            self._review(review)

    def _do_invoice(self, order, _number):
        order._create_invoices(final=True).action_post()

    def _do_order_more(self, order, number):
        guard, self.company.price_guard = self.company.price_guard, False
        order.order_line.product_uom_qty += number
        self.company.price_guard = guard

    def _done(self, order, code=None):
        return order.picking_ids.filtered(
            lambda picking: picking.state == "done" and code in (None, picking.picking_type_code)
        )

    def _compare(self, line, by_order):
        """Told again from the transfers: what left unreviewed is not invoiced, what came back not credited."""
        self.env.flush_all()
        self.env.invalidate_all()
        left = back = delivered = 0.0
        for picking in self._done(line.order_id):
            quantity, goes_out = picking.move_ids.quantity, picking.picking_type_code == "outgoing"
            delivered += quantity if goes_out else -quantity
            if picking.delivery_review_state != "reviewed":
                left, back = (left + quantity, back) if goes_out else (left, back + quantity)
        target = line.product_uom_qty if by_order else delivered
        invoiced, open_now = line.qty_invoiced, target - line.qty_invoiced
        settled = (max(line.product_uom_qty, delivered) if by_order else delivered) - left + back - invoiced
        expected = min(max(settled, 0), open_now) if open_now > 0 else max(min(settled, 0), open_now)
        self.assertEqual(line.qty_to_invoice, expected)
        if not (left or back):
            self.assertEqual(line.qty_to_invoice, open_now)


@tagged("post_install", "-at_install")
class TestInvoicingRace(ReviewRace):
    def test_two_at_once_invoice_the_rest_once(self):
        def prepare(env):
            company = self.make_company(env)
            env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
            company.delivery_review_hold_invoices = True
            (picking_id,) = self.make_deliveries(env, 1, company)
            order = env["stock.picking"].browse(picking_id).sale_id.with_company(company)
            order.order_line.product_id.invoice_policy = "order"
            order.order_line.product_uom_qty = 5
            return order.id

        def invoice(env):
            order = env["sale.order"].browse(order_id)
            order.with_company(order.company_id)._create_invoices()

        def count(env):
            line = env["sale.order"].browse(order_id).order_line
            invoiced = (line.qty_to_invoice, line.qty_invoiced)
            line.invoice_lines.move_id.unlink()
            return invoiced

        for _round in range(ROUNDS):
            order_id = self.committed(prepare)
            self.race(*[invoice] * 2)
            self.assertEqual(self.committed(count), (0, 4))

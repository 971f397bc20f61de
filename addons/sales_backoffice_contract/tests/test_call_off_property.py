"""Random histories of call-offs: what remains is what a slow recount says, and never below the tolerance."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ContractCommon
from .recomputation import called_off

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "order",
                "order_three",
                "confirm",
                "confirm_all",
                "cancel",
                "raise",
                "unit",
                "add",
                "unlink_line",
                "copy",
                "reopen",
            ]
        ),
        st.integers(0, 5),
        st.integers(1, 60),
    ),
    min_size=4,
    max_size=12,
)


@tagged("post_install", "-at_install")
class TestHistories(ContractCommon):
    """A contract of 100 kg and 0.05 t; orders in kilograms, tons and grams."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fine = cls._create_product("Fine paper", uom_id=cls.kg.id, type="service")
        cls.coarse = cls._create_product("Coarse paper", uom_id=cls.ton.id, type="service")
        line = {"price_unit": 10.0, "tolerance": 0.1}
        cls.contract = cls._active_contract(
            lines=[
                {**line, "product_id": cls.fine.id, "product_uom_id": cls.kg.id, "quantity": 100.0},
                {**line, "product_id": cls.coarse.id, "product_uom_id": cls.ton.id, "quantity": 0.05},
            ]
        )
        cls.units = (cls.kg, cls.ton, cls.gram)

    @settings(
        max_examples=8,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    @given(steps=STEPS)
    def test_every_history_adds_up(self, steps):
        savepoint = self.env.cr.savepoint(flush=True)
        self.orders = self.env["sale.order"]
        passed = 0
        for name, position, number in steps:
            try:
                with self.env.cr.savepoint():
                    getattr(self, f"_do_{name}")(
                        self.orders[position % len(self.orders)] if self.orders else None, number
                    )
                    self.env.flush_all()
                passed += 1
            except UserError:
                self.orders = self.orders.exists()
            self._compare()
        savepoint.close(rollback=True)
        self.env.invalidate_all()

    def _new(self, number):
        agreed = self.contract.line_ids[number % 2]
        unit = self.units[number % 3]
        weight = number * (1.0 if number % 2 == 0 else 0.5)  # in kilograms
        line = {
            "product_id": agreed.product_id.id,
            "contract_line_id": agreed.id,
            "product_uom_id": unit.id,
            "product_uom_qty": self.kg._compute_quantity(weight, unit, round=False),
        }
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "contract_id": self.contract.id,
                "order_line": [Command.create(line)],
            }
        )
        self.orders |= order
        return order

    def _do_order(self, _order, number):
        self._new(number)

    def _do_order_three(self, _order, number):
        orders = self._new(number) | self._new(number + 1) | self._new(number + 2)
        orders.action_confirm()

    def _do_confirm(self, order, _number):
        if order and order.state == "draft":
            order.action_confirm()

    def _do_confirm_all(self, _order, _number):
        self.orders.filtered(lambda order: order.state == "draft").action_confirm()

    def _do_cancel(self, order, _number):
        if order:
            order._action_cancel()

    def _do_reopen(self, order, _number):
        if order and order.state == "cancel":
            order.action_draft()
            order.action_confirm()

    def _do_raise(self, order, number):
        if order:
            order.order_line[:1].product_uom_qty *= number / 20.0

    def _do_unit(self, order, number):
        if order:
            order.order_line[:1].product_uom_id = self.units[number % 3]

    def _do_add(self, order, number):
        if order:
            agreed = self.contract.line_ids[number % 2]
            values = {"product_id": agreed.product_id.id, "product_uom_qty": 0.01 * number}
            order.order_line = [Command.create({**values, "contract_line_id": agreed.id})]

    def _do_unlink_line(self, order, _number):
        if order and order.state == "draft":
            order.order_line[:1].unlink()

    def _do_copy(self, order, _number):
        if order:
            self.orders |= order.copy()

    def _compare(self):
        self.env.flush_all()
        self.env.invalidate_all()
        exact = self.env["contract.call.off"]._get_quantities(self.contract.line_ids)
        for line, (called, planned) in called_off(self.contract).items():
            self.assertAlmostEqual(exact[line.id].called, called, 9)
            self.assertAlmostEqual(exact[line.id].planned, planned, 9)
            self.assertGreaterEqual(line.quantity - called, -line.quantity * line.tolerance - 1e-7)
            self.assertAlmostEqual(line.remaining_quantity, line.quantity - called, delta=0.005)  # as shown

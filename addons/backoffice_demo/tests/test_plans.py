import doctest
from datetime import date, timedelta

from odoo.tests import tagged

from ..build import planning
from ..build.workshop import Workshop
from ..rules import history, plan, scenario, supply
from .common import DemoCase


@tagged("post_install", "-at_install")
class TestPlans(DemoCase):
    def _plan(self, today):
        workshop = Workshop(self.env)
        workshop.today = today
        planning.plan(workshop)
        return workshop

    def test_the_examples_hold(self):
        for module in (plan, history, scenario, supply):
            result = doctest.testmod(module)
            self.assertFalse(result.failed, module.__name__)

    def test_the_same_day_gives_the_same_plan(self):
        first, second = (self._plan(date(2026, 3, 2)) for _run in range(2))
        self.assertEqual(first.orders, second.orders)
        self.assertEqual(first.purchases, second.purchases)

    def test_no_step_lies_in_the_future(self):
        for today in (date(2026, 1, 1), date(2026, 2, 15), date(2027, 5, 1)):
            for order in self._plan(today).orders:
                days = (order.delivery, order.invoice, order.returned, order.allowance)
                days += tuple(payment.day for payment in order.payments)
                self.assertFalse([day for day in days if day and day >= today], order.key)

    def test_stock_suffices_whatever_the_day(self):
        for start in (date(2026, 1, 1), date(2026, 8, 9), date(2027, 2, 28)):
            for shift in range(7):
                self._check_stock(self._plan(start + timedelta(days=shift)))

    def _check_stock(self, workshop):
        flows = []
        for purchase in workshop.purchases:
            if purchase.receipt:
                flows += [(purchase.receipt, line.product, line.quantity) for line in purchase.lines]
        for order in workshop.orders:
            if order.state == "sale" and order.delivery:
                flows += [(order.delivery, line.product, -line.quantity) for line in order.lines]
        on_hand = {}
        for day, product, quantity in sorted(flows, key=lambda flow: (flow[0], -flow[2])):
            on_hand[product] = on_hand.get(product, 0) + quantity
            self.assertGreaterEqual(round(on_hand[product], 3), 0, (workshop.today, day, product))

    def test_the_story_does_not_depend_on_the_calendar(self):
        orders = {order.key: order for order in self._plan(date(2027, 2, 28)).orders}
        self.assertEqual(orders["yaoguang_2"].invoice, date(2027, 2, 28) - timedelta(days=46))

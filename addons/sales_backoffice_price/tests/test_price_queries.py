"""The price in force of many order lines is read in a constant number of statements."""

from odoo.tests import tagged

from .common import PriceCommon


@tagged("post_install", "-at_install")
class TestPriceQueries(PriceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.products = [cls._create_product(f"Paper {number}") for number in range(50)]
        cls._approved_sheet({product: 100.0 for product in cls.products})

    def _lines_quote(self, count, price=100.0):
        return self._quote(
            lines=[{"product_id": product.id, "price_unit": price} for product in self.products[:count]]
        ).with_user(self.env.user)

    def _count(self, work, warm_up=True):
        if warm_up:
            with self.env.cr.savepoint() as savepoint:
                work()
                savepoint.rollback()
        return self._count_queries(work)

    def test_prices_in_force_are_one_statement(self):
        for count in (1, 50):
            order = self._lines_quote(count)
            lines = order.order_line
            list(lines._get_prices_in_force())  # everything else is in the cache then
            before = self.env.cr.sql_log_count
            found = lines._get_prices_in_force()
            self.assertEqual(self.env.cr.sql_log_count - before, 1, count)
            self.assertEqual({item.price for item in found.values()}, {100.0})

    def test_showing_and_measuring_is_constant(self):
        counts = {}
        for count in (1, 50):
            lines = self.env["sale.order.line"].browse(self._lines_quote(count).order_line.ids)
            counts[count] = self._count(lines._get_price_figures)
        self.assertEqual(counts[1], counts[50])
        self.assertLess(counts[50], 25)

    def test_the_guard_at_the_confirmation_is_constant(self):
        gate = self.env["price.gate"]
        counts = {}
        for count in (1, 50):
            order = self._lines_quote(count)
            counts[count] = self._count(lambda order=order: gate._enforce(order, entering=True))
        self.assertEqual(counts[1], counts[50])

    def test_a_company_without_sheets_pays_nothing(self):
        company = self.env["res.company"].create({"name": "No sheets"})
        self.env.user.company_ids |= company
        order = self._quote(user=self.env.user, company_id=company.id, pricelist_id=False)
        lines = order.order_line
        list(lines._get_price_figures())
        before = self.env.cr.sql_log_count
        lines._get_price_figures()
        order._touch_price_guard()
        self.assertEqual(self.env.cr.sql_log_count, before)

    def test_special_prices_of_many_lines_are_read_at_once(self):
        counts = {}
        for count in (2, 50):
            order = self._lines_quote(count, price=80.0)
            self._allow(order)
            counts[count] = self._count(lambda order=order: self.env["price.gate"]._assess(order))
        self.assertLessEqual(counts[50], counts[2] + 2)

    def test_many_orders_are_judged_in_constant_statements(self):
        counts = {}
        for count in (1, 20):
            orders = self.env["sale.order"].browse([self._quote().id for _order in range(count)])
            counts[count] = self._count(lambda orders=orders: self.env["price.gate"]._assess(orders))
        self.assertLessEqual(counts[20], counts[1] + 2)

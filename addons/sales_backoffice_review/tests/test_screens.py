"""Which role finds which menu, and that what it finds opens."""

from ast import literal_eval

from lxml import etree

from odoo.tests import tagged

from odoo.addons.backoffice_base.tests.common import ScreenReading

from .common import ReviewCommon

EVERYBODY = {
    "delivery_review_menu",
    "delivery_review_line_menu",
    "delivery_review_analysis_menu",
    "delivery_review_day_menu",
}
ALL_CUSTOMERS = EVERYBODY | {"delivery_review_report_menu"}
MENUS = {
    "seller": EVERYBODY,
    "clerk": ALL_CUSTOMERS,
    "supervisor": ALL_CUSTOMERS,
    "sales_manager": ALL_CUSTOMERS,
    "accountant": ALL_CUSTOMERS,
    "general_manager": ALL_CUSTOMERS,
    "auditor": ALL_CUSTOMERS,
    "warehouse": set(),
}
VIEWS = {
    "delivery.review": ("list", "kanban", "form", "pivot", "graph"),
    "delivery.review.line": ("list",),
    "delivery.review.report": ("list", "kanban", "form"),
}


@tagged("post_install", "-at_install")
class TestReviewScreens(ScreenReading, ReviewCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.review = cls._queued(cls._delivered(price=94.0))

    def test_every_role_finds_its_menus(self):
        for name, menus in MENUS.items():
            with self.subTest(role=name):
                self.assertEqual(self._visible_menus("sales_backoffice_review", self.users[name]), menus)

    def test_what_a_role_finds_opens(self):
        for name in ("seller", "clerk", "sales_manager", "accountant", "auditor"):
            for model, views in VIEWS.items():
                if name == "seller" and model == "delivery.review.report":
                    continue
                for view in views:
                    with self.subTest(role=name, model=model, view=view):
                        self._read_screen(model, view, self.users[name])

    def test_filters_by_finding(self):
        reviews = self.env["delivery.review"]
        arch = etree.fromstring(reviews.get_views([(False, "search")])["views"]["search"]["arch"])
        domains = {node.get("name"): node.get("domain") for node in arch.iter("filter") if node.get("domain")}
        for name, found in (("price", True), ("tax", False), ("findings", True), ("passing", False)):
            domain = [("id", "=", self.review.id), *literal_eval(domains[name])]
            self.assertEqual(bool(reviews.search(domain)), found, name)

    def test_a_number_of_queries_that_does_not_grow(self):
        one = [self._delivered(quantity=20)]
        many = [self._delivered(quantity=30 + number) for number in range(5)]

        def queries(pickings):
            return self._count_queries(lambda: self._queued(*pickings))

        queries([self._delivered(quantity=50)])  # warms the caches
        self.assertLessEqual(queries(many), queries(one) + 3)

    def test_a_finding_leads_to_its_review(self):
        action = self.review.line_ids.with_user(self.users["seller"]).action_open_review()
        self.assertEqual((action["res_model"], action["res_id"]), ("delivery.review", self.review.id))

    def test_the_order_says_what_waits(self):
        self._switch()
        picking = self._delivered(quantity=3)
        self.assertTrue(picking.sale_id.with_user(self.users["seller"]).delivery_review_held)
        self._review(self._queued(picking))
        self.assertFalse(picking.sale_id.delivery_review_held)

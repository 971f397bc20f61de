"""Which role finds which menu, that what it finds opens, and what it costs."""

from odoo.tests import tagged

from odoo.addons.backoffice_base.tests.common import ScreenReading

from .common import ReservationCommon

EVERYBODY = {
    "invoice_reservation_menu",
    "invoice_register_menu",
    "invoice_calendar_menu",
    "invoice_title_menu",
    "invoice_alias_menu",
}
ALL = EVERYBODY | {"invoice_watch_menu", "invoice_alert_menu"}
MENUS = {
    "seller": EVERYBODY,
    "clerk": ALL,
    "supervisor": ALL,
    "sales_manager": ALL,
    "accountant": ALL | {"invoice_import_menu"},
    "general_manager": ALL,
    "auditor": ALL,
    "warehouse": set(),
}
SCREENS = (
    ("invoice.reservation", ("list", "kanban", "form", "pivot", "calendar")),
    ("invoice.register", ("list", "kanban", "pivot", "graph")),
    ("invoice.title", ("list", "form")),
    ("invoice.alias", ("list",)),
    ("invoice.calendar", ("list", "kanban", "form")),
)


@tagged("post_install", "-at_install")
class TestReservationScreens(ScreenReading, ReservationCommon):
    def test_every_role_finds_its_menus(self):
        for name, expected in MENUS.items():
            found = self._visible_menus("sales_backoffice_reservation", self.users[name])
            self.assertEqual(found, expected, name)

    def test_what_a_role_finds_opens(self):
        self._issued(self._delivered(3), 2)
        self.env["invoice.calendar"].create({"partner_id": self.partner.id})
        for name in ("seller", "clerk", "sales_manager", "accountant", "auditor"):
            for model, kinds in SCREENS:
                for kind in kinds:
                    with self.subTest(role=name, model=model, view=kind):
                        self._read_screen(model, kind, self.users[name])
            if name != "seller":
                self._read_screen("invoice.watch", "kanban", self.users[name])

    def test_reading_the_list_costs_the_same_for_one_and_for_many(self):
        documents = self.env["invoice.reservation"]
        for _count in range(8):
            documents |= self._reserve(self._delivered(1)).with_env(self.env)
        names = [
            "name",
            "planned_date",
            "partner_id",
            "order_names",
            "amount_total",
            "tax_invoice_display",
            "state",
        ]
        counts = []
        for part in (documents[:1], documents):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            part.read(names)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    def test_reserving_many_lines_costs_no_query_per_line_to_guard(self):
        order = self._confirmed_order(lines=[(1, 100.0)] * 12)
        self._deliver(order)
        lines = self.env["invoice.reservation.line"]
        counts = []
        for part in (order.order_line[:1], order.order_line[1:]):
            document = self.env["invoice.reservation"].create({"partner_id": self.partner.id})
            vals = [{"reservation_id": document.id, "order_line_id": line.id, "quantity": 1} for line in part]
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            created = lines.create(vals)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(created), len(part))
        self.assertLessEqual(counts[1], counts[0] + 3)

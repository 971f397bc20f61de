"""The price in force over random sheets, against a slow obvious recomputation."""

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ..rules.price_guard import deviation_of
from .common import PriceCommon

START = datetime(2026, 1, 1)

LINE = st.fixed_dictionaries(
    {
        "dozen": st.booleans(),
        "minimum": st.sampled_from([0, 1, 2, 12, 24]),
        "price": st.integers(1, 500),
    }
)
SHEET = st.fixed_dictionaries(
    {
        "approved": st.integers(0, 30),
        "first": st.integers(-10, 40),
        "length": st.one_of(st.none(), st.integers(1, 20)),
        "revoked": st.one_of(st.none(), st.integers(0, 40)),
        "list": st.sampled_from(["own", "general"]),
        "lines": st.lists(
            LINE,
            min_size=1,
            max_size=4,
            unique_by=lambda line: line["minimum"] * (12 if line["dozen"] else 1),
        ),
    }
)
ORDER = st.fixed_dictionaries(
    {
        "day": st.integers(0, 60),
        "quantity": st.integers(1, 400),
        "dozen": st.booleans(),
        "net": st.integers(0, 500),
        "foreign": st.booleans(),
    }
)
SETTINGS = {"max_examples": 40, "deadline": None, "suppress_health_check": list(HealthCheck)}


@tagged("post_install", "-at_install")
class TestPriceProperty(PriceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.paper = cls._create_product("Random paper")
        cls.unit, cls.dozen = cls.env.ref("uom.product_uom_unit"), cls.env.ref("uom.product_uom_dozen")
        cls.general = cls._create_pricelist("General")
        cls.company.root_id.price_pricelist_id = cls.general
        cls.foreign = cls.env["res.currency"].create({"name": "DRM", "symbol": "D", "active": True})
        cls.env["res.currency.rate"].create(
            [
                {"currency_id": cls.foreign.id, "rate": rate, "name": day, "company_id": cls.company.id}
                for rate, day in ((0.5, "2020-01-01"), (0.25, "2026-01-20"))
            ]
        )
        cls.foreign_list = cls._create_pricelist("Foreign", currency_id=cls.foreign.id)

    def _make(self, spec):
        pricelist = self.pricelist if spec["list"] == "own" else self.general
        sheet = self._create_sheet(
            {
                self.paper: [
                    {
                        "price": line["price"],
                        "min_quantity": line["minimum"],
                        "product_uom_id": (self.dozen if line["dozen"] else self.unit).id,
                    }
                    for line in spec["lines"]
                ]
            },
            submit=False,
            pricelist_id=pricelist.id,
        )
        start, end = self._period(spec)
        sheet.sudo()._write_by_flow(
            {
                "approved_on": START + timedelta(days=spec["approved"]),
                "in_force_from": start,
                "in_force_to": end,
            }
        )
        return sheet

    @staticmethod
    def _period(spec):
        """From when to when a sheet counts."""
        start = START + timedelta(days=max(spec["approved"], spec["first"]))
        end = None if spec["length"] is None else START + timedelta(days=spec["first"] + spec["length"])
        if spec["revoked"] is not None and spec["revoked"] >= spec["approved"]:
            stop = max(START + timedelta(days=spec["revoked"]), start)
            end = stop if end is None else min(stop, end)
        return start, end

    def _expected(self, specs, order):
        """The unit price by reading everything, one thing after the other."""
        moment = START + timedelta(days=order["day"], hours=6)
        pieces = order["quantity"] * (12 if order["dozen"] else 1)
        for wanted in ("own", "general"):
            latest, price = None, None
            for number, spec in enumerate(specs):
                start, end = self._period(spec)
                if spec["list"] != wanted or moment < start or (end is not None and moment >= end):
                    continue
                reached = -1
                for line in spec["lines"]:
                    size = 12 if line["dozen"] else 1
                    if reached < line["minimum"] * size <= pieces:
                        reached = line["minimum"] * size
                        piece_price = line["price"] / size
                if reached >= 0 and (latest is None or (spec["approved"], number) > latest):
                    latest, price = (spec["approved"], number), piece_price
            if price is not None:
                return price
        return None

    @settings(**SETTINGS)
    @given(st.lists(SHEET, max_size=5), st.lists(ORDER, min_size=1, max_size=4))
    def test_price_in_force_and_deviation(self, specs, orders):
        with self.env.cr.savepoint() as savepoint:
            for spec in specs:
                self._make(spec)
            for spec in orders:
                self._compare(specs, spec)
            savepoint.rollback()
        self.env.invalidate_all()

    def _compare(self, specs, spec):
        moment = START + timedelta(days=spec["day"], hours=6)
        uom = self.dozen if spec["dozen"] else self.unit
        order = self._quote(
            spec["net"],
            spec["quantity"],
            product=self.paper,
            user=self.env.user,
            pricelist_id=(self.foreign_list if spec["foreign"] else self.pricelist).id,
            lines=[{"product_uom_id": uom.id}],
        )
        order.flush_recordset()
        self.env.cr.execute(
            "UPDATE sale_order SET state = 'sale', price_confirmed_on = %s WHERE id = %s", [moment, order.id]
        )
        order.invalidate_recordset()
        price = self._expected(specs, spec)
        line = order.order_line
        found = line._get_prices_in_force()[line]
        if price is None:
            self.assertIsNone(found.price)
            return
        price *= 12 if spec["dozen"] else 1
        if spec["foreign"]:
            price *= 0.25 if moment >= datetime(2026, 1, 20) else 0.5
        self.assertAlmostEqual(found.price, price, 6)
        figure = line._get_price_figures()[line]
        self.assertAlmostEqual(figure.deviation, deviation_of(spec["net"], price), 6)
        low, high = price * 0.95, price * 1.10
        if abs(spec["net"] - low) > 0.01 and abs(spec["net"] - high) > 0.01:
            self.assertEqual(figure.status, "ok" if low < spec["net"] < high else "outside")

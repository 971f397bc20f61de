"""Whatever is shipped, returned and corrected, all sheets together say what the transfers say."""

from collections import Counter, defaultdict

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.backoffice_base.rules.company_day import day_of

from .common import TZ, DeliveryCommon

DAYS = 6
STEPS = (
    "ship",
    "ship_dozens",
    "give_back",
    "change_quantity",
    "change_day",
    "change_price",
    "open_sheet",
    "sign_sheet",
    "refresh",
)
STEP = st.tuples(st.sampled_from(STEPS), st.integers(0, DAYS - 1), st.integers(1, 9))
HISTORY = st.lists(STEP, min_size=8, max_size=22)


@tagged("post_install", "-at_install")
class TestSheetsEqualTransfers(DeliveryCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.product.uom_ids = [Command.link(cls.dozen.id)]
        cls.second = cls._create_product("Film 30 µm", taxes_id=[Command.set(cls.tax.ids)], weight=7.3)

    @settings(
        max_examples=25,
        deadline=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],  # shrinking takes many minutes; add Phase.shrink to hunt
        suppress_health_check=list(HealthCheck),
    )
    @given(history=HISTORY)
    @example(history=[(step, number % DAYS, 5) for number, step in enumerate(STEPS * 2)])
    @example(
        history=[
            ("ship", 0, 5),
            ("open_sheet", 0, 1),
            ("sign_sheet", 0, 1),
            ("change_day", 2, 1),
            ("change_quantity", 0, 7),
            ("open_sheet", 1, 1),
            ("sign_sheet", 0, 1),
            ("change_day", 0, 1),
            ("change_price", 0, 4),
        ]
    )
    def _try_histories(self, history):
        savepoint = self.env.cr.savepoint()
        self.pickings, self.sheets = self.env["stock.picking"], self.env["delivery.day.sheet"]
        try:
            for step, day, number in history:
                if getattr(self, f"_do_{step}")(self._day(day - DAYS), number):
                    self.done[step] += 1
                    self._compare()
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def test_any_history(self):
        self.done = Counter()
        self._try_histories()
        self.assertEqual(set(self.done), set(STEPS), "the histories must have tried everything")

    # --- a history: each step returns whether there was something to do -----------

    def _pick(self, number, records):
        return records[number % len(records)] if records else records

    def _do_ship(self, day, number):
        order = self._create_order(lines=[(number, 33.33), (number + 1, 7.77)])
        order.order_line[1].write({"product_id": self.second.id, "price_unit": 7.77})
        order.action_confirm()
        self.pickings |= self._validate(order.picking_ids, on=day)
        return True

    def _do_ship_dozens(self, day, number):
        order = self._create_order(lines=[(number, 399.99)])
        order.order_line.write({"product_uom_id": self.dozen.id, "price_unit": 399.99})
        order.action_confirm()
        self.pickings |= self._validate(order.picking_ids, on=day)
        return True

    def _do_give_back(self, day, number):
        picking = self._pick(number, self.pickings.filtered(lambda picking: not picking.is_customer_return))
        if not picking or picking.return_ids:
            return False
        back = self._return(picking, 1.0)
        self._date(back, day)
        self.pickings |= back
        return True

    def _do_change_quantity(self, day, number):
        move = self._pick(number, self.pickings.move_ids)
        if not move:
            return False
        move.move_line_ids[:1].quantity = number
        return True

    def _do_change_day(self, day, number):
        picking = self._pick(number, self.pickings)
        if not picking:
            return False
        self._date(picking, day)
        return True

    def _do_change_price(self, day, number):
        line = self._pick(number, self.pickings.move_ids.sale_line_id)
        if not line:
            return False
        line.price_unit = number * 1.11
        return True

    def _do_open_sheet(self, day, number):
        if self.sheets.filtered(lambda sheet: sheet.date == day):
            return False
        self.sheets |= self._sheet(day).sudo(False).with_env(self.env)
        return True

    def _do_sign_sheet(self, day, number):
        sheet = self._pick(number, self.sheets.filtered(lambda sheet: sheet.state == "draft"))
        if not sheet:
            return False
        sheet.action_sign()
        return True

    def _do_refresh(self, day, number):
        drafts = self.sheets.filtered(lambda sheet: sheet.state == "draft")
        drafts.action_refresh()
        return bool(drafts)

    # --- the slow way -------------------------------------------------------------

    def _compare(self):
        """Every sheet that could still be made, made: then nothing is missing and nothing is there twice."""
        savepoint = self.env.cr.savepoint()
        try:
            self._sheet(self._day())  # takes in what no draft waits for
            expected, amounts = self._recompute()
            figures = defaultdict(float)
            money = 0.0
            for line in self.env["delivery.day.sheet.line"].search([("company_id", "=", self.company.id)]):
                figures[line.ship_date, line.product_id] += line.product_quantity
                money += line.amount_total
            for key in figures.keys() | expected.keys():
                self.assertAlmostEqual(figures[key], expected[key], 2, f"{key[0]} {key[1].name}")
            self.assertAlmostEqual(money, amounts, 2)
            for sheet in self.sheets:
                self.assertFalse(sheet.tie_difference, sheet.date)
                self.assertTrue(sheet.is_intact)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _recompute(self):
        """Add up every move in plain Python: ``{(day, product): quantity}`` and the amount of all."""
        quantities, amount = defaultdict(float), 0.0
        since = self.company.delivery_sheet_since
        for move in self.env["stock.move"].search(
            [("state", "=", "done"), ("company_id", "=", self.company.id)]
        ):
            sign = (move.location_dest_id.usage == "customer") - (move.location_id.usage == "customer")
            day = day_of(fields.Datetime.to_datetime(move.date), TZ)
            if not sign or day < since:
                continue
            quantity = move.product_uom._compute_quantity(move.quantity, move.product_id.uom_id)
            quantities[day, move.product_id] += sign * quantity
            line = move.sale_line_id
            if line:
                ordered = move.product_uom._compute_quantity(move.quantity, line.product_uom_id, round=False)
                amount += line.currency_id.round(sign * ordered * line.price_total / line.product_uom_qty)
        return quantities, amount

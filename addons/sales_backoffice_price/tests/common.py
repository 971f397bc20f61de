"""The cast and the builders of the price tests; other addons import ``PriceCommon``."""

from contextlib import contextmanager
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.sales_backoffice.tests.common import CreditCommon

MINUTE = timedelta(minutes=1)


class PriceCommon(CreditCommon):
    """The credit cast, a price list of its own, and a sheet in force: paper at 100, floor 90, 5 % below allowed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.root_id.credit_control = False  # credit has tests of its own
        cls.users["deputy"] = new_test_user(
            cls.env, "price_deputy", groups="backoffice_base.group_sales_manager", name="Deputy"
        )
        cls.pricelist = cls._create_pricelist("House list")
        cls.partner.specific_property_product_pricelist = cls.pricelist
        cls.today = fields.Date.context_today(cls.env.user)
        cls.sheet = cls._approved_sheet({cls.product: (100.0, 90.0)})

    # --- builders ---------------------------------------------------------------

    @classmethod
    def _create_pricelist(cls, name, **values):
        return cls.env["product.pricelist"].create({"name": name, "company_id": False, **values})

    @classmethod
    def _create_sheet(cls, prices, by="supervisor", submit=True, **values):
        """A sheet of ``{product: price, (price, floor) or a list of dicts of line values}``."""
        values = {"pricelist_id": cls.pricelist.id, "valid_from": cls.today, "band_down": 0.05} | values
        lines = [
            Command.create({"product_id": product.id, **line})
            for product, entry in prices.items()
            for line in cls._line_values(entry)
        ]
        sheet = cls.env["sale.price.sheet"].with_user(cls.users[by]).create({**values, "line_ids": lines})
        if submit:
            sheet.action_submit()
        return sheet

    @staticmethod
    def _line_values(entry):
        if isinstance(entry, list):
            return entry
        price, floor = entry if isinstance(entry, tuple) else (entry, 0.0)
        return [{"price": price, "floor_price": floor}]

    @classmethod
    def _approved_sheet(cls, prices, ago=MINUTE, decider="general_manager", **values):
        """An approved sheet that counts since ``ago``."""
        sheet = cls._create_sheet(prices, **values)
        sheet.with_user(cls.users[decider]).action_approve()
        return cls._age(sheet, ago)

    @classmethod
    def _age(cls, sheet, ago):
        """Let the approval have happened ``ago``, which no clock in the test allows."""
        if sheet.in_force_from <= fields.Datetime.now():
            sheet.sudo()._write_by_flow(
                {"approved_on": sheet.approved_on - ago, "in_force_from": sheet.in_force_from - ago}
            )
        return sheet

    @classmethod
    def _quote(cls, price=100.0, quantity=10.0, user=None, product=None, discount=0.0, lines=None, **values):
        """A quotation of the salesperson; ``lines`` are dicts of line values."""
        product = product or cls.product
        line = {
            "product_id": product.id,
            "product_uom_qty": quantity,
            "price_unit": price,
            "discount": discount,
        }
        return (
            cls.env["sale.order"]
            .with_user(user or cls.users["seller"])
            .create(
                {
                    "partner_id": cls.partner.id,
                    "user_id": cls.users["seller"].id,
                    "pricelist_id": cls.pricelist.id,
                    "order_line": [Command.create({**line, **item}) for item in lines or [{}]],
                    **values,
                }
            )
        )

    @classmethod
    def _request(cls, order, by="clerk", submit=True, **values):
        """A special price for all that the order is held for."""
        Release = cls.env["sale.price.release"].with_user(cls.users[by])
        prepared = Release._prepare_for_order(order.with_user(cls.users[by]))
        values = {"order_id": order.id, "reason": "A competitor offers less.", **prepared, **values}
        release = Release.create(values)
        if submit:
            release.action_submit()
        return release

    @classmethod
    def _allow(cls, order, decider="general_manager", **values):
        """An approved special price."""
        release = cls._request(order, **values)
        release.with_user(cls.users[decider]).action_approve()
        return release

    # --- assertions -------------------------------------------------------------

    def assertPriceHeld(self, order, *words):
        """Confirming is refused, says ``words``, and leaves the order as it was."""
        state = order.state
        with self.assertRefusedForPrice(*words), self.env.cr.savepoint():
            order.action_confirm()
        order.invalidate_recordset()
        self.assertEqual(order.state, state)

    def assertConfirms(self, order):
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    @contextmanager
    def assertRefusedForPrice(self, *words):
        """What happens inside is refused for prices, and undone."""
        from ..services.price_gate import PriceHold

        with self.assertRaises(PriceHold) as refusal, self.env.cr.savepoint():
            yield
        self.env.invalidate_all()
        for word in words:
            self.assertIn(word, str(refusal.exception))

    def assertStatus(self, order, *statuses):
        order.invalidate_recordset()
        order.order_line.invalidate_recordset()
        self.assertEqual(order.order_line.mapped("price_status"), list(statuses))

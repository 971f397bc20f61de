"""What a client can send that no button sends: none of it sells at a price nobody approved."""

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .common import PriceCommon

FORGED = {
    "flow_token": True,
    "price_sheet_token": True,
    "price_release_token": True,
    "price_watched": {"ids": list(range(10_000))},
    "credit_watched": {"ids": list(range(10_000))},
    "price_guard": False,
    "skip_price_check": True,
    "bypass_risk": True,
    "active_test": False,
    "import_file": True,
    "install_mode": True,
    "tracking_disable": True,
    "sale_write_from_compute": True,
    "skip_procurement": True,
    "default_price_confirmed_on": "2000-01-01 00:00:00",
    "tz": "Pacific/Kiritimati",
    "uid": 1,
    "su": True,
}


class PriceHttp(PriceCommon, BackofficeHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("sale.async_emails", "False")
        cls.seller = cls.users["seller"]
        cls.confirmed = cls._quote(100.0)
        cls.confirmed.action_confirm()
        cls.quotation = cls._quote(90.0)

    def _line(self, price=10.0, **values):
        return {"product_id": self.product.id, "product_uom_qty": 1, "price_unit": price, **values}

    def assertHeldOverRpc(self, method, *args, model="sale.order", **kwargs):
        for context in ({}, FORGED):
            self.assertRpcRefused("PriceHold", self.seller, model, method, *args, context=context, **kwargs)


@tagged("post_install", "-at_install")
class TestOrdersOverRpc(PriceHttp):
    def test_no_call_confirms_a_held_order(self):
        self.assertHeldOverRpc("action_confirm", self.quotation.ids)
        self.assertHeldOverRpc("write", self.quotation.ids, {"state": "sale"})
        self.assertHeldOverRpc("web_save", self.quotation.ids, {"state": "sale"}, specification={})
        self.assertHeldOverRpc("copy", self.quotation.ids, {"state": "sale"})
        self.assertHeldOverRpc(
            "write", self.quotation.ids, {"state": "sale", "price_confirmed_on": "2000-01-01 00:00:00"}
        )
        self.assertEqual(self.quotation.state, "draft")

    def test_no_call_creates_a_confirmed_order(self):
        values = {"partner_id": self.partner.id, "order_line": [Command.create(self._line())]}
        self.assertHeldOverRpc("create", [{**values, "state": "sale"}])
        self.assertHeldOverRpc("web_save", [], {**values, "state": "sale"}, specification={})
        context = {**FORGED, "default_state": "sale"}
        self.assertRpcRefused("PriceHold", self.seller, "sale.order", "create", [values], context=context)

    def test_no_call_lowers_a_confirmed_order(self):
        line = self.confirmed.order_line
        for values in (
            {"price_unit": 1.0},
            {"discount": 99.0},
            {"technical_price_unit": 1.0, "price_unit": 1.0},
        ):
            self.assertHeldOverRpc("write", line.ids, values, model="sale.order.line")
            self.assertHeldOverRpc("write", self.confirmed.ids, {"order_line": [(1, line.id, values)]})
        new = self._line(order_id=self.confirmed.id)
        self.assertHeldOverRpc("create", [new], model="sale.order.line")
        self.assertHeldOverRpc("web_save", [], new, model="sale.order.line", specification={})
        self.assertHeldOverRpc("create", [{**new, "product_uom_qty": 0}], model="sale.order.line")
        for context in ({}, FORGED, {"default_is_downpayment": True}):
            deposit = {**new, "is_downpayment": True}
            args = ("sale.order.line", "create", [deposit])
            self.assertRpcRefused("ValidationError", self.seller, *args, context=context)
        self.assertEqual(line.price_unit, 100.0)

    def _forged_total(self):
        """Taxes and a total of 10 for ten pieces at 100, the way Odoo keeps a total typed by hand."""
        tax = self.env["account.tax"].create({"name": "13 %", "amount": 13.0, "company_id": self.company.id})
        forged = {
            "currency_id": self.company.currency_id.id,
            "price_unit": 100.0,
            "discount": 0.0,
            "quantity": 10.0,
            "manual_total_excluded_currency": 10.0,
            "manual_total_excluded": 10.0,
            "manual_tax_amounts": {str(tax.id): {"tax_amount_currency": 1.0, "base_amount_currency": 10.0}},
        }
        return {"tax_ids": [tax.id], "extra_tax_data": forged}

    def _create_over_rpc(self, *lines):
        values = {
            "partner_id": self.partner.id,
            "order_line": [Command.create(self._line(100.0, **line)) for line in lines],
        }
        return self.env["sale.order"].browse(self._rpc(self.seller, "sale.order", "create", [values]))

    def test_no_total_of_its_own_makes_goods_cheap(self):
        order = self._create_over_rpc({"product_uom_qty": 10, **self._forged_total()})
        self.assertEqual((order.amount_untaxed, order.amount_total), (1_000, 1_130))
        self._rpc(self.seller, "sale.order", "action_confirm", order.ids)
        self.env.invalidate_all()
        self._deliver(order)
        self.assertEqual(order._create_invoices().amount_untaxed, 1_000)

    def test_what_is_delivered_and_was_not_ordered_has_no_total_of_its_own(self):
        order = self._create_over_rpc({}, {"product_uom_qty": 0, **self._forged_total()})
        order.action_confirm()
        self._deliver(order)
        order.order_line[1].qty_delivered = 10
        self.assertEqual(order._create_invoices().amount_untaxed, 1_100)

    def test_the_date_of_the_order_does_not_choose_the_list(self):
        old = self._approved_sheet({self.product: 10.0}, ago=self._hours(3))
        past = fields.Datetime.to_string(old.in_force_from)
        values = {"date_order": past, "order_line": [(1, self.confirmed.order_line.id, {"price_unit": 10.0})]}
        self.assertHeldOverRpc("write", self.confirmed.ids, values)
        self.quotation.order_line.price_unit = 10.0
        self.assertHeldOverRpc("write", self.quotation.ids, {"date_order": past, "state": "sale"})

    def test_another_list_currency_or_company_does_not_help(self):
        cheap = self._create_pricelist("Cheap", currency_id=self._weak_currency().id)
        self._approved_sheet({self.product: 10.0}, pricelist_id=cheap.id)
        self.quotation.order_line.price_unit = 10.0
        self.quotation.pricelist_id = cheap
        self.quotation.currency_id = self.company.currency_id
        self.assertHeldOverRpc("action_confirm", self.quotation.ids)

    def test_delivered_quantities_and_display_types_hide_nothing(self):
        service = self._create_product("Cutting", type="service", service_type="manual")
        self._approved_sheet({service: 100.0})
        self.assertHeldOverRpc(
            "create",
            [
                {
                    "order_id": self.confirmed.id,
                    "product_id": service.id,
                    "product_uom_qty": 0,
                    "price_unit": 1.0,
                }
            ],
            model="sale.order.line",
        )

    def _weak_currency(self):
        weak = self.env["res.currency"].create({"name": "WEK", "symbol": "w", "active": True})
        self.env["res.currency.rate"].create(
            {"currency_id": weak.id, "rate": 10.0, "name": "2020-01-01", "company_id": self.company.id}
        )
        return weak

    @staticmethod
    def _hours(count):
        from datetime import timedelta

        return timedelta(hours=count)


@tagged("post_install", "-at_install")
class TestDocumentsOverRpc(PriceHttp):
    def _refused(self, user, model, method, *args, errors=("AccessError", "UserError", "ValidationError")):
        for context in ({}, FORGED):
            error = errors if isinstance(errors, str) else None
            if error:
                self.assertRpcRefused(error, self.users[user], model, method, *args, context=context)
                continue
            with self.assertRaises(Exception) as caught, self.assertLogs("odoo.http", "WARNING"):
                self._rpc(self.users[user], model, method, *args, context=context)
            self.assertTrue(str(caught.exception).endswith(tuple(errors)), str(caught.exception))

    def test_nobody_approves_the_own_request_or_forges_an_approval(self):
        release = self._request(self.quotation, by="seller")
        self._refused("seller", "sale.price.release", "action_approve", release.ids)
        for values in (
            {"state": "approved"},
            {"over_ratio": 0.0},
            {"decided_by_id": self.users["general_manager"].id},
            {"order_id": self.confirmed.id},
            {"line_ids": [(1, release.line_ids.id, {"price_net": 1.0})]},
        ):
            self._refused("seller", "sale.price.release", "write", release.ids, values)
        self._refused("seller", "sale.price.release.line", "write", release.line_ids.ids, {"price_net": 1.0})
        self._refused("seller", "sale.price.release.line", "write", release.line_ids.ids, {"quantity": 1e9})
        self._refused("seller", "sale.price.release.line", "unlink", release.line_ids.ids)
        values = {"order_id": self.quotation.id, "reason": "x", "state": "approved"}
        self._refused("seller", "sale.price.release", "create", [values])
        self.assertEqual(release.state, "submitted")

    def test_a_line_does_not_join_an_approved_request(self):
        release = self._allow(self.quotation)
        other = self._quote(lines=[{"price_unit": 100.0}, {"price_unit": 1.0}])
        self._refused(
            "clerk",
            "sale.price.release.line",
            "create",
            [{"release_id": release.id, "order_line_id": other.order_line[1].id, "price_net": 1.0}],
        )
        draft = self._request(other, submit=False)
        self._refused(
            "clerk", "sale.price.release.line", "write", draft.line_ids.ids, {"release_id": release.id}
        )

    def test_nobody_changes_an_approved_sheet(self):
        manager, line = "supervisor", self.sheet.line_ids
        for model, record, values in (
            ("sale.price.sheet", self.sheet, {"valid_to": "2020-01-01"}),
            ("sale.price.sheet", self.sheet, {"in_force_to": "2020-01-01 00:00:00"}),
            ("sale.price.sheet", self.sheet, {"approved_on": "2099-01-01 00:00:00"}),
            ("sale.price.sheet", self.sheet, {"line_ids": [(1, line.id, {"price": 1.0})]}),
            ("sale.price.sheet.line", line, {"price": 1.0}),
            ("sale.price.sheet.line", line, {"band_down": 1.0}),
            ("product.pricelist.item", self.pricelist.item_ids, {"fixed_price": 1.0}),
        ):
            self._refused(manager, model, "write", record.ids, values)
        self._refused(manager, "sale.price.sheet", "unlink", self.sheet.ids)
        self._refused(
            manager,
            "sale.price.sheet",
            "create",
            [
                {
                    "pricelist_id": self.pricelist.id,
                    "valid_from": "2020-01-01",
                    "in_force_from": "2020-01-01 00:00:00",
                }
            ],
        )
        self._refused("seller", "sale.price.sheet", "create", [{"pricelist_id": self.pricelist.id}])
        self.assertEqual(self.sheet.line_ids.price, 100.0)

    def test_private_methods_stay_private(self):
        for model, method in (
            ("sale.price.release", "_do_use"),
            ("sale.price.sheet", "_write_items"),
            ("product.pricelist.item", "_by_sheet"),
            ("price.gate", "_enforce"),
            ("sale.order.line", "_get_prices_in_force"),
        ):
            self._refused("seller", model, method, [])

    def test_a_portal_customer_sees_no_list_and_no_floor(self):
        portal = (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": "Portal",
                    "login": "price_portal",
                    "password": "price_portal",
                    "partner_id": self.partner.id,
                    "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
                }
            )
        )
        for model in ("sale.price.sheet", "sale.price.sheet.line", "sale.price.release"):
            self.assertRpcRefused("AccessError", portal, model, "search_read", [])
        names = ["list_price_in_force", "price_floor", "price_status", "price_deviation"]
        self.assertRpcRefused(
            "AccessError", portal, "sale.order.line", "read", self.confirmed.order_line.ids, names
        )

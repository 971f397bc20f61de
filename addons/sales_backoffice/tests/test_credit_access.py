"""Who sees whose credit, and who can do the daily work without seeing it."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .test_credit_gate import SmallLimit

MODELS = (
    "credit.profile",
    "credit.exposure",
    "credit.exposure.line",
    "credit.release",
    "credit.release.plan",
)
READ_ALL = ("clerk", "supervisor", "sales_manager", "accountant", "general_manager", "auditor")


class TwoSellers(SmallLimit):
    """A customer each for two salespeople, with a profile, an open invoice, a request and a plan."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls._create_customer("Foreign Customer", user_id=cls.users["other_seller"].id)
        cls.foreign_profile = cls._create_profile(cls.foreign)
        for partner, profile, seller in (
            (cls.partner, cls.profile, "seller"),
            (cls.foreign, cls.foreign_profile, "other_seller"),
        ):
            cls._open_invoice(100.0, partner=partner)
            cls._create_release(
                "increase",
                by=seller,
                profile_id=profile.id,
                amount=100.0,
                plan_ids=[Command.create({"date": "2030-01-01", "amount": 100.0})],
            )
        cls.env.flush_all()

    def _see(self, user, model):
        """The customers whose rows ``user`` sees."""
        field = {
            "credit.exposure.line": "profile_id.partner_id",
            "credit.release.plan": "release_id.partner_id",
        }
        records = self.env[model].with_user(user).search([])
        return records.sudo().mapped(field.get(model, "partner_id")) & (self.partner | self.foreign)


@tagged("post_install", "-at_install")
class TestSight(TwoSellers):
    def test_a_salesperson_sees_the_own_customers_only(self):
        for model in MODELS:
            with self.subTest(model=model):
                self.assertEqual(self._see(self.users["seller"], model), self.partner)

    def test_a_salesperson_does_not_read_a_foreign_row_by_its_id(self):
        for model in MODELS:
            field = {
                "credit.exposure.line": "profile_id.partner_id",
                "credit.release.plan": "release_id.partner_id",
            }
            rows = self.env[model].search([(field.get(model, "partner_id"), "=", self.foreign.id)])
            with self.subTest(model=model), self.assertRaises(AccessError):
                rows.with_user(self.users["seller"]).read()

    def test_everybody_in_the_office_sees_all_customers(self):
        for name in READ_ALL:
            for model in MODELS:
                with self.subTest(name=name, model=model):
                    self.assertEqual(self._see(self.users[name], model), self.partner | self.foreign)

    def test_the_warehouse_and_outsiders_see_no_figures(self):
        outsider = new_test_user(self.env, "credit_portal", groups="base.group_portal")
        for user in (self.users["warehouse"], outsider):
            for model in MODELS:
                with self.subTest(user=user.name, model=model), self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])

    def test_the_auditor_writes_nothing(self):
        for model in (*MODELS, "credit.group", "credit.dispute"):
            records = self.env[model].with_user(self.users["auditor"])
            self.assertTrue(records.has_access("read"), model)
            for operation in ("create", "write", "unlink"):
                self.assertFalse(records.has_access(operation), f"{operation} {model}")

    def test_only_accountant_and_general_manager_grant_credit(self):
        for name, user in self.users.items():
            may = name in ("accountant", "general_manager")
            for model in ("credit.profile", "credit.group"):
                self.assertEqual(self.env[model].with_user(user).has_access("write"), may, f"{name} {model}")

    def test_each_role_opens_an_order_in_full(self):
        order = self._confirmed_order(100.0)
        for name in (
            "seller",
            "clerk",
            "supervisor",
            "sales_manager",
            "accountant",
            "general_manager",
            "warehouse",
            "auditor",
        ):
            with self.subTest(name=name):
                self._read_everything(order, self.users[name])

    def test_a_user_without_our_groups_reads_orders_customers_and_invoices(self):
        stock = new_test_user(self.env, "credit_stock", groups="stock.group_stock_user")
        order = self._confirmed_order(100.0)
        self.assertNotIn("credit_release_ids", self._read_everything(order, stock))
        self._read_everything(self.partner, stock)

    def test_a_portal_customer_reads_the_own_order_but_no_figures(self):
        portal = new_test_user(self.env, "credit_buyer", groups="base.group_portal")
        portal.partner_id.parent_id = self.partner
        order = self._confirmed_order(100.0)
        order.message_subscribe(portal.partner_id.ids)
        self.assertEqual(self._read_everything(order, portal), ["credit_confirmed_once"])
        for name in ("credit_exposure", "credit_available", "credit_reason", "credit_limit_today"):
            with self.assertRaises(AccessError):
                order.with_user(portal).read([name])

    def _read_everything(self, record, user):
        """Read the usual fields and all of ours that ``user`` is offered; return the names of ours."""
        ours = [name for name in record.with_user(user).fields_get() if name.startswith("credit_")]
        usual = {"sale.order": ["name", "amount_total", "order_line", "partner_credit_warning"]}.get(
            record._name, ["name"]
        )
        self.env.invalidate_all()
        values = record.with_user(user).read([*usual, *ours])[0]
        self.assertEqual(values["name"], record.name)
        return ours

    def test_a_salesperson_reads_the_reason_on_an_order_of_a_foreign_customer(self):
        order = self._create_order(200_000.0, partner=self.foreign, user=self.users["seller"])
        self.assertIn("Foreign Customer would exceed", order.credit_reason)
        self.assertTrue(order.read()[0]["credit_profile_id"])


@tagged("post_install", "-at_install")
class TestOtherCompany(TwoSellers):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other company"})
        cls.stranger = new_test_user(
            cls.env,
            "credit_stranger",
            groups="backoffice_base.group_general_manager",
            company_id=cls.other.id,
            company_ids=[Command.set(cls.other.ids)],
        )

    def test_the_other_company_sees_nothing_of_ours(self):
        for model in (*MODELS, "credit.dispute"):
            with self.subTest(model=model):
                self.assertFalse(self.env[model].with_user(self.stranger).search([]))

    def test_claiming_our_company_in_the_context_shows_nothing_either(self):
        context = {"allowed_company_ids": self.company.ids}
        with self.assertRaises(AccessError):
            self.env["credit.profile"].with_user(self.stranger).with_context(**context).search([])

    def test_the_other_company_decides_nothing_of_ours(self):
        release = self.env["credit.release"].search([("partner_id", "=", self.partner.id)])
        with self.assertRaises(AccessError):
            release.with_user(self.stranger).action_approve()

    def test_a_user_of_both_sees_the_companies_he_chose(self):
        user = self.users["accountant"]
        user.company_ids |= self.other
        theirs = self._create_profile(self.partner, company_id=self.other.id)
        profiles = self.env["credit.profile"].with_user(user)
        self.assertNotIn(theirs, profiles.with_context(allowed_company_ids=self.company.ids).search([]))
        self.assertEqual(profiles.with_context(allowed_company_ids=self.other.ids).search([]), theirs)


@tagged("post_install", "-at_install")
class TestDailyWork(SmallLimit):
    def test_the_warehouse_ships_for_good_customers_and_reads_why_for_others(self):
        good, bad = self._confirmed_order(300.0), self._confirmed_order(500.0)
        warehouse = self.users["warehouse"]
        self._deliver_as(warehouse, good)
        self.assertEqual(good.delivery_status, "full")
        self.profile.base_limit = 700.0
        with self.assertRefusedForCredit(bad.name, "100.00", "request a credit release"):
            self._deliver_as(warehouse, bad)

    def test_whoever_ships_need_not_read_the_orders(self):
        order = self._confirmed_order(300.0)
        both = new_test_user(
            self.env, "credit_both", groups="sales_team.group_sale_salesman,stock.group_stock_user"
        )
        self._deliver_as(both, order)
        self.assertEqual(order.delivery_status, "full")

    def test_the_accountant_invoices_customers_over_the_limit(self):
        order = self._confirmed_order(900.0)
        self._deliver(order)
        self.profile.base_limit = 0.0
        invoice = order.with_user(self.users["accountant"])._create_invoices()
        invoice.invoice_date = self._days_ago(0)
        invoice.action_post()
        self.assertEqual(invoice.state, "posted")

    def test_a_salesperson_confirms_within_the_limit(self):
        order = self._create_order(1_000.0, user=self.users["seller"])
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def _deliver_as(self, user, order):
        picking = order.picking_ids.with_user(user)
        for move in picking.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
        picking.with_context(skip_sms=True).button_validate()

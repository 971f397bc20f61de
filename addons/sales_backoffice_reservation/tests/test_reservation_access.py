"""Who reads and writes what; what a client sends that no button sends; the customer's portal."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import new_test_user, tagged

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon
from odoo.addons.sales_backoffice.tests.test_credit_rpc import FORGED

from .common import TITLE, ReservationCommon

MODELS = (
    "invoice.reservation",
    "invoice.reservation.line",
    "invoice.title",
    "invoice.alias",
    "invoice.calendar",
    "invoice.register",
)
URL = "/my/invoice-reservations"


@tagged("post_install", "-at_install")
class TestRoles(ReservationCommon):
    def test_a_salesperson_sees_own_customers_only(self):
        order = self._delivered(2)
        document = self._reserve(order, 1)
        self.env["invoice.calendar"].create({"partner_id": self.partner.id})
        self.env["invoice.alias"].create(
            {"partner_id": self.partner.id, "product_id": self.product.id, "name": "Paper"}
        )
        domains = {
            "invoice.reservation": [("id", "=", document.id)],
            "invoice.register": [("order_id", "=", order.id)],
        }
        for model in MODELS:
            domain = domains.get(model, [("partner_id", "=", self.partner.id)])
            for user, count in (("seller", 1), ("other_seller", 0), ("auditor", 1), ("accountant", 1)):
                records = self.env[model].with_user(self.users[user])
                self.assertEqual(records.search_count(domain), count, f"{model} {user}")

    def test_the_auditor_changes_nothing(self):
        document = self._reserve(self._delivered(2), 1).with_user(self.users["auditor"])
        for way in (
            lambda: document.write({"note": "x"}),
            document.action_submit,
            document.action_cancel,
            document.unlink,
            lambda: document.line_ids.write({"quantity": 2}),
            lambda: document.copy(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                way()

    def test_another_company_reads_nothing(self):
        document = self._reserve(self._delivered(2), 1)
        company = self.env["res.company"].create({"name": "Second Paper"})
        stranger = new_test_user(
            self.env, "stranger", groups="backoffice_base.group_supervisor", company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )  # fmt: skip
        for model in (*MODELS, "invoice.watch"):
            records = self.env[model].with_user(stranger)
            self.assertFalse(records.search_count([("company_id", "=", self.company.id)]), model)
        with self.assertRaises(AccessError):
            document.with_user(stranger).read(["name"])


@tagged("post_install", "-at_install")
class TestOverRpc(ReservationCommon, BackofficeHttpCommon):
    def test_no_call_reserves_too_much(self):
        order = self._delivered(10)
        document = self._reserve(order, 4)
        line, clerk = document.line_ids, self.users["clerk"]
        vals = {"reservation_id": document.id, "order_line_id": order.order_line.id, "quantity": 7}
        header = {"partner_id": self.partner.id, "line_ids": [(0, 0, {**vals, "reservation_id": False})]}
        for context in ({}, FORGED, {**FORGED, "default_state": "cancelled"}):
            for model, method, *args in (
                ("invoice.reservation.line", "create", [vals]),
                ("invoice.reservation.line", "write", line.ids, {"quantity": 11}),
                ("invoice.reservation.line", "web_save", line.ids, {"quantity": 11}),
            ):
                kwargs = {"specification": {}} if method == "web_save" else {}
                self.assertRpcRefused("OverReserved", clerk, model, method, *args, context=context, **kwargs)
            error = "UserError" if "default_state" in context else "OverReserved"
            self.assertRpcRefused(error, clerk, "invoice.reservation", "create", [header], context=context)
        self.assertStanding(order, reserved=4)

    def test_no_call_skips_the_review_or_the_issuing(self):
        document = self._reserve(self._delivered(10))
        clerk = self.users["clerk"]
        for error, method, *args in (
            ("AccessError", "write", {"state": "approved"}),
            ("AccessError", "write", {"title_name": "Forged"}),
            ("UserError", "action_approve"),
            ("AccessError", "action_issue"),
            ("AccessError", "_do_issue"),
            ("AccessError", "_move_to", "issued"),
            ("AccessError", "_write_by_flow", {"state": "issued"}),
            ("AccessError", "_request_from_portal", {}),
        ):
            self.assertRpcRefused(
                error, clerk, "invoice.reservation", method, document.ids, *args, context=FORGED
            )
        for model in ("invoice.issuer", "invoice.availability"):
            self.assertRpcRefused("AccessError", clerk, model, "_issue", [document.ids])

    def test_a_forged_plan_invoices_nothing_more(self):
        order = self._delivered(10)
        context = {"reservation_plan": {"groups": [1]}, "default_reservation_line_id": 1}
        wizard = {"sale_order_ids": order.ids, "advance_payment_method": "delivered"}
        accountant = self.users["accountant"]
        accountant.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.env.flush_all()
        wizard_id = self._rpc(accountant, "sale.advance.payment.inv", "create", [wizard], context=context)
        self._rpc(accountant, "sale.advance.payment.inv", "create_invoices", wizard_id, context=context)
        self.assertEqual(order.invoice_ids.invoice_line_ids.quantity, 10)
        self.assertFalse(order.invoice_ids.invoice_line_ids.reservation_line_id)


@tagged("post_install", "-at_install")
class TestPortal(ReservationCommon, BackofficeHttpCommon):
    def _post(self, order, **values):
        self.authenticate("reservation_portal", "reservation_portal")
        form = {
            "csrf_token": Request.csrf_token(self),
            "order_id": order.id,
            "title": TITLE["name"],
            "vat": TITLE["vat"],
            "invoice_kind": "special",
            **values,
        }
        return self.url_open(f"{URL}/request", data=form)

    def test_a_customer_asks_for_an_invoice(self):
        order = self._delivered(10)
        response = self._post(order)
        document = self.env["invoice.reservation"].search([("from_portal", "=", True)], limit=1)
        self.assertIn(document.name, response.text)
        self.assertRecordValues(
            document,
            [
                {
                    "partner_id": self.partner.id,
                    "amount_total": 1_000,
                    "title_id": self.title.id,
                    "state": "draft",
                    "user_id": self.users["seller"].id,
                }
            ],
        )
        self.assertEqual(document.activity_ids.user_id, self.users["seller"])
        self.assertStanding(order, available=0)

    def test_what_is_entered_is_checked(self):
        order = self._delivered(10)
        foreign = self._delivered(3, partner=self._create_customer("Harbour Labels"))
        for values, words in (
            ({"vat": "91110000600037342L"}, "not valid"),
            ({"vat": ""}, "needs your tax number"),
            ({"title": " "}, "Enter the title"),
            ({"title": "x" * 121}, "longer than"),
            ({"invoice_kind": "free"}, "Choose the kind"),
            ({"order_id": foreign.id}, "Nothing of this order"),
            ({"order_id": "1 OR 1=1"}, "Nothing of this order"),
        ):
            self.assertIn(words, self._post(order, **values).text)
        self.assertFalse(self.env["invoice.reservation"].search_count([("from_portal", "=", True)]))

    def test_the_tax_number_is_one_of_the_customers_country(self):
        order = self._delivered(10)
        self.partner.country_id = self.env.ref("base.de")
        self.assertIn("not valid", self._post(order, vat="DE136695978").text)
        self.assertFalse(self.env["invoice.reservation"].search_count([("from_portal", "=", True)]))
        self.partner.country_id = self.env.ref("base.hk")
        self._post(order, vat="12345678")
        document = self.env["invoice.reservation"].search([("from_portal", "=", True)])
        self.assertEqual(document.title_id.vat, "12345678")

    def test_a_new_title_is_kept_for_the_customer(self):
        self._post(self._delivered(1), title="Moon Press", vat="00501503", invoice_kind="ordinary")
        document = self.env["invoice.reservation"].search([("from_portal", "=", True)], limit=1)
        self.assertRecordValues(
            document.title_id, [{"name": "Moon Press", "vat": "00501503", "is_default": False}]
        )

    def test_requests_are_limited(self):
        for _count in range(10):
            self._post(self._delivered(1))
        self.assertIn("Too many requests", self._post(self._delivered(1)).text)

    def test_a_customer_sees_own_reservations_only(self):
        other = self._create_customer("Harbour Labels")
        foreign = self._reserve(self._delivered(1, partner=other), title_id=False)
        excuse = self._reserve(self._delivered(1), kind="no_invoice", reason="Secret reason.")
        own = self._reserve(self._delivered(1))
        self.authenticate("reservation_portal", "reservation_portal")
        page = self.url_open(URL).text
        self.assertIn(own.name, page)
        for hidden in (foreign, excuse):
            self.assertNotIn(hidden.name, page)
            self.assertNotIn(hidden.name, self.url_open(f"{URL}/{hidden.id}").text.split("</title>")[-1])
        self.assertIn(own.line_ids.item_name, self.url_open(f"{URL}/{own.id}").text)

    def _portal_of(self, login, **values):
        user = new_test_user(self.env, login, groups="base.group_portal")
        user.partner_id.write(values)
        return user

    def test_who_of_a_family_of_companies_sees_what(self):
        subsidiary = self._create_customer("Rising Sun North", parent_id=self.partner.id)
        stranger = self._create_customer("Harbour Labels")
        of_parent = self._reserve(self._delivered(1))
        of_subsidiary = self._reserve(self._delivered(1, partner=subsidiary), title_id=False)
        of_stranger = self._reserve(self._delivered(1, partner=stranger), title_id=False)
        self.assertEqual(of_subsidiary.partner_id, subsidiary)
        every = of_parent + of_subsidiary + of_stranger
        for login, values, expected in (
            ("portal_contact", {"parent_id": self.partner.id}, of_parent),
            ("portal_sub", {"parent_id": subsidiary.id}, of_subsidiary),
            ("portal_stranger", {"parent_id": stranger.id}, of_stranger),
            ("portal_mail", {"email": "sun@example.com"}, every.browse()),
        ):
            user = self._portal_of(login, **values)
            seen = self.env["invoice.reservation"].with_user(user).search([("id", "in", every.ids)])
            self.assertEqual(seen, expected, login)
            lines = self.env["invoice.reservation.line"].with_user(user)
            self.assertEqual(lines.search([("reservation_id", "in", every.ids)]), expected.line_ids, login)
            for hidden in every - expected:
                with self.assertRaises(AccessError):
                    hidden.with_user(user).read(["name"])
            self.authenticate(login, login)
            page = self.url_open(URL).text
            self.assertEqual(
                [document.name in page for document in every], [d in expected for d in every], login
            )

    def test_nobody_of_a_family_asks_for_the_invoices_of_the_others(self):
        subsidiary = self._create_customer("Rising Sun North", parent_id=self.partner.id)
        order = self._delivered(3, partner=subsidiary)
        self.assertIn("Nothing of this order", self._post(order).text)
        self.portal.partner_id.parent_id = subsidiary
        self.assertNotIn("Nothing of this order", self._post(order).text)
        document = self.env["invoice.reservation"].search([("from_portal", "=", True)])
        self.assertEqual((document.partner_id, document.title_id.partner_id), (subsidiary, subsidiary))

    def test_what_we_say_of_a_request_stays_with_us(self):
        document = self._reserve(self._delivered(1), submit=True)
        document.with_user(self.users["supervisor"]).action_reject("They never pay.")
        self.assertEqual(document.with_user(self.users["clerk"]).decision_reason, "They never pay.")
        for name in ("decision_reason", "approver_names"):
            self.assertRpcRefused(
                "AccessError", self.portal, "invoice.reservation", "read", document.ids, [name]
            )

    def test_nothing_is_reachable_over_rpc(self):
        own = self._reserve(self._delivered(1))
        for method, *args in (
            ("write", own.ids, {"note": "x"}),
            ("create", [{"partner_id": self.partner.id}]),
            ("_request_from_portal", {}),
            ("action_submit", own.ids),
            ("action_cancel", own.ids),
        ):
            self.assertRpcRefused("AccessError", self.portal, "invoice.reservation", method, *args)
        self.assertRpcRefused("AccessError", self.portal, "invoice.register", "search_read", [])
        self.assertRpcRefused("AccessError", self.portal, "invoice.title", "search_read", [])

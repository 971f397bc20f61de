from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .. import hooks
from .common import DemoCase


@tagged("post_install", "-at_install")
class TestCompany(DemoCase):
    def test_the_company_keeps_chinese_books(self):
        self.assertEqual(self.company.chart_template, "cn")
        self.assertEqual(self.company.currency_id, self.env.ref("base.CNY"))
        self.assertEqual(self.company.account_sale_tax_id.amount, 13.0)
        self.assertTrue(self.company.logo)

    def test_everybody_can_log_in(self):
        for row in self.rows("users"):
            user = self.ref(f"user_{row['login']}")
            self.assertEqual((user.login, user.lang, user.tz), (row["login"], "zh_TW", "Asia/Shanghai"))
            credential = {"type": "password", "login": row["login"], "password": row["password"]}
            self.assertTrue(user.with_user(user)._check_credentials(credential, {"interactive": True}))

    def test_everybody_has_the_group_of_the_role(self):
        users = self.rows("users")
        self.assertEqual(len(users), 15)
        for row in users:
            group = "base.group_portal" if row["role"] == "portal" else f"backoffice_base.{row['role']}"
            self.assertTrue(self.ref(f"user_{row['login']}").has_group(group), row["login"])

    def test_portal_users_belong_to_their_companies(self):
        self.assertEqual(self.ref("user_customer").commercial_partner_id, self.ref("customer_yaoguang"))
        self.assertEqual(self.ref("user_supplier").commercial_partner_id, self.ref("mill_qinghe"))

    def test_employees_have_their_managers(self):
        self.assertEqual(self.ref("employee_clerk").parent_id, self.ref("employee_supervisor"))
        self.assertEqual(self.ref("employee_sales1").user_id, self.ref("user_sales1"))

    def test_names_are_translated(self):
        product = self.ref("product_op080a")
        names = {lang: product.with_context(lang=lang).name for lang in ("zh_TW", "zh_CN", "en_US")}
        self.assertEqual(names["zh_TW"], "雙膠紙 80g 787x1092")
        self.assertEqual(names["zh_CN"], "双胶纸 80g 787x1092")
        self.assertEqual(names["en_US"], "Offset paper 80 gsm 787x1092")
        self.assertEqual(self.ref("uom_ream").name, "令")
        self.assertEqual(self.ref("term_eom30").with_context(lang="zh_CN").name, "月结 30 天")

    def test_a_ream_weighs_what_its_size_and_grammage_say(self):
        for row in self.rows("products"):
            if row["sheets"]:
                length, width = (int(side) / 1000 for side in row["size"].split("x"))
                grammage = int(row["grammage"].split()[0])
                weight = length * width * grammage * int(row["sheets"]) / 1000
                self.assertAlmostEqual(float(row["weight"]), weight, 2, row["default_code"])

    def test_grade_prices_follow_the_standard_list(self):
        product = self.ref("product_op080a")
        standard = self.ref("pricelist_standard")._get_product_price(product, 1)
        self.assertEqual(standard, 202.5)
        grade_a = self.ref("pricelist_grade_a")._get_product_price(product, 1)
        self.assertEqual(grade_a, 196.43)

    def test_the_history_was_dearer(self):
        product = self.ref("product_op080a")
        past = self.workshop.moment(self.workshop.day(-200), "")
        price = self.ref("pricelist_standard")._get_product_price(product, 1, date=past)
        self.assertAlmostEqual(price, 202.5 * 1.015, 2)


@tagged("post_install", "-at_install")
class TestInstallation(DemoCase):
    def test_a_second_run_changes_nothing(self):
        before = self.env["sale.order"].search_count([])
        hooks.post_init_hook(self.env)
        self.assertEqual(self.env["sale.order"].search_count([]), before)

    def test_a_database_with_books_is_refused(self):
        self.env["ir.model.data"].search(
            [("module", "=", "backoffice_demo"), ("name", "=", "order_over_limit")]
        ).unlink()
        with patch.object(hooks.build, "build") as build, self.assertRaises(UserError):
            hooks.post_init_hook(self.env)
        build.assert_not_called()

"""Currencies, companies and branches in the figures; the list and the drill-down tell the same."""

from odoo import fields
from odoo.tests import tagged

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestCurrenciesAndCompanies(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign = cls.env.ref("base.EUR" if cls.company.currency_id.name != "EUR" else "base.USD")
        cls.foreign.active = True
        cls.foreign.rate_ids.unlink()
        cls._rate(2.0)

    @classmethod
    def _rate(cls, rate, on="2020-01-01", currency=None):
        cls.env["res.currency.rate"].create(
            {
                "currency_id": (currency or cls.foreign).id,
                "name": on,
                "rate": rate,
                "company_id": cls.company.id,
            }
        )

    def _pricelist(self):
        return self.env["product.pricelist"].create({"name": "Foreign", "currency_id": self.foreign.id})

    def test_an_order_is_converted_once(self):
        order = self._create_order(800.0, pricelist_id=self._pricelist().id)
        order.action_confirm()
        self.assertEqual(order.currency_id, self.foreign)
        self.assertFigures(ordered=400, available=99_600)

    def test_a_limit_in_the_currency_of_the_document_needs_no_rate(self):
        self.profile.currency_id = self.foreign
        self._rate(4.0, on=fields.Date.today())
        self._open_invoice(800.0, on="2020-02-01", currency_id=self.foreign.id)
        self.assertFigures(receivable=800)
        self.profile.currency_id = self.company.currency_id
        self.assertFigures(receivable=200)

    def test_each_currency_is_rounded_once(self):
        self._rate(3.0, on=fields.Date.today())
        for _turn in range(3):
            self._open_invoice(10.0, currency_id=self.foreign.id)
        self._open_invoice(0.01)
        self.assertFigures(receivable=10.01)

    def test_a_branch_uses_the_credit_of_its_company(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        self.env.user.company_ids += branch
        self._open_invoice(1_000.0)
        order = self._create_order(2_000.0).with_company(branch)
        self.assertEqual(order._get_credit_holder()[1], self.company)
        order.company_id = branch
        self.assertEqual(order._get_credit_holder()[1], self.company)

    def test_another_company_has_a_profile_of_its_own(self):
        other = self.env["res.company"].create({"name": "Other company"})
        profile = self._create_profile(self.partner, company_id=other.id, base_limit=7.0)
        self._open_invoice(1_000.0)
        self.assertFigures(profile, exposure=0, available=7)
        self.assertFigures(receivable=1_000)

    def test_a_ceiling_without_company_adds_the_companies(self):
        group = self.env["credit.group"].create({"name": "Everywhere"})
        self.partner.credit_group_id = group
        ceiling = self._create_profile(group_id=group.id, company_id=False, base_limit=1_500.0)
        self._open_invoice(1_000.0)
        self.assertFigures(ceiling, receivable=1_000, available=500)

    def test_the_list_shows_the_same_figures_as_the_profile(self):
        self._open_invoice(1_000.0, on=self._days_ago(90))
        self._confirmed = self._create_order(500.0)
        row = self.env["credit.exposure"].search([("profile_id", "=", self.profile.id)])
        self.profile.invalidate_recordset()
        for name in (
            "receivable",
            "exposure",
            "available",
            "overdue_amount",
            "oldest_overdue_days",
            "credit_status",
        ):
            self.assertEqual(row[name], self.profile[name], name)
        self.assertEqual(row.credit_status, "overdue")

    def test_every_bucket_opens_on_its_documents(self):
        self._open_invoice(1_000.0)
        self._confirmed_order(500.0)
        lines = self.env["credit.exposure.line"].search([("profile_id", "=", self.profile.id)])
        self.assertEqual({line.bucket: line.amount for line in lines}, {"receivable": 1_000, "ordered": 500})
        self.assertEqual(lines.filtered("order_id").document_name, lines.order_id.name)

"""Bad input gets one clear sentence and nothing is written; each role sees and changes what it should."""

import doctest

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..rules import credit
from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestBadInput(CreditCommon):
    def assertInvalid(self, words, work):
        """``work`` is refused; the sentence the client reads contains ``words``."""
        with self.assertRaises(Exception) as refusal, mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            work()
            self.env.flush_all()
        error = refusal.exception
        if isinstance(error, IntegrityError):
            message = self.env["credit.profile"]._sql_error_to_message(error)
        else:
            self.assertIsInstance(error, ValidationError)
            message = str(error)
        self.assertIn(words, message)
        self.env.invalidate_all()

    def test_numbers_below_zero(self):
        for vals in [{"base_limit": -1}, {"term_days": -1}, {"grace_days": -1}, {"overdue_tolerance": -1}]:
            self.assertInvalid("cannot be negative", lambda vals=vals: self.profile.write(vals))
        self.assertEqual(self.profile.base_limit, 100_000)

    def test_validity(self):
        self.assertInvalid(
            "ends before", lambda: self.profile.write({"valid_from": "2099-02-01", "valid_to": "2099-01-01"})
        )
        self.assertInvalid("already", lambda: self.profile.write({"valid_to": self._days_ago(1)}))

    def test_two_profiles_of_one_holder(self):
        self.assertInvalid("already has a credit profile", lambda: self._create_profile(self.partner))
        group = self.env["credit.group"].create({"name": "G"})
        for company in (self.company.id, False):
            self._create_profile(group_id=group.id, company_id=company)
            self.assertInvalid(
                "already has a ceiling",
                lambda c=company: self._create_profile(group_id=group.id, company_id=c),
            )

    def test_an_archived_profile_makes_room_for_a_new_one(self):
        self.profile.action_archive()
        self.assertEqual(self._confirmed_order(500_000.0).state, "sale")
        self._create_profile(self.partner, base_limit=1.0)
        self.assertHeld(self._create_order(100.0))

    def test_a_profile_has_exactly_one_holder(self):
        group = self.env["credit.group"].create({"name": "G"})
        self.assertInvalid("either", lambda: self._create_profile())
        self.assertInvalid(
            "either", lambda: self._create_profile(self._create_customer("C"), group_id=group.id)
        )

    def test_contacts_and_branches_hold_no_credit(self):
        contact = self.env["res.partner"].create({"name": "Buyer", "parent_id": self.partner.id})
        self.assertInvalid("belongs to", lambda: self._create_profile(contact))
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        customer = self._create_customer("C")
        self.assertInvalid(
            "trades on the credit", lambda: self._create_profile(customer, company_id=branch.id)
        )

    def test_a_holder_does_not_become_a_contact(self):
        parent = self._create_customer("Parent")
        self.assertInvalid(
            "holds the credit", lambda: self.partner.write({"parent_id": parent.id, "is_company": False})
        )

    def test_groups_do_not_contain_themselves(self):
        top = self.env["credit.group"].create({"name": "Top"})
        inner = self.env["credit.group"].create({"name": "Inner", "parent_id": top.id})
        self.assertInvalid("cannot contain itself", lambda: top.write({"parent_id": inner.id}))

    def test_a_ceiling_counts_the_groups_inside(self):
        top = self.env["credit.group"].create({"name": "Top"})
        inner = self.env["credit.group"].create({"name": "Inner", "parent_id": top.id})
        self.partner.credit_group_id = inner
        self._create_profile(group_id=top.id, base_limit=50.0)
        self.assertHeld(self._create_order(100.0), "Top")

    def test_a_missing_rate_holds_and_says_so(self):
        foreign = self.env["res.currency"].create({"name": "XQX", "symbol": "X"})
        pricelist = self.env["product.pricelist"].create({"name": "X", "currency_id": foreign.id})
        order = self._create_order(100.0, pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, foreign)
        self.assertHeld(order, "exchange rate")

    def test_only_posted_customer_invoices_are_disputed(self):
        draft = self._open_invoice(10.0, post=False)
        self.assertInvalid(
            "posted customer invoice", lambda: self.env["credit.dispute"].create({"move_id": draft.id})
        )

    def test_examples_of_the_rules(self):
        result = doctest.testmod(credit)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)


@tagged("post_install", "-at_install")
class TestRoles(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls._create_customer("Somebody else's", user_id=cls.users["other_seller"].id)
        cls.strange_profile = cls._create_profile(cls.stranger)
        cls._open_invoice(100.0)
        cls._open_invoice(100.0, partner=cls.stranger)
        cls.both = cls.profile | cls.strange_profile

    def _visible(self, user, model, field="profile_id"):
        records = self.env[model].with_user(self.users[user]).search([(field, "in", self.both.ids)])
        return records.mapped(field) if field != "id" else records

    def test_salespeople_see_their_customers_and_the_desk_sees_all(self):
        for user, expected in [
            ("seller", self.profile),
            ("other_seller", self.strange_profile),
            ("clerk", self.both),
            ("sales_manager", self.both),
            ("accountant", self.both),
            ("auditor", self.both),
        ]:
            for model in ("credit.exposure", "credit.exposure.line"):
                self.assertEqual(self._visible(user, model).sudo(), expected.sudo(), (user, model))
            self.assertEqual(self._visible(user, "credit.profile", "id").sudo(), expected.sudo(), user)

    def test_only_accountant_and_general_manager_grant_credit(self):
        for user in ("seller", "clerk", "supervisor", "sales_manager", "warehouse", "auditor"):
            with self.assertRaises(AccessError):
                self.profile.with_user(self.users[user]).write({"base_limit": 1.0})
        for user in ("accountant", "general_manager"):
            self.profile.with_user(self.users[user]).write({"base_limit": 1.0})

    def test_the_auditor_changes_nothing(self):
        values = {"kind": "increase", "profile_id": self.profile.id, "amount": 1.0, "reason": "x"}
        release = self._create_release("increase", amount=1.0)
        for work in [
            lambda: self.env["credit.release"].with_user(self.users["auditor"]).create(values),
            lambda: release.with_user(self.users["auditor"]).write(
                {"note": "x"} if "note" in release else {"reason": "y"}
            ),
            lambda: self.env["credit.group"].with_user(self.users["auditor"]).create({"name": "x"}),
        ]:
            with self.assertRaises(UserError), self.env.cr.savepoint():
                work()
        self.assertTrue(release.with_user(self.users["auditor"]).name)

    def test_another_company_sees_nothing(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        user = self.users["accountant"].copy(
            {"login": "elsewhere", "company_id": other.id, "company_ids": [(6, 0, other.ids)]}
        )
        for model in (
            "credit.profile",
            "credit.exposure",
            "credit.exposure.line",
            "credit.release",
            "credit.dispute",
        ):
            self.assertFalse(
                self.env[model]
                .with_user(user)
                .with_company(other)
                .search([])
                .filtered(
                    lambda record: (
                        (record["company_id"] if "company_id" in record else record["document_company_id"])
                        == self.company
                    )
                ),
                model,
            )

    def test_a_salesperson_of_another_customer_reads_why_an_order_is_held(self):
        self.profile.base_limit = 50.0
        order = self._create_order(100.0)
        order.user_id = self.users["other_seller"]
        shown = order.with_user(self.users["other_seller"]).read(
            ["credit_state", "credit_reason", "credit_available"]
        )[0]
        self.assertEqual((shown["credit_state"], shown["credit_available"]), ("held", -50.0))
        self.assertIn("exceed", shown["credit_reason"])

    def test_the_core_banner_tells_no_second_truth(self):
        self.company.account_use_credit_limit = True
        self.partner.sudo().credit_limit = 1.0
        order = self._create_order(5_000.0)
        self.assertFalse(order.partner_credit_warning)
        invoice = self._open_invoice(5_000.0, post=False)
        self.assertFalse(invoice.partner_credit_warning)
        self.profile.base_limit = 50.0
        invoice.invalidate_recordset()
        self.assertIn("over its credit limit", invoice.partner_credit_warning)


@tagged("post_install", "-at_install")
class TestQueries(CreditCommon):
    def _queries(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_figures_cost_the_same_for_one_and_for_fifty_profiles(self):
        profiles = self.env["credit.profile"]
        for number in range(50):
            profiles |= self._create_profile(self._create_customer(f"Customer {number}"))
        one = self._queries(lambda: profiles[:1]._get_figures())
        self.assertEqual(self._queries(profiles._get_figures), one)
        self.assertLessEqual(one, 4)  # two, and whose day it is: the user and the time zone

    def test_confirming_costs_a_constant_number_of_further_queries(self):
        def extra(count):
            def batch():
                orders = self.env["sale.order"]
                for number in range(count):
                    customer = self._create_customer(f"Customer {count} {number}")
                    self._create_profile(customer)
                    orders |= self._create_order(100.0, partner=customer)
                return orders

            self.company.credit_control = False
            plain = batch()
            without = self._queries(plain.action_confirm)
            self.company.credit_control = True
            ours = batch()
            return self._queries(ours.action_confirm) - without

        extra(1)  # fills the caches
        few, many = extra(2), extra(12)
        self.assertLessEqual(many, few + 1, (few, many))
        self.assertLessEqual(few, 14)

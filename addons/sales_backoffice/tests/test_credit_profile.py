"""A profile that makes no sense is refused with one clear sentence, and nothing is half-written."""

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .common import CreditCommon


@tagged("post_install", "-at_install")
class TestSensibleProfiles(CreditCommon):
    def assertImpossible(self, **values):
        """Neither writing nor creating such a profile works."""
        with mute_logger("odoo.sql_db"):
            with self.assertRaises(IntegrityError):
                self.profile.write(values)
                self.env.flush_all()
            with self.assertRaises(IntegrityError):
                self._create_profile(self._create_customer("New"), **values)

    def test_nothing_is_negative(self):
        for name in ("base_limit", "term_days", "grace_days", "overdue_tolerance"):
            with self.subTest(name=name):
                self.assertImpossible(**{name: -1})

    def test_a_limit_does_not_end_before_it_starts(self):
        tomorrow = fields.Date.today() + timedelta(days=1)
        self.assertImpossible(valid_from=tomorrow + timedelta(days=1), valid_to=tomorrow)

    def test_a_limit_is_not_granted_for_the_past(self):
        yesterday = self._days_ago(1)
        with self.assertRefused(ValidationError, f"ended on {yesterday}"):
            self.profile.valid_to = yesterday
        with self.assertRefused(ValidationError, f"New would have ended on {yesterday}"):
            self._create_profile(self._create_customer("New"), valid_to=yesterday)
        self.profile.valid_to = fields.Date.today()

    def test_an_ended_limit_is_not_changed_without_a_new_end(self):
        self.env.cr.execute(
            "UPDATE credit_profile SET valid_to = %s WHERE id = %s", [self._days_ago(1), self.profile.id]
        )
        self.profile.invalidate_recordset()
        with self.assertRaises(ValidationError):
            self.profile.base_limit = 200_000.0
        self.profile.write({"base_limit": 200_000.0, "valid_to": False})

    def test_a_profile_has_one_holder(self):
        group = self.env["credit.group"].create({"name": "Sun group"})
        self.assertImpossible(group_id=group.id)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_profile()

    def test_a_customer_profile_names_its_company(self):
        self.assertImpossible(company_id=False)

    def test_one_profile_per_customer_and_company(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._create_profile(self.partner)
        other = self.env["res.company"].create({"name": "Other company"})
        self._create_profile(self.partner, company_id=other.id)

    def test_one_ceiling_per_group_and_company(self):
        group = self.env["credit.group"].create({"name": "Sun group"})
        for company in (self.company.id, False):
            self._create_profile(group_id=group.id, company_id=company)
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                self._create_profile(group_id=group.id, company_id=company)

    def test_an_archived_profile_makes_room_and_does_not_come_back_beside_the_new_one(self):
        self.profile.active = False
        self.profile.flush_recordset()
        self._create_profile(self.partner)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.profile.active = True
            self.env.flush_all()

    def test_an_archived_profile_controls_nothing(self):
        self.profile.base_limit = 0.0
        self.assertHeld(self._create_order(100.0))
        self.profile.active = False
        self.assertEqual(self._confirmed_order(100.0).state, "sale")

    def test_credit_belongs_to_the_company_not_to_its_contact(self):
        contact = self.env["res.partner"].create({"name": "Mr Sun", "parent_id": self.partner.id})
        with self.assertRefused(ValidationError, "Mr Sun belongs to Rising Sun Printing"):
            self._create_profile(contact)
        group = self.env["credit.group"].create({"name": "Sun group"})
        with self.assertRefused(ValidationError, "Mr Sun belongs to Rising Sun Printing"):
            contact.credit_group_id = group

    def test_a_branch_grants_no_credit_of_its_own(self):
        branch = self.env["res.company"].create({"name": "Branch", "parent_id": self.company.id})
        with self.assertRefused(ValidationError, "Branch trades on the credit of"):
            self._create_profile(self._create_customer("New"), company_id=branch.id)

    def test_a_holder_does_not_become_a_contact_of_somebody_else(self):
        boss = self._create_customer("Boss")
        with self.assertRefused(ValidationError, "Rising Sun Printing belongs to Boss"):
            self.partner.write({"parent_id": boss.id, "is_company": False})
        self.assertFalse(self.partner.parent_id)

    def test_a_group_does_not_contain_itself(self):
        top = self.env["credit.group"].create({"name": "Top"})
        part = self.env["credit.group"].create({"name": "Part", "parent_id": top.id})
        for group, parent in ((top, part), (top, top)):
            with self.assertRaises(UserError):
                group.parent_id = parent
        self.assertFalse(top.parent_id)

    def test_a_group_with_ceilings_or_members_is_not_archived(self):
        group = self.env["credit.group"].create({"name": "Sun group"})
        self.partner.credit_group_id = group
        with self.assertRefused(ValidationError, "Archive the ceilings of Sun group"):
            group.active = False

    def test_a_profile_with_decisions_is_not_deleted(self):
        self._approved_release("increase", amount=100.0)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.profile.unlink()
        self.assertTrue(self.profile.exists())

    def test_a_member_of_a_group_inside_a_group_uses_both_ceilings(self):
        top = self.env["credit.group"].create({"name": "Top"})
        part = self.env["credit.group"].create({"name": "Part", "parent_id": top.id})
        self.partner.credit_group_id = part
        self._create_profile(group_id=top.id, base_limit=50.0)
        self.assertHeld(self._create_order(100.0), "Top", "50.00")


@tagged("post_install", "-at_install")
class TestSensibleRequests(CreditCommon):
    def assertNotSubmitted(self, *words, **values):
        release = self._create_release(submit=False, **values)
        with self.assertRefused(UserError, *words):
            release.action_submit()
        self.assertRecordValues(release, [{"state": "draft", "requested_by_id": False}])

    def test_a_request_has_a_reason_an_amount_and_a_future(self):
        increase = {"kind": "increase", "amount": 100.0}
        self.assertNotSubmitted("Give the reason", **increase, reason=" ")
        self.assertNotSubmitted("Enter an amount", kind="increase", amount=0.0)
        days = {"date_from": self._days_ago(9), "date_to": self._days_ago(1)}
        self.assertNotSubmitted("The period is over", **increase, **days)

    def test_everything_missing_is_said_at_once(self):
        days = {"date_from": self._days_ago(9), "date_to": self._days_ago(1)}
        messages = ("Give the reason", "Enter an amount", "The period is over")
        self.assertNotSubmitted(*messages, kind="increase", amount=0.0, reason="", **days)

    def test_a_release_covers_at_least_its_order(self):
        self.assertNotSubmitted("higher than the amount", order=self._create_order(100.0), amount=99.0)

    def test_a_release_is_not_negative_and_does_not_end_before_it_starts(self):
        for values in ({"amount": -1.0}, {"date_from": "2030-02-01", "date_to": "2030-01-01"}):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
                self._create_release("increase", submit=False, **({"amount": 5.0} | values))

    def test_a_release_names_an_order_of_its_customer_and_an_increase_none(self):
        order = self._create_order(100.0)
        other = self._create_profile(self._create_customer("Other Shop"))
        with self.assertRefused(ValidationError, "Choose the order"):
            self._create_release("once", submit=False)
        with self.assertRefused(ValidationError, "Choose the order"):
            self._create_release("increase", order=order, submit=False)
        with self.assertRefused(ValidationError, f"{order.name} does not use the credit"):
            self._create_release(order=order, profile_id=other.id, submit=False)

    def test_a_plan_collects_something(self):
        release = self._create_release("increase", amount=5.0, submit=False)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            release.plan_ids.create({"release_id": release.id, "date": "2030-01-01", "amount": 0.0})

    def test_a_started_request_is_not_deleted(self):
        release = self._create_release("increase", amount=5.0)
        with self.assertRaises(UserError):
            release.unlink()

    def test_an_order_with_a_request_is_not_deleted_and_says_so(self):
        order = self._create_order(100.0)
        self._create_release(order=order)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            order.unlink()


@tagged("post_install", "-at_install")
class TestClearSentences(CreditCommon, BackofficeHttpCommon):
    """What an accountant reads after a mistake: our sentence and nothing else, behind the words Odoo puts first."""

    def _mistake(self, method, *args, model="credit.profile"):
        accountant = self.users["accountant"]
        self.authenticate(accountant.login, accountant.login)
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        payload = {"id": 0, "jsonrpc": "2.0", "method": "call", "params": params}
        with self.assertLogs("odoo.http", "WARNING"), mute_logger("odoo.sql_db"):
            answer = self.url_open(f"/web/dataset/call_kw/{model}/{method}", json=payload).json()
        return answer["error"]["data"]["message"].removeprefix("The operation cannot be completed: ")

    def test_each_mistake_has_its_sentence(self):
        ids = self.profile.ids
        tomorrow, later = (fields.Date.to_string(self._days_ago(days)) for days in (-1, -2))
        for values, sentence in (
            ({"base_limit": -1}, "Limits, days and tolerances cannot be negative; 0 means none."),
            ({"term_days": -1}, "Limits, days and tolerances cannot be negative; 0 means none."),
            (
                {"valid_from": later, "valid_to": tomorrow},
                "The limit ends before it starts: correct the validity.",
            ),
            ({"company_id": False}, "Choose the company that grants the credit."),
            ({"partner_id": False}, "A credit profile belongs either to a customer or to a credit group."),
        ):
            self.assertEqual(self._mistake("write", ids, values), sentence)
        self.assertRecordValues(self.profile, [{"base_limit": 100_000.0, "partner_id": self.partner.id}])

    def test_a_second_profile_is_explained(self):
        message = self._mistake("create", [{"partner_id": self.partner.id, "base_limit": 5.0}])
        self.assertEqual(
            message, "This customer already has a credit profile in this company; change that one."
        )

    def test_a_profile_in_use_is_explained(self):
        self._approved_release("increase", amount=100.0)
        self.assertIn("Credit Release", self._mistake("unlink", self.profile.ids))

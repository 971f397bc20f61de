"""Payment terms longer than the approved credit term."""

from odoo.fields import Command
from odoo.tests import tagged

from .common import PriceCommon
from .test_price_rpc import FORGED, PriceHttp

MONTH_END, NEXT_MONTH_END = "days_after_end_of_month", "days_after_end_of_next_month"


class TermCommon(PriceCommon):
    """The customer's approved credit term is 30 days from the invoice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.terms = {days: cls._create_term(f"{days} days", days) for days in (30, 60, 120)}
        cls.month_end_30 = cls._create_term("30 days after month end", 30, MONTH_END)

    @classmethod
    def _create_term(cls, name, days, delay_type="days_after", **values):
        line = {"value_amount": 100, "nb_days": days, "delay_type": delay_type, **values}
        return cls.env["account.payment.term"].create({"name": name, "line_ids": [Command.create(line)]})

    def assertTermHeld(self, term, *words):
        self.assertPriceHeld(self._quote(payment_term_id=term.id), *words)

    def assertTermPasses(self, term):
        self.assertConfirms(self._quote(payment_term_id=term.id))

    def assertMeasuredAtOnce(self, one, several):
        _warm, few, many = (
            self._count_queries(lambda some=some: self.env["price.gate"]._measure_terms(some))
            for some in (one, one, several)
        )
        self.assertEqual(few, many)


@tagged("post_install", "-at_install")
class TestTerm(TermCommon):
    def test_the_approved_term_passes_and_a_longer_one_is_held(self):
        self.assertTermPasses(self.terms[30])
        self.assertTermHeld(self.terms[60], "up to 60 days", "is 30 days", "Sales Manager")

    def test_a_customer_without_profile_has_no_approved_term(self):
        order = self._quote(partner_id=self._create_customer("New").id, payment_term_id=self.terms[60].id)
        self.assertEqual(order.price_state, "ok")

    def test_an_approved_longer_term_lets_it_go_on_that_term_only(self):
        order = self._quote(payment_term_id=self.terms[60].id)
        release = self._allow(order, decider="sales_manager")
        self.assertTrue(release.covers_term)
        self.assertEqual(release.extra_days, 30)
        for term in (self.terms[120], self.month_end_30):
            order.payment_term_id = term
            self.assertPriceHeld(order)
        order.payment_term_id = self.terms[60]
        self.assertConfirms(order)
        self.assertEqual(release.state, "used")

    def test_a_confirmed_order_does_not_get_a_longer_term(self):
        order = self._quote(payment_term_id=self.terms[30].id)
        order.action_confirm()
        with self.assertRefusedForPrice("60 days"):
            order.payment_term_id = self.terms[60]
        order.payment_term_id = False


@tagged("post_install", "-at_install")
class TestTermWithoutProfile(TermCommon):
    """Who has no credit profile may pay as late as the company's default says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.root_id.write({"credit_control": True, "credit_default_term_days": 30})
        cls.walk_in = cls._create_customer("Walk-in")
        cls.mine = {"partner_id": cls.walk_in.id, "partner_invoice_id": cls.walk_in.id}

    def _walk_in(self, term, **values):
        return self._quote(**{**self.mine, "payment_term_id": term.id, **values})

    def test_a_longer_term_is_held(self):
        self.assertConfirms(self._walk_in(self.terms[30]))
        order = self._walk_in(self.terms[60])
        self.assertPriceHeld(order, "up to 60 days", "Walk-in has no credit profile", "is 30 days")
        release = self._allow(order)
        self.assertEqual((release.covers_term, release.extra_days), (True, 30))
        self.assertConfirms(order)

    def test_the_default_is_the_companys(self):
        self.company.root_id.credit_default_term_days = 60
        self.assertConfirms(self._walk_in(self.terms[60]))
        self.company.root_id.write({"credit_default_term_days": 0})
        self.assertPriceHeld(self._walk_in(self.terms[30]), "is 0 days")
        self.company.root_id.write({"credit_default_term_days": 30, "credit_default_term_rule": "month_end"})
        self.assertConfirms(self._walk_in(self.month_end_30))

    def test_a_profile_of_its_own_counts_before_it(self):
        self._create_profile(self.walk_in, term_days=60)
        self.assertConfirms(self._walk_in(self.terms[60]))
        self.assertPriceHeld(self._quote(payment_term_id=self.terms[60].id), "the credit term of")

    def test_without_credit_control_nobody_approved_a_default(self):
        self.company.root_id.credit_control = False
        self.assertConfirms(self._walk_in(self.terms[60]))

    def test_switched_off_nothing_is_held(self):
        self.company.root_id.price_mode_term = "off"
        self.assertConfirms(self._walk_in(self.terms[60]))

    def test_another_company_has_a_default_of_its_own(self):
        """Neither the company somebody works in nor the profile of another one counts."""
        company = self.env["res.company"].create({"name": "Sister", "credit_default_term_days": 120})
        self.env.user.company_ids |= company
        self._create_profile(self.walk_in, company_id=company.id, term_days=10)
        order = self._walk_in(self.terms[60], user=self.env.user)
        self.assertPriceHeld(order.with_company(company), "is 30 days")
        pairs = {(self.walk_in, self.company.root_id), (self._create_customer("Else"), company)}
        terms = self.env["credit.profile"].sudo()._get_approved_terms(pairs)
        self.assertEqual(
            sorted((days[0], default) for days, default in terms.values()), [(30, True), (120, True)]
        )

    def test_a_confirmed_order_does_not_get_a_longer_term(self):
        order = self._walk_in(self.terms[30])
        order.action_confirm()
        for user in ("seller", "clerk"):
            with self.assertRefusedForPrice("60 days"):
                order.with_user(self.users[user]).payment_term_id = self.terms[60]
        with self.assertRefusedForPrice("60 days"):
            self._walk_in(self.terms[60]).with_context(price_guard=False, credit_control=False).write(
                {"state": "sale"}
            )

    def test_many_orders_ask_no_more(self):
        orders = self._walk_in(self.terms[60])
        several = orders.union(
            *(self._walk_in(self.terms[60], **{**self.mine, "note": str(number)}) for number in range(5))
        )
        self.assertMeasuredAtOnce(orders, several)


@tagged("post_install", "-at_install")
class TestTermOfMonth(TermCommon):
    def test_from_the_end_of_a_month_is_longer_than_from_the_invoice(self):
        self.assertTermHeld(self.month_end_30, "up to 60 days", "is 30 days")
        self.assertTermHeld(self._create_term("Next", 10, NEXT_MONTH_END), "up to 71 days", "is 30 days")
        on_the_tenth = {"delay_type": "days_end_of_month_on_the", "days_next_month": "10"}
        self.assertTermHeld(self._create_term("On the 10th", 0, **on_the_tenth), "up to 40 days")
        self.assertTermPasses(self._create_term("Month end", 0, MONTH_END))

    def test_the_last_instalment_counts(self):
        term = self.terms[30].copy({"name": "Half and half"})
        term.line_ids.value_amount = 50
        half = {"value_amount": 50, "nb_days": 5, "delay_type": MONTH_END}
        term.line_ids = [Command.create(half)]
        self.assertTermHeld(term, "up to 35 days")

    def test_a_credit_term_from_the_end_of_the_month(self):
        self.profile.term_rule = "month_end"
        self.assertTermPasses(self.month_end_30)
        self.assertTermPasses(self.terms[30])
        self.assertTermHeld(self._create_term("Next", 10, NEXT_MONTH_END), "up to 71 days", "is 60 days")
        self.assertTermHeld(self._create_term("Month end 31", 31, MONTH_END), "up to 61 days", "is 60 days")

    def test_sixty_days_from_the_invoice_are_too_many_on_the_last_day_of_a_month(self):
        self.profile.term_rule = "month_end"
        self.assertTermHeld(self.terms[60], "up to 60 days", "is 30 days")

    def test_the_days_beyond_decide_who_approves(self):
        order = self._quote(payment_term_id=self._create_term("Next", 10, NEXT_MONTH_END).id)
        self.assertEqual(self._request(order).extra_days, 41)

    def test_a_confirmed_order_does_not_move_to_the_end_of_the_month(self):
        order = self._quote(payment_term_id=self.terms[30].id)
        order.action_confirm()
        for term in (self.month_end_30, self._create_term("Next", 10, NEXT_MONTH_END)):
            with self.assertRefusedForPrice(term.name):
                order.payment_term_id = term
        self.profile.term_rule = "month_end"
        order.payment_term_id = self.month_end_30

    def test_an_approved_term_of_the_month_is_not_changed_for_one_as_long_at_most(self):
        order = self._quote(payment_term_id=self.month_end_30.id)
        self._allow(order)
        order.action_confirm()
        with self.assertRefusedForPrice("60 days"):
            order.payment_term_id = self.terms[60]

    def test_a_term_that_was_changed_counts_as_it_is_now(self):
        term = self._create_term("Changing", 30)
        order = self._quote(payment_term_id=term.id)
        self.assertEqual(order.price_state, "ok")
        term.line_ids.delay_type = MONTH_END
        self.assertPriceHeld(order)

    def test_many_orders_ask_no_more(self):
        orders = self._quote(payment_term_id=self.month_end_30.id)
        several = orders.browse(
            [self._quote(payment_term_id=self.month_end_30.id).id for _number in range(5)]
        )
        self.assertMeasuredAtOnce(orders, several)


@tagged("post_install", "-at_install")
class TestWaysRoundTheTerm(TermCommon):
    def setUp(self):
        super().setUp()
        self.order = self._quote(payment_term_id=self.month_end_30.id)

    def test_writing_the_state(self):
        with self.assertRefusedForPrice("up to 60 days"):
            self.order.write({"state": "sale"})
        short = self._quote(payment_term_id=self.terms[30].id)
        with self.assertRefusedForPrice("up to 60 days"):
            short.write({"state": "sale", "payment_term_id": self.month_end_30.id})

    def test_creating_a_confirmed_order(self):
        for context, values in (({}, {"state": "sale"}), ({"default_state": "sale"}, {})):
            seller = self.env["sale.order"].with_user(self.users["seller"]).with_context(**context)
            values |= {"partner_id": self.partner.id, "payment_term_id": self.month_end_30.id}
            with self.assertRefusedForPrice("up to 60 days"):
                seller.create(values)

    def test_the_term_of_the_customer_by_default(self):
        self.partner.property_payment_term_id = self.month_end_30
        order = self._quote()
        self.assertEqual(order.payment_term_id, self.month_end_30)
        self.assertPriceHeld(order, "up to 60 days")

    def test_importing_a_confirmed_order(self):
        header = ["partner_id/.id", "state", "payment_term_id/.id"]
        row = [str(self.partner.id), "sale", str(self.month_end_30.id)]
        result = self.env["sale.order"].load(header, [row])
        self.assertFalse(result["ids"])
        self.assertIn("up to 60 days", result["messages"][0]["message"])
        confirmed = self._quote(payment_term_id=self.terms[30].id)
        confirmed.action_confirm()
        rows = [[str(confirmed.id), str(self.month_end_30.id)]]
        result = self.env["sale.order"].load([".id", "payment_term_id/.id"], rows)
        self.assertFalse(result["ids"])
        self.assertEqual(confirmed.payment_term_id, self.terms[30])

    def test_copying_into_a_confirmed_order(self):
        with self.assertRefusedForPrice("up to 60 days"):
            self.order.copy({"state": "sale"})

    def test_the_portal_keeps_the_acceptance(self):
        order = self.order.sudo()
        order.with_user(self.env.ref("base.public_user")).sudo()._validate_order()
        self.assertEqual(order.state, "draft")
        self.assertIn("held for its prices", order.activity_ids.summary)
        self.assertIn("up to 60 days", order.activity_ids.note)

    def test_moved_to_a_customer_with_a_shorter_term(self):
        walk_in = self._create_customer("Walk-in")
        order = self._quote(partner_id=walk_in.id, payment_term_id=self.month_end_30.id)
        order.action_confirm()
        mine = {"partner_id": self.partner.id, "partner_invoice_id": self.partner.id}
        with self.assertRefusedForPrice("up to 60 days"):
            order.write({**mine, "payment_term_id": self.month_end_30.id})


@tagged("post_install", "-at_install")
class TestTermOverRpc(TermCommon, PriceHttp):
    def test_no_call_gives_a_longer_term(self):
        order, term = self._quote(payment_term_id=self.month_end_30.id), self.month_end_30.id
        short = self._quote(payment_term_id=self.terms[30].id)
        held = self.assertHeldOverRpc
        held("action_confirm", order.ids)
        held("write", order.ids, {"state": "sale"})
        held("write", short.ids, {"state": "sale", "payment_term_id": term})
        held("web_save", order.ids, {"state": "sale"}, specification={})
        held("copy", order.ids, {"state": "sale"})
        values = {"partner_id": self.partner.id, "payment_term_id": term}
        held("create", [{**values, "state": "sale"}])
        context = {**FORGED, "default_state": "sale"}
        self.assertRpcRefused("PriceHold", self.seller, "sale.order", "create", [values], context=context)
        held("write", self.confirmed.ids, {"payment_term_id": term})
        held("web_save", self.confirmed.ids, {"payment_term_id": term}, specification={})
        self.env.invalidate_all()
        self.assertEqual((order.state, short.state), ("draft", "draft"))
        self.assertNotEqual(self.confirmed.payment_term_id, self.month_end_30)

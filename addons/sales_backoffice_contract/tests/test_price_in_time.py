"""Which agreed price counts when: in review, in force, before and after an amendment."""

from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.sales_backoffice_price.tests.common import PriceCommon

from .common import SCAN, ContractCommon


@tagged("post_install", "-at_install")
class TestPriceInTime(ContractCommon, PriceCommon):
    """The list says 100 and allows 5 % below; the contract says 80."""

    def _order(self, contract, price=80.0, quantity=10.0, confirm=False):
        order = self._call_off(contract, quantity, confirm=False)
        order.order_line.price_unit = price
        if confirm:
            order.action_confirm()
        return order

    def _amended(self, contract, price):
        """Sign an amendment an hour from now."""
        amendment = self.env["sale.contract"].browse(contract.action_amend()["res_id"])
        amendment.line_ids.price_unit = price
        amendment.action_submit()
        amendment.with_user(self.users["general_manager"]).action_approve()
        return amendment

    def _sign(self, amendment):
        with freeze_time(fields.Datetime.now() + timedelta(hours=1)):
            amendment._do_sign(date.today(), [("amendment.pdf", SCAN)])
        self.env.invalidate_all()

    def test_a_contract_in_review_gives_no_price_and_takes_no_order(self):
        contract = self._create_contract(lines=[(1000.0, 80.0)])
        for step in ("draft", "submitted", "approved"):
            if step == "submitted":
                contract.action_submit()
            elif step == "approved":
                contract.with_user(self.users["general_manager"]).action_approve()
            with self.subTest(state=step):
                self.assertEqual(contract.state, step)
                order = self._order(contract)
                self.assertStatus(order, "under_floor")
                self.assertIn(self.sheet.name, order.order_line.price_source)
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    order.action_confirm()
        contract._do_sign(date.today(), [("signed.pdf", SCAN)])
        self.env.invalidate_all()
        self.assertStatus(order, "ok")
        self.assertConfirms(order)

    def test_a_rejected_contract_gives_no_price(self):
        contract = self._create_contract(lines=[(1000.0, 80.0)])
        contract.action_submit()
        contract.with_user(self.users["general_manager"]).action_reject("Too cheap")
        self.assertStatus(self._order(contract), "under_floor")

    def test_an_amendment_in_review_changes_no_price(self):
        contract = self._active_contract(lines=[(1000.0, 80.0)])
        self._amended(contract, 60.0)
        self.assertStatus(self._order(contract, 80.0), "ok")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._order(contract, 60.0, confirm=True)

    def test_an_order_keeps_the_price_of_its_confirmation(self):
        contract = self._active_contract(lines=[(1000.0, 80.0)])
        order = self._order(contract, confirm=True)
        self._sign(self._amended(contract, 90.0))
        self.assertStatus(order, "ok")
        self.assertEqual(order.order_line.list_price_in_force, 80.0)
        with freeze_time(fields.Datetime.now() + timedelta(hours=2)):
            later = self._call_off(contract, 10.0, confirm=False)
            self.assertEqual(later.order_line.price_unit, 90.0)
            self.assertStatus(later, "ok")
            later.order_line.price_unit = 80.0
            self.assertPriceHeld(later)

    def test_raising_an_old_order_is_sold_at_the_new_price(self):
        contract = self._active_contract(lines=[(1000.0, 80.0)])
        order = self._order(contract, confirm=True)
        self._sign(self._amended(contract, 90.0))
        with freeze_time(fields.Datetime.now() + timedelta(hours=2)):
            with self.assertRefusedForPrice("11.1 %"):
                order.order_line.write({"product_uom_qty": 20.0, "price_unit": 80.0})
            order.order_line.product_uom_qty = 20.0
            self.assertEqual(order.order_line.price_unit, 90.0)
        self.assertStatus(order, "ok")

    def test_of_several_amendments_the_one_in_force_then_counts(self):
        contract = self._active_contract(lines=[(1000.0, 80.0)])
        first = self._order(contract, confirm=True)
        self._sign(self._amended(contract, 90.0))
        with freeze_time(fields.Datetime.now() + timedelta(hours=2)):
            second = self._order(contract, 90.0, confirm=True)
        with freeze_time(fields.Datetime.now() + timedelta(hours=3)):
            self._sign(self._amended(contract, 70.0))
        self.env.invalidate_all()
        shown = [order.order_line.list_price_in_force for order in (first, second)]
        self.assertEqual(shown, [80.0, 90.0])
        self.assertEqual(contract.line_ids.earlier_ids.mapped("price_unit"), [80.0, 90.0])

    def test_an_amendment_that_leaves_the_price_remembers_nothing(self):
        contract = self._active_contract(lines=[(1000.0, 80.0)])
        amendment = self.env["sale.contract"].browse(contract.action_amend()["res_id"])
        amendment.line_ids.quantity = 2000.0
        amendment.action_submit()
        amendment.with_user(self.users["general_manager"]).action_approve()
        self._sign(amendment)
        self.assertFalse(contract.line_ids.earlier_ids)

    def test_nobody_rewrites_what_was_agreed_before(self):
        contract = self._active_contract(lines=[(1000.0, 80.0)])
        self._sign(self._amended(contract, 90.0))
        earlier = contract.line_ids.earlier_ids
        for records in (earlier, earlier.sudo(), earlier.with_context(flow_token=True)):
            with self.assertRaises(AccessError):
                records.write({"price_unit": 1.0})
            with self.assertRaises(AccessError):
                records.copy({"price_unit": 1.0})

    def test_dates_extended_by_an_amendment_count_once_it_is_signed(self):
        contract = self._active_contract(lines=[(1000.0, 100.0)], valid_to=date.today() + timedelta(days=1))
        late = date.today() + timedelta(days=20)
        amendment = self.env["sale.contract"].browse(contract.action_amend()["res_id"])
        amendment.valid_to = late
        amendment.action_submit()
        amendment.with_user(self.users["general_manager"]).action_approve()
        self.env.invalidate_all()
        with freeze_time(late):
            with self.assertOverCalled("ended on"), self.env.cr.savepoint():
                self._call_off(contract, 1.0)
        amendment._do_sign(date.today(), [("amendment.pdf", SCAN)])
        self.env.invalidate_all()
        with freeze_time(late):
            self.assertEqual(self._call_off(contract, 1.0).state, "sale")
        self.env.invalidate_all()
        with freeze_time(late + timedelta(days=1)):
            with self.assertOverCalled("ended on"), self.env.cr.savepoint():
                self._call_off(contract, 1.0)

    def test_a_request_that_nobody_approved_lets_nothing_pass(self):
        order = self._quote(80.0)
        request = self._request(order, submit=False)
        for step in ("draft", "submitted", "rejected"):
            if step == "submitted":
                request.action_submit()
            elif step == "rejected":
                request.with_user(self.users["general_manager"]).action_reject("No")
            with self.subTest(state=step):
                self.assertEqual(request.state, step)
                self.assertPriceHeld(order)

"""Amendments change a contract only when they are signed, and never below what was called off."""

from datetime import date, timedelta

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import SCAN, ContractCommon


@tagged("post_install", "-at_install")
class TestAmendment(ContractCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._active_contract(lines=[(1000.0, 100.0), (500.0, 50.0)])
        cls.first, cls.second = cls.contract.line_ids
        cls.order = cls._call_off(cls.contract, 800.0)

    def _amend(self, **values):
        action = self.contract.with_user(self.users["seller"]).action_amend()
        amendment = self.env["sale.contract"].browse(action["res_id"])
        amendment.with_user(self.users["seller"]).write(values)
        return amendment.with_user(self.users["seller"])

    def _sign(self, amendment):
        amendment.action_submit()
        amendment.with_user(self.users["general_manager"]).action_approve()
        amendment._do_sign(date.today(), [("amendment.pdf", SCAN)])

    def test_it_is_reviewed_and_signed_before_it_counts(self):
        later = self.contract.valid_to + timedelta(days=90)
        amendment = self._amend(valid_to=later)
        amendment.line_ids[0].quantity = 1500.0
        amendment.action_submit()
        self.assertIn("1000", str(amendment.amendment_html))
        amendment.with_user(self.users["general_manager"]).action_approve()
        self.assertEqual((self.contract.valid_to, self.first.quantity), (later - timedelta(days=90), 1000.0))
        amendment._do_sign(date.today(), [("amendment.pdf", SCAN)])
        self.assertRecordValues(self.contract, [{"valid_to": later, "state": "active", "revision": 1}])
        self.assertEqual((self.first.quantity, amendment.state), (1500.0, "applied"))

    def test_orders_keep_their_lines_and_the_contract_its_approval(self):
        amendment = self._amend()
        amendment.line_ids[0].write({"quantity": 1500.0, "price_unit": 95.0})
        self._sign(amendment)
        self.assertTrue(self.contract.approval_valid)
        self.assertEqual(self.order.order_line.contract_line_id, self.first)
        self.assertCalled(self.first, 800.0)
        order = self._call_off(self.contract, 700.0)
        self.assertEqual((order.order_line.price_unit, order.state), (95.0, "sale"))

    def test_it_does_not_go_below_what_was_called_off(self):
        amendment = self._amend()
        amendment.line_ids[0].quantity = 700.0
        self.assertBelow(amendment, "submitted")
        amendment.line_ids[0].quantity = 762.0  # with 5 % tolerance: 800.1
        amendment.action_submit()

    def assertBelow(self, amendment, target):
        found = amendment._get_move_blockers(target)[amendment.id]
        self.assertIn("below_called", [blocker.code for blocker in found])

    def test_it_does_not_take_a_line_away_that_was_called_off(self):
        amendment = self._amend()
        amendment.line_ids[0].unlink()
        self.assertBelow(amendment, "submitted")

    def test_what_was_called_off_meanwhile_counts(self):
        amendment = self._amend()
        amendment.line_ids[0].quantity = 800.0
        amendment.action_submit()
        amendment.with_user(self.users["general_manager"]).action_approve()
        self._call_off(self.contract, 100.0)
        with self.assertRefused(UserError, "900 Units are called off already"), self.env.cr.savepoint():
            amendment._do_sign(date.today(), [("amendment.pdf", SCAN)])
        self.assertEqual(self.first.quantity, 1000.0)

    def test_lines_come_and_go(self):
        amendment = self._amend()
        card = self._create_product("Card")
        amendment.line_ids[1].unlink()
        new = {"product_id": card.id, "quantity": 10.0, "price_unit": 7.0}
        amendment.write({"line_ids": [Command.create(new)]})
        quotation = self._call_off(self.contract, 0.0, 5.0, confirm=False)
        self._sign(amendment)
        self.assertEqual(self.contract.line_ids.product_id, self.product + card)
        self.assertFalse(quotation.order_line.contract_line_id)

    def test_it_is_no_contract_of_its_own(self):
        amendment = self._amend()
        found = amendment._get_call_objections()
        self.assertEqual([blocker.code for blocker in found], ["amendment"])
        self.assertEqual(self.contract.action_amend()["res_id"], amendment.id)
        amendment.action_submit()
        amendment.with_user(self.users["general_manager"]).action_approve()
        amendment.date_signed = date.today()
        self.assertIn("amendment", [b.code for b in amendment._get_move_blockers("active")[amendment.id]])

    def test_it_does_not_change_the_customer(self):
        amendment = self._amend(partner_id=self._create_customer("Harbour Labels").id)
        found = amendment._get_move_blockers("submitted")[amendment.id]
        self.assertEqual([blocker.code for blocker in found], ["other_contract"])

    def test_clauses_are_replaced_and_stay_compared_with_the_template(self):
        template = self.env.ref("sales_backoffice_contract.contract_template_paper")
        contract = self._active_contract(template_id=template.id, lang="en_US")
        self.contract = contract
        amendment = self._amend()
        self.assertEqual(amendment.deviation_count, 0)
        amendment.clause_ids[3].body = "Payment within 90 days."
        self.assertEqual(amendment.fixed_deviation_count, 1)
        self._sign(amendment)
        self.assertIn("Payment within 90 days.", contract.clause_ids.mapped("body"))
        self.assertRecordValues(contract, [{"fixed_deviation_count": 1, "approval_valid": True}])

    def test_what_a_line_stands_for_is_not_exchanged(self):
        other = self._active_contract(lines=[(5.0, 500.0)])
        amendment = self._amend()
        origins = amendment.line_ids.origin_line_id
        self.assertEqual(origins, self.contract.line_ids)
        amendment.line_ids.write({"origin_line_id": other.line_ids.id})
        self.assertEqual(amendment.line_ids.origin_line_id, origins)
        self._sign(amendment)
        self.assertEqual(self.contract.line_ids, origins)
        self.assertEqual(other.line_ids.price_unit, 500.0)

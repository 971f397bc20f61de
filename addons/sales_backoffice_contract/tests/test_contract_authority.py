"""A contract at less than the list is approved by whoever may allow special prices."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sales_backoffice_price.tests.common import PriceCommon

from .common import ContractCommon


@tagged("post_install", "-at_install")
class TestContractAuthority(ContractCommon, PriceCommon):
    """The list says 100, the floor is 90, 5 % below may be sold; small contracts are for the supervisor."""

    def _submitted(self, price=100.0, **values):
        contract = self._create_contract(lines=[(10.0, price)], **values)
        contract.action_submit()
        return contract

    def assertDecides(self, contract, *names):
        for name in ("supervisor", "sales_manager", "accountant", "general_manager"):
            self.env.invalidate_all()
            seen = contract.with_user(self.users[name])
            self.assertEqual(seen.can_decide, name in names, name)
            if name not in names:
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    seen.action_approve()

    def test_at_the_list_the_amount_alone_counts(self):
        self.assertDecides(self._submitted(95.0), "supervisor", "sales_manager", "general_manager")

    def test_off_the_list_and_under_the_floor(self):
        for price in (94.0, 10.0):
            contract = self._submitted(price)
            self.assertDecides(contract, "general_manager")
            self.assertIn("General Manager", contract.approver_names)

    def test_a_longer_term_than_the_approved_one(self):
        line = Command.create({"value": "percent", "value_amount": 100, "nb_days": 120})
        term = self.env["account.payment.term"].create({"name": "120 days", "line_ids": [line]})
        contract = self._submitted(payment_term_id=term.id)
        self.assertDecides(contract, "sales_manager", "general_manager")

    def test_who_earns_on_it_does_not_decide(self):
        contract = self._submitted(by="clerk", user_id=self.users["supervisor"].id)
        self.assertDecides(contract, "sales_manager", "general_manager")

    def test_without_the_guard_nothing_changes(self):
        self.company.root_id.price_guard = False
        self.assertDecides(self._submitted(10.0), "supervisor", "sales_manager", "general_manager")

"""What an order takes over from its contract."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ContractCommon


@tagged("post_install", "-at_install")
class TestProposal(ContractCommon):
    """What an order takes over from its contract."""

    def test_the_line_is_found_by_its_product(self):
        contract = self._active_contract()
        order = self._create_order(lines=[(10.0, 120.0)])
        order.contract_id = contract
        self.assertRecordValues(
            order.order_line, [{"contract_line_id": contract.line_ids.id, "price_unit": 100.0}]
        )

    def test_of_several_lines_the_one_with_the_same_specification(self):
        lines = [
            {"quantity": 10.0, "price_unit": price, "name": name}
            for price, name in ((90.0, "Offset 787×1092"), (95.0, "Offset 889×1194"))
        ]
        contract = self._active_contract(lines=lines)
        values = {"product_id": self.product.id, "product_uom_qty": 1.0, "name": "offset 889 x 1194"}
        order = self._call_off(contract, confirm=False, order_line=[Command.create(values)])
        self.assertEqual(
            (order.order_line.contract_line_id, order.order_line.price_unit), (contract.line_ids[1], 95.0)
        )
        values["name"] = "Offset"
        order = self._call_off(contract, confirm=False, order_line=[Command.create(values)])
        self.assertFalse(order.order_line.contract_line_id)

    def test_discount_taxes_and_payment_terms_follow(self):
        tax = self.env["account.tax"].create({"name": "13 %", "amount": 13.0, "type_tax_use": "sale"})
        term = self.env.ref("account.account_payment_term_45days")
        line = {"quantity": 10.0, "price_unit": 100.0, "discount": 5.0, "tax_ids": [Command.set(tax.ids)]}
        contract = self._active_contract(lines=[line], payment_term_id=term.id)
        order = self._call_off(contract, 2.0)
        self.assertRecordValues(
            order.order_line, [{"discount": 5.0, "tax_ids": tax.ids, "price_total": 214.7}]
        )
        self.assertEqual(order.payment_term_id, term)

    def test_what_is_confirmed_keeps_its_price_when_it_is_linked(self):
        contract = self._active_contract()
        order = self._create_order(lines=[(10.0, 120.0)])
        order.action_confirm()
        order.contract_id = contract
        self.env.flush_all()
        self.assertEqual(
            (order.order_line.price_unit, order.order_line.contract_line_id), (120.0, contract.line_ids)
        )

    def test_the_agreed_price_is_the_reference_of_the_price_guard(self):
        contract = self._active_contract(lines=[{"quantity": 10.0, "price_unit": 100.0, "discount": 10.0}])
        order = self._call_off(contract, 1.0, confirm=False)
        price = order.order_line._get_prices_in_force()[order.order_line]
        self.assertEqual(
            (price.price, price.band_low, price.band_high, price.origin), (90.0, 0.0, 0.0, "contract")
        )
        self.assertIn(contract.name, price.source)

    def test_the_button_makes_the_quotation(self):
        contract = self._active_contract(lines=[(10.0, 100.0), (5.0, 50.0)])
        wizard = (
            self.env["sale.contract.call"]
            .with_user(self.users["seller"])
            .create({"contract_id": contract.id})
        )
        self.assertEqual(wizard.line_ids.mapped("remaining_quantity"), [10.0, 5.0])
        with self.assertRefused(UserError, "Enter how much"):
            wizard.action_create_order()
        wizard.line_ids[0].quantity = 11.0
        with self.assertRefused(UserError, "10.5 Units remain", "not 11"):
            wizard.action_create_order()
        wizard.line_ids[0].quantity = 4.0
        order = self.env["sale.order"].browse(wizard.action_create_order()["res_id"])
        self.assertRecordValues(
            order, [{"contract_id": contract.id, "state": "draft", "amount_untaxed": 400.0}]
        )

    def test_a_single_order_is_proposed_whole(self):
        contract = self._active_contract(kind="single")
        wizard = self.env["sale.contract.call"].create({"contract_id": contract.id})
        self.assertEqual(wizard.line_ids.quantity, 1000.0)

    def test_an_order_that_leaves_its_contract_is_judged_by_other_prices(self):
        contract = self._active_contract()
        order = self._call_off(contract, 10.0)
        judged = []
        self.patch(
            self.env.registry["price.gate"], "_enforce", lambda gate, orders, **kwargs: judged.append(orders)
        )
        order.contract_id = False
        self.assertIn(order, judged)

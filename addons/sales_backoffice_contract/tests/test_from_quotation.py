"""A contract made from a quotation says what the quotation says, and lets it be confirmed once it is in force."""

import os
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sales_backoffice.tests.test_credit_race import CommittedCase

from .common import SCAN, ContractCommon


@tagged("post_install", "-at_install")
class TestFromQuotation(ContractCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create({"name": "13 %", "amount": 13, "type_tax_use": "sale"})
        cls.term = cls.env["account.payment.term"].create({"name": "20 days"})
        cls.boxed = cls._create_product("Boxed paper", uom_id=cls.unit.id)

    def _quotation(self, by="seller", lines=None, **values):
        lines = lines or [
            {"display_type": "line_section", "name": "Paper"},
            {"product_id": self.product.id, "product_uom_qty": 100.0, "price_unit": 98.0, "discount": 2.0},
            {
                "product_id": self.boxed.id,
                "product_uom_qty": 3.0,
                "price_unit": 12.0,
                "product_uom_id": self.dozen.id,
            },
            {
                "product_id": self.product.id,
                "name": "The same in A3",
                "product_uom_qty": 7.0,
                "price_unit": 99.0,
            },
        ]
        taxed = {"tax_ids": [Command.set(self.tax.ids)]}
        values = {
            "partner_id": self.partner.id,
            "user_id": self.users["seller"].id,
            "payment_term_id": self.term.id,
            "client_order_ref": "PO 88",
            "order_line": [
                Command.create(line if "display_type" in line else taxed | line) for line in lines
            ],
            **values,
        }
        return self.env["sale.order"].with_user(self.users[by]).create(values)

    def _made(self, order):
        action = order.action_make_contract()
        self.assertEqual(action["res_model"], "sale.contract")
        return self.env["sale.contract"].with_user(order.env.user).browse(action["res_id"])

    def test_it_says_what_the_quotation_says(self):
        order = self._quotation(require_payment=True, prepayment_percent=0.3)
        before = order.order_line.read(["price_unit", "discount", "tax_ids", "price_total"])
        contract = self._made(order)
        self.assertRecordValues(
            contract,
            [
                {
                    "state": "draft",
                    "kind": "single",
                    "title": "PO 88",
                    "partner_id": self.partner.id,
                    "user_id": self.users["seller"].id,
                    "currency_id": order.currency_id.id,
                    "payment_term_id": self.term.id,
                    "amount_total": order.amount_total,
                    "deposit_kind": "percent",
                    "deposit_amount": order.currency_id.round(order.amount_total * 0.3),
                }
            ],
        )
        goods = order.order_line.filtered("product_id")
        self.assertEqual(goods.contract_line_id, contract.line_ids)
        for line in goods:
            agreed = line.contract_line_id
            self.assertEqual(
                (agreed.product_id, agreed.name, agreed.quantity, agreed.product_uom_id, agreed.price_unit),
                (line.product_id, line.name, line.product_uom_qty, line.product_uom_id, line.price_unit),
            )
            self.assertEqual((agreed.discount, agreed.tax_ids), (line.discount, line.tax_ids))
        self.assertEqual(order.order_line.read(["price_unit", "discount", "tax_ids", "price_total"]), before)
        self.assertEqual((order.payment_term_id, contract.order_ids), (self.term, order))

    def test_the_quotation_is_confirmed_once_the_contract_is_signed(self):
        order = self._quotation()
        contract = self._made(order)
        with self.assertOverCalled("only an active contract takes orders"):
            order.action_confirm()
        self.assertIn("only an active contract takes orders", order.contract_problem)
        contract.action_submit()
        contract.with_user(self.users["general_manager"]).action_approve()
        contract._do_sign(date.today(), [("signed.pdf", SCAN)])
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertFalse(contract.has_remaining)
        with self.assertOverCalled("remain to be called off"):
            order.order_line[1].product_uom_qty = 101.0

    def test_pressed_twice_there_is_one_contract(self):
        order = self._quotation()
        self.assertEqual(self._made(order), self._made(order))

    def test_without_payment_in_advance_there_is_no_deposit(self):
        for values in ({"require_payment": False}, {"require_payment": True, "prepayment_percent": 1.0}):
            self.assertEqual(self._made(self._quotation(**values)).deposit_kind, "none")

    def test_a_quotation_without_payment_terms_keeps_none(self):
        self.partner.property_payment_term_id = self.term
        order = self._quotation(payment_term_id=False)
        contract = self._made(order)
        self.assertFalse(order.payment_term_id or contract.payment_term_id)

    def test_another_currency(self):
        foreign = self.env.ref("base.EUR" if self.company.currency_id.name != "EUR" else "base.USD")
        foreign.active = True
        pricelist = self.env["product.pricelist"].create({"name": "Foreign", "currency_id": foreign.id})
        order = self._quotation(pricelist_id=pricelist.id)
        self.assertEqual(self._made(order).currency_id, foreign)

    def test_what_cannot_be_agreed_is_named(self):
        discount = {"product_id": self.boxed.id, "product_uom_qty": 1.0, "price_unit": -5.0}
        goods = {"product_id": self.product.id, "product_uom_qty": 1.0, "price_unit": 5.0}
        for lines, words in (
            ([goods, discount], "Boxed paper"),
            ([{"display_type": "line_note", "name": "Soon"}], "Enter what is sold"),
        ):
            with self.assertRefused(UserError, words), self.env.cr.savepoint():
                self._quotation(lines=lines).action_make_contract()
        order = self._create_order(lines=[(1.0, 1.0)])
        order.action_confirm()
        with self.assertRefused(UserError, "is no quotation"), self.env.cr.savepoint():
            order.action_make_contract()

    def test_who_may(self):
        self._made(self._quotation(by="clerk"))
        order = self._quotation()
        for user in ("accountant", "auditor", "other_seller"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                order.with_user(self.users[user]).action_make_contract()
        self.env.invalidate_all()
        self.assertFalse(order.contract_id)

    def test_the_button_on_the_form(self):
        form = self.env.ref("sale.view_order_form").id
        for user, is_shown in (("seller", True), ("clerk", True), ("accountant", False)):
            view = self.env["sale.order"].with_user(self.users[user]).get_view(form, "form")["arch"]
            self.assertEqual("action_make_contract" in view, is_shown, user)

    def test_many_lines_ask_no_more(self):
        counts = []
        for number in (2, 2, 20):
            line = {"product_id": self.product.id, "product_uom_qty": 1.0, "price_unit": 1.0}
            order = self._quotation(lines=[{**line, "name": f"Paper {index}"} for index in range(number)])
            counts.append(self._count_queries(order.action_make_contract))
        # Odoo reads the line written to order by order; nothing of ours is asked line by line
        self.assertLessEqual(counts[2] - counts[1], 18 * 2)


@tagged("post_install", "-at_install")
class TestFromQuotationRace(CommittedCase):
    def test_pressed_by_two_at_once_there_is_one_contract(self):
        def prepare(env):
            partner = env["res.partner"].create({"name": f"Raced {os.urandom(3).hex()}", "is_company": True})
            product = env["product.product"].create({"name": "Raced paper", "type": "consu"})
            line = {"product_id": product.id, "product_uom_qty": 1.0, "price_unit": 1.0}
            order = env["sale.order"].create({"partner_id": partner.id, "order_line": [Command.create(line)]})
            return order.id

        def press(env):
            env["sale.order"].browse(order_id).action_make_contract()

        def count(env):
            order = env["sale.order"].browse(order_id)
            contracts = env["sale.contract"].search([("partner_id", "=", order.partner_id.id)])
            found = (len(contracts), order.contract_id == contracts)
            order.unlink()
            contracts.unlink()
            return found

        order_id = self.committed(prepare)
        self.assertEqual(self.race(press, press), [None, None])
        self.assertEqual(self.committed(count), (1, True))

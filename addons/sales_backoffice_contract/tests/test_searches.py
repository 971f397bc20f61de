"""What has something left, and what lacks something: the filters find what the fields say, in few statements."""

from datetime import date

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import SCAN, ContractCommon

STEPS = (
    "order",
    "cancel",
    "deliver",
    "deliver_part",
    "give_up",
    "return",
    "sign_receipts",
    "draft_invoice",
    "invoice",
    "credit",
    "pay",
    "deposit",
    "suspend",
    "terminate",
    "amend",
    "unsign",
)
SETTLED = ("deposit", "order", "order", "order", "deliver", "sign_receipts", "invoice", "pay")
HISTORY = st.lists(
    st.tuples(st.sampled_from((*STEPS, *STEPS[:4])), st.integers(0, 3), st.integers(1, 60)),
    min_size=4,
    max_size=12,
)


class SearchCommon(ContractCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fine = cls._create_product("Fine paper", uom_id=cls.kg.id)
        cls.boxed = cls._create_product("Boxed paper", uom_id=cls.unit.id)
        lines = [
            {"product_id": cls.fine.id, "product_uom_id": cls.kg.id, "quantity": 0.1, "tolerance_under": 0.1},
            {"product_id": cls.boxed.id, "product_uom_id": cls.dozen.id, "quantity": 5.0},
        ]
        lines = [{"price_unit": 10.0, "tolerance": 0.1, **line} for line in lines]
        cls.contracts = (
            cls._active_contract(lines=lines)
            | cls._active_contract(lines=lines, deposit_kind="percent", deposit_percent=0.3)
            | cls._approved_contract(lines=lines)
            | cls._create_contract(lines=lines)
        ).with_env(cls.env)

    def assertFound(self):
        """Either operator and either value finds exactly what the field says, of contracts and of lines."""
        self.env.flush_all()
        self.env.invalidate_all()
        ours = ("id", "in", self.contracts.ids)
        for records, name, limit in (
            (self.contracts, "has_remaining", ours),
            (self.contracts, "has_missing", ours),
            (self.contracts.line_ids, "has_remaining", ("contract_id", *ours[1:])),
        ):
            wanted = records.filtered(name)
            for operator, value, answer in (
                ("=", True, wanted),
                ("!=", False, wanted),
                ("in", [True], wanted),
                ("=", False, records - wanted),
                ("!=", True, records - wanted),
                ("not in", [True], records - wanted),
            ):
                found = records.search([limit, (name, operator, value)])
                told = (records._name, name, operator, value)
                self.assertEqual(set(found.ids), set(answer.ids), told)


@tagged("post_install", "-at_install")
class TestSearchesEqualFields(SearchCommon):
    @settings(
        max_examples=12,
        deadline=None,
        phases=(Phase.explicit, Phase.generate),  # shrinking takes minutes; the history is short enough
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    @given(steps=HISTORY)
    @example(steps=[("order", 0, 60), ("order", 0, 30), ("cancel", 0, 1), ("order", 0, 55), ("unsign", 0, 1)])
    @example(steps=[("order", 1, 59), ("deposit", 1, 20), ("pay", 1, 60), ("deposit", 1, 10), ("pay", 1, 60)])
    @example(
        steps=[("order", 0, 60), ("deliver", 0, 60), ("invoice", 0, 1), ("return", 0, 5), ("credit", 0, 3)]
    )
    def test_after_any_history(self, steps):
        savepoint, everyone = self.env.cr.savepoint(flush=True), self.contracts
        for name, position, number in steps:
            try:
                with self.env.cr.savepoint():
                    getattr(self, f"_do_{name}")(self.contracts[position], number)
                    self.env.flush_all()
            except UserError:
                self.env.invalidate_all()
        self.assertFound()
        savepoint.close(rollback=True)
        self.contracts = everyone
        self.env.invalidate_all()

    def test_a_contract_with_nothing_left_and_nothing_missing(self):
        contract = self.contracts[0]
        for number in (60, 40):
            self._do_order(contract, number)
        for name in ("deliver", "sign_receipts", "invoice", "pay"):
            getattr(self, f"_do_{name}")(contract, 60)
        self.assertFound()
        self.assertFalse(contract.has_remaining)
        self.assertFalse(contract.has_missing)

    def test_what_is_over_has_nothing_left(self):
        contract = self.contracts[0]
        self.assertTrue(contract.has_remaining)
        contract.with_user(self.users["supervisor"]).action_terminate("The mill closed.")
        self.assertFound()
        self.assertFalse(contract.has_remaining or contract.line_ids.filtered("has_remaining"))

    def test_half_a_last_digit_counts_as_shown(self):
        line = self.contracts[0].line_ids[0]  # 100 g, of which 90 are enough
        for grams in (84.99, 0.01, 0.01):
            self._order_line(line, grams, self.gram)
            self.assertFound()

    # --- steps ------------------------------------------------------------------

    def _order_line(self, line, quantity, unit):
        values = {
            "product_id": line.product_id.id,
            "contract_line_id": line.id,
            "product_uom_id": unit.id,
            "product_uom_qty": quantity,
        }
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "contract_id": line.contract_id.id,
                "order_line": [Command.create(values)],
            }
        )
        order.action_confirm()
        return order

    def _do_order(self, contract, number):
        """Of either line the same share: 60 of 100 g, and 36 of 60 pieces."""
        grams, boxes = contract.line_ids
        if number % 2:
            self._order_line(boxes, number * 0.6, self.unit)
        else:
            self._call_off(contract, number / 1000.0, number / 20.0)

    def _do_cancel(self, contract, number):
        contract.order_ids[number % 3 :][:1]._action_cancel()

    def _pickings(self, contract):
        return contract.order_ids.picking_ids.filtered(
            lambda picking: picking.state not in ("done", "cancel")
        )

    def _do_deliver(self, contract, _number):
        for picking in self._pickings(contract):
            for move in picking.move_ids:
                move.write({"quantity": move.product_uom_qty, "picked": True})
            picking.with_context(skip_sms=True).button_validate()

    def _do_deliver_part(self, contract, number):
        for order in contract.order_ids[:1]:
            self._deliver(order, order.picking_ids.move_ids[:1].product_uom_qty * number / 100.0)

    def _do_give_up(self, contract, _number):
        self._pickings(contract)[:1].action_cancel()

    def _do_return(self, contract, number):
        for picking in contract.order_ids.picking_ids.filtered(lambda picking: picking.state == "done")[:1]:
            self._return(picking, picking.move_ids[:1].quantity * number / 100.0)

    def _do_sign_receipts(self, contract, _number):
        pickings = contract.order_ids.picking_ids.filtered(lambda picking: picking.state == "done")
        if "has_signed_receipt" in pickings._fields:
            # what makes a receipt is the delivery add-on's to say
            self.env.cr.execute(
                "UPDATE stock_picking SET has_signed_receipt = TRUE WHERE id = ANY(%s)", [pickings.ids]
            )
        else:
            pickings.write({"signature": SCAN})
        self.env.invalidate_all()

    def _do_draft_invoice(self, contract, _number):
        contract.order_ids._create_invoices()

    def _do_invoice(self, contract, _number):
        moves = contract.order_ids._create_invoices()
        moves.invoice_date = date.today()
        moves.action_post()

    def _posted(self, contract):
        return contract.order_ids.invoice_ids.filtered(lambda move: move.state == "posted")

    def _do_credit(self, contract, number):
        for invoice in self._posted(contract)[:1]:
            credit = invoice._reverse_moves([{"invoice_date": date.today()}])
            if number % 2:
                credit.credit_note_effect = "price"
            if number % 3:
                credit.action_post()

    def _do_pay(self, contract, number):
        for invoice in self._posted(contract).filtered(lambda move: move.amount_residual > 0):
            self._pay(invoice, invoice.amount_residual * min(number, 50) / 50.0)

    def _do_deposit(self, contract, number):
        for order in contract.order_ids[:1]:
            self._deposit(order, float(number))

    def _do_suspend(self, contract, _number):
        contract.with_user(self.users["supervisor"]).action_suspend("Wait.")

    def _do_terminate(self, contract, _number):
        contract.with_user(self.users["supervisor"]).action_terminate("Insolvent.")

    def _do_amend(self, contract, _number):
        action = contract.action_amend()
        self.contracts |= self.env["sale.contract"].browse(action["res_id"])

    def _do_unsign(self, contract, _number):
        self.env.cr.execute("DELETE FROM sale_contract_scan WHERE contract_id = %s", [contract.id])
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestSearchQueries(SearchCommon):
    def _count(self, model, name):
        return self._count_queries(lambda: self.env[model].search_count([(name, "=", True)]))

    def test_one_statement_however_many_there_are(self):
        for model, name in (
            ("sale.contract", "has_remaining"),
            ("sale.contract", "has_missing"),
            ("sale.contract.line", "has_remaining"),
        ):
            with self.subTest(model=model, field=name):
                self._count(model, name)  # warm
                self.assertEqual(self._count(model, name), 1)
                for _number in range(3):
                    self._call_off(self._active_contract(lines=[(10.0, 100.0)] * 2), 3.0, 3.0)
                self.assertEqual(self._count(model, name), 1)

    def test_nobody_finds_what_he_may_not_read(self):
        other = self.env["sale.contract"].with_user(self.users["other_seller"])
        found = other.search([("has_remaining", "=", True), ("id", "in", self.contracts.ids)])
        self.assertFalse(found)

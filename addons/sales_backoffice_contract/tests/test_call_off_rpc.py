"""What a client can send that no button sends: none of it takes more than was agreed."""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .common import SCAN, ContractCommon

FORGED = {
    "flow_token": True,
    "contract_judged": {"ids": list(range(100_000))},
    "contract_check": False,
    "skip_contract": True,
    "active_test": False,
    "import_file": True,
    "install_mode": True,
    "sale_write_from_compute": True,
    "tz": "Pacific/Kiritimati",
    "su": True,
    "default_contract_line_id": False,
}


@tagged("post_install", "-at_install")
class TestCallOffOverRpc(ContractCommon, BackofficeHttpCommon):
    """A contract of 1,000 of which 800 are called off, and a quotation of 500."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("sale.async_emails", "False")
        cls.seller = cls.users["seller"]
        cls.contract = cls._active_contract()
        cls.line = cls.contract.line_ids
        cls.confirmed = cls._call_off(cls.contract, 800.0)
        cls.quotation = cls._call_off(cls.contract, 500.0, confirm=False)

    def assertCallRefused(self, method, *args, model="sale.order", error="CallOffRefused", **kwargs):
        for context in ({}, FORGED):
            self.assertRpcRefused(error, self.seller, model, method, *args, context=context, **kwargs)
        self.env.invalidate_all()
        self.assertEqual(self.line.called_quantity, 800.0)

    def test_no_call_confirms_too_much(self):
        self.assertCallRefused("action_confirm", self.quotation.ids)
        self.assertCallRefused("write", self.quotation.ids, {"state": "sale"})
        self.assertCallRefused("web_save", self.quotation.ids, {"state": "sale"}, specification={})
        self.assertCallRefused("copy", self.quotation.ids, {"state": "sale"})

    def test_no_call_creates_too_much(self):
        line = {"product_id": self.product.id, "product_uom_qty": 500.0, "contract_line_id": self.line.id}
        values = {
            "partner_id": self.partner.id,
            "contract_id": self.contract.id,
            "order_line": [Command.create(line)],
        }
        self.assertCallRefused("create", [{**values, "state": "sale"}])
        self.assertCallRefused("web_save", [], {**values, "state": "sale"}, specification={})
        self.assertRpcRefused(
            "CallOffRefused", self.seller, "sale.order", "create", [values], context={"default_state": "sale"}
        )

    def test_no_call_raises_too_much(self):
        line = self.confirmed.order_line
        self.assertCallRefused("write", line.ids, {"product_uom_qty": 2000.0}, model="sale.order.line")
        self.assertCallRefused(
            "write", self.confirmed.ids, {"order_line": [(1, line.id, {"product_uom_qty": 2000.0})]}
        )
        new = {"product_id": self.product.id, "product_uom_qty": 500.0, "order_id": self.confirmed.id}
        self.assertCallRefused("create", [new], model="sale.order.line")

    def test_no_call_takes_the_line_off_its_contract(self):
        line = self.confirmed.order_line
        self.assertCallRefused("write", line.ids, {"contract_line_id": False}, model="sale.order.line")

    def test_no_call_changes_what_was_agreed(self):
        for model, record, values, error in (
            ("sale.contract", self.contract, {"state": "draft"}, "AccessError"),
            ("sale.contract", self.contract, {"valid_to": "2099-01-01"}, "UserError"),
            ("sale.contract", self.contract, {"amount_cap": 1.0}, "UserError"),
            ("sale.contract", self.contract, {"clause_baseline": []}, "AccessError"),
            ("sale.contract", self.contract, {"approval_hash": "x"}, "AccessError"),
            ("sale.contract", self.contract, {"company_id": 1}, "UserError"),
            ("sale.contract", self.contract, {"name": "x"}, "UserError"),
            ("sale.contract", self.contract, {"pricelist_id": 1}, "UserError"),
            ("sale.contract.line", self.line, {"quantity": 9999.0}, "UserError"),
            ("sale.contract.line", self.line, {"tolerance": 1.0}, "UserError"),
            ("sale.contract.line", self.line, {"product_uom_id": self.dozen.id}, "UserError"),
            ("sale.contract.scan", self.contract.scan_ids, {"file": SCAN.decode()}, "UserError"),
        ):
            with self.subTest(model=model, values=values):
                self.assertCallRefused("write", record.ids, values, model=model, error=error)

    def test_totals_of_the_contract_do_not_pick_the_approver(self):
        draft = self._create_contract(lines=[(50_000.0, 100.0)])
        for values in ({"amount_total": 1.0}, {"fixed_deviation_count": 0}):
            self._rpc(self.seller, "sale.contract", "write", draft.ids, values)
        totals = {"price_total": 1.0, "price_subtotal": 1.0}
        self._rpc(self.seller, "sale.contract.line", "write", draft.line_ids.ids, totals)
        self.env.invalidate_all()
        draft.action_submit()
        self.assertEqual(draft.approval_group_id, self.env.ref("backoffice_base.group_general_manager"))

    def test_the_steps_themselves_are_not_open(self):
        for model, method, args in (
            ("sale.contract", "_do_sign", [self.contract.ids, "2026-01-01"]),
            ("sale.contract", "_close", [self.contract.ids, "terminated", "x"]),
            ("sale.contract", "_do_apply", [self.contract.ids]),
            ("sale.contract", "_write_by_flow", [self.contract.ids, {"state": "draft"}]),
            ("contract.call.off", "_enforce", [{}]),
            ("contract.documents", "_get_orders", [[]]),
        ):
            self.assertRpcRefused("AccessError", self.seller, model, method, *args)


@tagged("post_install", "-at_install")
class TestAcceptanceOnThePortal(ContractCommon):
    def test_the_acceptance_stands_and_is_told(self):
        contract = self._active_contract()
        self._call_off(contract, 900.0)
        order = self._call_off(contract, 500.0, confirm=False)
        order._validate_order()
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.activity_ids.user_id, self.users["seller"])
        self.assertIn("150 Units remain", order.activity_ids.note)

    def test_what_fits_is_confirmed(self):
        contract = self._active_contract()
        order = self._call_off(contract, 500.0, confirm=False)
        order._validate_order()
        self.assertEqual(order.state, "sale")

    def test_the_form_says_it_beforehand(self):
        contract = self._active_contract()
        order = self._call_off(contract, 5000.0, confirm=False)
        self.assertIn("1,050 Units remain", order.contract_problem)
        order.order_line.product_uom_qty = 10.0
        self.assertFalse(order.contract_problem)

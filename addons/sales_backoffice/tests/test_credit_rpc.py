"""What a client can send that no button sends: none of it takes credit or releases anything."""

from contextlib import suppress

from odoo.fields import Command
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .test_credit_gate import SmallLimit

FORGED = {
    "flow_token": True,
    "decision_token": True,
    "credit_watched": {"ids": list(range(100_000))},
    "credit_hold": False,
    "skip_credit_check": True,
    "skip_validation_check": True,
    "bypass_risk": True,
    "credit_control": False,
    "active_test": False,
    "import_file": True,
    "install_mode": True,
    "tracking_disable": True,
    "sale_write_from_compute": True,
    "uid": 1,
    "su": True,
}


class CreditHttp(SmallLimit, BackofficeHttpCommon):
    """A quotation of 1 100 and a confirmed order of 800 of a customer with a limit of 1 000."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("sale.async_emails", "False")
        cls.seller = cls.users["seller"]
        cls.confirmed = cls._confirmed_order(800.0)
        cls.quotation = cls._create_order(1_100.0, user=cls.seller)

    def _line(self, quantity=1, **values):
        return {"product_id": self.product.id, "product_uom_qty": quantity, "price_unit": 100.0, **values}

    def assertOrderRefused(self, method, *args, model="sale.order", **kwargs):
        """The salesperson's call is refused for credit, forged context or not."""
        for context in ({}, FORGED):
            self.assertRpcRefused("CreditHold", self.seller, model, method, *args, context=context, **kwargs)


@tagged("post_install", "-at_install")
class TestOrdersOverRpc(CreditHttp):
    def test_no_call_confirms_a_held_order(self):
        self.assertOrderRefused("action_confirm", self.quotation.ids)
        self.assertOrderRefused("write", self.quotation.ids, {"state": "sale"})
        self.assertOrderRefused("web_save", self.quotation.ids, {"state": "sale"}, specification={})
        self.assertOrderRefused("copy", self.quotation.ids, {"state": "sale"})
        self.assertEqual(self.quotation.state, "draft")

    def test_no_call_creates_a_confirmed_order(self):
        values = {"partner_id": self.partner.id, "order_line": [Command.create(self._line(11))]}
        self.assertOrderRefused("create", [{**values, "state": "sale"}])
        self.assertOrderRefused("web_save", [], {**values, "state": "sale"}, specification={})
        context = {**FORGED, "default_state": "sale"}
        self.assertRpcRefused("CreditHold", self.seller, "sale.order", "create", [values], context=context)

    def test_no_call_raises_a_confirmed_order(self):
        line = self.confirmed.order_line
        self.assertOrderRefused("write", line.ids, {"product_uom_qty": 11}, model="sale.order.line")
        self.assertOrderRefused(
            "write", self.confirmed.ids, {"order_line": [(1, line.id, {"price_unit": 200})]}
        )
        new = self._line(3, order_id=self.confirmed.id)
        self.assertOrderRefused("create", [new], model="sale.order.line")
        self.assertOrderRefused("web_save", [], new, model="sale.order.line", specification={})
        self.assertEqual(self.confirmed.amount_total, 800)

    def test_no_call_reopens_a_cancelled_order(self):
        self.confirmed._action_cancel()
        self._confirmed_order(500.0)
        self.assertOrderRefused("write", self.confirmed.ids, {"state": "sale"})
        self._rpc(self.seller, "sale.order", "action_draft", self.confirmed.ids)
        self.assertOrderRefused("action_confirm", self.confirmed.ids)

    def test_no_call_ships_to_a_customer_over_the_limit(self):
        self.profile.base_limit = 500.0
        picking = self.confirmed.picking_ids
        picking.move_ids.write({"quantity": 8, "picked": True})
        context = {**FORGED, "skip_sms": True, "skip_backorder": True, "cancel_backorder": True}
        for user, model, method, args in (
            ("warehouse", "stock.picking", "button_validate", []),
            ("warehouse", "stock.move", "write", [{"state": "done"}]),
            ("seller", "stock.move", "write", [{"state": "done"}]),
        ):
            records = picking if model == "stock.picking" else picking.move_ids
            self.assertRpcRefused(
                "CreditHold", self.users[user], model, method, records.ids, *args, context=context
            )
        self.assertEqual(picking.state, "assigned")

    def test_the_catalogue_is_no_way_round(self):
        self.authenticate(self.seller.login, self.seller.login)
        params = {
            "res_model": "sale.order",
            "order_id": self.confirmed.id,
            "product_id": self.product.id,
            "quantity": 11,
            "child_field": "order_line",
        }
        with self.assertRaises(Exception) as refusal, self.assertLogs("odoo.http", "WARNING"):
            self.make_jsonrpc_request("/product/catalog/update_order_line_info", params)
        self.assertIn("CreditHold", str(refusal.exception))

    def test_the_steps_themselves_are_not_open(self):
        for model, method, args in (
            ("sale.order", "_action_confirm", [self.quotation.ids]),
            ("sale.order", "_remember_confirmation", [self.quotation.ids]),
            ("sale.order", "_validate_order", [self.quotation.ids]),
            ("stock.move", "_action_done", [self.confirmed.picking_ids.move_ids.ids]),
            ("credit.gate", "_enforce", [[]]),
            ("credit.gate", "_judge", [[], {}]),
            ("credit.profile", "_get_figures", [self.profile.ids]),
        ):
            self.assertRpcRefused("AccessError", self.seller, model, method, *args)

    def test_the_refusal_reaches_the_client_in_full(self):
        error = self._refusal(self.seller, "sale.order", "action_confirm", self.quotation.ids)
        self.assertIn(f"{self.quotation.name} is held.", error["message"])
        self.assertIn("by $\xa0900.00", error["message"])
        self.assertIn("request a credit release from", error["message"])

    def _refusal(self, user, model, method, *args):
        self.authenticate(user.login, user.login)
        params = {"model": model, "method": method, "args": args, "kwargs": {}}
        payload = {"id": 0, "jsonrpc": "2.0", "method": "call", "params": params}
        with self.assertLogs("odoo.http", "WARNING"):
            response = self.url_open(f"/web/dataset/call_kw/{model}/{method}", json=payload)
        return response.json()["error"]["data"]


@tagged("post_install", "-at_install")
class TestTampering(CreditHttp):
    """Fields the server fills in are not a place to hide an amount."""

    def _try(self, model, records, values):
        """Write as the salesperson; to refuse is as good as to ignore."""
        with mute_logger("odoo.http"), suppress(JsonRpcException):
            self._rpc(self.seller, model, "write", records.ids, values)
        self.env.invalidate_all()

    def assertStillCounts(self, model, records, values):
        """After the attempt the confirmed order still uses its 800."""
        self._try(model, records, values)
        self.assertFigures(exposure=800)

    def test_a_forged_total_does_not_confirm(self):
        self._try("sale.order", self.quotation, {"amount_total": 1.0, "amount_untaxed": 1.0})
        self.assertHeld(self.quotation)

    def test_forged_line_totals_do_not_confirm(self):
        totals = {"price_total": 1.0, "price_subtotal": 1.0, "price_reduce_taxinc": 0.1}
        self._try("sale.order.line", self.quotation.order_line, totals)
        self.assertHeld(self.quotation)

    def test_totals_forged_on_creation_do_not_confirm(self):
        line = self._line(11, price_total=1.0, price_subtotal=1.0, price_tax=0.0)
        values = {"partner_id": self.partner.id, "amount_total": 1.0, "order_line": [Command.create(line)]}
        order_id = self._rpc(self.seller, "sale.order", "create", [values])
        self.assertHeld(self.env["sale.order"].browse(order_id))
        self.assertOrderRefused("create", [{**values, "state": "sale"}])

    def test_forged_line_totals_do_not_hide_an_order(self):
        line = self.confirmed.order_line
        self.assertStillCounts("sale.order.line", line, {"price_total": 1.0, "price_subtotal": 1.0})

    def test_a_forged_invoiced_quantity_does_not_hide_an_order(self):
        self.assertStillCounts("sale.order.line", self.confirmed.order_line, {"qty_invoiced": 8.0})

    def test_a_foreign_invoice_line_does_not_hide_an_order(self):
        foreign = self._open_invoice(1.0, partner=self._create_customer("Somebody else")).invoice_line_ids
        foreign.quantity = 8.0
        values = {"invoice_lines": [Command.link(foreign.id)]}
        self.assertStillCounts("sale.order.line", self.confirmed.order_line, values)

    def test_whoever_writes_invoices_links_them_from_either_side(self):
        item = self._open_invoice(800.0).invoice_line_ids
        line = self.confirmed.order_line
        self._rpc(
            self.users["accountant"],
            line._name,
            "write",
            line.ids,
            {"invoice_lines": [Command.link(item.id)]},
        )
        self.assertEqual(line.invoice_lines, item)

    def test_a_line_called_down_payment_still_counts(self):
        self.assertStillCounts("sale.order.line", self.confirmed.order_line, {"is_downpayment": True})
        self._try("sale.order.line", self.quotation.order_line, {"is_downpayment": True})
        self.assertHeld(self.quotation)

    def test_a_paid_invoice_of_somebody_else_does_not_prepay(self):
        invoice = self._open_invoice(1_100.0, partner=self._create_customer("Somebody else"))
        self._pay(invoice, 1_100.0)
        line = self.quotation.order_line
        values = {"is_downpayment": True, "invoice_lines": [Command.link(invoice.invoice_line_ids.id)]}
        self._try("sale.order.line", line, values)
        self.assertHeld(self.quotation)

    def test_defaults_in_the_context_are_no_place_either(self):
        names = ("amount_total", "price_total", "price_subtotal", "price_reduce_taxinc", "qty_invoiced")
        context = {f"default_{name}": 11.0 for name in names}
        values = {"partner_id": self.partner.id, "order_line": [Command.create(self._line(11))]}
        order_id = self._rpc(self.seller, "sale.order", "create", [values], context=context)
        order = self.env["sale.order"].browse(order_id)
        self.assertEqual((order.amount_total, order.order_line.price_total), (1_100, 1_100))
        self.assertHeld(order)

    def test_a_manual_total_is_not_swapped_once_agreed(self):
        data = {"currency_id": self.company.currency_id.id, "manual_tax_amounts": {"0": {}}}
        self._try("sale.order.line", self.confirmed.order_line, {"extra_tax_data": data})
        self.assertFalse(self.confirmed.order_line.extra_tax_data)

    def test_a_forged_delivered_quantity_does_not_hide_a_delivery(self):
        self._deliver(self.confirmed)
        self.confirmed._action_cancel()
        self.assertStillCounts("sale.order.line", self.confirmed.order_line, {"qty_delivered": 0.0})

    def test_a_done_delivery_stays_with_its_order(self):
        self._deliver(self.confirmed)
        move = self.confirmed.picking_ids.move_ids
        for model, record, values in (
            ("stock.move", move, {"sale_line_id": False}),
            ("stock.move", move, {"state": "cancel"}),
            ("sale.order.line", self.confirmed.order_line, {"move_ids": [Command.unlink(move.id)]}),
            ("stock.picking", move.picking_id, {"sale_id": False}),
        ):
            self.assertRpcRefused("UserError", self.seller, model, "write", record.ids, values)
        self.assertFigures(exposure=800)

    def test_a_forged_online_payment_does_not_prepay(self):
        transaction = self._create_transaction(1_100.0, self._create_order(1_100.0))
        self._try("sale.order", self.quotation, {"transaction_ids": [Command.link(transaction.id)]})
        self.assertHeld(self.quotation)

    def test_a_salesperson_does_not_make_a_term_prepaid(self):
        term = self.env.ref("account.account_payment_term_30days")
        for values in ({"is_prepaid_term": True}, {"line_ids": [Command.clear()]}):
            self.assertRpcRefused(
                "AccessError", self.seller, "account.payment.term", "write", term.ids, values
            )

    def test_a_salesperson_does_not_take_a_customer_out_of_its_group(self):
        self.seller.group_ids += self.env.ref("base.group_partner_manager")
        group = self.env["credit.group"].create({"name": "Sun group"})
        self.partner.credit_group_id = group
        for model, records, values in (
            ("res.partner", self.partner, {"credit_group_id": False}),
            ("credit.group", group, {"partner_ids": [Command.unlink(self.partner.id)]}),
        ):
            self.assertRpcRefused("AccessError", self.seller, model, "write", records.ids, values)
        self.assertEqual(self.partner.credit_group_id, group)

    def test_a_salesperson_changes_no_setting(self):
        for model, records, values in (
            ("credit.profile", self.profile, {"base_limit": 1e9}),
            ("credit.profile", self.profile, {"active": False}),
            ("res.company", self.company, {"credit_control": False}),
            (
                "res.partner",
                self.partner,
                {"credit_profile_ids": [Command.update(self.profile.id, {"base_limit": 9})]},
            ),
        ):
            self.assertRpcRefused("AccessError", self.seller, model, "write", records.ids, values)

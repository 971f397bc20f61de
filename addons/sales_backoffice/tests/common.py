"""The cast and the builders of the credit tests; other addons import ``CreditCommon``."""

from contextlib import contextmanager
from datetime import date, timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import Form, TransactionCase, new_test_user
from odoo.tools import SQL

from ..services.invoiced_quantities import invoiced_items, invoiced_lines

CAST = {
    "seller": "backoffice_base.group_salesperson",
    "other_seller": "backoffice_base.group_salesperson",
    "clerk": "backoffice_base.group_clerk",
    "supervisor": "backoffice_base.group_supervisor",
    "sales_manager": "backoffice_base.group_sales_manager",
    "accountant": "backoffice_base.group_accountant",
    "general_manager": "backoffice_base.group_general_manager",
    "warehouse": "backoffice_base.group_warehouse",
    "auditor": "backoffice_base.group_auditor",
}


class CreditCommon(TransactionCase):
    """One company, one customer with a limit of 100 000, goods at 100 without tax, and every role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "no_reset_password": True})
        cls.company = cls.env.company
        cls.users = {
            name: new_test_user(cls.env, f"credit_{name}", groups=groups, name=name.replace("_", " ").title())
            for name, groups in CAST.items()
        }
        cls.product = cls._create_product("Offset paper 80 g")
        cls.partner = cls._create_customer("Rising Sun Printing")
        cls.profile = cls._create_profile(cls.partner)

    def _count_queries(self, work):
        """The statements ``work`` takes with nothing in the cache, what it leaves to be written included."""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    # --- builders ---------------------------------------------------------------

    @classmethod
    def _create_product(cls, name, **values):
        values = {
            "type": "consu",
            "list_price": 100.0,
            "taxes_id": [Command.clear()],
            "invoice_policy": "delivery",
        } | values
        return cls.env["product.product"].create({"name": name, **values})

    @classmethod
    def _create_customer(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "user_id": cls.users["seller"].id, **values}
        )

    @classmethod
    def _create_profile(cls, partner=None, **values):
        values = {
            "base_limit": 100_000.0,
            "term_days": 30,
            "grace_days": 0,
            "overdue_tolerance": 0.0,
        } | values
        if partner:
            values["partner_id"] = partner.id
        return cls.env["credit.profile"].create(values)

    @classmethod
    def _create_order(cls, amount=1000.0, partner=None, user=None, lines=None, **values):
        """A quotation of ``amount`` in units of 100, or of the (quantity, price) pairs in ``lines``."""
        lines = lines or [(amount / 100.0, 100.0)]
        return (
            cls.env["sale.order"]
            .with_user(user or cls.env.user)
            .create(
                {
                    "partner_id": (partner or cls.partner).id,
                    "user_id": cls.users["seller"].id,
                    "order_line": [
                        Command.create(
                            {"product_id": cls.product.id, "product_uom_qty": quantity, "price_unit": price}
                        )
                        for quantity, price in lines
                    ],
                    **values,
                }
            )
        )

    @classmethod
    def _confirmed_order(cls, amount=1000.0, **values):
        order = cls._create_order(amount, **values)
        order.action_confirm()
        return order

    @classmethod
    def _deliver(cls, order, quantity=None, on=None):
        """Deliver ``quantity`` of the first open move (or everything), dated ``on``."""
        picking = order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))[:1]
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty if quantity is None else quantity
            move.picked = True
        action = picking.with_context(skip_sms=True).button_validate()
        if isinstance(action, dict):
            Form.from_action(cls.env, action).save().process()
        if on:
            picking.move_ids.date = fields.Datetime.to_datetime(on) + timedelta(hours=12)
        return picking

    @classmethod
    def _return(cls, picking, quantity, to_refund=True):
        wizard = (
            cls.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({})
        )
        wizard.product_return_moves.write({"quantity": quantity, "to_refund": to_refund})
        back = cls.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.write({"quantity": quantity, "picked": True})
        back.button_validate()
        return back

    @classmethod
    def _invoice(cls, order, on=None, post=True, quantity=None):
        invoice = order._create_invoices(final=True)
        invoice.invoice_date = on or fields.Date.today()
        if quantity is not None:
            invoice.invoice_line_ids.quantity = quantity
        if post:
            invoice.action_post()
        return invoice

    @classmethod
    def _open_invoice(cls, amount, on=None, partner=None, post=True, **values):
        """A customer invoice without order."""
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or cls.partner).id,
                "invoice_date": on or fields.Date.today(),
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Paper", "quantity": 1, "price_unit": amount, "tax_ids": [Command.clear()]}
                    )
                ],
                **values,
            }
        )
        if post:
            invoice.action_post()
        return invoice

    @classmethod
    def _pay(cls, invoice, amount):
        register = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        return register.create({"amount": amount})._create_payments()

    @classmethod
    def _deposit(cls, order, amount):
        """A posted down payment invoice of ``amount``."""
        wizard = cls.env["sale.advance.payment.inv"].create(
            {"sale_order_ids": order.ids, "advance_payment_method": "fixed", "fixed_amount": amount}
        )
        invoice = wizard._create_invoices(order)
        invoice.action_post()
        return invoice

    @classmethod
    def _create_transaction(cls, amount, orders, state="done"):
        """An online payment as the provider left it, not yet processed."""
        provider = cls.env.ref("payment.payment_provider_transfer")
        bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        provider.journal_id = bank
        bank.inbound_payment_method_line_ids[:1].payment_provider_id = provider
        return cls.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": cls.env.ref("payment.payment_method_unknown").id,
                "reference": cls.env["payment.transaction"]._compute_reference("none"),
                "amount": amount,
                "currency_id": orders.currency_id.id,
                "partner_id": orders.partner_id.id,
                "sale_order_ids": [Command.set(orders.ids)],
                "state": state,
            }
        )

    @classmethod
    def _create_release(cls, kind="once", order=None, by="clerk", submit=True, **values):
        values = {"kind": kind, "profile_id": cls.profile.id, "reason": "Known for twenty years."} | values
        if order:
            values |= {"order_id": order.id}
        release = cls.env["credit.release"].with_user(cls.users[by]).create(values)
        if submit:
            release.action_submit()
        return release

    @classmethod
    def _approved_release(cls, *args, decider="general_manager", **values):
        release = cls._create_release(*args, **values)
        release.with_user(cls.users[decider]).action_approve()
        return release

    # --- assertions -------------------------------------------------------------

    def assertFigures(self, profile=None, **expected):
        """Compare figures of a profile, freshly read."""
        profile = (profile or self.profile).sudo()
        profile.invalidate_recordset()
        actual = {name: profile[name] for name in expected}
        for name, value in expected.items():
            if isinstance(value, (int, float)):
                self.assertAlmostEqual(actual[name], value, 2, f"{name} of {profile.holder_name}")
            else:
                self.assertEqual(actual[name], value, name)

    def assertStoredQuantities(self, lines):
        """What the lines keep of their invoices is what SQL finds."""
        self.env.flush_all()
        found = dict.fromkeys(lines.ids, (0, 0))
        for line_id, posted, draft in self.env.execute_query(
            SQL("WITH item AS (%s) %s", invoiced_items(SQL("sale_order_line")), invoiced_lines())
        ):
            if line_id in found:
                found[line_id] = (posted or 0, (posted or 0) + (draft or 0))
        for line in lines:
            posted, invoiced = found[line.id]
            self.assertAlmostEqual(line.credit_posted_qty, posted, 7, line.name)
            self.assertAlmostEqual(line.credit_invoiced_qty, invoiced, 7, line.name)

    def assertHeld(self, order, *words):
        """Confirming is refused, says ``words``, and leaves the order as it was."""
        state = order.state
        with self.assertRaises(self._hold()) as refusal, self.env.cr.savepoint():
            order.action_confirm()
        order.invalidate_recordset()
        self.assertEqual(order.state, state)
        for word in words:
            self.assertIn(word, str(refusal.exception))

    @contextmanager
    def assertRefused(self, error, *words):
        """What happens inside is refused with a message that says ``words``, and undone."""
        with self.assertRaises(error) as refusal:
            yield
        for word in words:
            self.assertIn(word, str(refusal.exception))

    def assertRefusedForCredit(self, *words):
        return self.assertRefused(self._hold(), *words)

    @staticmethod
    def _hold():
        from ..services.credit_gate import CreditHold

        return CreditHold

    @staticmethod
    def _days_ago(days):
        return date.today() - timedelta(days=days)

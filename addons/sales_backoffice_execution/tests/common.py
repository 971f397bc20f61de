"""A contract, its call-offs, and what becomes of them; other add-ons import ``ExecutionCommon``."""

from datetime import date, timedelta

from odoo import fields
from odoo.fields import Command

from odoo.addons.sales_backoffice.tests.common import CreditCommon

CENTS = ("collection_rate", "progress", "late_days")


class ExecutionCommon(CreditCommon):
    """A customer with a framework over 100 reams at 100 and 50 at 20, without tax; nobody is held for anything."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"credit_control": False, "price_guard": False})
        cls.partner.property_payment_term_id = cls.env.ref("account.account_payment_term_immediate")
        cls.second_product = cls._create_product("Art paper 128 g")
        cls.contract = cls._create_contract()

    @classmethod
    def _create_contract(cls, lines=((100, 100.0), (50, 20.0)), on=None, state="active", **values):
        """An active contract of ``(quantity, price)`` lines, signed on a day (default: 60 days ago)."""
        products = (cls.product, cls.second_product)
        day = on or cls._days_ago(60)
        contract = cls.env["sale.contract"].create(
            {
                "kind": "framework",
                "partner_id": cls.partner.id,
                "user_id": cls.users["seller"].id,
                "valid_from": day,
                "line_ids": [
                    Command.create(
                        {
                            "product_id": products[index % 2].id,
                            "product_uom_id": products[index % 2].uom_id.id,
                            "quantity": quantity,
                            "price_unit": price,
                            "tolerance": 0.1,
                            "tax_ids": [Command.clear()],
                        }
                    )
                    for index, (quantity, price) in enumerate(lines)
                ],
                **values,
            }
        )
        seal = contract._get_fingerprint()
        contract._write_by_flow({"state": state, "date_signed": day, "approval_hash": seal})
        cls.env.flush_all()
        return contract

    @classmethod
    def _call_off(cls, *quantities, contract=None, on=None, confirm=True, **values):
        """An order of the first lines of the contract, in these quantities, at the agreed price."""
        contract = contract or cls.contract
        order = cls.env["sale.order"].create(
            {
                "partner_id": contract.partner_id.id,
                "user_id": cls.users["seller"].id,
                "contract_id": contract.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": line.product_id.id,
                            "product_uom_qty": quantity,
                            "price_unit": line.price_unit,
                            "tax_ids": [Command.set(line.tax_ids.ids)],
                            "contract_line_id": line.id,
                        }
                    )
                    for line, quantity in zip(contract.line_ids, quantities, strict=False)
                ],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
            if on:
                order.date_order = fields.Datetime.to_datetime(on) + timedelta(hours=6)
        return order

    @classmethod
    def _pay_on(cls, invoices, amount, on):
        """Receive money on a day and match it with the invoices."""
        register = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoices.ids
        )
        return register.create(
            {"amount": amount, "payment_date": on, "group_payment": True}
        )._create_payments()

    @classmethod
    def _credit(cls, invoice, share=1.0, price_share=1.0, on=None):
        """A posted credit note for a share of the quantities, at a share of the price, matched with the invoice."""
        refund = invoice._reverse_moves(
            [{"invoice_date": on or fields.Date.today(), "date": on or fields.Date.today()}]
        )
        for line in refund.invoice_line_ids.filtered(lambda line: line.display_type == "product"):
            line.quantity *= share
            line.price_unit *= price_share
        refund.action_post()
        lines = (invoice + refund).line_ids.filtered(lambda line: line.display_type == "payment_term")
        lines.filtered(lambda line: not line.reconciled).reconcile()
        return refund

    # --- assertions -------------------------------------------------------------

    def _figures(self, contract=None, at=None, **values):
        contract = contract or self.contract
        return self.env["contract.execution"]._get_figures(contract, at, **values)[contract.id]

    def _line_figures(self, line, at=None, **values):
        return self.env["contract.execution"]._get_line_figures(line.contract_id, at, **values)[line.id]

    def assertExecution(self, contract=None, at=None, since=None, **expected):
        """Compare figures of a contract at the end of a day."""
        row = self._figures(contract, at, since=since)
        self._assert_row(row, expected)

    def assertLine(self, line, at=None, **expected):
        self._assert_row(self._line_figures(line, at), expected)

    def _assert_row(self, row, expected):
        for name, value in expected.items():
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                self.assertAlmostEqual(float(row[name] or 0.0), value, 4 if name in CENTS else 2, name)
            else:
                self.assertEqual(row[name], value, name)

    @staticmethod
    def _today():
        return date.today()

"""Orders, receipts, returns, bills and credit notes of a supplier on chosen days."""

from datetime import date, timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.reconciliation_letter.tests.common import LetterCommon

FIRST = date(2026, 10, 1)


class ReceiptCommon(LetterCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create(
            {
                "name": "Kraft rolls",
                "type": "consu",
                "supplier_taxes_id": [Command.clear()],
                "purchase_method": "receive",
            }
        )

    @classmethod
    def _order(cls, quantity=10.0, price=100.0, partner=None):
        order = cls.env["purchase.order"].create(
            {
                "partner_id": (partner or cls.supplier).id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": cls.product.id,
                            "product_qty": quantity,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                        }
                    )
                ],
            }
        )
        order.button_confirm()
        return order

    @classmethod
    def _receive(cls, order, quantity, on=FIRST):
        picking = order.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))[:1]
        picking.move_ids.write({"quantity": quantity, "picked": True})
        action = picking.button_validate()
        if isinstance(action, dict):
            Form.from_action(cls.env, action).save().process()
        picking.move_ids.date = fields.Datetime.to_datetime(on) + timedelta(hours=12)
        return picking

    @classmethod
    def _return(cls, picking, quantity, on=FIRST, to_refund=True):
        wizard = (
            cls.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({})
        )
        wizard.product_return_moves.write({"quantity": quantity, "to_refund": to_refund})
        back = cls.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        back.move_ids.write({"quantity": quantity, "picked": True})
        back.button_validate()
        back.move_ids.date = fields.Datetime.to_datetime(on) + timedelta(hours=12)
        return back

    @classmethod
    def _bill(cls, order, quantity, on=FIRST, move_type="in_invoice", price=100.0, post=True):
        move = cls.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": order.partner_id.id,
                "invoice_date": on,
                "date": on,
                "journal_id": cls.books["purchases"].id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": cls.product.id,
                            "quantity": quantity,
                            "price_unit": price,
                            "tax_ids": [Command.clear()],
                            "account_id": cls.books["expense"].id,
                            "purchase_line_id": order.order_line.id,
                        }
                    )
                ],
            }
        )
        if post:
            move.action_post()
        return move

    @classmethod
    def _uninvoiced(cls, on=FIRST):
        return cls.env["reconciliation.snapshot"]._get_uninvoiced("payable", cls.supplier, on, cls.company)

    @classmethod
    def _amount(cls, on=FIRST):
        return round(sum(row.amount for row in cls._uninvoiced(on)), 2)

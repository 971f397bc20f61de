"""What an order line keeps of its invoices: exact whatever happens to them, and nobody's to write."""

from datetime import date
from pathlib import Path

from odoo.fields import Command
from odoo.modules.module import load_script
from odoo.tests import tagged

from .common import CreditCommon

MIGRATION = Path(__file__).parents[1] / "migrations/19.0.1.1.0"


@tagged("post_install", "-at_install")
class TestInvoicedQuantities(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._confirmed_order(1000.0)
        cls.line = cls.order.order_line
        cls._deliver(cls.order)

    def assertKept(self, posted, invoiced):
        self.assertStoredQuantities(self.line)
        self.assertEqual((self.line.credit_posted_qty, self.line.credit_invoiced_qty), (posted, invoiced))

    def _refund(self, invoice, price=100.0, post=True):
        refund = invoice._reverse_moves([{"invoice_date": date.today()}])
        refund.invoice_line_ids.price_unit = price
        if post:
            refund.action_post()
        return refund

    def test_drafts_and_posted_invoices_count_apart(self):
        self.assertKept(0, 0)
        invoice = self._invoice(self.order, post=False, quantity=4)
        self.assertKept(0, 4)
        invoice.action_post()
        self.assertKept(4, 4)
        self._invoice(self.order, post=False)
        self.assertKept(4, 10)

    def test_an_invoice_taken_back_counts_no_more(self):
        invoice = self._invoice(self.order)
        invoice.button_draft()
        self.assertKept(0, 10)
        invoice.button_cancel()
        self.assertKept(0, 0)
        invoice.button_draft()
        invoice.invoice_line_ids.quantity = 3
        self.assertKept(0, 3)
        invoice.invoice_line_ids.unlink()
        self.assertKept(0, 0)

    def test_a_deleted_invoice_counts_no_more(self):
        self._invoice(self.order, post=False).unlink()
        self.assertKept(0, 0)

    def test_only_a_posted_credit_note_on_the_quantity_takes_back(self):
        invoice = self._invoice(self.order)
        refund = self._refund(invoice, post=False)
        self.assertKept(10, 10)
        refund.action_post()
        self.assertKept(0, 0)
        refund.credit_note_effect = "price"
        self.assertKept(10, 10)

    def test_an_allowance_leaves_the_quantity_invoiced_unless_it_says_otherwise(self):
        refund = self._refund(self._invoice(self.order), price=49.99)
        self.assertKept(10, 10)
        refund.credit_note_effect = "quantity"
        self.assertKept(0, 0)

    def test_the_price_of_the_order_decides_what_an_allowance_is(self):
        self._refund(self._invoice(self.order), price=50.0)
        self.assertKept(0, 0)
        self.line.price_unit = 120.0
        self.assertKept(10, 10)
        self.line.discount = 50.0
        self.assertKept(0, 0)

    def test_units_are_those_of_the_order(self):
        invoice = self._invoice(self.order, post=False)
        invoice.invoice_line_ids.write(
            {"product_uom_id": self.env.ref("uom.product_uom_dozen").id, "quantity": 0.5}
        )
        self.assertKept(0, 6)

    def test_a_line_linked_by_hand_counts(self):
        invoice = self._open_invoice(500.0)
        self.line.invoice_lines = [Command.link(invoice.invoice_line_ids.id)]
        self.assertKept(1, 1)
        self.line.invoice_lines = [Command.clear()]
        self.assertKept(0, 0)

    def test_invoices_from_another_application_count_although_cancelled(self):
        invoice = self._invoice(self.order, post=False)
        invoice.write({"state": "cancel", "payment_state": "invoicing_legacy"})
        self.assertKept(10, 10)

    def test_nobody_writes_them(self):
        line = self.line.with_user(self.users["seller"])
        line.write({"credit_posted_qty": 10, "credit_invoiced_qty": 10})
        self.assertKept(0, 0)
        order = self.order.with_user(self.users["seller"]).with_context(default_credit_invoiced_qty=10)
        order.write(
            {
                "order_line": [
                    Command.create({"product_id": self.product.id, "credit_posted_qty": 5}),
                ]
            }
        )
        self.assertEqual(order.order_line.mapped("credit_invoiced_qty"), [0, 0])
        self.assertEqual(order.order_line.mapped("credit_posted_qty"), [0, 0])

    def test_a_copy_starts_without(self):
        self._invoice(self.order)
        self.assertEqual(self.order.copy().order_line.credit_invoiced_qty, 0)

    def test_an_older_database_gets_them(self):
        self._invoice(self.order, quantity=4)
        self._invoice(self.order, post=False)
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE sale_order_line DROP COLUMN credit_posted_qty, DROP COLUMN credit_invoiced_qty"
        )
        for _again in range(2):
            for stage in ("pre", "post"):
                self._migrate(stage)
        self.env.invalidate_all()
        self.assertKept(4, 10)
        self.assertFigures(receivable=400, delivered=0, draft=600, exposure=1000)

    def _migrate(self, stage):
        script = load_script(str(MIGRATION / f"{stage}-invoiced-quantities.py"), stage)
        script.migrate(self.env.cr, "19.0.1.0.0")

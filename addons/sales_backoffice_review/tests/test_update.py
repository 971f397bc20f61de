"""Updating: what the state before lacks is filled in."""

from pathlib import Path

from odoo.modules.module import load_script
from odoo.tests import tagged

from .test_invoicing_by_order import PrepaidCommon

MIGRATION = Path(__file__).parents[1] / "migrations/19.0.1.1.0/post-invoiceable.py"


@tagged("post_install", "-at_install")
class TestUpdate(PrepaidCommon):
    def test_what_waited_before_the_update_is_held_after_it(self):
        order, other = self._ordered(), self._ordered(7)
        self._delivered(order=order, deliver=4)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order_line SET qty_to_invoice = 10 WHERE id = %s", [order.order_line.id]
        )
        self.assertInvoiceable(order, 10)
        script = load_script(str(MIGRATION), "invoiceable")
        for _twice in range(2):
            script.migrate(self.env.cr, "19.0.1.0.0")
            self.env.invalidate_all()
            self.assertInvoiceable(order, 6)
            self.assertInvoiceable(other, 7)

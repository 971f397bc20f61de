"""Every duty of the family has its story, and none buries its reader in history."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import DemoCase


@tagged("post_install", "-at_install")
class TestFamily(DemoCase):
    def test_the_review_queue_holds_the_last_days_only(self):
        reviews = self.env["delivery.review"].search([])
        self.assertTrue(reviews.filtered(lambda review: review.state == "reviewed"))
        self.assertTrue(reviews.filtered(lambda review: review.state != "reviewed"))
        old = fields.Datetime.now() - timedelta(days=14)
        recent = reviews.filtered(lambda review: review.picking_id.date_done >= old)
        self.assertLessEqual(len(reviews - recent), 3)
        self.assertLessEqual(len(reviews), 30)

    def test_contracts_show_what_became_of_them(self):
        rows = self.env["contract.execution"].search([])
        self.assertTrue(any(row.amount_delivered and row.amount_collected for row in rows))
        self.assertTrue(self.env["contract.statement"].search([("state", "in", ("approved", "bound"))]))

    def test_the_ledgers_tie_to_the_books(self):
        self.assertFalse(self.env["sales.ledger.tieout"].search([]).filtered("unexplained"))

    def test_some_delivery_waits_for_its_invoice_without_reservation(self):
        statuses = self.env["invoice.register"].search([]).mapped("status")
        self.assertTrue({"unreserved", "reserved", "issued"} <= set(statuses), set(statuses))

"""Services whose delivered quantity somebody enters are deliveries, of the day it was entered."""

from datetime import date, timedelta

from odoo.tests import freeze_time, tagged

from .common import UnorderedCommon


@tagged("post_install", "-at_install")
class TestServices(UnorderedCommon):
    def setUp(self):
        super().setUp()
        self.service = self._create_product("Cutting", type="service")
        self.order = self._create_order(lines=[(10, 100.0)], date_order=f"{self._days_ago(50)} 12:00:00")
        self.order.order_line.product_id = self.service
        self.order.order_line.price_unit = 100
        self.order.action_confirm()
        self.order.date_order = f"{self._days_ago(50)} 12:00:00"
        self.line = self.order.order_line

    def _enter(self, quantity, days_ago=0):
        with freeze_time(date.today() - timedelta(days=days_ago)):
            self.line.qty_delivered = quantity
        self.env.flush_all()

    def test_what_was_entered_stands_in_the_register(self):
        self.assertFalse(self._register(self.order))
        self._enter(6, days_ago=9)
        values = {
            "source": "service",
            "quantity": 6,
            "unreserved": 6,
            "open_amount": 600,
            "open_days": 9,
            "age_bucket": "8-30",
            "price_basis": "order",
            "picking_id": False,
            "status": "unreserved",
        }
        self.assertRecordValues(self._register(self.order), [values])
        self.assertEqual(self._register(self.order).action_open_delivery()["res_id"], self.order.id)

    def test_without_a_known_day_that_of_the_order_counts(self):
        self._enter(6)
        self.line.delivered_by_hand_on = False
        self.assertEqual(self._register(self.order).delivered_on, self._days_ago(50))
        self._enter(7)
        self.assertEqual(self._register(self.order).delivered_on, self._days_ago(50), "as old as before")

    def test_the_day_is_that_of_the_oldest_part_not_invoiced(self):
        self._enter(4, days_ago=20)
        self._enter(6, days_ago=10)
        self.assertEqual(self.line.delivered_by_hand_on, self._days_ago(20))
        self._invoice(self.order)
        self._enter(9, days_ago=3)
        self.assertEqual(self.line.delivered_by_hand_on, self._days_ago(3))
        self._enter(8, days_ago=1)
        self.assertEqual(self.line.delivered_by_hand_on, self._days_ago(3))
        self.assertRecordValues(self._register(self.order), [{"open_quantity": 2, "open_days": 3}])

    def test_nobody_makes_it_younger(self):
        self.line.qty_delivered = 2
        line = self.line.with_user(self.users["seller"])
        line.write({"delivered_by_hand_on": "2099-01-01", "name": "Cut to size"})
        forged = self.env["sale.order.line"].with_user(self.users["seller"])
        forged = forged.with_context(default_delivered_by_hand_on="2099-01-01").create(
            {
                "order_id": line.order_id.id,
                "product_id": line.product_id.id,
                "delivered_by_hand_on": "2099-01-01",
            }
        )
        today = self.company._get_company_day()
        self.assertRecordValues(
            self.line + forged.sudo(), [{"delivered_by_hand_on": today}, {"delivered_by_hand_on": False}]
        )
        line.qty_delivered = 0
        forged.qty_delivered = 1
        self.assertEqual(forged.delivered_by_hand_on, today)

    def test_it_is_reserved_issued_and_excused_like_goods(self):
        self._enter(8)
        row = self._register(self.order)
        document = self.env["invoice.reservation"].browse(
            row.with_user(self.users["clerk"]).action_reserve()["res_id"]
        )
        document.line_ids.quantity = 3
        self.assertRecordValues(self._register(self.order), [{"covered": 3, "unreserved": 5}])
        document.with_user(self.users["clerk"]).action_submit()
        document.with_user(self.users["supervisor"]).action_approve()
        self._issue(document, post=True)
        self._approved(self.order, 1, kind="no_invoice", reason="Free.", decider="sales_manager")
        values = {
            "invoiced_quantity": 3,
            "exempt": 1,
            "unreserved": 4,
            "invoice_names": document.sudo().move_id.name,
        }
        self.assertRecordValues(self._register(self.order), [values])
        self.order.with_user(self.users["clerk"]).action_reserve_invoice()
        self.assertEqual(self._register(self.order).unreserved, 0, "the button of the order reserves it once")
        self.assertStanding(self.order, reserved=5, available=0, excess=0)

    def test_down_payments_and_quotations_are_no_deliveries(self):
        self._deposit(self.order, 100)
        quotation = self._create_order()
        quotation.order_line.product_id = self.service
        quotation.order_line.qty_delivered = 3
        self.assertFalse(self._register(self.order) + self._register(quotation))

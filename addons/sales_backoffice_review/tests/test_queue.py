"""Every delivery and return comes into the queue once, due on the next working day."""

from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY, ReviewCommon


class QueueCase(ReviewCommon):
    def _run(self, moment=TODAY, chunk=500):
        with self.at(moment), self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)["delivery.review.queue"]._cron_queue(chunk)
        self.env.invalidate_all()

    def _reviews(self, *pickings):
        domain = [("picking_id", "in", self.env["stock.picking"].union(*pickings).ids)]
        return self.env["delivery.review"].search(domain, order="picking_id")


@tagged("post_install", "-at_install")
class TestQueue(QueueCase):
    def test_yesterday_is_queued_and_today_is_not(self):
        yesterday, today = self._delivered(), self._delivered(quantity=9, on="2031-03-12 00:30:00")
        self._run()
        self.assertEqual(self._reviews(yesterday, today).picking_id, yesterday)
        self._run(datetime(2031, 3, 13, 1, 0))
        self.assertEqual(self._reviews(yesterday, today).picking_id, yesterday | today)

    def test_the_day_is_the_day_of_the_company(self):
        self.company.delivery_tz = "Asia/Shanghai"
        picking = self._delivered(on="2031-03-11 15:30:00")  # half past eleven at night
        late = self._delivered(quantity=9, on="2031-03-11 16:30:00")  # past midnight there
        self._run()
        review = self._reviews(picking, late)
        self.assertRecordValues(
            review,
            [
                {
                    "picking_id": picking.id,
                    "delivery_day": date(2031, 3, 11),
                    "due_day": date(2031, 3, 12),
                    "due_on": datetime(2031, 3, 12, 2, 0),
                }
            ],
        )

    def test_a_return_is_queued_as_such(self):
        picking = self._delivered()
        back = self._date(self._return(picking, 2))
        self._run()
        self.assertEqual([self._reviews(item).is_return for item in (picking, back)], [False, True])

    def test_running_twice_queues_once(self):
        picking = self._delivered()
        self._run()
        review = self._reviews(picking)
        self._run()
        self.assertEqual(self._reviews(picking), review)
        self.assertEqual(len(review.line_ids), 1)

    def test_days_that_were_missed_are_caught_up_in_small_steps(self):
        pickings = [self._delivered(quantity=10 + n, on=f"2031-03-0{n} 10:00:00") for n in range(4, 8)]
        self._run(chunk=3)
        self.assertEqual(len(self._reviews(*pickings)), 4)

    def test_what_was_done_before_reviews_began_is_left_alone(self):
        old = self._delivered(on="2031-02-20 10:00:00")
        self.env.cr.execute("UPDATE stock_picking SET create_date = '2031-02-19' WHERE id = %s", [old.id])
        back_dated = self._delivered(quantity=9, on="2031-02-20 10:00:00")
        self.env.cr.execute(
            "UPDATE stock_picking SET create_date = '2031-03-11' WHERE id = %s", [back_dated.id]
        )
        self._run()
        self.assertEqual(self._reviews(old, back_dated).picking_id, back_dated)

    def test_what_cannot_be_queued_does_not_hold_up_the_morning(self):
        """A line that a bad script moved from a reviewed delivery into another one: the job says so and goes on."""
        first, second = self._delivered(), self._delivered(quantity=9)
        self._queued(first)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE stock_move SET picking_id = %s WHERE picking_id = %s", [second.id, first.id]
        )
        self.env.invalidate_all()
        with self.assertLogs("odoo.addons.sales_backoffice_review", "ERROR"), mute_logger("odoo.sql_db"):
            self._run()
        self.assertFalse(self._reviews(second))

    def test_delivered_goods_are_not_slipped_into_another_delivery(self):
        first, second = self._delivered(), self._delivered(quantity=9)
        with self.assertRefused(UserError, "stay where they are"):
            first.move_ids.with_user(self.users["warehouse"]).picking_id = second
        self.assertEqual(first.move_ids.product_uom_qty, 10)

    def test_receipts_from_suppliers_and_internal_moves_are_none_of_ours(self):
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)
        supplier = self.env.ref("stock.stock_location_suppliers")
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.in_type_id.id,
                "location_id": supplier.id,
                "location_dest_id": warehouse.lot_stock_id.id,
                "move_ids": [
                    (0, 0, {"product_id": self.product.id, "product_uom_qty": 3, "location_id": supplier.id,
                            "location_dest_id": warehouse.lot_stock_id.id})
                ],
            }
        )  # fmt: skip
        picking.action_confirm()
        picking.move_ids.write({"quantity": 3, "picked": True})
        picking.button_validate()
        self._date(picking)
        self._run()
        self.assertFalse(self._reviews(picking))

    def test_a_company_that_does_not_review_has_no_queue(self):
        picking = self._delivered()
        self.company.delivery_review = False
        self._run()
        self.assertFalse(self._reviews(picking))

    def test_the_reviewer_queues_a_delivery_of_today_without_waiting(self):
        picking = self._delivered(on="2031-03-12 00:30:00").with_user(self.reviewer)
        self.assertTrue(picking.can_queue_review)
        picking.action_queue_review()
        self.assertEqual(picking.sudo().delivery_review_state, "open")
        self.assertFalse(picking.can_queue_review)


@tagged("post_install", "-at_install")
class TestFreshness(QueueCase):
    def test_findings_are_refreshed_while_the_review_is_open(self):
        picking = self._delivered(price=94.0)
        self._run()
        review = self._reviews(picking)
        self.assertEqual(review.result, "price")
        self._amend(picking, price_unit=100.0)
        self._run()
        self.assertRecordValues(review, [{"result": "passed", "finding_count": 0, "finding_codes": False}])
        self.assertFalse(review.line_ids.finding_text)

    def test_a_receipt_that_arrives_is_noticed(self):
        self.company.delivery_review_receipt = True
        picking = self._delivered()
        self._run()
        review = self._reviews(picking)
        self.assertEqual(review.result, "no_receipt")
        self._sign(picking)
        review.with_user(self.reviewer).action_refresh()
        self.assertEqual(review.result, "passed")

    def test_a_new_finding_asks_for_a_new_handling(self):
        picking = self._delivered(price=94.0)
        review = self._queued(picking)
        self._handle(review)
        self._sign(picking, 9)
        review.action_refresh()
        self.assertRecordValues(review.line_ids, [{"handling": False, "finding_codes": ",price,quantity,"}])

    def test_a_handling_stays_while_it_answers_everything(self):
        picking = self._delivered(price=94.0)
        review = self._queued(picking)
        self._handle(review)
        self._amend(picking, price_unit=93.0)
        review.action_refresh()
        self.assertEqual(review.line_ids.handling, "accepted")


@tagged("post_install", "-at_install")
class TestChangesAfterwards(QueueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.picking = cls._delivered()
        cls.review = cls._review(cls._queued(cls.picking))
        cls.line = cls.picking.sale_id.order_line

    def test_nothing_changed_nothing_happens(self):
        self._run()
        self.assertRecordValues(self.review, [{"state": "reviewed", "changed_on": False}])

    def test_a_change_without_new_difference_is_marked(self):
        self._amend(self.picking, price_unit=101.0)
        self._run()
        self.assertTrue(self.review.changed_on)
        self.assertRecordValues(self.review, [{"state": "reviewed", "result": "passed"}])
        self.assertEqual(self.review.line_ids.net_price, 100.0)
        count = len(self.review.message_ids)
        self._run()
        self.assertEqual(len(self.review.message_ids), count)

    def test_a_new_difference_puts_it_back_into_the_queue(self):
        self._amend(self.picking, price_unit=90.0)
        self._run()
        self.assertRecordValues(
            self.review,
            [
                {
                    "state": "open",
                    "result": "price",
                    "reviewed_by_id": False,
                    "due_on": datetime(2031, 3, 13, 10, 0),
                }
            ],
        )
        self.assertIn("Clerk", self.review.message_ids[0].body)

    def test_a_corrected_quantity_is_reviewed_again(self):
        self.picking.move_ids.quantity = 8
        self._run()
        self.assertRecordValues(self.review, [{"state": "open", "result": "passed"}])
        self.assertEqual(self.review.line_ids.quantity, 8)

    def test_a_return_is_a_review_of_its_own(self):
        back = self._date(self._return(self.picking, 2))
        self._run()
        self.assertEqual(self.review.state, "reviewed")
        self.assertEqual(self._reviews(back).state, "open")

    def test_old_reviews_are_no_longer_watched(self):
        self.company.delivery_review_watch_days = 10
        self._amend(self.picking, price_unit=101.0)
        with self.at(datetime(2031, 4, 2, 1, 0)):
            self.assertFalse(self.queue._get_touched(self.company))

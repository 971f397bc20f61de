"""Two real connections at once, and workers killed in the middle.

These tests commit, in companies of their own that are retired afterwards; what the jobs made meanwhile is taken back.
"""

import uuid
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sales_backoffice_delivery.tests.test_day_sheet_race import CommittedDeliveries

ROUNDS = 3


class ReviewRace(CommittedDeliveries):
    MADE_BY_JOBS = (*CommittedDeliveries.MADE_BY_JOBS, "delivery.review", "delivery.review.report")

    def make_company(self, env):
        """A company that reviews, and a manager who gets its report."""
        company = super().make_company(env)
        company.write(
            {
                "delivery_review_start": fields.Date.today() - timedelta(days=30),
                "delivery_review_receipt": False,
                "delivery_review_due_hour": 0.0,
                "price_guard": False,
                "delivery_review_user_ids": [Command.set(company.delivery_report_user_ids.ids)],
            }
        )
        return company

    def make_deliveries(self, env, count, company=None):
        """Deliveries of yesterday, all of different quantity; return their ids."""
        company = company or self.make_company(env)
        env = env(context={**env.context, "allowed_company_ids": company.ids})
        partner, _profile = self.make_customer(env, 1e9)
        product = env["product.product"].create(
            {"name": f"Raced {uuid.uuid4().hex[:6]}", "type": "consu", "taxes_id": [Command.clear()]}
        )
        orders = env["sale.order"].create(
            [
                {
                    "partner_id": partner.id,
                    "order_line": [
                        Command.create(
                            {"product_id": product.id, "product_uom_qty": number + 1, "price_unit": 1.0}
                        )
                    ],
                }
                for number in range(count)
            ]
        )
        orders.action_confirm()
        pickings = orders.picking_ids
        for move in pickings.move_ids:
            move.write({"quantity": move.product_uom_qty, "picked": True})
        pickings._action_done()
        pickings.write({"date_done": fields.Datetime.now() - timedelta(days=1, hours=1)})
        return pickings.ids

    def count(self, picking_ids):
        """Return how many reviews, and how many lines, the deliveries have."""

        def work(env):
            reviews = env["delivery.review"].search([("picking_id", "in", picking_ids)])
            return len(reviews), len(reviews.line_ids)

        return self.committed(work)

    def run_and_die(self, model, method, call, after):
        """Run ``call`` in another process that the system kills after ``after`` returns of ``model.method``."""
        self.run_until_killed(f"""
                Model, done = type(env["{model}"]), []
                original = Model.{method}
                def dying(self, *args, **kwargs):
                    result = original(self, *args, **kwargs)
                    done.append(1)
                    if len(done) > {after}:
                        self.env.flush_all()
                        die()
                    return result
                Model.{method} = dying
                env["{model}"].{call}
        """)


@tagged("post_install", "-at_install")
class TestQueueRace(ReviewRace):
    def test_two_workers_at_once_queue_everything_once(self):
        for _round in range(ROUNDS):
            ids = self.committed(lambda env: self.make_deliveries(env, 6))
            self.race(*[lambda env: env["delivery.review.queue"]._cron_queue(chunk=2)] * 2)
            self.assertEqual(self.count(ids), (6, 6))

    def test_a_killed_worker_is_taken_up_where_it_was(self):
        self.committed(lambda env: env["delivery.review.queue"]._cron_queue())
        ids = self.committed(lambda env: self.make_deliveries(env, 6))
        self.run_and_die("delivery.review.queue", "_queue", "_cron_queue(chunk=2)", after=1)
        self.assertEqual(self.count(ids), (2, 2))
        self.committed(lambda env: env["delivery.review.queue"]._cron_queue(chunk=2))
        self.assertEqual(self.count(ids), (6, 6))


@tagged("post_install", "-at_install")
class TestClosingRace(ReviewRace):
    def test_two_reviewers_at_once_close_it_once(self):
        for _round in range(ROUNDS):
            (picking_id,) = self.committed(lambda env: self.make_deliveries(env, 1))
            review_id = self.committed(
                lambda env, i=picking_id: (
                    env["delivery.review.queue"]._queue(env["stock.picking"].browse(i)).id
                )
            )
            refusals = self.race(
                *[lambda env, i=review_id: env["delivery.review"].browse(i).action_review()] * 2
            )
            self.assertEqual(len([refusal for refusal in refusals if refusal]), 1)
            self.assertIn("Reviewed", str(next(refusal for refusal in refusals if refusal)))

    def test_two_clicks_on_the_passing_ones_close_each_once(self):
        ids = self.committed(lambda env: self.make_deliveries(env, 4))

        def prepare(env):
            return env["delivery.review.queue"]._queue(env["stock.picking"].browse(ids)).ids

        review_ids = self.committed(prepare)
        refusals = self.race(
            *[lambda env: env["delivery.review"].browse(review_ids).action_review_passing()] * 2
        )
        self.assertEqual(refusals, [None, None])
        states = self.committed(lambda env: env["delivery.review"].browse(review_ids).mapped("state"))
        self.assertEqual(set(states), {"reviewed"})


@tagged("post_install", "-at_install")
class TestReportRace(ReviewRace):
    def _prepare(self, env):
        """A company of its own with a review left from an earlier day, and somebody to tell."""
        company = self.make_company(env)
        pickings = env["stock.picking"].browse(self.make_deliveries(env, 1, company))
        env["delivery.review.queue"]._queue(pickings)._write_by_flow(
            {"due_day": fields.Date.today() - timedelta(days=3)}
        )
        return company.id

    def _sent(self, company_id):
        def work(env):
            reports = env["delivery.review.report"].search([("company_id", "=", company_id)])
            return len(reports), len(reports.mail_ids)

        return self.committed(work)

    def test_two_workers_at_once_send_it_once(self):
        company_id = self.committed(self._prepare)
        self.race(*[lambda env: env["delivery.review.report"]._cron_send()] * 2)
        self.committed(lambda env: env["delivery.review.report"]._cron_send())
        self.assertEqual(self._sent(company_id), (1, 1))

    def test_a_worker_killed_with_the_mail_in_hand_sent_nothing_and_the_next_one_does(self):
        company_id = self.committed(self._prepare)
        self.run_and_die("delivery.review.report", "_make_mail", "_cron_send()", after=0)
        self.assertEqual(self._sent(company_id), (0, 0))
        self.committed(lambda env: env["delivery.review.report"]._cron_send())
        self.assertEqual(self._sent(company_id), (1, 1))

    def test_a_worker_killed_after_sending_is_not_repeated(self):
        company_id = self.committed(self._prepare)
        script_end = "_cron_send() or env.cr.commit() or die()"
        self.run_and_die("delivery.review.report", "_prepare_counts", script_end, after=99)
        self.assertEqual(self._sent(company_id), (1, 1))
        self.committed(lambda env: env["delivery.review.report"]._cron_send())
        self.assertEqual(self._sent(company_id), (1, 1))

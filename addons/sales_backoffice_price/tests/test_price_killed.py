"""The job that ends special prices: run twice, in two workers, and killed by the system in the middle."""

import uuid
from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sales_backoffice.tests.test_credit_race import CommittedCase


@tagged("post_install", "-at_install")
class TestKilledPriceExpiry(CommittedCase):
    COUNT = 5

    def _prepare(self, env):
        """Requests whose last day was yesterday, asked for by somebody who is to be told once."""
        unique = uuid.uuid4().hex[:6]
        requester = env["res.users"].create(
            {
                "name": f"Race requester {unique}",
                "login": f"race-expiry-{unique}",
                "group_ids": [Command.link(env.ref("base.group_user").id)],
            }
        )
        partner = env["res.partner"].create({"name": f"Race {unique}", "is_company": True})
        product = env["product.product"].create(
            {"name": f"Raced paper {unique}", "type": "consu", "taxes_id": [Command.clear()]}
        )
        line = {"product_id": product.id, "product_uom_qty": 1, "price_unit": 10.0}
        order = env["sale.order"].create({"partner_id": partner.id, "order_line": [Command.create(line)]})
        values = {"order_id": order.id, "reason": "x", "date_to": date.today() + timedelta(days=1)}
        releases = env["sale.price.release"].create([values] * self.COUNT)
        releases._write_by_flow({"state": "submitted", "requested_by_id": requester.id})
        env.flush_all()
        env.cr.execute(
            "UPDATE sale_price_release SET date_to = %s WHERE id = ANY(%s)",
            [date.today() - timedelta(days=1), releases.ids],
        )
        return releases.ids

    def _told(self, ids):
        def work(env):
            return [
                (release.state, len(release.message_ids.filtered(lambda m: "Expired on" in (m.body or ""))))
                for release in env["sale.price.release"].browse(ids)
            ]

        return self.committed(work)

    def _expire(self):
        self.committed(lambda env: env["sale.price.release"]._cron_expire())

    def _run_and_die(self, after):
        """Run the job in another process that the system kills while it works on one more after ``after``."""
        self.run_until_killed(f"""
                Release, done = type(env["sale.price.release"]), []
                expire = Release._do_expire
                def dying(self):
                    expire(self)
                    done.append(self.id)
                    if len(done) > {after}:
                        self.env.flush_all()
                        die()
                Release._do_expire = dying
                env["sale.price.release"]._cron_expire()
        """)

    def test_a_killed_job_goes_on_where_it_was_and_tells_everyone_once(self):
        ids = self.committed(self._prepare)
        self._run_and_die(after=2)
        self.assertEqual(
            sorted(self._told(ids)), [("expired", 1)] * 2 + [("submitted", 0)] * (self.COUNT - 2)
        )
        self._expire()
        self.assertEqual(self._told(ids), [("expired", 1)] * self.COUNT)
        self._expire()
        self.assertEqual(self._told(ids), [("expired", 1)] * self.COUNT)

    def test_two_workers_at_once_tell_everyone_once(self):
        ids = self.committed(self._prepare)
        self.race(*[lambda env: env["sale.price.release"]._cron_expire()] * 2)
        self._expire()
        self.assertEqual(self._told(ids), [("expired", 1)] * self.COUNT)

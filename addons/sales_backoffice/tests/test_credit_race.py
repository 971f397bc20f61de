"""Two real connections at once, and workers killed in the middle.

These tests commit: the database they run on is thrown away afterwards.
"""

import uuid
from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.backoffice_base.tests import committing

ROUNDS = 5


class CommittedCase(committing.CommittedCase):
    """Customers with a credit profile, and orders, each made in a transaction of its own."""

    def make_customer(self, env, limit):
        partner = env["res.partner"].create({"name": f"Race {uuid.uuid4().hex[:6]}", "is_company": True})
        profile = env["credit.profile"].create({"partner_id": partner.id, "base_limit": limit})
        return partner, profile

    def make_order(self, env, partner, amount):
        product = env["product.product"].create(
            {"name": "Raced paper", "type": "consu", "taxes_id": [Command.clear()], "list_price": 1.0}
        )
        line = {"product_id": product.id, "product_uom_qty": amount, "price_unit": 1.0}
        return env["sale.order"].create({"partner_id": partner.id, "order_line": [Command.create(line)]})


@tagged("post_install", "-at_install")
class TestCreditRace(CommittedCase):
    def _prepare(self, limit, *amounts):
        def work(env):
            partner, profile = self.make_customer(env, limit)
            return partner.id, profile.id, [self.make_order(env, partner, amount).id for amount in amounts]

        return self.committed(work)

    def _exposure(self, profile_id):
        return self.committed(lambda env: env["credit.profile"].browse(profile_id).exposure)

    def test_of_two_orders_confirmed_at_once_exactly_one_passes(self):
        for _round in range(ROUNDS):
            _partner, profile_id, order_ids = self._prepare(1000.0, 800.0, 800.0)
            refusals = self.race(
                *(
                    lambda env, i=order_id: env["sale.order"].browse(i).action_confirm()
                    for order_id in order_ids
                )
            )
            self.assertEqual(len([refusal for refusal in refusals if refusal]), 1)
            self.assertEqual(self._exposure(profile_id), 800.0)

    def test_an_order_and_an_increase_at_once_do_not_both_pass(self):
        for _round in range(ROUNDS):
            _partner, profile_id, (small, big) = self._prepare(1000.0, 100.0, 800.0)
            self.committed(lambda env, i=small: env["sale.order"].browse(i).action_confirm())
            refusals = self.race(
                lambda env, i=big: env["sale.order"].browse(i).action_confirm(),
                lambda env, i=small: env["sale.order"].browse(i).order_line.write({"product_uom_qty": 900.0}),
            )
            self.assertEqual(len([refusal for refusal in refusals if refusal]), 1)
            self.assertLessEqual(self._exposure(profile_id), 1000.0)

    def test_orders_of_two_members_at_once_respect_the_ceiling_of_their_group(self):
        def prepare(env):
            group = env["credit.group"].create({"name": f"Race {uuid.uuid4().hex[:6]}"})
            ceiling = env["credit.profile"].create({"group_id": group.id, "base_limit": 1000.0})
            orders = []
            for _member in range(2):
                partner, _profile = self.make_customer(env, 5000.0)
                partner.credit_group_id = group
                orders.append(self.make_order(env, partner, 800.0).id)
            return ceiling.id, orders

        for _round in range(ROUNDS):
            ceiling_id, order_ids = self.committed(prepare)
            refusals = self.race(
                *(
                    lambda env, i=order_id: env["sale.order"].browse(i).action_confirm()
                    for order_id in order_ids
                )
            )
            self.assertEqual(len([refusal for refusal in refusals if refusal]), 1)
            self.assertEqual(self._exposure(ceiling_id), 800.0)

    def test_other_customers_are_not_held_up(self):
        prepared = [self._prepare(1000.0, 800.0) for _customer in range(2)]
        refusals = self.race(
            *(lambda env, i=item[2][0]: env["sale.order"].browse(i).action_confirm() for item in prepared)
        )
        self.assertEqual(refusals, [None, None])


@tagged("post_install", "-at_install")
class TestKilledWorker(CommittedCase):
    """A scheduled action killed by the system in the middle leaves nothing half done and nothing done twice."""

    COUNT = 6

    def _prepare(self, env):
        _partner, profile = self.make_customer(env, 1000.0)
        requester = env["res.users"].create(
            {
                "name": "Requester",
                "login": f"race-{uuid.uuid4().hex}",
                "group_ids": [Command.link(env.ref("base.group_user").id)],
            }
        )
        start, end = date.today() - timedelta(days=3), date.today() + timedelta(days=1)
        values = {"kind": "increase", "profile_id": profile.id, "amount": 1.0, "reason": "x"}
        releases = env["credit.release"].create([{**values, "date_from": start, "date_to": end}] * self.COUNT)
        releases.action_submit()
        releases._write_by_flow({"requested_by_id": requester.id})
        env.cr.execute("UPDATE credit_release SET date_to = %s WHERE id = ANY(%s)", [start, releases.ids])
        return releases.ids

    def _expired(self, ids):
        def work(env):
            releases = env["credit.release"].browse(ids)
            return [
                (release.state, len(release.message_ids.filtered(lambda m: "Expired on" in (m.body or ""))))
                for release in releases
            ]

        return self.committed(work)

    def _run_and_die(self, after):
        """Run the job in another process that the system kills while it works on one more after ``after``."""
        self.run_until_killed(f"""
                Release, done = type(env["credit.release"]), []
                expire = Release._do_expire
                def dying(self):
                    expire(self)
                    done.append(self.id)
                    if len(done) > {after}:
                        self.env.flush_all()
                        die()
                Release._do_expire = dying
                env["credit.release"]._cron_expire()
        """)

    def test_a_killed_job_goes_on_where_it_was_and_tells_everyone_once(self):
        ids = self.committed(self._prepare)
        self._run_and_die(after=2)
        states = self._expired(ids)
        self.assertEqual(sorted(states), [("expired", 1)] * 2 + [("submitted", 0)] * (self.COUNT - 2))
        self.committed(lambda env: env["credit.release"]._cron_expire())
        self.assertEqual(self._expired(ids), [("expired", 1)] * self.COUNT)

    def test_two_workers_at_once_tell_everyone_once(self):
        ids = self.committed(self._prepare)
        self.race(*[lambda env: env["credit.release"]._cron_expire()] * 2)
        self.committed(lambda env: env["credit.release"]._cron_expire())
        self.assertEqual(self._expired(ids), [("expired", 1)] * self.COUNT)

"""Two real connections at once, and a worker killed in the middle.

These tests commit: the database they run on is thrown away afterwards.
"""

import uuid
from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.sales_backoffice.tests.test_credit_race import ROUNDS, CommittedCase


class ReservationCommitted(CommittedCase):
    def _make_delivery(self, env, quantity=10.0, on=None):
        """A delivered order of a new customer."""
        partner = env["res.partner"].create({"name": f"Race {uuid.uuid4().hex[:6]}", "is_company": True})
        order = self.make_order(env, partner, quantity)
        order.order_line.product_id.invoice_policy = "delivery"
        order.action_confirm()
        picking = order.picking_ids
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking.with_context(skip_sms=True).button_validate()
        if on:
            picking.move_ids.date = on
        return order

    def _reserve(self, env, order_id, quantity):
        order = env["sale.order"].browse(order_id)
        line = {"order_line_id": order.order_line.id, "quantity": quantity}
        return env["invoice.reservation"].create(
            {
                "partner_id": order.partner_id.id,
                "currency_id": order.currency_id.id,
                "line_ids": [Command.create(line)],
            }
        )

    def _standing(self, order_id):
        def work(env):
            line = env["sale.order"].browse(order_id).order_line
            return env["invoice.availability"]._get_standings(line)[line.id][0]

        return self.committed(work)


@tagged("post_install", "-at_install")
class TestReservationRace(ReservationCommitted):
    def test_of_two_reservations_at_once_exactly_one_passes(self):
        for _round in range(ROUNDS):
            order_id = self.committed(lambda env: self._make_delivery(env).id)
            refusals = self.race(*[lambda env, i=order_id: self._reserve(env, i, 6)] * 2)
            self.assertEqual(len([refusal for refusal in refusals if refusal]), 1)
            self.assertIn("only 4", str(next(filter(None, refusals))))
            self.assertEqual(self._standing(order_id).reserved, 6)

    def test_a_reservation_and_a_raise_at_once_do_not_both_pass(self):
        for _round in range(ROUNDS):
            order_id = self.committed(lambda env: self._make_delivery(env).id)
            line_id = self.committed(lambda env, i=order_id: self._reserve(env, i, 2).line_ids.id)
            refusals = self.race(
                lambda env, i=order_id: self._reserve(env, i, 6),
                lambda env, i=line_id: env["invoice.reservation.line"].browse(i).write({"quantity": 7}),
            )
            self.assertEqual(len([refusal for refusal in refusals if refusal]), 1)
            self.assertLessEqual(self._standing(order_id).reserved, 8)

    def test_a_reservation_and_an_ordinary_invoice_at_once_do_not_both_pass(self):
        def prepare(env):
            order = self._make_delivery(env)
            invoice = order._create_invoices()
            invoice.invoice_line_ids.quantity = 6
            invoice.invoice_date = date.today()
            return order.id, invoice.id

        for _round in range(ROUNDS):
            order_id, move_id = self.committed(prepare)
            # while a draft has 6, only 4 can be reserved; the draft grows to 8 when it is posted
            refusals = self.race(
                lambda env, i=order_id: self._reserve(env, i, 4),
                lambda env, i=move_id: self._post_grown(env, i),
            )
            standing = self._standing(order_id)
            self.assertEqual(len([refusal for refusal in refusals if refusal]), 1, refusals)
            self.assertLessEqual(standing.posted + standing.reserved, 10)

    def _post_grown(self, env, move_id):
        move = env["account.move"].browse(move_id)
        move.invoice_line_ids.quantity = 8
        move.action_post()

    def test_other_orders_are_not_held_up(self):
        order_ids = [self.committed(lambda env: self._make_delivery(env).id) for _order in range(2)]
        refusals = self.race(*(lambda env, i=i: self._reserve(env, i, 6) for i in order_ids))
        self.assertEqual(refusals, [None, None])


@tagged("post_install", "-at_install")
class TestKilledAlerts(ReservationCommitted):
    """A job killed by the system in the middle says nothing twice and forgets nothing."""

    COUNT = 5

    def _prepare(self, env):
        ids = []
        for _document in range(self.COUNT):
            document = self._reserve(env, self._make_delivery(env).id, 1)
            document.planned_date = date.today() - timedelta(days=4)
            ids.append(document.id)
        return ids

    def _given(self, ids):
        """Return per reservation (logged, activities)."""

        def work(env):
            logs = env["invoice.alert"].search(
                [("res_model", "=", "invoice.reservation"), ("res_id", "in", ids)]
            )
            documents = env["invoice.reservation"].browse(ids)
            return [
                (len(logs.filtered(lambda log, i=i: log.res_id == i)), len(documents.browse(i).activity_ids))
                for i in ids
            ]

        return self.committed(work)

    def _run_and_die(self, ids, after):
        """Run the job in a process of its own that is killed inside its transaction, after so many alerts."""
        self.run_until_killed(f"""
                Alert = type(env["invoice.alert"])
                give, done = Alert._give_once, []
                def dying(self, alert):
                    give(self, alert)
                    if alert.res_model == "invoice.reservation" and alert.res_id in {ids!r}:
                        done.append(alert)
                    if len(done) > {after}:
                        self.env.flush_all()
                        die()
                Alert._give_once = dying
                env["invoice.alert"]._cron_alert()
        """)

    def test_a_killed_job_goes_on_where_it_was_and_says_everything_once(self):
        ids = self.committed(self._prepare)
        self._run_and_die(ids, after=2)
        self.assertEqual(sorted(self._given(ids)), [(0, 0)] * (self.COUNT - 2) + [(1, 1)] * 2)
        self.committed(lambda env: env["invoice.alert"]._cron_alert())
        self.assertEqual(self._given(ids), [(1, 1)] * self.COUNT)

    def test_two_workers_at_once_say_everything_once(self):
        ids = self.committed(self._prepare)
        self.race(*[lambda env: env["invoice.alert"]._cron_alert()] * 2)
        self.committed(lambda env: env["invoice.alert"]._cron_alert())
        self.assertEqual(self._given(ids), [(1, 1)] * self.COUNT)


@tagged("post_install", "-at_install")
class TestIssuingRace(ReservationCommitted):
    """Two accountants press the button at once, and one whose server is killed before it was done."""

    def _approved(self, env, orders=1):
        """Approved reservations of deliveries, a title each."""
        ids = []
        for _order in range(orders):
            order = self._make_delivery(env)
            document = self._reserve(env, order.id, 10)
            title = {"partner_id": order.partner_id.id, "name": order.partner_id.name}
            document.title_id = env["invoice.title"].create(title)
            document.invoice_kind = "ordinary"
            document.with_user(self._person(env, "supervisor")).action_submit()
            document.with_user(self._person(env, "general_manager")).action_approve()
            ids.append(document.id)
        return ids

    def _person(self, env, role):
        login = f"race_{role}_{self.id()}"
        user = env["res.users"].with_context(active_test=False).search([("login", "=", login)])
        groups = [Command.link(env.ref(f"backoffice_base.group_{name}").id) for name in {role, "supervisor"}]
        values = {"login": login, "name": login, "group_ids": groups}
        return user or env["res.users"].with_context(no_reset_password=True).create(values)

    def _issue(self, env, ids):
        env["invoice.reservation"].browse(ids).action_issue()

    def _invoiced(self, ids):
        """Return per reservation its state and how many invoice lines stand for it."""

        def work(env):
            documents = env["invoice.reservation"].browse(ids)
            return [(document.state, len(document.line_ids.invoice_line_ids)) for document in documents]

        return self.committed(work)

    def tearDown(self):
        def archive(env):
            users = env["res.users"].search([("login", "=like", f"race_%_{self.id()}")])
            for user in users:
                user.write({"active": False, "login": f"{user.login} {uuid.uuid4().hex[:6]}"})

        self.committed(archive)
        super().tearDown()

    def test_of_two_issuing_the_same_reservation_exactly_one_does(self):
        for _round in range(ROUNDS):
            ids = self.committed(self._approved)
            refusals = self.race(*[lambda env, i=ids: self._issue(env, i)] * 2)
            self.assertEqual(len([refusal for refusal in refusals if refusal]), 1, refusals)
            self.assertEqual(self._invoiced(ids), [("issuing", 1)])

    def test_a_killed_issue_leaves_nothing_by_half_and_is_done_again(self):
        ids = self.committed(lambda env: self._approved(env, orders=3))
        self.run_until_killed(f"""
                Issuer = type(env["invoice.issuer"])
                issue = Issuer._issue
                def dying(self, reservations, merge=False):
                    moves = issue(self, reservations, merge=merge)
                    self.env.flush_all()
                    assert len(moves) == 3
                    die()
                Issuer._issue = dying
                env["invoice.reservation"].browse({ids!r}).action_issue()
        """)
        self.assertEqual(self._invoiced(ids), [("approved", 0)] * 3)
        self.committed(lambda env: self._issue(env, ids))
        self.assertEqual(self._invoiced(ids), [("issuing", 1)] * 3)

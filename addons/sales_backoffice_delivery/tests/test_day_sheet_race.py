"""Two workers at once, and workers killed in the middle: one sheet, one report, one text.

These tests commit. What they do happens in companies of their own, which are retired afterwards, and what the jobs
made of other companies meanwhile is taken back: nothing of it is left to other tests.
"""

import uuid
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.sales_backoffice.tests.test_credit_race import CommittedCase

ROUNDS = 3


class CommittedDeliveries(CommittedCase):
    # what the jobs make, of every company there is
    MADE_BY_JOBS = ("delivery.day.sheet", "delivery.evening.report")

    def setUp(self):
        super().setUp()
        before = self.committed(self._last_ids)
        self.addCleanup(lambda: self.committed(lambda env: self._take_back(env, before)))

    def _last_ids(self, env):
        return {name: env[name].search([], order="id desc", limit=1).id or 0 for name in self.MADE_BY_JOBS}

    def _take_back(self, env, before):
        for name, last_id in before.items():
            made = env[name].search([("id", ">", last_id)])
            if "mail_ids" in made:
                made.mail_ids.unlink()
            env.flush_all()
            # signed sheets, reviews and reports are proofs: nothing but this deletes them
            env.cr.execute(f"DELETE FROM {made._table} WHERE id = ANY(%s)", [made.ids])  # noqa: S608

    def make_company(self, env):
        """A company of its own, so that no other test notices; it is retired when the test is over."""
        company = env["res.company"].create({"name": f"Race {uuid.uuid4().hex[:6]}", "delivery_tz": "UTC"})
        self.addCleanup(self.retire_company, company.id)
        company.delivery_sheet_since = company._get_delivery_day() - timedelta(days=30)
        company.delivery_report_hour = 0.0
        manager = env["res.users"].create(
            {
                "name": "Manager",
                "login": f"race-{uuid.uuid4().hex}",
                "email": "manager@example.com",
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
                "group_ids": [Command.link(env.ref("backoffice_base.group_sales_manager").id)],
            }
        )
        company.delivery_report_user_ids = manager
        # the report and the sheet of any day of the week
        env["backoffice.workday"].create(
            {"date": company._get_delivery_day(), "kind": "work", "name": "Race", "company_id": company.id}
        )
        return company

    def retire_company(self, company_id):
        """Take away what jobs and other tests would find of a company, and the company from every search."""

        def work(env):
            ours = [("company_id", "=", company_id)]
            company = env["res.company"].browse(company_id).exists()
            env["res.users"].search(ours).active = False
            env["backoffice.workday"].search(ours).unlink()
            texts = env["delivery.message"].search(ours)
            env["sms.sms"].search([("mail_message_id", "in", texts.mail_message_id.ids)]).unlink()
            company.active = False

        self.committed(work)

    def ship(self, env, company, quantity=5.0, validate=True):
        """A validated delivery of ``company``, from and to plain locations."""
        env = env(context={**env.context, "allowed_company_ids": company.ids})
        warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
        product = env["product.product"].create({"name": "Raced paper", "type": "consu", "weight": 10.0})
        partner = env["res.partner"].create({"name": "Raced customer", "phone": "+32 470 00 00 00"})
        places = {
            "location_id": warehouse.lot_stock_id.id,
            "location_dest_id": env.ref("stock.stock_location_customers").id,
        }
        move = {"product_id": product.id, "product_uom_qty": quantity, "quantity": quantity, "picked": True}
        picking = env["stock.picking"].create(
            {
                "picking_type_id": warehouse.out_type_id.id,
                "partner_id": partner.id,
                **places,
                "move_ids": [Command.create({**move, **places})],
            }
        )
        if validate:
            picking.with_context(skip_sms=True).button_validate()
        return picking

    def run_and_die(self, model, call, dying, when="True"):
        """Run ``call`` in another process that the system kills right after the method ``dying``, before the commit.

        :param when: a condition upon the arguments of ``dying``
        """
        self.run_until_killed(f"""
                Model = type(env[{model!r}])
                work = getattr(Model, {dying!r})
                def killed(self, *args):
                    result = work(self, *args)
                    if {when}:
                        self.env.flush_all()
                        die()
                    return result
                setattr(Model, {dying!r}, killed)
                env[{model!r}].{call}
        """)


@tagged("post_install", "-at_install")
class TestSheetRace(CommittedDeliveries):
    def _prepare(self):
        def work(env):
            company = self.make_company(env)
            return company.id, self.ship(env, company).move_ids.id

        return self.committed(work)

    def _lines(self, company_id):
        def work(env):
            lines = env["delivery.day.sheet.line"].search([("company_id", "=", company_id)])
            return [(str(line.sheet_id.date), line.move_id.id, line.quantity) for line in lines]

        return self.committed(work)

    def _today(self, company_id):
        return self.committed(lambda env: str(env["res.company"].browse(company_id)._get_delivery_day()))

    def test_two_workers_prepare_the_same_day_once(self):
        for _round in range(ROUNDS):
            company_id, move_id = self._prepare()
            with mute_logger("odoo.sql_db"):
                self.race(*[lambda env: env["delivery.day.sheet"]._cron_prepare()] * 2)
            self.assertEqual(self._lines(company_id), [(self._today(company_id), move_id, 5.0)])

    def test_an_adjustment_is_taken_by_one_of_two_sheets(self):
        for _round in range(ROUNDS):
            company_id, move_id = self._prepare()

            def first(env, company_id=company_id, move_id=move_id):
                company = env["res.company"].browse(company_id)
                day = company._get_delivery_day()
                sheet = env["delivery.day.sheet"].create(
                    {"date": day - timedelta(days=9), "company_id": company_id}
                )
                sheet.action_sign()
                env["stock.move"].browse(move_id).picking_id.date_done = fields.Datetime.now() - timedelta(
                    days=9
                )
                return [
                    env["delivery.day.sheet"]
                    .create({"date": day - timedelta(days=days), "company_id": company_id})
                    .id
                    for days in (6, 3)
                ]

            drafts = self.committed(first)
            with mute_logger("odoo.sql_db"):
                self.race(
                    *(
                        lambda env, sheet_id=sheet_id: (
                            env["delivery.day.sheet"].browse(sheet_id).action_sign()
                        )
                        for sheet_id in drafts
                    )
                )
            self.assertEqual([line[1:] for line in self._lines(company_id)], [(move_id, 5.0)])

    def test_a_killed_worker_leaves_no_half_sheet(self):
        company_id, move_id = self._prepare()
        self.run_and_die("delivery.day.sheet", "_cron_prepare()", "_prepare", f"args[0].id == {company_id}")
        self.assertEqual(self._lines(company_id), [])
        self.committed(lambda env: env["delivery.day.sheet"]._cron_prepare())
        self.committed(lambda env: env["delivery.day.sheet"]._cron_prepare())
        self.assertEqual(self._lines(company_id), [(self._today(company_id), move_id, 5.0)])


@tagged("post_install", "-at_install")
class TestReportRace(CommittedDeliveries):
    def _mails(self, company_id):
        def work(env):
            reports = env["delivery.evening.report"].search([("company_id", "=", company_id)])
            return len(reports), len(reports.mail_ids)

        return self.committed(work)

    def test_two_workers_mail_one_report(self):
        for _round in range(ROUNDS):
            company_id = self.committed(lambda env: self.make_company(env).id)
            with mute_logger("odoo.sql_db"):
                self.race(*[lambda env: env["delivery.evening.report"]._cron_send()] * 2)
            self.committed(lambda env: env["delivery.evening.report"]._cron_send())
            self.assertEqual(self._mails(company_id), (1, 1))

    def test_a_killed_worker_reports_nothing_and_the_next_run_once(self):
        company_id = self.committed(lambda env: self.make_company(env).id)
        self.run_and_die(
            "delivery.evening.report", "_cron_send()", "_do_report", f"args[0].id == {company_id}"
        )
        self.assertEqual(self._mails(company_id), (0, 0))
        self.committed(lambda env: env["delivery.evening.report"]._cron_send())
        self.assertEqual(self._mails(company_id), (1, 1))


@tagged("post_install", "-at_install")
class TestStepRace(CommittedDeliveries):
    def test_a_text_clicked_twice_at_once_is_queued_once(self):
        picking_id = self.committed(lambda env: self.ship(env, self.make_company(env)).id)
        refusals = self.race(
            *[lambda env: env["stock.picking"].browse(picking_id).delivery_message_ids.action_send()] * 2
        )
        self.assertEqual(len([refusal for refusal in refusals if refusal]), 1)
        count = self.committed(
            lambda env: env["sms.sms"].search_count([("mail_message_id.res_id", "=", picking_id)])
        )
        self.assertEqual(count, 1)

    def test_a_worker_killed_with_the_text_in_the_queue_sends_one_in_the_end(self):
        """The process dies between queueing the text and committing."""
        picking_id = self.committed(lambda env: self.ship(env, self.make_company(env)).id)
        call = f"search([('picking_id', '=', {picking_id})]).action_send()"
        self.run_and_die("delivery.message", call, "_do_send")
        self.assertEqual(self._queued_texts(picking_id), [("proposed", 0)])
        refusals = [self.race(lambda env: self._send(env, picking_id))[0] for _click in range(2)]
        self.assertIsNone(refusals[0])
        self.assertIn("told already", str(refusals[1]))
        self.assertEqual(self._queued_texts(picking_id), [("sent", 1)])

    def test_a_validation_killed_after_its_text_went_into_the_queue_leaves_nothing(self):
        def prepare(env):
            company = self.make_company(env)
            company.delivery_text_auto = True
            picking = self.ship(env, company, validate=False)
            return picking.id

        picking_id = self.committed(prepare)
        call = f"browse({picking_id}).with_context(skip_sms=True).button_validate()"
        self.run_and_die("stock.picking", call, "_propose_texts")
        self.assertEqual(self._queued_texts(picking_id), [])
        self.committed(
            lambda env: env["stock.picking"].browse(picking_id).with_context(skip_sms=True).button_validate()
        )
        self.assertEqual(self._queued_texts(picking_id), [("sent", 1)])

    @staticmethod
    def _send(env, picking_id):
        env["stock.picking"].browse(picking_id).delivery_message_ids.action_send()

    def _queued_texts(self, picking_id):
        def work(env):
            texts = env["stock.picking"].browse(picking_id).delivery_message_ids
            queued = env["sms.sms"].search_count([("mail_message_id.res_id", "=", picking_id)])
            return [(text.state, queued) for text in texts]

        return self.committed(work)

    def test_signed_by_two_at_once_it_is_signed_once(self):
        picking_id = self.committed(lambda env: self.ship(env, self.make_company(env)).id)
        refusals = self.race(
            *(
                lambda env, name=name: env["stock.picking"].browse(picking_id)._do_sign(name, {})
                for name in ("Ms. Wang", "Mr. Li")
            )
        )
        self.assertEqual(len([refusal for refusal in refusals if refusal]), 1)

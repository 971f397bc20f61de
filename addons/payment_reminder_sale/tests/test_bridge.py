"""Deliveries without invoice, disputes and one book of promises."""

from datetime import date, datetime, timedelta

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.payment_reminder_sale.hooks import post_init_hook
from odoo.addons.sales_backoffice.tests.common import CreditCommon


@tagged("post_install", "-at_install")
class TestBridge(CreditCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls.users["seller"]
        cls.company.write({"reminder_active": True, "reminder_tz": "UTC", "credit_control": True})

    def _plan(self, days=0):
        """Plan as of so many days from now; return the notices of the customer."""
        today = date.today() + timedelta(days=days)
        with (
            freeze_time(datetime.combine(today, datetime.min.time()) + timedelta(hours=12)),
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
        ):
            env = self.env(cr=cr)
            company = env["res.company"].browse(self.company.id)
            env["reminder.planner"]._drop_settled(company, today)
            env["reminder.planner"]._plan(company, today)
        self.env.invalidate_all()
        return self.env["reminder.notice"].search([("partner_id", "=", self.partner.id)])

    def _delivery(self, days_ago):
        order = self._confirmed_order(1_000.0)
        return self._deliver(order, on=date.today() - timedelta(days=days_ago))

    def test_a_delivery_past_its_term_is_reminded_of(self):
        picking = self._delivery(45)  # the term is thirty days
        notices = self._plan().filtered(lambda notice: notice.user_id == self.seller)
        self.assertRecordValues(
            notices, [{"kind": "delivery", "res_id": picking.id, "document": picking.name, "amount": 1_000.0}]
        )
        self.assertGreaterEqual(notices.days, 14)
        self.assertEqual(notices.action_open_document()["res_id"], picking.id)

    def test_long_before_its_term_it_is_not(self):
        self._delivery(5)
        self.assertFalse(self._plan())

    def test_customers_get_no_letter_about_it(self):
        self._delivery(45)
        self.assertNotIn("customer", self._plan().mapped("audience"))

    def test_invoiced_it_is_the_invoice_that_is_reminded_of(self):
        picking = self._delivery(45)
        self._plan()
        invoice = self._invoice(picking.sale_id, on=date.today() - timedelta(days=45))
        notices = self._plan()
        self.assertEqual(set(notices.filtered(lambda n: n.kind == "delivery").mapped("state")), {"dropped"})
        self.assertEqual(notices.filtered(lambda n: n.kind == "invoice").move_id, invoice)

    def test_a_promise_is_one_record_in_the_ledgers(self):
        self._open_invoice(1_000.0, on=date.today() - timedelta(days=29))
        notice = self._plan(2).filtered(lambda n: n.user_id == self.seller)[:1].with_user(self.seller)
        promise = self._answer(notice, reason="process")
        self.assertEqual(
            (promise.amount, promise.move_id, promise.user_id), (1_000.0, notice.sudo().move_id, self.seller)
        )
        self.assertEqual(notice.date_promised, promise.date_promised)
        self.assertFalse(
            self.env["reminder.promise"].search_count([("move_id", "=", notice.sudo().move_id.id)])
        )
        row = self.env["sales.receivable.line"].search([("move_id", "=", notice.sudo().move_id.id)])
        self.assertEqual(row.promise_id, promise)

    def test_a_delivery_is_promised_by_its_order(self):
        picking = self._delivery(45)
        notice = self._plan().filtered(lambda n: n.user_id == self.seller).with_user(self.seller)
        promise = self._answer(notice, reason="process")
        self.assertEqual((promise.order_id, promise.move_id.ids), (picking.sale_id, []))
        self.assertFalse(
            self._plan(1).filtered(lambda n: n.planned_on > date.today() and n.stage_id.skip_promised)
        )

    def _answer(self, notice, **values):
        context = notice.action_answer()["context"]
        answer = self.env["reminder.answer"].with_user(self.seller).with_context(**context).create(values)
        answer.action_in_a_week()
        return self.env["receivable.promise"].browse(notice.promise_ref)

    def test_a_promise_noted_in_the_ledgers_silences_the_reminders(self):
        invoice = self._open_invoice(1_000.0, on=date.today() - timedelta(days=30))
        self.env["receivable.promise"].create(
            {
                "partner_id": self.partner.id,
                "move_id": invoice.id,
                "currency_id": invoice.currency_id.id,
                "amount": 1_000.0,
                "date_promised": date.today() + timedelta(days=30),
            }
        )
        told = self._plan(7)
        self.assertFalse(told.filtered("stage_id.skip_promised"))

    def test_no_promise_in_two_places(self):
        invoice = self._open_invoice(1_000.0)
        with self.assertRaises(UserError):
            self.env["reminder.promise"].create({"partner_id": self.partner.id, "move_id": invoice.id})

    def test_promises_noted_before_are_moved(self):
        invoice = self._open_invoice(1_000.0, on=date.today() - timedelta(days=35))
        notice = self._plan().filtered(lambda n: n.move_id == invoice)[:1]
        self.env.cr.execute(
            """
            INSERT INTO reminder_promise (company_id, partner_id, move_id, currency_id, amount, date_made,
                                          date_promised, note, user_id, create_uid, create_date)
            VALUES (%s, %s, %s, %s, 500, %s, %s, 'Old', %s, %s, now()) RETURNING id
            """,
            [self.company.id, self.partner.id, invoice.id, invoice.currency_id.id, date.today(),
             date.today() + timedelta(days=3), self.seller.id, self.seller.id],
        )  # fmt: skip
        (promise_id,) = self.env.cr.fetchone()
        notice._as_reminder().write({"promise_ref": promise_id})
        self.env.flush_all()
        post_init_hook(self.env)
        self.env.invalidate_all()
        promise = self.env["receivable.promise"].browse(notice.promise_ref)
        self.assertEqual((promise.amount, promise.note, promise.user_id), (500.0, "Old", self.seller))
        self.assertEqual(promise.salesperson_id, self.seller)
        self.assertFalse(self.env["reminder.promise"].search_count([]))

    def test_an_approved_dispute_is_not_reminded_of(self):
        invoice = self._open_invoice(1_000.0, on=date.today() - timedelta(days=60))
        dispute = self.env["credit.dispute"].create({"move_id": invoice.id, "note": "Wet paper"})
        self.assertTrue(self._plan())
        dispute._write_by_flow({"state": "approved"})
        self.assertEqual(set(self._plan().mapped("state_reason")), {"settled"})

    def test_the_assistant_is_the_one_of_the_deliveries(self):
        self.partner.delivery_assistant_id = self.users["clerk"]
        self._open_invoice(1_000.0, on=date.today() - timedelta(days=31))
        self.assertIn(self.users["clerk"], self._plan(1).user_id)

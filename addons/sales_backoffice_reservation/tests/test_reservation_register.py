"""The register: each delivery with what became of it; the number that has to be zero; the alerts."""

import io
from datetime import date, timedelta

from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import ReservationCommon


@tagged("post_install", "-at_install")
class TestRegister(ReservationCommon):
    def test_a_row_per_delivery_with_its_age(self):
        order = self._confirmed_order(1_000)
        self._deliver(order, 6, on=self._days_ago(40))
        self._deliver(order, on=self._days_ago(3))
        self.assertRecordValues(
            self._register(order),
            [
                {
                    "quantity": 6,
                    "open_amount": 600,
                    "open_days": 40,
                    "age_bucket": "31-60",
                    "status": "unreserved",
                },
                {
                    "quantity": 4,
                    "open_amount": 400,
                    "open_days": 3,
                    "age_bucket": "0-7",
                    "status": "unreserved",
                },
            ],
        )

    def test_what_names_a_delivery_belongs_to_it_the_rest_to_the_oldest(self):
        order = self._confirmed_order(1_000)
        self._deliver(order, 6, on=self._days_ago(40))
        second = self._deliver(order, on=self._days_ago(3)).move_ids
        named = self._reserve(order, 4, move=second)
        self.assertEqual(self._register(order).mapped("unreserved"), [6, 0])
        loose = self._issued(order, 5)
        self.assertRecordValues(
            self._register(order),
            [
                {
                    "invoiced_quantity": 5,
                    "unreserved": 1,
                    "reservation_names": loose.name,
                    "status": "unreserved",
                },
                {
                    "invoiced_quantity": 0,
                    "unreserved": 0,
                    "reservation_names": named.name,
                    "status": "reserved",
                },
            ],
        )

    def test_ordinary_invoices_count_and_are_named(self):
        order = self._delivered(10)
        move = self._invoice(order, quantity=10)
        self.assertRecordValues(
            self._register(order),
            [{"status": "issued", "invoice_names": move.name, "open_amount": 0, "age_bucket": False}],
        )

    def test_a_red_letter_opens_it_again(self):
        order = self._delivered(10)
        document = self._issued(order, move=order.picking_ids.move_ids)
        self.assertEqual(self._register(order).status, "issued")
        self._red_letter(document.move_id, quantity=4)
        values = {"status": "unreserved", "unreserved": 4, "invoiced_quantity": 6}
        self.assertRecordValues(self._register(order), [values])

    def test_a_return_shortens_the_row_and_a_full_one_ends_it(self):
        order = self._delivered(10)
        self._return(order.picking_ids, 4)
        self.assertEqual(self._register(order).quantity, 6)
        self._return(order.picking_ids.filtered(lambda p: p.picking_type_code == "outgoing"), 6)
        self.assertFalse(self._register(order))

    def test_a_rejected_request_is_not_explained(self):
        order = self._delivered(10)
        document = self._reserve(order, submit=True)
        document.with_user(self.users["supervisor"]).action_reject("Wrong title.")
        self.assertEqual(self._register(order).unreserved, 10)
        self.assertStanding(order, available=0)

    def test_the_rows_selected_are_reserved_per_customer(self):
        other = self._create_customer("Harbour Labels")
        rows = self._register(self._delivered(3)) + self._register(self._delivered(2, partner=other))
        action = rows.with_user(self.users["clerk"]).action_reserve()
        documents = self.env["invoice.reservation"].search(action["domain"])
        self.assertEqual(sorted(documents.mapped("amount_total")), [200, 300])
        self.env.invalidate_all()
        with self.assertRefused(UserError, "already"):
            self.env["invoice.register"].browse(rows.ids).action_reserve()

    def test_a_salesperson_sees_own_customers(self):
        order = self._delivered(3)
        for user, count in (("seller", 1), ("other_seller", 0), ("auditor", 1)):
            rows = self.env["invoice.register"].with_user(self.users[user])
            self.assertEqual(rows.search_count([("order_id", "=", order.id)]), count, user)

    def test_the_spreadsheet_holds_the_columns_and_numbers(self):
        rows = self._register(self._delivered(3))
        report = self.env["ir.actions.report"].with_user(self.users["clerk"])
        content, _kind = report._render_xlsx("sales_backoffice_reservation.invoice_register", rows.ids, {})
        sheet = load_workbook(io.BytesIO(content)).active
        headers, row = list(sheet.iter_rows(min_row=4, max_row=5, values_only=True))
        cells = dict(zip(headers, row, strict=True))
        self.assertEqual((cells["Customer"], cells["Quantity"], cells["Amount"]), (self.partner.name, 3, 300))
        self.assertEqual((cells["Unexplained Amount"], cells["Status"]), (300, "Not Reserved"))
        self.assertEqual(rows.action_export_xlsx()["report_type"], "xlsx")


@tagged("post_install", "-at_install")
class TestWatch(ReservationCommon):
    def _watch(self, user="supervisor"):
        self.env.invalidate_all()
        watch = self.env["invoice.watch"].with_user(self.users[user])
        return watch.search([("company_id", "=", self.company.id)])

    def test_every_company_has_its_number(self):
        company = self.env["res.company"].create({"name": "Second Paper"})
        self.assertEqual(self.env["invoice.watch"].search_count([("company_id", "=", company.id)]), 1)

    def test_the_number_counts_what_nobody_explains_and_leads_to_it(self):
        before = self._watch().unexplained_amount
        order = self._delivered(10)
        self.assertEqual(self._watch().unexplained_amount - before, 1_000)
        document = self._reserve(order, 4)
        self.assertEqual(self._watch().unexplained_amount - before, 600)
        action = self._watch().action_open_unexplained()
        rows = self.env[action["res_model"]].search(action["domain"])
        self.assertAlmostEqual(sum(rows.mapped("unreserved_amount")), self._watch().unexplained_amount)
        document.action_cancel()
        self._approved(order, kind="no_invoice", reason="Samples.", decider="sales_manager")
        self.assertEqual(self._watch().unexplained_amount, before)


@tagged("post_install", "-at_install")
class TestAlerts(ReservationCommon):
    def test_before_on_and_after_the_planned_date_once_each(self):
        document = self._reserve(self._delivered(1))
        document.planned_date = date.today() + timedelta(days=5)
        for days, count in ((0, 0), (2, 1), (3, 1), (5, 2), (6, 3), (9, 3)):
            with freeze_time(date.today() + timedelta(days=days)):
                self._give_alerts()
                self._give_alerts()
            self.assertEqual(len(document.activity_ids), count, days)
        self.assertEqual(document.activity_ids.user_id, self.users["clerk"])

    def test_a_missed_day_is_made_up_for_with_the_latest_stage(self):
        document = self._reserve(self._delivered(1))
        document.planned_date = date.today() - timedelta(days=4)
        self._give_alerts()
        logs = self.env["invoice.alert"].search(
            [("res_model", "=", document._name), ("res_id", "=", document.id)]
        )
        self.assertEqual(logs.mapped("stage"), ["planned+1"])

    def test_before_the_cut_off_while_deliveries_are_open(self):
        cutoff = date.today() + timedelta(days=4)
        record = self.env["invoice.calendar"].create(
            {"partner_id": self.partner.id, "cutoff_day": cutoff.day, "shift": "0"}
        )
        self._give_alerts()
        self.assertFalse(record.activity_ids)
        order = self._delivered(1)
        self._give_alerts()
        self._give_alerts()
        self.assertEqual(len(record.activity_ids), 1)
        self.assertEqual(record.activity_ids.user_id, self.users["seller"])
        with freeze_time(date.today() + timedelta(days=2)):
            self._give_alerts()
        self.assertEqual(len(record.activity_ids), 2)
        with freeze_time(cutoff):
            self._give_alerts()
            self._give_alerts()
        self.assertEqual(len(record.activity_ids), 3)
        self._issued(order)

    def test_before_the_days_of_reconciliation_and_payment_while_money_is_owed(self):
        day = date.today() + timedelta(days=2)
        values = {"cutoff_day": 0, "reconcile_day": day.day, "payment_day": day.day, "shift": "0"}
        record = self.env["invoice.calendar"].create({"partner_id": self.partner.id, **values})
        self._give_alerts()
        self.assertFalse(record.activity_ids)
        self._issued(self._delivered(1))
        self._give_alerts()
        self._give_alerts()
        logs = self.env["invoice.alert"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )
        self.assertEqual(sorted(logs.mapped("stage")), ["payment-2", "reconcile-2"])
        self.assertEqual(
            sorted(logs.mapped("what")), ["Payment: 2 days before", "Reconciliation: 2 days before"]
        )
        self.assertEqual(len(record.activity_ids), 2)

    def test_a_delivery_nobody_reserves_is_put_on_a_list(self):
        order = self._confirmed_order(100)
        picking = self._deliver(order, on=self._days_ago(8))
        fresh = self._delivered(1).picking_ids
        self._give_alerts()
        self._give_alerts()
        self.assertEqual((len(picking.activity_ids), len(fresh.activity_ids)), (1, 0))

    @freeze_time("2031-01-31 02:00:00")  # a Friday
    def test_the_list_at_the_end_of_the_month(self):
        self._delivered(1)
        self._give_alerts()
        self._give_alerts()
        watch = self.env["invoice.watch"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(watch.activity_ids), 1)
        self.assertIn("unexplained", watch.activity_ids.summary)


@tagged("post_install", "-at_install")
class TestDaysOfCompanies(ReservationCommon):
    """It is not the same day everywhere: each company has its own, whoever runs the job."""

    def setUp(self):
        super().setUp()
        self.west = self.env["res.company"].create({"name": "West Coast Paper"})
        self.company.partner_id.tz, self.west.partner_id.tz = "Asia/Taipei", "America/Los_Angeles"
        self.env.user.tz = "Europe/London"

    @freeze_time("2031-03-11 23:30:00")  # the 12th in Taipei, still the 11th in Los Angeles
    def test_each_company_is_told_on_its_own_day(self):
        documents = self.env["invoice.reservation"].create(
            [
                {
                    "partner_id": self.partner.id,
                    "company_id": company.id,
                    "currency_id": company.currency_id.id,
                    "planned_date": "2031-03-12",
                }
                for company in (self.company, self.west)
            ]
        )
        with self.enter_registry_test_mode():
            self.env.ref("sales_backoffice_reservation.cron_invoice_alert").method_direct_trigger()
        logs = self.env["invoice.alert"].search(
            [("res_model", "=", documents._name), ("res_id", "in", documents.ids)], order="res_id"
        )
        self.assertEqual(logs.mapped("stage"), ["planned+0", "planned-3"])

    @freeze_time("2031-03-11 23:30:00")
    def test_the_next_day_of_a_calendar_is_counted_from_the_day_of_its_company(self):
        records = self.env["invoice.calendar"].create(
            [
                {"partner_id": self.partner.id, "company_id": company.id, "cutoff_day": 11, "shift": "0"}
                for company in (self.company, self.west)
            ]
        )
        self.assertEqual([str(day) for day in records.mapped("next_cutoff")], ["2031-04-11", "2031-03-11"])

    def test_the_register_counts_in_the_zone_it_is_asked_for(self):
        order = self._delivered(1)
        order.picking_ids.move_ids.date = "2031-03-11 23:30:00"
        self.env.flush_all()
        for company, day in ((self.company, "2031-03-12"), (self.west, "2031-03-11")):
            self.env.invalidate_all()
            register = self.env["invoice.register"].with_context(tz=company._get_company_tz())
            self.assertEqual(str(register.search([("order_id", "=", order.id)]).delivered_on), day)

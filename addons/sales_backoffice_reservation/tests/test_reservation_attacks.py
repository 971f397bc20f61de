"""What a careless clerk, a clever salesperson and a forged call try, and what stays in its company."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from ..services.quantity_guard import OverReserved
from .common import ReservationCommon


@tagged("post_install", "-at_install")
class TestCleverSalesperson(ReservationCommon):
    def test_orders_of_others_are_neither_reserved_nor_read(self):
        order = self._delivered(10)
        for way in (
            lambda: self._reserve(order, by="other_seller"),
            lambda: self._load(order, "other_seller"),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                way()
        own = self._delivered(1, user_id=self.users["other_seller"].id)
        document = self._reserve(own, by="other_seller")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            document.line_ids.order_line_id = order.order_line
        self.assertStanding(order, reserved=0)

    def _load(self, order, user):
        rows = [[self.partner.name, str(order.order_line.id), "1"]]
        names = ["partner_id", "line_ids/order_line_id/.id", "line_ids/quantity"]
        result = self.env["invoice.reservation"].with_user(self.users[user]).load(names, rows)
        if not result["ids"]:
            raise AccessError(str(result["messages"]))

    def test_the_amount_that_chooses_the_approver_cannot_be_written(self):
        order = self._delivered(2_000)
        document = self._reserve(order, kind="no_invoice", reason="Samples.")
        reservations = document.browse()
        for way in (
            lambda: document.write({"amount_total": 1.0}),
            lambda: reservations.create({"partner_id": self.partner.id, "amount_total": 1.0}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                way()
        small = self._reserve(self._delivered(1), 1, kind="no_invoice", reason="Samples.")
        forged = reservations.with_context(default_amount_total=1.0).create(
            {
                "partner_id": self.partner.id,
                "line_ids": [
                    Command.create({"order_line_id": self._delivered(3).order_line.id, "quantity": 3})
                ],
            }
        )
        self.assertEqual((small.amount_total, forged.amount_total), (100, 300))
        document.action_submit()
        with self.assertRaises(UserError):
            document.with_user(self.users["sales_manager"]).action_approve()

    def test_what_is_held_cannot_be_written_beside_the_quantity(self):
        order = self._delivered(10)
        document = self._reserve(order, 10)
        line, lines = document.line_ids, document.line_ids.browse()
        vals = {"reservation_id": document.id, "order_line_id": order.order_line.id, "quantity": 1}
        other = self._create_customer("Harbour Labels")
        for forged in (
            {"quantity_in_line_uom": 0.001},
            {"partner_id": other.id},
            {"order_id": False},
            {"product_id": False},
            {"company_id": False},
        ):
            for way in (
                lambda forged=forged: line.write(forged),
                lambda forged=forged: lines.create(vals | forged),
            ):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    way()
        defaults = {"default_quantity_in_line_uom": 0.001, "default_partner_id": other.id}
        with self.assertRaises(OverReserved), self.env.cr.savepoint():
            lines.with_context(**defaults).create(vals)
        line.quantity = 9
        created = lines.with_context(**defaults).create(vals)
        self.assertEqual((created.quantity_in_line_uom, created.partner_id), (1, self.partner))
        self.assertStanding(order, reserved=10)

    def test_numbers_and_versions_are_not_forged(self):
        document = self._reserve(self._delivered(1), submit=True)
        number = document.name
        for way in (
            lambda: document.write({"name": "IR/1999/00001"}),
            lambda: self.title.with_user(self.users["clerk"]).write({"version": 9}),
            lambda: document.write({"deduct_down_payments": False}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                way()
        forged = document.browse().create({"partner_id": self.partner.id, "name": number})
        self.assertNotEqual(forged.name, number)

    def test_columns_of_an_import_forge_nothing(self):
        reservations = self.env["invoice.reservation"].with_user(self.users["clerk"])
        for column, value in (
            ("state", "Approved"),
            ("amount_total", "1"),
            ("title_name", "Forged"),
            ("requested_by_id/.id", str(self.users["clerk"].id)),
            ("from_portal", "1"),
        ):
            result = reservations.load(["partner_id", column], [[self.partner.name, value]])
            self.assertFalse(result["ids"], column)

    def test_a_copy_holds_nothing_and_starts_anew(self):
        order = self._delivered(10)
        document = self._approved(order, 4)
        copy = document.copy()
        self.assertRecordValues(copy, [{"state": "draft", "title_name": False, "move_id": False}])
        self.assertFalse(copy.line_ids)
        self.assertNotEqual(copy.name, document.name)
        self.assertStanding(order, reserved=4)

    def test_what_was_requested_is_not_deleted(self):
        document = self._approved(self._delivered(1))
        with self.assertRaises(UserError):
            document.unlink()

    def test_defaults_a_client_sends_do_not_reach_the_invoice(self):
        document = self._approved(self._delivered(10))
        forged = {
            "default_discount": 90.0,
            "default_move_type": "out_refund",
            "default_tax_invoice_number": self._number(),
            "default_narration": "Forged",
            "default_partner_id": self._create_customer("Harbour Labels").id,
        }
        document.with_user(self.users["accountant"]).with_context(**forged).action_issue()
        move = document.sudo().move_id
        self.assertEqual(
            (move.amount_total, move.move_type, move.partner_id), (1_000, "out_invoice", self.partner)
        )
        self.assertFalse(move.tax_invoice_number)


@tagged("post_install", "-at_install")
class TestForgedFigures(ReservationCommon, BackofficeHttpCommon):
    def test_no_figure_that_is_none(self):
        order = self._delivered(10)
        document = self._reserve(order, 4)
        clerk, line = self.users["clerk"], document.line_ids
        for figure in (float("nan"), float("inf"), -1.0, 0.0, 1e300):
            for name in ("quantity", "amount"):
                try:
                    self._rpc(clerk, line._name, "write", line.ids, {name: figure})
                except AssertionError:
                    continue
                except Exception as refusal:  # noqa: BLE001  whatever the server answers, the figures below decide
                    self.assertTrue(str(refusal))
        self.assertStanding(order, reserved=4, available=6)


@tagged("post_install", "-at_install")
class TestSecondCompany(ReservationCommon):
    def _second(self):
        company = self.env["res.company"].create({"name": "Second Paper"})
        journal = self.env["account.journal"].create(
            {"name": "Second", "code": "SEC", "type": "general", "company_id": company.id}
        )
        return company, journal

    def _entry(self, journal, **values):
        return self.env["account.move"].create({"move_type": "entry", "journal_id": journal.id, **values})

    def test_a_number_is_once_in_a_company_and_once_with_each_code(self):
        _company, second = self._second()
        own = self.env["account.journal"].search(
            [("type", "=", "general"), ("company_id", "=", self.company.id)], limit=1
        )
        number = self._number()
        self._entry(own, tax_invoice_number=number)
        self._entry(second, tax_invoice_number=number)
        self._entry(own, tax_invoice_code="3200123456", tax_invoice_number="12345678")
        self._entry(own, tax_invoice_code="032001234567", tax_invoice_number="12345678")
        self.env.flush_all()
        for values in (
            {"tax_invoice_number": f" {number[:4]}-{number[4:]} "},
            {"tax_invoice_code": "3200 123456", "tax_invoice_number": "１２３４５６７８"},
        ):
            with self.assertRaises(Exception) as refusal, self.env.cr.savepoint():  # noqa: B017
                self._entry(own, **values)
                self.env.flush_all()
            self.assertIn("tax_invoice_uniq", str(refusal.exception))

    def test_a_reservation_stays_in_its_company(self):
        company, _journal = self._second()
        both = new_test_user(
            self.env,
            "reservation_both",
            groups="backoffice_base.group_supervisor",
            company_ids=[Command.set((self.company | company).ids)],
            company_id=self.company.id,
        )
        order = self._delivered(10)
        line = Command.create({"order_line_id": order.order_line.id, "quantity": 1})
        reservations = self.env["invoice.reservation"].with_user(both)
        reservations = reservations.with_context(allowed_company_ids=(company | self.company).ids)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            reservations.create({"partner_id": self.partner.id, "company_id": company.id, "line_ids": [line]})
        document = reservations.with_company(self.company).create(
            {"partner_id": self.partner.id, "company_id": self.company.id, "line_ids": [line]}
        )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            document.company_id = company
        watch = self.env["invoice.watch"].with_user(both).search([])
        self.assertEqual(watch.company_id, self.company | company)

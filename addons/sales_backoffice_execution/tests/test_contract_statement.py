"""A statement: calculated, submitted, filed, never rewritten; the books may differ, and it shows."""

import io
from datetime import date, timedelta

import psycopg2.errors
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.backoffice_base.rules.periods import period_of

from .common import ExecutionCommon


class StatementCommon(ExecutionCommon):
    """The contract lived last month: 40 ordered and delivered, invoiced, 1 000 paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.period = period_of(date.today(), "month").previous()
        first = cls.period.start
        cls.contract._write_by_flow({"date_signed": first})
        cls.order = cls._call_off(40, on=first + timedelta(days=1))
        cls._deliver(cls.order, on=first + timedelta(days=3))
        cls.invoice = cls._invoice(cls.order, on=first + timedelta(days=5))
        cls._pay_on(cls.invoice, 1_000.0, first + timedelta(days=10))

    @classmethod
    def _create_statement(cls, user="clerk", **values):
        values = {"kind": "month", "day": cls.period.start, **values}
        return cls.env["contract.statement"].with_user(cls.users[user]).create(values)

    @classmethod
    def _filed(cls, **values):
        statement = cls._create_statement(**values)
        statement.action_submit()
        statement.with_user(cls.users["sales_manager"]).action_approve()
        return statement.sudo(False)

    def _hide(self, contracts):
        """Archive contracts, whatever state they are in."""
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_contract SET active = FALSE WHERE id = ANY(%s)", [contracts.ids])
        self.env.invalidate_all()

    def _row(self, statement, contract=None):
        return statement.row_ids.filtered(lambda row: row.contract_id == (contract or self.contract))


@tagged("post_install", "-at_install")
class TestStatementContent(StatementCommon):
    def test_the_rows_hold_the_period_and_the_balances_at_its_end(self):
        statement = self._create_statement()
        self.assertEqual((statement.date_from, statement.date_to), (self.period.start, self.period.end))
        self.assertRecordValues(
            self._row(statement),
            [
                {
                    "name": self.contract.name,
                    "partner_name": "Rising Sun Printing",
                    "user_name": "Seller",
                    "amount_agreed": 11_000,
                    "period_signed": 11_000,
                    "period_ordered": 4_000,
                    "period_delivered": 4_000,
                    "period_invoiced": 4_000,
                    "period_collected": 1_000,
                    "amount_receivable": 3_000,
                    "amount_overdue": 3_000,
                    "amount_late": 1_000,
                    "late_days": 5.0,
                    "collection_rate": 0.25,
                }
            ],
        )

    def test_a_quarter_and_a_year_of_the_same_days(self):
        for kind in ("quarter", "year"):
            statement = self._create_statement(kind=kind)
            self.assertEqual(statement.date_to, period_of(self.period.start, kind).end)

    def test_contracts_that_lived_elsewhere_are_left_out(self):
        later = self._create_contract(on=self.period.end + timedelta(days=1))
        over = self._create_contract(
            on=self.period.start - timedelta(days=40), valid_to=self.period.start - timedelta(days=1)
        )
        waiting = self._create_contract(on=self.period.start - timedelta(days=40))
        contracts = self._create_statement().row_ids.contract_id
        self.assertIn(waiting, contracts)
        self.assertFalse((later + over) & contracts)

    def test_drafts_and_other_companies_are_left_out(self):
        draft = self._create_contract(on=self.period.start, state="draft")
        self.assertNotIn(draft, self._create_statement().row_ids.contract_id)

    def test_a_draft_is_calculated_again_when_it_is_submitted(self):
        statement = self._create_statement()
        self._pay_on(self.invoice, 500.0, self.period.end)
        statement.action_submit()
        self.assertEqual(self._row(statement).period_collected, 1_500)

    def test_the_day_it_is_due(self):
        self.company.contract_statement_day = 25
        statement = self._create_statement(day=date(2026, 9, 30))
        # 25 October 2026 is a Sunday
        self.assertEqual(statement.date_due, date(2026, 10, 23))
        self.assertTrue(statement.is_late)
        self.assertIn(statement, statement.search([("is_late", "=", True)]))


@tagged("post_install", "-at_install")
class TestStatementFlow(StatementCommon):
    def test_it_is_received_by_the_sales_manager(self):
        statement = self._create_statement()
        statement.action_submit()
        self.assertIn("Sales Manager", statement.approver_names)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            statement.action_approve()
        statement.with_user(self.users["sales_manager"]).action_approve()
        self.assertRecordValues(
            statement,
            [{"state": "approved", "decided_by_id": self.users["sales_manager"].id, "is_intact": True}],
        )
        decision = self.env["backoffice.approval.decision"].search(
            [("kind", "=", "contract_statement")], limit=1
        )
        self.assertEqual(decision.res_id, statement.id)

    def test_a_period_that_is_not_over_is_not_submitted(self):
        statement = self._create_statement(day=period_of(date.today(), "year").end, kind="year")
        if statement.date_to > date.today():
            self.assertBlockedBy(statement, "submitted", ["period_open"])

    def assertBlockedBy(self, statement, target, codes):
        blockers = statement._get_move_blockers(target)[statement.id]
        self.assertEqual([blocker.code for blocker in blockers], codes)

    def test_an_empty_period_is_not_submitted(self):
        statement = self._create_statement(day="2001-05-05")
        self.assertBlockedBy(statement, "submitted", ["no_rows"])

    def test_it_is_bound_in_a_volume(self):
        statement = self._filed().with_user(self.users["clerk"])
        self.assertBlockedBy(statement, "bound", ["no_volume"])
        statement.volume = "2026-A"
        statement.action_bind()
        self.assertEqual(statement.state, "bound")
        with self.assertRaises(UserError):
            statement.volume = "2026-B"

    def test_a_filed_statement_is_never_revoked(self):
        statement = self._filed().with_user(self.users["general_manager"])
        with self.assertRaises(UserError):
            statement.action_revoke("No.")
        self.assertFalse(statement.can_revoke)

    def test_one_statement_a_period_and_company(self):
        self._create_statement()
        with self.assertRaises(Exception) as refusal, self.env.cr.savepoint():
            self._create_statement(day=self.period.end)
        self.assertIn("contract_statement_period_uniq", str(refusal.exception))

    def test_the_files_are_kept(self):
        statement = self._filed()
        self.assertTrue(statement.pdf_id.raw and statement.xlsx_id.raw)
        sheets = load_workbook(io.BytesIO(statement.xlsx_id.raw)).worksheets
        self.assertEqual(
            [sheet.title for sheet in sheets], ["Contract Statement", "By Salesperson", "By Customer"]
        )
        values = [cell.value for row in sheets[0].iter_rows() for cell in row]
        for value in (self.contract.name, "Rising Sun Printing", 4_000, 3_000):
            self.assertIn(value, values)


@tagged("post_install", "-at_install")
class TestStatementStays(StatementCommon):
    def setUp(self):
        super().setUp()
        self.statement = self._filed()
        self.root = self.env.ref("base.user_root")

    def test_nobody_writes_rows(self):
        row = self._row(self.statement)
        token = {"statement_token": True, "flow_token": True, "statement_token2": object()}
        for records in (
            row,
            row.sudo(),
            row.with_context(**token),
            row.with_user(self.env.ref("base.user_admin")),
        ):
            with self.assertRaises(AccessError):
                records.write({"period_collected": 9_999.0})
            with self.assertRaises(AccessError):
                records.unlink()
            with self.assertRaises(AccessError):
                records.create({"statement_id": self.statement.id, "contract_id": self.contract.id})

    def test_nobody_writes_the_proof_or_the_period(self):
        for values in (
            {"content_hash": "x"},
            {"files_hash": "x"},
            {"pdf_id": False},
            {"difference_count": 0},
            {"state": "draft"},
            {"kind": "year"},
            {"day": "2020-01-01"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.statement.sudo().write(values)

    def test_nobody_deletes_it_or_its_files(self):
        with self.assertRaises(UserError):
            self.statement.sudo().unlink()
        for values in ({"raw": b"other"}, {"res_id": 0}, {"name": "other.pdf"}):
            with self.assertRaises(UserError):
                self.statement.pdf_id.sudo().write(values)
        with self.assertRaises(UserError):
            self.statement.xlsx_id.sudo().unlink()

    def test_other_attachments_of_it_are_free(self):
        note = self.env["ir.attachment"].create(
            {"name": "note.txt", "raw": b"x", "res_model": "contract.statement", "res_id": self.statement.id}
        )
        note.name = "other.txt"
        note.unlink()

    def test_whoever_changes_the_database_shows(self):
        self.assertTrue(self.statement.is_intact)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE contract_statement_row SET period_collected = 2000 WHERE statement_id = %s",
            [self.statement.id],
        )
        self.env.invalidate_all()
        self.assertFalse(self.statement.is_intact)

    def test_a_deleted_row_shows(self):
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM contract_statement_row WHERE statement_id = %s", [self.statement.id])
        self.env.invalidate_all()
        self.assertFalse(self.statement.is_intact)

    def test_a_replaced_file_shows(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = NULL, db_datas = 'other' WHERE id = %s",
            [self.statement.pdf_id.id],
        )
        self.env.invalidate_all()
        self.assertFalse(self.statement.is_intact)

    def test_renaming_a_customer_does_not_touch_it(self):
        self.partner.name = "Setting Sun Printing"
        self.assertTrue(self.statement.is_intact)
        self.assertEqual(self._row(self.statement).partner_name, "Rising Sun Printing")

    def test_fractions_of_cents_do_not_break_its_proof(self):
        first = self.period.previous().start
        order = self._call_off(7, contract=self._create_contract([(100, 33.335)], on=first), on=first)
        order.order_line.discount = 3.333
        self._deliver(order, 2.33, on=first + timedelta(days=2))
        self._pay_on(self._invoice(order, on=first + timedelta(days=3)), 10.01, first + timedelta(days=9))
        filed = self._filed(day=first)
        self.env.invalidate_all()
        self.assertTrue(filed.is_intact)

    def test_a_contract_dated_later_does_not_touch_it(self):
        before = self.period.previous()
        early, late = self._create_contract(on=before.start), self._create_contract(on=before.start)
        late._write_by_flow({"date_signed": before.start + timedelta(days=9)})
        filed = self._filed(day=before.start)
        self.assertEqual(filed.row_ids.contract_id & (early | late), late | early)
        early._write_by_flow({"date_signed": before.start + timedelta(days=19)})
        self.env.invalidate_all()
        self.assertTrue(filed.is_intact)

    def test_a_contract_in_it_is_not_deleted(self):
        self.env.flush_all()
        with self.assertRaises(psycopg2.errors.ForeignKeyViolation), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                self.env.cr.execute("UPDATE sale_order SET contract_id = NULL")
                self.env.cr.execute("DELETE FROM sale_contract WHERE id = %s", [self.contract.id])

"""Rows of the tax platform that stand for approved reservations without a draft: accepting them issues these."""

import base64
import io
from datetime import date, timedelta
from unittest.mock import patch

from openpyxl import Workbook

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from . import test_reservation_race
from .test_reservation_import import HEADERS, ImportCommon


@tagged("post_install", "-at_install")
class TestImportIssues(ImportCommon):
    def test_the_preview_names_the_reservation_and_writes_nothing(self):
        document = self._approved(self._delivered(10))
        wizard = self._wizard(self._row(1_000))
        self.assertEqual(self._results(wizard), ["issue"])
        self.assertRecordValues(wizard.line_ids, [{"reservation_id": document.id, "move_id": False}])
        self.assertRecordValues(wizard, [{"good_count": 1, "issue_count": 1, "bad_count": 0}])
        self.assertRecordValues(document, [{"state": "approved", "move_id": False}])

    def test_importing_issues_into_a_draft_with_the_official_number(self):
        document = self._approved(self._delivered(10))
        number, day = self._number(), date.today() - timedelta(days=2)
        action = self._wizard(self._row(1_000, number, day=day)).action_import()
        move = self.env["account.move"].search(action["domain"])
        self.assertEqual((document.state, document.move_id), ("issuing", move))
        values = {
            "state": "draft",
            "tax_invoice_number": number,
            "tax_invoice_date": day,
            "amount_total": 1_000,
        }
        self.assertRecordValues(move, [values])
        self.assertEqual(move.line_ids.reservation_line_id, document.line_ids)
        self.assertEqual(move.line_ids.sale_line_ids, document.line_ids.order_line_id)
        move.with_user(self.users["accountant"]).action_post()
        self.assertEqual(document.state, "issued")

    def test_the_same_file_again_changes_nothing(self):
        self._approved(self._delivered(10))
        content = self._file(self._row(1_000))
        self._wizard(content=content).action_import()
        self._approved(self._delivered(10))  # another one of the same amount
        again = self._wizard(content=content)
        self.assertEqual(self._results(again), ["known"])
        before = self.env["account.move"].search_count([])
        again.action_import()
        self.assertEqual(self.env["account.move"].search_count([]), before)

    def test_by_tax_number_whatever_the_name_and_by_name_without_number(self):
        for values in ({"buyer": "Somebody"}, {"vat": None}, {"vat": None, "buyer": self.partner.name}):
            self._approved(self._delivered(10))
            wizard = self._wizard(self._row(1_000, **values))
            self.assertEqual(self._results(wizard), ["issue"], values)
            wizard.action_import()

    def test_what_is_ambiguous_is_not_matched(self):
        first, second = (self._approved(self._delivered(10)) for _count in range(2))
        wizard = self._wizard(self._row(1_000))
        self.assertEqual(self._results(wizard), ["several"])
        draft = self._issue(first)
        draft.invoice_date = False
        self.assertEqual(self._results(wizard), ["several"], "a draft and a reservation")
        second.with_user(self.users["supervisor"]).action_revoke("Wrong.")
        self.assertEqual(self._results(wizard), ["match"])

    def test_only_what_is_approved_is_matched(self):
        self._reserve(self._delivered(10))
        self._reserve(self._delivered(10), submit=True)
        self._approved(self._delivered(10), kind="no_invoice", reason="Samples.", decider="sales_manager")
        wizard = self._wizard(self._row(1_000), self._row(-1_000))
        self.assertEqual(self._results(wizard), ["no_buyer", "no_buyer"])

    def test_nothing_is_issued_while_a_row_is_bad_unless_accepted(self):
        document = self._approved(self._delivered(10))
        wizard = self._wizard(self._row(1_000), self._row(77))
        with self.assertRefused(UserError, "Nothing was imported: 1 rows"):
            wizard.action_import()
        self.assertEqual(document.state, "approved")
        wizard.accept_good = True
        wizard.action_import()
        self.assertTrue(document.move_id.tax_invoice_number)

    def test_what_cannot_be_issued_now_says_why(self):
        order, changed = self._delivered(10), self._delivered(5)
        self._approved(order)
        self._approved(changed)
        self._return(order.picking_ids, 4)
        changed.order_line.price_unit = 90.0
        wizard = self._wizard(self._row(1_000), self._row(450))
        self.assertEqual(self._results(wizard), ["held", "held"])
        whys = wizard.line_ids.sorted("row").mapped("why")
        self.assertIn("6 of 10 can be invoiced now", whys[0])
        self.assertIn("changed after the review", whys[1])
        with self.assertRefused(UserError, "Nothing was imported: 2 rows"):
            wizard.action_import()

    def test_orders_that_need_an_invoice_each_are_named_before_anything_is_issued(self):
        orders = self._delivered(10) | self._delivered(5)
        orders[1].payment_term_id = self.env["account.payment.term"].create({"name": "Some other day"})
        lines = [
            Command.create({"order_line_id": line.id, "quantity": line.product_uom_qty})
            for line in orders.order_line
        ]
        vals = {"partner_id": self.partner.id, "line_ids": lines}
        document = self.env["invoice.reservation"].with_user(self.users["clerk"]).create(vals)
        document.action_submit()
        document.with_user(self.users["supervisor"]).action_approve()
        good = self._approved(self._delivered(3))
        wizard = self._wizard(self._row(1_500), self._row(300))
        self.assertEqual(self._results(wizard), ["held", "issue"])
        self.assertIn("an invoice each", wizard.line_ids.sorted("row")[0].why)
        wizard.accept_good = True
        wizard.action_import()
        self.assertEqual((document.state, good.state), ("approved", "issuing"))

    def test_a_down_payment_comes_off_before_the_row_is_matched(self):
        order = self._confirmed_order(1_000)
        self._deposit(order, 300)
        self._deliver(order)
        document = self._approved(order)
        wizard = self._wizard(self._row(1_000), self._row(700))
        self.assertEqual(self._results(wizard), ["no_amount", "issue"])
        wizard.accept_good = True
        wizard.action_import()
        self.assertEqual(document.move_id.amount_total, 700)

    def test_taxes_are_rounded_as_on_the_whole_invoice(self):
        tax = self.env["account.tax"].create({"name": "13 %", "amount": 13.0, "type_tax_use": "sale"})
        for method in ("round_per_line", "round_globally"):
            self.company.tax_calculation_rounding_method = method
            order = self._create_order(lines=[(1, 33.33)] * 3)
            order.order_line.tax_ids = tax
            order.action_confirm()
            self._deliver(order)
            document = self._approved(order)
            document.action_cancel()
            lines = [{"order_line_id": line.id, "quantity": 1} for line in order.order_line]
            document = (
                self.env["invoice.reservation"]
                .with_user(self.users["clerk"])
                .create({"partner_id": self.partner.id, "line_ids": [Command.create(vals) for vals in lines]})
            )
            document.action_submit()
            document.with_user(self.users["supervisor"]).action_approve()
            total = {"round_per_line": 112.98, "round_globally": 112.99}[method]
            wizard = self._wizard(self._row(total))
            self.assertEqual(self._results(wizard), ["issue"], method)
            wizard.action_import()
            self.assertEqual(document.sudo().move_id.amount_total, total)

    def test_a_draft_of_another_amount_is_not_the_invoice_of_the_file(self):
        good, other = self._approved(self._delivered(10)), self._approved(self._delivered(5))
        line = type(self.env["invoice.reservation.line"])
        prepare = line._prepare_invoice_line_vals
        self.patch(
            line,
            "_prepare_invoice_line_vals",
            lambda line, vals: prepare(line, vals) | ({"price_unit": 99} if line.quantity == 5 else {}),
        )
        wizard = self._wizard(self._row(1_000), self._row(500))
        with self.assertRefused(UserError, other.name, "495.00", "500.00"), self.env.cr.savepoint():
            wizard.action_import()
        self.assertEqual((good + other).mapped("state"), ["approved"] * 2)
        wizard.accept_good = True
        told = wizard.action_import()["params"]
        self.assertIn(other.name, told["message"])
        self.assertEqual((good + other).mapped("state"), ["issuing", "approved"])
        self.assertEqual(self.env["account.move"].search(told["next"]["domain"]), good.sudo().move_id)

    def test_another_companys_reservations_are_not_matched(self):
        self._approved(self._delivered(10))
        company = self.env["res.company"].create({"name": "Second Paper"})
        self.users["accountant"].company_ids += company
        wizard = self._wizard(self._row(1_000))
        wizard.company_id = company
        self.assertEqual(self._results(wizard), ["no_buyer"])

    def test_many_rows_cost_hardly_more_queries_than_one(self):
        counts = []
        for rows in (1, 9):
            amounts = [float(100 * (rows * 10 + number)) for number in range(rows)]
            for amount in amounts:
                self._approved(self._delivered(amount / 100))
            wizard = self._wizard(*map(self._row, amounts))
            counts.append((self._count(wizard.action_preview), self._count(wizard.action_import)))
            self.assertEqual(wizard.issue_count, rows)
        (preview, imported), (previews, imports) = counts
        self.assertLessEqual(previews, preview + 2)
        # what Odoo itself asks for each further invoice
        self.assertLessEqual((imports - imported) / 8, 8)

    def _count(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before


@tagged("post_install", "-at_install")
class TestImportRace(test_reservation_race.TestIssuingRace):
    """Two accountants import the same file at once, and one whose server is killed in the middle."""

    test_of_two_issuing_the_same_reservation_exactly_one_does = None
    test_a_killed_issue_leaves_nothing_by_half_and_is_done_again = None

    def _wizard(self, env, ids):
        workbook = Workbook()
        workbook.active.append(HEADERS)
        for document in env["invoice.reservation"].browse(ids):
            number = f"7{document.id:019}"
            workbook.active.append(
                [number, None, date.today(), document.title_name, None, document.amount_total]
            )
        stream = io.BytesIO()
        workbook.save(stream)
        # in the database: two test workers keep their files in one place, a process of its own looks elsewhere
        with patch.object(self.registry["ir.attachment"], "_storage", lambda attachments: "db"):
            return env["invoice.import"].create({"file": base64.b64encode(stream.getvalue())})

    def _numbered(self, ids):
        def work(env):
            moves = env["invoice.reservation"].browse(ids).move_id
            return len(moves), len(moves.filtered("tax_invoice_number"))

        return self.committed(work)

    def test_of_two_importing_the_same_file_one_issues_and_the_other_changes_nothing(self):
        for _round in range(test_reservation_race.ROUNDS):
            ids = self.committed(lambda env: self._approved(env, orders=2))
            wizard_id = self.committed(lambda env, i=ids: self._wizard(env, i).id)
            refusals = self.race(
                *[lambda env, i=wizard_id: env["invoice.import"].browse(i).action_import() and None] * 2
            )
            self.assertEqual(refusals, [None, None])
            self.assertEqual(self._invoiced(ids), [("issuing", 1)] * 2)
            self.assertEqual(self._numbered(ids), (2, 2))

    def test_a_killed_import_leaves_nothing_by_half_and_is_done_again(self):
        ids = self.committed(lambda env: self._approved(env, orders=3))
        wizard_id = self.committed(lambda env: self._wizard(env, ids).id)
        self.run_until_killed(f"""
                Move = type(env["account.move"])
                write, done = Move.write, []
                def dying(self, vals):
                    result = write(self, vals)
                    if "tax_invoice_number" in vals:
                        done.append(self)
                    if len(done) == 2:
                        self.env.flush_all()
                        die()
                    return result
                Move.write = dying
                env["invoice.import"].browse({wizard_id}).action_import()
        """)
        self.assertEqual(self._invoiced(ids), [("approved", 0)] * 3)
        self.committed(lambda env: env["invoice.import"].browse(wizard_id).action_import() and None)
        self.assertEqual(self._numbered(ids), (3, 3))

"""From the draft to the file: who may do what, and what nothing undoes."""

from datetime import date, timedelta

import psycopg2

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import SCAN, ContractCommon


@tagged("post_install", "-at_install")
class TestNumbers(ContractCommon):
    def test_every_company_counts_for_itself(self):
        other = self.env["res.company"].create({"name": "Second House"})
        values = {"partner_id": self.partner.id, "line_ids": []}
        first = self.env["sale.contract"].create({**values, "company_id": other.id})
        self.assertTrue(first.name.endswith("/0001"), first.name)
        second = self.env["sale.contract"].create({**values, "company_id": other.id})
        self.assertTrue(second.name.endswith("/0002"), second.name)

    def test_a_number_is_used_once_per_company(self):
        contract = self._create_contract(name="C-1")
        self.assertEqual(contract.name, "C-1")
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            self._create_contract(name="C-1")

    def test_the_same_paper_of_a_customer_is_entered_once(self):
        self._create_contract(external_number=" 2026-7 ")
        stranger = self._create_customer("Harbour Labels")
        self._create_contract(partner_id=stranger.id, external_number="2026-7")
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            self._create_contract(external_number="2026-7")

    def test_totals_are_those_of_an_order(self):
        tax = self.env["account.tax"].create({"name": "5 %", "amount": 5.0, "type_tax_use": "sale"})
        product = self._create_product("Card", taxes_id=[Command.set(tax.ids)])
        line = {"product_id": product.id, "quantity": 3.0, "price_unit": 33.33, "discount": 10.0}
        contract = self._create_contract(lines=[line, line])
        order_line = {"product_id": product.id, "product_uom_qty": 3.0, "price_unit": 33.33, "discount": 10.0}
        order = self.env["sale.order"].create(
            {"partner_id": self.partner.id, "order_line": [Command.create(order_line)] * 2}
        )
        self.assertEqual(contract.amount_untaxed, order.amount_untaxed)
        self.assertEqual(contract.line_ids.mapped("price_total"), order.order_line.mapped("price_total"))


@tagged("post_install", "-at_install")
class TestReview(ContractCommon):
    def test_the_requester_never_approves(self):
        contract = self._create_contract(by="general_manager")
        contract.action_submit()
        self.assertBlockedFor("general_manager", contract, "You have a part in this request")

    def assertBlockedFor(self, user, contract, words):
        with self.assertRefused(UserError, words), self.env.cr.savepoint():
            contract.with_user(self.users[user]).action_approve()
        self.assertEqual(contract.state, "submitted")

    def test_the_band_decides_who_approves(self):
        small = self._create_contract(lines=[(10.0, 100.0)])
        large = self._create_contract(lines=[(50_000.0, 100.0)])
        (small + large).action_submit()
        self.assertBlockedFor("clerk", small, "decides on it")
        small.with_user(self.users["supervisor"]).action_approve()
        self.assertBlockedFor("supervisor", large, "decides on it")
        self.assertBlockedFor("sales_manager", large, "decides on it")
        large.with_user(self.users["general_manager"]).action_approve()
        self.assertEqual((small + large).mapped("state"), ["approved", "approved"])

    def test_the_cap_counts_where_it_is_more_than_the_lines(self):
        contract = self._create_contract(lines=[(1.0, 100.0)], amount_cap=4_000_000.0)
        contract.action_submit()
        self.assertBlockedFor("sales_manager", contract, "decides on it")

    def test_a_foreign_currency_is_measured_in_ours(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": euro.id, "rate": 0.5, "company_id": self.company.id}
        )
        contract = self._create_contract(lines=[(1.0, 300_000.0)], currency_id=euro.id)
        self.assertEqual(contract._approval_measure(), {"amount": 600_000.0})

    def test_what_is_submitted_is_complete(self):
        codes = {
            "no_line": {"lines": ()},
            "no_end": {"valid_to": False},
            "no_price": {"lines": [(1.0, 0.0)]},
            "deposit_too_high": {"deposit_kind": "amount", "deposit_amount": 200_000.0},
        }
        for code, values in codes.items():
            with self.subTest(code=code):
                contract = self._create_contract(**values)
                found = contract._get_move_blockers("submitted")[contract.id]
                self.assertEqual([blocker.code for blocker in found], [code])

    def test_terms_and_lines_are_closed_after_the_draft(self):
        contract = self._create_contract()
        contract.action_submit()
        line = contract.line_ids
        for work in (
            lambda: contract.write({"valid_to": date.today()}),
            lambda: contract.write({"line_ids": [Command.update(line.id, {"quantity": 9.0})]}),
            lambda: line.write({"price_unit": 1.0}),
            lambda: line.write({"tolerance": 1.0}),
            lambda: line.unlink(),
            lambda: line.copy(),
            lambda: line.with_context(flow_token=True).write({"price_unit": 1.0}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                work()
        contract.write({"assistant_id": self.users["clerk"].id, "external_number": "X"})

    def test_a_line_does_not_move_into_a_signed_contract(self):
        signed, draft = self._active_contract(), self._create_contract()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            draft.line_ids.contract_id = signed

    def test_a_change_behind_the_back_voids_the_approval(self):
        contract = self._create_contract()
        contract.action_submit()
        self.env.cr.execute(
            "UPDATE sale_contract_line SET price_unit = 1 WHERE contract_id = %s", [contract.id]
        )
        self.env.invalidate_all()
        with self.assertRefused(UserError, "changed after it was submitted"):
            contract.with_user(self.users["general_manager"]).action_approve()

    def test_a_rejected_contract_is_corrected_and_submitted_again(self):
        contract = self._create_contract()
        contract.action_submit()
        contract.with_user(self.users["general_manager"]).action_reject("Price too low.")
        self.assertEqual(contract.state, "rejected")
        contract.action_draft()
        contract.line_ids.price_unit = 110.0
        contract.action_submit()
        self.assertEqual(contract.state, "submitted")

    def test_a_contract_starts_as_a_draft(self):
        for values in (
            {"state": "active"},
            {"clause_baseline": [[1, "A", "B", True]]},
            {"closing_reason": "x"},
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self._create_contract(**values)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.env["sale.contract"].with_context(default_state="active").create(
                {"partner_id": self.partner.id}
            )


@tagged("post_install", "-at_install")
class TestSignature(ContractCommon):
    def test_it_takes_the_scan_and_the_day(self):
        contract = self._approved_contract()
        self.assertBlockedSignature(contract, ["not_signed", "no_scan"])
        contract.date_signed = date.today() + timedelta(days=1)
        self.assertBlockedSignature(contract, ["signed_later", "no_scan"])
        contract._do_sign(date.today(), [("signed.pdf", SCAN)], "Chen Mei")
        self.assertRecordValues(contract, [{"state": "active", "partner_signatory": "Chen Mei"}])
        self.assertEqual(contract.scan_ids.create_uid, self.users["seller"])

    def assertBlockedSignature(self, contract, codes):
        found = contract._get_move_blockers("active")[contract.id]
        self.assertEqual([blocker.code for blocker in found], codes)

    def test_the_wizard_asks_for_the_scan_only_where_it_is_required(self):
        contract = self._approved_contract()
        form = Form(self.env["sale.contract.sign"].with_context(default_contract_id=contract.id))
        with self.assertRaises(UserError):
            self.env["sale.contract.sign"].create({"contract_id": contract.id}).action_confirm()
        self.company.contract_scan_required = False
        contract.invalidate_recordset()
        form = Form(self.env["sale.contract.sign"].with_context(default_contract_id=contract.id))
        form.save().action_confirm()
        self.assertEqual(contract.state, "active")

    def test_a_scan_stays(self):
        scan = self._active_contract().scan_ids
        with self.assertRefused(UserError, "is not changed"), self.env.cr.savepoint():
            scan.file = SCAN
        with self.assertRefused(UserError, "stays on record"), self.env.cr.savepoint():
            scan.unlink()

    def test_an_approval_may_be_taken_back_before_the_signature(self):
        contract = self._approved_contract()
        contract.with_user(self.users["general_manager"]).action_revoke("The mill raised its price.")
        self.assertEqual(contract.state, "revoked")
        contract.action_draft()
        self.assertEqual(contract.state, "draft")


@tagged("post_install", "-at_install")
class TestClosing(ContractCommon):
    def test_nothing_revives_what_was_suspended(self):
        contract = self._active_contract()
        order = self._call_off(contract, 100.0)
        contract.with_user(self.users["supervisor"])._close("suspended", "Dispute")
        order.order_line.product_uom_qty = 50.0
        order._action_cancel()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(contract.state, "suspended")
        contract.with_user(self.users["supervisor"]).action_resume()
        self.assertEqual(contract.state, "active")

    def test_nothing_revives_what_was_terminated(self):
        contract = self._active_contract()
        contract.with_user(self.users["supervisor"])._close("terminated", "Insolvent")
        self.env.flush_all()
        self.assertRecordValues(contract, [{"state": "terminated", "closing_reason": "Insolvent"}])
        with self.assertRaises(UserError):
            contract.with_user(self.users["supervisor"]).action_resume()
        with self.assertRaises(UserError):
            contract.write({"valid_to": date.today() + timedelta(days=999)})

    def test_a_reason_is_asked(self):
        contract = self._active_contract().with_user(self.users["supervisor"])
        for button in ("action_suspend", "action_terminate", "action_fulfil"):
            self.assertEqual(getattr(contract, button)()["res_model"], "sale.contract.close", button)
        wizard = self.env["sale.contract.close"].with_user(self.users["supervisor"])
        wizard.create(
            {"contract_ids": contract.ids, "target": "terminated", "reason": "Insolvent"}
        ).action_confirm()
        self.assertEqual(contract.state, "terminated")

    def test_a_salesperson_closes_what_is_done_and_nothing_else(self):
        contract = self._active_contract(lines=[(10.0, 100.0)]).with_user(self.users["seller"])
        with self.assertRefused(UserError, "A supervisor or the sales manager"), self.env.cr.savepoint():
            contract._close("fulfilled", "Enough")
        order = self._call_off(contract, 10.0)
        self._deliver(order)
        invoice = self._invoice(order)
        with self.assertRefused(UserError, "A supervisor"), self.env.cr.savepoint():
            contract._close("fulfilled", "Enough")
        self._pay(invoice, invoice.amount_total)
        self.env.invalidate_all()
        contract.action_fulfil()
        self.assertEqual(contract.state, "fulfilled")
        contract.action_file()
        self.assertRecordValues(contract, [{"state": "filed", "filed_by_id": self.users["seller"].id}])

    def test_what_was_agreed_stays_on_record(self):
        contract = self._active_contract()
        with self.assertRefused(UserError, "may be deleted"), self.env.cr.savepoint():
            contract.unlink()
        with self.assertRefused(ValidationError, "cannot be archived"), self.env.cr.savepoint():
            contract.active = False
        self._create_contract().unlink()

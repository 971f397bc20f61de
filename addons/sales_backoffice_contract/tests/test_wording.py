"""Clauses, their deviations from the template, and who decides on them."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ContractCommon


@tagged("post_install", "-at_install")
class TestWording(ContractCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env["sale.contract.template"].create(
            {
                "name": "Short form",
                "clause_ids": [
                    Command.create(
                        {"sequence": 1, "title": "Payment", "body": "Within 30 days: {payment_terms}."}
                    ),
                    Command.create(
                        {"sequence": 2, "title": "Packing", "body": "{packing}", "is_fixed": False}
                    ),
                ],
            }
        )

    def _draft(self, **values):
        return self._create_contract(**{"template_id": self.template.id, "lang": "en_US", **values})

    def test_a_contract_copies_the_clauses_of_its_template(self):
        contract = self._draft()
        self.assertEqual(contract.clause_ids.mapped("number"), ["1.", "2."])
        self.assertEqual(contract.clause_ids.mapped("is_fixed"), [True, False])
        self.assertRecordValues(contract, [{"deviation_count": 0, "template_version": self.template.version}])

    def test_each_language_has_its_words(self):
        for lang in ("zh_TW", "zh_CN"):
            self.env["res.lang"]._activate_lang(lang)
        self.template.clause_ids[0].with_context(lang="zh_TW").body = "於三十日內付款：{payment_terms}。"
        contract = self._draft(lang="zh_TW")
        self.assertEqual(contract.clause_ids[0].body, "於三十日內付款：{payment_terms}。")
        self.assertEqual(contract.clause_ids.mapped("number"), ["第一條", "第二條"])

    def test_changed_removed_and_added_clauses_are_shown(self):
        contract = self._draft()
        contract.clause_ids[0].body = "Within 90 days: {payment_terms}."
        contract.clause_ids[1].unlink()
        contract.write({"clause_ids": [Command.create({"title": "Penalty", "body": "None."})]})
        kinds = [(found.kind, found.fixed) for found in contract._get_deviations()]
        self.assertEqual(kinds, [("changed", True), ("removed", False), ("added", True)])
        self.assertRecordValues(contract, [{"deviation_count": 3, "fixed_deviation_count": 2}])
        self.assertIn('<del class="text-danger">30</del>', contract.deviation_html)
        self.assertIn('<ins class="text-success fw-bold">90</ins>', contract.deviation_html)

    def test_words_of_people_are_escaped(self):
        contract = self._draft()
        contract.clause_ids[0].write({"title": "<b>x</b>", "body": "<script>alert(1)</script>"})
        self.assertNotIn("<script>", contract.deviation_html)
        self.assertNotIn("<b>x", contract.deviation_html)

    def test_a_fixed_clause_asks_for_a_higher_approver(self):
        contract = self._draft(lines=[(10.0, 100.0)])
        self.assertEqual(contract.approval_group_id, self.env.ref("backoffice_base.group_supervisor"))
        contract.clause_ids[0].body = "Whenever it suits."
        contract.action_submit()
        with self.assertRefused(UserError, "decides on it"), self.env.cr.savepoint():
            contract.with_user(self.users["supervisor"]).action_approve()
        contract.with_user(self.users["sales_manager"]).action_approve()
        self.assertEqual(contract.state, "approved")

    def test_leaving_the_template_does_not_hide_what_was_changed(self):
        contract = self._draft(lines=[(10.0, 100.0)])
        change = [Command.update(contract.clause_ids[0].id, {"body": "Whenever it suits."})]
        contract.write({"template_id": False, "clause_ids": change})
        self.assertEqual(len(contract.clause_ids), 2)
        contract.action_submit()
        with self.assertRefused(UserError, "decides on it"), self.env.cr.savepoint():
            contract.with_user(self.users["supervisor"]).action_approve()
        contract.with_user(self.users["sales_manager"]).action_approve()

    def test_a_negotiable_clause_does_not(self):
        contract = self._draft(lines=[(10.0, 100.0)])
        contract.clause_ids[1].body = "On pallets."
        contract.action_submit()
        contract.with_user(self.users["supervisor"]).action_approve()
        self.assertEqual(contract.state, "approved")

    def test_a_later_template_makes_no_deviation(self):
        contract = self._draft()
        self.template.clause_ids[0].body = "Within 45 days: {payment_terms}."
        self.assertRecordValues(contract, [{"deviation_count": 0, "template_is_newer": True}])
        contract.action_copy_template()
        self.assertEqual(contract.clause_ids[0].body, "Within 45 days: {payment_terms}.")
        self.assertRecordValues(contract, [{"deviation_count": 0, "template_is_newer": False}])

    def test_another_template_replaces_the_clauses(self):
        contract = self._draft()
        other = self.env["sale.contract.template"].create(
            {"name": "Other", "clause_ids": [Command.create({"title": "All", "body": "As agreed."})]}
        )
        contract.template_id = other
        self.assertEqual(contract.clause_ids.mapped("title"), ["All"])

    def test_clauses_brought_along_are_compared(self):
        contract = self._draft(clause_ids=[Command.create({"title": "Own", "body": "Own words."})])
        self.assertEqual(contract.clause_ids.mapped("title"), ["Own"])
        self.assertEqual(contract.deviation_count, 3)

    def test_claiming_another_key_hides_nothing(self):
        contract = self._draft()
        contract.clause_ids[0].write({"template_key": 0, "body": "Whenever it suits."})
        self.assertEqual([found.kind for found in contract._get_deviations()], ["removed", "added"])

    def test_blanks_are_filled_and_nothing_is_evaluated(self):
        term = self.env["account.payment.term"].create({"name": "Month end + 30"})
        contract = self._draft(payment_term_id=term.id, packing="{company}")
        contract.clause_ids[1].body = "{packing} {customer.env} {customer}"
        printed = contract._get_printed_clauses()
        self.assertEqual(printed[0], ("1.", "Payment", "Within 30 days: Month end + 30."))
        self.assertEqual(printed[1][2], "{company} {customer.env} Rising Sun Printing")

    def test_a_blank_nobody_fills_in_is_refused(self):
        contract = self._draft()
        contract.clause_ids[1].body = "Fee {fee} and {}"
        with self.assertRefused(UserError, "{fee}, {}"):
            contract.action_submit()

    def test_the_standard_template_is_complete(self):
        template = self.env.ref("sales_backoffice_contract.contract_template_paper")
        contract = self._draft(template_id=template.id)
        contract.action_submit()
        for _number, _title, body in contract._get_printed_clauses():
            self.assertNotIn("{", body)

"""Nobody goes round the buttons, and nobody sees what is not theirs."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .answer_common import AnswerCommon

TOKENS = {"record_token": True, "flow_token": True, "snapshot_token": True}


@tagged("post_install", "-at_install")
class TestAnswerAccess(AnswerCommon, BackofficeHttpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.letter = cls._sent()
        cls._dispute(cls.letter)
        cls.answer, cls.difference = cls.letter.answer_id, cls.letter.difference_ids
        cls.admin = cls.env.ref("base.user_admin")
        cls.admin.password = "admin"

    def _refused(self, user, model, method, *args, **kwargs):
        self.assertRpcRefused("AccessError", user, model, method, *args, **kwargs)

    def test_answers_are_not_written_by_clients(self):
        vals = {"letter_id": self.letter.id, "result": "agreed", "channel": "paper", "signer_name": "Me"}
        for user in (self.clerk, self.accountant):
            self._refused(user, "reconciliation.answer", "create", [vals], context=TOKENS)
            self._refused(
                user,
                "reconciliation.answer",
                "write",
                self.answer.ids,
                {"seal_kind": "company"},
                context=TOKENS,
            )
            self._refused(user, "reconciliation.answer", "unlink", self.answer.ids)
        self.assertEqual(self.answer.seal_kind, "none")

    def test_an_administrator_does_not_go_round_it_either(self):
        for vals in ({"seal_kind": "company"}, {"result": "agreed"}, {"original_on": "2026-11-01"}):
            with self.assertRaises(AccessError):
                self.answer.with_user(self.env.ref("base.user_admin")).with_context(**TOKENS).write(vals)
        for vals in (
            {"completed_on": "2026-11-01"},
            {"seal_kind": "company"},
            {"answer_result": "agreed"},
            {"link_expires_on": "2036-01-01"},
            {"reminder_stage": 9},
            {"reconfirm_on": "2026-11-01"},
            {"replied_on": "2026-11-01"},
            {"state": "settled"},
        ):
            with self.assertRaises(AccessError, msg=vals):
                self.letter.with_user(self.env.ref("base.user_admin")).with_context(**TOKENS).write(vals)

    def test_private_methods_are_out_of_reach(self):
        for method in ("_record_answer", "_record_seal", "_find_by_token", "_get_token", "_answer_from_page"):
            self._refused(self.clerk, "reconciliation.letter", method, self.letter.ids)

    def test_who_only_reads_answers_nothing(self):
        for user in (self.salesperson, self.auditor, self.sales_manager):
            for method in ("action_ask_reconfirmation", "action_file", "action_remind", "action_revoke_link"):
                self._refused(user, "reconciliation.letter", method, self.letter.ids)
            self._refused(user, "reconciliation.answer.entry", "create", [{"letter_id": self.letter.id}])
            self._refused(user, "reconciliation.difference", "action_propose", self.difference.ids)

    def test_differences_follow_their_buttons(self):
        for vals in (
            {"state": "resolved"},
            {"resolved_by_id": self.clerk.id},
            {"proposed_by_id": self.clerk.id},
        ):
            self._refused(
                self.clerk, "reconciliation.difference", "write", self.difference.ids, vals, context=TOKENS
            )
        with self.assertRaises(AccessError):
            self.env["reconciliation.difference"].with_user(self.clerk).with_context(
                default_state="resolved"
            ).create(
                {"letter_id": self.letter.id, "section_id": self.letter.section_ids.id, "reason": "price"}
            )

    def test_the_proposer_does_not_confirm(self):
        self.difference.write({"resolution": "Corrected", "resolution_number": "CN-1"})
        self.difference.with_user(self.accountant).action_propose()
        self.assertBlocked(self.difference.with_user(self.accountant), "resolved", ["own_proposal"])
        self.assertBlocked(self.difference.with_user(self.clerk), "resolved", ["no_role"])

    def test_a_resolution_names_its_document(self):
        self.assertBlocked(self.difference.with_user(self.clerk), "proposed", ["no_document"])

    def test_amounts_are_fixed_once_proposed(self):
        self._resolve(self.difference)
        for vals in ({"their_amount": 1.0}, {"reason": "price"}, {"resolution": "Other"}):
            self.assertRpcRefused(
                "UserError", self.clerk, "reconciliation.difference", "write", self.difference.ids, vals
            )

    def test_a_salesperson_sees_own_partners_only(self):
        other = self._create_user("salesperson", "Other Seller")
        for records in (self.letter, self.answer, self.difference, self.answer.balance_ids):
            self.assertTrue(records.with_user(self.salesperson).has_access("read"))
            self.assertFalse(records.with_user(other).has_access("read"), records._name)
            self.assertTrue(records.with_user(self.auditor).has_access("read"))
        rows = self.env["reconciliation.rate.report"]
        domain = [("letter_id", "=", self.letter.id)]
        self.assertTrue(rows.with_user(self.salesperson).search(domain))
        self.assertFalse(rows.with_user(other).search(domain))

    def test_other_companies_see_nothing(self):
        sister = self._create_company("Sister Trading")
        stranger = self._create_user(
            "accountant", "Sister Accountant", company_id=sister.id, company_ids=[(6, 0, sister.ids)]
        )
        for records in (self.letter, self.answer, self.difference, self.answer.balance_ids):
            records = records.with_context(allowed_company_ids=sister.ids)
            self.assertFalse(records.with_user(stranger).has_access("read"), records._name)
        rows = self.env["reconciliation.rate.report"].with_context(allowed_company_ids=sister.ids)
        self.assertFalse(rows.with_user(stranger).search([("letter_id", "=", self.letter.id)]))

    def test_suppliers_letters_stay_with_purchasing(self):
        letter = self._sent(kind="payable", assistant_id=self.purchase_assistant.id)
        self._answer(letter, by=self.purchase_assistant)
        for records in (letter, letter.answer_id):
            self.assertTrue(records.with_user(self.purchase_assistant).has_access("read"))
            self.assertFalse(records.with_user(self.clerk).has_access("read"), records._name)

    def test_a_visitor_of_the_portal_reads_no_answers_by_rpc(self):
        visitor = new_test_user(self.env, "rpc_visitor", "base.group_portal")
        visitor.partner_id.parent_id = self.customer
        for model in (
            "answer",
            "difference",
            "answer.balance",
            "reminder",
            "rate",
            "rate.line",
            "rate.report",
            "handover",
            "handover.line",
            "portal.attempt",
            "dispatch",
        ):
            self._refused(visitor, f"reconciliation.{model}", "search_read", [])
        self._refused(visitor, "reconciliation.letter", "read", self.letter.ids, ["link_nonce"])
        self._refused(visitor, "reconciliation.letter", "write", self.letter.ids, {"no_reminder": True})

    def test_a_copy_takes_nothing_along(self):
        self._seal(self.letter)
        with self.cr.savepoint() as savepoint:
            values = self.letter.copy_data()[0]
            savepoint.rollback()
        self.assertFalse(
            {"answer_id", "completed_on", "link_nonce", "link_digest", "reconfirm_on"} & values.keys()
        )

    def test_the_frozen_lines_cannot_be_bent_by_a_difference(self):
        other = self._sent(self._create_partner("Somebody Else"))
        with self.assertRaisesRegex(ValidationError, "must be those of the letter"):
            self.env["reconciliation.difference"].with_user(self.clerk).create(
                {
                    "letter_id": self.letter.id,
                    "section_id": other.section_ids.id,
                    "line_id": other.line_ids[:1].id,
                    "reason": "price",
                }
            )

    def test_every_resolving_document_can_be_chosen(self):
        names = [
            name
            for name, _label in self.env["reconciliation.difference"].with_user(self.clerk)._get_documents()
        ]
        self.assertIn("account.move", names)
        view = self.difference.with_user(self.clerk).get_view(view_type="form")
        self.assertIn("resolution_ref", view["arch"])
        self.assertTrue(self.difference.with_user(self.clerk).fields_get(["resolution_ref"]))

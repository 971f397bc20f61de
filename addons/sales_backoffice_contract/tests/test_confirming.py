"""Two customers become one: the contract goes on once somebody who may approve it has seen what changed."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.backoffice_base.tests.common import BackofficeHttpCommon

from .common import ContractCommon


@tagged("post_install", "-at_install")
class TestConfirming(ContractCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kept = cls._create_customer("Rising Sun Printing Ltd")
        cls._create_profile(cls.kept, base_limit=1_000_000_000.0)

    def _merge(self, source=None, target=None):
        source, target = source or self.partner, target or self.kept
        self.env["credit.profile"].sudo().search([("partner_id", "=", source.id)]).unlink()
        self.env.flush_all()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge([source.id, target.id], target)
        self.env.flush_all()
        self.env.invalidate_all()

    def _merged(self, **values):
        contract = self._active_contract(**values)
        self._call_off(contract, 100.0)
        self._merge()
        return contract

    def test_after_a_merge_no_order_is_called_off_and_the_change_and_the_people_are_named(self):
        contract = self._merged()
        self.assertEqual(contract.partner_id, self.kept)
        self.assertCalled(contract.line_ids, 100.0)
        self.assertFalse(contract.approval_valid)
        self.assertIn("Rising Sun Printing Ltd", str(contract.changed_html))
        order = self._call_off(contract, 10.0, confirm=False)
        words = ("was changed after its approval", "Customer", "Rising Sun Printing Ltd", "Supervisor")
        with self.assertOverCalled(*words), self.env.cr.savepoint():
            order.action_confirm()

    def test_whoever_may_approve_confirms_and_the_orders_stay(self):
        contract = self._merged()
        decider = contract.with_user(self.users["general_manager"])
        self.assertTrue(decider.can_confirm_changes)
        decider.with_context(change_seen=decider.changed_seal).action_confirm_changes()
        self.env.invalidate_all()
        self.assertTrue(contract.approval_valid)
        self.assertEqual(contract.state, "active")
        self.assertCalled(contract.line_ids, 100.0)
        self._call_off(contract, 900.0)
        self.assertCalled(contract.line_ids, 1000.0)
        decision = self.env["backoffice.approval.decision"].search(
            [("res_model", "=", "sale.contract"), ("res_id", "=", contract.id)], limit=1
        )
        self.assertEqual((decision.decision, decision.user_id), ("approved", self.users["general_manager"]))
        self.assertIn("Rising Sun Printing →", decision.reason)
        self.assertEqual(decision.fingerprint, contract.approval_hash)

    def test_the_language_of_the_approver_is_no_change(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        contract = self._merged()
        decision = contract._get_last_approval()
        self.assertEqual(decision.lang, "en_US")
        expected = contract._get_changes_since_approval()
        decision.user_id.sudo().lang = "zh_TW"
        self.env.invalidate_all()
        self.assertEqual(contract._get_changes_since_approval(), expected)

    def test_the_approvers_are_asked_at_once(self):
        contract = self._merged()
        asked = contract.activity_ids.user_id
        self.assertIn(self.users["supervisor"], asked)
        contract.with_user(self.users["supervisor"]).action_confirm_changes()
        self.assertFalse(contract.activity_ids)

    def test_nobody_else_confirms(self):
        contract = self._merged()
        for name in ("seller", "clerk", "auditor", "warehouse"):
            with self.subTest(user=name), self.assertRaises(UserError):
                contract.with_user(self.users[name]).action_confirm_changes()
        self.env.invalidate_all()
        self.assertFalse(contract.approval_valid)

    def test_who_asked_for_the_approval_does_not_confirm(self):
        contract = self._active_contract(by="general_manager", decider="sales_manager", lines=[(1.0, 100.0)])
        self._merge()
        self.assertFalse(contract.with_user(self.users["general_manager"]).can_confirm_changes)
        with self.assertRefused(UserError, "somebody else must decide"):
            contract.with_user(self.users["general_manager"]).action_confirm_changes()

    def test_what_did_not_change_is_not_confirmed(self):
        contract = self._active_contract()
        with self.assertRefused(UserError, "Nothing changed"):
            contract.with_user(self.users["general_manager"]).action_confirm_changes()
        draft = self._create_contract()
        with self.assertRefused(UserError, "Nothing changed"):
            draft.with_user(self.users["general_manager"]).action_confirm_changes()

    def test_what_changed_again_meanwhile_is_looked_at_again(self):
        contract = self._merged()
        decider = contract.with_user(self.users["general_manager"])
        seen = decider.changed_seal
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_contract_line SET price_unit = 1 WHERE contract_id = %s", [contract.id]
        )
        self.env.invalidate_all()
        with self.assertRefused(UserError, "changed again"):
            decider.with_context(change_seen=seen).action_confirm_changes()
        self.assertIn("100", contract._tell_changes())
        self.assertIn("1.0", contract._tell_changes())

    def test_a_namesake_shows_as_another_record(self):
        self.kept.name = self.partner.name
        contract = self._merged()
        self.assertIn("of the same name", contract._tell_changes())

    def test_another_language_is_no_change(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        contract = self._merged()
        changes = contract.with_context(lang="zh_TW")._get_changes_since_approval()
        # the customer and the place of delivery, and not every choice shown in other words
        self.assertEqual(
            {(old, new) for _label, old, new in changes}, {("Rising Sun Printing", "Rising Sun Printing Ltd")}
        )
        self.assertEqual(len(changes), 2)

    def test_an_approval_that_waits_for_the_signature_is_confirmed_too(self):
        contract = self._approved_contract()
        self._merge()
        self.env.invalidate_all()
        contract.with_user(self.users["general_manager"]).action_confirm_changes()
        self.assertTrue(contract.approval_valid)
        self.assertEqual(contract.state, "approved")


@tagged("post_install", "-at_install")
class TestConfirmingOverRpc(ContractCommon, BackofficeHttpCommon):
    def test_a_salesperson_confirms_nothing(self):
        contract = self._active_contract()
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_contract SET amount_cap = 9 WHERE id = %s", [contract.id])
        self.env.invalidate_all()
        seller = self.users["seller"]
        forged = {"flow_token": True, "change_seen": False}
        for method in ("action_confirm_changes", "_do_confirm_changes"):
            error = "AccessError" if method.startswith("_") else "UserError"
            self.assertRpcRefused(error, seller, "sale.contract", method, contract.ids, context=forged)
        self.env.invalidate_all()
        self.assertFalse(contract.approval_valid)

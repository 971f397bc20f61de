"""Who may text, ask and decide; what clever hands get."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import TextCommon


@tagged("post_install", "-at_install")
class TestAccess(TextCommon):
    def setUp(self):
        super().setUp()
        self.row = self._text()

    def test_readers_neither_text_nor_ask(self):
        for user in (self.auditor, self.salesperson, self.sales_manager):
            with self.subTest(user.name):
                self.assertEqual(self.row.with_user(user).state, "handed")
                with self.assertRaises(AccessError):
                    self.letter.with_user(user).action_text()
                for method in ("action_query_provider", "action_confirm_text", "action_resend"):
                    with self.assertRaises(AccessError):
                        getattr(self.row.with_user(user), method)()

    def test_the_proof_is_nobodys_to_write(self):
        for user in (self.env.ref("base.user_admin"), self.clerk):
            forged = self.row.with_user(user).with_context(record_token=True)
            for values in ({"text_key": "mine"}, {"arrived_on": "2026-11-01"}, {"state": "sent"}):
                with self.assertRaises(AccessError):
                    forged.write(values)

    def test_a_default_of_the_client_sets_nothing(self):
        self._work_queue()
        context = {"default_text_key": "mine", "default_arrived_on": "2026-11-01", "default_state": "sent"}
        self.letter.with_user(self.clerk).with_context(**context).action_text()
        row = self.letter.dispatch_ids.sorted("id")[-1:]
        self.assertEqual((row.state, row.arrived_on), ("handed", False))
        self.assertNotEqual(row.text_key, "mine")

    def test_another_company_sees_and_asks_nothing(self):
        other = self.env["res.company"].create({"name": "Other Letters"})
        stranger = self._create_user(
            "clerk", "Stella Stranger", company_id=other.id, company_ids=[Command.set(other.ids)]
        )
        seen = self.row.with_user(stranger).with_company(other)
        self.assertFalse(seen.search([("id", "=", self.row.id)]))
        for method in ("action_query_provider", "action_confirm_text", "action_resend", "action_open_log"):
            with self.assertRaises(AccessError):
                getattr(seen, method)()

    def test_another_company_pays_for_its_own_texts(self):
        """The account of another company is never used."""
        other = self.env["res.company"].create({"name": "Other Letters"})
        self.account.active = False
        self.make_account(self.env, self.double, other)
        self.row._amend({"state": "failed"})
        self._text()
        self.assertEqual(self.letter.dispatch_ids.sorted("id")[-1:].state, "failed")
        self.assertFalse(self.double.sends)

    def test_the_log_is_for_its_readers(self):
        self._work_queue()
        action = self.row.with_user(self.auditor).action_open_log()
        self.assertEqual(
            (action["res_model"], action["res_id"]), ("sms.gateway.message", self._log(self.row).id)
        )
        self.assertEqual(self._log(self.row).with_user(self.auditor).state, "accepted")
        with self.assertRaises(AccessError):
            self._log(self.row).with_user(self.salesperson).check_access("read")

    def test_the_clerk_cannot_make_the_gateway_text_anybody(self):
        for values in ({"recipient": "+8613800000000"}, {"text": "Pay here"}):
            with self.assertRaises(AccessError):
                self.row.with_user(self.clerk).write(values)
        with self.assertRaises(AccessError):
            self.env["sms.gateway.message"].with_user(self.clerk).create({"key": "x"})

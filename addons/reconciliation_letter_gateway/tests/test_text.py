"""The text with the link leaves once, and its proof says what became of it."""

from datetime import date
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.misc import file_open

from odoo.addons.phone_validation.tools.phone_validation import phone_format

from .common import PHONE, TextCommon

THREE_PARTS = 201  # characters a Chinese text of three parts holds


@tagged("post_install", "-at_install")
class TestText(TextCommon):
    # --- leaving ------------------------------------------------------------

    def test_the_server_sees_the_text_with_its_link_once(self):
        row = self._text()
        self.assertEqual((row.state, self.letter.state), ("handed", "reviewed"))
        for _twice in range(2):
            self._work_queue()
        self.assertEqual([(one["to"], one["text"]) for one in self.double.sends], [(PHONE, row.text)])
        self.assertTrue(row.text.endswith(self.letter._get_link()))
        self.assertEqual(self.double.sends[0]["id"], row.text_key)

    def test_channel_time_and_person_are_on_the_letter(self):
        row = self._text()
        self._work_queue()
        self.assertRecordValues(
            row, [{"channel": "text", "state": "sent", "recipient": PHONE, "user_id": self.clerk.id}]
        )
        self.assertTrue(row.date)
        self.assertEqual(self.letter.state, "sent")
        self.assertTrue(self.letter.sent_on)

    def test_a_receipt_says_when_it_arrived(self):
        row = self._text()
        self._work_queue()
        self._log(row)._move("delivered")
        self.assertEqual(row.state, "sent")
        self.assertTrue(row.arrived_on)
        self.assertRecordValues(
            self.letter,
            [
                {
                    "state": "delivered",
                    "delivered_on": row.arrived_on,
                    "delivered_by": "text",
                    "delivered_evidence": PHONE,
                }
            ],
        )

    def test_a_text_that_was_only_taken_over_delivers_nothing(self):
        self._text()
        self._work_queue()
        self.assertEqual((self.letter.state, self.letter.delivered_on), ("sent", False))

    def test_a_receipt_that_comes_late_adds_the_proof_and_leaves_the_status(self):
        row = self._text()
        self._work_queue()
        self.letter._write_by_flow({"state": "silent"})
        self._log(row)._move("delivered")
        self.assertEqual((self.letter.state, self.letter.delivered_by), ("silent", "text"))

    def test_what_did_not_arrive_shows_on_the_sending_and_the_letter(self):
        row = self._text()
        self._work_queue()
        self._log(row)._move("undelivered", failure="undelivered", detail="phone off")
        self.assertRecordValues(row, [{"state": "bounced", "reason": "Not delivered: phone off"}])
        self.assertTrue(self.letter.dispatch_problem)

    def test_a_refused_text_is_sent_again_as_another_one(self):
        self.double.script = ["refuse"]
        row = self._text()
        self._work_queue()
        self.assertEqual((row.state, self.letter.state), ("failed", "reviewed"))
        self.assertIn("not this one", row.reason)
        row.with_user(self.clerk).action_resend()
        self._work_queue()
        second = self.letter.dispatch_ids - row
        self.assertEqual((row.state, second.state, len(self.double.accepted)), ("failed", "sent", 1))
        self.assertNotEqual(row.text_key, second.text_key)
        self._log(row)._do_requeue()  # the manager of the gateway, later
        self._work_queue()
        self.assertEqual((row.state, len(self.double.accepted)), ("failed", 1))

    def test_what_waits_for_another_try_stays_handed_over(self):
        self.double.script = ["throttle"]
        row = self._text()
        self._work_queue()
        self.assertEqual((row.state, self._log(row).state), ("handed", "waiting"))
        self._age()
        self._run_sendings()
        self.assertEqual(row.state, "handed")
        self.env["sms.sms"].search([("uuid", "=", row.text_key)]).gateway_next_try = False
        self.account.paused_until = False
        self._work_queue()
        self.assertEqual((row.state, len(self.double.accepted)), ("sent", 1))

    # --- unknown ------------------------------------------------------------

    def _unknown(self):
        self.double.script = ["drop"]
        row = self._text()
        with mute_logger("odoo.addons.sms_gateway.providers.generic"):
            self._work_queue()
        return row

    def test_an_answer_that_got_lost_is_for_somebody_to_check(self):
        row = self._unknown()
        self.assertEqual((row.state, self.letter.state), ("unknown", "reviewed"))
        self.assertTrue(self.letter.dispatch_problem)
        self.assertIn("ask the provider", row.reason)
        self._work_queue()
        self._age()
        self._run_sendings()
        self.assertEqual(len(self.double.sends), 1)

    def test_the_provider_is_asked(self):
        row = self._unknown()
        row.with_user(self.clerk).action_query_provider()
        self.assertEqual(row.state, "unknown", "it does not know the text")
        self.double.states[row.text_key] = "delivered"
        row.with_user(self.clerk).action_query_provider()
        self.assertEqual((row.state, self.letter.state, len(self.double.sends)), ("sent", "delivered", 1))

    def test_what_was_sent_by_hand_is_not_the_gateways_any_more(self):
        row = self._unknown()
        message = self._log(row)
        row.with_user(self.clerk).action_confirm_text()
        self.assertEqual((row.state, self.letter.state), ("sent", "sent"))
        message._move("undelivered", failure="undelivered")
        self.assertEqual(row.state, "sent")

    # --- why not ------------------------------------------------------------

    def assertRefused(self, words):
        """The text does not leave, the clerk is told so in one sentence, and it can be copied."""
        action = self.letter.with_user(self.clerk).action_text()
        row = self.letter.dispatch_ids.sorted("id")[-1:]
        self.assertEqual(row.state, "failed")
        self.assertRegex(row.reason, words)
        self.assertIn(row.reason, action["params"]["message"])
        self.assertTrue(row.text.endswith(self.letter._get_link()))
        self.assertFalse(self.env["sms.sms"].search([("gateway_origin_id", "=", row.id)]))
        self._work_queue()
        self.assertFalse(self.double.sends)

    def test_who_opted_out_gets_no_text(self):
        self.env["phone.blacklist"].sudo()._add([PHONE])
        self.assertRefused(r"^Rising Sun Printing wants no texts at \+8613812345678")

    def test_a_number_nobody_can_text(self):
        self.customer.phone = "ask Ms Wu"
        self.assertRefused("“ask Ms Wu” of Rising Sun Printing is no phone number")

    def test_a_queued_text_without_phone_says_so(self):
        self.customer.phone = False
        row = self.letter._dispatch("text")
        self._run_sendings()
        self.assertEqual(row.state, "failed")
        self.assertIn("is no phone number a text can be sent to", row.reason)

    def test_an_account_that_is_turned_off(self):
        self.account.action_disable()
        self.assertRefused("is turned off")

    def test_a_company_without_gateway_copies_the_text(self):
        self.account.active = False
        self.assertRefused("No text gateway: copy the text")

    # --- approved texts -----------------------------------------------------

    def _approve(self, text, **values):
        return self.make_template(
            self.env, self.account, usage="reconciliation_letter.link", text=text, **values
        )

    def test_providers_of_approved_texts_need_one(self):
        self.account.allow_free_text = False
        self.assertRefused("No approved text for letters: .*reconciliation_letter.link")

    def test_an_approved_text_holds_the_link(self):
        self._approve("${company}: please answer ${number}.")
        self.assertRefused(r"has no \$\{link\} or \$\{token\}")

    def test_a_link_is_never_cut(self):
        self._approve("${company}: ${link}", parameter_limit=35)
        self.assertRefused(r"takes 35 characters, the link has \d+: have the address approved")

    def test_the_token_fits_where_the_link_does_not(self):
        self._approve("${company}: https://x.example/reconciliation/${token} (${day})", parameter_limit=35)
        row = self._text()
        self._work_queue()
        self.assertIn(f"/reconciliation/{self.letter._get_token()} (2026-11-30)", row.text)
        self.assertEqual(self.double.sends[0]["params"]["token"], self.letter._get_token())

    def test_a_text_stays_short_and_its_link_whole(self):
        self.company.name = "Prosperous Colour Paper Trading and Converting (Shanghai) Company Limited"
        for lang in ("en_US", "zh_TW", "zh_CN"):
            self.env["res.lang"]._activate_lang(lang)
            self.letter.with_context(lang=lang)
            text = self.letter._get_text()
            self.assertLessEqual(len(text), THREE_PARTS)
            self.assertTrue(text.endswith(self.letter._get_link()))

    # --- between queue and phone --------------------------------------------

    def assertHeldBack(self, row):
        self._work_queue()
        self.assertFalse(self.double.sends)
        self.assertEqual(row.state, "failed")
        self.assertIn("before it left", row.reason)

    def test_a_text_whose_link_was_revoked_does_not_leave(self):
        row = self._text()
        self.letter.action_revoke_link()
        self.assertHeldBack(row)

    def test_a_text_whose_link_was_renewed_does_not_leave(self):
        row = self._text()
        self.letter.action_renew_link()
        self.assertHeldBack(row)

    def test_a_text_of_a_replaced_letter_does_not_leave(self):
        row = self._text()
        self.letter.action_supersede()
        self.assertHeldBack(row)

    def test_letters_are_checked_with_a_constant_number_of_statements(self):
        letters = self.letter
        for number in range(6):
            partner = self._create_partner(f"Customer {number}", phone=f"+861381234560{number}")
            letters |= self._reviewed(partner, f"AR-1{number}")
        rows = letters._dispatch("text")
        rows._send_now()
        texts = self.env["sms.sms"].search([("uuid", "in", rows.mapped("text_key"))])
        counts = []
        for some in (texts[:2], texts):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertFalse(self.env["reconciliation.dispatch"]._get_dead_texts(some))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(texts), 7)
        self.assertEqual(*counts)

    def test_what_left_makes_the_letter_sent_whatever_was_posted_meanwhile(self):
        row = self._text()
        self._invoice(5, date(2026, 10, 6))
        self._work_queue()
        self.assertEqual((row.state, self.letter.state), ("sent", "sent"))
        self.assertTrue(self.letter.ledger_gap)

    # --- words that got lost ------------------------------------------------

    def test_a_word_of_the_gateway_that_got_lost_is_caught_up_with(self):
        row = self._text()
        lost = patch.object(self.registry["reconciliation.dispatch"], "_follow_log", side_effect=KeyError)
        with lost, mute_logger("odoo.addons.sms_gateway.models.sms_gateway_message"):
            self._work_queue()
        self.assertEqual((row.state, len(self.double.sends)), ("handed", 1))
        self._run_sendings()
        self.assertEqual(row.state, "handed", "it may still be told")
        self._age()
        for _twice in range(2):
            self._run_sendings()
        self.assertEqual((row.state, self.letter.state, len(self.double.sends)), ("sent", "sent", 1))

    # --- copies -------------------------------------------------------------

    def test_a_copy_of_the_database_sends_nothing(self):
        row = self._text()
        self.env.flush_all()
        for module in ("sms_gateway", "reconciliation_letter_gateway"):
            with file_open(f"{module}/data/neutralize.sql") as script:
                self.env.cr.execute(script.read())
        self.env["ir.config_parameter"].set_param("database.is_neutralized", True)
        self.env.invalidate_all()
        self._work_queue()
        self._age()
        self._run_sendings()
        self.assertEqual(row.state, "failed")
        self.assertIn("copy of the database", row.reason)
        self.assertRefused("is turned off")

    def test_numbers_are_read_in_the_country_of_the_partner(self):
        taiwan = self.env.ref("base.tw")
        self.customer.write({"country_id": taiwan.id, "phone": "0912 345 678"})
        self._text()
        self._work_queue()
        expected = phone_format("0912345678", "TW", "886", force_format="E164")
        self.assertEqual(self.double.sends[0]["to"], expected)

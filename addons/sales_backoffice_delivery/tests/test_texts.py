"""Texts to the customer: proposed or sent, once per event, and never silently not."""

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.fields import Datetime
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestTexts(DeliveryCommon):
    def _texts(self, picking, event=None):
        texts = picking.delivery_message_ids
        return texts.filtered(lambda text: text.event == event) if event else texts

    def _queued(self, picking):
        return self.env["sms.sms"].search(
            [("mail_message_id.model", "=", "stock.picking"), ("mail_message_id.res_id", "in", picking.ids)]
        )

    def test_a_text_is_proposed_when_the_goods_leave(self):
        picking = self._picking()
        picking.write({"carrier_name": "Swift Haulage", "vehicle_plate": "苏E12345"})
        self._validate(picking)
        self.assertRecordValues(
            self._texts(picking),
            [
                {
                    "event": "left",
                    "state": "proposed",
                    "partner_id": picking.partner_id.id,
                    "phone": "+8651265550101",
                }
            ],
        )
        for words in (picking.name, "Swift Haulage", "苏E12345"):
            self.assertIn(words, self._texts(picking).body)
        self.assertFalse(self._queued(picking))
        self.assertTrue(self._board(picking).has_proposed_text)

    def test_it_is_sent_with_one_click_through_the_queue(self):
        picking = self._shipped()
        self._board(picking, "seller").action_send_texts()
        self.assertEqual(self._texts(picking).state, "sent")
        self.assertRecordValues(
            self._queued(picking),
            [{"number": "+8651265550101", "state": "outgoing", "body": self._texts(picking).body}],
        )

    def test_a_second_click_sends_nothing(self):
        picking = self._shipped()
        self._texts(picking).action_send()
        with self.assertRefused(UserError, "told already"):
            self._texts(picking).action_send()
        self.assertEqual(len(self._queued(picking)), 1)

    def test_where_the_company_wants_it_texts_go_out_by_themselves(self):
        self.company.delivery_text_auto = True
        picking = self._shipped()
        self._sign(picking)
        self.assertEqual(self._texts(picking).mapped("state"), ["sent", "sent"])
        self.assertEqual(len(self._queued(picking)), 2)

    def test_the_same_event_is_never_told_twice(self):
        self.company.delivery_text_auto = True
        picking = self._shipped()
        picking._do_set_back("tapped too early")
        picking.action_delivery_left()
        picking._propose_texts("left")
        self.assertEqual(len(self._texts(picking, "left")), 1)
        self.assertEqual(len(self._queued(picking)), 1)
        with (
            self.assertRaises(psycopg2.errors.UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.env["delivery.message"].create(
                {"picking_id": picking.id, "event": "left", "partner_id": picking.partner_id.id}
            )

    def test_putting_off_the_arrival_is_told(self):
        picking = self._shipped()
        picking.eta = Datetime.to_datetime("2030-01-01 04:00:00")
        self.assertFalse(self._texts(picking, "delayed"))
        picking.write({"eta": "2030-01-01 09:30:00", "delay_reason_id": self.delay_reason.id})
        self.assertIn("01-01 17:30", self._texts(picking, "delayed").body)
        picking.eta = Datetime.to_datetime("2030-01-01 03:00:00")
        self.assertEqual(len(self._texts(picking, "delayed")), 1)

    def test_the_text_speaks_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        template = self.env.ref("sales_backoffice_delivery.sms_template_left")
        template.with_context(lang="zh_CN").body = "您的货已发出 {{ object.name }}"
        self.partner.lang = "zh_CN"
        self.assertIn("您的货已发出", self._texts(self._shipped()).body)

    def test_without_phone_number_the_board_says_so(self):
        self.partner.phone = False
        picking = self._shipped()
        self.assertEqual(self._texts(picking).state, "no_phone")
        self.assertTrue(self._board(picking).has_silent_customer)
        with self.assertRefused(UserError, "no phone number"):
            self._texts(picking).action_send()
        self.partner.phone = "+86 512 6555 0102"
        self._texts(picking).with_user(self.users["clerk"]).action_renew()
        self.assertRecordValues(self._texts(picking), [{"state": "proposed", "phone": "+8651265550102"}])
        self.assertFalse(self._board(picking).has_silent_customer)

    def test_without_phone_number_nothing_goes_out_by_itself_and_nothing_fails(self):
        self.company.delivery_text_auto = True
        self.partner.phone = False
        picking = self._shipped()
        self.assertEqual(self._texts(picking).state, "no_phone")

    def test_the_number_of_the_company_serves_an_address_without_one(self):
        address = self.env["res.partner"].create(
            {"name": "Dock 2", "parent_id": self.partner.id, "type": "delivery", "user_id": False}
        )
        picking = self._shipped(partner_shipping_id=address.id)
        self.assertRecordValues(
            self._texts(picking), [{"partner_id": address.id, "phone": "+8651265550101", "state": "proposed"}]
        )

    def test_told_by_hand_or_not_at_all_it_is_off_the_list(self):
        first, second = self._shipped(), self._shipped()
        self._texts(first).with_user(self.users["seller"]).action_copied()
        self._texts(second).with_user(self.users["seller"]).action_dismiss()
        self.assertEqual((self._texts(first).state, self._texts(second).state), ("copied", "dismissed"))
        self.assertFalse(self._board(first | second).filtered("has_proposed_text"))

    def test_a_return_tells_nobody(self):
        picking = self._shipped()
        back = self._return(picking, 4.0)
        self.assertFalse(self._texts(back))

    def test_a_colleague_does_not_send(self):
        text = self._texts(self._shipped())
        for role in ("other_seller", "auditor"):
            with self.subTest(role=role), self.assertRefused(AccessError):
                text.with_user(self.users[role]).action_send()

    def test_nobody_writes_the_log_by_hand(self):
        text = self._texts(self._shipped())
        for role in ("clerk", "supervisor", "general_manager"):
            with self.subTest(role=role), self.assertRefused(AccessError):
                text.with_user(self.users[role]).write({"state": "sent"})

"""Wordings can be edited, and reach nothing but their placeholders."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..rules.wording import unknown_placeholders
from .common import ReminderCommon


@tagged("post_install", "-at_install")
class TestWording(ReminderCommon):
    def _wording(self, kind):
        return self.env.ref(f"payment_reminder.wording_{kind}")

    def test_every_seeded_wording_is_sound_in_every_language(self):
        for wording in self.env["reminder.wording"].search([]):
            for name in ("subject", "body"):
                translations, _context = wording.get_field_translations(name)
                for text in (translation["value"] or translation["source"] for translation in translations):
                    with self.subTest(kind=wording.kind, text=text or ""):
                        self.assertFalse(unknown_placeholders(text or "", wording._get_known(wording.kind)))

    def test_what_cannot_be_filled_in_is_refused(self):
        for body in ("{password}", "{customer.env.cr}", "{customer", "{amount!r}", "{customer[0]}"):
            with self.subTest(body=body), self.assertRaises(ValidationError):
                self._wording("text_before").body = body

    def test_only_names_are_filled_in_whatever_got_into_the_text(self):
        wording = self._wording("text_before")
        self.env.cr.execute(
            "UPDATE reminder_wording SET body = jsonb_build_object('en_US', '{customer} {customer.__class__}') "
            "WHERE id = %s",
            [wording.id],
        )
        wording.invalidate_recordset()
        self.assertEqual(wording._fill({"customer": "A"}), "A {customer.__class__}")

    def test_the_wording_of_the_company_wins(self):
        own = self._wording("text_before").copy({"company_id": self.company.id, "body": "Own {customer}"})
        get = self.env["reminder.wording"]._get
        self.assertEqual(get("text_before", self.company, "en_US"), own)
        self.assertEqual(get("text_before", self._create_company(), "en_US"), self._wording("text_before"))

    def test_a_text_with_a_link_is_short_and_its_link_whole(self):
        values = {
            "customer": "Rising Sun Printing and Packaging",
            "document": "INV/2026/00012",
            "amount": "USD 1,234,568",
            "due": "12/31",
            "days": 120,
            "company": "Paper and Film Trading Company Limited",
            "link": "https://office.example.com/due",
        }
        wording = self._wording("text_before")
        for body in (
            "[Due] {customer} {document} {amount} on {due}, {days} days left: follow up, {link} reply pay day",
            "【到期提醒】{customer} {document} {amount} 元 {due} 到期(剩{days}天)，請跟進並回覆付款日。{link}",
            "{link}{company}{customer}{document}{amount}{due}{days}",
        ):
            wording.with_context(lang="en_US").body = body
            text = wording._fill(values, 70)
            with self.subTest(text=text):
                self.assertLessEqual(len(text), 70)
                self.assertIn(values["link"], text)
                self.assertIn(values["amount"], text)

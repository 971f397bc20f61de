"""One digest a day for everybody, the largest amount first, short enough for a text."""

from datetime import timedelta
from unittest.mock import patch

from odoo.tests import tagged

from ..services import digest_texts
from .common import ReminderCommon

LANGS = ("en_US", "zh_TW", "zh_CN")


@tagged("post_install", "-at_install")
class TestDigest(ReminderCommon):
    def test_one_digest_a_day_the_largest_first(self):
        for amount in (500.0, 2000.0, 1000.0):
            self._open_invoice(0, amount)
        texts = self._run()
        self.assertEqual(len(texts), 4)
        self.assertEqual([number for number, _text in texts], ["+8613812345678"] * 4)
        self.assertEqual(["2,000" in text for _number, text in texts], [True, False, False, False])
        self.assertIn("500", texts[2][1])
        self.assertIn("3 payments, 3,500", texts[3][1])
        self._open_invoice(0, 9000.0)
        self.assertFalse(self._run(hour=15), "what comes later waits for the digest of tomorrow")
        self.assertEqual(len(self._messages(channel="app")), 1)

    def test_no_text_is_longer_than_seventy_characters(self):
        self.partner.name = "Rising Sun Printing and Packaging Company of the Eastern District Limited"
        self._open_invoice(0, 1234567.89)
        self._open_invoice(-2, 7654321.12)
        for lang in LANGS:
            self.env["res.lang"]._activate_lang(lang)
        self._plan()
        notices = self._notices(recipient=self.salesperson)
        texts = self.env["reminder.digest.texts"]
        for lang in LANGS:
            for words in texts._get_texts(self.company, notices, lang, 5):
                text = words["body"]
                with self.subTest(lang=lang, text=text):
                    self.assertLessEqual(len(text), 70)
                    self.assertRegex(text, r"1,234,568|7,654,321|8,888,889")

    def test_a_message_covers_what_it_tells(self):
        self._stage("before_1").by_mail = False
        for days, amount in ((0, 2000.0), (0, 1000.0), (1, 500.0)):
            self._open_invoice(days, amount)
        self._run()
        found = self._messages().sorted("id")
        self.assertEqual(
            [(message.channel, message.notice_count, message.amount_company) for message in found],
            [
                ("app", 3, 3500.0),
                ("mail", 2, 3000.0),
                ("text", 1, 2000.0),
                ("text", 1, 1000.0),
                ("text", 1, 500.0),
                ("text", 3, 3500.0),
            ],
        )
        self.assertTrue(all(len(message.notice_ids) == message.notice_count for message in found))

    def test_beyond_the_cap_the_largest_are_told_and_all_are_summed_up(self):
        self.company.reminder_text_cap = 3
        for amount in (100.0, 200.0, 300.0, 400.0):
            self._open_invoice(0, amount)
        texts = [text for _number, text in self._run()]
        self.assertEqual(len(texts), 3)
        self.assertIn("400", texts[0])
        self.assertIn("300", texts[1])
        self.assertIn("4 payments, 1,000", texts[2])
        self.assertIn(self._get_link(), texts[2])
        self.assertTrue(all(len(text) <= 70 for text in texts))

    def test_as_many_as_the_cap_leave_a_place_for_the_link(self):
        self.company.reminder_text_cap = 2
        for amount in (100.0, 200.0):
            self._open_invoice(0, amount)
        texts = [text for _number, text in self._run()]
        self.assertEqual(["200" in text for text in texts], [True, False])
        self.assertIn("2 payments, 300", texts[1])
        self.assertTrue(texts[1].endswith(self._get_link()))

    def test_the_summary_alone_where_one_text_a_day_is_allowed(self):
        self.company.reminder_text_cap = 1
        self._open_invoice(0)
        [(_number, text)] = self._run()
        self.assertTrue(text.endswith(self._get_link()))

    def test_texts_that_hold_the_link_need_no_summary(self):
        self.put_link_into_texts()
        self._open_invoice(0)
        [(_number, text)] = self._run()
        self.assertEqual(text, f"Rising Sun Printing 1,000 0 {self._get_link()}")

    def test_the_sentence_of_the_text_is_the_one_agreed_on(self):
        """Word by word: this is what salespeople are used to."""
        for lang in LANGS:
            self.env["res.lang"]._activate_lang(lang)
        self.partner.name = "華彩紙業"
        self._open_invoice(3, 11600.0)
        self._plan()
        notice, texts = self._notices(recipient=self.salesperson), self.env["reminder.digest.texts"]
        name = notice.document
        said = {lang: texts._get_text(self.company, notice, lang)["body"] for lang in LANGS[1:]}
        self.assertEqual(
            said,
            {
                "zh_TW": f"【到期提醒】華彩紙業 {name} 11,600 元 5/16 到期(剩3天)，請跟進並回覆付款日。",
                "zh_CN": f"【到期提醒】華彩紙業 {name} 11,600 元 5/16 到期(剩3天)，请跟进并回复付款日。",
            },
        )
        self.assertTrue(all(len(text) <= 70 for text in said.values()))

    def test_foreign_money_is_named_by_its_code(self):
        for lang in LANGS:
            self.env["res.lang"]._activate_lang(lang)
        foreign = {name: self._currency(name) for name in ("USD", "EUR", "JPY", "TWD")}
        foreign.pop(self.company.currency_id.name, None)
        notice = self._notice_of(3)
        texts = self.env["reminder.digest.texts"]
        for name, currency in foreign.items():
            for amount, written in (
                (1234.0, "1,234"),
                (999.5, "999.50" if currency.decimal_places else "1,000"),
                (12.0, "12"),
            ):
                notice._as_reminder().write({"currency_id": currency.id, "amount": amount})
                for lang in LANGS:
                    text = texts._get_text(self.company, notice, lang)["body"]
                    with self.subTest(text=text):
                        self.assertIn(f" {name} {written} ", text)
                        self.assertNotIn("元", text)
                        self.assertNotIn("$", text)
                        self.assertLessEqual(len(text), 70)

    def test_money_of_the_company_is_a_number_alone(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        notice, texts = self._notice_of(3), self.env["reminder.digest.texts"]
        for amount, written in ((1234.4, "1,234"), (999.5, "999.50"), (12.0, "12")):
            notice._as_reminder().amount = amount
            self.assertIn(f" {written} 元 ", texts._get_text(self.company, notice, "zh_TW")["body"])

    def _notice_of(self, days):
        self._open_invoice(days)
        self._plan()
        return self._notices(recipient=self.salesperson)

    def _currency(self, name):
        currency = self.env["res.currency"].with_context(active_test=False).search([("name", "=", name)])
        currency.active = True
        return currency

    def _get_link(self):
        return self.env["reminder.digest.texts"]._get_link()

    def _set_base_url(self, length):
        url = "https://office.example.com/".ljust(length, "x")
        self.env["ir.config_parameter"].set_param("web.base.url", url)
        self.assertEqual((len(url), self._get_link()), (length, f"{url}/due"))

    def _summaries(self):
        """Return the summary of two large amounts in each language."""
        self._open_invoice(0, 1234567.89)
        self._open_invoice(-2, 7654321.12)
        for lang in LANGS:
            self.env["res.lang"]._activate_lang(lang)
        self._plan()
        notices, texts = self._notices(recipient=self.salesperson), self.env["reminder.digest.texts"]
        return {lang: texts._get_summary(self.company, notices, lang)["body"] for lang in LANGS}

    def test_the_link_of_a_summary_is_whole_within_seventy_characters(self):
        self._set_base_url(45)
        for lang, text in self._summaries().items():
            with self.subTest(lang=lang, text=text):
                self.assertTrue(text.endswith(f" {self._get_link()}"))
                self.assertRegex(text, r"2\b.*\b8,888,889\b")
                self.assertLessEqual(len(text), 70)

    def test_a_link_too_long_for_a_text_is_whole_all_the_same(self):
        self._set_base_url(80)
        for lang, text in self._summaries().items():
            with self.subTest(lang=lang, text=text):
                self.assertTrue(text.endswith(f" {self._get_link()}"))
                self.assertIn("8,888,889", text)

    def test_the_list_in_the_application_is_told_at_once_with_an_activity(self):
        self._open_invoice(0)
        self._run()
        message = self._messages(channel="app")
        self.assertEqual((message.state, message.user_id), ("sent", self.salesperson))
        self.assertEqual(message.activity_ids.user_id, self.salesperson)
        self.assertEqual(self._notices().state, "told")
        self._notices().with_user(self.salesperson).action_note()
        self.assertFalse(message.activity_ids)

    def test_a_mail_with_the_table_goes_out(self):
        self._open_invoice(0, 1500.0)
        self._run()
        message = self._messages(channel="mail")
        self.assertEqual(message.state, "sent", message.failure)
        self.assertIn("1,500.00", message.body_html)
        self.assertIn("Rising Sun Printing", message.body_html)
        mail = self.env["mail.mail"].search(
            [("email_to", "ilike", "sally@example.com")], limit=1, order="id desc"
        )
        self.assertEqual(mail.state, "sent")

    def test_a_mail_lists_the_largest_and_says_how_many_there_are(self):
        for amount in (500.0, 2000.0, 1000.0):
            self._open_invoice(0, amount)
        self._plan()
        notices = self._notices(recipient=self.salesperson).sorted("amount_company", reverse=True)
        with patch.object(digest_texts, "LISTED", 2):
            body = self.env["reminder.digest.texts"]._get_mail_body(self.company, notices, "en_US")
        self.assertIn("2,000.00", body)
        self.assertNotIn("500.00", body)
        self.assertIn("These are the 2 largest of 3;", body)
        whole = self.env["reminder.digest.texts"]._get_mail_body(self.company, notices, "en_US")
        self.assertIn("500.00", whole)
        self.assertNotIn("largest of", whole)

    def test_the_digest_is_the_only_mail_of_the_day(self):
        self._open_invoice(0)
        before = self.env["mail.mail"].search([])
        self._run()
        mails = self.env["mail.mail"].search([]) - before
        self.assertEqual(len(mails), len(self._messages(channel="mail", state="sent")))
        self.assertFalse(self._messages(channel="app").message_follower_ids)

    def test_the_queries_do_not_grow_with_the_people(self):
        self._count_queries(self.today - timedelta(days=7))
        self._open_invoice(0, partner=self._create_customer("C", user_id=self.other_seller.id))
        few = self._count_queries()
        later = self.today + timedelta(days=1)
        for number in range(6):
            seller = self._create_user("salesperson", f"Seller {number}")
            seller.partner_id.write({"phone": f"+86 138 0000 100{number}", "email": "seller@example.com"})
            self._open_invoice(1, partner=self._create_customer(f"C{number}", user_id=seller.id))
        many = self._count_queries(later)
        self.assertLessEqual(many, few + 5 * 6, "a few of the mail's template for each, no more")

    def test_the_queries_do_not_grow_with_the_receivables(self):
        self._count_queries(self.today - timedelta(days=7))  # templates, languages and views are read once
        first = [self._open_invoice(0, 10.0 + number) for number in range(8)]
        few = self._count_queries()
        for invoice in first:
            self._line(invoice).no_followup = True
        later = self.today + timedelta(days=1)
        for number in range(23):
            self._open_invoice(1, 50.0 + number, partner=self._create_customer(f"C{number}"))
        self.assertLessEqual(self._count_queries(later), few + 3)

    def _count_queries(self, day=None):
        day = day or self.today
        with self.at(day), self.enter_registry_test_mode(), self.registry.cursor() as cr:
            env = self.env(cr=cr)
            company = env["res.company"].browse(self.company.id)
            env["reminder.planner"]._plan(company, day)
            count = cr.sql_log_count
            env["reminder.writer"]._write_digests(company, day)
            return cr.sql_log_count - count

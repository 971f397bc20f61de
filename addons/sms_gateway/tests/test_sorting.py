"""Which texts are sent, to which number, with which template; which are not, and why."""

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from . import doubles
from .common import TEXT, GatewayCommon


@tagged("post_install", "-at_install")
class TestSorting(GatewayCommon):
    def setUp(self):
        super().setUp()
        self.double = self._double(doubles.AliyunDouble)
        self.account = self._create_account(self.double, "aliyun")
        self.template = self.make_template(self.env, self.account)

    def _fates(self, texts):
        return [(log.state, log.failure) for log in self._log(texts)]

    def test_a_usage_finds_its_template(self):
        texts = self._queue(1)
        self._work_queue()
        log = self._log(texts)
        self.assertEqual(log.state, "accepted")
        self.assertEqual(log.body, "Customer 0: 100 due, please follow up.")
        self.assertEqual(self.double.sends[0]["TemplateCode"], "SMS_1001")
        self.assertEqual(self.double.sends[0]["TemplateParam"], '{"customer": "Customer 0", "amount": "100"}')
        self.assertEqual(self.double.sends[0]["SignName"], "ACME")

    def test_a_plain_text_finds_the_template_it_was_made_from(self):
        self.template.usage = False
        texts = self._queue(
            1, usage=False, params=False, body="【ACME】和記紙業: 2,000 due, please follow up."
        )
        self._work_queue()
        self.assertEqual(self.double.sends[0]["TemplateParam"], '{"customer": "和記紙業", "amount": "2,000"}')
        self.assertEqual(self._fates(texts), [("accepted", False)])

    def test_without_a_template_nothing_is_sent(self):
        texts = self._queue(1, usage="another.usage")
        texts += self._queue(1, usage=False, body="Free words")
        texts += self._queue(1, params={"customer": "Wang", "amount": ""})
        self._work_queue()
        self.assertEqual(self._fates(texts), [("not_sent", "template")] * 3)
        self.assertEqual(texts.mapped("failure_type"), ["gateway_template"] * 3)
        self.assertFalse(self.double.calls)

    def test_long_values_are_cut_where_the_provider_wants_that(self):
        self.template.parameter_limit = 5
        self._queue(1, params={"customer": "和記紙業股份有限公司", "amount": "100"})
        self._work_queue()
        self.assertIn('"和記紙業…"', self.double.sends[0]["TemplateParam"])

    def test_numbers_are_read_as_those_of_their_country(self):
        taiwan = self.env["res.partner"].create({"name": "Taipei", "country_id": self.env.ref("base.tw").id})
        texts = self._queue(1, number="138 0013 8000")
        texts += self._queue(1, number="0912-345-678", partner_id=taiwan.id)
        self._work_queue()
        self.assertEqual(self._log(texts).mapped("number"), ["+8613800138000", "+886912345678"])
        self.assertEqual(
            [values["PhoneNumbers"] for values in self.double.sends], ["13800138000", "886912345678"]
        )

    def test_wrong_missing_and_blacklisted_numbers_are_not_called(self):
        self.env["phone.blacklist"].sudo().create({"number": "+8613800138000"})
        texts = self._queue(1, number="12")
        texts += self._queue(1, number=False)
        texts += self._queue(1, number="0086 138 0013 8000")
        self._work_queue()
        self.assertEqual(
            self._fates(texts), [("not_sent", "number"), ("not_sent", "number"), ("not_sent", "blacklist")]
        )
        self.assertEqual(
            texts.mapped("failure_type"), ["sms_number_format", "sms_number_format", "sms_blacklist"]
        )
        self.assertFalse(self.double.calls)

    def test_old_texts_are_not_sent(self):
        texts = self._queue(2)
        texts[0].gateway_queued_at = fields.Datetime.subtract(fields.Datetime.now(), hours=25)
        self._work_queue()
        self.assertEqual(self._fates(texts), [("not_sent", "expired"), ("accepted", False)])

    def test_free_text_needs_a_gateway_that_allows_it(self):
        double = self._double()
        account = self._create_account(double, company=self.other_company, allow_free_text=False)
        texts = self._queue(1, company=self.other_company, number="+8613800138000")
        self._work_queue()
        self.assertEqual(self._fates(texts), [("not_sent", "template")])
        account.allow_free_text = True
        texts = self._queue(1, company=self.other_company, number="+8613800138000")
        self._work_queue()
        self.assertEqual(double.sends[0]["text"], "Text 0")
        self.account.allow_free_text = True  # Alibaba Cloud never sends free text
        texts = self._queue(1, usage=False)
        self._work_queue()
        self.assertEqual(self._fates(texts), [("not_sent", "template")])

    def test_what_other_addons_ask_before(self):
        self.assertFalse(self.company._get_sms_gateway_problem())
        self.assertIn("no SMS account", self.other_company._get_sms_gateway_problem())
        self.account.action_disable()
        self.assertIn("turned off", self.company._get_sms_gateway_problem())

    def test_parameters_are_written_the_documented_way(self):
        self.assertEqual(self.template.parameter_names, "customer, amount")
        for text in ("{1} due", "${a-b} due", "${} due"):
            with self.assertRaises(ValidationError):
                self.template.text = text
        self.assertEqual(self.template.text, TEXT)

    def test_sorting_takes_the_same_number_of_queries_for_any_batch(self):
        sorter = self.env["sms.gateway.sorter"]
        few, many = self._queue(2), self._queue(80)
        counts = []
        for texts in (few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            parcels, _failures = sorter._sort(self.account, texts)
            counts.append(self.env.cr.sql_log_count - start)
            self.assertEqual(len(parcels), len(texts))
        self.assertEqual(counts[0], counts[1])

    def test_queueing_takes_the_same_number_of_queries_for_any_batch(self):
        counts = []
        self._queue(1)
        for count in (2, 80):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self._queue(count)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 2)  # rows are inserted in groups

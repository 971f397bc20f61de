"""A letter, a customer with a phone, and a gateway that is a real server on this machine."""

from datetime import date

from odoo.addons.reconciliation_letter.tests.common import LetterCommon
from odoo.addons.sms_gateway.tests.common import GatewayBuilders, LoopbackMixin
from odoo.addons.sms_gateway.tests.doubles import GenericDouble

PHONE = "+8613812345678"


class TextCommon(LoopbackMixin, GatewayBuilders, LetterCommon):
    def setUp(self):
        super().setUp()
        self.env["sms.gateway.account"].search([]).active = False
        self.double = self.enterContext(GenericDouble())
        self.account = self.make_account(self.env, self.double, self.company)
        self.customer.phone = PHONE
        self.letter = self._reviewed()

    def _reviewed(self, partner=None, number="AR-1"):
        partner = partner or self.customer
        self._invoice(100, date(2026, 10, 5), partner)
        letter = self._create_letter(
            partner,
            name=number,
            partner_name=partner.name,
            lang="en_US",
            reply_by=date(2026, 11, 30),
            user_id=self.salesperson.id,
        )
        letter.action_review()
        return letter

    def _text(self, letter=None):
        """Text the link as the clerk does; return the sending."""
        letter = letter or self.letter
        letter.with_user(self.clerk).action_text()
        return letter.dispatch_ids.sorted("id")[-1:]

    def _work_queue(self):
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            self.env(cr=cr)["sms.sms"]._process_queue()
        self.env.invalidate_all()

    def _run_sendings(self):
        with self.enter_registry_test_mode():
            self.env.ref("reconciliation_letter.cron_reconciliation_dispatch").method_direct_trigger()
        self.env.invalidate_all()

    def _age(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE reconciliation_dispatch SET write_date = write_date - interval '1 hour'")
        self.env.invalidate_all()

    def _log(self, row):
        return self.env["sms.gateway.message"].search([("key", "=", row.text_key)])

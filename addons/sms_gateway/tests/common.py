"""Builders for tests of everything that sends through the gateway."""

from urllib.parse import urlsplit

from odoo.tests import TransactionCase, new_test_user
from odoo.tests.common import _super_send

from . import doubles

TEXT = "${customer}: ${amount} due, please follow up."


class LoopbackMixin:
    """Lets requests to this machine through as they are; Odoo's tests would change their time limits."""

    @classmethod
    def _request_handler(cls, session, request, /, **arguments):
        if urlsplit(request.url).hostname in ("127.0.0.1", "localhost"):
            return _super_send(session, request, **arguments)
        return super()._request_handler(session, request, **arguments)


class GatewayBuilders:
    """Needs ``self.env``; also used by tests that commit."""

    def make_account(self, env, double, company, provider="generic", **values):
        account = env["sms.gateway.account"].create(
            {
                "name": f"{provider} of {company.name}",
                "provider": provider,
                "company_id": company.id,
                "endpoint": double.url,
                "key_id": double.key_id,
                "secret_input": double.secret,
                "app_id": "1400006666",
                "sign_name": "ACME",
                "rate_limit": 0,
                "connect_timeout": 1,
                "read_timeout": 1,
                "allow_free_text": provider == "generic",
                **values,
            }
        )
        account.action_enable()
        return account

    def make_template(self, env, account, **values):
        return env["sms.gateway.template"].create(
            {
                "name": "Reminder",
                "account_id": account.id,
                "code": "SMS_1001",
                "usage": "test.reminder",
                "text": TEXT,
                **values,
            }
        )

    def queue_texts(self, env, company, count=1, **values):
        """``count`` texts to different numbers of mainland China."""
        items = [
            {
                "number": f"+86138{index:08d}",
                "company_id": company.id,
                "body": f"Text {index}",
                "usage": "test.reminder",
                "params": {"customer": f"Customer {index}", "amount": "100"},
                **values,
            }
            for index in range(count)
        ]
        return env["sms.sms"].sudo()._gateway_queue(items)


class GatewayCommon(LoopbackMixin, GatewayBuilders, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "lang": "en_US"})
        cls.env["sms.gateway.account"].search([]).active = False
        cls.company = cls.env["res.company"].create(
            {"name": "Gateway Test", "country_id": cls.env.ref("base.cn").id}
        )
        cls.other_company = cls.env["res.company"].create({"name": "Other Test"})
        companies = [(6, 0, (cls.company | cls.other_company).ids)]
        cls.reader, cls.manager, cls.admin, cls.employee = (
            new_test_user(
                cls.env, f"gateway_{name}", groups, company_id=cls.company.id, company_ids=companies
            ).with_company(cls.company)
            for name, groups in (
                ("reader", "sms_gateway.group_sms_gateway_reader"),
                ("manager", "sms_gateway.group_sms_gateway_manager"),
                ("admin", "base.group_system"),
                ("employee", "base.group_user"),
            )
        )

    def _double(self, kind=doubles.GenericDouble):
        double = kind()
        self.enterContext(double)
        return double

    def _create_account(self, double=None, provider="generic", **values):
        double = double or self._double()
        values = {"company": self.company, **values}
        return self.make_account(self.env, double, values.pop("company"), provider, **values)

    def _queue(self, count=1, **values):
        return self.queue_texts(self.env, values.pop("company", self.company), count, **values)

    def _log(self, texts=None, keys=None):
        """The log of texts, in their order."""
        keys = keys or texts.mapped("uuid")
        rows = self.env["sms.gateway.message"].search([("key", "in", keys)])
        return rows.sorted(lambda row: keys.index(row.key))

    def _work_queue(self):
        """Run the scheduled action; what is waiting for another try is due."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("sms.ir_cron_sms_scheduler_action").method_direct_trigger()
        self.env.invalidate_all()

    def _make_due(self, texts):
        texts.write({"gateway_next_try": False})
        texts.gateway_account_id.write({"paused_until": False})

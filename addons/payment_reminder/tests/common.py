"""The cast and the builders of the reminder tests; other add-ons import ``ReminderCommon``."""

from contextlib import contextmanager
from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import freeze_time

from odoo.addons.backoffice_base.tests.common import BackofficeCommon
from odoo.addons.sms.tools.sms_api import SmsApi

TODAY = date(2026, 5, 13)  # a Wednesday


class ReminderCommon(BackofficeCommon):
    """One customer of one salesperson; Wednesday, 13 May 2026, ten in the morning in Shanghai."""

    today = TODAY

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True, "no_reset_password": True})
        cls.company = cls.env.company
        cls.company.write(
            {
                "reminder_active": True,
                "reminder_tz": "Asia/Shanghai",
                "reminder_hour": 9.0,
                "reminder_quiet_from": 20.0,
                "reminder_quiet_to": 8.0,
                "reminder_text_cap": 5,
                "reminder_letter_gap": 7,
                "reminder_small_amount": 1.0,
                "reminder_letter_auto": False,
                "country_id": cls.env.ref("base.cn").id,
                "reminder_manager_ids": [Command.set(cls.sales_manager.ids)],
                "reminder_finance_ids": [Command.set(cls.accountant.ids)],
                "reminder_general_manager_ids": [Command.set(cls.general_manager.ids)],
                "reminder_desk_user_id": cls.supervisor.id,
            }
        )
        cls.env["backoffice.workday"].search([]).unlink()
        cls.salesperson.partner_id.write(
            {"phone": "+86 138 1234 5678", "email": "sally@example.com", "lang": "en_US"}
        )
        cls.counsel = cls._create_user(
            "auditor", "Lena Legal", groups="payment_reminder.group_reminder_legal"
        )
        cls.company.reminder_legal_ids = cls.counsel
        cls.other_seller = cls._create_user("salesperson", "Oscar Other")
        cls.partner = cls._create_customer("Rising Sun Printing")

    @classmethod
    def _stage(cls, name):
        return cls.env.ref(f"payment_reminder.stage_{name}")

    @classmethod
    def put_link_into_texts(cls):
        """One text a receivable, and no summary beside."""
        for kind in ("text_before", "text_after"):
            wording = cls.env.ref(f"payment_reminder.wording_{kind}")
            wording.with_context(lang="en_US").body = "{customer} {amount} {days} {link}"

    @classmethod
    def _create_customer(cls, name, **values):
        values = {"is_company": True, "user_id": cls.salesperson.id, "email": "pay@example.com", **values}
        return cls.env["res.partner"].create({"name": name, **values})

    @classmethod
    def _set_assistant(cls, partner, user):
        partner[cls.env["reminder.planner"]._get_assistant_field()] = user

    @classmethod
    def _promises(cls, ids=()):
        """The promises with these ids, or their model: where they are kept depends on what is installed."""
        return cls.env[cls.env["reminder.promise.book"]._get_model_name()].browse(ids)

    @classmethod
    def _open_invoice(cls, days, amount=1000.0, partner=None, **values):
        """A posted invoice due ``days`` after today; below zero it is overdue."""
        due = cls.today + timedelta(days=days)
        line = {"name": "Paper", "quantity": 1, "price_unit": amount, "tax_ids": [Command.clear()]}
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or cls.partner).id,
                "invoice_user_id": False,
                "invoice_date": min(due, cls.today) - timedelta(days=30),
                "invoice_date_due": due,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [Command.create(line)],
                **values,
            }
        )
        invoice.action_post()
        return invoice

    @classmethod
    def _line(cls, invoice):
        return invoice.line_ids.filtered(lambda line: line.account_type == "asset_receivable")

    @classmethod
    def _receipt(cls, amount, partner=None, on=None, invoice=None):
        """Money of the customer on a bank line; matched with ``invoice`` if given."""
        payment = cls.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": (partner or cls.partner).id,
                "amount": amount,
                "date": on or cls.today,
                "journal_id": cls.env["account.journal"]
                .search([("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1)
                .id,
            }
        )
        payment.action_post()
        if not payment.move_id:
            payment.outstanding_account_id = cls.company.account_journal_suspense_account_id
            payment._generate_journal_entry()
            payment.move_id.action_post()
        if invoice:
            lines = payment.move_id.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
            (lines + cls._line(invoice)).reconcile()
        return payment

    # --- running ------------------------------------------------------------

    @contextmanager
    def at(self, day=None, hour=10):
        """The clock shows ``hour`` of ``day`` in Shanghai."""
        moment = datetime.combine(day or self.today, datetime.min.time()) + timedelta(hours=hour - 8)
        with freeze_time(moment):
            yield

    @contextmanager
    def texts(self, answer="success"):
        """Texts go nowhere; what would have been sent is in the list. ``answer`` may be a function of the number."""
        sent = []

        def send(api, messages, delivery_reports_url=False):
            result = []
            for message in messages:
                for number in message["numbers"]:
                    sent.append((number["number"], message["content"]))
                    state = answer(number["number"]) if callable(answer) else answer
                    result.append({"uuid": number["uuid"], "state": state})
            return result

        server = type(self.env["ir.mail_server"])
        with (
            patch.object(SmsApi, "_send_sms_batch", send),
            patch.object(server, "_disable_send", lambda *args: False),
            patch.object(server, "_connect__", lambda *args, **kwargs: None),
            patch.object(
                server, "send_email", lambda _server, message, *args, **kwargs: message["Message-Id"]
            ),
        ):
            yield sent

    def _run(self, day=None, hour=10, answer="success"):
        """Run the scheduled action; return the texts it sent."""
        with self.at(day, hour), self.texts(answer) as sent, self.enter_registry_test_mode():
            self.env.ref("payment_reminder.cron_remind").method_direct_trigger()
        self.env.invalidate_all()
        return sent

    def _plan(self, day=None):
        """Plan without sending anything; return the notices of the customer."""
        with self.at(day), self.enter_registry_test_mode(), self.registry.cursor() as cr:
            env = self.env(cr=cr)
            env["reminder.planner"]._plan(env["res.company"].browse(self.company.id), day or self.today)
        self.env.invalidate_all()
        return self._notices()

    def _count_planning(self):
        """Plan today; return how many statements that takes."""
        with self.at(), self.enter_registry_test_mode(), self.registry.cursor() as cr:
            env = self.env(cr=cr)
            company, count = env["res.company"].browse(self.company.id), cr.sql_log_count
            env["reminder.planner"]._plan(company, self.today)
            return cr.sql_log_count - count

    def _notices(self, *, recipient=None, partner=None, **values):
        domain = [("partner_id", "=", (partner or self.partner).id)]
        domain += [("recipient_id", "=", recipient.partner_id.id)] if recipient else []
        domain += [(name, "=", value) for name, value in values.items()]
        return self.env["reminder.notice"].search(domain)

    def _messages(self, **values):
        domain = [("notice_ids.partner_id", "=", self.partner.id)]
        return self.env["reminder.message"].search(
            domain + [(name, "=", value) for name, value in values.items()]
        )

    def _told(self, invoice=None):
        """Return ``{(stage offset, audience)}`` of what is planned or told."""
        notices = self._notices() if invoice is None else self._notices(move_id=invoice.id)
        return {(notice.stage_id.offset_days, notice.audience) for notice in notices}

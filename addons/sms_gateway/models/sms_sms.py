"""Texts of companies with an account: queued here, sent by the sender, followed in the log."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import life
from ..rules.outcome import seconds_before

FAILURE_TYPES = [
    ("gateway_template", "No approved template fits"),
    ("gateway_expired", "Waited too long"),
    ("gateway_refused", "Refused by the provider"),
    ("gateway_unreached", "Provider not reached"),
    ("gateway_undelivered", "Not delivered"),
    ("gateway_unknown", "Unknown, check"),
]
_FAILURE_TYPE = {  # of the log: of the text
    "number": "sms_number_format",
    "blacklist": "sms_blacklist",
    "credit": "sms_credit",
    "account": "sms_acc",
    "template": "gateway_template",
    "expired": "gateway_expired",
    "unreached": "gateway_unreached",
    "throttled": "gateway_unreached",
    "undelivered": "gateway_undelivered",
    "unknown": "gateway_unknown",
}
_BY_LOG = object()  # compared by identity: no RPC client can send it


class SmsSms(models.Model):
    _inherit = "sms.sms"

    state = fields.Selection(
        selection_add=[("unknown", "Unknown, Check")],
        # never back into the queue: it may have been sent
        ondelete={"unknown": lambda texts: texts.write({"state": "error"})},
    )
    failure_type = fields.Selection(selection_add=FAILURE_TYPES)
    # restrict: without its account a waiting text would leave through Odoo's own service
    gateway_account_id = fields.Many2one(
        "sms.gateway.account", string="SMS Account", index="btree_not_null", ondelete="restrict"
    )
    gateway_company_id = fields.Many2one("res.company", string="Sending Company")
    gateway_usage = fields.Char(string="Usage", copy=True)
    gateway_params = fields.Json(string="Parameters")
    gateway_origin_model = fields.Char(string="Origin Model")
    gateway_origin_id = fields.Many2oneReference(string="Origin", model_field="gateway_origin_model")
    gateway_queued_at = fields.Datetime(
        string="Queued On", default=lambda self: fields.Datetime.now(), copy=False
    )
    gateway_next_try = fields.Datetime(string="Next Try", copy=False)

    _gateway_queue_idx = models.Index("(gateway_account_id, id) WHERE state = 'outgoing'")

    # queueing

    @api.model_create_multi
    def create(self, vals_list):
        companies = self._get_companies_of(vals_list)
        # superuser: whoever may text need not be able to read accounts
        accounts = self.env["sms.gateway.account"].sudo().search([("company_id", "in", companies)])
        account_of = {account.company_id.id: account.id for account in accounts}
        # sms_twilio keeps the company in a field of its own, filled with that of whoever creates the text
        names = {"gateway_company_id", "record_company_id"} & set(self._fields)
        return super().create(
            [
                {
                    **vals,
                    **dict.fromkeys(names, company),
                    "gateway_account_id": account_of.get(company, False),
                }
                for vals, company in zip(vals_list, companies, strict=True)
            ]
        )

    def _get_companies_of(self, vals_list):
        messages = self.env["mail.message"].sudo()  # superuser: only the company of the message is looked at
        messages = messages.browse(
            [vals["mail_message_id"] for vals in vals_list if vals.get("mail_message_id")]
        )
        company_of = {message.id: message.record_company_id.id for message in messages}
        return [
            vals.get("gateway_company_id")
            or company_of.get(vals.get("mail_message_id"))
            or vals.get("record_company_id")
            or self.env.company.id
            for vals in vals_list
        ]

    def _get_sms_company(self):
        # EXTENDS sms
        return self.gateway_company_id or super()._get_sms_company()

    @api.model
    def _gateway_queue(self, items):
        """Queue texts for the gateway of their company; see readme/DEVELOP.md."""
        companies = self.env["res.company"].browse({item["company_id"] for item in items})
        accounts = self.env["sms.gateway.account"].sudo()  # superuser: as in create
        lacking = companies - accounts.search([("company_id", "in", companies.ids)]).company_id
        if lacking:
            raise UserError(
                self.env._(
                    "%(companies)s: no SMS account. Set one up under Messages → Configuration → SMS Accounts.",
                    companies=", ".join(lacking.mapped("display_name")),
                )
            )
        return self.create(
            [
                {
                    "number": item.get("number") or False,
                    "partner_id": item.get("partner_id") or False,
                    "body": item.get("body") or "",
                    "gateway_company_id": item["company_id"],
                    "gateway_usage": item.get("usage") or False,
                    "gateway_params": item.get("params") or False,
                    "gateway_origin_model": item.get("origin_model") or False,
                    "gateway_origin_id": item.get("origin_id") or False,
                }
                for item in items
            ]
        )

    @api.model
    def _wake_queue(self, at=None):
        self.env.ref("sms.ir_cron_sms_scheduler_action")._trigger(at)

    @api.model
    def _gateway_domain(self, account):
        """Texts of an account that may be sent now."""
        return [
            ("gateway_account_id", "=", account.id),
            ("state", "=", "outgoing"),
            ("to_delete", "=", False),
            "|",
            ("gateway_next_try", "=", False),
            ("gateway_next_try", "<=", fields.Datetime.now()),
        ]

    # sending: never in the caller's transaction, which could not record the intention

    def send(self, unlink_failed=False, unlink_sent=True, raise_exception=False):
        # EXTENDS sms
        texts = self.filtered("gateway_account_id")
        if texts:
            self._wake_queue()
        return super(SmsSms, self - texts).send(
            unlink_failed=unlink_failed, unlink_sent=unlink_sent, raise_exception=raise_exception
        )

    def _send(self, unlink_failed=False, unlink_sent=True, raise_exception=False):
        # EXTENDS sms: what reaches this method of core is sent without a log
        others = self.filtered(lambda text: not text.gateway_account_id)
        if not others:
            return None
        return super(SmsSms, others)._send(
            unlink_failed=unlink_failed, unlink_sent=unlink_sent, raise_exception=raise_exception
        )

    @api.model
    def _process_queue(self):
        # EXTENDS sms
        self.env["sms.gateway.sender"]._run()
        if not self.env["sms.gateway.account"].with_context(active_test=False).search_count([], limit=1):
            return super()._process_queue()
        return self._process_other_queue()

    def _process_other_queue(self):
        """Core's queue without the texts that are ours; each company through its own provider."""
        domain = [("state", "=", "outgoing"), ("to_delete", "!=", True), ("gateway_account_id", "=", False)]
        size = self._get_send_batch_size()
        texts = self.search(domain, limit=size, order="id").try_lock_for_update()
        for company_texts in texts.grouped(lambda text: text._get_sms_company()).values():
            company_texts._send(unlink_failed=False, unlink_sent=True, raise_exception=False)
        if texts:
            left = self.search_count(domain) if len(texts) == size else 0
            self.env["ir.cron"]._commit_progress(len(texts), remaining=left)

    def resend_failed(self):
        # EXTENDS sms: only what certainly was not sent goes back into the queue
        ours = self.filtered("gateway_account_id")
        if not ours:
            return super().resend_failed()
        again = ours.filtered(lambda text: text.state == "error" and not text.to_delete) - ours._get_sent()
        again.action_set_outgoing()
        self._wake_queue()
        (self - ours).filtered(lambda text: text.state == "error").resend_failed()
        message = self.env._(
            "%(count)s of %(total)s texts are queued again; the others may have been sent already.",
            count=len(again),
            total=len(ours),
        )
        params = {"type": "success" if again else "warning", "message": message}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    # guards

    def _get_sent(self):
        """The texts that were, or may have been, handed to a provider."""
        # superuser: texts and their log have different readers
        log = self.env["sms.gateway.message"].sudo().search([("key", "in", self.mapped("uuid"))])
        state_of = {message.key: message.state for message in log}
        return self.filtered(lambda text: not life.may_send(state_of.get(text.uuid)))

    def write(self, vals):
        if vals.get("state") == "outgoing" and self.env.context.get("gateway_token") is not _BY_LOG:
            ours = self.filtered("gateway_account_id")
            if ours and ours._get_sent():
                raise UserError(
                    self.env._(
                        "Some of these texts were or may have been sent: decide them in the message log instead."
                    )
                )
            vals = {**vals, "gateway_queued_at": fields.Datetime.now(), "gateway_next_try": False}
        return super().write(vals)

    # the log leads

    @api.model
    def _follow_log(self, messages):
        """Bring texts and their notifications to the state of their log."""
        texts = self.search([("uuid", "in", messages.mapped("key"))]).with_context(gateway_token=_BY_LOG)
        message_of = {message.key: message for message in messages}
        for (state, failure), group in texts.grouped(
            lambda text: (message_of[text.uuid].state, message_of[text.uuid].failure)
        ).items():
            kind = _FAILURE_TYPE.get(failure, "gateway_refused") if failure else False
            group._update_sms_state_and_trackers(life.sms_state(state), failure_type=kind)
            if state in ("accepted", "delivered"):
                group.to_delete = True
            if state == "waiting":
                group._plan_next_try(message_of)

    def _plan_next_try(self, message_of):
        now = fields.Datetime.now()
        for text in self:
            attempts = message_of[text.uuid].attempts
            pause = seconds_before(attempts)
            text.gateway_next_try = fields.Datetime.add(now, seconds=pause) if attempts else False

    @api.model
    def _revive(self, messages):
        """Queue again the texts of messages that were not sent; those Odoo already deleted are made again."""
        texts = self.search([("uuid", "in", messages.mapped("key"))])
        texts.with_context(gateway_token=_BY_LOG).write(
            {"to_delete": False, "gateway_queued_at": fields.Datetime.now()}
        )
        gone = messages.filtered(lambda message: message.key not in set(texts.mapped("uuid")))
        self.create([self._prepare_revived_vals(message) for message in gone])
        self._wake_queue()

    def _prepare_revived_vals(self, message):
        return {
            "uuid": message.key,
            "number": message.number,
            "body": message.body,
            "partner_id": message.partner_id.id,
            "gateway_company_id": message.company_id.id,
            "gateway_usage": message.usage,
            "gateway_params": message.params,
            "gateway_origin_model": message.origin_model,
            "gateway_origin_id": message.origin_id,
        }

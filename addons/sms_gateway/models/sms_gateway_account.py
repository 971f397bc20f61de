"""The account of a company at an SMS provider."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..providers import PROVIDERS, aliyun, base, tencent
from ..rules import pacing
from ..rules.outcome import seconds_before

_LOCK = 0x534D53  # class of the advisory locks: one sender per account


class SmsGatewayAccount(models.Model):
    _name = "sms.gateway.account"
    _description = "SMS Account"
    _inherit = ["gateway.endpoint.mixin"]
    _order = "company_id, id"
    _sealed_fields = ("secret", "receipt_token")

    provider = fields.Selection(
        [
            ("aliyun", "Alibaba Cloud SMS"),
            ("tencent", "Tencent Cloud SMS"),
            ("generic", "Signed HTTPS gateway"),
        ],
        required=True,
        default="aliyun",
        help="Who sends the texts. Alibaba Cloud and Tencent Cloud send approved templates only.",
    )
    key_id = fields.Char(
        string="Access Key",
        groups="base.group_system",
        help="AccessKey ID (Alibaba Cloud), SecretId (Tencent Cloud) or the name the gateway knows us by.",
    )
    app_id = fields.Char(
        string="SDK App ID",
        groups="base.group_system",
        help="Tencent Cloud only: SmsSdkAppId of the application in the SMS console.",
    )
    region = fields.Char(
        groups="base.group_system", help="Leave it empty for the usual one (cn-hangzhou, ap-guangzhou)."
    )
    sign_name = fields.Char(
        string="Signature", help="The approved signature shown in front of the text: 【…】, without brackets."
    )
    allow_free_text = fields.Boolean(
        help="Signed HTTPS gateway only: texts without a template are sent as they are written."
    )
    rate_limit = fields.Integer(string="Messages", default=10, help="At most so many messages …")
    rate_period = fields.Integer(string="Per Seconds", default=1, help="… in so many seconds.")
    connect_timeout = fields.Integer(default=base.CONNECT_TIMEOUT, help="Seconds to wait for a connection.")
    read_timeout = fields.Integer(default=base.READ_TIMEOUT, help="Seconds to wait for the answer.")
    max_attempts = fields.Integer(
        string="Tries", default=5, help="How often a text that certainly did not leave is tried."
    )
    max_age_hours = fields.Integer(
        string="Valid for (Hours)",
        default=24,
        help="A text that waited longer is not sent any more: yesterday's reminder would confuse. 0: no limit.",
    )
    receipt_token = fields.Char(copy=False, groups=fields.NO_ACCESS)
    receipt_url = fields.Char(
        string="Address for Receipts",
        compute="_compute_receipt_url",
        compute_sudo=True,
        groups="base.group_system",
        help="Enter it at the provider, so that it reports which texts arrived. Treat it like a password.",
    )
    paused_until = fields.Datetime(
        readonly=True,
        copy=False,
        help="After the provider was not reached or refused the account, texts wait until then.",
    )
    pause_count = fields.Integer(readonly=True, copy=False)
    balance = fields.Char(
        readonly=True, copy=False, help="What the provider said is left, at the last check."
    )
    template_ids = fields.One2many("sms.gateway.template", "account_id", string="Templates")
    waiting_count = fields.Integer(compute="_compute_counts")
    unknown_count = fields.Integer(compute="_compute_counts")

    _company_uniq = models.UniqueIndex("(company_id) WHERE active", "A company has one active SMS account.")
    _limits_positive = models.Constraint(
        "CHECK (rate_limit >= 0 AND rate_period > 0 AND connect_timeout > 0 AND read_timeout > 0"
        " AND max_attempts > 0 AND max_age_hours >= 0)",
        "Times and numbers of an SMS account must be positive.",
    )

    @api.depends("receipt_token")
    def _compute_receipt_url(self):
        for account in self:
            token = account._read_secret("receipt_token")
            path = f"{account.get_base_url()}/sms_gateway/receipt/{account.id}/{token}"
            account.receipt_url = path if token else False

    def _compute_counts(self):
        # superuser: counts only, of accounts that may be read
        waiting = (
            self.env["sms.sms"]
            .sudo()
            ._read_group(
                [
                    ("gateway_account_id", "in", self.ids),
                    ("state", "=", "outgoing"),
                    ("to_delete", "=", False),
                ],
                ["gateway_account_id"],
                ["__count"],
            )
        )
        unknown = self.env["sms.gateway.message"]._read_group(
            [("account_id", "in", self.ids), ("state", "=", "unknown")], ["account_id"], ["__count"]
        )
        waiting, unknown = ({account.id: count for account, count in rows} for rows in (waiting, unknown))
        for account in self:
            account.waiting_count = waiting.get(account.id, 0)
            account.unknown_count = unknown.get(account.id, 0)

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        for account in accounts:
            account._write_secret("receipt_token", self._new_token())
        return accounts

    # what is missing

    def _gateway_problems(self):
        # EXTENDS gateway.endpoint.mixin
        problems = super()._gateway_problems()
        if not self.key_id or not self.secret:
            problems.append(self.env._("%(name)s: enter access key and secret.", name=self.name))
        if self.provider == "tencent" and not self.app_id:
            problems.append(self.env._("%(name)s: enter the SDK App ID.", name=self.name))
        if self.provider == "generic" and not self.endpoint:
            problems.append(self.env._("%(name)s: enter the address of the gateway.", name=self.name))
        package = {"aliyun": aliyun, "tencent": tencent}.get(self.provider)
        if package and not package.is_installed():
            problems.append(
                self.env._(
                    "%(name)s: the Python package %(package)s is not installed on the server.",
                    name=self.name,
                    package=package.PACKAGE,
                )
            )
        return problems

    @api.depends("key_id", "provider", "app_id")
    def _compute_problem(self):
        # EXTENDS gateway.endpoint.mixin
        return super()._compute_problem()

    def _after_enable(self):
        # EXTENDS gateway.endpoint.mixin
        self.sudo().write(
            {"paused_until": False, "pause_count": 0}
        )  # superuser: the right was checked before
        self.env["sms.sms"]._wake_queue()
        return super()._after_enable()

    # buttons

    def action_check(self):
        """Ask the provider whether it knows us; nothing is sent."""
        self.ensure_one()
        self.check_access("write")
        # superuser: the secret is closed to everybody; the right to write was checked above
        account_sudo = self.sudo()
        problems = account_sudo._gateway_problems()
        if problems:
            raise UserError("\n".join(problems))
        outcome = account_sudo._get_provider().check()
        account_sudo._note_outcome(outcome)
        if outcome.state == "accepted":
            account_sudo.write({"balance": outcome.message or False, "paused_until": False, "pause_count": 0})
            self.env["sms.sms"]._wake_queue()
            return self._notification("success", self.env._("The provider answered: the account works."))
        return self._notification(
            "danger", self.env._("The provider refused: %(reason)s", reason=account_sudo.last_error)
        )

    def action_new_token(self):
        """Give receipts a new address; the old one stops working."""
        self.check_access("write")
        for account in self:
            account._write_secret("receipt_token", self._new_token())

    def action_view_unknown(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sms_gateway.sms_gateway_message_unknown_action"
        )
        return action | {"domain": [("account_id", "in", self.ids), ("state", "=", "unknown")]}

    def action_view_queue(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("sms.sms_sms_action")
        return action | {"domain": [("gateway_account_id", "in", self.ids), ("state", "=", "outgoing")]}

    def action_view_messages(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("sms_gateway.sms_gateway_message_action")
        return action | {"domain": [("account_id", "in", self.ids)]}

    def _notification(self, kind, message):
        params = {"type": kind, "message": message, "sticky": kind == "danger"}
        params["next"] = {"type": "ir.actions.client", "tag": "soft_reload"}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    # for the sender

    def _sends_free_text(self):
        return self.provider == "generic" and self.allow_free_text

    def _get_provider(self):
        """The object that talks to the provider; call it as superuser, with the account checked before."""
        self.ensure_one()
        access = base.Access(
            endpoint=self.endpoint or "",
            key_id=self.key_id or "",
            secret=self._read_secret("secret"),
            app_id=self.app_id or "",
            region=self.region or "",
            connect_timeout=self.connect_timeout,
            read_timeout=self.read_timeout,
        )
        return PROVIDERS[self.provider](access)

    def _is_paused(self):
        return bool(self.paused_until and self.paused_until > fields.Datetime.now())

    def _plan_pause(self):
        """Pause, longer each time the provider stays away."""
        count = self.pause_count + 1
        until = fields.Datetime.add(fields.Datetime.now(), seconds=seconds_before(count))
        self.write({"pause_count": count, "paused_until": until})

    def _note_outcome(self, outcome):
        # EXTENDS gateway.endpoint.mixin
        if outcome.state == "accepted":
            self.pause_count = 0
        return super()._note_outcome(outcome)

    def _get_pacer(self, now):
        """A pacer that knows the messages other runs sent; ``now`` is the clock it will be asked with."""
        limit, period = self.rate_limit, self.rate_period
        since = fields.Datetime.now() - timedelta(seconds=period)
        recent = self.env["sms.gateway.message"].search(
            [("account_id", "=", self.id), ("intended_at", ">", since)],
            order="intended_at desc",
            limit=limit or 1,
        )
        ages = sorted(
            ((fields.Datetime.now() - row.intended_at).total_seconds() for row in recent), reverse=True
        )
        return pacing.Pacer(limit=limit, period=period, sent=[now - age for age in ages])

    def _take_turn(self):
        """Become the only sender of this account; the connection keeps the turn over commits."""
        self.ensure_one()
        query = SQL("SELECT pg_try_advisory_lock(%s, %s)", _LOCK, self.id)
        return self.env.execute_query(query)[0][0]

    def _leave_turn(self):
        self.env.execute_query(SQL("SELECT pg_advisory_unlock(%s, %s)", _LOCK, self.id))

    # receipts

    def _take_receipts(self, found):
        """Settle messages of this account by receipts; repeated and foreign ones change nothing."""
        self.ensure_one()
        messages = self.env["sms.gateway.message"].search(
            [
                ("account_id", "=", self.id),
                "|",
                ("key", "in", [receipt.key for receipt in found if receipt.key]),
                ("reference", "in", [receipt.reference for receipt in found if receipt.reference]),
            ]
        )
        by_key = {message.key: message for message in messages}
        by_reference = {message.reference: message for message in messages if message.reference}
        for receipt in found:
            message = by_key.get(receipt.key) or by_reference.get(receipt.reference)
            if message:
                message._take_receipt(receipt)

"""The log: what was told to whom, through what, and what became of it. Rows are written by the senders only."""

import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..providers import base
from ..rules import life

_logger = logging.getLogger(__name__)

FAILURES = [
    ("number", "Wrong or missing number"),
    ("blacklist", "Opted out"),
    ("template", "No approved template fits"),
    ("expired", "Waited too long"),
    ("credit", "Credit used up"),
    ("account", "Provider does not accept the account"),
    ("unreached", "Provider not reached"),
    ("throttled", "Too many messages"),
    ("cancelled", "Cancelled"),
    ("undelivered", "Not delivered"),
    ("refused", "Refused by the provider"),
    ("unknown", "Unknown, check"),
    ("person", "Declared not sent"),
]


class SmsGatewayMessage(models.Model):
    _name = "sms.gateway.message"
    _description = "Message Log"
    _order = "intended_at desc, id desc"
    _rec_name = "number"
    _rec_names_search = ["number", "partner_id", "key", "reference"]
    _check_company_auto = True

    key = fields.Char(required=True, readonly=True, help="Our number of the message; the provider is told.")
    channel = fields.Selection([("sms", "SMS"), ("robot", "Group robot")], required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    account_id = fields.Many2one(
        "sms.gateway.account",
        index="btree_not_null",
        readonly=True,
        check_company=True,
        ondelete="restrict",
    )
    robot_id = fields.Many2one(
        "message.robot", index="btree_not_null", readonly=True, check_company=True, ondelete="restrict"
    )
    provider = fields.Selection(
        [
            ("aliyun", "Alibaba Cloud SMS"),
            ("tencent", "Tencent Cloud SMS"),
            ("generic", "Signed HTTPS gateway"),
            ("wecom", "WeCom robot"),
            ("dingtalk", "DingTalk robot"),
        ],
        required=True,
        readonly=True,
    )
    partner_id = fields.Many2one("res.partner", string="Recipient", index="btree_not_null", readonly=True)
    number = fields.Char(readonly=True, help="In international form (E.164).")
    body = fields.Text(string="Text", readonly=True)
    usage = fields.Char(readonly=True, help="What the text was for, as the add-on that sent it names it.")
    template_code = fields.Char(readonly=True, help="The provider's number of the approved template.")
    params = fields.Json(string="Parameters", readonly=True)
    sign_name = fields.Char(string="Signature", readonly=True)
    state = fields.Selection(
        [
            ("sending", "Sending"),
            ("waiting", "Waiting for another Try"),
            ("accepted", "Accepted"),
            ("delivered", "Delivered"),
            ("undelivered", "Not Delivered"),
            ("not_sent", "Not Sent"),
            ("unknown", "Unknown, Check"),
        ],
        required=True,
        readonly=True,
        index=True,
        help="Unknown: the message may or may not have left. It is never sent again by itself.",
    )
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")
    failure = fields.Selection(FAILURES, readonly=True, help="Why it was not sent or did not arrive.")
    code = fields.Char(string="Provider's Code", readonly=True)
    detail = fields.Char(string="Provider's Words", readonly=True)
    reference = fields.Char(string="Provider's Number", readonly=True, index="btree_not_null")
    attempts = fields.Integer(string="Tries", readonly=True)
    intended_at = fields.Datetime(
        string="Intended On", readonly=True, index=True, help="Recorded before the provider was called."
    )
    answered_at = fields.Datetime(string="Answered On", readonly=True)
    delivered_at = fields.Datetime(string="Receipt On", readonly=True)
    queried_at = fields.Datetime(string="Asked On", readonly=True, help="When the provider was last asked.")
    resolved_by_id = fields.Many2one("res.users", string="Decided By", readonly=True)
    resolved_at = fields.Datetime(string="Decided On", readonly=True)
    resolved_how = fields.Selection(
        [("receipt", "Delivery receipt"), ("query", "Provider asked"), ("person", "By hand")],
        string="Decided Through",
        readonly=True,
    )
    origin_model = fields.Char(readonly=True)
    origin_id = fields.Many2oneReference(model_field="origin_model", readonly=True)
    can_resolve = fields.Boolean(compute="_compute_can_resolve")

    _key_uniq = models.Constraint("UNIQUE (key)", "A message is sent once.")
    _origin_idx = models.Index("(origin_model, origin_id) WHERE origin_id IS NOT NULL")

    @api.depends("state")
    def _compute_is_open(self):
        for message in self:
            message.is_open = message.state in life.OPEN

    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "in" if True in value else "not in", life.OPEN)]

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_can_resolve(self):
        allowed = self.env.user.has_group("sms_gateway.group_sms_gateway_manager")
        for message in self:
            message.can_resolve = allowed and message.state == "unknown"

    # hooks

    def _after_state_change(self):
        """Hook: the rows whose state just changed; runs in the transaction that records it."""

    # changing state: as superuser, by the senders, the receipts and the buttons below

    def _move(self, target, **values):
        """Bring each row to ``target`` where its life allows that; return those that changed."""
        moved = self.filtered(lambda message: life.may_become(message.state, target))
        stamps = {}
        if target in ("delivered", "undelivered"):
            stamps["delivered_at"] = fields.Datetime.now()
        if target in ("accepted", "delivered", "waiting", "sending"):
            stamps["failure"] = False
        moved.write({**stamps, **values, "state": target})
        moved._tell()
        return moved

    def _tell(self):
        """Bring the texts of Odoo in line, then call the hook without ever losing what was recorded."""
        if not self:
            return
        texts = self.filtered(lambda message: message.channel == "sms")
        self.env["sms.sms"].sudo()._follow_log(texts)  # superuser: as above
        self.flush_recordset()
        try:
            with self.env.cr.savepoint():
                self._after_state_change()
        except Exception:
            _logger.exception("What follows messages %s failed; their states are kept.", self.ids)

    def _record(self, outcome, *, most):
        """Write down the answer to sending one message."""
        self.ensure_one()
        target = life.state_after(outcome, attempt=self.attempts, most=most)
        failure = outcome.failure
        if outcome.may_repeat:
            failure = outcome.state
        values = {
            "answered_at": fields.Datetime.now(),
            "code": outcome.code,
            "detail": outcome.message,
            "reference": outcome.reference or self.reference,
        }
        self.write(values)
        kept = {"accepted": False, "unknown": "unknown"}
        return self._move(target, failure=kept.get(target, failure))

    # deciding unknown ones

    def action_query(self):
        """Ask the provider about unknown and accepted messages."""
        self._check_may_resolve()
        # superuser: rows are closed to everybody; the right to decide was checked above
        asked = self.sudo().filtered(lambda message: message.state in ("unknown", "accepted"))
        settled = asked._do_query()
        return self._reply(
            self.env._(
                "Asked about %(asked)s messages; %(settled)s are settled.",
                asked=len(asked),
                settled=len(settled),
            )
        )

    def action_mark_sent(self):
        self._check_may_resolve()
        self.sudo()._do_resolve(sent=True)  # superuser: as in action_query

    def action_mark_not_sent(self):
        self._check_may_resolve()
        self.sudo()._do_resolve(sent=False)  # superuser: as in action_query

    def action_send_again(self):
        self._check_may_resolve()
        self.sudo()._do_requeue()  # superuser: as in action_query

    def action_open_origin(self):
        self.ensure_one()
        if self.origin_model not in self.env or not self.origin_id:
            raise UserError(self.env._("Nothing is linked to this message."))
        return {
            "type": "ir.actions.act_window",
            "res_model": self.origin_model,
            "res_id": self.origin_id,
            "view_mode": "form",
        }

    def _check_may_resolve(self):
        self.check_access("read")
        if not self.env.user.has_group("sms_gateway.group_sms_gateway_manager"):
            raise AccessError(self.env._("Only those who manage messages may decide what became of them."))

    def _do_query(self):
        """Ask the provider about each row; return those whose state that settled."""
        settled = self.browse()
        for account, messages in self.filtered("account_id").grouped("account_id").items():
            provider = account._get_provider()
            for message in messages:
                settled += message._take_query(provider.query(message._get_parcel()))
        return settled

    def _take_query(self, outcome):
        self.write({"queried_at": fields.Datetime.now(), "detail": self._words_of(outcome)})
        target = life.state_after_query(outcome)
        if not target or target == self.state:
            return self.browse()
        failure = "undelivered" if target == "undelivered" else False
        return self._move(target, failure=failure, code=outcome.code, **self._decided("query"))

    def _take_receipt(self, receipt):
        """A provider's word on what became of the message; the same word twice changes nothing."""
        values = {"code": receipt.code or self.code, "detail": receipt.message or self.detail}
        if receipt.reference:
            values["reference"] = receipt.reference
        if self.state in ("unknown", "not_sent"):
            values |= self._decided("receipt") | {"resolved_by_id": False}
        if receipt.delivered:
            return self._move("delivered", failure=False, **values)
        return self._move("undelivered", failure="undelivered", **values)

    def _words_of(self, outcome):
        if outcome.state == "not_found":
            return self.env._("The provider does not know this message (yet).")
        return outcome.message or self.detail

    def _do_resolve(self, *, sent):
        """A person says what became of unknown messages."""
        if any(message.state != "unknown" for message in self):
            raise UserError(self.env._("Only messages of unknown outcome are decided by hand."))
        if sent:
            return self._move("accepted", **self._decided("person"))
        return self._move("not_sent", failure="person", **self._decided("person"))

    def _do_requeue(self):
        """Queue again what certainly was not sent."""
        if any(message.state != "not_sent" or message.channel != "sms" for message in self):
            raise UserError(self.env._("Only texts that certainly were not sent can be sent again."))
        self.env["sms.sms"].sudo()._revive(self)  # superuser: as in action_query
        return self._move("waiting", attempts=0, answered_at=False)

    def _decided(self, how):
        return {"resolved_by_id": self.env.uid, "resolved_at": fields.Datetime.now(), "resolved_how": how}

    def _get_parcel(self):
        self.ensure_one()
        return base.Parcel(
            key=self.key, number=self.number or "", reference=self.reference or "", sent_at=self.intended_at
        )

    def _reply(self, message):
        params = {
            "type": "info",
            "message": message,
            "next": {"type": "ir.actions.client", "tag": "soft_reload"},
        }
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

"""Group robots: one sentence to everybody in a WeCom or DingTalk group."""

import uuid
from contextlib import contextmanager
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..providers import base, robot
from ..rules import addresses, life, pacing, robots
from ..rules.outcome import ACCEPTED, REFUSED, THROTTLED, UNKNOWN, Outcome

_DEAD_AFTER = 10  # minutes; a call ends much earlier
_LOCK = 0x524254  # class of the advisory locks: one speaker per robot


class MessageRobot(models.Model):
    _name = "message.robot"
    _description = "Group Robot"
    _inherit = ["gateway.endpoint.mixin"]
    _order = "company_id, name, id"
    _sealed_fields = ("secret", "webhook_key")

    kind = fields.Selection([("wecom", "WeCom"), ("dingtalk", "DingTalk")], required=True, default="wecom")
    webhook_key = fields.Char(copy=False, groups=fields.NO_ACCESS)
    webhook_input = fields.Char(
        string="Address of the Robot",
        compute="_compute_webhook_input",
        inverse="_inverse_webhook_input",
        copy=False,
        groups="base.group_system",
        help="The whole address the group shows for its robot, or its key alone. Nobody can read it back.",
    )
    webhook_hint = fields.Char(
        string="Address Set", compute="_compute_webhook_hint", compute_sudo=True, groups="base.group_system"
    )
    rate_limit = fields.Integer(
        string="Messages per Minute", default=20, help="Both WeCom and DingTalk refuse more than 20 a minute."
    )

    _rate_positive = models.Constraint("CHECK (rate_limit > 0)", "The number of messages must be positive.")

    @api.depends("webhook_key")
    def _compute_webhook_input(self):
        self.webhook_input = False

    def _inverse_webhook_input(self):
        for record in self.filtered("webhook_input"):
            key = addresses.robot_key(record.webhook_input, robot.PARAMETERS[record.kind])
            record._write_secret("webhook_key", key)

    @api.depends("webhook_key")
    def _compute_webhook_hint(self):
        for record in self:
            record.webhook_hint = base.masking.hint(record._read_secret("webhook_key"))

    def _get_needed_secrets(self):
        # EXTENDS gateway.endpoint.mixin: WeCom signs nothing
        return ("webhook_key", "secret") if self.kind == "dingtalk" else ("webhook_key",)

    def _gateway_problems(self):
        # EXTENDS gateway.endpoint.mixin
        problems = super()._gateway_problems()
        if not self.webhook_key:
            problems.append(self.env._("%(name)s: enter the address of the robot.", name=self.name))
        return problems

    @api.depends("webhook_key", "kind")
    def _compute_problem(self):
        # EXTENDS gateway.endpoint.mixin
        return super()._compute_problem()

    def action_check(self):
        """Say a sentence in the group."""
        self.ensure_one()
        self.check_access("write")
        result = self._send_text(self.env._("This is a test of %(company)s.", company=self.company_id.name))
        good = result.state == ACCEPTED
        message = self.env._("The group has the test message.") if good else result.message or result.code
        params = {"type": "success" if good else "danger", "message": message, "sticky": not good}
        params["next"] = {"type": "ir.actions.client", "tag": "soft_reload"}
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    def action_view_messages(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("sms_gateway.sms_gateway_message_action")
        return action | {"domain": [("robot_id", "in", self.ids)]}

    # speaking

    @api.model
    def _close_dead(self):
        """Messages cut off while they were said are of unknown outcome."""
        limit = fields.Datetime.now() - timedelta(minutes=_DEAD_AFTER)
        domain = [("channel", "=", "robot"), ("state", "=", "sending"), ("intended_at", "<", limit)]
        dead = self.env["sms.gateway.message"].search(domain).try_lock_for_update()
        dead.filtered_domain(domain)._move("unknown", failure="unknown")
        self.env["ir.cron"]._commit_progress()

    def _send_text(self, text, mentions=(), *, key=None, origin=(False, False)):
        """Say a text in the group, once per ``key``; see readme/DEVELOP.md."""
        self.ensure_one()
        if robots.is_too_long(self.kind, text):
            most = robots.MOST_BYTES[self.kind]
            words = self.env._("The text is longer than the %(most)s bytes a robot may say.", most=most)
            return Outcome(REFUSED, "too_long", words)
        # a connection of its own: the intention has to survive whatever becomes of the caller
        with self.env.registry.cursor() as cr:
            # superuser: secrets and log are closed to everybody; the method is private
            # without the context of a scheduled action: its progress belongs to the caller's transaction
            robot_sudo = self.with_env(self.env(cr=cr, su=True, context={"lang": self.env.lang})).exists()
            if not robot_sudo:
                return Outcome(REFUSED, "not_saved", self.env._("The robot is not saved yet."))
            with robot_sudo._alone():
                return robot_sudo._say_once(text, list(mentions), key or uuid.uuid4().hex, origin)

    @contextmanager
    def _alone(self):
        """Wait for our turn: one speaker per robot, so that the count of the last minute is true."""
        self.env.execute_query(SQL("SELECT pg_advisory_lock(%s, %s)", _LOCK, self.id))
        self._commit()  # the next statement sees what others did meanwhile
        try:
            yield
        finally:
            self.env.cr.rollback()
            self.env.execute_query(SQL("SELECT pg_advisory_unlock(%s, %s)", _LOCK, self.id))

    def _say_once(self, text, mentions, key, origin):
        message = self.env["sms.gateway.message"].search([("key", "=", key)])
        if message.state == "sending":  # we hold the turn: whoever began did not live to end
            message._move("unknown", failure="unknown")
            self._commit()
        if message and not life.may_send(message.state):
            return self._outcome_of(message)
        refusal = self._get_refusal()
        if refusal:
            return refusal
        values = self._prepare_message_vals(text, key, origin) | {"attempts": message.attempts + 1}
        if message:
            message._move("sending", **values)
        else:
            message = message.create({**values, "state": "sending"})
        self._commit()
        outcome = self._get_speaker().say(text, mentions)
        message._record(outcome, most=1)
        self._note_outcome(outcome)
        self._commit()
        return outcome

    def _commit(self):
        """Of the connection of its own: see ``_send_text``."""
        self.env.flush_all()
        self.env["ir.cron"]._commit_progress()

    def _get_refusal(self):
        """An outcome when nothing may be said now; nobody is called then."""
        problem = self._get_problem()
        if problem:
            return Outcome(REFUSED, "disabled", problem)
        since = fields.Datetime.now() - timedelta(seconds=60)
        recent = self.env["sms.gateway.message"].search(
            [("robot_id", "=", self.id), ("intended_at", ">", since)],
            order="intended_at desc",
            limit=self.rate_limit,
        )
        ages = sorted((fields.Datetime.now() - row.intended_at).total_seconds() for row in recent)
        pause = pacing.wait_before([-age for age in reversed(ages)], 0.0, limit=self.rate_limit, period=60)
        if pause:
            words = self.env._("The robot has said as much as it may in one minute.")
            return Outcome(THROTTLED, "rate", words, retry_after=pause)
        return None

    def _prepare_message_vals(self, text, key, origin):
        return {
            "key": key,
            "channel": "robot",
            "robot_id": self.id,
            "provider": self.kind,
            "company_id": self.company_id.id,
            "body": text,
            "origin_model": origin[0],
            "origin_id": origin[1],
            "intended_at": fields.Datetime.now(),
        }

    def _get_speaker(self):
        endpoint = self.endpoint or robot.ENDPOINTS[self.kind]
        key, secret = (self._read_secret(name) for name in ("webhook_key", "secret"))
        access = base.Access(endpoint=endpoint, key_id=key, secret=secret)
        return robot.Robot(self.kind, access)

    @staticmethod
    def _outcome_of(message):
        """What an earlier call with the same key led to."""
        if message.state in ("accepted", "delivered"):
            return Outcome(ACCEPTED, message.code or "", message.detail or "")
        return Outcome(UNKNOWN, message.code or "", message.detail or "")

"""One thing that leaves: a digest, a text, a letter. The intention is committed before it is sent, the result after."""

import logging
import uuid
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, email_normalize

from ..rules.retry import MOST_TRIES, pause_before
from .reminder_log import CHANNELS

_logger = logging.getLogger(__name__)

STATES = [
    ("ready", "To Send"),
    ("sending", "Sending"),
    ("handed", "With the Provider"),
    ("sent", "Sent"),
    ("unknown", "Unknown, Check"),
    ("failed", "Failed"),
    ("unreachable", "Cannot Be Reached"),
    ("cancelled", "Cancelled"),
]
# the state of a message and what the log and its notices say
OUTCOMES = {"sent": "told", "unknown": "unknown", "failed": "failed", "unreachable": "unreachable"}
DEAD_AFTER = timedelta(minutes=15)  # no provider answers later than that
CHUNK = 200  # messages looked up at once


class ReminderMessage(models.Model):
    _name = "reminder.message"
    _description = "Sent Reminder"
    _inherit = ["reminder.guard", "reminder.desk.item"]
    _order = "day desc, id desc"

    company_id = fields.Many2one("res.company", required=True, index=True)
    kind = fields.Selection([("digest", "Digest"), ("letter", "Letter")], required=True)
    channel = fields.Selection(CHANNELS, required=True)
    day = fields.Date(required=True, index=True)
    part = fields.Integer(help="Of a digest sent as several texts.")
    attempt = fields.Integer(help="Counts the decisions to send again.")
    recipient_id = fields.Many2one("res.partner", required=True, index=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", index="btree_not_null", ondelete="restrict")
    address = fields.Char(help="Phone number or e-mail address used.")
    subject = fields.Char()
    body = fields.Text()
    body_html = fields.Html(sanitize=False, readonly=True)
    wording_kind = fields.Char(
        help="Which wording the body was made of: gateways look their template up by it."
    )
    wording_values = fields.Json(help="What filled its placeholders.")
    letter_id = fields.Many2one("reminder.letter", index="btree_not_null", ondelete="restrict")
    notice_ids = fields.Many2many(
        "reminder.notice", "reminder_message_notice_rel", "message_id", "notice_id", "Reminders"
    )
    notice_count = fields.Integer("Receivables")
    amount_company = fields.Monetary("Amount")
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(STATES, required=True, default="ready", index=True)
    reason = fields.Selection(
        [
            ("no_phone", "No usable phone number"),
            ("no_mail", "No e-mail address"),
            ("opted_out", "Does not want texts"),
            ("settled", "Nothing left to tell"),
            ("by_hand", "Decided on the desk"),
            ("again", "Still out of reach: see the latest"),
        ]
    )
    failure = fields.Char(help="What the mail server or the provider said.")
    uuid = fields.Char("Reference", copy=False, help="Key the provider knows this message by.")
    sent_on = fields.Datetime()
    claimed_on = fields.Datetime("Began Sending")
    tries = fields.Integer("Failed Tries", help="How often it could not even be prepared.")
    next_try = fields.Datetime()

    _digest_once = models.UniqueIndex(
        "(company_id, recipient_id, day, channel, part, attempt) WHERE kind = 'digest'",
        "One digest a day for everybody.",
    )
    _letter_once = models.UniqueIndex(
        "(letter_id, channel, attempt) WHERE kind = 'letter'", "This letter is on its way already."
    )
    _uuid_uniq = models.UniqueIndex("(uuid) WHERE uuid IS NOT NULL", "References are unique.")

    @api.depends("recipient_id", "day")
    def _compute_display_name(self):
        for message in self:
            message.display_name = f"{message.recipient_id.name or ''} {message.day or ''}".strip()

    # --- sending ------------------------------------------------------------

    @api.model
    def _ready_domain(self, company):
        channels = self.env["reminder.channel"]._get_transmitters()
        return (
            Domain("state", "=", "ready")
            & Domain("company_id", "=", company.id)
            & Domain("channel", "in", list(channels))
            & (Domain("next_try", "=", False) | Domain("next_try", "<=", fields.Datetime.now()))
        )

    @api.model
    def _send_ready(self, company):
        """Send what is ready, one by one, each claimed and committed first. Safe in several workers at once.

        Return False where time ran out: the progress says what is left, and the next run goes on.
        """
        if self.env["ir.config_parameter"].sudo().get_param("database.is_neutralized"):
            return True
        cron, domain, last = self.env["ir.cron"], self._ready_domain(company), 0
        cron._commit_progress(remaining=self.search_count(domain))
        while ids := self.search(domain & Domain("id", ">", last), limit=CHUNK, order="id").ids:
            last = ids[-1]
            for message in self.browse(ids):
                if message._prepare() and (claimed := message._claim(domain)):
                    claimed._deliver()
                if not cron._commit_progress(1) and self.search_count(domain, limit=1):
                    return False
            self.env.invalidate_all()  # thousands of sent ones are not kept in memory
        return True

    def _prepare(self):
        """Make what is sent before anything leaves; what cannot be made is tried again some times, then failed."""
        try:
            self.letter_id._prepare_file()
            return True
        except Exception as error:  # pylint: disable=broad-except
            _logger.exception("Preparing reminder %s", self.id)
            self.env.cr.rollback()
            self.env.invalidate_all(flush=False)
            self._put_off(error)
            return False

    def _put_off(self, error):
        if self.state != "ready" or not self._lock_quietly():
            return  # another worker could prepare it
        words = str(error)[:250] or type(error).__name__
        if self.tries + 1 >= MOST_TRIES:
            self._set_outcome("failed", failure=words, tries=self.tries + 1)
            self._report_trouble()
        else:
            later = fields.Datetime.now() + pause_before(self.tries + 1)
            self._as_reminder().write({"tries": self.tries + 1, "next_try": later, "failure": words})
        self.env["ir.cron"]._commit_progress()

    def _claim(self, domain):
        """Take one message for sending: the claim is committed, and the row locked again on return."""
        try:
            message = self.try_lock_for_update().filtered_domain(domain)
        except psycopg2.errors.SerializationFailure:  # taken since our snapshot
            message = self.browse()
        if not message:
            self.env.cr.rollback()  # gives back a useless lock
            return message
        reference = uuid.uuid4().hex
        message._as_reminder().write(
            {"state": "sending", "uuid": reference, "claimed_on": fields.Datetime.now()}
        )
        self.env["ir.cron"]._commit_progress()
        self.env.execute_query(SQL("SELECT id FROM reminder_message WHERE id = %s FOR UPDATE", message.id))
        return message.filtered_domain([("uuid", "=", reference), ("state", "=", "sending")])

    def _deliver(self):
        """Hand a claimed message to its channel and write down the outcome."""
        self.ensure_one()
        company = self.company_id
        # whoever keeps the desk reads what is said of a failure
        channel = self.env["reminder.channel"].with_context(lang=company._get_reminder_desk_user().lang)
        state, failure = channel.with_company(company)._transmit(self)
        if state == "handed":  # whoever took it over records the outcome
            self._as_reminder().write({"state": state})
        else:
            self._set_outcome(state, failure=failure)
            self._report_trouble()

    def _report_trouble(self):
        """What did not arrive for certain is an item on the desk."""
        unknown = self.filtered(lambda message: message.state == "unknown")
        unknown._put_on_desk("unknown")
        failed = self.filtered(lambda message: message.state == "failed")
        failed._put_on_desk("failed")

    def _set_outcome(self, state, by=None, event=None, **values):
        """Write the outcome on messages, notices and letters, and append it to the log."""
        values |= {"state": state}
        if state == "sent":
            values["sent_on"] = fields.Datetime.now()
        self._as_reminder().write(values)
        self.env["reminder.log"]._record_outcome(self, event or OUTCOMES[state], by=by)
        self._tell_notices(OUTCOMES[state])
        for letter in self.letter_id:
            letter._after_message(state)

    def message_update(self, msg_dict, update_vals=None):
        # EXTENDS mail: somebody answered
        if self.env.su:  # the mail gateway; any client may call this with words of its own
            self.env["reminder.mailbox"]._take_reply(self, msg_dict)
        return super().message_update(msg_dict, update_vals)

    def _come_back(self, address):
        """The mail server took the mail, and it came back: it did not arrive after all."""
        for message in self.filtered(lambda message: message.state in ("sent", "unknown")):
            desk = message.company_id._get_reminder_desk_user()
            env = self.with_context(lang=desk.lang).env
            words = env._("The mail came back from %(address)s.", address=email_normalize(address) or address)
            message._set_outcome("failed", failure=words, sent_on=False)
            message._report_trouble()

    def _lock_quietly(self):
        """Lock the row; False where another connection has it or changed it since our snapshot."""
        try:
            with self.env.cr.savepoint():
                return bool(self.try_lock_for_update())
        except psycopg2.errors.SerializationFailure:
            return False

    def _tell_notices(self, state):
        """Give the notices the outcome; once told through one channel they stay told."""
        notices = self.notice_ids.filtered(
            lambda notice: notice.state != "told" or "sent" not in notice.message_ids.mapped("state")
        )
        notices._as_reminder().write(
            {"state": state, **({"told_on": fields.Datetime.now()} if state == "told" else {})}
        )

    @api.model
    def _mark_dead(self):
        """What a killed worker left behind is unknown: never sent again without somebody deciding it."""
        limit = fields.Datetime.now() - DEAD_AFTER
        dead = self.search([("state", "=", "sending"), ("claimed_on", "<", limit)])
        try:
            dead = dead.try_lock_for_update().filtered(lambda message: message.state == "sending")
        except psycopg2.errors.SerializationFailure:  # its worker was only slow
            self.env.cr.rollback()
            return self.browse()
        if dead:
            dead._set_outcome("unknown")
            dead._put_on_desk("dead")
        return dead

    # --- the desk -----------------------------------------------------------

    def _check_on_desk(self, *states):
        self.check_access("read")
        if not self.env.user.has_group("payment_reminder.group_reminder_desk"):
            raise UserError(self.env._("Only the desk decides about messages; ask the clerk."))
        wrong = self.filtered(lambda message: message.state not in states)
        if wrong:
            raise UserError(
                self.env._(
                    "%(messages)s: this was decided already.",
                    messages=", ".join(wrong.mapped("display_name")),
                )
            )

    def action_arrived(self):
        """It was checked: the message arrived."""
        self._check_on_desk("unknown")
        # superuser: outcomes are written by nobody by hand
        self.sudo()._set_outcome("sent", by=self.env.user, event="cleared", reason="by_hand")
        self.sudo().activity_feedback(["payment_reminder.mail_activity_desk"])

    def action_send_again(self):
        """It did not arrive, or the address was corrected: send once more, as a new message."""
        self._check_on_desk("unknown", "failed", "unreachable")
        messages_sudo = self.sudo()  # superuser: see action_arrived
        fresh = self.env["reminder.writer"].sudo()._write_again(messages_sudo)
        messages_sudo._as_reminder().write({"state": "cancelled", "reason": "by_hand"})
        messages_sudo.activity_feedback(["payment_reminder.mail_activity_desk"])
        self.env.ref("payment_reminder.cron_remind").sudo()._trigger()
        return fresh

    def action_told_otherwise(self):
        """Told by word of mouth; the log says by whom."""
        self._check_on_desk("unknown", "failed", "unreachable")
        messages_sudo = self.sudo()  # superuser: see action_arrived
        messages_sudo._as_reminder().write({"channel": "call"})
        messages_sudo._set_outcome("sent", by=self.env.user, reason="by_hand")
        messages_sudo.activity_feedback(["payment_reminder.mail_activity_desk"])

    @api.model
    def _close_answered(self, notices):
        """A digest of which everything is answered is no activity any more."""
        messages = notices.message_ids.filtered(lambda message: message.channel == "app")
        done = messages.filtered(lambda message: all(message.notice_ids.mapped("is_answered")))
        done.activity_feedback(["payment_reminder.mail_activity_digest"])

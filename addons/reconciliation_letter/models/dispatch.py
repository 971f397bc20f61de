"""The proof of each sending: channel, time, recipient and what became of it."""

import logging

import psycopg2
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import VOID

_logger = logging.getLogger(__name__)

CHANNELS = [("mail", "E-mail"), ("print", "Paper"), ("text", "Text Message")]
DISPATCH_STATES = [
    ("queued", "Waiting"),
    ("sending", "Being Sent"),
    ("handed", "With the Gateway"),
    ("printed", "Printed, Not Posted"),
    ("sent", "Sent"),
    ("bounced", "Bounced"),
    ("failed", "Failed"),
    ("unknown", "Unknown, Check"),
    ("replaced", "Printed Again"),
]
UNDER_WAY = ("queued", "sending", "handed")  # handed over: a gateway took it and has not answered yet


class ReconciliationDispatch(models.Model):
    """Written before the sending and after it; a worker killed in between leaves “unknown, check”, no second copy."""

    _name = "reconciliation.dispatch"
    _description = "Sending of a Reconciliation Letter"
    _inherit = [
        "reconciliation.dispatch.text",
        "reconciliation.dispatch.print",
        "reconciliation.recorded",
        "reconciliation.queued",
    ]
    _order = "id desc"
    _rec_name = "recipient"

    letter_id = fields.Many2one(
        "reconciliation.letter", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="letter_id.company_id", store=True, index=True)
    batch_id = fields.Many2one(related="letter_id.batch_id", store=True, index="btree_not_null")
    partner_id = fields.Many2one("res.partner", "Recipient", readonly=True)
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    state = fields.Selection(
        DISPATCH_STATES, "Status", required=True, readonly=True, default="queued", index=True
    )
    recipient = fields.Char("Address", readonly=True, help="The e-mail address or phone number then.")
    user_id = fields.Many2one("res.users", "By", readonly=True)
    date = fields.Datetime("Time", readonly=True, help="When it left.")
    reason = fields.Char(readonly=True, help="Why it failed, or what the other side answered.")
    mail_message_id = fields.Many2one(
        "mail.message", "Message", readonly=True, ondelete="set null", index="btree_not_null"
    )
    attachment_id = fields.Many2one("ir.attachment", "File", readonly=True, ondelete="restrict")

    _text_key_uniq = models.UniqueIndex(
        "(text_key) WHERE text_key IS NOT NULL", "A text belongs to one sending."
    )

    # --- buttons ------------------------------------------------------------

    def action_resend(self):
        """Send once more what bounced, failed, or ended unknown."""
        self.letter_id.check_access("write")
        self._check_not_sent_since()
        answers = [rows.letter_id._send_by(channel) for channel, rows in self.grouped("channel").items()]
        return next(filter(None, answers), None)

    def _check_not_sent_since(self):
        """Refuse an old row where a later one of the same channel left: nobody is sent the same letter twice by it."""
        for row in self:
            if "sent" in row._get_later().mapped("state"):
                raise UserError(
                    self.env._(
                        "%(letter)s was sent again since; send the letter itself if it has to leave once more.",
                        letter=row.letter_id.display_name,
                    )
                )

    def _is_replaced(self):
        """Return whether a later sending left or is on its way."""
        return any(state in (*UNDER_WAY, "sent") for state in self._get_later().mapped("state"))

    def _get_later(self):
        """Return the later sendings of the letter by the same channel."""
        self.ensure_one()
        return self.letter_id.dispatch_ids.filtered(
            lambda other: other.id > self.id and other.channel == self.channel
        )

    def _check_none_under_way(self):
        busy = self.filtered(lambda row: row.state in UNDER_WAY).letter_id
        if busy:
            raise UserError(
                self.env._(
                    "%(letters)s: still being sent; wait for the result.",
                    letters=", ".join(busy.mapped("display_name")),
                )
            )

    # --- the queue ----------------------------------------------------------

    @api.model
    def _find_the_dead(self):
        """Mark sendings whose worker died: nobody knows whether they left; texts are handed over anew."""
        old = self._find_stale("sending", "handed")
        dead = old.filtered(lambda row: row.state == "sending")
        # a text is queued in the transaction that records it: what died before it certainly did not leave
        texts = dead.filtered(lambda row: row.channel == "text")
        texts._amend({"state": "queued"})
        reason = self.env._("The program stopped while it was being sent; ask the partner, or send again.")
        (dead - texts)._amend({"state": "unknown", "reason": reason})
        (old - dead)._catch_up()

    def _send_now(self):
        """Make the sendings within the request of the person who asked; they leave when it is committed."""
        for row in self:
            row._send()
        refused = self.filtered(lambda row: row.state == "failed" and row.channel != "text")
        if refused:
            raise UserError(refused._get_reasons())

    def _get_reasons(self):
        return "\n".join(f"{row.letter_id.display_name}: {row.reason}" for row in self)

    def _tell_failed(self):
        """Return what shows why texts did not leave; their rows stay, with the text to be copied."""
        failed = self.filtered(lambda row: row.state == "failed")
        if not failed:
            return None
        params = {
            "type": "warning",
            "sticky": True,
            "message": failed._get_reasons(),
            "next": {"type": "ir.actions.client", "tag": "soft_reload"},
        }
        return {"type": "ir.actions.client", "tag": "display_notification", "params": params}

    def _send(self):
        """Make the sending of the one row, whatever comes of it."""
        self.ensure_one()
        letter = self.letter_id
        reason = self._get_refusal()
        if reason:
            self._amend({"state": "failed", "reason": reason})
            return
        try:
            with self.env.cr.savepoint():
                vals = getattr(self, f"_send_{self.channel}")()
                self._amend({"state": "sent", "date": fields.Datetime.now(), **vals})
                if self.state == "sent":
                    letter._note_sent()
        except Exception as error:  # pylint: disable=broad-except
            # a text is only queued here, nobody is called: what is wrong with it now would be so for ever
            is_text = self.channel == "text" and not isinstance(error, psycopg2.Error)
            if not is_text and not isinstance(error, UserError | OSError):
                raise
            _logger.warning("letter %s was not sent", letter.id, exc_info=True)
            self._amend({"state": "failed", "reason": str(error) or type(error).__name__})

    def _get_refusal(self):
        """Return why the letter does not leave now, such as what was posted since it was queued."""
        letter = self.letter_id
        if letter.state == "draft" or letter.state in VOID:
            return self.env._("The letter is not in force.")
        if not letter.is_intact:
            letter._tell_broken()
            return letter._get_broken_text()
        blockers = letter._blockers("sent")[letter.id] if letter.state == "reviewed" else []
        return " ".join(blocker.message for blocker in blockers)

    # --- channels -----------------------------------------------------------

    def _send_mail(self):
        """Post the letter to its partner; the outgoing queue of Odoo mails it, and tells what became of it."""
        letter_sudo = self.letter_id.sudo()  # the row was recorded by somebody who may send
        template = self.env.ref("reconciliation_letter.mail_template_letter").sudo()
        attachment = self._attach_pdf()
        rendered = {
            name: template._render_field(name, letter_sudo.ids, compute_lang=True)[letter_sudo.id]
            for name in ("subject", "body_html")
        }
        message = (
            letter_sudo.with_user(self.user_id or self.env.user)
            .sudo()
            .message_post(
                body=Markup(rendered["body_html"]),  # rendered from the template of the company
                subject=rendered["subject"],
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.partner_id.ids,
                attachment_ids=attachment.ids,
                email_layout_xmlid="mail.mail_notification_light",
                force_send=False,
                mail_auto_delete=False,
            )
        )
        return {"mail_message_id": message.id, "attachment_id": attachment.id}

    def _attach_pdf(self):
        letter = self.letter_id
        content = letter._render_pdf()[letter.id]
        values = {
            "name": letter._get_file_name(),
            "raw": content,
            "mimetype": "application/pdf",
            "res_model": letter._name,
            "res_id": letter.id,
        }
        return self.env["ir.attachment"].sudo().create(values)  # the proof belongs to the letter

"""How a letter reaches the partner, and the proof of it."""

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import PROBLEMS, VOID, WAITING
from ..rules.short_text import shortened
from .letter_making import MAKER

REPORT = "reconciliation_letter.report_letter"
AT_ONCE = 20  # so many letters are sent or printed while the person waits
#: States in which a letter may be sent, again or for the first time.
SENDABLE = ("reviewed", *WAITING, "disputed")


class ReconciliationLetterSending(models.AbstractModel):
    """The part of a letter that sends it; each sending is a row of proof, written before and after."""

    _name = "reconciliation.letter.sending"
    _description = "Sending of a reconciliation letter"

    dispatch_ids = fields.One2many("reconciliation.dispatch", "letter_id", "Sendings", readonly=True)
    sent_on = fields.Datetime("First Sent", readonly=True, copy=False)
    dispatch_problem = fields.Boolean(
        "Sending Failed",
        compute="_compute_dispatch_problem",
        store=True,
        help="The last sending bounced, failed, or nobody knows how it ended.",
    )

    has_texts = fields.Boolean(compute="_compute_has_texts")
    has_prints = fields.Boolean(
        "Printed, Not Posted", compute="_compute_has_prints", search="_search_has_prints"
    )

    def _compute_has_texts(self):
        for letter in self:
            letter.has_texts = any(row.text for row in letter.dispatch_ids)

    @api.depends("dispatch_ids.state")
    def _compute_has_prints(self):
        for letter in self:
            letter.has_prints = any(row.state == "printed" for row in letter.dispatch_ids)

    def _search_has_prints(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("dispatch_ids.state", "=", "printed")]

    @api.depends("dispatch_ids.state")
    def _compute_dispatch_problem(self):
        for letter in self:
            last = letter.dispatch_ids.sorted("id")[-1:]
            letter.dispatch_problem = last.state in PROBLEMS

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"sent_on"}

    # --- buttons ------------------------------------------------------------

    def action_send_mail(self):
        """Mail the letters; many are mailed in the background."""
        self._check_may(MAKER)
        self._check_addresses("email")
        return self._send_by("mail")

    def action_print(self):
        """Print the letters as one file, and keep that they were printed."""
        if len(self) > AT_ONCE:
            return self._send_by("print")
        self._send_by("print")
        return self.env.ref("reconciliation_letter.action_report_letter").report_action(self, config=False)

    def action_text(self):
        """Text the link of the letters."""
        self._check_may(MAKER)
        self._check_addresses("phone")
        return self._send_by("text")

    def action_post_prints(self):
        """The printed letters were posted or handed over."""
        return self.dispatch_ids.action_post()

    def _send_by(self, channel):
        self._check_may_send()
        self._lock()
        self.dispatch_ids.filtered(lambda row: row.channel == channel)._check_none_under_way()
        dispatches = self._dispatch(channel)
        if len(self) > AT_ONCE:
            return self._notify_queued(dispatches)
        dispatches._send_now()
        return dispatches._tell_failed()

    def _check_may_send(self):
        """Raise when one of the letters may not leave, or the present user may not send it."""
        self._check_may(MAKER)
        self._check_sendable()
        self.filtered(lambda letter: letter.state == "reviewed")._check_blockers("sent")
        self._check_intact()

    def _notify_queued(self, dispatches):
        message = self.env._("%(count)s letters are sent in the background.", count=len(dispatches))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "next": {"type": "ir.actions.act_window_close"}},
        }

    def _check_sendable(self):
        wrong = self.filtered(lambda letter: letter.state not in SENDABLE)
        if wrong:
            raise UserError(
                self.env._(
                    "Only reviewed letters that are not answered are sent: %(letters)s.",
                    letters=", ".join(wrong.mapped("display_name")),
                )
            )

    def _check_addresses(self, name):
        missing = self.filtered(lambda letter: not letter._get_recipient()[name])
        if missing:
            raise UserError(
                self.env._(
                    "%(field)s missing: %(partners)s. Add it to the invoicing contact of the partner, "
                    "or print the letter.",
                    field=self.env["res.partner"]._fields[name]._description_string(self.env),
                    partners=", ".join(missing.mapped("partner_name")),
                )
            )

    # --- the sending --------------------------------------------------------

    def _dispatch(self, channel):
        """Put sendings of the letters in the queue; they are made by the scheduled action, or by ``_send_now``."""
        vals_list = [letter._prepare_dispatch_vals(channel) for letter in self]
        dispatches = self.env["reconciliation.dispatch"]._record(vals_list)
        # whoever may send may also have it done in the background
        self.env.ref("reconciliation_letter.cron_reconciliation_dispatch").sudo()._trigger()
        return dispatches

    def _prepare_dispatch_vals(self, channel):
        self.ensure_one()
        contact = self._get_recipient()
        address = {"mail": contact.email, "text": contact.phone}.get(channel)
        return {
            "letter_id": self.id,
            "partner_id": contact.id,
            "channel": channel,
            "recipient": address or contact.name,
            "user_id": self.env.uid,
        }

    def _get_recipient(self):
        """Return the contact (superuser) the one letter goes to: the invoicing contact of the partner."""
        self.ensure_one()
        return self.partner_id.sudo()._get_letter_contacts()  # the address of a letter one may send

    def _note_sent(self, moment=None):
        """The letters have left: the first time their status says so, whatever was posted meanwhile."""
        first = self.filtered(lambda letter: letter.state == "reviewed")
        first._do_move("sent", sent_on=moment or fields.Datetime.now())

    def _is_first_sending_of(self, rows):
        """Return whether nothing else of the one letter ever left."""
        return not any(row.state == "sent" for row in self.dispatch_ids - rows)

    def _may_be_unsent(self):
        """Return whether nobody acted upon the sending of the one letter yet."""
        reminded = self.reminder_ids.filtered(lambda row: row.state not in ("waiting", "dropped"))
        return self.state in ("sent", "silent") and not self.delivered_on and not reminded

    def _take_back_sending(self):
        """The letters never left: they wait to be sent again, sealed as they are."""
        none = self.dispatch_ids.browse()
        unsent = self.filtered(
            lambda letter: letter.state in ("sent", "silent") and letter._is_first_sending_of(none)
        )
        unsent._write_by_flow({"state": "reviewed", "sent_on": False, "reminder_stage": 0})
        unsent.reminder_ids._drop()
        for letter in self - unsent:
            left = letter.dispatch_ids.filtered(lambda row: row.state == "sent")
            letter._write_by_flow({"sent_on": min(left.mapped("date"), default=letter.sent_on)})
        for letter in self:
            letter._message_log(body=letter.env._("It was not posted; the confirmation was taken back."))

    def _get_text(self):
        """Return the text message with the link of the one letter."""
        self.ensure_one()
        letter = self.with_context(lang=self.lang)
        return letter.env._(
            "%(company)s: reconciliation letter %(number)s, please confirm by %(day)s: %(link)s",
            company=shortened(letter.company_id.sudo().name),
            number=letter.name,
            day=letter.reply_by or "",
            link=letter._get_link(),
        )

    # --- the file -----------------------------------------------------------

    def _get_qr(self):
        """Return the QR code of the link as a picture inside the document: nothing is fetched while printing."""
        self.ensure_one()
        picture = self.env["ir.actions.report"].barcode("QR", self._get_link(), width=240, height=240)
        return f"data:image/png;base64,{base64.b64encode(picture).decode()}"

    def _render_pdf(self):
        """Return ``{id: PDF}``, letter by letter: some builds of wkhtmltopdf refuse several at once."""
        report = self.env["ir.actions.report"]
        streams = report._render_qweb_pdf_prepare_streams(REPORT, {}, res_ids=self.ids)
        return {res_id: value["stream"].getvalue() for res_id, value in streams.items() if value["stream"]}

    def _get_file_name(self):
        self.ensure_one()
        return f"{self.name.replace('/', '_')}.pdf"

    def _is_void(self):
        self.ensure_one()
        return self.state in VOID

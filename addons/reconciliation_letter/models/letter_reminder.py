"""Partners who keep silent are reminded, once per stage."""

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..const import WAITING
from ..rules.reminder import due_stage, stages


class ReconciliationLetterReminded(models.AbstractModel):
    """The part of a letter that waits for the answer."""

    _name = "reconciliation.letter.reminded"
    _description = "Reminders of a reconciliation letter"

    reminder_ids = fields.One2many("reconciliation.reminder", "letter_id", "Reminders", readonly=True)
    reminder_stage = fields.Integer(
        "Reminders Sent", readonly=True, copy=False, help="The last stage the partner was reminded at."
    )
    no_reminder = fields.Boolean("Do Not Remind", copy=False, tracking=True)

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"reminder_stage"}

    @api.model
    def _waiting_domain(self):
        return Domain("state", "in", WAITING) & Domain("sent_on", "!=", False)

    # --- the daily run ------------------------------------------------------------

    @api.model
    def _cron_remind(self, limit=200):
        """Note who missed the date and remind who keeps silent; one transaction per letter."""
        cron = self.env["ir.cron"]
        letters = self._find_to_remind()
        cron._commit_progress(remaining=len(letters))
        for letter in letters[:limit]:
            letter._remind_alone()
            if not cron._commit_progress(1):
                break

    def _remind_alone(self):
        """Remind the one letter unless another worker has it, or just had it."""
        try:
            free = self.try_lock_for_update().filtered_domain(self._waiting_domain())
            if free:
                free._do_remind()
                self.env.flush_all()
        except SerializationFailure:
            self.env.cr.rollback()  # the other worker was faster; nothing of ours is kept

    @api.model
    def _find_to_remind(self):
        """Return the letters whose date has passed or whose next stage is due; two statements for all."""
        letters = self.search(self._waiting_domain())
        return letters.filtered(lambda letter: letter._missed_its_date() or letter._get_due_stage())

    def _missed_its_date(self):
        today = fields.Date.context_today(self)
        return self.state != "silent" and bool(self.reply_by) and self.reply_by < today

    def _get_due_stage(self):
        """Return the stage due today (1, 2, …), 0 when none is."""
        if self.no_reminder or not self.sent_on or self.state not in WAITING:
            return 0
        days = stages(self.company_id.letter_reminder_days)
        sent_on = fields.Datetime.context_timestamp(self, self.sent_on).date()
        return due_stage(sent_on, days, fields.Date.context_today(self), (self.reminder_stage,))

    def _do_remind(self):
        """Write down the stage and queue its message, in one transaction: both, or neither."""
        self.ensure_one()
        if self._missed_its_date():
            self._move_to("silent")
        stage = self._get_due_stage()
        if not stage:
            return
        if not self.is_intact:
            self._tell_broken()
            return
        self._write_by_flow({"reminder_stage": stage})
        contact_sudo = self._get_recipient()
        channel = "mail" if contact_sudo.email else "activity"
        reminder = self.env["reconciliation.reminder"]._record(
            [{"letter_id": self.id, "stage": stage, "channel": channel, "date": fields.Datetime.now()}]
        )
        if channel == "mail":
            mail = self._send_reminder_mail("reconciliation_letter.mail_template_reminder", stage=stage)
            reminder._amend({"mail_message_id": mail.mail_message_id.id, "recipient": contact_sudo.email})
        else:
            self._schedule_reminder_activity(stage)

    def _send_reminder_mail(self, template, **context):
        """Queue the message in the partner's language; nothing leaves before the transaction is through."""
        self.ensure_one()
        if not self._get_recipient().email:
            self._schedule_reminder_activity(0)
            return self.env["mail.mail"]
        template_sudo = self.env.ref(template).sudo().with_context(**context)  # also for scheduled runs
        mail_id = template_sudo.send_mail(self.id, force_send=False)
        return self.env["mail.mail"].sudo().browse(mail_id)

    def _schedule_reminder_activity(self, stage):
        """Nobody can be mailed: somebody sends the text by phone."""
        owner = self._get_owner() or self.company_id.letter_accountant_id
        if owner:
            self.activity_schedule(
                "mail.mail_activity_data_call",
                user_id=owner.id,
                summary=self.env._("Remind by phone or text (%(stage)s)", stage=stage),
                note=self._get_reminder_text(),
            )

    def _get_reminder_text(self):
        """Return a text to copy into a message, in the partner's language."""
        self.ensure_one()
        letter = self.with_context(lang=self.lang or self.partner_id.lang)
        return letter.env._(
            "%(company)s: please confirm the balance of letter %(number)s at %(cutoff)s: %(link)s",
            company=self.company_id.name,
            number=self.name,
            cutoff=self.cutoff,
            link=self._get_link(),
        )

    # --- by hand --------------------------------------------------------------------

    def action_remind(self):
        """Remind now, outside the stages."""
        self._check_letter_user()
        self._check_intact()
        for letter in self:
            if letter.state not in WAITING:
                raise UserError(
                    self.env._("%(letter)s does not wait for an answer.", letter=letter.display_name)
                )
            letter._send_reminder_mail(
                "reconciliation_letter.mail_template_reminder", stage=letter.reminder_stage
            )

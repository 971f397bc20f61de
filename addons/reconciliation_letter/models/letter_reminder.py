"""Partners who keep silent are reminded, once per stage."""

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..const import PROBLEMS, WAITING
from ..rules.reminder import due_stage, stages

REMINDER = "reconciliation_letter.mail_template_reminder"
UNDER_WAY = ("waiting", "sending")


class ReconciliationLetterReminded(models.AbstractModel):
    """The part of a letter that waits for the answer."""

    _name = "reconciliation.letter.reminded"
    _description = "Reminders of a reconciliation letter"

    reminder_ids = fields.One2many("reconciliation.reminder", "letter_id", "Reminders", readonly=True)
    reminder_stage = fields.Integer(
        "Reminders Sent", readonly=True, copy=False, help="The last stage the partner was reminded at."
    )
    no_reminder = fields.Boolean("Do Not Remind", copy=False, tracking=True)
    reminder_problem = fields.Boolean(
        "Reminder Failed",
        compute="_compute_reminder_problem",
        store=True,
        help="The last reminder bounced, failed, or nobody knows how it ended.",
    )

    @api.depends("reminder_ids.state")
    def _compute_reminder_problem(self):
        for letter in self:
            letter.reminder_problem = letter.reminder_ids.sorted("id")[-1:].state in PROBLEMS

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"reminder_stage"}

    @api.model
    def _waiting_domain(self):
        return Domain("state", "in", WAITING) & Domain("sent_on", "!=", False)

    def _after_move(self, target):
        result = super()._after_move(target)
        if target not in WAITING:  # who answered need not be called any more
            self.reminder_ids._drop()
        return result

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
        today = self.company_id._get_company_day()
        return self.state != "silent" and bool(self.reply_by) and self.reply_by < today

    def _get_due_stage(self):
        """Return the stage due today (1, 2, …), 0 when none is."""
        if self.no_reminder or not self.sent_on or self.state not in WAITING:
            return 0
        company = self.company_id
        days, sent_on = stages(company.letter_reminder_days), company._get_company_day(self.sent_on)
        return due_stage(sent_on, days, company._get_company_day(), (self.reminder_stage,))

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
        self._remind("automatic", stage=stage)

    # --- one reminder ---------------------------------------------------------------

    def _remind(self, kind, template=REMINDER, stage=0):
        """Record one reminder and queue it: by mail, or for somebody to call who has no address. Return the row."""
        self.ensure_one()
        contact_sudo = self._get_recipient()
        if contact_sudo.email:
            vals = self._prepare_mail_reminder(contact_sudo, template, stage)
        else:
            vals = self._prepare_activity_reminder(contact_sudo, stage)
        row = self.env["reconciliation.reminder"]._record([self._prepare_reminder_vals(kind, stage) | vals])
        if row.channel == "mail":
            # whoever may remind may have it sent
            self.env.ref("reconciliation_letter.cron_send_reminders").sudo()._trigger()
        return row

    def _prepare_reminder_vals(self, kind, stage):
        sent_on = self.sent_on and self.company_id._get_company_day(self.sent_on)
        return {
            "letter_id": self.id,
            "kind": kind,
            "stage": stage,
            "days": (self.company_id._get_company_day() - sent_on).days if sent_on else 0,
            "date": fields.Datetime.now(),
            "user_id": self.env.uid if kind != "automatic" else False,
        }

    def _prepare_mail_reminder(self, contact_sudo, template, stage):
        """Make the mail, in the partner's language; it waits for the queue of reminders and is kept as the proof."""
        template_sudo = self.env.ref(template).sudo().with_context(stage=stage)  # also for scheduled runs
        kept = {"auto_delete": False, "is_notification": True, "state": "cancel"}
        mail_id = template_sudo.send_mail(self.id, force_send=False, email_values=kept)
        mail_sudo = self.env["mail.mail"].sudo().browse(mail_id)
        mail_sudo.env["mail.notification"].create(  # where the mail gateway looks when a mail comes back
            {
                "mail_message_id": mail_sudo.mail_message_id.id,
                "mail_mail_id": mail_sudo.id,
                "res_partner_id": contact_sudo.id,
                "notification_type": "email",
                "notification_status": "ready",
                "is_read": True,
            }
        )
        return {
            "channel": "mail",
            "partner_id": contact_sudo.id,
            "recipient": contact_sudo.email,
            "mail_message_id": mail_sudo.mail_message_id.id,
        }

    def _prepare_activity_reminder(self, contact_sudo, stage):
        activity_sudo = self._schedule_reminder_activity(stage).sudo()  # of who looks after the letter
        return {
            "channel": "activity",
            "partner_id": contact_sudo.id,
            "recipient": contact_sudo.phone or contact_sudo.name,
            "text": self._get_reminder_text(),
            "activity_id": activity_sudo.id,
        }

    def _schedule_reminder_activity(self, stage):
        """Nobody can be mailed: somebody sends the text by phone."""
        owner = self._get_owner() or self.company_id.letter_accountant_id
        if not owner:
            return self.env["mail.activity"]
        return self.activity_schedule(
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
        self._check_may_remind()
        self._lock()
        for letter in self:
            letter._check_no_reminder_under_way()
            letter._remind("manual", stage=letter.reminder_stage)

    def action_remind_by_text(self):
        """Write down that somebody reminds by a text of their own phone, and show what to copy."""
        self.ensure_one()
        self._check_may_remind()
        contact_sudo = self._get_recipient()
        vals = {
            "channel": "text",
            "partner_id": contact_sudo.id,
            "recipient": contact_sudo.phone or contact_sudo.name,
            "text": self._get_reminder_text(),
        }
        row = self.env["reconciliation.reminder"]._record(
            [self._prepare_reminder_vals("manual", self.reminder_stage) | vals]
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reminder to Copy"),
            "res_model": row._name,
            "res_id": row.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _check_may_remind(self):
        self._check_letter_user()
        self._check_intact()
        for letter in self:
            if letter.state not in WAITING:
                raise UserError(
                    self.env._("%(letter)s does not wait for an answer.", letter=letter.display_name)
                )

    def _check_no_reminder_under_way(self):
        """Two clicks are one reminder."""
        if self.reminder_ids.filtered(lambda row: row.channel == "mail" and row.state in UNDER_WAY):
            raise UserError(
                self.env._("%(letter)s: a reminder is being sent already.", letter=self.display_name)
            )

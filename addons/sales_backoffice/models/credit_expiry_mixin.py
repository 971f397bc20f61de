"""Tells in good time that a credit limit is about to end."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

NOTICE_DAYS = (30, 7)  # a first notice, then a last one


class CreditExpiryMixin(models.AbstractModel):
    """Adds notices before ``valid_to``; once per stage and end date, however often and wherever the job runs."""

    _name = "credit.expiry.mixin"
    _description = "Notice before a Limit Ends"

    notified_days = fields.Integer(
        readonly=True, copy=False, help="Stage of the last notice, in days before the end."
    )

    @api.model
    def _get_notice_domain(self):
        """Return the profiles that reached a stage they were not told about."""
        today = fields.Date.context_today(self)
        stages = [
            Domain("valid_to", "<=", today + timedelta(days=days))
            & (Domain("notified_days", ">", days) | Domain("notified_days", "=", 0))
            for days in NOTICE_DAYS
        ]
        return Domain("valid_to", ">=", today) & Domain.OR(stages)

    @api.model
    def _cron_notify_expiry(self, batch=100):
        """Give the notices that are due; safe to run twice, in two workers, and to be killed."""
        cron = self.env["ir.cron"]
        domain = self._get_notice_domain()
        ids = self.search(domain, limit=batch).ids
        cron._commit_progress(remaining=self.search_count(domain))
        for profile_id in ids:
            profile = self.browse(profile_id).try_lock_for_update().filtered_domain(domain)
            if profile:
                profile._do_notify_expiry()
            if not cron._commit_progress(len(profile)):
                break

    def _do_notify_expiry(self):
        """Note the stage and ask for a review, in one transaction: one without the other never happens."""
        today = fields.Date.context_today(self)
        for profile in self:
            days = (profile.valid_to - today).days
            profile.notified_days = min(stage for stage in NOTICE_DAYS if days <= stage)
            profile.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=profile.valid_to,
                user_id=profile._get_reviewer().id,
                summary=self.env._("Credit limit ends in %(days)s days: review it", days=days),
            )

    def _get_reviewer(self):
        """Return who reviews the limit: an accountant of the company, else the administrator."""
        self.ensure_one()
        accountants = self.env["backoffice.approval.rule"]._get_members(
            self.env.ref("backoffice_base.group_accountant"), self.company_id
        )
        people = accountants.filtered(lambda user: user.id not in (self.env.ref("base.user_root").id,))
        return people[:1] or self.env.ref("base.user_admin")

    def write(self, vals):
        # a new end date starts the notices again
        if "valid_to" in vals and "notified_days" not in vals:
            vals = {**vals, "notified_days": 0}
        return super().write(vals)

"""Releases that nobody used in time expire."""

from odoo import api, fields, models
from odoo.fields import Domain


class CreditReleaseExpiry(models.AbstractModel):
    """The scheduled end of a release."""

    _name = "credit.release.expiry"
    _description = "Expiry of a Credit Release"

    @api.model
    def _get_overdue_domain(self):
        today = fields.Date.context_today(self)
        return Domain("state", "in", ("submitted", "approved")) & Domain("date_to", "<", today)

    @api.model
    def _cron_expire(self, batch=100):
        """Expire what was not used in time and tell who asked; safe to run twice, in two workers, and to be killed."""
        cron = self.env["ir.cron"]
        domain = self._get_overdue_domain()
        ids = self.search(domain, limit=batch).ids
        cron._commit_progress(remaining=self.search_count(domain))
        for release_id in ids:
            release = self.browse(release_id).try_lock_for_update().filtered_domain(domain)
            if release:
                release._do_expire()
            if not cron._commit_progress(len(release)):
                break

    def _do_expire(self):
        self._move_to("expired")
        self._close_approval_activities()
        for release in self:
            release.message_post(
                body=self.env._(
                    "Expired on %(date)s without being used.", date=fields.Date.to_string(release.date_to)
                ),
                partner_ids=release.requested_by_id.partner_id.ids,
                message_type="notification",
                subtype_xmlid="mail.mt_note",
            )

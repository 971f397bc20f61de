"""Records that only the reminders themselves write: what was told to whom is no field to fill in."""

from odoo import api, models
from odoo.exceptions import AccessError

_BY_REMINDER = object()  # compared by identity: no RPC client can send it


class ReminderGuard(models.AbstractModel):
    """Refuses create, write and delete by anybody; our own code goes through ``_as_reminder()``."""

    _name = "reminder.guard"
    _description = "Written by the Reminders Only"

    _open_fields = frozenset()  # what people may write all the same

    def _as_reminder(self):
        """Return the records in a state in which they can be written. Access rights still count."""
        return self.with_context(
            reminder_token=_BY_REMINDER,
            tracking_disable=True,
            mail_create_nolog=True,
            mail_create_nosubscribe=True,
        )

    @api.model
    def _is_by_reminder(self):
        return self.env.context.get("reminder_token") is _BY_REMINDER

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_by_reminder():
            raise AccessError(self.env._("Reminders are recorded when they happen, never by hand."))
        records = super().create(vals_list)
        return records.with_context(reminder_token=None)

    def write(self, vals):
        if vals.keys() - self._open_fields and not self._is_by_reminder():
            raise AccessError(
                self.env._("What was recorded about a reminder stays as it is; use the buttons.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("What was recorded about a reminder is never deleted."))

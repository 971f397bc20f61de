"""A digest in the group of the company, with the name of whom it concerns."""

from odoo import api, models


class ReminderWriter(models.AbstractModel):
    _inherit = "reminder.writer"

    @api.model
    def _prepare_digest(self, company, today, recipient, notices, blocked):
        # EXTENDS payment_reminder
        yield from super()._prepare_digest(company, today, recipient, notices, blocked)
        said = notices.filtered(lambda notice: notice.stage_id.by_robot)
        if said and company.reminder_robot_id:
            texts, lang = self.env["reminder.digest.texts"], recipient.lang or self.env.lang
            yield {
                **self._prepare_vals(company, today, recipient, said),
                **texts._get_summary(company, said, lang),
                "channel": "robot",
                "address": self._get_phone(company, recipient),
            }

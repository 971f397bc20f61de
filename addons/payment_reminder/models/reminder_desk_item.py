"""What became of a message, as an activity of whoever keeps the desk."""

from odoo import api, models


class ReminderDeskItem(models.AbstractModel):
    _name = "reminder.desk.item"
    _description = "Item on the Reminder Desk"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    def _get_desk_note(self, why):
        """Return what the desk is told of a message, in the language of the environment."""
        return {
            "unknown": self.env._("Nobody knows whether it arrived: check, then decide."),
            "dead": self.env._("The worker stopped while sending: check whether it arrived."),
            "failed": self.env._("It was refused: see why, then send again or tell by word of mouth."),
            "unreachable": self.env._("Cannot be reached: complete the address, then send again."),
        }[why]

    def _put_on_desk(self, why):
        """Make each message an activity of who keeps the desk, in the words of that person."""
        todo = self.env.ref("payment_reminder.mail_activity_desk")
        desks = {company: company._get_reminder_desk_user() for company in self.company_id}
        vals_list = [
            {
                "activity_type_id": todo.id,
                "res_model_id": self.env["ir.model"]._get_id(self._name),
                "res_id": message.id,
                "user_id": desks[message.company_id].id,
                "summary": message.recipient_id.name,
                "note": self.with_context(lang=desks[message.company_id].lang)._get_desk_note(why),
                "automated": True,
            }
            for message in self
        ]
        self._create_activities(vals_list)

    @api.model
    def _create_activities(self, vals_list):
        """Create activities that nobody is mailed about: the digest is the one mail of the day."""
        return self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(vals_list)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        # EXTENDS mail: an activity makes its user a follower, one statement after the other; here it says all
        if self.env.context.get("mail_activity_quick_update"):
            return True
        return super().message_subscribe(partner_ids, subtype_ids)

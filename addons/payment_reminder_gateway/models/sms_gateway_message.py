"""The gateway tells its reminders what became of them."""

from odoo import models


class SmsGatewayMessage(models.Model):
    _inherit = "sms.gateway.message"

    def _after_state_change(self):
        # EXTENDS sms_gateway
        result = super()._after_state_change()
        # robots answer at once, to the sender, which holds its reminder meanwhile
        ours = self.filtered(lambda row: row.channel == "sms" and row.origin_model == "reminder.message")
        for row in ours:
            # superuser: outcomes are written by nobody by hand
            reminder_sudo = self.env["reminder.message"].sudo().browse(row.origin_id).exists()
            if reminder_sudo and reminder_sudo.uuid == row.key:
                words = dict(row._fields["failure"]._description_selection(self.env)).get(row.failure)
                reminder_sudo._follow_gateway(row.state, row.detail or words or False)
        return result

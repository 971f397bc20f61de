"""The gateway tells the sendings of letters what became of their texts."""

from odoo import models


class SmsGatewayMessage(models.Model):
    _inherit = "sms.gateway.message"

    def _after_state_change(self):
        # EXTENDS sms_gateway
        result = super()._after_state_change()
        ours = self.filtered(lambda message: message.origin_model == "reconciliation.dispatch")
        self.env["reconciliation.dispatch"]._follow_log(ours)
        return result

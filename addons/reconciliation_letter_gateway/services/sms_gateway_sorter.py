"""A text that waited leaves only while its link still opens the letter."""

from odoo import api, models


class SmsGatewaySorter(models.AbstractModel):
    _inherit = "sms.gateway.sorter"

    @api.model
    def _sort(self, account, texts):
        # EXTENDS sms_gateway
        parcels, failures = super()._sort(account, texts)
        ours = texts.filtered(lambda text: text.gateway_origin_model == "reconciliation.dispatch")
        waiting = ours.filtered(lambda text: text.id in parcels)
        for text in self.env["reconciliation.dispatch"]._get_dead_texts(waiting):
            del parcels[text.id]
            failures[text.id] = "cancelled"
        return parcels, failures

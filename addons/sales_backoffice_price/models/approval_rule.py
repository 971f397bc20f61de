"""What the approval matrix decides on for prices."""

from odoo import api, models


class ApprovalRule(models.Model):
    _inherit = "backoffice.approval.rule"

    @api.model
    def _get_kinds(self):
        return [
            *super()._get_kinds(),
            ("price_sheet", self.env._("Price sheet (% change of a price)")),
            ("price_release", self.env._("Special price (% off the list)")),
        ]

from odoo import api, models


class ApprovalRule(models.Model):
    _inherit = "backoffice.approval.rule"

    @api.model
    def _get_kinds(self):
        return [*super()._get_kinds(), ("test_request", "Test request"), ("test_other", "Other test request")]

from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_gateway_number(self, company):
        """The number of a contact in E.164, or ``False`` when it has none or a wrong one."""
        self.ensure_one()
        return self.env["sms.gateway.sorter"]._get_number(self.phone, self.country_id or company.country_id)

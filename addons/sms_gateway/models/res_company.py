"""What other add-ons ask a company before they queue a text."""

from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _get_sms_gateway(self):
        """The active SMS account of a company, or an empty recordset."""
        self.ensure_one()
        # superuser: who queues a text need not be able to read accounts
        return self.env["sms.gateway.account"].sudo().search([("company_id", "=", self.id)], limit=1)

    def _get_sms_gateway_problem(self):
        """A sentence why no text of this company can leave now, or ``False``."""
        account_sudo = self._get_sms_gateway()
        if not account_sudo:
            return self.env._("%(company)s has no SMS account.", company=self.name)
        return account_sudo._get_problem()

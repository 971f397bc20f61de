"""Closed where the ledgers keep promises: nothing is promised in two places."""

from odoo import api, models
from odoo.exceptions import UserError


class ReminderPromise(models.Model):
    _inherit = "reminder.promise"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS payment_reminder
        if vals_list:
            raise UserError(
                self.env._("Promises are kept with the receivables: note it under Ledgers, Promises.")
            )
        return super().create(vals_list)

"""The promise to pay on the invoice itself."""

from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    receivable_promise_ids = fields.One2many(
        "receivable.promise", "move_id", "Promises", groups="sales_backoffice.group_credit_reader"
    )

    def action_promise_payment(self):
        """Note what the customer promised to pay of this invoice."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Promise to Pay"),
            "res_model": "receivable.promise.entry",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_partner_id": self.commercial_partner_id.id,
                "default_company_id": self.company_id.id,
                "default_move_id": self.id,
                "default_currency_id": self.currency_id.id,
                "default_amount": self.amount_residual,
            },
        }

"""A reminder of a delivery leads to it."""

from odoo import fields, models


class ReminderNotice(models.Model):
    _inherit = "reminder.notice"

    kind = fields.Selection(
        selection_add=[("delivery", "Delivered, Not Invoiced")], ondelete={"delivery": "cascade"}
    )

    def _get_order(self):
        """Return the order of what was delivered."""
        self.ensure_one()
        document_sudo = (
            self.env[self.res_model].sudo().browse(self.res_id)
        )  # superuser: only to find the order
        return document_sudo.sale_id if self.res_model == "stock.picking" else document_sudo

    def action_open_document(self):
        # EXTENDS payment_reminder
        self.ensure_one()
        if self.kind == "delivery":
            return self.env[self.res_model].browse(self.res_id).get_formview_action()
        return super().action_open_document()

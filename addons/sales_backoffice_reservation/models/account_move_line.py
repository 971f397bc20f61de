"""Which line of a reservation an invoice line stands for."""

from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    reservation_line_id = fields.Many2one(
        "invoice.reservation.line",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        groups="sales_backoffice_reservation.group_invoice_reader",
    )

    def _copy_data_extend_business_fields(self, values):
        # EXTENDS sale: a red letter and the invoice that replaces one stand for the same reservation
        result = super()._copy_data_extend_business_fields(values)
        values["reservation_line_id"] = self.sudo().reservation_line_id.id
        return result

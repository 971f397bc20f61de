"""Which line of a reservation an invoice line stands for."""

from odoo import fields, models
from odoo.exceptions import AccessError

# what an approval is held against; Odoo lets most of it be written on a posted line
APPROVED = frozenset({"quantity", "price_unit", "discount", "product_uom_id", "tax_ids", "move_id"})


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

    def write(self, vals):
        # EXTENDS account: a line stays bound to what was approved for it, on the draft and once it is posted
        if "reservation_line_id" in vals and not self.env.su:
            lines_sudo = self.sudo()  # asked of whoever writes, reader of reservations or not
            if any(line.reservation_line_id.id != vals["reservation_line_id"] for line in lines_sudo):
                raise AccessError(
                    self.env._("Which reservation an invoice line stands for is set when it is issued.")
                )
        result = super().write(vals)
        if APPROVED & vals.keys():
            posted = self.filtered(lambda line: line.parent_state == "posted").move_id
            if posted:
                self.env["invoice.approved.amount"]._check_not_exceeded(posted)
        return result

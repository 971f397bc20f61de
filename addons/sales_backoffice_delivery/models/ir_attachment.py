"""The proof of a delivery is not exchanged afterwards."""

from odoo import api, models
from odoo.exceptions import AccessError

KEPT = {
    "raw",
    "datas",
    "db_datas",
    "store_fname",
    "checksum",
    "mimetype",
    "type",
    "url",
    "name",
    "res_model",
    "res_id",
    "res_field",
    "company_id",
    "public",
}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        if KEPT & vals.keys():
            self._check_no_receipt()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_receipt(self):
        self._check_no_receipt()

    def _check_no_receipt(self):
        """Raise when one of the files is the picture of a signed receipt."""
        # superuser: who may not read the file may not change it either, and is told so by the access rights
        files = self.sudo().filtered(lambda attachment: attachment.res_model == "stock.picking")
        if files and self.env["stock.picking"].sudo().search_count(
            [("receipt_image_ids", "in", files.ids)], limit=1
        ):
            raise AccessError(self.env._("The picture of a signed receipt stays as it is; add another one."))

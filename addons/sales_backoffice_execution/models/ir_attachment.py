"""The files of a filed statement stay what they are."""

from odoo import api, models
from odoo.exceptions import UserError

KEPT = "contract.statement"
UNTOUCHED = {
    "raw",
    "datas",
    "db_datas",
    "store_fname",
    "checksum",
    "res_model",
    "res_id",
    "name",
    "mimetype",
    "url",
    "type",
}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        # EXTENDS base
        if UNTOUCHED & vals.keys():
            self._check_not_filed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_filed(self):
        self._check_not_filed()

    def _check_not_filed(self):
        """Refuse to change a file that a filed statement was proved with, whoever asks."""
        near = self.sudo().filtered(lambda attachment: attachment.res_model == KEPT)
        if not near:
            return
        domain = ["|", ("pdf_id", "in", near.ids), ("xlsx_id", "in", near.ids)]
        statement = self.env[KEPT].sudo().with_context(active_test=False).search(domain, limit=1)
        if statement:
            raise UserError(
                self.env._(
                    "This file belongs to the filed statement %(statement)s and stays as it is.",
                    statement=statement.name,
                )
            )

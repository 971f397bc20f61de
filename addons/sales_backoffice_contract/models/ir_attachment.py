"""The file of a signed scan is not exchanged behind its record."""

from odoo import api, models
from odoo.exceptions import UserError

SCAN = "sale.contract.scan"
PLACE = {"res_model", "res_id", "res_field"}
CONTENT = {"raw", "datas", "db_datas", "store_fname", "checksum", "mimetype", "type", "url", "public"}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS base: the scan itself creates its file as superuser
        attachments = super().create(vals_list)
        if not self.env.su:
            attachments._check_no_scan()
        return attachments

    def write(self, vals):
        # EXTENDS base
        if (CONTENT | PLACE) & vals.keys():
            self._check_no_scan()
        result = super().write(vals)
        if PLACE & vals.keys():
            self._check_no_scan()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_scan(self):
        self._check_no_scan()

    def _check_no_scan(self):
        """Raise when one of the files is that of a signed scan which is still there."""
        files = self.sudo().filtered(lambda item: item.res_model == SCAN and item.res_field and item.res_id)
        if files and self.env[SCAN].sudo().browse(files.mapped("res_id")).exists():
            raise UserError(self.env._("A signed scan is not changed: attach the new one beside it."))

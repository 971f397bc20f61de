"""The scan and the original of an answer, as both dialogs ask for them."""

import base64
import binascii

from odoo import fields, models
from odoo.exceptions import UserError


class ReconciliationAnswerOriginal(models.AbstractModel):
    _name = "reconciliation.answer.original"
    _description = "Scan and Original of an Answer"

    scan = fields.Binary(attachment=False)
    scan_name = fields.Char()
    original_received = fields.Boolean("Original Is Here")
    original_on = fields.Date("Received On", default=fields.Date.context_today)
    original_place = fields.Char("Kept At")

    def _get_scans(self):
        """Return the uploaded file, if there is one, as the contents to keep."""
        if not self.scan:
            return []
        try:
            return [base64.b64decode(self.scan, validate=True)]
        except (ValueError, binascii.Error) as error:
            raise UserError(self.env._("The file did not arrive in one piece; choose it again.")) from error

    def _get_original(self):
        """Return when the original came and where it is kept."""
        if not self.original_received:
            return False, False
        if not self.original_on or not self.original_place:
            raise UserError(self.env._("Say when the original came and where it is kept."))
        return self.original_on, self.original_place

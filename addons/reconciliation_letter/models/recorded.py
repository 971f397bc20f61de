"""Rows that only the program writes: the evidence of what partners answered and of what was counted."""

from odoo import api, models
from odoo.exceptions import AccessError

_BY_RECORD = object()  # compared by identity: no RPC client can send it


class ReconciliationRecorded(models.AbstractModel):
    """Created by ``_record``, changed by ``_amend``, never deleted; neither can be called by a client."""

    _name = "reconciliation.recorded"
    _description = "Evidence of reconciliation letters"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_by_record()
        return super().create(vals_list)

    def write(self, vals):
        self._check_by_record()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("What was recorded of a letter is never deleted."))

    def _check_by_record(self):
        if self.env.context.get("record_token") is not _BY_RECORD:
            raise AccessError(self.env._("This is recorded by the buttons of the letter only."))

    @api.model
    def _record(self, vals_list):
        """Create rows; the caller checked who asks. The token goes no further."""
        rows = self.sudo().with_context(record_token=_BY_RECORD).create(vals_list)
        return self.browse(rows.ids)

    def _amend(self, vals):
        """Change rows; the caller checked who asks."""
        self.sudo().with_context(record_token=_BY_RECORD).write(vals)

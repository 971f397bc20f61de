"""Rows that only the program writes, once."""

from odoo import api, models
from odoo.exceptions import AccessError

BY_SNAPSHOT = object()  # compared by identity: no RPC client can send it


class ReconciliationFrozen(models.AbstractModel):
    """Parts of a letter: created with its snapshot, never changed, deleted with the draft they belong to."""

    _name = "reconciliation.frozen"
    _description = "Frozen part of a reconciliation letter"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_by_snapshot()
        return super().create(vals_list)

    def write(self, vals):
        self._check_by_snapshot()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_by_snapshot(self):
        self._check_by_snapshot()

    def _check_by_snapshot(self):
        if self.env.context.get("snapshot_token") is not BY_SNAPSHOT:
            raise AccessError(
                self.env._("The lines of a letter come from the books and are not changed by hand.")
            )

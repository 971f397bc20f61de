"""The figures of a letter: taken from the books, sealed at review, checked ever after."""

from odoo import fields, models


class ReconciliationLetterSnapshot(models.AbstractModel):
    """The part of a letter that freezes it."""

    _name = "reconciliation.letter.snapshot"
    _description = "Frozen figures of a reconciliation letter"

    wording_id = fields.Many2one("reconciliation.wording", readonly=True, copy=False, ondelete="set null")
    wording_text = fields.Json("Wording Then", readonly=True, copy=False)
    snapshot = fields.Json(readonly=True, copy=False)
    snapshot_hash = fields.Char("Fingerprint", readonly=True, copy=False)
    changed_after = fields.Boolean(
        readonly=True,
        copy=False,
        help="Something was posted with a date up to the cut-off after the letter was reviewed.",
    )

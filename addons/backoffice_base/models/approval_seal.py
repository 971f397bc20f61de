"""What an approval covers, and whether it is still what was agreed to."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules.fingerprint import fingerprint


class ApprovalSeal(models.AbstractModel):
    """The part of ``backoffice.approval.mixin`` that seals values; it compares only when asked."""

    _name = "backoffice.approval.seal"
    _description = "Sealed values of an approval"
    _inherit = ["backoffice.flow.mixin"]

    _approval_covered_fields = ()
    _approval_valid_states = ("approved",)

    approval_hash = fields.Char(
        readonly=True, copy=False, help="Proof of the values the request was submitted with."
    )
    approval_valid = fields.Boolean(
        compute="_compute_approval_valid", help="Approved, and nothing the approval covers has changed since."
    )

    @api.depends(lambda self: ("state", "approval_hash", *self._approval_covered_fields))
    def _compute_approval_valid(self):
        for document in self:
            document.approval_valid = (
                document.state in self._approval_valid_states and document._is_unchanged()
            )

    def _check_approval_valid(self):
        """Raise unless every document is approved and unchanged; call it before acting upon the approval."""
        void = self.filtered(lambda document: not document.approval_valid)
        if void:
            raise UserError(
                self.env._(
                    "Not approved, or changed since the approval: %(documents)s. Submit it again.",
                    documents=", ".join(void.mapped("display_name")),
                )
            )

    def _approval_snapshot(self):
        """Return ``{field or label: JSON value}`` of what is decided on, as the log keeps it."""
        self.ensure_one()
        return {path: self._get_readable(path) for path in self._approval_covered_fields}

    def _get_covered(self, path):
        """Return the records (superuser) and the field name behind ``"field"`` or ``"line_ids.field"``."""
        parents, _dot, name = path.rpartition(".")
        return (self.sudo().mapped(parents) if parents else self.sudo()), name

    def _get_readable(self, path):
        records, name = self._get_covered(path)
        field = records._fields[name]
        values = [field.convert_to_export(record[name], record) for record in records]
        values = [value if isinstance(value, (int, float)) else str(value) for value in values]
        return values if "." in path else values[0]

    def _get_fingerprint(self):
        """Return the proof of the covered values as they are now."""
        self.ensure_one()
        covered = {}
        for path in self._approval_covered_fields:
            records, name = self._get_covered(path)
            for record in records:
                # what is archived later, such as a tax, was agreed to all the same
                value = record.with_context(active_test=False)[name]
                covered[f"{path}:{record.id}"] = (
                    sorted(value.ids) if isinstance(value, models.BaseModel) else value
                )
        return fingerprint(covered)

    def _is_unchanged(self):
        return bool(self.approval_hash) and self.approval_hash == self._get_fingerprint()

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"approval_hash"}

    @api.model
    def _get_locked_fields(self):
        covered = {path.partition(".")[0] for path in self._approval_covered_fields}
        covered |= {"company_id"} & self._fields.keys()  # it says whose matrix counts
        return dict.fromkeys(covered, (self._flow_start,)) | super()._get_locked_fields()

    def _after_move(self, target):
        result = super()._after_move(target)
        if target == "submitted":
            for document in self:
                document._write_by_flow({"approval_hash": document._get_fingerprint()})
        return result

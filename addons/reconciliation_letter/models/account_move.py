"""品質扣款: credit notes of suppliers for defects, shown by themselves in payable letters."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

MARKER = "backoffice_base.group_accountant"


class AccountMove(models.Model):
    _inherit = "account.move"

    is_quality_deduction = fields.Boolean(
        "Quality Deduction",
        copy=False,
        tracking=True,
        help="The supplier agreed to it for defective goods. While it is not settled, the letter to the supplier shows "
        "it apart from what is paid in advance.",
    )

    _quality_deduction_idx = models.Index("(id) WHERE is_quality_deduction")

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        if any(move.is_quality_deduction for move in moves):  # not the values: defaults count as well
            self._check_may_mark_deduction()
        return moves

    def write(self, vals):
        if "is_quality_deduction" in vals:
            wanted = bool(vals["is_quality_deduction"])
            if any(move.is_quality_deduction != wanted for move in self):
                self._check_may_mark_deduction()
        return super().write(vals)

    @api.constrains("is_quality_deduction", "move_type")
    def _check_quality_deduction(self):
        if any(move.is_quality_deduction and move.move_type != "in_refund" for move in self):
            raise ValidationError(self.env._("Only a credit note of a supplier is a quality deduction."))

    def _check_may_mark_deduction(self):
        if not self.env.su and not self.env.user.has_group(MARKER):
            raise AccessError(self.env._("The accountant says what is a quality deduction."))

    def _mark_quality_deduction(self, source):
        """Mark the credit notes in the name of the document ``source`` in which the supplier agreed to them.

        For the documents that come to such an agreement; they check who may.
        """
        self.sudo().write({"is_quality_deduction": True})
        for move in self.sudo():  # whoever confirms the agreement need not be an accountant
            move.message_post(
                body=self.env._("Quality deduction of %(document)s.", document=source.display_name)
            )

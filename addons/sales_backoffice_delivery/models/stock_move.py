"""What the customer signed for, per line of the delivery."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

_BY_RECEIPT = object()  # compared by identity: no RPC client can send it
SIGNATURE = {"is_signed", "signed_quantity", "rejected_quantity", "reject_reason_id"}


class StockMove(models.Model):
    _inherit = "stock.move"

    is_signed = fields.Boolean("Signed", copy=False, readonly=True, help="The signed quantity is known.")
    signed_quantity = fields.Float(
        digits="Product Unit",
        copy=False,
        readonly=True,
        help="What the customer signed for, in the unit of the delivery.",
    )
    rejected_quantity = fields.Float(
        digits="Product Unit",
        copy=False,
        readonly=True,
        help="Delivered, and not accepted by the customer.",
    )
    reject_reason_id = fields.Many2one(
        "delivery.reason",
        "Reason of the Rejection",
        copy=False,
        readonly=True,
        check_company=True,
        index="btree_not_null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        if any(move[name] for move in moves for name in SIGNATURE):
            raise AccessError(self.env._("The signed quantity is noted with the receipt, not before."))
        return moves

    def write(self, vals):
        if "date" in vals and not self.env.su:
            self._check_not_in_future(fields.Datetime.to_datetime(vals["date"]))
        if SIGNATURE & vals.keys() and self.env.context.get("receipt_token") is not _BY_RECEIPT:
            raise AccessError(self.env._("The signed quantity is noted with the receipt only."))
        return super().write(vals)

    def _check_not_in_future(self, moment):
        """Raise when goods that were moved would be dated later than now: no sheet would ever show them."""
        done = moment and moment > fields.Datetime.now() and self.filtered(lambda move: move.state == "done")
        if done:
            raise UserError(
                self.env._(
                    "%(transfers)s: moved already, so not in the future.",
                    transfers=", ".join(done.picking_id.mapped("name")) or done[:1].reference,
                )
            )

    def _write_signature(self, signed, rejected=0.0, reason=None):
        """Note what was signed for and what was not accepted, in the unit of the move."""
        self.ensure_one()
        signed, rejected = self.product_uom.round(signed), self.product_uom.round(rejected)
        if signed < 0 or rejected < 0:
            raise UserError(
                self.env._(
                    "%(product)s: quantities cannot be negative.", product=self.product_id.display_name
                )
            )
        if self.product_uom.compare(rejected, self.quantity) > 0:
            raise UserError(
                self.env._(
                    "%(product)s: no more can be rejected than was delivered.",
                    product=self.product_id.display_name,
                )
            )
        if rejected and not reason:
            raise UserError(
                self.env._("%(product)s: say why it was not accepted.", product=self.product_id.display_name)
            )
        self.with_context(receipt_token=_BY_RECEIPT).write(
            {
                "is_signed": True,
                "signed_quantity": signed,
                "rejected_quantity": rejected,
                "reject_reason_id": reason.id if rejected else False,
            }
        )

    def _forget_signature(self):
        self.with_context(receipt_token=_BY_RECEIPT).write(
            {"is_signed": False, "signed_quantity": 0.0, "rejected_quantity": 0.0, "reject_reason_id": False}
        )

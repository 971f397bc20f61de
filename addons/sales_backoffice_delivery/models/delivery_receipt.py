"""The signed receipt: who took over how much, and the proof."""

from odoo import api, fields, models


class DeliveryReceipt(models.AbstractModel):
    """The customer's signature on a delivery."""

    _name = "delivery.receipt"
    _description = "Signed Receipt"

    signed_on = fields.Datetime("Signed On", copy=False, readonly=True, tracking=True)
    signed_by_name = fields.Char("Signed By", copy=False, readonly=True, tracking=True)
    receipt_image_ids = fields.Many2many(
        "ir.attachment",
        "stock_picking_receipt_image_rel",
        "picking_id",
        "attachment_id",
        "Proof of Delivery",
        copy=False,
        readonly=True,
    )
    has_signed_receipt = fields.Boolean(
        "Receipt at Hand",
        compute="_compute_has_signed_receipt",
        store=True,
        help="Signed, with a picture of the signed paper. A return is received by our own warehouse: the validated "
        "transfer is the receipt.",
    )

    @api.depends("delivery_progress", "receipt_image_ids", "location_id.usage")
    def _compute_has_signed_receipt(self):
        usages = self._get_tracked_usages()
        for picking in self:
            is_return = picking.location_id.usage in usages
            picking.has_signed_receipt = picking.delivery_progress == "signed" and bool(
                picking.receipt_image_ids or is_return
            )

"""Enter a signed receipt in few taps; a supervisor corrects one."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

PHOTOS = ("photo", "photo_2", "photo_3", "signature")


class DeliveryReceiptEntry(models.TransientModel):
    """Collects what the paper says; ``stock.picking`` checks and notes it."""

    _name = "delivery.receipt.entry"
    _description = "Signed Receipt"

    picking_id = fields.Many2one(
        "stock.picking", "Delivery", required=True, readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="picking_id.partner_id")
    mode = fields.Selection(
        [("sign", "Sign"), ("correct", "Correct"), ("picture", "Add Picture")],
        required=True,
        readonly=True,
        default="sign",
    )
    signed_by_name = fields.Char("Signed By", help="Who took the goods over.")
    signed_on = fields.Datetime(default=fields.Datetime.now)
    photo = fields.Binary("Picture of the Receipt", help="Take it with the phone: JPEG or PNG.")
    photo_2 = fields.Binary("Second Picture")
    photo_3 = fields.Binary("Third Picture")
    signature = fields.Binary("Signature on the Screen")
    reason = fields.Char("Reason of the Correction")
    line_ids = fields.One2many("delivery.receipt.entry.line", "entry_id", "Goods")

    def _open_for(self, picking, correction=False, picture_only=False):
        """Return the action that asks for the receipt of ``picking``."""
        moves = picking.move_ids.filtered(lambda move: move.state == "done")
        entry = self.create(
            {
                "picking_id": picking.id,
                "mode": "picture" if picture_only else "correct" if correction else "sign",
                "signed_by_name": picking.signed_by_name or self._get_last_signer(picking),
                "signed_on": picking.signed_on or fields.Datetime.now(),
                "line_ids": [Command.create(self._prepare_line_vals(move)) for move in moves],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Signed Receipt of %(delivery)s", delivery=picking.name),
            "res_model": self._name,
            "res_id": entry.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _get_last_signer(self, picking):
        """Return who signed for the customer last time; it is mostly the same person."""
        # superuser: a name to propose, also from a delivery another salesperson sent there
        last_sudo = (
            self.env["stock.picking"]
            .sudo()
            .search(
                [
                    ("partner_id", "=", picking.partner_id.id),
                    ("signed_on", "!=", False),
                    ("company_id", "=", picking.company_id.id),
                    ("location_dest_id.usage", "=", "customer"),  # of a return our own warehouse signs
                ],
                order="signed_on desc",
                limit=1,
            )
        )
        return last_sudo.signed_by_name

    def _prepare_line_vals(self, move):
        return {
            "move_id": move.id,
            "signed_quantity": move.signed_quantity if move.is_signed else move.quantity,
            "rejected_quantity": move.rejected_quantity,
            "reject_reason_id": move.reject_reason_id.id,
        }

    def action_confirm(self):
        """Hand everything to the delivery."""
        self.ensure_one()
        picking, images = self.picking_id, [self[name] for name in PHOTOS if self[name]]
        if self.mode == "picture":
            picking._check_may_track()
            self._check_has_picture(images)
            picking._add_receipt_images(images)
        elif self.mode == "correct":
            picking._check_may_correct()
            if not (self.reason or "").strip():
                raise UserError(self.env._("Say why the receipt is corrected; it stays in the log."))
            picking._do_correct_receipt(
                self.signed_by_name, self._get_quantities(), self.signed_on, self.reason, images
            )
        else:
            picking._check_may_track()
            picking._do_sign(self.signed_by_name, self._get_quantities(), self.signed_on, images)
        return {"type": "ir.actions.act_window_close"}

    def _check_has_picture(self, images):
        if not images:
            raise UserError(self.env._("Take a picture first."))

    def _get_quantities(self):
        """Return ``{move: (signed, rejected, reason)}``; lines of other deliveries are refused."""
        if self.line_ids.move_id - self.picking_id.move_ids:
            raise UserError(self.env._("These goods belong to another delivery."))
        return {
            line.move_id: (line.signed_quantity, line.rejected_quantity, line.reject_reason_id)
            for line in self.line_ids
        }


class DeliveryReceiptEntryLine(models.TransientModel):
    _name = "delivery.receipt.entry.line"
    _description = "Goods on a Signed Receipt"

    entry_id = fields.Many2one("delivery.receipt.entry", required=True, index=True, ondelete="cascade")
    move_id = fields.Many2one("stock.move", required=True, readonly=True, ondelete="cascade")
    product_id = fields.Many2one(related="move_id.product_id")
    uom_id = fields.Many2one(related="move_id.product_uom", string="Unit")
    delivered_quantity = fields.Float("Delivered", related="move_id.quantity")
    signed_quantity = fields.Float("Quantity Signed For", digits="Product Unit")
    rejected_quantity = fields.Float("Rejected", digits="Product Unit")
    reject_reason_id = fields.Many2one("delivery.reason", "Why Rejected", domain=[("kind", "=", "reject")])

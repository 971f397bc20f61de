"""The signed receipt: who took over how much, and the proof."""

import base64
import binascii
import io
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import pictures, progress

RECEIPT_FIELDS = {"signed_on", "signed_by_name", "receipt_image_ids"}
MAX_PIXELS = 60_000_000


class SignedDifference(NamedTuple):
    """One line the customer did not sign for as it left; quantities in the unit of the delivery."""

    move: models.Model
    kind: str  # rejected, missing, excess
    count: progress.Count
    reason: models.Model


class DeliveryReceipt(models.AbstractModel):
    """The customer's signature on a delivery.

    ``_get_signed_differences()`` gives the delivery review what was signed for otherwise than it left;
    ``has_signed_receipt`` says whether the signed paper can be looked at.
    """

    _name = "delivery.receipt"
    _description = "Signed Receipt"

    signed_on = fields.Datetime(copy=False, readonly=True, tracking=True)
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

    @api.depends("delivery_progress", "receipt_image_ids", "location_id.usage", "location_id.company_id")
    def _compute_has_signed_receipt(self):
        for picking in self:
            picking.has_signed_receipt = picking.delivery_progress == progress.SIGNED and bool(
                picking.receipt_image_ids or picking.is_customer_return
            )

    @api.model
    def _get_tracking_fields(self):
        return super()._get_tracking_fields() | RECEIPT_FIELDS

    # --- signing ------------------------------------------------------------

    def _do_sign(self, signer, quantities, moment=None, images=()):
        """Note who signed for how much.

        :param quantities: ``{move: (signed, rejected, reason)}`` in the unit of each move; moves left out are
            signed for as they left
        :param images: pictures of the signed paper, as bytes
        """
        self.ensure_one()
        moment = moment or fields.Datetime.now()
        self._check_signature(signer, moment)
        self._check_progress(progress.SIGNED)
        self._sign_moves(quantities)
        self._add_receipt_images(images)
        values = {"signed_on": moment, "signed_by_name": signer.strip()}
        self._move_progress(progress.SIGNED, **values, arrived_on=self.arrived_on or moment)

    def _do_correct_receipt(self, signer, quantities, moment, reason, images=()):
        """Put right what was noted, and leave what it was before in the log."""
        self.ensure_one()
        if self.delivery_progress != progress.SIGNED:
            raise UserError(
                self.env._("%(delivery)s is not signed for: nothing to correct.", delivery=self.name)
            )
        self._check_signature(signer, moment)
        before = self._describe_receipt()
        self._sign_moves(quantities)
        self._add_receipt_images(images)
        self._write_tracking({"signed_on": moment, "signed_by_name": signer.strip()})
        self._log_tracking(
            self.env._(
                "Receipt corrected: %(reason)s\nBefore: %(before)s\nNow: %(now)s",
                reason=reason,
                before=before,
                now=self._describe_receipt(),
            )
        )

    def _check_signature(self, signer, moment):
        if not (signer or "").strip():
            raise UserError(self.env._("Say who signed for the goods."))
        if moment > fields.Datetime.now():
            raise UserError(self.env._("Nobody signs in the future: check the date of the signature."))
        if self.left_on and moment < self.left_on and not self.is_customer_return:
            raise UserError(self.env._("The goods left after that: check the date of the signature."))

    def _sign_moves(self, quantities):
        """Write the signed quantities of every done move."""
        # superuser: who signs need not be able to write transfers
        moves_sudo = self.sudo().move_ids.filtered(lambda move: move.state == "done")
        for move_sudo in moves_sudo:
            signed, rejected, reason = quantities.get(
                self.env["stock.move"].browse(move_sudo.id), (move_sudo.quantity, 0.0, None)
            )
            move_sudo._write_signature(signed, rejected, reason)

    def _describe_receipt(self):
        """Return the receipt in one line, for the log."""
        # superuser: the log is complete whoever corrects
        parts = [
            f"{move.product_id.display_name} {move.signed_quantity:g} (−{move.rejected_quantity:g})"
            for move in self.sudo().move_ids
            if move.is_signed
        ]
        return f"{self.signed_by_name or ''}, {fields.Datetime.to_string(self.signed_on)}: {'; '.join(parts)}"

    def _forget_receipt(self, progress_now):
        # EXTENDS delivery.steps: what was signed for by mistake is not signed for
        self._write_tracking({"signed_on": False, "signed_by_name": False})
        self.sudo().move_ids._forget_signature()
        return super()._forget_receipt(progress_now)

    # --- pictures -----------------------------------------------------------

    def _add_receipt_images(self, images):
        """Attach pictures of the signed paper, told by their content; files of another kind are refused."""
        self.ensure_one()
        if not self.delivery_progress or self.delivery_progress == progress.PLANNED:
            raise UserError(
                self.env._("%(delivery)s has not left: there is no signed paper yet.", delivery=self.name)
            )
        images = [self._check_picture(image) for image in images if image]
        if len(self.receipt_image_ids) + len(images) > pictures.MAX_PICTURES:
            raise UserError(
                self.env._("At most %(count)s pictures belong to one delivery.", count=pictures.MAX_PICTURES)
            )
        if not images:
            return
        first = len(self.receipt_image_ids) + 1
        # superuser: the picture belongs to the transfer, which the person with the phone may not write
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                [
                    {
                        "name": f"{self.name.replace('/', '-')}-{number}.{pictures.EXTENSIONS[kind]}",
                        "raw": data,
                        "mimetype": pictures.MIMETYPES[kind],
                        "res_model": self._name,
                        "res_id": self.id,
                    }
                    for number, (kind, data) in enumerate(images, start=first)
                ]
            )
        )
        self._write_tracking(
            {"receipt_image_ids": [fields.Command.link(attachment.id) for attachment in attachments]}
        )

    @api.model
    def _check_picture(self, image):
        """Return ``(kind, bytes)`` of a picture given as bytes or base64, or refuse it."""
        data = self._decode_picture(image)
        if len(data) > pictures.MAX_BYTES:
            megabytes = pictures.MAX_BYTES // 1024**2
            raise UserError(
                self.env._("This picture is larger than %(size)s MB: take a smaller one.", size=megabytes)
            )
        kind = pictures.kind_of(data)
        try:
            if kind is None:
                raise UnidentifiedImageError
            with Image.open(io.BytesIO(data), formats=[kind]) as picture:
                width, height = picture.size
                picture.verify()
        except (
            UnidentifiedImageError,
            OSError,
            SyntaxError,
            ValueError,
            Image.DecompressionBombError,
        ) as error:
            raise UserError(
                self.env._("This is no photograph: use a JPEG or PNG picture of the signed paper.")
            ) from error
        if width * height > MAX_PIXELS:
            raise UserError(self.env._("This picture has too many pixels: take a smaller one."))
        return kind, data

    @api.model
    def _decode_picture(self, image):
        try:
            return base64.b64decode(image, validate=True)
        except (binascii.Error, ValueError):
            return bytes(image) if isinstance(image, bytes) else b""

    # --- for the review -----------------------------------------------------

    def _get_signed_differences(self):
        """Return ``{picking: [SignedDifference]}`` for every delivery given; an empty list where all agrees.

        Only what is signed for is compared: whether a receipt is missing says ``has_signed_receipt``.
        """
        differences = {picking: [] for picking in self}
        for move in self.move_ids.filtered(lambda move: move.is_signed and move.state == "done"):
            count = progress.Count(move.quantity, move.signed_quantity, move.rejected_quantity)
            kind = progress.kind_of_difference(count, move.product_uom.rounding / 2)
            if kind:
                difference = SignedDifference(move, kind, count, move.reject_reason_id)
                differences[move.picking_id].append(difference)
        return differences

"""Asks why a review is taken back."""

from odoo import fields, models


class DeliveryReviewReopen(models.TransientModel):
    _name = "delivery.review.reopen"
    _description = "Re-open Delivery Reviews"

    review_ids = fields.Many2many("delivery.review", required=True, readonly=True)
    reason = fields.Text(required=True)

    def action_reopen(self):
        self.ensure_one()
        self.review_ids.action_reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}

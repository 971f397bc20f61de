"""Delivery review on the settings screen."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    delivery_review = fields.Boolean(related="company_id.delivery_review", readonly=False)
    delivery_review_start = fields.Date(related="company_id.delivery_review_start", readonly=False)
    delivery_review_due_hour = fields.Float(related="company_id.delivery_review_due_hour", readonly=False)
    delivery_review_receipt = fields.Boolean(related="company_id.delivery_review_receipt", readonly=False)
    delivery_review_discount = fields.Float(related="company_id.delivery_review_discount", readonly=False)
    delivery_review_hold_invoices = fields.Boolean(
        related="company_id.delivery_review_hold_invoices", readonly=False
    )
    delivery_review_watch_days = fields.Integer(
        related="company_id.delivery_review_watch_days", readonly=False
    )
    delivery_review_problem = fields.Char(related="company_id.delivery_review_problem")
    delivery_review_user_ids = fields.Many2many(related="company_id.delivery_review_user_ids", readonly=False)

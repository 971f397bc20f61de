"""Reminders on the settings screen."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    reminder_active = fields.Boolean(related="company_id.reminder_active", readonly=False)
    reminder_tz = fields.Selection(related="company_id.reminder_tz", readonly=False)
    reminder_hour = fields.Float(related="company_id.reminder_hour", readonly=False)
    reminder_quiet_from = fields.Float(related="company_id.reminder_quiet_from", readonly=False)
    reminder_quiet_to = fields.Float(related="company_id.reminder_quiet_to", readonly=False)
    reminder_text_cap = fields.Integer(related="company_id.reminder_text_cap", readonly=False)
    reminder_small_amount = fields.Float(related="company_id.reminder_small_amount", readonly=False)
    reminder_letter_auto = fields.Boolean(related="company_id.reminder_letter_auto", readonly=False)
    reminder_letter_gap = fields.Integer(related="company_id.reminder_letter_gap", readonly=False)
    reminder_pay_days = fields.Integer(related="company_id.reminder_pay_days", readonly=False)
    reminder_bank_id = fields.Many2one(related="company_id.reminder_bank_id", readonly=False)
    reminder_desk_user_id = fields.Many2one(related="company_id.reminder_desk_user_id", readonly=False)
    reminder_manager_ids = fields.Many2many(related="company_id.reminder_manager_ids", readonly=False)
    reminder_finance_ids = fields.Many2many(related="company_id.reminder_finance_ids", readonly=False)
    reminder_legal_ids = fields.Many2many(related="company_id.reminder_legal_ids", readonly=False)
    reminder_general_manager_ids = fields.Many2many(
        related="company_id.reminder_general_manager_ids", readonly=False
    )

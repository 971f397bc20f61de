"""Credit control on the settings screen."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    credit_control = fields.Boolean(related="company_id.credit_control", readonly=False)
    credit_missing_profile = fields.Selection(related="company_id.credit_missing_profile", readonly=False)
    credit_check_confirm = fields.Boolean(related="company_id.credit_check_confirm", readonly=False)
    credit_check_reopen = fields.Boolean(related="company_id.credit_check_reopen", readonly=False)
    credit_check_increase = fields.Boolean(related="company_id.credit_check_increase", readonly=False)
    credit_check_delivery = fields.Boolean(related="company_id.credit_check_delivery", readonly=False)
    credit_release_grace_days = fields.Integer(related="company_id.credit_release_grace_days", readonly=False)
    credit_near_ratio = fields.Float(related="company_id.credit_near_ratio", readonly=False)
    credit_default_amount_mode = fields.Selection(
        related="company_id.credit_default_amount_mode", readonly=False
    )
    credit_default_overdue_mode = fields.Selection(
        related="company_id.credit_default_overdue_mode", readonly=False
    )
    credit_default_term_rule = fields.Selection(related="company_id.credit_default_term_rule", readonly=False)
    credit_default_term_days = fields.Integer(related="company_id.credit_default_term_days", readonly=False)
    credit_default_grace_days = fields.Integer(related="company_id.credit_default_grace_days", readonly=False)
    credit_default_tolerance = fields.Monetary(
        related="company_id.credit_default_tolerance", readonly=False, currency_field="currency_id"
    )

"""Approved templates: which one a text is sent with."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import wording


class SmsGatewayTemplate(models.Model):
    _name = "sms.gateway.template"
    _description = "Approved SMS Template"
    _inherit = ["mail.thread"]
    _order = "account_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    sequence = fields.Integer(default=10)
    account_id = fields.Many2one(
        "sms.gateway.account",
        string="SMS Account",
        required=True,
        index=True,
        ondelete="cascade",
        tracking=True,
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    provider = fields.Selection(related="account_id.provider")
    usage = fields.Char(
        tracking=True,
        help="What the text is for, as the add-on that sends it names it. Empty: the template is found by "
        "comparing texts with the approved one.",
    )
    code = fields.Char(
        string="Template Code",
        required=True,
        tracking=True,
        help="SMS_123456789 at Alibaba Cloud, a number at Tencent Cloud.",
    )
    sign_name = fields.Char(string="Signature", tracking=True, help="Empty: the signature of the account.")
    text = fields.Text(
        string="Approved Text",
        required=True,
        tracking=True,
        help="As approved, with ${name} for every parameter. Tencent Cloud numbers its parameters {1}, {2}, …: write "
        "names in the same order.",
    )
    parameter_names = fields.Char(string="Parameters", compute="_compute_parameter_names")
    parameter_limit = fields.Integer(
        default=0,
        help="Longer values are cut. Alibaba Cloud allows 35 characters in most templates. 0: no limit.",
    )

    _usage_uniq = models.UniqueIndex(
        "(account_id, usage) WHERE active AND usage IS NOT NULL",
        "A usage has one template per SMS account.",
    )

    @api.depends("text")
    def _compute_parameter_names(self):
        for template in self:
            template.parameter_names = ", ".join(wording.parameters(template.text))

    @api.constrains("text")
    def _check_text(self):
        for template in self:
            if "{" in wording.render(template.text, dict.fromkeys(wording.parameters(template.text), "x")):
                raise ValidationError(
                    self.env._(
                        "%(name)s: write every parameter as ${name}, with letters, digits and underscores.",
                        name=template.name,
                    )
                )

    @api.constrains("parameter_limit")
    def _check_parameter_limit(self):
        if any(template.parameter_limit < 0 for template in self):
            raise ValidationError(self.env._("The limit of parameters cannot be negative."))

    def _find(self, usage, body):
        """The template for a text and the values found in the text; nothing when none fits."""
        if usage:
            return self.filtered(lambda template: template.usage == usage)[:1], None
        for template in self:
            values = wording.matched(template.text, body)
            if values is not None:
                return template, values
        return self.browse(), None

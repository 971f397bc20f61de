"""A document that is approved, with lines the approval covers."""

from odoo import fields, models

from odoo.addons.backoffice_base.models.approval_mixin import ApprovalMixin


class Request(models.Model):
    _name = "test.backoffice.request"
    _description = "Request (test)"
    _inherit = ["backoffice.approval.mixin"]
    _flow = {**ApprovalMixin._flow, "used": ("approved",)}
    _approval_kind = "test_request"
    _approval_covered_fields = ("name", "amount", "date", "line_ids.amount", "line_ids.user_id")
    _approval_valid_states = ("approved", "used")

    name = fields.Char(required=True)
    amount = fields.Float(string="Sum")
    date = fields.Date()
    note = fields.Char()
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    beneficiary_id = fields.Many2one("res.users")
    line_ids = fields.One2many("test.backoffice.request.line", "request_id")
    state = fields.Selection(selection_add=[("used", "Used")], ondelete={"used": "set default"})

    def _approval_measure(self):
        return {"amount": self.amount}

    def _approval_forbidden_users(self):
        return super()._approval_forbidden_users() | self.sudo().beneficiary_id

    def action_use(self):
        self._check_approval_valid()
        self._move_to("used")


class RequestLine(models.Model):
    _name = "test.backoffice.request.line"
    _description = "Request line (test)"

    request_id = fields.Many2one("test.backoffice.request", required=True, index=True, ondelete="cascade")
    amount = fields.Float()
    user_id = fields.Many2one("res.users")


class Plain(models.Model):
    """The same as a request, without approval: what an ordinary write costs."""

    _name = "test.backoffice.plain"
    _description = "Plain document (test)"
    _inherit = ["mail.thread", "mail.activity.mixin"]

    name = fields.Char()
    note = fields.Char()

"""Customers that trade on one ceiling, such as the companies of one owner."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CreditGroup(models.Model):
    _name = "credit.group"
    _description = "Credit Group"
    _inherit = ["mail.thread"]
    _order = "name"
    _parent_store = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    parent_id = fields.Many2one(
        "credit.group",
        "Part Of",
        index=True,
        ondelete="restrict",
        tracking=True,
        help="A larger group this one belongs to; its ceilings count as well.",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("credit.group", "parent_id", "Groups Inside")
    partner_ids = fields.One2many("res.partner", "credit_group_id", "Members")
    member_count = fields.Integer(compute="_compute_member_count")
    profile_ids = fields.One2many(
        "credit.profile", "group_id", "Ceilings", help="One per company, or one for all companies together."
    )
    note = fields.Text()

    @api.depends("partner_ids", "child_ids")
    def _compute_member_count(self):
        for group in self:
            group.member_count = self.env["res.partner"].search_count(
                [("credit_group_id", "child_of", group.ids)]
            )

    def write(self, vals):
        # before the tree is rebuilt, which would say "recursion" instead
        parent = self.browse(vals.get("parent_id") or [])
        if parent and self & self.search([("id", "parent_of", parent.ids)]):
            raise ValidationError(
                self.env._("A credit group cannot contain itself; choose another group under “Part Of”.")
            )
        return super().write(vals)

    @api.constrains("active")
    def _check_archived_empty(self):
        for group in self.filtered(lambda group: not group.active):
            if group.profile_ids or group.partner_ids:
                raise ValidationError(
                    self.env._(
                        "Archive the ceilings of %(group)s and take its members out first.", group=group.name
                    )
                )

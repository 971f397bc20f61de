"""Which assistant follows the deliveries of a customer."""

from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    delivery_assistant_id = fields.Many2one(
        "res.users",
        "Sales Assistant",
        index="btree_not_null",
        domain=[("share", "=", False)],
        help="Follows the deliveries of this customer. Nobody: every clerk sees them among the own ones.",
    )

    @api.model
    def _commercial_fields(self):
        return super()._commercial_fields() + ["delivery_assistant_id"]

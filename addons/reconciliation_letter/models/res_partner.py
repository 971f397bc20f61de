"""Who looks after a partner's letters."""

from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    letter_assistant_id = fields.Many2one(
        "res.users",
        "Letters Looked After By",
        index="btree_not_null",
        help="Sends the reconciliation letters of this partner and sees that they return sealed.",
    )

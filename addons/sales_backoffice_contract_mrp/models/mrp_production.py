"""Manufacturing orders are found by the order line they were made for."""

from odoo import fields, models


class MrpProduction(models.Model):
    _inherit = "mrp.production"

    # EXTENDS sale_mrp: looked for from the order
    sale_line_id = fields.Many2one(index="btree_not_null")

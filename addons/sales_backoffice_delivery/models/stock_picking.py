"""Transfers to and from customers are followed until they are signed for."""

from odoo import models


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "delivery.tracking", "delivery.exception", "delivery.receipt"]

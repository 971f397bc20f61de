"""How strictly a company guards its prices."""

from odoo import fields, models

from ..rules.price_guard import HOLD, OFF, WARN

MODES = [
    (OFF, "Off"),
    (WARN, "Warn"),
    (HOLD, "Hold until approved"),
]


class ResCompany(models.Model):
    _inherit = "res.company"

    price_guard = fields.Boolean(
        default=True,
        help="Orders off the price list are held. Prices are compared from the first approved price sheet on.",
    )
    price_mode_outside = fields.Selection(
        MODES, "Outside the Allowed Deviation", default=HOLD, required=True
    )
    price_mode_floor = fields.Selection(MODES, "Under the Floor", default=HOLD, required=True)
    price_mode_missing = fields.Selection(MODES, "No Approved Price", default=WARN, required=True)
    price_mode_term = fields.Selection(
        MODES, "Longer than the Credit Term", default=HOLD, required=True
    )
    price_band_down = fields.Float("Allowed Below the List", default=0.05, digits=(6, 4))
    price_band_up = fields.Float("Allowed Above the List", default=0.10, digits=(6, 4))
    price_pricelist_id = fields.Many2one(
        "product.pricelist",
        "General Price List",
        help="Its sheets count where an order uses a price list without an approved price for the product. "
        "The price list of the first approved sheet, unless another one is chosen.",
    )

    _price_bands_positive = models.Constraint(
        "CHECK (price_band_down >= 0 AND price_band_down <= 1 AND price_band_up >= 0)",
        "Allowed deviations are percentages that are not negative.",
    )

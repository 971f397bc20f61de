"""How strictly a company guards its prices."""

from odoo import api, fields, models
from odoo.tools import ormcache

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
        help="Orders off the price list are held. Prices are compared from the first approved price sheet on; switched "
        "off, lines show list price and deviation all the same, and nothing is held.",
    )
    price_mode_outside = fields.Selection(MODES, "Outside the Allowed Deviation", default=HOLD, required=True)
    price_mode_floor = fields.Selection(MODES, "Under the Floor", default=HOLD, required=True)
    price_mode_missing = fields.Selection(MODES, "No Approved Price", default=WARN, required=True)
    price_mode_term = fields.Selection(
        MODES,
        "Longer than the Credit Term",
        default=HOLD,
        required=True,
        help="Payment terms longer than the credit term of the customer's profile; without a profile than the default "
        "credit term of the company, where credit control is on.",
    )
    price_band_down = fields.Float(
        "Allowed Below the List",
        default=0.05,
        digits=(6, 4),
        help="Proposed on every new price sheet: so far below the list price anybody may sell.",
    )
    price_band_up = fields.Float(
        "Allowed Above the List",
        default=0.10,
        digits=(6, 4),
        help="Proposed on every new price sheet: a price further above the list is taken for a mistake.",
    )
    price_term_ratio = fields.Float(
        "A Month Longer Counts as",
        default=0.01,
        digits=(6, 4),
        help="Thirty days beyond the credit term count like a discount of so much when it is decided who approves.",
    )
    price_pricelist_id = fields.Many2one(
        "product.pricelist",
        "General Price List",
        help="Its sheets count where an order uses a price list without an approved price for the product. "
        "The price list of the first approved sheet, unless another one is chosen.",
    )

    _price_bands_positive = models.Constraint(
        "CHECK (price_band_down >= 0 AND price_band_down <= 1 AND price_band_up >= 0 AND price_term_ratio >= 0)",
        "Allowed deviations are percentages that are not negative.",
    )

    def _has_price_sheets(self):
        """Return whether a price sheet of the company ever came into force."""
        self.ensure_one()
        return self._has_price_sheets_cached(self.root_id.id)

    @api.model
    @ormcache("company_id")
    def _has_price_sheets_cached(self, company_id):
        domain = [("company_id", "=", company_id), ("in_force_from", "!=", False)]
        return bool(self.env["sale.price.sheet"].sudo().search_count(domain, limit=1))

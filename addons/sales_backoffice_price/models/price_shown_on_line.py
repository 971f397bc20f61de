"""What an order line shows of the price list."""

from odoo import api, fields, models

PRICE_STATUSES = [
    ("none", "Not Compared"),
    ("ok", "On the List"),
    ("outside", "Off the List"),
    ("under_floor", "Under the Floor"),
    ("no_price", "No Approved Price"),
    ("special", "Special Price"),
]
# The customer reads the own order lines too.
SHOWN = {"compute": "_compute_price_guard", "groups": "base.group_user"}


class SaleOrderLinePriceShown(models.AbstractModel):
    """Read-only figures of a line; the rules are in ``sale.order.line`` and in the gate."""

    _name = "sale.order.line.price.shown"
    _description = "Price List Shown on an Order Line"

    list_price_in_force = fields.Float(
        "List Price", **SHOWN, min_display_digits="Product Price", help="Approved price for this quantity."
    )
    price_floor = fields.Float(
        "Floor Price",
        compute="_compute_price_guard",
        min_display_digits="Product Price",
        groups="sales_backoffice_price.group_price_floor",
    )
    price_net = fields.Float(
        "Net Price",
        **SHOWN,
        min_display_digits="Product Price",
        help="Price per unit after every discount, those on the whole order included.",
    )
    price_deviation = fields.Float(
        "Off the List by", **SHOWN, help="Net price against the list price, as a percentage."
    )
    price_status = fields.Selection(PRICE_STATUSES, **SHOWN, string="Price Check")
    price_source = fields.Char(
        "Price From", **SHOWN, help="Price sheet or contract the list price comes from."
    )

    @api.depends("product_id", "product_uom_id", "product_uom_qty", "price_unit", "discount", "tax_ids")
    @api.depends("qty_delivered", "order_id.pricelist_id", "order_id.currency_id", "order_id.partner_id")
    @api.depends("price_agreed_on", "order_id.partner_invoice_id")
    @api.depends("order_id.state", "order_id.price_confirmed_on", "order_id.order_line.price_subtotal")
    @api.depends("order_id.price_release_ids.state")
    def _compute_price_guard(self):
        figures = self._get_price_figures()
        for line in self:
            figure = figures.get(line)
            reference = figure and figure.reference
            line.list_price_in_force = (reference and reference.price) or 0.0
            line.price_floor = (reference and reference.floor) or 0.0
            line.price_source = reference and reference.source
            line.price_net = figure and figure.net
            line.price_deviation = (figure and figure.deviation) or 0.0
            line.price_status = line._get_shown_status(figure)

    @api.model
    def _get_shown_status(self, figure):
        if not figure:
            return "none"
        return "special" if figure.release and figure.status not in ("none", "ok") else figure.status

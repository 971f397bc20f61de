"""Orders pass the price guard on every way into confirmation."""

from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    price_confirmed_on = fields.Datetime(readonly=True, copy=False)

    def _get_price_moment(self):
        """Return the moment whose price list counts: of the confirmation, or now while it lies ahead."""
        self.ensure_one()
        if self.state == "sale":
            return self.price_confirmed_on or self.date_order
        return fields.Datetime.now()

    def _get_price_pricelists(self):
        """Return the price lists that may answer for the order, in their order of preference.

        The customer's own list comes first where it speaks the order's currency, so that no list for somebody else
        is chosen instead; the general list of the company answers last.
        """
        self.ensure_one()
        order_sudo = self.sudo()
        partner_sudo = order_sudo.partner_id.with_company(order_sudo.company_id)
        own, chosen = partner_sudo.specific_property_product_pricelist, order_sudo.pricelist_id
        first = own | chosen if own.currency_id == order_sudo.currency_id else chosen | own
        return first | order_sudo.company_id.root_id.price_pricelist_id

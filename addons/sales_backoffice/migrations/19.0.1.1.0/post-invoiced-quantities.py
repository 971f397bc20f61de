"""Order lines keep how much of them is invoiced."""

from odoo.addons.sales_backoffice.services.invoiced_quantities import store_invoiced_quantities


def migrate(cr, version):
    cr.execute(store_invoiced_quantities())

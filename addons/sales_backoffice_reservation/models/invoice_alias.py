"""What customers want to read on their invoices instead of our names."""

from odoo import api, fields, models


class InvoiceAlias(models.Model):
    _name = "invoice.alias"
    _description = "Invoice Item Name"
    _order = "partner_id, product_id"
    _check_company_auto = True

    partner_id = fields.Many2one("res.partner", "Customer", required=True, index=True, ondelete="cascade")
    product_id = fields.Many2one(
        "product.product", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    name = fields.Char("Item Name", required=True, help="The item as the customer wants it on the invoice.")
    spec = fields.Char("Specification")
    active = fields.Boolean(default=True)

    _product_uniq = models.UniqueIndex(
        "(partner_id, product_id, company_id)",
        "There is a name for this product and customer already; change that one.",
    )

    @api.model
    def _get_names(self, partners, products, company):
        """Return ``{(partner id, product id): alias}`` of what is remembered."""
        aliases = self.sudo().search(
            [
                ("partner_id", "in", partners.ids),
                ("product_id", "in", products.ids),
                ("company_id", "=", company.id),
            ]
        )
        return {(alias.partner_id.id, alias.product_id.id): alias for alias in aliases}

    @api.model
    def _remember(self, lines):
        """Keep the item names of reservation lines that differ from what is known."""
        aliases_sudo = self.sudo()
        for company, of_company in lines.grouped("company_id").items():
            every_alias = self.with_context(active_test=False)  # an archived one is taken up again
            known = every_alias._get_names(of_company.partner_id, of_company.product_id, company)
            for line in of_company.filtered("item_name"):
                key = (line.partner_id.id, line.product_id.id)
                vals = {"name": line.item_name, "spec": line.item_spec, "active": True}
                if key in known:
                    said = (known[key].active, known[key].name, known[key].spec or "")
                    if said != (True, line.item_name, line.item_spec or ""):
                        known[key].write(vals)
                elif (line.item_name, line.item_spec or "") != (line.product_id.display_name, ""):
                    vals |= {"partner_id": key[0], "product_id": key[1], "company_id": company.id}
                    known[key] = aliases_sudo.create(vals)

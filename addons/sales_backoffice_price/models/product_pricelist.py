"""Price lists whose prices come from approved sheets."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ProductPricelist(models.Model):
    _inherit = "product.pricelist"

    price_sheet_ids = fields.One2many(
        "sale.price.sheet",
        "pricelist_id",
        "Price Sheets",
        groups="sales_backoffice_price.group_price_reader",
    )
    price_sheet_count = fields.Integer(
        compute="_compute_price_sheet_count", groups="sales_backoffice_price.group_price_reader"
    )
    price_version = fields.Integer(readonly=True, copy=False, groups="base.group_system")

    @api.depends("price_sheet_ids")
    def _compute_price_sheet_count(self):
        counts = dict(
            self.env["sale.price.sheet"]._read_group(
                [("pricelist_id", "in", self.ids)], ["pricelist_id"], ["__count"]
            )
        )
        for pricelist in self:
            pricelist.price_sheet_count = counts.get(pricelist._origin, 0)

    def write(self, vals):
        # EXTENDS product: the approved figures mean another money, or another company's
        for name in {"currency_id", "company_id"} & vals.keys():
            changed = self.filtered(lambda item, name=name: item[name].id != (vals[name] or False))
            if changed.sudo().price_sheet_ids.filtered("in_force_from"):
                raise UserError(
                    self.env._(
                        "%(pricelist)s has approved price sheets: its currency and company stay. Make a new price "
                        "list instead.",
                        pricelist=", ".join(changed.mapped("name")),
                    )
                )
        return super().write(vals)

    def _get_applicable_rules_domain(self, products, date, **kwargs):
        # EXTENDS product: a shared price list shows each company the prices of its own sheets
        domain = Domain(super()._get_applicable_rules_domain(products=products, date=date, **kwargs))
        companies = self.env.company.sudo().parent_ids
        return domain & Domain("price_sheet_company_id", "in", [*companies.ids, False])

    def action_open_price_sheets(self):
        """Show the sheets of the price list."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "sales_backoffice_price.sale_price_sheet_action"
        )
        context = {"default_pricelist_id": self.id}
        return action | {"domain": [("pricelist_id", "=", self.id)], "context": context}

"""What a contract line cost before an amendment: orders confirmed until then were sold at that."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.backoffice_base.models import flow_mixin

PRICE_TERMS = ("product_uom_id", "price_unit", "discount", "tax_ids")


class SaleContractLinePriced(models.AbstractModel):
    _name = "sale.contract.line.priced"
    _description = "Price of a Contract Line"

    def _get_net_price(self, uom):
        """Return the agreed price per ``uom``, discount taken off."""
        self.ensure_one()
        price = self.product_uom_id._compute_price(self.price_unit, uom) if uom else self.price_unit
        return price * (1 - self.discount / 100.0)


class SaleContractLineEarlier(models.Model):
    """Written when an amendment changes a price, and by nothing else."""

    _name = "sale.contract.line.earlier"
    _description = "Earlier Price of a Contract Line"
    _inherit = ["sale.contract.line.priced"]
    _order = "contract_line_id, until, id"

    contract_line_id = fields.Many2one("sale.contract.line", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(
        related="contract_line_id.company_id", store=True, index=True, precompute=True
    )
    until = fields.Datetime(required=True, help="When an amendment changed it.")
    product_uom_id = fields.Many2one("uom.uom", "Unit", required=True, ondelete="restrict")
    price_unit = fields.Float("Unit Price", digits="Product Price")
    discount = fields.Float("Disc.%", digits="Discount")
    tax_ids = fields.Many2many("account.tax", string="Taxes", context={"active_test": False})

    @api.model_create_multi
    def create(self, vals_list):
        self._check_by_amendment()
        return super().create(vals_list)

    def write(self, vals):
        self._check_by_amendment()
        return super().write(vals)

    @api.model
    def _check_by_amendment(self):
        if self.env.context.get("flow_token") is not flow_mixin._BY_FLOW:
            raise AccessError(self.env._("What was agreed before is not rewritten."))

    @api.model
    def _remember(self, lines, until):
        """Keep the present prices of contract ``lines`` as those that counted ``until`` now."""
        by_flow = self.sudo().with_context(flow_token=flow_mixin._BY_FLOW)
        by_flow.create(
            [
                {
                    "contract_line_id": line.id,
                    "until": until,
                    "product_uom_id": line.product_uom_id.id,
                    "price_unit": line.price_unit,
                    "discount": line.discount,
                    "tax_ids": line.tax_ids.ids,
                }
                for line in lines
            ]
        )

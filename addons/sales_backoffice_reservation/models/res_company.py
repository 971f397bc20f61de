"""How long a delivery may wait, and the row of figures of each company."""

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    invoice_unreserved_days = fields.Integer(
        "Days Without Reservation",
        default=7,
        help="A delivery that is not reserved after so many days is put on the list of its salesperson.",
    )

    invoice_goods_since = fields.Date(
        "Goods Without Order Since",
        default=fields.Date.context_today,
        help="Goods that left without an order before this day are in no register and in no number: with the day the "
        "program came, nobody has to explain the years before it. Empty: all of them are.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        self.env["invoice.watch"].sudo().create([{"company_id": company.id} for company in companies])
        return companies

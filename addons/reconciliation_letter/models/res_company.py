"""How a company reconciles."""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    letter_month_end = fields.Boolean(
        "Month-end Letters", help="Make the letters by themselves on the first working day of the month."
    )
    letter_demand = fields.Boolean(
        "Demand Clause", help="Letters with overdue amounts also ask for their payment."
    )
    letter_receivable_day = fields.Integer(
        "Customers Answer By", default=31, help="Day of the following month; 31 is its last day."
    )
    letter_payable_day = fields.Integer(
        "Suppliers Answer By", default=15, help="Day of the following month; 31 is its last day."
    )

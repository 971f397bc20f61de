"""When the statement of a period is due."""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    contract_statement_day = fields.Integer(
        "Contract Statement Due",
        default=25,
        help="Day of the month after the period by which its contract statement is to be submitted.",
    )

    _contract_statement_day_range = models.Constraint(
        "CHECK (contract_statement_day BETWEEN 1 AND 31)", "Enter a day of the month, from 1 to 31."
    )

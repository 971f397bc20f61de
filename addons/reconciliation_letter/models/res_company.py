"""How a company reconciles."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules.reminder import stages


class ResCompany(models.Model):
    _inherit = "res.company"

    letter_month_end = fields.Boolean(
        "Month-end Letters", help="Make the letters by themselves on the first working day of the month."
    )
    letter_demand = fields.Boolean(
        "Demand Clause", help="Letters also ask for payment of what is overdue, less what is paid in advance."
    )
    letter_receivable_day = fields.Integer(
        "Customers Answer By", default=31, help="Day of the following month; 31 is its last day."
    )
    letter_payable_day = fields.Integer(
        "Suppliers Answer By", default=15, help="Day of the following month; 31 is its last day."
    )
    letter_link_days = fields.Integer(
        "Links Work For (Days)",
        default=60,
        help="So many days after the answer is due the link of a letter expires.",
    )
    letter_reminder_days = fields.Char(
        "Remind After (Days)",
        default="7, 14, 21",
        help="Days after the first sending on which silent partners are reminded, once each; empty: never.",
    )
    letter_difference_days = fields.Integer(
        "Clear Differences Within (Days)",
        default=7,
        help="When a difference is due unless somebody says otherwise.",
    )
    letter_accountant_id = fields.Many2one(
        "res.users", "Chief Accountant", help="Receives the confirmed letters of suppliers."
    )

    @api.constrains("letter_reminder_days", "letter_link_days", "letter_difference_days")
    def _check_letter_days(self):
        for company in self:
            try:
                stages(company.letter_reminder_days)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "“%(word)s” is not a number of days; write them like this: 7, 14, 21.",
                        word=str(error),
                    )
                ) from error
            if company.letter_link_days < 1 or company.letter_difference_days < 0:
                raise ValidationError(self.env._("A link works for at least one day; days are not negative."))

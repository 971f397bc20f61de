"""How a company reconciles."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.backoffice_base.rules.periods import period_of

from ..const import KINDS
from ..rules.reminder import stages
from ..rules.rhythm import is_wanted

EVERY = [("month", "Monthly"), ("quarter", "Quarterly")]
EVERY_HELP = "Quarterly: the months in between need no letters, and count in no rate."
SINCE_HELP = "The day the rhythm was changed; months before keep theirs."
CHANGES = ("letter_receivable_changes", "letter_payable_changes")
SINCE = ("letter_receivable_since", "letter_payable_since")


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
    letter_receivable_every = fields.Selection(
        EVERY, "Letters to Customers", required=True, default="month", help=EVERY_HELP
    )
    letter_payable_every = fields.Selection(
        EVERY, "Letters to Suppliers", required=True, default="month", help=EVERY_HELP
    )
    letter_receivable_since = fields.Date("Customers Since", compute="_compute_letter_since", help=SINCE_HELP)
    letter_payable_since = fields.Date("Suppliers Since", compute="_compute_letter_since", help=SINCE_HELP)
    # the days, in order: who changes to and fro must not turn the months before round
    letter_receivable_changes = fields.Char("Rhythm of Customers Changed On", readonly=True, copy=False)
    letter_payable_changes = fields.Char("Rhythm of Suppliers Changed On", readonly=True, copy=False)
    letter_pay_days = fields.Integer(
        "Pay Within (Days)",
        help="Days after its issue by which the demand clause of a letter asks for payment; 0: by the day the answer "
        "is due.",
    )
    letter_print_is_sending = fields.Boolean(
        "Printing Is Sending",
        help="A printed letter counts as sent at once. Otherwise it does when somebody confirms that it was posted or "
        "handed over.",
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

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._without_changes(vals) for vals in vals_list])

    @api.model
    def _without_changes(self, vals):
        """Leave out the days a rhythm changed on: nobody dates a change back to hide a month without letters."""
        return {name: value for name, value in vals.items() if name not in (*CHANGES, *SINCE)}

    def write(self, vals):
        vals = self._without_changes(vals)
        for kind, _label in KINDS:
            every, changes = f"letter_{kind}_every", f"letter_{kind}_changes"
            changed = self.filtered(lambda company, every=every: company[every] != vals.get(every))
            if every in vals and changed:
                for company in changed:
                    days = f"{company[changes] or ''} {company._get_company_day()}".strip()
                    super(ResCompany, company).write({changes: days})
        return super().write(vals)

    @api.depends(*CHANGES)
    def _compute_letter_since(self):
        for company in self:
            for kind, _label in KINDS:
                company[f"letter_{kind}_since"] = max(company._get_letter_changes(kind), default=False)

    def _get_letter_changes(self, kind):
        """Return the days on which the company turned from monthly to quarterly letters, or back."""
        return [fields.Date.to_date(day) for day in (self[f"letter_{kind}_changes"] or "").split()]

    @api.constrains("letter_reminder_days", "letter_link_days", "letter_difference_days", "letter_pay_days")
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
            if (
                company.letter_link_days < 1
                or min(company.letter_difference_days, company.letter_pay_days) < 0
            ):
                raise ValidationError(self.env._("A link works for at least one day; days are not negative."))

    def _wants_letters(self, kind, cutoff):
        """Return whether letters of a kind are due at a cut-off."""
        company_sudo = self.sudo()  # how the company works, whoever asks
        every, changes = company_sudo[f"letter_{kind}_every"], company_sudo._get_letter_changes(kind)
        return is_wanted(cutoff, every, changes)

    def _get_letter_period(self, kind, day):
        """Return the month or quarter of ``day`` that letters of a kind cover."""
        return period_of(day, self.sudo()[f"letter_{kind}_every"])  # how the company works, whoever asks

"""Where a contract is in its life: read from the date, never stored; and who is told before it ends."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import calling

OPEN = ("active", "suspended")
SOON = 30


class SaleContractExpiry(models.AbstractModel):
    _name = "sale.contract.expiry"
    _description = "Validity of a Sales Contract"
    _inherit = ["credit.expiry.mixin"]

    validity = fields.Selection(
        [("later", "Not Yet"), ("valid", "In Force"), ("ending", "Ending Soon"), ("over", "Expired")],
        compute="_compute_validity",
        search="_search_validity",
        help="The last day of validity still counts.",
    )
    days_left = fields.Integer(compute="_compute_validity", help="Until the last day of validity.")

    @api.depends("valid_from", "valid_to")
    def _compute_validity(self):
        for contract in self:
            today = contract._get_today()
            contract.validity = calling.validity(contract.valid_from, contract.valid_to, today, SOON)
            contract.days_left = (contract.valid_to - today).days if contract.valid_to else 0

    def _search_validity(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self._get_today()
        end = fields.Date.add(today, days=SOON)
        begun = Domain("valid_from", "<=", today)
        domains = {
            "later": Domain("valid_from", ">", today),
            "valid": begun & (Domain("valid_to", "=", False) | Domain("valid_to", ">", end)),
            "ending": begun & Domain("valid_to", ">=", today) & Domain("valid_to", "<=", end),
            "over": Domain("valid_to", "<", today),
        }
        return Domain.OR(domains[name] for name in value if name in domains)

    def _get_today(self):
        """Return the day in the company's place; neither a client nor a user chooses another time zone."""
        return (self.company_id[:1] or self.env.company)._get_company_day()

    # === NOTICES === #

    @api.model
    def _get_notice_domain(self):
        # EXTENDS sales_backoffice
        return super()._get_notice_domain() & Domain("state", "in", OPEN)

    def _do_notify_expiry(self):
        # OVERRIDES sales_backoffice: the salesperson renews a contract
        today = fields.Date.context_today(self)
        for contract in self:
            days = (contract.valid_to - today).days
            contract.notified_days = 7 if days <= 7 else SOON
            lang = contract._get_reviewer().lang
            contract.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=contract.valid_to,
                user_id=contract._get_reviewer().id,
                summary=contract.with_context(lang=lang).env._(
                    "The contract ends in %(days)s days: renew or close it", days=days
                ),
            )

    def _get_reviewer(self):
        # OVERRIDES sales_backoffice
        self.ensure_one()
        return self.user_id or self.assistant_id or self.env.ref("base.user_admin")

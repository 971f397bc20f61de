"""Which period the statistics are about, and as what they come."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.backoffice_base.rules.periods import period_of

from ..models.contract_statement import KINDS


class ContractStatisticsWizard(models.TransientModel):
    _name = "contract.statistics.wizard"
    _description = "Contract Statistics of a Period"
    _inherit = ["contract.period.print"]

    kind = fields.Selection([*KINDS, ("free", "From – to")], "Period", required=True, default="month")
    day = fields.Date(
        "A Day of the Period",
        default=fields.Date.context_today,
        help="Any day of the month, quarter or year.",
    )
    date_from = fields.Date("From", compute="_compute_dates", store=True, readonly=False)
    date_to = fields.Date("To", compute="_compute_dates", store=True, readonly=False)

    @api.depends("kind", "day")
    def _compute_dates(self):
        for wizard in self:
            if wizard.kind != "free" and wizard.day:
                period = period_of(wizard.day, wizard.kind)
                wizard.date_from, wizard.date_to = period.start, period.end

    def _get_context(self):
        self.ensure_one()
        if not self.date_from or not self.date_to or self.date_from > self.date_to:
            raise UserError(self.env._("Enter a period whose first day is not after its last."))
        return {"statistics_from": str(self.date_from), "statistics_to": str(self.date_to)}

    def _get_title(self):
        return self.env._("Contract Statistics %(start)s – %(end)s", start=self.date_from, end=self.date_to)

    def _get_statistics(self):
        """Return the rows of the period this user may see."""
        signed = [("date_signed", "<=", self.date_to)]
        return self.env["contract.statistics"].with_context(**self._get_context()).search(signed)

    def action_show(self):
        """Show the period as a list, pivot or chart."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "sales_backoffice_execution.contract_statistics_action"
        )
        return {**action, "name": self._get_title(), "context": self._get_context(), "target": "current"}

    def action_xlsx(self):
        """Export the period as a spreadsheet."""
        report = self.env.ref("sales_backoffice_execution.action_report_contract_statistics")
        context = self._get_context()
        return report.with_context(**context).report_action(self._get_statistics(), config=False)

    def action_pdf(self):
        """Print the period."""
        self._get_context()
        report = self.env.ref("sales_backoffice_execution.action_report_contract_statistics_pdf")
        return report.report_action(self, config=False)

    def action_close(self):
        """Open the statement of the period, a new draft if there is none yet."""
        self.ensure_one()
        if self.kind == "free":
            raise UserError(self.env._("A statement is about a month, a quarter or a year."))
        statements = self.env["contract.statement"]
        period = period_of(self.day, self.kind)
        domain = [
            ("company_id", "=", self.env.company.id),
            ("kind", "=", self.kind),
            ("date_from", "=", period.start),
        ]
        statement = statements.search(domain) or statements.create({"kind": self.kind, "day": self.day})
        return statement.get_formview_action()

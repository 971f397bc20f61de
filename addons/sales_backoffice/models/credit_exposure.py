"""Customers by available credit: the figures of every profile, to search, group, chart and export."""

from odoo import fields, models
from odoo.tools import SQL

from ..services import exposure_figures
from .credit_figures_mixin import FIGURE_SOURCES

COLUMNS = (
    "profile_id",
    "holder_name",
    "holder_kind",
    "partner_id",
    "group_id",
    "company_id",
    "salesperson_id",
    "currency_id",
    "valid_to",
    "limit_today",
    "increase_today",
    *exposure_figures.BUCKETS,
    "exposure",
    "available",
    "used_ratio",
    "overdue_amount",
    "oldest_overdue_date",
    "oldest_overdue_days",
    "credit_status",
)


class CreditExposure(models.Model):
    _name = "credit.exposure"
    _description = "Customer by Available Credit"
    _inherit = ["credit.figures.mixin"]
    _auto = False
    _depends = FIGURE_SOURCES
    _order = "available, id"
    _rec_name = "holder_name"

    profile_id = fields.Many2one("credit.profile", readonly=True)
    holder_name = fields.Char("Holder", readonly=True)
    holder_kind = fields.Selection(
        [("customer", "Customer"), ("group", "Group Ceiling")],
        "Kind",
        readonly=True,
        help="A group ceiling counts the documents of its members again: add up one kind only.",
    )
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    group_id = fields.Many2one("credit.group", "Credit Group", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    salesperson_id = fields.Many2one("res.users", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    valid_to = fields.Date("Limit Valid To", readonly=True)

    @property
    def _table_query(self):
        self.env.cr.execute("SET LOCAL jit = off")  # compiling the statement takes longer than running it
        profiles = self.env["credit.profile"]
        columns = SQL(", ").join(SQL.identifier("figures", name) for name in ("id", *COLUMNS))
        return SQL("SELECT %s FROM (%s) figures", columns, profiles._figures_sql())

    def action_open_profile(self):
        """Open the credit profile of the row."""
        self.ensure_one()
        return self.profile_id.get_formview_action()

    def action_export_xlsx(self):
        """Export the rows, or without a selection all rows of the filter on the screen, as a spreadsheet."""
        rows = self or self.search(self.env.context.get("active_domain") or [])
        return self.env.ref("sales_backoffice.action_report_credit_exposure").report_action(
            rows, config=False
        )

    def action_open_documents(self):
        """Show the documents behind the row."""
        self.ensure_one()
        return self.profile_id.action_open_documents()

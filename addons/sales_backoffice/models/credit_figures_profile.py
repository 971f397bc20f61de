"""The figures of credit profiles: computed by one statement for any number of them."""

from dataclasses import dataclass

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules import credit
from ..services import exposure_documents, exposure_figures

FIGURES = (
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
FIGURE_COLUMNS = SQL(", ").join(
    SQL.identifier(name)
    for name in (
        "id",
        *FIGURES,
        "exempt_until",
        "base_limit",
        "in_force",
        "rate_missing",
        "overdue_tolerance",
        "amount_mode",
        "overdue_mode",
    )
)
SCOPE_FIELDS = (
    "include_delivered",
    "include_ordered",
    "include_draft",
    "include_bills",
    "deduct_prepayments",
)


@dataclass(frozen=True)
class Figures:
    """One row of ``exposure_figures.figures``."""

    standing: credit.Standing
    base: float  # what an excess is compared with: the agreed limit, even when it lapsed
    available: float
    oldest_overdue_days: int
    values: dict


class CreditProfileFigures(models.AbstractModel):
    """What a credit profile computes; kept apart from what it is."""

    _name = "credit.profile.figures"
    _description = "Figures of a Credit Profile"
    _inherit = ["credit.figures.mixin"]

    exempt_until = fields.Date(compute="_compute_figures")
    limit_today = fields.Monetary(compute="_compute_figures")
    increase_today = fields.Monetary(compute="_compute_figures")
    receivable = fields.Monetary(compute="_compute_figures")
    delivered = fields.Monetary(compute="_compute_figures")
    ordered = fields.Monetary(compute="_compute_figures")
    draft = fields.Monetary(compute="_compute_figures")
    bills = fields.Monetary(compute="_compute_figures")
    prepaid = fields.Monetary(compute="_compute_figures")
    exposure = fields.Monetary(compute="_compute_figures")
    available = fields.Monetary(compute="_compute_figures")
    used_ratio = fields.Float(compute="_compute_figures")
    overdue_amount = fields.Monetary(compute="_compute_figures")
    oldest_overdue_date = fields.Date(compute="_compute_figures")
    oldest_overdue_days = fields.Integer(compute="_compute_figures")
    credit_status = fields.Selection(compute="_compute_figures")

    @api.depends("base_limit", "valid_from", "valid_to", "amount_mode", "overdue_mode", "release_ids.state")
    @api.depends(*SCOPE_FIELDS, "net_credits", "exclude_disputed", "term_rule", "term_days", "grace_days")
    @api.depends_context("uid")
    def _compute_figures(self):
        figures = self.filtered("id").sudo()._get_figures()
        rows = [figures.get(profile.id or profile._origin.id) for profile in self]
        for name in (*FIGURES, "exempt_until"):
            # into the cache at once, as reading columns does: assigning one by one took longer than the statement
            values = [row.values[name] if row else None for row in rows]
            self._fields[name]._insert_cache(self, values)

    def _get_figures(self):
        """Return ``{id: Figures}`` of the profiles, today, amounts in the currency of each profile.

        Two statements whatever the number of profiles, customers and documents. Group ceilings add the documents of
        every member and, without a company, of every company: call with sudo and show totals only.
        """
        if not self.ids:
            return {}
        self.env.flush_all()
        partners = [row[0] for row in self.env.execute_query(self._scope_partners_sql())]
        rows = self.env.execute_query_dict(
            SQL("SELECT %s FROM (%s) figures", FIGURE_COLUMNS, self._figures_sql(self.ids, partners))
        )
        return {row["id"]: self._read_figures(row) for row in rows}

    def _scope_partners_sql(self):
        # compiling the statement of the figures takes PostgreSQL ten times as long as running it
        return SQL(
            "SET LOCAL jit = off; WITH %s SELECT DISTINCT member_id FROM scope",
            exposure_documents.scope_queries(self.ids),
        )

    @api.model
    def _figures_sql(self, profiles=None, partners=None):
        return exposure_figures.figures(
            fields.Date.context_today(self), self.env.user.tz or "UTC", profiles=profiles, partners=partners
        )

    @api.model
    def _read_figures(self, row):
        standing = credit.Standing(
            limit=float(row["limit_today"]),
            exposure=float(row["exposure"]),
            overdue=float(row["overdue_amount"]),
            tolerance=float(row["overdue_tolerance"]),
            in_force=row["in_force"],
            exempt=bool(row["exempt_until"]),
            rate_missing=row["rate_missing"],
            amount_mode=row["amount_mode"],
            overdue_mode=row["overdue_mode"],
        )
        base = float(row["base_limit"]) + float(row["increase_today"])
        return Figures(standing, base, standing.available, row["oldest_overdue_days"], row)

    # === THE DOCUMENTS BEHIND === #

    def action_open_documents(self):
        """Show the documents behind one bucket (``credit_bucket`` in the context) or behind all."""
        self.ensure_one()
        bucket = self.env.context.get("credit_bucket")
        domain = Domain("profile_id", "=", self.id) & self._get_bucket_domain(bucket)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Documents of %(holder)s", holder=self.holder_name),
            "res_model": "credit.exposure.line",
            "view_mode": "list,kanban,pivot",
            "mobile_view_mode": "kanban",
            "domain": list(domain),
            "context": {"search_default_group_bucket": not bucket},
        }

    def _get_bucket_domain(self, bucket):
        """Return the domain of the documents behind one figure, without a bucket behind the exposure."""
        unallocated = ["payment", "credit"] if self.net_credits else []
        if bucket == "overdue":
            return Domain("is_overdue", "=", True) | Domain("bucket", "in", unallocated)
        parts = {
            "receivable": ["receivable", *unallocated],
            "delivered": ["delivered"],
            "ordered": ["ordered"],
            "draft": ["draft"],
            "bills": ["bill"],
            "prepaid": ["prepayment"] if self.net_credits else ["prepayment", "payment"],
        }
        counted = [bucket] if bucket else self._get_counted_buckets()
        return Domain("bucket", "in", sum((parts[name] for name in counted), []))

    def _get_counted_buckets(self):
        """Return the buckets in the scope of the profile; receivables always are."""
        self.ensure_one()
        switches = {
            "delivered": self.include_delivered,
            "ordered": self.include_ordered,
            "draft": self.include_draft,
            "bills": self.include_bills,
            "prepaid": self.deduct_prepayments,
        }
        return ["receivable", *(name for name, counted in switches.items() if counted)]

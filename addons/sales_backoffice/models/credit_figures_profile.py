"""The figures of credit profiles: computed by one statement for any number of them."""

from collections import namedtuple

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules import credit
from ..services import exposure_documents, exposure_figures
from ..services.prepared_statement import PreparedStatement

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
AMOUNTS = (
    "limit_today",
    "increase_today",
    *exposure_figures.BUCKETS,
    "exposure",
    "available",
    "used_ratio",
    "overdue_amount",
    "base_limit",
    "overdue_tolerance",
)
COLUMNS = (
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
# floats come from the database as Python keeps them: turning each exact number into one takes much longer there
FIGURE_COLUMNS = SQL(", ").join(
    SQL("%s::float8", SQL.identifier(name)) if name in AMOUNTS else SQL.identifier(name) for name in COLUMNS
)


def _prepare(**partners):
    figures = exposure_figures.figures(
        SQL("$1::date"), SQL("$2::text"), profiles=SQL("$3::int[]"), **partners
    )
    return PreparedStatement(SQL("SELECT %s FROM (%s) figures", FIGURE_COLUMNS, figures))


def _array(ids):
    """Return ids as one literal: PostgreSQL parses a list of a thousand number by number."""
    return "{" + ",".join(map(str, ids)) + "}"


AS_PLANNED = 40  # customers; beyond, planning for what they are takes less than a plan for few costs
OF_FEW, OF_MANY = _prepare(partners=SQL("$4::int[]")), _prepare()
TERMS = (
    "base_limit",
    "valid_from",
    "valid_to",
    "amount_mode",
    "overdue_mode",
    "net_credits",
    "exclude_disputed",
    "term_rule",
    "term_days",
    "grace_days",
)
SCOPE_FIELDS = (
    "include_delivered",
    "include_ordered",
    "include_draft",
    "include_bills",
    "deduct_prepayments",
)


class Figures(namedtuple("Figures", COLUMNS)):
    """One row of ``exposure_figures.figures``."""

    __slots__ = ()

    @property
    def standing(self):
        return credit.Standing(
            limit=self.limit_today,
            exposure=self.exposure,
            overdue=self.overdue_amount,
            tolerance=self.overdue_tolerance,
            in_force=self.in_force,
            exempt=bool(self.exempt_until),
            rate_missing=self.rate_missing,
            amount_mode=self.amount_mode,
            overdue_mode=self.overdue_mode,
        )

    @property
    def base(self):
        """What an excess is compared with: the agreed limit, even when it lapsed."""
        return self.base_limit + self.increase_today


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

    @api.depends(*TERMS, *SCOPE_FIELDS, "release_ids.state")
    @api.depends_context("uid", "tz")
    def _compute_figures(self):
        figures = self.filtered("id").sudo()._get_figures()
        rows = [figures.get(profile.id or profile._origin.id) for profile in self]
        for name in (*FIGURES, "exempt_until"):
            # into the cache at once, as reading columns does: assigning one by one took longer than the statement
            values = [row and getattr(row, name) for row in rows]
            self._fields[name]._insert_cache(self, values)

    def _get_figures(self):
        """Return ``{id: Figures}`` of the profiles, today, amounts in the currency of each profile.

        Three statements whatever the number of profiles, customers and documents. Group ceilings add the documents of
        every member and, without a company, of every company: call with sudo and show totals only.
        """
        if not self.ids:
            return {}
        self.env.flush_all()
        partners, known = self._get_few_partners()
        arguments = [fields.Date.context_today(self), self.env.tz.zone, _array(self.ids)]
        if partners is None:
            rows = OF_MANY.execute(self.env.cr, arguments, known)
        else:
            anew = len(partners) > AS_PLANNED
            rows = OF_FEW.execute(self.env.cr, [*arguments, _array(partners)], known, anew)
        return {row[0]: Figures._make(row) for row in rows}

    def _get_few_partners(self):
        """Return which customers are in the scope, and whether the statement for so many is planned already.

        The customers are None when they are too many to be looked up one by one.
        """
        if len(self) <= exposure_documents.FEW:
            rows = self.env.execute_query(
                SQL(
                    "WITH %s SELECT ARRAY(SELECT DISTINCT member_id FROM member), %s, %s",
                    exposure_documents.scope_queries(self.ids),
                    OF_FEW.is_known(self.env.cr),
                    OF_MANY.is_known(self.env.cr),
                )
            )
            partners, few_known, many_known = rows[0]
            return (partners, few_known) if len(partners) <= exposure_documents.FEW else (None, many_known)
        return None, self.env.execute_query(SQL("SELECT %s", OF_MANY.is_known(self.env.cr)))[0][0]

    @api.model
    def _figures_sql(self):
        """Return the figures of all active profiles."""
        return exposure_figures.figures(fields.Date.context_today(self), self.env.tz.zone)

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

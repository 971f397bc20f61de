"""合同履約報表: the statistics of a month, quarter or year, reviewed and filed so that nothing rewrites them."""

import logging

import psycopg2.errors

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.backoffice_base.models.approval_mixin import ApprovalMixin
from odoo.addons.backoffice_base.rules.blocker import Blocker
from odoo.addons.backoffice_base.rules.periods import due_day, period_of

_logger = logging.getLogger(__name__)

KINDS = [("month", "Month"), ("quarter", "Quarter"), ("year", "Year")]
FILED_STATES = ("approved", "bound")


class ContractStatement(models.Model):
    _name = "contract.statement"
    _description = "Contract Statement"
    _inherit = ["contract.statement.seal", "contract.statement.content", "backoffice.approval.mixin"]
    _order = "date_to desc, kind, id desc"
    _rec_names_search = ["name"]

    _flow = {
        **{target: sources for target, sources in ApprovalMixin._flow.items() if target != "revoked"},
        "bound": ("approved",),
    }
    _flow_locked_fields = {"volume": ("approved",), "location": ("approved",)}
    _approval_kind = "contract_statement"
    _approval_covered_fields = ("kind", "day", "tz", "content_hash")
    _approval_valid_states = FILED_STATES

    name = fields.Char("Statement", compute="_compute_period", store=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        selection_add=[
            ("draft", "Draft"),
            ("submitted", "To Receive"),
            ("approved", "Filed"),
            ("bound", "Bound"),
            ("rejected", "Rejected"),
            ("revoked", "Revoked"),
        ],
        ondelete={"bound": "cascade"},
    )
    kind = fields.Selection(KINDS, "Period", required=True, default="month", index=True, tracking=True)
    day = fields.Date(
        "A Day of the Period",
        required=True,
        default=lambda self: self._default_day(),
        help="Any day of the month, quarter or year the statement is about.",
    )
    date_from = fields.Date("From", compute="_compute_period", store=True, index=True)
    date_to = fields.Date("To", compute="_compute_period", store=True, index=True)
    date_due = fields.Date(
        "To Submit By",
        compute="_compute_date_due",
        store=True,
        help="The day of the next month the company set, or the working day before it.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    tz = fields.Char(
        "Time Zone",
        required=True,
        readonly=True,
        default=lambda self: self._default_tz(),
        help="Where a day of the period begins and ends.",
    )
    volume = fields.Char(tracking=True, help="The binder the printed statement is kept in.")
    location = fields.Char("Kept At", tracking=True)
    is_late = fields.Boolean("Late", compute="_compute_is_late", search="_search_is_late")

    _period_uniq = models.UniqueIndex(
        "(company_id, kind, date_from)",
        "There is already a statement of this period; open that one.",
    )

    @api.model
    def _default_day(self):
        return period_of(fields.Date.context_today(self), "month").previous().end

    @api.model
    def _default_tz(self):
        return self.env.company.partner_id.tz or self.env.user.tz or "UTC"

    @api.depends("kind", "day")
    def _compute_period(self):
        for statement in self:
            period = statement._get_period()
            statement.name = f"CS/{period.label}" if period else False
            statement.date_from = period.start if period else False
            statement.date_to = period.end if period else False

    def _get_period(self):
        return period_of(self.day, self.kind) if self.day and self.kind else None

    @api.depends("date_to", "company_id")
    def _compute_date_due(self):
        workdays = self.env["backoffice.workday"]
        for statement in self.filtered("date_to"):
            company = statement.company_id
            day = due_day(statement.date_to, company.contract_statement_day or 25)
            statement.date_due = workdays._shift(company, day, -1)

    @api.depends("date_due", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for statement in self:
            waiting = statement.state in ("draft", "rejected")
            statement.is_late = waiting and bool(statement.date_due) and statement.date_due < today

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "in", ("draft", "rejected")), ("date_due", "<", fields.Date.context_today(self))]

    @api.depends("name", "company_id")
    def _compute_display_name(self):
        for statement in self:
            statement.display_name = statement.name or self.env._("New statement")

    # --- flow -------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        statements = super().create(vals_list)
        statements._calculate()
        return statements

    def write(self, vals):
        result = super().write(vals)
        if {"kind", "day"} & vals.keys():
            self._calculate()
        return result

    def _approval_measure(self):
        # EXTENDS backoffice_base: a statement has no size, whoever receives it receives all of them
        return {"amount": 0.0}

    def _blockers(self, target):
        blockers = super()._blockers(target)
        today = fields.Date.context_today(self)
        for statement in self:
            if target == "submitted" and statement.date_to > today:
                reason = self.env._("The period ends on %(day)s only.", day=statement.date_to)
                blockers[statement.id].append(Blocker("period_open", reason))
            if target == "submitted" and not statement.row_count:
                reason = self.env._("No contract lived in this period.")
                blockers[statement.id].append(Blocker("no_rows", reason))
            if target in FILED_STATES and not statement.is_intact:
                reason = self.env._("Its content is no longer what was calculated.")
                blockers[statement.id].append(Blocker("not_intact", reason))
            if target == "bound" and not statement.volume:
                reason = self.env._("Say in which binder it is kept.")
                blockers[statement.id].append(Blocker("no_volume", reason))
        return blockers

    def action_submit(self):
        """Calculate once more, so that what is submitted is what the books say now, and submit."""
        self.filtered(lambda statement: statement.state == "draft")._calculate()
        return super().action_submit()

    def action_calculate(self):
        """Calculate a draft again."""
        if any(statement.state != "draft" for statement in self):
            raise UserError(self.env._("Only a draft is calculated again; a filed statement stays as it is."))
        self.check_access("write")
        self._calculate()

    def action_bind(self):
        """Note that the printed statement is in its binder."""
        self._move_to("bound")

    def _after_move(self, target):
        result = super()._after_move(target)
        if target == "approved":
            for statement in self:
                statement._attach_files()
        return result

    # --- the scheduled draft -----------------------------------------------------

    @api.model
    def _cron_prepare(self):
        """Prepare the drafts of the periods that are over, once each; see ``_get_periods_over``."""
        for company in self._get_companies_with_contracts():
            for period in self._get_periods_over(company):
                self._prepare_draft(company, period)
                self.env["ir.cron"]._commit_progress(1)
        self._cron_compare()

    @api.model
    def _get_companies_with_contracts(self):
        groups = self.env["sale.contract"].sudo()._read_group([("date_signed", "!=", False)], ["company_id"])
        return [company for (company,) in groups]

    @api.model
    def _get_periods_over(self, company):
        """Return the latest periods that end today or have ended, without those that have a statement."""
        today = fields.Date.context_today(self)
        periods = [period_of(today, kind) for kind, _label in KINDS]
        periods = [period if period.end <= today else period.previous() for period in periods]
        known = self.sudo().with_context(active_test=False).search([("company_id", "=", company.id)])
        taken = {(statement.kind, statement.date_from) for statement in known}
        return [period for period in periods if (period.kind, period.start) not in taken]

    @api.model
    def _prepare_draft(self, company, period):
        """Create the draft of a period; nothing when another worker has just done it, or nothing happened in it."""
        statements = self.sudo().with_company(company)
        try:
            with self.env.cr.savepoint():
                statement = statements.create(
                    {"company_id": company.id, "kind": period.kind, "day": period.end}
                )
                if not statement.row_count:
                    statement.unlink()
                    return self.browse()
                statement._ask_to_review()
        except psycopg2.errors.UniqueViolation:
            _logger.info("The statement %s of %s is there already.", period.label, company.name)
            return self.browse()
        return statement

    def _ask_to_review(self):
        """Put the draft on the list of a supervisor of the company."""
        group = self.env.ref("backoffice_base.group_supervisor")
        people = self.env["backoffice.approval.rule"]._get_members(group, self.company_id)
        people = people.filtered(lambda user: not user._is_superuser()) or people
        if people:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.date_due,
                user_id=people[0].id,
                summary=self.env._("Check and submit the contract statement %(name)s", name=self.name),
            )

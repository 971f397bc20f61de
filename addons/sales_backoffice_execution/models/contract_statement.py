"""合同履約報表: the statistics of a month, quarter or year, reviewed and filed so that nothing rewrites them."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.backoffice_base.models.approval_mixin import ApprovalMixin
from odoo.addons.backoffice_base.rules.blocker import Blocker
from odoo.addons.backoffice_base.rules.periods import due_day, period_of

from .contract_statement_scheduled import KINDS

FILED_STATES = ("approved", "bound")


class ContractStatement(models.Model):
    _name = "contract.statement"
    _description = "Contract Statement"
    _inherit = [
        "contract.statement.seal",
        "contract.statement.content",
        "contract.statement.scheduled",
        "backoffice.approval.mixin",
    ]
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
        return self.env.company._get_company_tz()

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

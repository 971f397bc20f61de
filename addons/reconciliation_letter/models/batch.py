"""A month-end run: the letters of one company, one kind and one cut-off."""

import logging

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from odoo.addons.backoffice_base.rules.blocker import Blocker
from odoo.addons.backoffice_base.rules.periods import due_day, period_of

from ..const import KINDS, VOID

_logger = logging.getLogger(__name__)

CHUNK = 200  # letters made between two commits
AT_ONCE = 50  # so many partners are done while the person waits


class ReconciliationBatch(models.Model):
    """Made in chunks, each committed: whoever continues after a crash makes what is missing and nothing twice."""

    _name = "reconciliation.batch"
    _description = "Reconciliation Run"
    _inherit = ["reconciliation.batch.letters", "backoffice.flow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "cutoff desc, kind, id desc"
    _check_company_auto = True

    _flow = {
        "running": ("draft", "done"),
        "done": ("running",),
        "cancelled": ("draft", "running", "done"),
    }
    _flow_locked_fields = {"company_id": (), "kind": (), "cutoff": (), "period_start": (), "reply_by": ()}

    name = fields.Char(
        "Number", required=True, readonly=True, copy=False, default=lambda self: self.env._("New")
    )
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("done", "Done"), ("cancelled", "Cancelled")],
        "Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    kind = fields.Selection(KINDS, required=True, default="receivable", index=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    cutoff = fields.Date(
        "Cut-off",
        required=True,
        default=lambda self: self._get_last_month().end,
        help="The last day the letters count.",
    )
    period_start = fields.Date(
        "From",
        required=True,
        default=lambda self: self._get_last_month().start,
        help="The first day whose movements are listed.",
    )
    reply_by = fields.Date(
        compute="_compute_reply_by",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="The day by which the partners should have answered; proposed from the settings.",
    )
    demand = fields.Boolean(
        "Demand Clause",
        default=lambda self: self.env.company.letter_demand,
        help="Letters also ask for payment of what is overdue, less what is paid in advance.",
    )
    assistant_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        help="Looks after the letters of partners that have no assistant of their own.",
    )
    total = fields.Integer("Partners in Scope", readonly=True, copy=False)
    made = fields.Integer("Letters Made", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")
    excluded_count = fields.Integer("Excluded", readonly=True, copy=False)
    started_on = fields.Datetime(readonly=True, copy=False)
    finished_on = fields.Datetime(readonly=True, copy=False)

    _cutoff_uniq = models.UniqueIndex(
        "(company_id, kind, cutoff) WHERE state != 'cancelled'",
        "There is already a run of this kind for this cut-off; continue that one.",
    )

    @api.model
    def _get_last_month(self):
        return period_of(self.env.company._get_company_day(), "month").previous()

    @api.depends("cutoff", "kind", "company_id")
    def _compute_reply_by(self):
        for batch in self:
            company = batch.company_id
            day = company.letter_payable_day if batch.kind == "payable" else company.letter_receivable_day
            batch.reply_by = batch.cutoff and due_day(batch.cutoff, day or 31)

    @api.depends("total", "made")
    def _compute_progress(self):
        for batch in self:
            batch.progress = 100.0 * batch.made / batch.total if batch.total else 0.0

    @api.depends("name", "kind", "cutoff")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for batch in self:
            day = format_date(self.env, batch.cutoff) if batch.cutoff else ""
            batch.display_name = " ".join(filter(None, (batch.name, kinds.get(batch.kind), day)))

    @api.constrains("cutoff", "period_start", "reply_by")
    def _check_days(self):
        for batch in self:
            if not batch.period_start <= batch.cutoff < batch.reply_by:
                raise ValidationError(
                    self.env._("The period begins before its cut-off, and answers are due after it.")
                )

    @api.model
    def _get_guarded_fields(self):
        own = {"total", "made", "excluded_count", "started_on", "finished_on"}
        return super()._get_guarded_fields() | own

    @api.model_create_multi
    def create(self, vals_list):
        batches = super().create(vals_list)
        for batch in batches:
            sequence = (
                self.env["ir.sequence"].with_company(batch.company_id).sudo()
            )  # numbers are for everybody
            batch.name = sequence.next_by_code("reconciliation.batch") or batch.name
        return batches

    # --- buttons ------------------------------------------------------------

    def action_run(self):
        """Start, or make what is missing; a small run is done at once, a large one in the background."""
        self.check_access("write")
        for batch in self:
            if batch.state != "running":
                batch._move_to("running")
            pending = batch._get_pending_partners()
            if len(pending) <= AT_ONCE:
                batch._make_letters(pending)
                batch._finish()
        if any(batch.state == "running" for batch in self):
            # whoever may start the run may also have it continued
            self.env.ref("reconciliation_letter.cron_reconciliation_batch").sudo()._trigger()

    def action_cancel(self):
        self._move_to("cancelled")

    def _blockers(self, target):
        blockers = super()._blockers(target)
        if target == "cancelled":
            for batch in self.filtered(lambda batch: any(x.state not in VOID for x in batch.letter_ids)):
                reason = self.env._("it has letters; cancel them first.")
                blockers[batch.id].append(Blocker("has_letters", reason))
        return blockers

    def _prepare_move_vals(self, target):
        vals = super()._prepare_move_vals(target)
        if target == "running":
            vals |= {"started_on": fields.Datetime.now(), "finished_on": False}
        return vals

    # --- the run ------------------------------------------------------------

    def _get_pending_partners(self):
        """Return the partners of the one run without a letter yet; its counts are brought up to date."""
        self.ensure_one()
        snapshot = self.env[
            "reconciliation.snapshot"
        ].sudo()  # sums of the ledger decide, whoever may read entries
        scope = snapshot._get_scope(self.kind, self.company_id, self.period_start, self.cutoff)
        excluded = self.env["reconciliation.exclusion"]._get_excluded(self.kind, self.company_id, self.cutoff)
        letters_sudo = self.env["reconciliation.letter"].sudo()  # a letter counts, whoever looks after it
        done = letters_sudo.search_fetch(
            letters_sudo._get_letter_domain(self.kind, self.company_id, self.cutoff), ["partner_id"]
        ).partner_id
        counted = (scope - excluded) | done
        self._write_by_flow(
            {"total": len(counted), "made": len(done), "excluded_count": len(scope & excluded - done)}
        )
        return scope - excluded - done

    def _make_letters(self, partners):
        """Make the letters of one chunk; the count is the row every rival run of it would change too."""
        self.ensure_one()
        if partners:
            self._write_by_flow({"made": self.made + len(partners)})
            self.flush_recordset()
            self.env["reconciliation.letter"]._make(self, partners)

    def _tell_progress(self):
        message = self.env._("%(made)s of %(total)s letters made.", made=self.made, total=self.total)
        self._tell(message)

    def _tell(self, message):
        """Show ``message`` to who started the run, wherever in the program that person is."""
        notice = {"title": self.display_name, "message": message, "type": "info"}
        self.create_uid._bus_send("simple_notification", notice)

    def _finish(self):
        self.ensure_one()
        self._move_to("done", finished_on=fields.Datetime.now())
        message = self.env._(
            "%(made)s letters, %(excluded)s partners excluded.", made=self.made, excluded=self.excluded_count
        )
        self.message_post(body=message)
        self._tell(message)

    @api.model
    def _cron_continue(self, chunk=CHUNK):
        """Continue the runs that are under way, chunk by chunk."""
        for batch in self.search([("state", "=", "running")], order="id"):
            if not batch._continue(chunk):
                break

    def _continue(self, chunk):
        """Make what is missing of the one run; return whether there is time for another."""
        cron = self.env["ir.cron"]
        if not self._lock_running():
            return True
        pending_ids = self._get_pending_partners().ids
        if not cron._commit_progress(remaining=len(pending_ids)) and pending_ids:
            return False
        for start in range(0, len(pending_ids), chunk):
            if not self._lock_running():
                return True
            partners = self.env["res.partner"].browse(pending_ids[start : start + chunk])
            self._make_letters(partners)
            self._tell_progress()
            if not cron._commit_progress(len(partners)) and start + chunk < len(pending_ids):
                return False
        if self._lock_running():
            self._finish()
        return bool(cron._commit_progress())

    def _lock_running(self):
        """Return the run, locked and still running; empty when another worker has it."""
        try:
            return self.try_lock_for_update().filtered(lambda batch: batch.state == "running")
        except psycopg2.errors.SerializationFailure:
            self.env.cr.rollback()  # another worker committed since our snapshot: it carries on
            _logger.info("run %s is continued by another worker", self.ids)
            return self.browse()

    # --- month end ----------------------------------------------------------

    @api.model
    def _cron_month_end(self):
        """Make last month's letters from the first working day on, where a company wants it."""
        for company in self.env["res.company"].search([("letter_month_end", "=", True)]):
            self.with_company(company)._run_month_end(company)

    @api.model
    def _run_month_end(self, company):
        today = company._get_company_day()
        month = period_of(today, "month")
        if today < self.env["backoffice.workday"]._shift(company, month.start):
            return
        last = month.previous()
        kinds = [kind for kind, _label in KINDS if company._wants_letters(kind, last.end)]
        for kind in kinds:
            domain = [("company_id", "=", company.id), ("kind", "=", kind), ("cutoff", "=", last.end)]
            if not self.search_count([*domain, ("state", "!=", "cancelled")]):
                values = {
                    "company_id": company.id,
                    "kind": kind,
                    "cutoff": last.end,
                    "period_start": company._get_letter_period(kind, last.end).start,
                }
                self.create({**values, "demand": company.letter_demand, "assistant_id": False}).action_run()

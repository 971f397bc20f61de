"""How many letters of a period were sent, answered and completed; frozen at the deadline."""

from collections import defaultdict
from functools import partial

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

from ..const import KINDS
from ..rules.rate import Fate, months_without, next_month_day, rate, share


class ReconciliationRate(models.Model):
    """The figures of one company, kind and cut-off as they stood at the end of the deadline.

    What is completed later shows as late; the frozen figures never change.
    """

    _name = "reconciliation.rate"
    _description = "Rate of Reconciliation Letters"
    _inherit = ["reconciliation.recorded"]
    _order = "cutoff desc, kind, id desc"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    cutoff = fields.Date("Cut-off", required=True, readonly=True)
    deadline = fields.Date(required=True, readonly=True, help="The figures are those at the end of this day.")
    frozen_on = fields.Datetime(required=True, readonly=True)
    scope = fields.Integer(
        readonly=True, help="Partners with a balance or a movement, less those excluded with approval."
    )
    sent = fields.Integer(readonly=True)
    replied = fields.Integer("Answered", readonly=True)
    completed = fields.Integer(
        readonly=True, help="Agreed under a seal that counts, or disputed, reconciled and sealed."
    )
    sent_rate = fields.Float(compute="_compute_rates", help="Sent of those in scope.")
    replied_rate = fields.Float("Answer Rate", compute="_compute_rates", help="Answered of those in scope.")
    completed_rate = fields.Float(
        "Completion Rate", compute="_compute_rates", help="Completed of those in scope; to be 100 %."
    )
    late = fields.Integer(
        "Completed Late", compute="_compute_late", help="Completed after the deadline; in no frozen figure."
    )
    line_ids = fields.One2many("reconciliation.rate.line", "rate_id", "Partners", readonly=True)

    _cutoff_uniq = models.Constraint(
        "UNIQUE (company_id, kind, cutoff)", "The rate of this cut-off is frozen already."
    )

    @api.depends("kind", "cutoff")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for frozen in self:
            frozen.display_name = f"{kinds.get(frozen.kind, '')} {frozen.cutoff or ''}".strip()

    @api.depends("scope", "sent", "replied", "completed")
    def _compute_rates(self):
        for frozen in self:
            frozen.sent_rate = share(frozen.sent, frozen.scope)
            frozen.replied_rate = share(frozen.replied, frozen.scope)
            frozen.completed_rate = share(frozen.completed, frozen.scope)

    def _compute_late(self):
        counts = dict(
            self.env["reconciliation.rate.report"]
            .sudo()  # the sum alone is told
            ._read_group([("rate_id", "in", self.ids)], ["rate_id"], ["late:sum"])
        )
        for frozen in self:
            frozen.late = counts.get(frozen._origin, 0)

    # --- freezing -------------------------------------------------------------------

    @api.model
    def _cron_freeze(self):
        """Freeze what is past its deadline; a second run, or a second worker, finds nothing left."""
        cron = self.env["ir.cron"]
        waiting = self._find_to_freeze()
        cron._commit_progress(remaining=len(waiting))
        for company, kind, cutoff, deadline in waiting:
            self._freeze_alone(company, kind, cutoff, deadline)
            if not cron._commit_progress(1):
                break

    @api.model
    def _freeze_alone(self, company, kind, cutoff, deadline):
        """Freeze unless another worker just did."""
        try:
            self._freeze(company, kind, cutoff, deadline)
            self.env.flush_all()
        except SerializationFailure:
            self.env.cr.rollback()  # the other worker was faster; nothing of ours is kept

    @api.model
    def _get_deadline(self, company, kind, cutoff):
        """Return the day by which the letters have to be completed."""
        return next_month_day(cutoff, company.sudo()[f"letter_{kind}_day"])

    @api.model
    def _find_to_freeze(self):
        """Return ``[(company, kind, cutoff, deadline)]`` past their deadline and not frozen.

        Since the first letters of a company and kind, a month nobody ran is one of them.
        """
        letters = self.env["reconciliation.letter"].sudo()  # a scheduled run, over every company
        frozen = set(self.sudo()._read_group([], ["company_id", "kind", "cutoff:day"]))
        found = []
        known = letters._read_group([], ["company_id", "kind", "cutoff:day"])
        cutoffs = defaultdict(list)
        for company, kind, cutoff in known:
            cutoffs[company, kind].append(cutoff)
        for (company, kind), days in cutoffs.items():
            wanted = partial(company._wants_letters, kind)
            missing = months_without(days, company._get_company_day(), wanted)
            known += [(company, kind, day) for day in missing]
        for company, kind, cutoff in known:
            deadline = self._get_deadline(company, kind, cutoff)
            if deadline < company._get_company_day() and (company, kind, cutoff) not in frozen:
                found.append((company, kind, cutoff, deadline))
        return found

    @api.model
    def _freeze(self, company, kind, cutoff, deadline):
        """Write down the figures at ``deadline``; nothing when somebody else just did."""
        domain = [("company_id", "=", company.id), ("kind", "=", kind), ("cutoff", "=", cutoff)]
        rows_sudo = self.env["reconciliation.rate.report"].sudo().search(domain)
        without_sudo = self._get_to_write_to(company, kind, cutoff) - rows_sudo.partner_id
        if not (rows_sudo or without_sudo):
            return self.browse()  # nobody to write to
        # read before the row is claimed: from then on the report shows what is frozen
        fates = [row._get_fate() for row in rows_sudo] + [Fate()] * len(without_sudo)
        figures = rate(fates, deadline)
        vals_list = [row._prepare_line_vals(deadline) for row in rows_sudo]
        vals_list += [self._prepare_vals_without_letter(partner) for partner in without_sudo]
        frozen = self._claim(company, kind, cutoff, deadline)
        if frozen:
            self.env["reconciliation.rate.line"]._record(
                [vals | {"rate_id": frozen.id} for vals in vals_list]
            )
            frozen._amend(
                {
                    "scope": figures.scope,
                    "sent": figures.sent,
                    "replied": figures.replied,
                    "completed": figures.completed,
                }
            )
        return frozen

    @api.model
    def _get_to_write_to(self, company, kind, cutoff):
        """Return who was to get a letter (superuser), whether there is one or not."""
        domain = [("company_id", "=", company.id), ("kind", "=", kind), ("cutoff", "=", cutoff)]
        letters_sudo = self.env["reconciliation.letter"].sudo()  # letters of all, whoever looks after them
        [[start]] = letters_sudo._read_group(domain, [], ["period_start:min"])
        snapshot_sudo = self.env["reconciliation.snapshot"].sudo()  # sums of the ledger decide
        scope = snapshot_sudo._get_scope(
            kind, company, start or company._get_letter_period(kind, cutoff).start, cutoff
        )
        scope -= self.env["reconciliation.exclusion"]._get_excluded(kind, company, cutoff)
        return scope.sudo()  # who looks after them is written down

    @api.model
    def _prepare_vals_without_letter(self, partner):
        return {
            "partner_id": partner.id,
            "user_id": partner.user_id.id,
            "assistant_id": partner.letter_assistant_id.id,
        }

    @api.model
    def _claim(self, company, kind, cutoff, deadline):
        """Return the new row of a cut-off, or none when there is one already."""
        claimed = self.env.execute_query(
            SQL(
                """
                INSERT INTO reconciliation_rate (company_id, kind, cutoff, deadline, frozen_on)
                VALUES (%s, %s, %s, %s, NOW() AT TIME ZONE 'UTC')
                    ON CONFLICT (company_id, kind, cutoff) DO NOTHING
                RETURNING id
                """,
                company.id,
                kind,
                cutoff,
                deadline,
            )
        )
        return self.browse(claimed[0][0] if claimed else ())

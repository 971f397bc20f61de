"""對賬函: what the books say a partner owes or is owed at a cut-off, and what the partner answered."""

from odoo import api, fields, models
from odoo.tools import SQL

from ..const import KINDS, STATES
from .figures import FIGURES


class ReconciliationLetter(models.Model):
    """One partner's balance at a cut-off, one section per currency; nothing in it changes once reviewed."""

    _name = "reconciliation.letter"
    _description = "Reconciliation Letter"
    _inherit = [
        "reconciliation.figures",
        "reconciliation.letter.making",
        "reconciliation.letter.snapshot",
        "reconciliation.letter.sending",
        "reconciliation.letter.delivery",
        "reconciliation.letter.answering",
        "reconciliation.letter.intact",
        "backoffice.flow.mixin",  # after the parts that extend it
        "portal.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "cutoff desc, partner_name, id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "partner_id"]

    _flow = {
        "reviewed": ("draft",),
        "sent": ("reviewed",),
        "delivered": ("sent",),
        "silent": ("sent", "delivered"),
        "agreed": ("sent", "delivered", "silent", "disputed"),
        "disputed": ("sent", "delivered", "silent", "agreed"),
        "settled": ("disputed",),
        "filed": ("agreed", "settled"),
        "superseded": (
            *("reviewed", "sent", "delivered", "silent", "agreed", "disputed", "settled"),
            "filed",  # when something was posted behind it
        ),
        "cancelled": ("draft", "reviewed", "sent", "delivered", "silent", "disputed"),
    }
    _flow_locked_fields = {
        "user_id": ("reviewed", "sent", "delivered", "silent", "disputed"),
        "assistant_id": ("reviewed", "sent", "delivered", "silent", "disputed"),
        "reply_by": (),
        "issuer_id": (),
        "demand": (),
    }

    name = fields.Char(
        "Number", required=True, readonly=True, copy=False, default=lambda self: self.env._("New")
    )
    state = fields.Selection(
        STATES,
        "Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    kind = fields.Selection(KINDS, required=True, readonly=True, index=True, default="receivable")
    batch_id = fields.Many2one(
        "reconciliation.batch", readonly=True, index=True, ondelete="restrict", copy=False
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id", store=True, precompute=True)
    partner_id = fields.Many2one(
        "res.partner", required=True, readonly=True, index=True, ondelete="restrict", tracking=True
    )
    partner_name = fields.Char(readonly=True, help="The name the letter was made out to.")
    lang = fields.Char("Language", readonly=True)
    cutoff = fields.Date("Cut-off", required=True, readonly=True, index=True)
    period_start = fields.Date("From", required=True, readonly=True)
    reply_by = fields.Date(help="The day by which the partner should have answered.")
    issue_date = fields.Date(readonly=True, copy=False)
    issuer_id = fields.Many2one("res.users", copy=False, help="Who signs the letter.")
    user_id = fields.Many2one("res.users", "Salesperson", index=True, tracking=True)
    assistant_id = fields.Many2one(
        "res.users", index=True, tracking=True, help="Sends the letter and sees that it returns."
    )
    demand = fields.Boolean(
        "Demand Clause",
        help="The letter also asks in writing for payment of what is overdue, less what is paid in advance.",
    )
    section_ids = fields.One2many("reconciliation.letter.section", "letter_id", "Currencies", readonly=True)
    line_ids = fields.One2many("reconciliation.letter.line", "letter_id", "Movements", readonly=True)
    handover_line_ids = fields.One2many(
        "reconciliation.handover.line", "letter_id", "Hand-over", readonly=True
    )
    previous_id = fields.Many2one(
        "reconciliation.letter",
        "Letter Before",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The letter that ends the day before this one begins.",
    )

    _partner_cutoff_uniq = models.UniqueIndex(
        "(company_id, partner_id, kind, cutoff) WHERE state NOT IN ('superseded', 'cancelled')",
        "There is already a letter to this partner for this cut-off; supersede or cancel that one.",
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE batch_id IS NOT NULL", "A letter has a number of its own; try once more."
    )

    def init(self):
        """Leave room on each page: a letter is written again as soon as its figures are taken."""
        self.env.cr.execute("ALTER TABLE reconciliation_letter SET (fillfactor = 50)")

    def _lock(self):
        """Let the second of two requests at once be replayed, and find what the first did."""
        self.env.execute_query(
            SQL(
                "UPDATE reconciliation_letter SET write_date = write_date WHERE id = ANY(%s) RETURNING id",
                self.ids,
            )
        )

    @api.model
    def _get_guarded_fields(self):
        figures = set(FIGURES)
        own = {"issue_date", "superseded_by_id", "previous_id"}
        return super()._get_guarded_fields() | figures | own

    @api.depends("name", "partner_name")
    def _compute_display_name(self):
        for letter in self:
            letter.display_name = f"{letter.name} {letter.partner_name or ''}".strip()

    def _compute_access_url(self):
        result = super()._compute_access_url()
        for letter in self:
            letter.access_url = f"/my/reconciliation/{letter.id}"
        return result

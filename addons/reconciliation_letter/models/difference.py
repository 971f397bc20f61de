"""One reason why the balances of the two sides differ, and what became of it."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.backoffice_base.rules.blocker import Blocker

from ..rules.difference import PENDING, REASONS, effect

CONFIRMER = "backoffice_base.group_accountant"
DOCUMENTS = ("account.move", "account.payment", "stock.picking", "sale.order", "purchase.order")


class ReconciliationDifference(models.Model):
    """Found by the partner or by us; resolved by a document, which a second person of the books confirms."""

    _name = "reconciliation.difference"
    _description = "Difference on a Reconciliation Letter"
    _inherit = ["reconciliation.difference.gap", "mail.thread", "mail.activity.mixin"]
    _order = "letter_id, id"
    _check_company_auto = True

    _flow_start = "open"
    _flow = {
        "open": ("proposed", "taken_back"),
        "proposed": ("open",),
        "resolved": ("proposed",),
        "taken_back": ("open", "proposed"),
        "withdrawn": ("open", "proposed", "taken_back"),
    }
    _flow_locked_fields = {
        "letter_id": (),
        "section_id": (),
        "line_id": (),
        "reason": (),
        "our_amount": (),
        "their_amount": (),
        "resolution": (),
        "resolution_ref": (),
        "resolution_number": (),
    }

    letter_id = fields.Many2one(
        "reconciliation.letter", required=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one(related="letter_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="letter_id.partner_id", store=True, index=True)
    kind = fields.Selection(related="letter_id.kind", store=True)
    answer_id = fields.Many2one(
        "reconciliation.answer", readonly=True, index="btree_not_null", ondelete="restrict", copy=False
    )
    section_id = fields.Many2one(
        "reconciliation.letter.section",
        "Part of the Letter",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('letter_id', '=', letter_id)]",
    )
    currency_id = fields.Many2one(related="section_id.currency_id")
    line_id = fields.Many2one(
        "reconciliation.letter.line",
        "Movement",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('section_id', '=', section_id)]",
        help="The movement of the letter it is about; empty when our list lacks it.",
    )
    name = fields.Char("Document", help="The number of the document it is about.")
    date = fields.Date(related="line_id.date")
    reason = fields.Selection(list(REASONS), required=True, tracking=True)
    our_amount = fields.Monetary(help="What our books say of it.")
    their_amount = fields.Monetary(help="What the partner's books say of it.")
    effect = fields.Monetary(
        compute="_compute_effect",
        store=True,
        tracking=True,
        help="Their amount less ours: what it adds on the way from our balance to theirs.",
    )
    note = fields.Text()
    user_id = fields.Many2one("res.users", "Owner", index=True, tracking=True, help="Clears it up.")
    date_due = fields.Date("Due", tracking=True)
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    state = fields.Selection(
        [
            ("open", "Open"),
            ("proposed", "To Confirm"),
            ("taken_back", "Taken Back, to Confirm"),
            ("resolved", "Resolved"),
            ("withdrawn", "Withdrawn"),
        ],
        "Status",
        required=True,
        readonly=True,
        default="open",
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    resolution = fields.Text(
        tracking=True, help="What was done: corrected here, corrected there, arrived since."
    )
    resolution_ref = fields.Reference(selection="_get_documents", string="Resolving Document")
    resolution_number = fields.Char(
        "Their Document", help="Number of a document of the partner that resolves it."
    )
    proposed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    resolved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    resolved_on = fields.Date(readonly=True, copy=False)
    can_confirm = fields.Boolean(compute="_compute_can_confirm")

    _unexplained_uniq = models.UniqueIndex(
        "(section_id) WHERE is_unexplained AND state IN ('open', 'proposed')",
        "What is not explained of this currency is open already; try once more.",
    )

    @api.model
    def _get_documents(self):
        """Return the kinds of documents that can resolve a difference: those of installed applications."""
        names = [name for name in DOCUMENTS if name in self.env]
        models_sudo = self.env["ir.model"].sudo().search([("model", "in", names)])  # names of models
        return [(model.model, model.name) for model in models_sudo]

    @api.model
    def _get_guarded_fields(self):
        own = {"answer_id", "proposed_by_id", "resolved_by_id", "resolved_on"}
        return super()._get_guarded_fields() | own

    # --- computes and checks ------------------------------------------------------

    @api.depends("name", "reason", "is_unexplained")
    def _compute_display_name(self):
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        for difference in self:
            what = (
                self.env._("Not explained") if difference.is_unexplained else reasons.get(difference.reason)
            )
            difference.display_name = " ".join(filter(None, (what, difference.name)))

    @api.depends("our_amount", "their_amount")
    def _compute_effect(self):
        for difference in self:
            places = difference.currency_id.decimal_places if difference.currency_id else 2
            difference.effect = effect(difference.our_amount, difference.their_amount, places)

    @api.depends("date_due", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for difference in self:
            is_open = difference.state in PENDING
            difference.is_late = is_open and bool(difference.date_due) and difference.date_due < today

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("state", "in", PENDING), ("date_due", "<", "today")]

    @api.depends("state", "proposed_by_id")
    @api.depends_context("uid")
    def _compute_can_confirm(self):
        for difference in self:
            waits = difference.state in ("proposed", "taken_back")
            difference.can_confirm = waits and not difference._confirm_blockers()

    @api.constrains("letter_id", "section_id", "line_id")
    def _check_same_letter(self):
        for difference in self.sudo():  # parts of the letter itself
            section, line = difference.section_id, difference.line_id
            if section.letter_id != difference.letter_id or (line and line.section_id != section):
                raise ValidationError(
                    self.env._("The movement and the currency must be those of the letter.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        differences = super().create(vals_list)
        for letter in differences.letter_id:
            if letter.reconfirm_on:
                letter._take_back_reconfirmation()
            if letter.state != "disputed":
                raise UserError(
                    self.env._(
                        "%(letter)s is not disputed: enter the answer first.", letter=letter.display_name
                    )
                )
        for difference in differences:
            difference._fill_in_owner()
        return differences

    def _fill_in_owner(self):
        letter_sudo = self.letter_id.sudo()  # its company's settings
        days = letter_sudo.company_id.letter_difference_days
        due = fields.Date.context_today(self) + timedelta(days=days)
        values = {}
        if not self.user_id:
            values["user_id"] = letter_sudo._get_owner().id
        if not self.date_due:
            values["date_due"] = self.env["backoffice.workday"]._shift(letter_sudo.company_id, due)
        self.write(values)

    # --- buttons ----------------------------------------------------------------------

    def action_propose(self):
        """Say it is cleared up, and by what."""
        self.check_access("write")
        self._move_to("proposed")

    def action_confirm(self):
        """Confirm, as somebody else of the books, that the document resolves it, or that the partner took it back."""
        self.check_access("write")
        taken_back = self.filtered(lambda item: item.state == "taken_back")
        taken_back._move_to("withdrawn")
        (self - taken_back)._move_to("resolved")

    def action_reopen(self):
        self.check_access("write")
        self._move_to("open")

    def action_withdraw(self):
        """It was named by mistake: what it explained is not explained any more."""
        self.check_access("write")
        self._move_to("withdrawn")

    def _prepare_move_vals(self, target):
        values = super()._prepare_move_vals(target)
        if target in ("proposed", "taken_back"):
            values |= {"proposed_by_id": self.env.uid}
        elif target == "resolved":
            values |= {"resolved_by_id": self.env.uid, "resolved_on": fields.Date.context_today(self)}
        return values

    def _blockers(self, target):
        blockers = super()._blockers(target)
        for difference in self:
            if target == "proposed" and not difference._has_resolution():
                reason = self.env._("Name the document that resolves it, and say what was done.")
                blockers[difference.id].append(Blocker("no_document", reason))
            if target == "resolved" or (target == "withdrawn" and difference.state == "taken_back"):
                blockers[difference.id] += difference._confirm_blockers()
        return blockers

    def _has_resolution(self):
        return bool((self.resolution_ref or self.resolution_number) and self.resolution)

    def _confirm_blockers(self):
        blockers, user = [], self.env.user
        if not user.has_group(CONFIRMER):
            blockers.append(Blocker("no_role", self.env._("The accountant confirms it.")))
        if user == self.proposed_by_id:
            blockers.append(
                Blocker("own_proposal", self.env._("Somebody else must confirm what you proposed."))
            )
        return blockers

    def _after_move(self, target):
        result = super()._after_move(target)
        if target in ("resolved", "withdrawn"):
            for letter in self.letter_id:
                letter._conclude_differences()
        return result

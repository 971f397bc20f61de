"""What the partner answered, and whether the answer counts."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.backoffice_base.rules.blocker import Blocker

from ..const import CORRECTABLE, SEALABLE, WAITING
from ..rules.answer_seals import VALID_SEALS, seal_counts
from ..rules.difference import PENDING

USER = "reconciliation_letter.group_letter_user"


class ReconciliationLetterAnswering(models.AbstractModel):
    """The part of a letter that takes the answer.

    What is recorded, and what it does to the letter, is in ``reconciliation.letter.replies``.
    """

    _name = "reconciliation.letter.answering"
    _description = "Answers to a reconciliation letter"
    _inherit = [
        "reconciliation.letter.replies",
        "reconciliation.letter.page",
        "reconciliation.letter.link",
        "reconciliation.letter.reminded",
        "reconciliation.letter.statement",
        "backoffice.flow.mixin",
    ]

    answer_ids = fields.One2many("reconciliation.answer", "letter_id", "Answers", readonly=True)
    difference_ids = fields.One2many("reconciliation.difference", "letter_id", "Differences")
    answer_id = fields.Many2one(
        "reconciliation.answer", "Last Answer", readonly=True, copy=False, index="btree_not_null"
    )
    answer_result = fields.Selection(
        related="answer_id.result", string="Answer", store=True, readonly=True, copy=False
    )
    seal_kind = fields.Selection(
        related="answer_id.seal_kind", string="Seal", store=True, readonly=True, copy=False
    )
    has_valid_seal = fields.Boolean(compute="_compute_has_valid_seal", search="_search_has_valid_seal")
    original_on = fields.Date("Original Received", related="answer_id.original_on", store=True, copy=False)
    replied_on = fields.Date(readonly=True, copy=False, help="The day of the first answer.")
    completed_on = fields.Date(
        readonly=True,
        copy=False,
        index=True,
        help="The day it was recorded that the letter is agreed, or reconciled, and sealed so that it counts.",
    )
    reconfirm_on = fields.Date(
        "Re-confirmation Asked",
        readonly=True,
        copy=False,
        help="Every difference is resolved; the partner was asked to confirm.",
    )
    open_difference_count = fields.Integer(compute="_compute_open_difference_count")
    can_enter_answer = fields.Boolean(compute="_compute_can_answer")
    can_record_seal = fields.Boolean(compute="_compute_can_answer")
    can_ask_reconfirmation = fields.Boolean(compute="_compute_can_answer")
    can_file = fields.Boolean(compute="_compute_can_answer")

    @api.model
    def _get_guarded_fields(self):
        own = {"answer_id", "answer_result", "seal_kind", "original_on"}
        return super()._get_guarded_fields() | own | {"replied_on", "completed_on", "reconfirm_on"}

    # --- computes ---------------------------------------------------------------

    @api.depends("seal_kind")
    def _compute_has_valid_seal(self):
        for letter in self:
            letter.has_valid_seal = seal_counts(letter.seal_kind)

    def _search_has_valid_seal(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("seal_kind", "in", list(VALID_SEALS))]

    @api.depends("difference_ids.state")
    def _compute_open_difference_count(self):
        counts = dict(
            self.env["reconciliation.difference"]._read_group(
                [("letter_id", "in", self.ids), ("state", "in", PENDING)],
                ["letter_id"],
                ["__count"],
            )
        )
        for letter in self:
            letter.open_difference_count = counts.get(letter._origin, 0)

    @api.depends("state", "answer_id", "seal_kind", "original_on", "reconfirm_on", "difference_ids.state")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        user = self.env.user.has_group(USER)
        for letter in self:
            reconciled = letter.state == "disputed" and not letter.open_difference_count
            takes_answer = letter.state in (*WAITING, *CORRECTABLE) and letter.is_intact
            letter.can_enter_answer = user and takes_answer
            letter.can_record_seal = user and letter.state in SEALABLE and bool(letter.answer_id)
            letter.can_ask_reconfirmation = user and reconciled and not letter.reconfirm_on
            letter.can_file = user and letter.state in self._flow["filed"] and letter._is_ready_to_file()

    # --- buttons ----------------------------------------------------------------

    def action_enter_answer(self):
        """Enter what came on paper, by e-mail or fax."""
        self.ensure_one()
        return self._open_answer_wizard("reconciliation.answer.entry", self.env._("Answer of the Partner"))

    def action_record_seal(self):
        """Record the seal under the answer, its scan, and where the original is."""
        self.ensure_one()
        return self._open_answer_wizard("reconciliation.answer.seal", self.env._("Seal and Original"))

    def _open_answer_wizard(self, model, name):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_letter_id": self.id},
        }

    def action_ask_reconfirmation(self):
        """Ask the partner to confirm the reconciled balance, by the same link."""
        self._check_letter_user()
        self._check_intact()
        for letter in self:
            letter._check_reconciled()
        for letter in self:
            letter._write_by_flow({"reconfirm_on": letter.company_id._get_company_day()})
            letter._remind("reconfirm", "reconciliation_letter.mail_template_reconfirm")

    def action_file(self):
        """Put the completed letter away (歸檔)."""
        self._check_letter_user()
        self._move_to("filed")

    def _check_letter_user(self):
        if not self.env.su and not self.env.user.has_group(USER):
            raise AccessError(self.env._("Only who makes and sends letters does this."))
        self.check_access("write")

    def _check_reconciled(self):
        self.ensure_one()
        if self.state != "disputed":
            raise UserError(self.env._("%(letter)s is not disputed.", letter=self.display_name))
        if self.open_difference_count:
            raise UserError(
                self.env._(
                    "%(letter)s has differences that are not resolved; resolve them first.",
                    letter=self.display_name,
                )
            )

    def _blockers(self, target):
        blockers = super()._blockers(target)
        if target in ("agreed", "settled"):
            for letter in self.filtered(lambda letter: letter._has_pending_differences()):
                reason = self.env._(
                    "Differences are open; the accountant confirms what became of them first."
                )
                blockers[letter.id].append(Blocker("open_differences", reason))
        if target == "filed":
            for letter in self.filtered(lambda letter: not letter._is_ready_to_file()):
                reason = self.env._("It has no seal that counts, or its original is not here yet.")
                blockers[letter.id].append(Blocker("not_complete", reason))
        return blockers

    def _is_ready_to_file(self):
        """A signed file is its own original; paper has to be here."""
        return self.has_valid_seal and (bool(self.original_on) or self.seal_kind == "e_signature")

"""Confirmed supplier letters handed to the chief accountant, with a list both sides sign."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.backoffice_base.rules.blocker import Blocker

from ..const import VOID

USER = "reconciliation_letter.group_letter_user"
ACCOUNTANT = "backoffice_base.group_accountant"


class ReconciliationHandover(models.Model):
    """Letters are handed over once; who hands over is not who receives."""

    _name = "reconciliation.handover"
    _description = "Hand-over of Confirmed Letters"
    _inherit = ["backoffice.flow.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "cutoff desc, id desc"
    _check_company_auto = True

    _flow = {"handed": ("draft",), "received": ("handed",), "draft": ("handed",)}
    _flow_locked_fields = {"company_id", "cutoff", "accountant_id", "line_ids", "note"}

    name = fields.Char(
        "Number", required=True, readonly=True, copy=False, default=lambda self: self.env._("New")
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    cutoff = fields.Date("Cut-off", required=True, help="The letters of this cut-off are handed over.")
    due_on = fields.Date("Due", compute="_compute_due_on", store=True, help="The 15th, unless set otherwise.")
    accountant_id = fields.Many2one(
        "res.users",
        "Chief Accountant",
        required=True,
        check_company=True,
        default=lambda self: self.env.company.letter_accountant_id,
        tracking=True,
    )
    state = fields.Selection(
        [("draft", "Draft"), ("handed", "Handed Over"), ("received", "Received")],
        "Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("reconciliation.handover.line", "handover_id", "Letters", copy=False)
    line_count = fields.Integer("Number of Letters", compute="_compute_line_count")
    missing_count = fields.Integer(
        "Not Confirmed",
        compute="_compute_missing",
        help="Supplier letters of this cut-off nobody handed over yet.",
    )
    missing_names = fields.Text("Missing", compute="_compute_missing")
    handed_by_id = fields.Many2one("res.users", "Handed Over By", readonly=True, copy=False)
    handed_on = fields.Datetime("Handed Over On", readonly=True, copy=False)
    received_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    received_on = fields.Datetime(readonly=True, copy=False)
    is_late = fields.Boolean("Late", compute="_compute_is_late", store=True)
    note = fields.Text()
    can_hand_over = fields.Boolean(compute="_compute_can")
    can_receive = fields.Boolean(compute="_compute_can")

    @api.model
    def _get_guarded_fields(self):
        own = {"handed_by_id", "handed_on", "received_by_id", "received_on"}
        return super()._get_guarded_fields() | own

    # --- computes ---------------------------------------------------------------

    @api.depends("cutoff", "company_id")
    def _compute_due_on(self):
        rates = self.env["reconciliation.rate"]
        for handover in self:
            known = handover.cutoff and handover.company_id
            handover.due_on = (
                rates._get_deadline(handover.company_id, "payable", handover.cutoff) if known else False
            )

    @api.depends("line_ids")
    def _compute_line_count(self):
        for handover in self:
            handover.line_count = len(handover.line_ids)

    @api.depends("due_on", "handed_on")
    def _compute_is_late(self):
        for handover in self:
            handed = handover.handed_on and handover.company_id._get_company_day(handover.handed_on)
            handover.is_late = bool(handed and handover.due_on and handed > handover.due_on)

    @api.depends("cutoff", "company_id", "line_ids.letter_id")
    def _compute_missing(self):
        letters = self.env["reconciliation.letter"]
        for handover in self:
            missing = letters.search(handover._missing_domain()) if handover.cutoff else letters
            missing -= handover.line_ids.letter_id
            handover.missing_count = len(missing)
            handover.missing_names = "\n".join(missing.sorted("partner_name").mapped("display_name"))

    @api.depends("state", "accountant_id")
    @api.depends_context("uid")
    def _compute_can(self):
        for handover in self:
            handover.can_hand_over = handover.state == "draft" and not handover._hand_over_blockers()
            handover.can_receive = handover.state == "handed" and not handover._receive_blockers()

    def _letters_domain(self):
        return [
            ("company_id", "=", self.company_id.id),
            ("kind", "=", "payable"),
            ("cutoff", "=", self.cutoff),
        ]

    def _missing_domain(self):
        return [*self._letters_domain(), ("state", "not in", VOID), ("handover_line_ids", "=", False)]

    # --- buttons ----------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        sequences = self.env["ir.sequence"].sudo()  # numbers are drawn for everybody
        for vals in vals_list:
            vals["name"] = sequences.next_by_code("reconciliation.handover") or self.env._("New")
        return super().create(vals_list)

    def action_fill(self):
        """List every confirmed letter of the cut-off that nobody handed over yet."""
        for handover in self:
            if handover.state != "draft":
                raise UserError(self.env._("%(list)s is handed over already.", list=handover.display_name))
            domain = [*handover._missing_domain(), ("completed_on", "!=", False)]
            letters = self.env["reconciliation.letter"].search(domain)
            handover.line_ids = [fields.Command.create({"letter_id": letter.id}) for letter in letters]

    def action_hand_over(self):
        """Sign as who hands the letters over; the chief accountant is told."""
        self._move_to("handed")

    def action_receive(self):
        """Sign as the accountant who received them."""
        self._move_to("received")

    def action_take_back(self):
        """Take a list back that nobody received yet."""
        self._move_to("draft")

    def action_print(self):
        return self.env.ref("reconciliation_letter.action_report_reconciliation_handover").report_action(self)

    def action_xlsx(self):
        return self.env.ref("reconciliation_letter.action_reconciliation_handover_xlsx").report_action(self)

    # --- flow -------------------------------------------------------------------

    def _prepare_move_vals(self, target):
        values, now = super()._prepare_move_vals(target), fields.Datetime.now()
        if target == "handed":
            values |= {"handed_by_id": self.env.uid, "handed_on": now}
        elif target == "received":
            values |= {"received_by_id": self.env.uid, "received_on": now}
        elif target == "draft":
            values |= {"handed_by_id": False, "handed_on": False}
        return values

    def _blockers(self, target):
        blockers = super()._blockers(target)
        checks = {
            "handed": "_hand_over_blockers",
            "draft": "_hand_over_blockers",
            "received": "_receive_blockers",
        }
        for handover in self:
            blockers[handover.id] += getattr(handover, checks[target])()
            if target == "handed":
                blockers[handover.id] += handover._line_blockers()
        return blockers

    def _hand_over_blockers(self):
        if self.env.user.has_group(USER):
            return []
        return [Blocker("no_role", self.env._("Who makes and sends letters hands them over."))]

    def _receive_blockers(self):
        user, found = self.env.user, []
        if user != self.accountant_id and not user.has_group(ACCOUNTANT):
            found.append(Blocker("no_role", self.env._("The chief accountant receives them.")))
        if user == self.handed_by_id:
            found.append(Blocker("own_list", self.env._("Somebody else must receive what you handed over.")))
        return found

    def _line_blockers(self):
        if not self.line_ids:
            return [Blocker("no_line", self.env._("There is no letter in the list."))]
        letters, found = self.line_ids.letter_id, []
        void = letters.filtered(lambda letter: letter.state in VOID)
        unsealed = letters.filtered(lambda letter: not letter.completed_on) - void
        if void:
            names = ", ".join(void.mapped("display_name"))
            reason = self.env._("Cancelled or superseded, take off the list: %(letters)s.", letters=names)
            found.append(Blocker("void", reason))
        if unsealed:
            names = ", ".join(unsealed.mapped("display_name"))
            reason = self.env._("Not confirmed under a valid seal: %(letters)s.", letters=names)
            found.append(Blocker("not_complete", reason))
        return found

    def _after_move(self, target):
        result = super()._after_move(target)
        for handover in self:
            if target == "handed":
                handover.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=handover.accountant_id.id,
                    summary=self.env._("Receive the confirmed supplier letters"),
                    date_deadline=handover.due_on,
                )
            else:
                handover.activity_ids.sudo().unlink()  # the reminder belongs to the accountant
        return result

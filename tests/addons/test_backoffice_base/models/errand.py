"""A document with a flow and no approval."""

from odoo import fields, models

from odoo.addons.backoffice_base.rules.blocker import Blocker


class Errand(models.Model):
    _name = "test.backoffice.errand"
    _description = "Errand (test)"
    _inherit = ["backoffice.flow.mixin", "mail.thread"]
    _flow = {"running": ("draft",), "done": ("running",)}
    _flow_locked_fields = {"name": (), "note": ("running",)}

    name = fields.Char()
    note = fields.Char()
    is_lame = fields.Boolean()
    is_late = fields.Boolean()
    finished_by = fields.Char(copy=True)
    moves = fields.Char(default="")
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("done", "Done")],
        required=True,
        default="draft",
        tracking=True,
    )

    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {"finished_by"}

    def _blockers(self, target):
        blockers = super()._blockers(target)
        for errand in self:
            if errand.is_lame:
                blockers[errand.id].append(Blocker("lame", "It is lame."))
            if errand.is_late:
                blockers[errand.id].append(Blocker("late", "It is late."))
        return blockers

    def _prepare_move_vals(self, target):
        return super()._prepare_move_vals(target) | (
            {"finished_by": self.env.user.name} if target == "done" else {}
        )

    def _after_move(self, target):
        result = super()._after_move(target)
        token = "!" if "flow_token" in self.env.context else ""
        for errand in self:
            errand.moves = f"{errand.moves or ''}>{target}{token}"
        return result

    def action_run(self):
        self._move_to("running")

    def action_done(self):
        self._move_to("done")

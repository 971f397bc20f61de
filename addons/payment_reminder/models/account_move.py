"""From an invoice to what was told about it."""

from odoo import api, fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    reminder_count = fields.Integer("Reminders Told", compute="_compute_reminder_count")

    @api.depends_context("uid")
    def _compute_reminder_count(self):
        log = self.env["reminder.log"]
        counts = {}
        if log.has_access("read"):
            counts = dict(log._read_group([("move_id", "in", self.ids)], ["move_id"], ["__count"]))
        for move in self:
            move.reminder_count = counts.get(move._origin, 0)

    def action_open_reminders(self):
        """Show what was told and answered about this invoice."""
        self.ensure_one()
        return self.env["reminder.log"]._open([("move_id", "=", self.id)])

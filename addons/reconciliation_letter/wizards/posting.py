"""Printed letters are posted or handed over: all of them at once."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.letter_making import MAKER


class ReconciliationPosting(models.TransientModel):
    _name = "reconciliation.posting"
    _description = "Posting of Printed Letters"

    dispatch_ids = fields.Many2many("reconciliation.dispatch", string="Printed", readonly=True)
    count = fields.Integer("Letters", compute="_compute_count")
    day = fields.Date(
        "Posted On", required=True, compute="_compute_day", store=True, readonly=False, precompute=True
    )
    carrier = fields.Char(help="Who carries the letters, or took them along; may stay empty.")
    carrier_number = fields.Char(
        "Registered Number",
        help="Of the registered letter, or of the list of the post office; may stay empty.",
    )

    @api.depends("dispatch_ids")
    def _compute_count(self):
        for posting in self:
            posting.count = len(posting.dispatch_ids.letter_id)

    @api.depends("dispatch_ids")
    def _compute_day(self):
        for posting in self:
            posting.day = posting._get_company()._get_company_day()

    def _get_company(self):
        return self.dispatch_ids.company_id[:1] or self.env.company

    def action_confirm(self):
        """The letters are on their way: they are sent now, and their sending is dated."""
        self.ensure_one()
        letters = self.dispatch_ids.letter_id
        letters._check_may(MAKER)
        letters._lock()
        rows = self.dispatch_ids.filtered(lambda row: row.state == "printed")
        if not rows:
            raise UserError(self.env._("Somebody else confirmed them already."))
        for company, of_company in rows.grouped("company_id").items():
            of_company._post(self._get_moment(company, of_company), self.carrier, self.carrier_number)
        return {"type": "ir.actions.act_window_close"}

    def _get_moment(self, company, rows):
        """Return when the letters left, in UTC: now, or noon of the day."""
        today = company._get_company_day()
        if self.day > today:
            raise UserError(self.env._("The day is still to come; confirm when the letters are gone."))
        printed = max(filter(None, rows.mapped("printed_on")), default=None)
        if printed and self.day < company._get_company_day(printed):
            raise UserError(self.env._("The letters were printed later than that."))
        if self.day == today:
            return fields.Datetime.now()
        return company._get_company_moment(self.day, hour=12)

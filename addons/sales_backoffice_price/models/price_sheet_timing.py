"""Whether a price sheet counts at present, in words."""

from odoo import api, fields, models
from odoo.fields import Domain

TIMINGS = [
    ("none", "Not Approved"),
    ("future", "Later"),
    ("in_force", "In Force"),
    ("superseded", "Superseded"),
    ("expired", "Expired"),
]


class PriceSheetTiming(models.AbstractModel):
    """As of now; what was in force at another moment says ``price.reader``."""

    _name = "price.sheet.timing"
    _description = "Validity of a Price Sheet"

    timing = fields.Selection(
        TIMINGS, compute="_compute_timing", search="_search_timing", string="Validity", help="As of now."
    )

    @api.depends("state", "in_force_from", "in_force_to")
    def _compute_timing(self):
        now = fields.Datetime.now()
        in_force = self.filtered(lambda sheet: sheet.in_force_from and sheet.in_force_from <= now)
        in_force = in_force.filtered(lambda sheet: not sheet.in_force_to or sheet.in_force_to > now)
        superseded = in_force._filter_superseded(now)
        for sheet in self:
            if not sheet.in_force_from:
                sheet.timing = "none"
            elif sheet in in_force:
                sheet.timing = "superseded" if sheet in superseded else "in_force"
            else:
                ended = sheet.in_force_to and sheet.in_force_to <= now
                sheet.timing = "expired" if ended or sheet.state != "approved" else "future"

    def _search_timing(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        started = Domain("in_force_from", "<=", now)
        going = Domain("in_force_to", "=", False) | Domain("in_force_to", ">", now)
        domains = {
            "none": Domain("in_force_from", "=", False),
            "expired": Domain("in_force_to", "<=", now),
            "future": Domain("in_force_from", ">", now) & going,
        }
        domain = Domain.OR(domains[item] for item in value if item in domains)
        if {"in_force", "superseded"} & set(value):
            sheets = self.search(started & going)
            domain |= Domain("id", "in", sheets.filtered(lambda sheet: sheet.timing in value).ids)
        return domain

    def _filter_superseded(self, moment):
        """Return the sheets of which no price counts at ``moment``: later ones name all their products."""
        sheets_sudo = self.sudo()
        lines = (
            self.env["sale.price.sheet.line"]
            .sudo()
            .search(
                Domain("sheet_id.pricelist_id", "in", sheets_sudo.pricelist_id.ids)
                & Domain("product_id", "in", sheets_sudo.line_ids.product_id.ids)
                & Domain("sheet_id.in_force_from", "<=", moment)
                & (Domain("sheet_id.in_force_to", "=", False) | Domain("sheet_id.in_force_to", ">", moment))
            )
        )
        by_key = lines.grouped(
            lambda line: (line.sheet_id.company_id, line.sheet_id.pricelist_id, line.product_id)
        )
        counting = {
            line.sheet_id.id
            for rivals in by_key.values()
            for line in rivals
            if not any(other._hides(line) for other in rivals)
        }
        return self.filtered(lambda sheet: sheet._origin.id not in counting)

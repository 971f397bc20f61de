"""Where the working calendar departs from the week."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import workdays


class Workday(models.Model):
    """A weekday that is off or a weekend day that is worked, for one company or for all.

    A row of a company wins over a row for all companies. Other addons call the ``_`` methods.
    """

    _name = "backoffice.workday"
    _description = "Working Day Adjustment"
    _order = "date desc, id"

    date = fields.Date(required=True, index=True)
    kind = fields.Selection(
        [("off", "Day off"), ("work", "Worked")],
        required=True,
        default="off",
        help="Day off: a weekday nobody works. Worked: a day of the weekend that is worked instead.",
    )
    name = fields.Char("Reason", required=True, help="The holiday, or the day it makes up for.")
    company_id = fields.Many2one("res.company", index=True, help="Empty: for every company.")

    _date_uniq = models.UniqueIndex(
        "(date, COALESCE(company_id, 0))",
        "This day is already in the list for the company; change that line.",
    )

    @api.depends("date", "name")
    def _compute_display_name(self):
        for workday in self:
            workday.display_name = f"{workday.date or ''} {workday.name or ''}".strip()

    @api.model
    def _adjustments(self, company, start=None, end=None):
        """Return ``{date: worked}`` for ``company`` between the two dates (``None``: no limit)."""
        domain = Domain("company_id", "in", [company.id, False])
        if start:
            domain &= Domain("date", ">=", start)
        if end:
            domain &= Domain("date", "<=", end)
        rows = self.sudo().search_fetch(domain, ["date", "kind", "company_id"])
        rows = rows.sorted(lambda row: bool(row.company_id))
        return {row.date: row.kind == "work" for row in rows}

    @api.model
    def _is_working_day(self, company, day):
        """Tell whether ``company`` works on ``day``."""
        return workdays.is_working_day(day, self._adjustments(company, day, day))

    @api.model
    def _shift(self, company, day, direction=1):
        """Return ``day``, or the next (1) or previous (-1) worked day of ``company``; 0 keeps the day."""
        return workdays.shift_to_working_day(day, direction, self._adjustments_from(company, day, direction))

    @api.model
    def _add(self, company, day, n):
        """Return the ``n``-th worked day of ``company`` after ``day``, before it when negative."""
        return workdays.add_working_days(day, n, self._adjustments_from(company, day, n))

    @api.model
    def _count(self, company, start, end):
        """Return how many days ``company`` works from ``start`` to ``end``, both included."""
        return workdays.count_working_days(start, end, self._adjustments(company, start, end))

    def _adjustments_from(self, company, day, direction):
        return self._adjustments(company, day if direction > 0 else None, day if direction < 0 else None)

"""Where the pass of the day over a company's receivables stands, so that the next run goes on there."""

from odoo import api, fields, models


class ReminderProgress(models.Model):
    """Written in the transaction of the work it tells of: a killed run leaves it at what was committed."""

    _name = "reminder.progress"
    _description = "Progress of Planning"
    _inherit = ["reminder.guard"]
    _order = "company_id"
    _rec_name = "company_id"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, ondelete="cascade")
    day = fields.Date(required=True)
    step = fields.Integer(help="How many steps of the pass are done.")
    last_partner = fields.Integer(
        "Last Customer", help="Of the present step: all up to this number are done."
    )

    _company_uniq = models.UniqueIndex("(company_id)", "A company has one pass at a time.")

    @api.model
    def _get_place(self, company, today):
        """Return how many steps of today's pass are done, and the last customer of the present one."""
        place = self.search([("company_id", "=", company.id)])
        return (place.step, place.last_partner) if place.day == today else (0, 0)

    @api.model
    def _set_place(self, company, today, step, last_partner=0):
        values = {"day": today, "step": step, "last_partner": last_partner}
        place = self.search([("company_id", "=", company.id)])._as_reminder()
        if place:
            place.write(values)
        else:
            place.create([{"company_id": company.id, **values}])
        self.env.flush_all()

    @api.model
    def _walk(self, company, today, partners, chunk, work):
        """Do ``work`` on chunks of customers, from where an earlier run stopped on; each chunk is committed.

        Return the sum of what the chunks return, or False where there was no time for everybody.
        """
        step, last = self._get_place(company, today)
        left = sorted(partner for partner in partners if partner > last)
        cron, count = self.env["ir.cron"], 0
        cron._commit_progress(remaining=len(left))
        for start in range(0, len(left), chunk):
            part, is_last = left[start : start + chunk], start + chunk >= len(left)
            count += work(part)
            self._set_place(company, today, step, 0 if is_last else part[-1])
            if not cron._commit_progress(len(part)) and not is_last:
                return False
        return count

"""What the printed forms of statements and statistics have in common."""

from odoo import api, models

from ..reports.contract_statistics_xlsx import summarise


class ContractPeriodPrint(models.AbstractModel):
    _name = "contract.period.print"
    _description = "Printed Contract Statistics"

    @api.model
    def _get_summary(self, rows, key=None):
        """Return the sums for the printed form."""
        return summarise(rows, key)

    @api.model
    def _get_pages(self, rows, first, following):
        """Cut ``rows`` into what fits each page below its own head.

        Left to itself, not every build of wkhtmltopdf repeats heads or keeps a row in one piece.
        """
        ends = [*range(first, len(rows), following), len(rows)]
        return [rows[start:end] for start, end in zip([0, *ends], ends, strict=False)]

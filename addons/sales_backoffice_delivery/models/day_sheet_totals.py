"""What a daily sheet adds up to, as a whole and by product, customer and salesperson."""

from odoo import api, models

FIGURES = ("product_quantity", "tons", "amount_untaxed", "amount_total")


class DeliveryDaySheetTotals(models.AbstractModel):
    """One query for any number of sheets."""

    _name = "delivery.day.sheet.totals"
    _description = "Totals of Daily Sheets"

    @api.depends("line_ids")
    def _compute_totals(self):
        groups = self.env["delivery.day.sheet.line"]._read_group(
            [("sheet_id", "in", self.ids)],
            ["sheet_id", "kind"],
            ["__count", *(f"{name}:sum" for name in FIGURES)],
        )
        totals = {}
        for sheet, kind, count, *sums in groups:
            row = totals.setdefault(sheet.id, [0, 0] + [0.0] * len(FIGURES))
            row[0] += count
            row[1] += count if kind == "adjustment" else 0
            row[2:] = [total + (value or 0.0) for total, value in zip(row[2:], sums, strict=True)]
        for sheet in self:
            row = totals.get(sheet._origin.id, [0, 0] + [0.0] * len(FIGURES))
            sheet.line_count, sheet.adjustment_count = row[:2]
            for name, value in zip(FIGURES, row[2:], strict=True):
                sheet[name] = value

    def _get_totals_by(self, field):
        """Return rows ``{name, unit, …figures}`` of these sheets together, by a field of their lines."""
        groups = self.env["delivery.day.sheet.line"]._read_group(
            [("sheet_id", "in", self.ids)], [field], [f"{name}:sum" for name in FIGURES]
        )
        rows = [
            {
                "name": record.display_name or self.env._("None"),
                "unit": record.uom_id.name if field == "product_id" else "",
                **dict(zip(FIGURES, sums, strict=True)),
            }
            for record, *sums in groups
        ]
        return sorted(rows, key=lambda row: (-abs(row["amount_total"]), row["name"]))

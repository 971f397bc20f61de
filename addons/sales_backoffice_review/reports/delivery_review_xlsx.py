"""送貨單覆核 as a spreadsheet: one row per delivered line, exceptions first."""

from odoo import models

from odoo.addons.backoffice_base.reports.xlsx_table import Column


class DeliveryReviewXlsx(models.AbstractModel):
    _name = "report.sales_backoffice_review.delivery_review"
    _description = "Delivery Review (XLSX)"
    _inherit = "backoffice.xlsx.table"

    def _sheet_title(self):
        return self.env._("Delivery Review")

    def _rows(self, records):
        reviews = records.sorted(lambda review: (review.gravity, review.due_on, review.id))
        return reviews.line_ids.sorted(
            lambda line: (line.review_id.gravity, line.review_id.due_on, line.review_id.id, line.id)
        )

    def _columns(self):
        label = self._get_label
        columns = [
            Column(label("name", "delivery.review"), "review_id.name", width=16),
            Column(label("partner_id"), "partner_id.display_name", width=24),
            Column(label("user_id"), "user_id.name", width=12),
            Column(label("product_id"), "product_id.display_name", width=30),
            Column(label("uom_id"), "uom_id.name", width=8),
            Column(label("ordered_quantity"), "ordered_quantity", "qty"),
            Column(
                label("quantity"), lambda line: -line.quantity if line.is_return else line.quantity, "qty"
            ),
            Column(
                label("signed_quantity"), lambda line: line.signed_quantity if line.is_signed else None, "qty"
            ),
            Column(label("currency_id"), "currency_id.name", width=8),
            Column(label("net_price"), "net_price", "money", currency="currency_id"),
            Column(
                label("list_price"),
                lambda line: line.list_price if line.has_list_price else None,
                "money",
                currency="currency_id",
            ),
            Column(
                label("price_difference"), "price_difference", "money", total=True, currency="currency_id"
            ),
        ]
        if self.env.user.has_group("sales_backoffice_review.group_review_margin"):
            margin = Column(
                label("margin_ratio"), lambda line: line.margin_ratio if line.has_margin else None, "percent"
            )
            columns.append(margin)
        return columns + [
            Column(label("result"), lambda line: self._get_choice(line, "result"), width=12),
            Column(label("finding_text"), "finding_text", width=36),
            Column(label("reviewed_by_id", "delivery.review"), "review_id.reviewed_by_id.name", width=12),
            Column(label("reviewed_on", "delivery.review"), "review_id.reviewed_on", "datetime"),
            Column(label("handling"), self._get_handling, width=26),
            Column(label("reported_on", "delivery.review"), "review_id.reported_on", "datetime"),
        ]

    def _get_label(self, name, model="delivery.review.line"):
        return self.env[model]._fields[name]._description_string(self.env)

    def _get_choice(self, line, name):
        return dict(line._fields[name]._description_selection(line.env)).get(line[name])

    def _get_handling(self, line):
        return ": ".join(filter(None, [self._get_choice(line, "handling"), line.explanation])) or None

"""Builds the lines of the drafts from the transfers, and proves that they agree."""

import logging
from collections import defaultdict
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.backoffice_base.rules.company_day import moment_of

from ..services import shipped_goods

_logger = logging.getLogger(__name__)


class DeliveryDaySheetBuild(models.AbstractModel):
    """The part of the daily sheet that reads the transfers.

    Whoever works on the sheets of a company takes its turn first: one at a time, or two would put the same
    adjustment on two sheets.
    """

    _name = "delivery.day.sheet.build"
    _description = "Building of Daily Sheets"

    @api.model
    def _get_moment(self, company, day, hour):
        return moment_of(day, hour, company.delivery_tz)

    @api.model
    def _take_turn(self, company):
        """Write the row everybody working on these sheets writes; a lock alone would still show old sheets."""
        self.env.flush_all()
        self.env.execute_query(
            SQL(
                "UPDATE res_company SET delivery_sheet_turn = COALESCE(delivery_sheet_turn, 0) + 1 WHERE id = %s "
                "RETURNING id",
                company.id,
            )
        )
        company.invalidate_recordset(["delivery_sheet_turn"])

    @api.model
    def _get_tons_per_weight(self):
        """Return how many tons one unit of the product weight of this database is."""
        weight_uom = self.env["product.template"]._get_weight_uom_id_from_ir_config_parameter()
        ton = self.env.ref("uom.product_uom_ton")
        return weight_uom._compute_quantity(1.0, ton, round=False)

    @api.model
    def _rebuild(self, company):
        """Write the lines of every draft of the company anew; signed sheets are not touched."""
        self._take_turn(company)
        self.env.execute_query(
            SQL(
                """DELETE FROM delivery_day_sheet_line line USING delivery_day_sheet sheet
                    WHERE sheet.id = line.sheet_id AND sheet.state = 'draft' AND sheet.company_id = %s
                RETURNING line.id""",
                company.id,
            )
        )
        self.env.cr.execute("SET LOCAL jit = off")  # compiling the statement takes longer than running it
        insert = shipped_goods.insert_open_lines(company.sudo(), self._get_tons_per_weight(), self.env.uid)
        self.env.cr.execute(insert)
        self.env["delivery.day.sheet"].invalidate_model()
        self.env["delivery.day.sheet.line"].invalidate_model()

    @api.model
    def _get_signed_terms(self, company):
        """Return ``(time zone, first day)`` under which the sheets of the company were signed, if any was."""
        signed = self.env["delivery.day.sheet"].search(
            [("company_id", "=", company.id), ("state", "=", "signed")], order="id", limit=1
        )
        return (signed.signed_tz, signed.signed_since) if signed else None

    # --- the proof ----------------------------------------------------------

    @api.depends("date", "company_id", "line_ids")
    def _compute_tie(self):
        for company in self.company_id:
            sheets = self.filtered(lambda sheet, company=company: sheet.company_id == company)
            days = sheets.mapped("date")
            moved, recorded = self._get_moved(company, days), self._get_recorded(company, days)
            for sheet in sheets:
                there, here = moved[sheet.date], recorded[sheet.date]
                slack = {product: tolerance for product, (_quantity, tolerance) in there.items()}
                gaps = {
                    product: abs(there.get(product, (0.0, 0))[0] - here.get(product, 0.0))
                    for product in there.keys() | here.keys()
                }
                sheet.moves_quantity = sum(quantity for quantity, _tolerance in there.values())
                sheet.recorded_quantity = sum(here.values())
                sheet.tie_difference = sum(
                    gap for product, gap in gaps.items() if gap > slack.get(product, 0.0) + 1e-9
                )
        for sheet in self.filtered(lambda sheet: not sheet.company_id):
            sheet.moves_quantity = sheet.recorded_quantity = sheet.tie_difference = 0.0

    @api.model
    def _get_moved(self, company, days):
        """Return ``{day: {product id: (quantity, tolerance)}}`` of the detailed operations.

        Each operation is rounded to the unit of the product by itself: dozens split into thirds may differ by that.
        """
        self.env.flush_all()
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        # superuser: everybody who reads the sheet reads the same proof
        query = shipped_goods.moved_quantities(company.sudo(), list(days))
        moved = defaultdict(dict)
        for day, product_id, quantity, count in self.env.execute_query(query):
            tolerance = 0.5 * 10**-digits * (count + 1) if count > 1 else 0.0
            moved[day][product_id] = (float(quantity), tolerance)
        return moved

    @api.model
    def _get_recorded(self, company, days):
        """Return ``{day: {product id: quantity}}`` of all sheets: the one of the day and the later adjustments."""
        groups = (
            self.env["delivery.day.sheet.line"]
            .sudo()
            ._read_group(
                [("company_id", "=", company.id), ("ship_date", "in", list(days))],
                ["ship_date:day", "product_id"],
                ["product_quantity:sum"],
            )
        )
        recorded = defaultdict(dict)
        for day, product, quantity in groups:
            recorded[fields.Date.to_date(day)][product.id] = quantity
        return recorded

    # --- scheduled ----------------------------------------------------------

    @api.model
    def _cron_prepare(self):
        """Prepare the drafts of every company; safe to run twice, in two workers, and to be killed."""
        cron = self.env["ir.cron"]
        companies = self.env["res.company"].search([("active", "=", True)])
        cron._commit_progress(remaining=len(companies))
        for company_id in companies.ids:
            company = self.env["res.company"].browse(company_id)
            try:
                if company.try_lock_for_update(allow_referencing=True):
                    self.env["delivery.day.sheet"].with_company(company)._prepare(company)
            except SerializationFailure:
                _logger.info("The daily sheets of company %s were just prepared elsewhere.", company_id)
                self.env.cr.rollback()
            if not cron._commit_progress(1):
                break

    @api.model
    def _prepare(self, company):
        """Make the sheets that are due and build all drafts of the company anew; return those drafts."""
        Sheet = self.env["delivery.day.sheet"]
        self._take_turn(company)
        days = self._get_days_due(company)
        Sheet.create([{"company_id": company.id, "date": day} for day in days])
        drafts = Sheet.search([("company_id", "=", company.id), ("state", "=", "draft")])
        if drafts and not days:
            self._rebuild(company)
        return drafts

    @api.model
    def _get_days_due(self, company):
        """Return the days since the last sheet, today included, that are worked or on which goods were shipped."""
        today = company._get_delivery_day()
        last = self.env["delivery.day.sheet"].search(
            [("company_id", "=", company.id)], order="date desc", limit=1
        )
        first = last.date + timedelta(days=1) if last else company.delivery_sheet_since
        days = [first + timedelta(days=number) for number in range((today - first).days + 1)]
        if not days:
            return []
        shipped = self._get_moved(company, days)
        workday = self.env["backoffice.workday"]
        return [day for day in days if day in shipped or workday._is_working_day(company, day)]

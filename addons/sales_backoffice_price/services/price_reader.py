"""Reads the approved prices in force: one statement for any number of order lines."""

from collections import defaultdict
from datetime import datetime
from typing import Any, NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ..rules.price_guard import PriceInForce


class PriceQuestion(NamedTuple):
    """What one order line asks: the first of ``pricelists`` that has an approved price answers."""

    pricelists: tuple
    product: Any
    uom: Any
    quantity: float
    currency: Any
    company: Any
    moment: datetime


class SheetPrice(NamedTuple):
    """A line of a price sheet with the sheet it belongs to."""

    sheet_id: int
    product_id: int
    uom_id: int
    min_quantity: float
    price: float
    floor: float
    band_down: float
    band_up: float
    name: str
    pricelist_id: int
    company_id: int
    currency_id: int
    start: datetime
    end: datetime

    def is_in_force(self, moment):
        return self.start <= moment and (self.end is None or moment < self.end)


class PriceReader(models.AbstractModel):
    _name = "price.reader"
    _description = "Reader of Approved Prices"

    @api.model
    def _answer(self, questions):
        """Return ``{key: PriceInForce}`` for ``{key: PriceQuestion}``, the tax basis being that of the sheet."""
        found = self._read(questions.values()) if questions else {}
        return {key: self._answer_one(question, found) for key, question in questions.items()}

    def _answer_one(self, question, found):
        for pricelist in question.pricelists:
            row = self._choose(question, found.get((pricelist.id, question.product.id), ()))
            if row:
                return self._convert(question, row)
        return PriceInForce()

    def _choose(self, question, rows):
        """Return the row that counts: of the sheet approved last, the highest quantity reached."""
        companies = set(question.company.sudo().parent_ids.ids)
        base = question.product.uom_id
        quantity = question.uom._compute_quantity(abs(question.quantity), base, raise_if_failure=False)
        best, best_quantity = None, 0.0
        for row in rows:  # the sheet approved last comes first
            if best and row.sheet_id != best.sheet_id:
                break
            if row.company_id not in companies or not row.is_in_force(question.moment):
                continue
            reached = self._uom(row)._compute_quantity(row.min_quantity, base, raise_if_failure=False)
            if reached <= quantity and (best is None or reached > best_quantity):
                best, best_quantity = row, reached
        return best

    def _convert(self, question, row):
        """Return the price per unit and in the currency asked for."""

        def convert(price):
            price = self._uom(row)._compute_price(price, question.uom)
            currency = self.env["res.currency"].browse(row.currency_id)
            if currency == question.currency:
                return price
            return currency._convert(
                price, question.currency, question.company, question.moment.date(), round=False
            )

        return PriceInForce(
            convert(row.price),
            convert(row.floor) if row.floor else None,
            -row.band_down,
            row.band_up,
            row.name,
            "sheet",
        )

    def _uom(self, row):
        return self.env["uom.uom"].browse(row.uom_id)

    @api.model
    def _read(self, questions):
        """Return ``{(pricelist id, product id): rows}``, the sheet approved last first."""
        Sheet, Line = self.env["sale.price.sheet"], self.env["sale.price.sheet.line"]
        Sheet.flush_model()
        Line.flush_model()
        moments = [question.moment for question in questions]
        rows = self.env.execute_query(
            SQL(
                """SELECT sheet.id, line.product_id, line.product_uom_id,
                          COALESCE(line.min_quantity, 0), line.price, line.floor_price,
                          COALESCE(line.band_down, 0), COALESCE(line.band_up, 0),
                          sheet.name, sheet.pricelist_id, sheet.company_id, sheet.currency_id,
                          sheet.in_force_from, sheet.in_force_to
                     FROM sale_price_sheet_line line
                     JOIN sale_price_sheet sheet ON sheet.id = line.sheet_id
                    WHERE sheet.pricelist_id = ANY(%(pricelists)s)
                      AND line.product_id = ANY(%(products)s)
                      AND sheet.in_force_from <= %(last)s
                      AND (sheet.in_force_to IS NULL OR sheet.in_force_to > %(first)s)
                 ORDER BY sheet.approved_on DESC, sheet.id DESC, line.id""",
                pricelists=list({item.id for question in questions for item in question.pricelists}),
                products=list({question.product.id for question in questions}),
                first=min(moments),
                last=max(moments),
            )
        )
        found = defaultdict(list)
        for values in rows:
            row = SheetPrice(*values)
            found[row.pricelist_id, row.product_id].append(row)
        return found

"""Brings the approved prices to the rules of the price list, so that orders get them proposed."""

from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules.timeline import Slot, visible_slots


class PriceSheetItem(models.AbstractModel):
    """Which rules follow from the sheets of a price list; a later approval hides what it names."""

    _name = "price.sheet.item"
    _description = "Rules from Price Sheets"

    def _write_items(self):
        """Write the rules of the products the sheets name anew, from now on; what is over stays as it was.

        Two approvals at once: both write the price list, the second is replayed and sees the first.
        """
        now = fields.Datetime.now()
        for (company, pricelist), sheets in self.grouped(lambda s: (s.company_id, s.pricelist_id)).items():
            self.env.execute_query(
                SQL(
                    "UPDATE product_pricelist SET price_version = COALESCE(price_version, 0) + 1 "
                    "WHERE id = %s RETURNING id",
                    pricelist.id,
                )
            )
            products = sheets.sudo().line_ids.product_id
            Item = self.env["product.pricelist.item"]._by_sheet()
            old = Item.search(
                [
                    ("pricelist_id", "=", pricelist.id),
                    ("price_sheet_company_id", "=", company.id),
                    ("product_id", "in", products.ids),
                    "|",
                    ("date_end", "=", False),
                    ("date_end", ">=", now),
                ]
            )
            over = now - timedelta(seconds=1)
            started = old.filtered(lambda item, over=over: item.date_start and item.date_start < over)
            started.write({"date_end": over})
            (old - started).unlink()
            Item.create(self._prepare_items(company, pricelist, products, now))

    def _prepare_items(self, company, pricelist, products, now):
        """Return the rules of ``products`` from ``now`` on."""
        lines = (
            self.env["sale.price.sheet.line"]
            .sudo()
            .search(
                Domain("sheet_id.pricelist_id", "=", pricelist.id)
                & Domain("sheet_id.company_id", "=", company.id)
                & Domain("product_id", "in", products.ids)
                & Domain("sheet_id.in_force_from", "!=", False)
                & (Domain("sheet_id.in_force_to", "=", False) | Domain("sheet_id.in_force_to", ">", now))
            )
        )
        vals_list = []
        for rivals in lines.grouped("product_id").values():
            for line in rivals:
                sheet = line.sheet_id
                own = Slot(max(sheet.in_force_from, now), sheet.in_force_to or None)
                hiding = [
                    Slot(other.sheet_id.in_force_from, other.sheet_id.in_force_to or None)
                    for other in rivals
                    if other._hides(line)
                ]
                vals_list += [line._prepare_item_vals(slot) for slot in visible_slots(own, hiding)]
        return vals_list

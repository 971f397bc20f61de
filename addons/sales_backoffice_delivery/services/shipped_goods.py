"""SQL of the daily sheet: what the transfers say was shipped, what the signed sheets say, and where they differ."""

from odoo.tools import SQL

# what a line of a sheet adds up; all of it signed: returns are negative
FIGURES = ("quantity", "product_quantity", "tons", "amount_untaxed", "amount_total")


def customer_side(location):
    """Return SQL that tells whether a location is the customer's; see ``stock.location._is_customer_side``."""
    return SQL(
        "(%(location)s.usage = 'customer' OR (%(location)s.usage = 'transit' AND %(location)s.company_id IS NULL))",
        location=SQL.identifier(location),
    )


def shipment_sign():
    """Return SQL: 1 for goods that go to a customer, -1 for goods that come back, 0 for all else."""
    return SQL("(%s::int - %s::int)", customer_side("target"), customer_side("source"))


def ship_date(tz):
    return SQL("(move.date AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", tz)


def shipped_moves(company, tons_per_weight):
    """Return the validated moves of a company to and from customers, one row each, with the values of a line.

    Prices are those of the order line after discount; amounts are rounded as the order rounds, then converted at
    the rate the order was made at. Goods without an order line of the same product have no price.
    """
    return SQL(
        """
        SELECT shipped.*,
               ROUND(shipped.product_quantity * shipped.ton_factor, 6) AS tons,
               ROUND(ROUND(shipped.priced_quantity * shipped.unit_untaxed, shipped.decimals)
                     / shipped.currency_rate, shipped.company_decimals) AS amount_untaxed,
               ROUND(ROUND(shipped.priced_quantity * shipped.unit_total, shipped.decimals)
                     / shipped.currency_rate, shipped.company_decimals) AS amount_total
          FROM (%(moves)s) shipped
        """,
        moves=_priced_moves(company, tons_per_weight),
    )


def _priced_moves(company, tons_per_weight):
    return SQL(
        """
        SELECT move.id AS move_id, move.picking_id, %(ship_date)s AS ship_date, move.product_id,
               move.product_uom AS uom_id, template.uom_id AS product_uom_id,
               %(sign)s * move.quantity AS quantity,
               ROUND((%(sign)s * move.quantity * unit.factor / product_unit.factor)::numeric, %(digits)s)
                   AS product_quantity,
               (COALESCE(product.weight, 0) * %(tons_per_weight)s)::numeric AS ton_factor,
               line.order_id, line.id IS NULL AS is_unpriced,
               COALESCE(sale.user_id, customer.user_id) AS user_id,
               COALESCE(customer.id, place.id) AS partner_id,
               COALESCE(line.price_unit * (1 - COALESCE(line.discount, 0) / 100), 0) AS price_unit,
               line.product_uom_id AS price_uom_id,
               COALESCE(%(sign)s * move.quantity * unit.factor / line_unit.factor, 0)::numeric AS priced_quantity,
               COALESCE(%(untaxed)s, 0)::numeric AS unit_untaxed, COALESCE(%(total)s, 0)::numeric AS unit_total,
               COALESCE(sale.currency_id, company.currency_id) AS currency_id,
               COALESCE(NULLIF(sale.currency_rate, 0), 1)::numeric AS currency_rate,
               COALESCE(currency.decimal_places, company_currency.decimal_places) AS decimals,
               company_currency.decimal_places AS company_decimals,
               COALESCE(picking.name, move.reference) AS reference, picking.vehicle_plate
          %(source)s %(documents)s
        """,
        ship_date=ship_date(company.delivery_tz),
        sign=shipment_sign(),
        digits=company.env["decimal.precision"].precision_get("Product Unit"),
        tons_per_weight=tons_per_weight,
        untaxed=_unit_of_line("price_subtotal"),
        total=_unit_of_line("price_total"),
        source=_validated_moves(company),
        documents=_documents_of_moves(),
    )


def _documents_of_moves():
    """Return the joins of ``move`` to its product, its transfer, its order line and its customer."""
    return SQL(
        """
          JOIN uom_uom unit ON unit.id = move.product_uom
          JOIN product_product product ON product.id = move.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom product_unit ON product_unit.id = template.uom_id
          JOIN res_company company ON company.id = move.company_id
          JOIN res_currency company_currency ON company_currency.id = company.currency_id
          LEFT JOIN stock_picking picking ON picking.id = move.picking_id
          LEFT JOIN sale_order_line line ON line.id = move.sale_line_id AND line.product_id = move.product_id
          LEFT JOIN uom_uom line_unit ON line_unit.id = line.product_uom_id
          LEFT JOIN sale_order sale ON sale.id = line.order_id
          LEFT JOIN res_currency currency ON currency.id = sale.currency_id
          LEFT JOIN res_partner place ON place.id = COALESCE(sale.partner_id, picking.partner_id, move.partner_id)
          LEFT JOIN res_partner customer ON customer.id = place.commercial_partner_id
        """
    )


def _validated_moves(company):
    """Return the FROM clause of the moves that count, as ``move``, ``source`` and ``target``."""
    return SQL(
        """
          FROM (
            SELECT move.*
              FROM stock_move move
              JOIN stock_location source ON source.id = move.location_id
              JOIN stock_location target ON target.id = move.location_dest_id
             WHERE move.state = 'done' AND move.company_id = %(company)s
               AND move.date >= (%(since)s::date::timestamp AT TIME ZONE %(tz)s AT TIME ZONE 'UTC')
               AND %(sign)s != 0
          ) move
          JOIN stock_location source ON source.id = move.location_id
          JOIN stock_location target ON target.id = move.location_dest_id
        """,
        company=company.id,
        since=company.delivery_sheet_since,
        tz=company.delivery_tz,
        sign=shipment_sign(),
    )


def _unit_of_line(amount):
    """Return what one unit of the order line costs; added in the delivery, it has a price and no amount yet."""
    return SQL(
        """CASE WHEN line.product_uom_qty != 0 THEN %(amount)s / line.product_uom_qty
                ELSE line.price_unit * (1 - COALESCE(line.discount, 0) / 100) * %(taxes)s END""",
        amount=SQL.identifier("line", amount),
        taxes=_percent_taxes(amount == "price_total"),
    )


def _percent_taxes(is_total):
    """Return the factor from the price to the amount with (or without) tax, percentage taxes only."""
    return SQL(
        """COALESCE((
               SELECT CASE WHEN %(is_total)s THEN 1 + SUM(CASE WHEN included THEN 0 ELSE amount END) / 100
                           ELSE 1 / (1 + SUM(CASE WHEN included THEN amount ELSE 0 END) / 100) END
                 FROM (
                   SELECT tax.amount,
                          COALESCE(tax.price_include_override, owner.account_price_include, 'tax_excluded')
                              = 'tax_included' AS included
                     FROM account_tax_sale_order_line_rel link
                     JOIN account_tax tax ON tax.id = link.account_tax_id
                     JOIN res_company owner ON owner.id = tax.company_id
                    WHERE link.sale_order_line_id = line.id AND tax.amount_type = 'percent'
                 ) percent), 1)""",
        is_total=is_total,
    )


def recorded_figures(company):
    """Return what the signed sheets of a company say, per move and day of shipment."""
    return SQL(
        """
        SELECT line.move_id, line.ship_date, %(sums)s
          FROM delivery_day_sheet_line line
          JOIN delivery_day_sheet sheet ON sheet.id = line.sheet_id
         WHERE sheet.state = 'signed' AND sheet.company_id = %(company)s
         GROUP BY line.move_id, line.ship_date
        """,
        sums=SQL(", ").join(SQL("SUM(%(f)s) AS %(f)s", f=SQL.identifier(name)) for name in FIGURES),
        company=company.id,
    )


def with_differences(company, tons_per_weight):
    """Return ``WITH`` queries; ``difference`` is what is on no signed sheet yet, per move and day of shipment.

    A move of a day without signed sheet differs by all of itself. A move that changed, or went to another day,
    differs on the day that is signed; its weight and its texts never make a difference by themselves.
    """
    return SQL(
        """
        shipped AS MATERIALIZED (%(shipped)s),
        recorded AS MATERIALIZED (%(recorded)s),
        difference AS MATERIALIZED (
            SELECT * FROM (
                SELECT COALESCE(shipped.move_id, recorded.move_id) AS move_id,
                       COALESCE(shipped.ship_date, recorded.ship_date) AS ship_date,
                       COALESCE(shipped.quantity, 0) AS quantity_now,
                       COALESCE(recorded.quantity, 0) AS quantity_before,
                       %(figures)s
                  FROM shipped
                  FULL JOIN recorded ON recorded.move_id = shipped.move_id AND recorded.ship_date = shipped.ship_date
            ) figure
            WHERE quantity != 0 OR product_quantity != 0 OR amount_untaxed != 0 OR amount_total != 0
        )
        """,
        shipped=shipped_moves(company, tons_per_weight),
        recorded=recorded_figures(company),
        figures=SQL(", ").join(
            SQL("COALESCE(shipped.%(f)s, 0) - COALESCE(recorded.%(f)s, 0) AS %(f)s", f=SQL.identifier(name))
            for name in FIGURES
        ),
    )


# what a line says besides its figures: from the transfer, or from the last sheet when the transfer counts no more
DESCRIPTION = (
    "picking_id",
    "reference",
    "order_id",
    "partner_id",
    "product_id",
    "uom_id",
    "product_uom_id",
    "price_unit",
    "price_uom_id",
    "currency_id",
    "user_id",
    "vehicle_plate",
    "is_unpriced",
)


def insert_open_lines(company, tons_per_weight, user_id):
    """Return the statement that writes the lines of the draft sheets of a company.

    Every difference goes to the first draft dated on or after its day, so to one sheet and no other. On the sheet of
    its own day it is a shipment, on a later one an adjustment.
    """
    described = SQL(", ").join(
        SQL("COALESCE(now.%(f)s, past.%(f)s) AS %(f)s", f=SQL.identifier(name)) for name in DESCRIPTION
    )
    columns = SQL(", ").join(SQL.identifier(name) for name in (*DESCRIPTION, *FIGURES))
    return SQL(
        """
        INSERT INTO delivery_day_sheet_line (
            sheet_id, company_id, sheet_date, ship_date, kind, cause, origin_sheet_id, move_id, %(columns)s,
            create_uid, create_date, write_uid, write_date)
        WITH %(differences)s
        SELECT draft.id, %(company)s, draft.date, difference.ship_date,
               CASE WHEN difference.ship_date = draft.date THEN 'shipped' ELSE 'adjustment' END,
               CASE WHEN difference.ship_date = draft.date THEN NULL
                    WHEN difference.quantity = 0 THEN 'price'
                    WHEN difference.quantity_before = 0 THEN 'late'
                    WHEN difference.quantity_now = 0 THEN 'gone'
                    ELSE 'quantity' END,
               origin.id, difference.move_id, %(described)s, %(figures)s,
               %(user)s, NOW() AT TIME ZONE 'UTC', %(user)s, NOW() AT TIME ZONE 'UTC'
          FROM difference
          %(sheets)s
         ORDER BY draft.date, difference.ship_date, difference.move_id
        """,
        columns=columns,
        differences=with_differences(company, tons_per_weight),
        company=company.id,
        described=described,
        figures=SQL(", ").join(SQL.identifier("difference", name) for name in FIGURES),
        user=user_id,
        sheets=_sheets_of_differences(company),
    )


def _sheets_of_differences(company):
    """Return the joins of ``difference``: its draft, the signed sheet of its day, and who describes it."""
    return SQL(
        """
          JOIN LATERAL (
               SELECT sheet.id, sheet.date FROM delivery_day_sheet sheet
                WHERE sheet.company_id = %(company)s AND sheet.state = 'draft' AND sheet.date >= difference.ship_date
                ORDER BY sheet.date LIMIT 1) draft ON TRUE
          LEFT JOIN delivery_day_sheet origin
            ON origin.company_id = %(company)s AND origin.date = difference.ship_date AND origin.id != draft.id
          LEFT JOIN shipped now ON now.move_id = difference.move_id
          LEFT JOIN LATERAL (
               SELECT line.* FROM delivery_day_sheet_line line
                 JOIN delivery_day_sheet sheet ON sheet.id = line.sheet_id AND sheet.state = 'signed'
                WHERE line.move_id = difference.move_id AND now.move_id IS NULL
                ORDER BY line.id DESC LIMIT 1) past ON TRUE
        """,
        company=company.id,
    )


def moved_quantities(company, days):
    """Return what the detailed operations say was shipped, per day and product: the sheet is checked against it.

    Not by way of the quantities of the moves: two ways to the same sum, or it would prove nothing.
    """
    return SQL(
        """
        SELECT %(ship_date)s AS ship_date, move.product_id,
               SUM(%(sign)s * item.quantity_product_uom) AS quantity, COUNT(*) AS count
          %(source)s
          JOIN stock_move_line item ON item.move_id = move.id AND item.state = 'done'
         WHERE %(ship_date)s = ANY(%(days)s)
         GROUP BY 1, 2
        """,
        ship_date=ship_date(company.delivery_tz),
        sign=shipment_sign(),
        source=_validated_moves(company),
        days=days,
    )

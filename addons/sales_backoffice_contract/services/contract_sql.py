"""SQL behind contracts. ``contracts`` is a condition on the alias of the contract, or TRUE for all of them."""

from odoo.tools import SQL

INVOICE_TYPES = ["out_invoice", "out_refund"]
HAS_RETURN = SQL(
    """EXISTS (SELECT FROM stock_move move
                 JOIN stock_location place ON place.id = move.location_id AND place.usage = 'customer'
                WHERE move.sale_line_id = line.id AND move.state = 'done' AND move.to_refund)"""
)


def rounded(figure, digits):
    """Return ``figure`` as it is shown; what dividing by the factor of a unit loses is given back before."""
    return SQL("ROUND(ROUND((%s)::numeric, 12), %s)", figure, digits)


def least(ordered, agreed, under):
    """Return ``rules.calling.least`` in SQL."""
    return SQL(
        """CASE WHEN %(agreed)s * (1 - %(under)s) - %(ordered)s > 1e-9 * GREATEST(ABS(%(ordered)s), 1)
                THEN %(ordered)s * (1 - %(under)s)
                ELSE GREATEST(%(ordered)s * (1 - %(under)s), %(agreed)s * (1 - %(under)s)) END""",
        ordered=ordered,
        agreed=agreed,
        under=SQL("COALESCE(%s, 0)", under),
    )


def called():
    """Return what an order line takes off its contract line: ``rules.calling.consumed`` in SQL."""
    return SQL(
        """GREATEST(CASE WHEN sale.state = 'sale' THEN line.product_uom_qty ELSE 0 END,
                    COALESCE(line.qty_delivered, 0), 0)"""
    )


def deposits(contracts):
    """Return what came in on the down payment invoices of contracts, in the contract's currency."""
    return SQL(
        """SELECT sale.contract_id,
                  SUM(item.price_total * CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END
                      * CASE WHEN move.amount_total = 0 THEN 0
                             ELSE 1 - move.amount_residual / move.amount_total END) AS received
             FROM sale_order sale
             JOIN sale_order_line line ON line.order_id = sale.id AND line.is_downpayment
             JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = line.id
             JOIN account_move_line item ON item.id = rel.invoice_line_id
             JOIN account_move move ON move.id = item.move_id
            WHERE %s AND move.state = 'posted' AND item.price_total > 0
            GROUP BY sale.contract_id""",
        contracts,
    )


def undelivered(contracts):
    """Return the contract lines of which less was delivered than their confirmed orders say."""
    return SQL(
        """SELECT agreed.contract_id, agreed.id, agreed.sequence, agreed.quantity, agreed.tolerance_under,
                  SUM(line.product_uom_qty * unit.factor / agreed_unit.factor) AS ordered,
                  SUM(COALESCE(line.qty_delivered, 0) * unit.factor / agreed_unit.factor) AS delivered,
                  ARRAY_AGG(DISTINCT sale.id)
                      FILTER (WHERE COALESCE(line.qty_delivered, 0) < line.product_uom_qty) AS order_ids
             FROM sale_contract_line agreed
             JOIN sale_order_line line ON line.contract_line_id = agreed.id
             JOIN sale_order sale ON sale.id = line.order_id AND sale.state = 'sale'
             JOIN uom_uom unit ON unit.id = line.product_uom_id
             JOIN uom_uom agreed_unit ON agreed_unit.id = agreed.product_uom_id
            WHERE %s
            GROUP BY agreed.id
           HAVING SUM(line.product_uom_qty * unit.factor) > SUM(COALESCE(line.qty_delivered, 0) * unit.factor)""",
        contracts,
    )


def short(contracts, digits):
    """Return what of ``undelivered`` lacks more than its tolerance, as quantities are shown."""
    enough = least(SQL("line.ordered"), SQL("line.quantity"), SQL("line.tolerance_under"))
    return SQL(
        "SELECT line.* FROM (%s) line WHERE %s < %s",
        undelivered(contracts),
        rounded(SQL("line.delivered"), digits),
        rounded(enough, digits),
    )


def invoicing_gaps(contracts, digits):
    """Return the orders that are delivered and not invoiced, or whose returned goods are not credited."""
    return SQL(
        """SELECT * FROM (
           SELECT sale.contract_id, sale.id,
                  BOOL_OR(ROUND(COALESCE(line.qty_delivered, 0) - COALESCE(line.credit_invoiced_qty, 0), %(digits)s)
                          > 0) AS is_uninvoiced,
                  BOOL_OR(ROUND(COALESCE(line.credit_posted_qty, 0) - COALESCE(line.qty_delivered, 0), %(digits)s)
                          > 0 AND %(has_return)s) AS is_uncredited
             FROM sale_order sale
             JOIN sale_order_line line ON line.order_id = sale.id
            WHERE %(contracts)s AND line.display_type IS NULL AND NOT COALESCE(line.is_downpayment, FALSE)
            GROUP BY sale.id
           ) gap WHERE is_uninvoiced OR is_uncredited""",
        digits=digits,
        has_return=HAS_RETURN,
        contracts=contracts,
    )

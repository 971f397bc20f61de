"""SQL of what happened to each order line: quantities, and what they are worth; empty where nothing happened.

Nothing is not zero here: sums leave out what is empty, and that is most of it.
"""

from odoo.tools import SQL

# what a quantity of a line is worth, and the column the quantity is in
WORTHS = {
    "worth_ordered": "ordered",
    "worth_ordered_before": "ordered_before",
    "worth_net": "net",
    "worth_net_before": "net_before",
    "worth_back": "back",
    "worth_back_before": "back_before",
    "worth_uninvoiced": "uninvoiced",
    "worth_undelivered": "undelivered",
}
# quantities in the unit of the line of the contract, and the column they come from
MEASURED = {
    "qty_ordered": "ordered",
    "qty_delivered": "net",
    "qty_returned": "back",
    "qty_invoiced": "billed_quantity",
    "qty_uninvoiced": "uninvoiced",
}


def facts(quantities):
    """Return what happened to each order line, with these quantities of ``MEASURED``; goods at the price and the rate
    of the order.

    ``OFFSET 0`` keeps the planner from putting the inner expressions into every place that uses them.
    """
    columns = SQL(", ").join(
        [
            *(
                SQL("%s AS %s", _worth(SQL.identifier("line", quantity)), SQL.identifier(name))
                for name, quantity in WORTHS.items()
            ),
            *(
                SQL("%s AS %s", _measured(SQL.identifier("line", MEASURED[name])), SQL.identifier(name))
                for name in quantities
            ),
        ]
    )
    return SQL(
        """
        SELECT line.contract_id, line.contract_line_id, line.first_moment, line.last_moment, %(columns)s
          FROM (
            SELECT line.*,
                   CASE WHEN line.net > line.billed_quantity THEN line.net - line.billed_quantity END AS uninvoiced,
                   CASE WHEN line.billed_quantity > line.net THEN line.billed_quantity - line.net END AS undelivered
              FROM (%(lines)s OFFSET 0) line
            OFFSET 0
          ) line
        """,
        lines=_fact_lines(),
        columns=columns,
    )


def _measured(quantity):
    return SQL("COALESCE(%(quantity)s * line.to_agreed, %(quantity)s)", quantity=quantity)


def _worth(quantity):
    """Return what a quantity of ``line`` is worth at the price ordered, in the currency of the contract.

    The common cases come first: nothing, all of it, no conversion. Dividing and rounding is what takes the time.
    """
    own = SQL(
        """ROUND(CASE WHEN line.quantity != 0 THEN line.price_total * %(quantity)s / line.quantity
                      ELSE COALESCE(line.unit_of_extra, 0) * %(quantity)s END, line.own_places)""",
        quantity=quantity,
    )
    return SQL(
        """CASE WHEN %(quantity)s != 0
                THEN CASE WHEN NOT line.is_same THEN ROUND(%(own)s * line.rate, line.places)
                          WHEN %(quantity)s = line.quantity THEN line.price_total
                          ELSE %(own)s END END""",
        quantity=quantity,
        own=own,
    )


def _fact_lines():
    """Return the order lines with the quantities of the day and of the day before the period.

    What is not moved by the stock (services) has no dated delivery: it counts from the day of the order.
    """
    return SQL(
        """
        SELECT line.contract_id, line.contract_line_id, line.places, line.own_places, line.rate,
               line.is_same, line.to_agreed,
               line.price_total, line.unit_of_extra, line.ordered AS quantity,
               CASE WHEN line.is_ordered AND NOT line.is_downpayment THEN line.ordered END AS ordered,
               CASE WHEN line.is_ordered_before AND NOT line.is_downpayment THEN line.ordered END AS ordered_before,
               CASE WHEN line.is_downpayment THEN 0
                    WHEN line.is_moved THEN COALESCE(moved.gone - moved.back, moved.gone, -moved.back, 0)
                    WHEN line.is_dated THEN COALESCE(line.qty_delivered, 0) ELSE 0 END AS net,
               CASE WHEN line.is_downpayment THEN NULL
                    WHEN line.is_moved
                    THEN COALESCE(moved.gone_before - moved.back_before, moved.gone_before, -moved.back_before)
                    WHEN line.is_dated_before THEN line.qty_delivered END AS net_before,
               moved.back, moved.back_before, moved.first_moment, moved.last_moment,
               COALESCE(billed.quantity, 0) AS billed_quantity
          FROM order_line line
          LEFT JOIN moved ON moved.line_id = line.id
          LEFT JOIN billed ON billed.line_id = line.id
        """
    )

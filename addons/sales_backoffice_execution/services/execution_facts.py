"""SQL of what happened on each order line: quantities, what they are worth, and what was billed and paid."""

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


def facts():
    """Return what happened on each order line; goods are valued at the price of the order, at its rate.

    ``OFFSET 0`` keeps the planner from putting the inner expressions into every place that uses them.
    """
    return SQL(
        """
        SELECT line.contract_id, line.contract_line_id,
               line.ordered * line.to_agreed AS qty_ordered,
               line.net * line.to_agreed AS qty_delivered,
               line.back * line.to_agreed AS qty_returned,
               line.billed_quantity * line.to_agreed AS qty_invoiced,
               line.uninvoiced * line.to_agreed AS qty_uninvoiced,
               line.worth_ordered AS amount_ordered,
               line.worth_net AS amount_delivered,
               line.worth_back AS amount_returned,
               line.amount AS amount_invoiced, line.draft AS amount_draft,
               line.collected AS amount_collected, line.moved_otherwise AS amount_offset,
               line.amount - line.collected - line.moved_otherwise AS amount_receivable,
               line.due AS amount_due, line.overdue AS amount_overdue, line.late AS amount_late,
               line.worth_uninvoiced AS amount_uninvoiced,
               line.deposit AS amount_deposit, line.late_weight, line.goods,
               line.worth_undelivered AS goods_undelivered,
               line.worth_ordered - line.worth_ordered_before AS period_ordered,
               line.worth_net - line.worth_net_before AS period_delivered,
               line.worth_back - line.worth_back_before AS period_returned,
               line.amount - line.amount_before AS period_invoiced,
               line.collected - line.collected_before AS period_collected,
               line.first_day AS first_delivery, line.last_day AS last_delivery,
               line.last_invoice, line.last_collection, line.oldest_due
          FROM (%s OFFSET 0) line
        """,
        _valued_lines(),
    )


def _valued_lines():
    """Return the order lines with what their quantities are worth."""
    worths = SQL(", ").join(
        SQL("%s AS %s", _worth(SQL.identifier("line", quantity)), SQL.identifier(name))
        for name, quantity in WORTHS.items()
    )
    return SQL(
        """
        SELECT line.*, %(worths)s
          FROM (
            SELECT line.*, GREATEST(line.net - line.billed_quantity, 0) AS uninvoiced,
                   GREATEST(line.billed_quantity - line.net, 0) AS undelivered
              FROM (%(lines)s OFFSET 0) line
            OFFSET 0
          ) line
        """,
        lines=_fact_lines(),
        worths=worths,
    )


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
        """CASE WHEN %(quantity)s = 0 THEN 0
                WHEN line.is_same THEN CASE WHEN %(quantity)s = line.quantity THEN line.price_total ELSE %(own)s END
                ELSE ROUND(%(own)s * line.rate, line.places) END""",
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
               CASE WHEN line.is_ordered AND NOT line.is_downpayment THEN line.ordered ELSE 0 END AS ordered,
               CASE WHEN line.is_ordered_before AND NOT line.is_downpayment THEN line.ordered ELSE 0 END
                   AS ordered_before,
               CASE WHEN line.is_downpayment THEN 0
                    WHEN line.is_moved THEN COALESCE(moved.gone, 0) - COALESCE(moved.back, 0)
                    WHEN line.is_dated THEN COALESCE(line.qty_delivered, 0) ELSE 0 END AS net,
               CASE WHEN line.is_downpayment THEN 0
                    WHEN line.is_moved THEN COALESCE(moved.gone_before, 0) - COALESCE(moved.back_before, 0)
                    WHEN line.is_dated_before THEN COALESCE(line.qty_delivered, 0) ELSE 0 END AS net_before,
               COALESCE(moved.back, 0) AS back, COALESCE(moved.back_before, 0) AS back_before,
               moved.first_day, moved.last_day,
               CASE WHEN line.is_downpayment THEN 0 ELSE COALESCE(billed.quantity, 0) END AS billed_quantity,
               COALESCE(billed.amount, 0) AS amount, COALESCE(billed.amount_before, 0) AS amount_before,
               COALESCE(billed.draft, 0) AS draft, COALESCE(billed.goods, 0) AS goods,
               COALESCE(billed.collected, 0) AS collected,
               COALESCE(billed.collected_before, 0) AS collected_before,
               COALESCE(billed.moved_otherwise, 0) AS moved_otherwise,
               COALESCE(billed.due, 0) AS due, COALESCE(billed.overdue, 0) AS overdue,
               COALESCE(billed.late, 0) AS late, COALESCE(billed.late_weight, 0) AS late_weight,
               COALESCE(billed.deposit, 0) AS deposit,
               billed.last_day AS last_invoice, billed.last_collected_day AS last_collection,
               billed.oldest_due_day AS oldest_due
          FROM order_line line
          LEFT JOIN moved ON moved.line_id = line.id
          LEFT JOIN billed ON billed.line_id = line.id
        """
    )

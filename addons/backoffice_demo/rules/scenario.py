"""Reads the orders that are told day by day in ``scenario.csv``."""

from datetime import timedelta

from .plan import Line, Payment, PlannedOrder, PlannedPurchase, number


def orders(rows, today):
    """Return the orders of the story; further rows of the same order add lines.

    Days are counted from today: -1 is yesterday.

    >>> from datetime import date
    >>> first = {"order": "a", "customer": "c", "product": "P", "quantity": "2", "day": "-3", "deliver": "-1"}
    >>> [order] = orders([first, {"order": "a", "product": "Q", "quantity": "1"}], date(2026, 1, 10))
    >>> order.day, order.delivery
    (datetime.date(2026, 1, 7), datetime.date(2026, 1, 9))
    >>> order.lines
    (Line(product='P', quantity=2.0), Line(product='Q', quantity=1.0))
    """
    told = {}
    for row in rows:
        line = Line(row["product"], number(row["quantity"]))
        if row["order"] in told:
            told[row["order"]].lines += (line,)
        else:
            told[row["order"]] = _order(row, line, today)
    return list(told.values())


def _order(row, line, today):
    def day(column):
        return _day(row, column, today)

    paid = day("pay")
    return PlannedOrder(
        key=row["order"],
        customer=row["customer"],
        day=day("day"),
        lines=(line,),
        state=row.get("state") or "sale",
        salesperson=row.get("salesperson") or "",
        delivery=day("deliver"),
        delivered=number(row.get("delivered"), 1.0),
        invoice=day("invoice"),
        is_draft=bool(row.get("draft")),
        payments=(Payment(paid, number(row.get("paid"), 1.0), day("bill")),) if paid else (),
        returned=day("returned"),
        allowance=day("allowance"),
    )


def purchases(rows, today):
    """Return the purchases of the story, which are still on their way; rows as in ``orders``."""
    told = {}
    for row in rows:
        line = Line(row["product"], number(row["quantity"]))
        if row["purchase"] in told:
            told[row["purchase"]].lines += (line,)
        else:
            told[row["purchase"]] = PlannedPurchase(
                key=row["purchase"],
                mill=row["mill"],
                day=_day(row, "day", today),
                lines=(line,),
                due=_day(row, "due", today),
                receipt=_day(row, "receipt", today),
                state=row["state"],
            )
    return list(told.values())


def _day(row, column, today):
    text = row.get(column)
    return today + timedelta(days=int(text)) if text else None

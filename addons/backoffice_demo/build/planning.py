"""Turns the files into plans: the orders of the history and the story, and what the mills deliver."""

from ..rules import history, scenario, supply
from ..rules.plan import number

STEPS = {"ream": 5, "board_ream": 20, "bale": 10, "tonne": 0.5, "kg": 50}
GRADE_PRICES = {"grade_a": 0.97, "grade_b": 0.985, "export": 0.98, "standard": 1.0}


def plan(workshop):
    """Fill ``workshop.orders`` and ``workshop.purchases``; nothing is written yet."""
    told = scenario.orders(workshop.rows("scenario"), workshop.today)
    season = {int(row["month"]): number(row["factor"]) for row in workshop.rows("seasonality")}
    invented = history.orders(_trades(workshop, _quiet_days(told, workshop.today)), season, workshop.today)
    workshop.orders = sorted(told + invented, key=lambda order: (order.day, order.key))
    workshop.purchases = supply.purchases(workshop.orders, _articles(workshop), workshop.today)
    workshop.purchases += scenario.purchases(workshop.rows("purchases"), workshop.today)


def _quiet_days(told, today):
    """Return {customer: days the scenario tells}: at least 70, so that what is older can be paid."""
    quiet = {}
    for order in told:
        quiet[order.customer] = max((today - order.day).days, quiet.get(order.customer, 70))
    return quiet


def _trades(workshop, quiet):
    sizes = _by(workshop, "sizes", "size")
    behaviours = _by(workshop, "behaviours", "behaviour")
    terms = _by(workshop, "payment_terms", "key")
    kinds = _by(workshop, "assortments", "kind")
    priced = {
        code: (code, number(row["price"]), STEPS[row["unit"]])
        for code, row in _by(workshop, "products", "default_code").items()
    }
    trades = []
    for row in workshop.rows("customers"):
        size, behaviour, term = sizes[row["size"]], behaviours[row["behaviour"]], terms[row["payment_term"]]
        trades.append(
            history.Trade(
                key=row["key"],
                grade_price=GRADE_PRICES[row["pricelist"]],
                orders_per_month=number(size["orders_per_month"]),
                amounts=(number(size["amount_from"]), number(size["amount_to"])),
                assortment=tuple(priced[code] for code in kinds[row["kind"]]["products"].split()),
                term_days=int(term["days"]),
                end_of_month="end_of_month" in term["delay_type"],
                prepaid=bool(term["prepaid"]),
                pays=(int(behaviour["from_day"]), int(behaviour["to_day"])),
                partial_chance=number(behaviour["partial_chance"]),
                quiet_days=quiet.get(row["key"], 0),
            )
        )
    return trades


def _by(workshop, file, column):
    return {row[column]: row for row in workshop.rows(file)}


def _articles(workshop):
    mills, terms = _by(workshop, "mills", "key"), _by(workshop, "payment_terms", "key")
    return [
        supply.Article(
            code=row["default_code"],
            mill=row["mill"],
            lead_days=int(mills[row["mill"]]["lead_days"]),
            term_days=int(terms[mills[row["mill"]]["payment_term"]]["days"]),
            step=STEPS[row["unit"]] * 2,
        )
        for row in workshop.rows("products")
    ]

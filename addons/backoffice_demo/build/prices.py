"""Price sheets of every price list, quotations off the list, and what people asked for and decided."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tools import SQL, float_round

from ..rules.plan import number

FLOOR_OVER_COST = 1.0
BAND_DOWN, BAND_UP = 0.05, 0.10


def set_prices(workshop):
    """Enter, approve and age the sheets; from the first one in force on the guard compares orders."""
    clerk = workshop.act_as(workshop.ref("user_supervisor"))
    for row in workshop.rows("price_sheets"):
        sheet = clerk["sale.price.sheet"].create(_sheet(workshop, row))
        workshop.name({f"price_sheet_{row['key']}": sheet})
        if row["outcome"] == "draft":
            continue
        sheet.action_submit()
        if row["outcome"] != "submitted":
            sheet.with_env(workshop.act_as(workshop.ref("user_gm"))).action_approve()
            _age(workshop, sheet.with_env(workshop.env), row)
    workshop.env["sale.price.sheet"].search([("state", "=", "approved")])._write_items()
    _date_back_confirmations(workshop)
    workshop.company.price_pricelist_id = workshop.ref("pricelist_standard")


def _sheet(workshop, row):
    """Return a sheet from today on: nobody approves one that is over."""
    pricelist = workshop.ref(f"pricelist_{row['pricelist']}")
    future = int(row["from_day"]) > 0
    return {
        "title": row["title"],
        "pricelist_id": pricelist.id,
        "company_id": workshop.company.id,
        "valid_from": workshop.day(row["from_day"]) if future else workshop.today,
        "valid_to": workshop.day(row["to_day"]) if future else False,
        "band_down": BAND_DOWN,
        "band_up": BAND_UP,
        "note": "以上為含稅單價，送貨至客戶倉庫；不足一件另計運費。",
        "line_ids": [Command.create(_price(workshop, row, product)) for product in workshop.rows("products")],
    }


def _price(workshop, row, product):
    share, rate = _list_terms(workshop, row["pricelist"])
    price = float_round(float(product["price"]) * number(row["factor"], 1.0) * share / rate, 2)
    floor = float_round(float(product["cost"]) * FLOOR_OVER_COST / rate, 2)
    return {
        "product_id": workshop.ref(f"product_{product['default_code'].lower()}").id,
        "price": price,
        "floor_price": min(floor, price),
    }


def _list_terms(workshop, key):
    """Return what a price list asks of the standard price, and its rate."""
    row = next(row for row in reversed(workshop.rows("pricelists")) if row["key"] == key)
    factor = number(row["factor"], 1.0) if not row["base"] else 1.0
    return factor * (1 - number(row["discount"], 0.0) / 100), number(row["rate"], 1.0)


def _age(workshop, sheet, row):
    """Let a sheet have been approved in time: the company has sold at it for months."""
    if int(row["from_day"]) > 0:
        return
    first, last = workshop.day(row["from_day"]), workshop.day(row["to_day"])
    company = sheet.company_id
    approved = workshop.moment(first - timedelta(days=3), row["key"])
    sheet._write_by_flow(
        {
            "valid_from": first,
            "valid_to": last,
            "requested_on": approved - timedelta(days=1),
            "decided_on": approved,
            "approved_on": approved,
            "in_force_from": company._get_company_moment(first),
            "in_force_to": company._get_company_moment(last + timedelta(days=1)),
        }
    )
    sheet._write_by_flow({"approval_hash": sheet._get_fingerprint()})


def _date_back_confirmations(workshop):
    """Measure the history by the lists of its days: the orders were confirmed on the days they were ordered."""
    workshop.env.flush_all()
    workshop.env.execute_query(
        SQL("UPDATE sale_order SET price_confirmed_on = date_order WHERE state = 'sale' RETURNING id")
    )
    workshop.env.invalidate_all()


def ask_for_special_prices(workshop):
    """Enter the quotations off the list and take each request as far as its row says."""
    for row in workshop.rows("price_quotes"):
        order = _quote(workshop, row)
        workshop.name({f"order_price_{row['key']}": order})
        if row["requested_by"]:
            _request(workshop, row, order)


def _quote(workshop, row):
    salesperson = workshop.ref(f"user_{row['salesperson']}")
    customer = workshop.ref(f"customer_{row['customer']}")
    product = workshop.ref(f"product_{row['product'].lower()}")
    order = workshop.act_as(salesperson)["sale.order"].create(
        {
            "partner_id": customer.id,
            "user_id": salesperson.id,
            "order_line": [
                Command.create({"product_id": product.id, "product_uom_qty": float(row["quantity"])})
            ],
        }
    )
    line = order.order_line
    line.price_unit = round(line.price_unit * (1 - float(row["off"]) / 100), 2)
    return order


def _request(workshop, row, order):
    requester = workshop.act_as(workshop.ref(f"user_{row['requested_by']}"))
    Release = requester["sale.price.release"]
    prepared = Release._prepare_for_order(order.with_env(requester))
    release = Release.create({"order_id": order.id, "reason": row["reason"], **prepared})
    workshop.name({f"price_release_{row['key']}": release})
    release.action_submit()
    decided = release.with_env(workshop.act_as(workshop.ref(f"user_{row['decided_by'] or 'gm'}")))
    if row["outcome"] == "approved":
        decided.action_approve(row["decision_reason"])
    elif row["outcome"] == "rejected":
        decided.action_reject(row["decision_reason"])

"""Price lists: a standard list in dated versions, and lists by grade that follow it."""

from ..rules.plan import number


def publish(workshop):
    rows = workshop.rows("pricelists")
    first = {row["key"]: row for row in reversed(rows)}
    first = {row["key"]: first[row["key"]] for row in rows}
    values = {
        key: {
            "name": row["name_en"],
            "currency_id": workshop.ref(f"base.{row['currency']}").id,
            "company_id": workshop.company.id,
        }
        for key, row in first.items()
    }
    lists = workshop.make("product.pricelist", "pricelist", values)
    for pricelist, row in zip(lists, first.values(), strict=True):
        workshop.translate(pricelist, row)
    items = [item for row in rows for item in _items(workshop, row)]
    workshop.env["product.pricelist.item"].create(items)


def _items(workshop, row):
    """Return the rules of one version: a discount on another list, or a fixed price for every product."""
    version = {
        "pricelist_id": workshop.ref(f"pricelist_{row['key']}").id,
        "date_start": workshop.moment(workshop.day(row["from_day"]), "", 0, 1),
        "date_end": workshop.moment(workshop.day(row["to_day"]), "", 23, 1),
    }
    if row["base"]:
        base = workshop.ref(f"pricelist_{row['base']}")
        follows = {
            "applied_on": "3_global",
            "compute_price": "formula",
            "base": "pricelist",
            "base_pricelist_id": base.id,
        }
        return [{**version, **follows, "price_discount": number(row["discount"]), "price_round": 0.01}]
    rate = number(row["rate"], 1.0)
    return [
        {
            **version,
            "applied_on": "1_product",
            "product_tmpl_id": workshop.ref(f"product_{product['default_code'].lower()}").product_tmpl_id.id,
            "compute_price": "fixed",
            "fixed_price": round(float(product["price"]) * number(row["factor"], 1.0) / rate, 2),
        }
        for product in workshop.rows("products")
    ]

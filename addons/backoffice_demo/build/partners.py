"""Payment terms, customers, mills, their contacts, and what each mill sells us."""

from odoo.fields import Command

KINDS = {
    "printer": {"name": "印刷廠", "name_zh_cn": "印刷厂", "name_en": "Printer"},
    "packaging": {"name": "包裝廠", "name_zh_cn": "包装厂", "name_en": "Packaging plant"},
    "film": {"name": "薄膜加工", "name_zh_cn": "薄膜加工", "name_en": "Film converter"},
    "stationery": {"name": "文具", "name_zh_cn": "文具", "name_en": "Stationery"},
    "mill": {"name": "紙廠／膜廠", "name_zh_cn": "纸厂／膜厂", "name_en": "Mill"},
}


def fill_the_address_book(workshop):
    _payment_terms(workshop)
    _kinds(workshop)
    _customers(workshop)
    _mills(workshop)
    _supply_prices(workshop)


def _payment_terms(workshop):
    rows = workshop.rows("payment_terms")
    terms = {}
    for row in rows:
        line = {
            "value": "percent",
            "value_amount": 100,
            "nb_days": int(row["days"]),
            "delay_type": row["delay_type"],
        }
        terms[row["key"]] = {
            "name": row["name_en"],
            "company_id": workshop.company.id,
            "line_ids": [Command.create(line)],
            "is_prepaid_term": bool(row["prepaid"]),
        }
    for term, row in zip(workshop.make("account.payment.term", "term", terms), rows, strict=True):
        workshop.translate(term, row)


def _kinds(workshop):
    tags = workshop.make(
        "res.partner.category", "kind", {key: {"name": row["name_en"]} for key, row in KINDS.items()}
    )
    for tag, row in zip(tags, KINDS.values(), strict=True):
        workshop.translate(tag, row)


def _customers(workshop):
    rows = workshop.rows("customers")
    values = {}
    for row in rows:
        values[row["key"]] = {
            **_address(workshop, row),
            "customer_rank": 1,
            "user_id": workshop.ref(f"user_{row['salesperson']}").id,
            "category_id": [Command.set(workshop.refs(f"kind_{row['kind']}"))],
            "property_payment_term_id": workshop.ref(f"term_{row['payment_term']}").id,
            "specific_property_product_pricelist": workshop.ref(f"pricelist_{row['pricelist']}").id,
            "comment": f"<p>信用等級 {row['grade']}　開票抬頭：{row['name_zh_cn'] or row['name']}</p>",
        }
    customers = workshop.make("res.partner", "customer", values)
    _contacts(workshop, "customer", rows, customers)


def _mills(workshop):
    rows = workshop.rows("mills")
    values = {}
    for row in rows:
        values[row["key"]] = {
            **_address(workshop, row),
            "supplier_rank": 1,
            "buyer_id": workshop.ref("user_purchase").id,
            "category_id": [Command.set(workshop.refs("kind_mill"))],
            "property_supplier_payment_term_id": workshop.ref(f"term_{row['payment_term']}").id,
            "property_purchase_currency_id": workshop.ref(f"base.{row['currency']}").id,
            "comment": f"<p>產地 {row['origin']}</p>",
        }
    _contacts(workshop, "mill", rows, workshop.make("res.partner", "mill", values))


def _address(workshop, row):
    return {
        **{field: row[field] for field in ("name", "ref", "street", "city", "zip", "vat", "phone", "email")},
        "is_company": True,
        "lang": "zh_TW" if row["country"] in ("CN", "JP") else "en_US",
        "country_id": workshop.ref(f"base.{row['country'].lower()}").id,
        "state_id": row["state"] and workshop.ref(f"base.state_cn_{row['state']}").id,
    }


def _contacts(workshop, prefix, rows, companies):
    """Give every company the person our people talk to."""
    contacts = workshop.env["res.partner"].create(
        [
            {
                "parent_id": company.id,
                "type": "contact",
                "name": row["contact"],
                "function": row.get("contact_title", ""),
                "phone": row["contact_phone"],
                "email": row["contact_email"],
                "lang": company.lang,
            }
            for row, company in zip(rows, companies, strict=True)
        ]
    )
    workshop.name({f"{prefix}_{row['key']}_contact": c for row, c in zip(rows, contacts, strict=True)})


def _supply_prices(workshop):
    mills = {row["key"]: row for row in workshop.rows("mills")}
    usd = workshop.ref("base.USD")
    prices = []
    for row in workshop.rows("products"):
        mill = mills[row["mill"]]
        in_usd = mill["currency"] == "USD"
        prices.append(
            {
                "partner_id": workshop.ref(f"mill_{mill['key']}").id,
                "product_tmpl_id": workshop.ref(f"product_{row['default_code'].lower()}").product_tmpl_id.id,
                "price": round(float(row["cost"]) / 7.15, 2) if in_usd else float(row["cost"]),
                "currency_id": (usd if in_usd else workshop.company.currency_id).id,
                "delay": int(mill["lead_days"]),
            }
        )
    workshop.env["product.supplierinfo"].create(prices)

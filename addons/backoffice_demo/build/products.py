"""Units of measure, and paper and film with grammage, size and origin as attributes."""

from odoo.fields import Command

ATTRIBUTES = {
    "grammage": {"name": "克重／厚度", "name_zh_cn": "克重／厚度", "name_en": "Grammage"},
    "size": {"name": "規格", "name_zh_cn": "规格", "name_en": "Size"},
    "origin": {"name": "產地", "name_zh_cn": "产地", "name_en": "Origin"},
}


def stock_the_catalogue(workshop):
    _units(workshop)
    mills = {row["key"]: row for row in workshop.rows("mills")}
    rows = workshop.rows("products")
    for row in rows:
        mill = mills[row["mill"]]
        row["origin"] = {
            "name": mill["origin"],
            "name_zh_cn": mill["origin_zh_cn"],
            "name_en": mill["origin_en"],
        }
    values = _attribute_values(workshop, rows)
    _products(workshop, rows, values)


def _units(workshop):
    """Add the units of the paper trade; what the rows call ``relative_to`` stands before them in the file."""
    for row in workshop.rows("uoms"):
        if row["xmlid"]:
            unit = workshop.ref(row["xmlid"])
        else:
            unit = workshop.env["uom.uom"].create(
                {
                    "name": row["name_en"],
                    "relative_uom_id": row["relative_to"] and workshop.ref(f"uom_{row['relative_to']}").id,
                    "relative_factor": float(row["factor"]),
                }
            )
        workshop.name({f"uom_{row['key']}": unit})
        workshop.translate(unit, row)


def _attribute_values(workshop, rows):
    """Create the attributes with the values the products use; return {(attribute, value): record}."""
    found = {}
    for key, names in ATTRIBUTES.items():
        attribute = workshop.env["product.attribute"].create(
            {"name": names["name_en"], "create_variant": "always"}
        )
        workshop.translate(attribute, names)
        used = {_name(row[key])["name"]: _name(row[key]) for row in rows}
        values = workshop.env["product.attribute.value"].create(
            [{"attribute_id": attribute.id, "name": names["name_en"]} for names in used.values()]
        )
        for value, names in zip(values, used.values(), strict=True):
            workshop.translate(value, names)
            found[key, names["name"]] = value
    return found


def _name(cell):
    return cell if isinstance(cell, dict) else {"name": cell, "name_en": cell}


def _products(workshop, rows, attribute_values):
    categories = dict.fromkeys(row["category"] for row in rows)
    records = workshop.env["product.category"].create([{"name": name} for name in categories])
    category_ids = dict(zip(categories, records.ids, strict=True))
    templates = workshop.env["product.template"].create(
        [
            {
                **_template(workshop, row),
                "categ_id": category_ids[row["category"]],
                "attribute_line_ids": _attribute_lines(row, attribute_values),
            }
            for row in rows
        ]
    )
    for template, row in zip(templates, rows, strict=True):
        workshop.translate(template, row)
        template.default_code = row["default_code"]
        workshop.name({f"product_{row['default_code'].lower()}": template.product_variant_id})


def _attribute_lines(row, attribute_values):
    values = [attribute_values[key, _name(row[key])["name"]] for key in ATTRIBUTES]
    return [
        Command.create({"attribute_id": value.attribute_id.id, "value_ids": [Command.set(value.ids)]})
        for value in values
    ]


def _template(workshop, row):
    sheets = f"，每{_UNIT_WORD[row['unit']]} {row['sheets']} 張" if row["sheets"] else ""
    return {
        "name": row["name_en"],
        "type": "consu",
        "is_storable": True,
        "invoice_policy": "delivery",
        "purchase_method": "receive",
        "uom_id": workshop.ref(f"uom_{row['unit']}").id,
        "weight": float(row["weight"]),
        "standard_price": float(row["cost"]),
        "list_price": float(row["price"]),
        "description": f"<p>克重 {row['grammage']}，規格 {row['size']}{sheets}</p>",
    }


_UNIT_WORD = {"ream": "令", "board_ream": "小令", "bale": "件"}

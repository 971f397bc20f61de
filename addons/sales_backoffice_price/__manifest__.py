{
    "name": "Sales Back Office: Price Guard",
    "summary": "Dated, approved price lists; orders off the list are held until somebody entitled allows their price",
    "version": "19.0.1.0.0",
    "category": "Sales/Back Office",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "depends": ["sales_backoffice"],
    "data": [
        # security
        "security/sales_backoffice_price_groups.xml",
        "security/sales_backoffice_price_rules.xml",
        "security/ir.model.access.csv",
        # data
        "data/ir_sequence_data.xml",
        "data/approval_rule_data.xml",
    ],
}

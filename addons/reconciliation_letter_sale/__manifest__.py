{
    "name": "Reconciliation Letters: Deliveries",
    "summary": "Letters to customers include what is delivered and not invoiced at the cut-off",
    "version": "19.0.1.0.0",
    "category": "Accounting/Accounting",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "auto_install": True,
    "depends": [
        "reconciliation_letter",
        "sale_stock",
    ],
}

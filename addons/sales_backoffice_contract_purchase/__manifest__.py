{
    "name": "Sales Back Office: Purchases for Contracts",
    "summary": "What was ordered at the mill for a sales contract and when it came in, on the contract's timeline",
    "version": "19.0.1.0.0",
    "category": "Sales/Back Office",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "auto_install": True,
    "depends": [
        "sales_backoffice_contract",
        "sale_purchase_stock",
    ],
}

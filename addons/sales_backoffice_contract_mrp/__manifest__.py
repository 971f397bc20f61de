{
    "name": "Sales Back Office: Own Production for Contracts",
    "summary": "What was produced for a sales contract and what is still to be, on the contract's timeline",
    "version": "19.0.1.0.0",
    "category": "Sales/Back Office",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "auto_install": True,
    "depends": [
        "sales_backoffice_contract",
        "sale_mrp",
    ],
}

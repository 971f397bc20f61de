{
    "name": "Sales Back Office: Letters",
    "summary": "Unreviewed deliveries stay out of letters; the letters below the sales back office",
    "version": "19.0.1.0.0",
    "category": "Sales/Back Office",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "auto_install": True,
    "depends": [
        "reconciliation_letter_sale",
        "sales_backoffice_review",
    ],
    "data": [
        "views/sales_backoffice_letter_menus.xml",
    ],
}

{
    "name": "Sales Back Office: Deliveries",
    "summary": "Deliveries followed until they are signed for, texts to the customer, and the daily sheet of "
    "shipped goods",
    "version": "19.0.1.0.0",
    "category": "Sales/Back Office",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "depends": ["sales_backoffice"],
    "data": [
        "security/ir.model.access.csv",
    ],
}

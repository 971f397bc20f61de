{
    "name": "Back Office Demo Company",
    "summary": "A trader of paper and film that sells on credit, with eighteen months of history",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "Back Office Suite contributors",
    "license": "AGPL-3",
    "depends": [
        "sales_backoffice",
        "sales_backoffice_price",
        "sales_backoffice_contract",
        "sales_backoffice_ledger",
        "sales_backoffice_review",
        "purchase_assistant",
        "expense_settlement",
        "l10n_cn",
    ],
    "post_init_hook": "post_init_hook",
}

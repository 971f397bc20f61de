{
    "name": "Sales Back Office: Ledgers",
    "summary": "Sales ledgers by customer and contract, receivables by contract with promises, tied to the general "
    "ledger",
    "version": "19.0.1.0.0",
    "category": "Sales/Back Office",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "auto_install": ["sales_backoffice"],
    "depends": [
        "sales_backoffice",
        "sales_backoffice_contract",
    ],
    "data": [
        # security
        "security/sales_backoffice_ledger_groups.xml",
        "security/sales_backoffice_ledger_rules.xml",
        "security/ir.model.access.csv",
        # reports: the buttons of the views name them
        "reports/sales_ledger_xlsx.xml",
        "reports/sales_ledger_report.xml",
        "reports/sales_ledger_tieout_report.xml",
        # wizards
        "wizards/receivable_promise_entry_views.xml",
        "wizards/sales_ledger_period_views.xml",
        # views
        "views/sales_ledger_entry_views.xml",
        "views/sales_ledger_balance_views.xml",
        "views/sales_ledger_tieout_views.xml",
        "views/sales_ledger_explanation_views.xml",
        "views/sales_receivable_line_views.xml",
        "views/receivable_promise_views.xml",
        "views/res_partner_views.xml",
        "views/sale_contract_views.xml",
        "views/account_move_views.xml",
        # menus: after the actions they open
        "views/sales_backoffice_ledger_menus.xml",
    ],
    "assets": {
        "web.assets_tests": ["sales_backoffice_ledger/static/tests/tours/**/*.js"],
    },
}

{
    "name": "Sales Back Office: Invoice Reservation",
    "summary": "Nothing delivered without a dated invoice reservation, an invoice, or an approved reason",
    "version": "19.0.1.2.0",
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
        "security/sales_backoffice_reservation_groups.xml",
        "security/sales_backoffice_reservation_rules.xml",
        "security/ir.model.access.csv",
        # data
        "data/ir_sequence_data.xml",
        "data/approval_rule_data.xml",
        "data/invoice_watch_data.xml",
        "data/ir_cron_data.xml",
        # wizards and reports
        "wizards/invoice_goods_order_views.xml",
        "wizards/invoice_handover_views.xml",
        "wizards/invoice_import_views.xml",
        "reports/invoice_register_report.xml",
        # views
        "views/invoice_reservation_views.xml",
        "views/invoice_register_views.xml",
        "views/invoice_title_views.xml",
        "views/invoice_calendar_views.xml",
        "views/account_move_views.xml",
        "views/sale_order_views.xml",
        "views/portal_templates.xml",
        # menus: after the actions they open
        "views/sales_backoffice_reservation_menus.xml",
    ],
    "assets": {
        "web.assets_tests": ["sales_backoffice_reservation/static/tests/tours/**/*.js"],
    },
}

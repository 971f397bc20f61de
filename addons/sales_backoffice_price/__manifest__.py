{
    "name": "Sales Back Office: Price Guard",
    "summary": "Dated, approved price lists; orders off the list are held until somebody entitled allows their price",
    "version": "19.0.1.0.0",
    "category": "Sales/Back Office",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "auto_install": ["sales_backoffice"],
    "depends": ["sales_backoffice"],
    "data": [
        # security
        "security/sales_backoffice_price_groups.xml",
        "security/sales_backoffice_price_rules.xml",
        "security/ir.model.access.csv",
        # data
        "data/ir_sequence_data.xml",
        "data/approval_rule_data.xml",
        "data/ir_cron_data.xml",
        # wizards
        "wizards/sale_price_sheet_next_views.xml",
        # reports: the buttons of the views name them
        "reports/price_sheet_report.xml",
        "reports/price_release_report.xml",
        # views
        "views/approval_rule_views.xml",
        "views/sale_price_sheet_views.xml",
        "views/sale_price_sheet_line_views.xml",
        "views/sale_price_release_views.xml",
        "views/product_pricelist_views.xml",
        "views/sale_order_views.xml",
        "views/res_config_settings_views.xml",
        # menus: after the actions they open
        "views/sales_backoffice_price_menus.xml",
    ],
    "post_init_hook": "post_init_hook",
    "assets": {
        "web.assets_backend": ["sales_backoffice_price/static/src/**/*"],
        "web.assets_tests": ["sales_backoffice_price/static/tests/tours/**/*.js"],
    },
}

{
    "name": "Sales Back Office: Delivery Review",
    "summary": "Yesterday's deliveries held against order, receipt and price list, differences handled by somebody "
    "else than who opened the order",
    "version": "19.0.1.1.0",
    "category": "Sales/Back Office",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "auto_install": ["sales_backoffice"],
    "depends": [
        "sales_backoffice",
        "sales_backoffice_price",
        "sales_backoffice_delivery",
    ],
    "data": [
        # security
        "security/sales_backoffice_review_groups.xml",
        "security/ir.model.access.csv",
        "security/sales_backoffice_review_rules.xml",
        # data
        "data/ir_cron_data.xml",
        # reports: the buttons of the views name them
        "reports/delivery_review_report.xml",
        "reports/delivery_review_mail.xml",
        # wizards
        "wizards/delivery_review_reopen_views.xml",
        "wizards/delivery_review_day_views.xml",
        # views
        "views/delivery_review_line_views.xml",
        "views/delivery_review_views.xml",
        "views/delivery_review_report_views.xml",
        "views/stock_picking_views.xml",
        "views/sale_order_views.xml",
        "views/res_config_settings_views.xml",
        # menus: after the actions they open
        "views/sales_backoffice_review_menus.xml",
    ],
    "assets": {
        "web.assets_tests": ["sales_backoffice_review/static/tests/tours/**/*.js"],
    },
}

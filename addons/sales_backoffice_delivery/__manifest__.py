{
    "name": "Sales Back Office: Deliveries",
    "summary": "Deliveries followed until they are signed for, texts to the customer, and the daily sheet of "
    "shipped goods",
    "version": "19.0.1.2.0",
    "category": "Sales/Back Office",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "auto_install": ["sales_backoffice"],
    "depends": ["sales_backoffice", "sms"],
    "data": [
        # security
        "security/sales_backoffice_delivery_groups.xml",
        "security/sales_backoffice_delivery_rules.xml",
        "security/ir.model.access.csv",
        # data
        "data/delivery_reason_data.xml",
        "data/sms_template_data.xml",
        "data/evening_report.xml",
        "data/ir_cron_data.xml",
        # reports: the buttons of the views name them
        "reports/delivery_day_sheet_report.xml",
        # wizards
        "wizards/delivery_wizard_views.xml",
        # views
        "views/delivery_board_views.xml",
        "views/delivery_day_sheet_views.xml",
        "views/delivery_setup_views.xml",
        "views/stock_picking_views.xml",
        "views/res_partner_views.xml",
        "views/res_config_settings_views.xml",
        # menus: after the actions they open
        "views/sales_backoffice_delivery_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["sales_backoffice_delivery/static/src/**/*"],
        "web.assets_tests": ["sales_backoffice_delivery/static/tests/tours/**/*.js"],
    },
}

{
    "name": "Sales Back Office",
    "summary": "Credit control: orders that a customer's credit does not allow are held until somebody entitled "
    "releases them",
    "version": "19.0.1.1.0",
    "category": "Sales/Back Office",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "application": True,
    "pre_init_hook": "pre_init_hook",
    "post_init_hook": "post_init_hook",
    "depends": [
        "backoffice_base",
        "sale_management",
        "sale_stock",
        "account",
    ],
    "data": [
        # security
        "security/sales_backoffice_groups.xml",
        "security/sales_backoffice_rules.xml",
        "security/ir.model.access.csv",
        # data
        "data/ir_sequence_data.xml",
        "data/approval_rule_data.xml",
        "data/ir_cron_data.xml",
        # wizards
        "wizards/account_payment_register_views.xml",
        # reports: the buttons of the views name them
        "reports/credit_exposure_report.xml",
        "reports/credit_release_report.xml",
        # views
        "views/approval_rule_views.xml",
        "views/credit_exposure_views.xml",
        "views/credit_exposure_line_views.xml",
        "views/credit_profile_views.xml",
        "views/credit_group_views.xml",
        "views/credit_release_views.xml",
        "views/credit_dispute_views.xml",
        "views/sale_order_views.xml",
        "views/res_partner_views.xml",
        "views/account_move_views.xml",
        "views/res_config_settings_views.xml",
        # menus: after the actions they open
        "views/sales_backoffice_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["sales_backoffice/static/src/**/*"],
        "web.assets_tests": ["sales_backoffice/static/tests/tours/**/*.js"],
    },
}

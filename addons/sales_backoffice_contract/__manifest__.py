{
    "name": "Sales Back Office: Contracts",
    "summary": "Sales contracts with review, clauses and call-offs that never take more than was agreed",
    "version": "19.0.1.2.0",
    "category": "Sales/Back Office",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "auto_install": ["sales_backoffice"],
    "depends": [
        "sales_backoffice",
        "sales_backoffice_price",
    ],
    "data": [
        # security
        "security/sales_backoffice_contract_groups.xml",
        "security/sales_backoffice_contract_rules.xml",
        "security/ir.model.access.csv",
        # data
        "data/approval_rule_data.xml",
        "data/ir_cron_data.xml",
        "data/contract_template_data.xml",
        # wizards
        "wizards/contract_call_views.xml",
        "wizards/contract_close_views.xml",
        "wizards/contract_sign_views.xml",
        # reports: the buttons of the views name them
        "reports/sale_contract_report.xml",
        # views
        "views/timeline_templates.xml",
        "views/sale_contract_views.xml",
        "views/sale_contract_list_views.xml",
        "views/sale_contract_line_views.xml",
        "views/contract_template_views.xml",
        "views/sale_order_views.xml",
        "views/res_partner_views.xml",
        "views/res_config_settings_views.xml",
        # menus: after the actions they open
        "views/sales_backoffice_contract_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["sales_backoffice_contract/static/src/**/*"],
        "web.assets_tests": ["sales_backoffice_contract/static/tests/tours/**/*.js"],
    },
    "post_init_hook": "create_sequences",
}

{
    "name": "Sales Back Office: Contract Execution",
    "summary": "What became of every contract: ordered, delivered, invoiced, collected; statements filed for good; "
    "status for the customer",
    "version": "19.0.1.0.0",
    "category": "Sales/Back Office",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "auto_install": ["sales_backoffice"],
    "depends": [
        "sales_backoffice",
        "sales_backoffice_contract",
        "portal",
    ],
    "data": [
        # security
        "security/sales_backoffice_execution_groups.xml",
        "security/sales_backoffice_execution_rules.xml",
        "security/ir.model.access.csv",
        # data
        "data/approval_rule_data.xml",
        "data/ir_cron_data.xml",
        # reports: the buttons of the views name them
        "reports/contract_xlsx_reports.xml",
        "reports/contract_statement_report.xml",
        "reports/contract_status_report.xml",
        "data/mail_template_data.xml",
        # wizards
        "wizards/contract_statistics_wizard_views.xml",
        # views
        "views/contract_execution_views.xml",
        "views/contract_execution_line_views.xml",
        "views/contract_statistics_views.xml",
        "views/contract_statement_views.xml",
        "views/sale_contract_views.xml",
        "views/approval_rule_views.xml",
        "views/res_config_settings_views.xml",
        "views/portal_templates.xml",
        # menus: after the actions they open
        "views/sales_backoffice_execution_menus.xml",
    ],
    "assets": {
        "web.assets_tests": ["sales_backoffice_execution/static/tests/tours/**/*.js"],
    },
}

{
    "name": "Sales Back Office: Contract Execution",
    "summary": "What became of every contract: ordered, delivered, invoiced, collected; statements filed for good; "
    "status for the customer",
    "version": "19.0.1.0.0",
    "category": "Sales/Back Office",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
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
    ],
    "assets": {
        "web.assets_tests": ["sales_backoffice_execution/static/tests/tours/**/*.js"],
    },
}

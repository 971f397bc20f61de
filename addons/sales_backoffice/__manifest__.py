{
    "name": "Sales Back Office",
    "summary": "Credit control: orders that a customer's credit does not allow are held until somebody entitled "
    "releases them",
    "version": "19.0.1.0.0",
    "category": "Sales/Back Office",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "application": True,
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
    ],
}

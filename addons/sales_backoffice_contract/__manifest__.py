{
    "name": "Sales Back Office: Contracts",
    "summary": "Sales contracts with review, clauses and call-offs that never take more than was agreed",
    "version": "19.0.1.0.0",
    "category": "Sales/Back Office",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "depends": [
        "sales_backoffice",
    ],
    "data": [
        # security
        "security/sales_backoffice_contract_groups.xml",
        "security/sales_backoffice_contract_rules.xml",
        "security/ir.model.access.csv",
        # data
        "data/ir_sequence_data.xml",
        "data/approval_rule_data.xml",
    ],
}

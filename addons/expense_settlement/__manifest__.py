{
    "name": "Expense Settlement",
    "summary": "The desk for travel and business expenses: what to check and what to pay out",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Expenses",
    "author": "Back Office Suite contributors",
    "license": "AGPL-3",
    "depends": ["backoffice_base", "hr_expense", "account"],
    "data": [
        # security
        "security/expense_settlement_groups.xml",
        "security/expense_settlement_rules.xml",
        # views
        "views/hr_expense_views.xml",
        # menus: after the actions they open
        "views/expense_settlement_menus.xml",
    ],
    "application": True,
}

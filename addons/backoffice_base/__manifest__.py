{
    "name": "Back Office Base",
    "summary": "Guarded flows, approvals with four eyes, working days, roles and spreadsheet tables",
    "version": "19.0.1.1.0",
    "category": "Sales/Back Office",
    "author": "Back Office Suite contributors",
    "license": "AGPL-3",
    "depends": ["mail", "report_xlsx", "resource"],
    "data": [
        # security: the groups come first, every other file names them
        "security/backoffice_base_groups.xml",
        "security/ir.model.access.csv",
        "security/backoffice_base_rules.xml",
        # data
        "data/mail_activity_type.xml",
        # wizards
        "wizards/approval_reason_views.xml",
        # views
        "views/approval_rule_views.xml",
        "views/approval_decision_views.xml",
        "views/workday_views.xml",
        # menus: after the actions they open
        "views/backoffice_base_menus.xml",
    ],
    "demo": ["demo/backoffice.workday.csv"],
    "assets": {
        "web.assets_tests": ["backoffice_base/static/tests/tours/**/*.js"],
    },
}

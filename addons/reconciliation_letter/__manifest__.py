{
    "name": "Reconciliation Letters",
    "summary": "Month-end letters to customers and suppliers, their sealed answers and the rate of completion",
    "version": "19.0.1.1.0",
    "category": "Accounting/Accounting",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "application": True,
    "depends": [
        "account",
        "portal",
        "backoffice_base",
    ],
    "data": [
        # security
        "security/reconciliation_letter_groups.xml",
        "security/reconciliation_letter_rules.xml",
        "security/reconciliation_answer_rules.xml",
        "security/ir.model.access.csv",
        # data
        "data/ir_sequence_data.xml",
        "data/approval_rule_data.xml",
        "data/reconciliation_wording_data.xml",
        "data/ir_cron_data.xml",
        "data/reminder_data.xml",
        "data/mail_template_data.xml",
        # wizards and reports
        "reports/letter_report.xml",
        "wizards/run_preview_views.xml",
        "wizards/posting_views.xml",
        # views
        "views/reconciliation_letter_views.xml",
        "views/reconciliation_batch_views.xml",
        "views/reconciliation_wording_views.xml",
        "views/reconciliation_exclusion_views.xml",
        "views/reconciliation_dispatch_views.xml",
        "views/account_move_views.xml",
        # the answer of the partner, the rate, the hand-over
        "reports/statement_report.xml",
        "reports/handover_report.xml",
        "wizards/answer_entry_views.xml",
        "views/difference_views.xml",
        "views/letter_answer_views.xml",
        "views/reminder_views.xml",
        "views/rate_views.xml",
        "views/handover_views.xml",
        "views/res_company_reminder_views.xml",
        "views/portal_templates.xml",
        # menus: after the actions they open
        "views/reconciliation_letter_menus.xml",
        "views/letter_answer_menus.xml",
    ],
    "assets": {
        "web.assets_frontend": ["reconciliation_letter/static/src/letter_seen.js"],
        "web.assets_tests": ["reconciliation_letter/static/tests/tours/**/*.js"],
    },
}

{
    "name": "Payment Reminders",
    "summary": "Who is told what before and after a payment falls due, what they answered, and letters to customers",
    "version": "19.0.1.1.0",
    "category": "Sales/Back Office",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "application": True,
    "depends": ["backoffice_base", "account", "sms"],
    "data": [
        # security
        "security/payment_reminder_groups.xml",
        "security/ir.model.access.csv",
        "security/payment_reminder_rules.xml",
        # data
        "data/ir_sequence_data.xml",
        "data/mail_activity_type_data.xml",
        "data/reminder_stage_data.xml",
        "data/reminder_wording_data.xml",
        "data/ir_cron_data.xml",
        # reports: the buttons of the views name them
        "reports/reminder_letter_report.xml",
        "reports/reminder_mail_templates.xml",
        "reports/reminder_log_report.xml",
        # wizards
        "wizards/reminder_answer_views.xml",
        # views
        "views/reminder_notice_views.xml",
        "views/reminder_message_views.xml",
        "views/reminder_letter_views.xml",
        "views/reminder_log_views.xml",
        "views/reminder_promise_views.xml",
        "views/reminder_stage_views.xml",
        "views/reminder_wording_views.xml",
        "views/account_move_views.xml",
        "views/res_partner_views.xml",
        "views/res_config_settings_views.xml",
        # menus: after the actions they open
        "views/payment_reminder_menus.xml",
    ],
    "assets": {
        "web.assets_tests": ["payment_reminder/static/tests/tours/**/*.js"],
    },
}

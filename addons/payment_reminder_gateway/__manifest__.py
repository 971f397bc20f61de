{
    "name": "Payment Reminders: SMS Gateway",
    "summary": "Reminders leave through the company's own gateway and its group robot; their log follows the provider",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "auto_install": True,
    "depends": ["payment_reminder", "sms_gateway"],
    "data": [
        "security/payment_reminder_gateway_groups.xml",
        "views/reminder_message_views.xml",
        "views/reminder_stage_views.xml",
        "views/res_config_settings_views.xml",
    ],
}

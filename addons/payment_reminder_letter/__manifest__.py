{
    "name": "Payment Reminders: Reconciliation Letters",
    "summary": "What a customer disputes in a reconciliation letter is not reminded of until the difference is cleared",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "auto_install": True,
    "depends": [
        "payment_reminder",
        "reconciliation_letter",
    ],
    "data": [
        "views/reminder_log_views.xml",
    ],
}

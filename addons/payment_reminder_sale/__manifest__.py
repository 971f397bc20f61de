{
    "name": "Payment Reminders: Sales Back Office",
    "summary": "Reminds of deliveries nobody invoiced, leaves out disputes, and keeps promises with the ledgers",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "auto_install": True,
    "depends": [
        "payment_reminder",
        "sales_backoffice_ledger",
        "sales_backoffice_delivery",
    ],
    "data": [
        "views/res_partner_views.xml",
        "views/payment_reminder_sale_menus.xml",
    ],
    "post_init_hook": "post_init_hook",
}

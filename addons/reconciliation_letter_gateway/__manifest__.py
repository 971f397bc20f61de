{
    "name": "Reconciliation Letters: SMS Gateway",
    "summary": "Links of letters leave as texts through the company's own gateway; their proof follows the provider",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    "auto_install": True,
    "depends": [
        "reconciliation_letter",  # the letters, their links, and the proof of each sending
        "sms_gateway",  # takes texts over, sends each once, and tells what became of it
    ],
    "data": [
        "security/reconciliation_letter_gateway_groups.xml",
        "views/reconciliation_dispatch_views.xml",
        "views/reconciliation_letter_views.xml",
    ],
}

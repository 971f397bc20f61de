{
    "name": "Purchasing Assistant",
    "summary": "The desk of the purchasing assistant: what is ordered and still has to arrive",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Purchase",
    "author": "Back Office Suite contributors",
    "license": "AGPL-3",
    "depends": ["backoffice_base", "purchase_stock", "account"],
    "data": [
        # security
        "security/purchase_assistant_groups.xml",
        # views
        "views/purchase_order_views.xml",
        # menus: after the actions they open
        "views/purchase_assistant_menus.xml",
    ],
    "application": True,
}

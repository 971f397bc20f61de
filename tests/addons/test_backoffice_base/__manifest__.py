{
    "name": "Back Office Base: Test Models",
    "summary": "Documents that only exist to test the mixins of the base",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "Back Office Suite contributors",
    "license": "AGPL-3",
    "depends": ["backoffice_base"],
    "data": [
        "security/ir.model.access.csv",
        "security/test_backoffice_base_rules.xml",
        "views/request_views.xml",
    ],
}

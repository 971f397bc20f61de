{
    "name": "SMS Gateway",
    "summary": "Texts through Alibaba Cloud, Tencent Cloud or a gateway of your own, group robots of WeCom and "
    "DingTalk; every message leaves once, and its log says what became of it",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tools",
    "license": "AGPL-3",
    "author": "Back Office Suite contributors",
    "website": "https://github.com/OCA",
    # The SDKs of the two providers are optional (requirements-sms.in): listed as external dependencies, they would
    # keep companies without these providers from installing.
    "depends": ["sms"],
    "data": [
        # security
        "security/sms_gateway_groups.xml",
        "security/ir.model.access.csv",
        "security/sms_gateway_rules.xml",
        # views
        "views/sms_gateway_message_views.xml",
        "views/sms_gateway_template_views.xml",
        "views/sms_gateway_account_views.xml",
        "views/message_robot_views.xml",
        "views/sms_sms_views.xml",
        # menus: after the actions they open
        "views/sms_gateway_menus.xml",
    ],
    "assets": {
        "web.assets_tests": ["sms_gateway/static/tests/tours/**/*.js"],
    },
}

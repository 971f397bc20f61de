from . import (
    gateway_endpoint_mixin,
    mail_notification,
    message_robot,
    res_company,
    sms_gateway_account,
    sms_gateway_message,
    sms_gateway_template,
    sms_sms,
    sms_tracker,
)

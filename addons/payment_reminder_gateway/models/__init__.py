from . import (
    reminder_log,
    reminder_message,
    reminder_stage,
    res_company,
    res_config_settings,
    sms_gateway_message,
)

from . import reconciliation_dispatch, sms_gateway_message

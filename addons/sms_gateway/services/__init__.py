from . import sms_gateway_sender, sms_gateway_sorter

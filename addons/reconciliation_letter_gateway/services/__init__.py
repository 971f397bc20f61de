from . import letter_text, sms_gateway_sorter

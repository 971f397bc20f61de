from . import base_partner_merge, contract_call, contract_close, contract_sign

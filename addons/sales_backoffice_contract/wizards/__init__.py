from . import contract_call, contract_close, contract_sign

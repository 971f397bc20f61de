from . import call_off, contract_documents, contract_standing, price_gate

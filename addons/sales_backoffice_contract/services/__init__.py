from . import call_off, contract_documents, price_gate

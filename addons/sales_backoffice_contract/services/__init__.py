from . import call_off, contract_documents

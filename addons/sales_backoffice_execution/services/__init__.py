from . import execution_documents, execution_facts, execution_figures, execution_payments

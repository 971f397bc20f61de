from . import execution_documents, execution_figures, execution_payments

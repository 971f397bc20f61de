from . import invoice_handover, invoice_import, invoice_import_line

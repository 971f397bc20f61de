from . import base_partner_merge, invoice_handover, invoice_import, invoice_import_line

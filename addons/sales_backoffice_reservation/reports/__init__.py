from . import invoice_register_xlsx

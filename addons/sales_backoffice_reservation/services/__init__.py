from . import availability_sql, invoice_availability, invoice_issuer, tax_number, xlsx_reader

from . import (
    approved_amounts,
    availability_sql,
    down_payments,
    invoice_availability,
    invoice_issuer,
    tax_number,
    xlsx_reader,
)

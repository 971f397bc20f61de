from . import quantity_guard  # isort: skip  before what is made of it
from . import (
    approved_amounts,
    availability_sql,
    down_payments,
    goods_availability,
    invoice_availability,
    invoice_issuer,
    issued_candidates,
    tax_number,
    xlsx_reader,
)

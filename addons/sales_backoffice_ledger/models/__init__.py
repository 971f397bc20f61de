from . import sales_ledger_page, sales_ledger_row  # isort: skip
from . import (
    account_move,
    receivable_promise,
    res_partner,
    sale_contract,
    sales_ledger_balance,
    sales_ledger_document,
    sales_ledger_entry,
    sales_ledger_explanation,
    sales_ledger_tieout,
    sales_receivable_line,
)

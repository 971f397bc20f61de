from . import (
    approval_rule,
    res_company,
    sale_order,
    sale_order_line,
    sale_price_release,
    sale_price_sheet,
    sale_price_sheet_line,
)

from . import (  # isort: skip
    approval_rule,
    sale_contract,
    sale_contract_line,
    sale_order,
    sale_order_line,
)

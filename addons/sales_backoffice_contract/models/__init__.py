from . import (  # isort: skip
    approval_rule,
    contract_part,
    contract_clause,
    contract_scan,
    contract_template,
    ir_attachment,
    res_company,
    res_config_settings,
    res_partner,
    sale_contract_amendment,
    sale_contract_closing,
    sale_contract_expiry,
    sale_contract_progress,
    sale_contract_signing,
    sale_contract_terms,
    sale_contract_timeline,
    sale_contract_line_stock,
    sale_contract_missing,
    sale_contract_wording,
    stock_picking,
)
from . import sale_contract  # isort: skip  after the parts it is made of
from . import sale_contract_line, sale_order, sale_order_line  # isort: skip

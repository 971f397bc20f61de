from . import (  # isort: skip
    approval_rule,
    invoice_alias,
    invoice_alert,
    invoice_calendar,
    invoice_reservation_issue,
    invoice_reservation_item,
    invoice_reservation_portal,
    invoice_reservation_source,
    invoice_reservation_title,
    invoice_title,
    tax_invoice_handover,
)
from . import invoice_reservation  # isort: skip  after the parts it is made of
from . import (  # isort: skip
    account_move,
    account_move_line,
    invoice_register,
    invoice_reservation_goods,
    invoice_reservation_line,
    invoice_watch,
    res_company,
    res_config_settings,
    res_partner,
    sale_order,
    sale_order_line,
    stock_move,
    stock_picking,
)

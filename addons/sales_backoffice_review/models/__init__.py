from . import (  # isort: skip
    delivery_waiting,  # others extend it
    account_move,
    delivery_closing,
    delivery_review,
    delivery_review_line,
    delivery_review_report,
    res_company,
    res_config_settings,
    sale_order,
    sale_order_line,
    stock_move,
    stock_picking,
)

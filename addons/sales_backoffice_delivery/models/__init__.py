from . import delivery_haulier, delivery_reason
from . import delivery_tracking, delivery_exception, delivery_receipt
from . import stock_picking, stock_move

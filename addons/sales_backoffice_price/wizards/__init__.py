from . import sale_price_sheet_next

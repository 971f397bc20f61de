from . import ir_actions_report, price_sheet_xlsx

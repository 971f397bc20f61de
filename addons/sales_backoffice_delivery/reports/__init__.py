from . import day_sheet_xlsx, ir_actions_report

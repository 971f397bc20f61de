from . import check_list_xlsx, handover_xlsx, ir_actions_report, statement_xlsx

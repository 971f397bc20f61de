from . import ir_actions_report, xlsx_table

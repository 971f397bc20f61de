from . import ir_actions_report, sales_ledger_tieout_report, sales_ledger_xlsx

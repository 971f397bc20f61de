from . import ir_actions_report, reminder_log_xlsx

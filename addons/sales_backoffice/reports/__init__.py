from . import credit_exposure_xlsx, ir_actions_report

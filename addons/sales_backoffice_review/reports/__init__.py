from . import delivery_review_xlsx, ir_actions_report

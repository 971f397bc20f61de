from . import delivery_eta_change, delivery_exception_report, delivery_receipt_entry, delivery_step_back

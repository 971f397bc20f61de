from . import reconciliation_letter

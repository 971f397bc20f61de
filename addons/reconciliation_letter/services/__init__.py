from . import letter_ledger, letter_snapshot  # isort: skip

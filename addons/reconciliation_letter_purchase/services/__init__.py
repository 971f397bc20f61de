from . import uninvoiced_receipts

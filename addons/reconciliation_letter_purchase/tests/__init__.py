from . import test_uninvoiced_receipts

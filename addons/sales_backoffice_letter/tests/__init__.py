from . import test_reviewed_deliveries

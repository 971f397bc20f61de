from . import test_uninvoiced_deliveries

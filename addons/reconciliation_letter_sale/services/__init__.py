from . import uninvoiced_deliveries

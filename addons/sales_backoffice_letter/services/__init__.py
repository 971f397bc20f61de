from . import reviewed_deliveries

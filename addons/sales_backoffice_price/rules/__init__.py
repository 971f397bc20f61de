from . import price_guard

from . import price_guard, timeline

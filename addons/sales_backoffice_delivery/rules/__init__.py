from . import pictures, progress, sheet_day

from . import pictures, progress

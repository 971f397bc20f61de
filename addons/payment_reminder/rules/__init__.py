from . import ladder, quiet, text_fit, wording

from . import incoming, ladder, quiet, retry, text_fit, wording

from . import price_reader

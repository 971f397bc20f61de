from . import price_gate, price_reader

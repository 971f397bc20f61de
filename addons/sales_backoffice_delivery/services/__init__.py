from . import shipped_goods

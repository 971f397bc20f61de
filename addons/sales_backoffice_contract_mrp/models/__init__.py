from . import mrp_production, sale_contract

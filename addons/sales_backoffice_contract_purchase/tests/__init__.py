from . import test_purchases_of_contract

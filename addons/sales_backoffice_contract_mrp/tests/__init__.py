from . import test_productions_of_contract

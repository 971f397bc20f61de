from . import test_exactly_once, test_providers, test_rules

from . import test_call_off, test_call_off_race, test_rules

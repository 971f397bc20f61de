from . import test_access, test_text, test_text_link, test_text_race, test_text_trouble

from . import test_books, test_company, test_plans, test_story

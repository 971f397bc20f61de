from . import test_books, test_company, test_family, test_letters, test_plans, test_reminders, test_story

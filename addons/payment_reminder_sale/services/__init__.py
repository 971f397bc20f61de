from . import notice_planner, reminder_promise_book

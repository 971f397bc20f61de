from . import reminder_notice, reminder_promise

from . import reminder_log

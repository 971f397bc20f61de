from . import reminder_answer

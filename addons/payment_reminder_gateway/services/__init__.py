from . import channel, reminder_writer

from . import channel, digest_texts, letter_writer, notice_planner, reminder_job, reminder_writer

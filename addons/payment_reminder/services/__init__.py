from . import channel, digest_texts, letter_writer, mailbox, notice_planner, reminder_job, reminder_writer

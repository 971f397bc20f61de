from . import notice_planner, reminder_job

from . import notice_planner

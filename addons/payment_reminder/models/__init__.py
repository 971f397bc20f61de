from . import reminder_guard  # isort: skip
from . import reminder_desk_item  # isort: skip
from . import (
    account_move,
    mail_thread,
    reminder_bounce,
    reminder_letter,
    reminder_letter_line,
    reminder_log,
    reminder_message,
    reminder_notice,
    reminder_progress,
    reminder_promise,
    reminder_promise_book,
    reminder_stage,
    reminder_wording,
    res_company,
    res_config_settings,
    res_partner,
)

from . import queued, recorded  # isort: skip
from . import difference_gap  # isort: skip
from . import (  # isort: skip
    letter_answer_record,
    letter_portal,
    letter_portal_page,
    letter_reminder,
    letter_statement,
)
from . import (  # isort: skip
    approval_rule,
    batch_letters,
    dispatch_print,
    dispatch_text,
    figures,
    frozen,
    letter_answer,
    letter_delivery,
    letter_intact,
    letter_making,
    letter_sending,
    letter_snapshot,
)
from . import letter  # isort: skip  after the parts it is made of
from . import (  # isort: skip
    account_move,
    answer,
    answer_balance,
    batch,
    difference,
    dispatch,
    exclusion,
    handover,
    handover_line,
    letter_line,
    letter_section,
    mail_activity,
    mail_notification,
    mail_thread,
    portal_attempt,
    rate,
    rate_line,
    rate_report,
    reminder,
    res_company,
    res_partner,
    wording,
)

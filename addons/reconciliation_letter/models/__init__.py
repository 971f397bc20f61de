from . import (  # isort: skip
    approval_rule,
    figures,
    frozen,
    letter_answer,
    letter_sending,
    letter_snapshot,
)
from . import letter  # isort: skip  after the parts it is made of
from . import (  # isort: skip
    answer,
    batch,
    difference,
    dispatch,
    exclusion,
    letter_line,
    letter_section,
    rate,
    res_company,
    res_partner,
    wording,
)

from . import answer_original  # isort: skip  what the dialogs of answers are made of
from . import answer_entry, answer_entry_balance, answer_entry_item, answer_seal, posting, run_preview

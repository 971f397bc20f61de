"""Words that several files use: kinds of letters, their states."""

KINDS = [("receivable", "Receivable"), ("payable", "Payable")]
STATES = [
    ("draft", "Draft"),
    ("reviewed", "Reviewed"),
    ("sent", "Sent"),
    ("delivered", "Delivered"),
    ("agreed", "Agreed"),
    ("disputed", "Disputed"),
    ("silent", "No Answer"),
    ("settled", "Settled"),
    ("filed", "Filed"),
    ("superseded", "Superseded"),
    ("cancelled", "Cancelled"),
]
#: States in which a letter counts: at most one of these per partner, kind and cut-off.
VOID = ("superseded", "cancelled")
#: States in which the partner is expected to answer.
WAITING = ("sent", "delivered", "silent")
#: States whose answer may still be replaced by one entered from paper.
CORRECTABLE = ("agreed", "disputed")
#: States in which the seal of the answer can be recorded.
SEALABLE = ("agreed", "disputed", "settled")
#: What a partner can say of a letter.
RESULTS = [("agreed", "Agreed"), ("disputed", "Disputed")]
#: States of a sending or a reminder in which nobody can say that it reached the partner.
PROBLEMS = ("bounced", "failed", "unknown")

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

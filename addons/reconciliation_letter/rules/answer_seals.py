"""Which seal on a reply makes it count."""

#: what may be under a reply, in the order people look for it
SEALS = (
    ("company", "Company Seal"),
    ("finance", "Finance Seal"),
    ("e_signature", "Valid Electronic Signature"),
    ("contract", "Contract Seal"),
    ("department", "Department Seal"),
    ("none", "No Seal"),
)
#: seals that bind the company on the state of its accounts
VALID_SEALS = frozenset({"company", "finance", "e_signature"})


def seal_counts(seal):
    """Tell whether a reply under ``seal`` counts as completed.

    >>> [seal for seal, _label in SEALS if seal_counts(seal)]
    ['company', 'finance', 'e_signature']
    >>> seal_counts(None), seal_counts("anything else")
    (False, False)
    """
    return seal in VALID_SEALS


def is_complete(state, seal):
    """Tell whether a letter is done with: agreed, or reconciled, and sealed so that it counts.

    >>> is_complete("agreed", "company"), is_complete("settled", "finance"), is_complete("filed", "company")
    (True, True, True)
    >>> is_complete("agreed", "department"), is_complete("disputed", "company"), is_complete("sent", "company")
    (False, False, False)
    """
    return state in ("agreed", "settled", "filed") and seal_counts(seal)

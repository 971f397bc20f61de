"""What a call to a provider led to, and when it may be repeated."""

from dataclasses import dataclass

ACCEPTED, REFUSED, THROTTLED, UNREACHED, UNKNOWN = "accepted", "refused", "throttled", "unreached", "unknown"
DELIVERED, UNDELIVERED, NOT_FOUND = "delivered", "undelivered", "not_found"

# why a text was refused; everything else is "refused"
NUMBER, CREDIT, ACCOUNT, TEMPLATE, OTHER = "number", "credit", "account", "template", "refused"


@dataclass(frozen=True)
class Outcome:
    """One answer, or the lack of one.

    >>> Outcome(UNREACHED).may_repeat, Outcome(UNKNOWN).may_repeat
    (True, False)
    """

    state: str
    code: str = ""
    message: str = ""
    reference: str = ""  # the provider's own number of the message
    failure: str = OTHER
    retry_after: float = 0.0

    @property
    def may_repeat(self):
        """Whether the message certainly did not leave and may be tried again."""
        return self.state in {THROTTLED, UNREACHED}

    @property
    def stops_account(self):
        """Whether the next message of the same account would meet the same fate."""
        return self.state == UNREACHED or (self.state == REFUSED and self.failure in {CREDIT, ACCOUNT})


def seconds_before(attempt, *, base=60, longest=3600):
    """Pause before the next try after ``attempt`` failed ones: doubling, with a ceiling.

    >>> [seconds_before(n) for n in (1, 2, 3, 7)]
    [60, 120, 240, 3600]
    """
    return min(base * 2 ** (max(attempt, 1) - 1), longest)


def classify(code, *, throttled, failures, uncertain=()):
    """Outcome state and failure of an error code the provider answered with.

    Codes are compared as prefixes, so that ``RequestLimitExceeded`` covers its kinds.

    >>> classify("Throttling.User", throttled=("Throttling",), failures={})
    ('throttled', 'refused')
    >>> classify("isv.AMOUNT_NOT_ENOUGH", throttled=(), failures={"isv.AMOUNT": "credit"})
    ('refused', 'credit')
    >>> classify("InternalError", throttled=(), failures={}, uncertain=("InternalError",))
    ('unknown', 'refused')
    """
    if code.startswith(tuple(throttled)):
        return THROTTLED, OTHER
    if code.startswith(tuple(uncertain)):
        return UNKNOWN, OTHER
    failure = next((kind for prefix, kind in failures.items() if code.startswith(prefix)), OTHER)
    return REFUSED, failure

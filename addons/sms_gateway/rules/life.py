"""The life of a message: which state may follow which, and what that is for an SMS of Odoo."""

from . import outcome

SENDING, WAITING, ACCEPTED, DELIVERED = "sending", "waiting", "accepted", "delivered"
UNDELIVERED, NOT_SENT, UNKNOWN = "undelivered", "not_sent", "unknown"

# who may still hear something by itself; a person decides unknown ones
OPEN = (SENDING, WAITING, ACCEPTED)

_NEXT = {
    SENDING: {ACCEPTED, DELIVERED, UNDELIVERED, NOT_SENT, WAITING, UNKNOWN},
    # an earlier try arrived after all
    WAITING: {SENDING, NOT_SENT, DELIVERED},
    ACCEPTED: {DELIVERED, UNDELIVERED},
    UNKNOWN: {ACCEPTED, DELIVERED, UNDELIVERED, NOT_SENT},
    # a receipt is better proof than what was believed before
    NOT_SENT: {DELIVERED, UNDELIVERED, WAITING, SENDING},
    UNDELIVERED: set(),
    DELIVERED: set(),
}

# states of sms.sms
_SMS = {
    SENDING: "process",
    WAITING: "outgoing",
    ACCEPTED: "pending",
    DELIVERED: "sent",
    UNDELIVERED: "error",
    NOT_SENT: "error",
    UNKNOWN: "unknown",
}


def may_become(state, target):
    """
    >>> may_become(UNKNOWN, DELIVERED), may_become(UNKNOWN, SENDING), may_become(DELIVERED, ACCEPTED)
    (True, False, False)
    """
    return target in _NEXT[state]


def may_send(state):
    """Whether a message with this log state (nothing: no log yet) may be handed to the provider.

    >>> may_send(None), may_send(WAITING), may_send(UNKNOWN), may_send(ACCEPTED)
    (True, True, False, False)
    """
    return state is None or may_become(state, SENDING)


def sms_state(state):
    """
    >>> sms_state(UNKNOWN), sms_state(WAITING)
    ('unknown', 'outgoing')
    """
    return _SMS[state]


def state_after(answer, *, attempt, most):
    """State of a message after a provider's answer to sending it.

    A message that certainly did not leave is tried again, up to ``most`` times; one that may have left, never.

    >>> state_after(outcome.Outcome(outcome.THROTTLED), attempt=1, most=2)
    'waiting'
    >>> state_after(outcome.Outcome(outcome.THROTTLED), attempt=2, most=2)
    'not_sent'
    >>> state_after(outcome.Outcome(outcome.UNKNOWN), attempt=1, most=9)
    'unknown'
    """
    if answer.state == outcome.ACCEPTED:
        return ACCEPTED
    if answer.may_repeat or answer.stops_account:
        return WAITING if attempt < most else NOT_SENT
    return NOT_SENT if answer.state == outcome.REFUSED else UNKNOWN


def state_after_query(answer):
    """State of a message after the provider was asked about it; nothing when that settles nothing.

    "Not found" settles nothing: providers list a message minutes after they took it, and forget it after days.

    >>> state_after_query(outcome.Outcome(outcome.DELIVERED)), state_after_query(outcome.Outcome(outcome.NOT_FOUND))
    ('delivered', None)
    """
    return {
        outcome.ACCEPTED: ACCEPTED,
        outcome.DELIVERED: DELIVERED,
        outcome.UNDELIVERED: UNDELIVERED,
    }.get(answer.state)

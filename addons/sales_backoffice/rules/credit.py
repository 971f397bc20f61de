"""Decides whether a document may go on, from the figures of a credit profile. Values only, no database."""

from dataclasses import dataclass
from typing import NamedTuple

OFF, WARN, HOLD, HARD = MODES = ("off", "warn", "hold", "hard")

# A credit note line below this share of the ordered price lowers a price, not a quantity: giving 5 of 100 back
# must not make ten delivered reams look uninvoiced again. The credit note can say otherwise.
PRICE_ONLY_SHARE = 0.5


@dataclass(frozen=True)
class Standing:
    """Where a credit holder stands today, in the currency of its profile."""

    limit: float
    exposure: float
    overdue: float = 0.0
    tolerance: float = 0.0
    in_force: bool = True
    exempt: bool = False
    rate_missing: bool = False
    amount_mode: str = HOLD
    overdue_mode: str = HOLD

    @property
    def available(self):
        return self.limit - self.exposure


class Finding(NamedTuple):
    """One reason against a document: what, how strictly, and by how much."""

    code: str
    mode: str
    excess: float = 0.0


def compare(left, right, digits=2):
    """Return -1, 0 or 1 after rounding the difference to ``digits``.

    >>> compare(100.0, 100.004), compare(100.01, 100.0)
    (0, 1)
    """
    difference = round(left - right, digits)
    return (difference > 0) - (difference < 0)


def findings(standing, need, digits=2):
    """Return what speaks against a document that needs ``need`` more credit.

    Equal to the available amount passes. An exempt holder has no findings. A limit outside its validity counts as
    none and holds even where the amount only warns.

    >>> ours = Standing(limit=100000, exposure=90000)
    >>> findings(ours, 10000)
    []
    >>> findings(ours, 15000)
    [Finding(code='over_limit', mode='hold', excess=5000)]
    >>> findings(Standing(limit=0, exposure=0), 1)
    [Finding(code='no_credit', mode='hold', excess=1)]
    """
    if standing.exempt:
        return []
    found = [_amount_finding(standing, need, digits), _overdue_finding(standing, digits)]
    if standing.rate_missing and {standing.amount_mode, standing.overdue_mode} != {OFF}:
        found.append(Finding("rate_missing", HOLD))
    return [finding for finding in found if finding]


def _amount_finding(standing, need, digits):
    if standing.amount_mode == OFF or compare(need, standing.available, digits) <= 0:
        return None
    excess = need - standing.available
    if not standing.in_force:
        return Finding("limit_lapsed", stricter(HOLD, standing.amount_mode), excess)
    return Finding("over_limit" if standing.limit else "no_credit", standing.amount_mode, excess)


def _overdue_finding(standing, digits):
    if standing.overdue_mode == OFF or compare(standing.overdue, standing.tolerance, digits) <= 0:
        return None
    return Finding("overdue", standing.overdue_mode, standing.overdue)


def stricter(*modes):
    """Return the strictest of some modes.

    >>> stricter("warn", "hard", "off")
    'hard'
    >>> stricter()
    'off'
    """
    return max(modes, key=MODES.index, default=OFF)


def is_price_only(price, ordered_price, effect="auto"):
    """Return whether a line of a credit note gives money back, not goods; its ``effect`` may say so.

    >>> is_price_only(5.0, 100.0), is_price_only(50.0, 100.0)
    (True, False)
    >>> is_price_only(5.0, 100.0, "quantity"), is_price_only(100.0, 100.0, "price")
    (False, True)
    """
    if effect in ("quantity", "price"):
        return effect == "price"
    return compare(price, PRICE_ONLY_SHARE * ordered_price, 6) < 0


def over_ratio(limit, excess):
    """Return by how much of the limit a document goes over it; without a limit, without measure (infinite).

    >>> over_ratio(100000, 5000)
    0.05
    >>> over_ratio(0, 1)
    inf
    >>> over_ratio(0, 0)
    0.0
    """
    if excess <= 0:
        return 0.0
    return excess / limit if limit > 0 else float("inf")


def suggested_limit(yearly_sales, term_days, grade_factor=1.0):
    """Return a credit limit from tax-included sales of twelve months.

    Average monthly sales × term in months × factor of the customer's grade.

    >>> suggested_limit(1200000, 45, 0.8)
    120000.0
    """
    return yearly_sales / 12 * term_days / 30 * grade_factor

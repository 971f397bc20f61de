"""A short proof that values are still the ones somebody agreed to."""

import hashlib
import json


def canonical(value):
    """Return ``value`` in a form that is written the same way every time.

    >>> canonical(0.1 + 0.2) == canonical(0.3)
    True
    >>> canonical(-0.0)
    '0.000000'
    >>> from datetime import date
    >>> canonical([date(2026, 1, 31), 1, None])
    ['2026-01-31', 1, None]
    """
    if isinstance(value, float):
        return f"{value + 0.0 if abs(value) >= 5e-7 else 0.0:.6f}"
    if isinstance(value, dict):
        return {str(key): canonical(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [canonical(item) for item in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


def fingerprint(values):
    """Return the SHA-256 of ``values`` (a dictionary), whatever the order of its keys.

    >>> fingerprint({"a": 1, "b": 2.0}) == fingerprint({"b": 2.0, "a": 1})
    True
    >>> fingerprint({"a": 1}) == fingerprint({"a": 2})
    False
    """
    text = json.dumps(canonical(values), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()

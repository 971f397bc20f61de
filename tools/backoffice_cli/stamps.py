"""Stamp files: a step is done when its stamp holds the digest of what it depends on."""

import fcntl
import hashlib
from contextlib import contextmanager

from . import paths


def digest(*parts):
    """A short digest of strings, bytes and files (their content)."""
    total = hashlib.sha256()
    for part in parts:
        data = part.read_bytes() if hasattr(part, "read_bytes") else part
        total.update(data if isinstance(data, bytes) else str(data).encode())
        total.update(b"\0")
    return total.hexdigest()[:16]


def is_current(name, value):
    stamp = paths.STAMPS / name
    return stamp.exists() and stamp.read_text() == value


def set_stamp(name, value):
    paths.STAMPS.mkdir(parents=True, exist_ok=True)
    (paths.STAMPS / name).write_text(value)


def clear(name):
    (paths.STAMPS / name).unlink(missing_ok=True)


@contextmanager
def locked(name="setup"):
    """Only one process of this checkout at a time."""
    paths.make_dirs()
    with (paths.RUN / f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield

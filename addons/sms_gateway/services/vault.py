"""Secrets at rest: encrypted with the keys of the server's configuration; as they are where it has none.

The first key encrypts, every key opens: put a new one in front, encrypt anew, then take the old one away.
"""

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from odoo.tools import config

OPTION = "sms_gateway_keys"  # of the configuration file: keys of Fernet.generate_key(), separated by commas
_MARK = "fernet:"


class KeyProblemError(Exception):
    """A key of the configuration is none, or no key opens a secret. Never holds a key or a secret."""


def has_keys():
    return bool(_get_keys())


def seal(secret):
    """Return what is stored of a secret."""
    if not secret or not has_keys():
        return secret
    return _MARK + _get_box(_get_keys()).encrypt(secret.encode()).decode()


def unseal(stored):
    """Return the secret of what is stored; empty for nothing."""
    if not _is_sealed(stored):
        return stored or ""
    return _open(stored, _get_keys())


def get_storage(stored):
    """Return how a secret is stored: plain, sealed with the first key, with an old one, or with none we have."""
    if not _is_sealed(stored):
        return "plain"
    for storage, keys in (("sealed", _get_keys()[:1]), ("old", _get_keys())):
        try:
            _open(stored, keys)
        except KeyProblemError:
            continue
        return storage
    return "unreadable"


def _is_sealed(stored):
    return bool(stored) and stored.startswith(_MARK)


def _get_keys():
    return [key.strip() for key in (config.get(OPTION) or "").split(",") if key.strip()]


def _get_box(keys):
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError:  # no key at all, or something else than a key
        raise KeyProblemError from None  # what it says may show the key


def _open(stored, keys):
    try:
        return _get_box(keys).decrypt(stored.removeprefix(_MARK).encode()).decode()
    except InvalidToken:
        raise KeyProblemError from None

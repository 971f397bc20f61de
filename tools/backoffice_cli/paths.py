"""Where things are. Everything we create lies below ``.run`` and ``.venv``."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
TEST_ADDONS = ROOT / "tests" / "addons"
CONFIG = ROOT / "config"

RUN = ROOT / ".run"
CACHE = RUN / "cache"
LOG = RUN / "log"
SYS = RUN / "sys"
BIN = RUN / "bin"
DATA = RUN / "data"
STAMPS = RUN / "stamps"
ODOO_TREE = RUN / "odoo"
VENV = ROOT / ".venv"
LINT_VENV = RUN / "lint"
PEERS = RUN / "peers"

PYTHON = VENV / "bin" / "python"
CHECKOUT_ID = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]
IS_ROOT = os.geteuid() == 0


def make_dirs():
    """Create the state folders; they may hold credentials of a demo, so only for us."""
    for folder in (RUN, CACHE, LOG, BIN, DATA, STAMPS):
        folder.mkdir(parents=True, exist_ok=True)


def shown(path):
    """A path as people type it: relative to the repository where possible."""
    path = Path(path)
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def addon_dirs(folder=ADDONS):
    """Folders of the add-ons in ``folder``, sorted by name."""
    return sorted(path.parent for path in folder.glob("*/__manifest__.py"))


def addon_names(folder=ADDONS):
    return [path.name for path in addon_dirs(folder)]

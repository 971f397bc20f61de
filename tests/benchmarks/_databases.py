"""The databases of the benchmarks: one data set, with and without us and the peers; built once and kept.

``plain`` is Odoo alone, ``ours`` and ``peer`` add one side, ``both`` adds both, ``ledger`` adds the ledgers and what
they need. All hold the same records.
"""

import sys
from contextlib import contextmanager
from pathlib import Path

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry

FOLDER = Path(__file__).parent
sys.path.append(str(FOLDER.parents[1] / "tools"))

from backoffice_cli import bench, cluster, databases, odoo, paths, stamps, templates  # noqa: E402

OURS = ("sales_backoffice",)
LEDGER = ("sales_backoffice_price", "sales_backoffice_contract", "sales_backoffice_ledger")
MODULES = {
    "plain": (),
    "ours": OURS,
    "peer": bench.PEERS,
    "both": (*OURS, *bench.PEERS),
    "ledger": (*OURS, *LEDGER),
}
SEED_FILES = [FOLDER / name for name in ("_seed.py", "_trade.py", "_clone.py", "_check.py")]
USER = "bench"


def ensure(size, variants=("both",)):
    """Return ``{variant: database}`` for a data set of ``size`` customers, building what is missing."""
    plain = _ensure_plain(size)
    return {
        variant: plain if variant == "plain" else _ensure_with(plain, size, variant) for variant in variants
    }


@contextmanager
def environment(database, user=None):
    """An environment on a new transaction with an empty cache, rolled back at the end."""
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        if user:
            env = api.Environment(cr, env["res.users"].search([("login", "=", user)]).id, {})
        env = env(context={"lang": "en_US", "tz": "UTC"})
        env["res.lang"]._get_data(code="en_US")
        try:
            yield env
        finally:
            cr.rollback()


def _ensure_plain(size):
    source = templates.TEST.database()
    return _build(
        f"bench_{size}_plain", [source, *SEED_FILES], source, (), f"import _seed; _seed.build(env, {size})"
    )


def _ensure_with(plain, size, variant):
    addons = [
        path for path in paths.addon_dirs() if path.name in {"backoffice_base", *OURS, *MODULES[variant]}
    ]
    parts = [plain, FOLDER / "_settings.py", paths.ROOT / "requirements-bench.txt"]
    if variant != "peer":
        parts.append(templates.content_digest(addons))
    return _build(
        f"bench_{size}_{variant}", parts, plain, MODULES[variant], "import _settings; _settings.apply(env)"
    )


def _build(name, parts, source, modules, script):
    database = f"{name}_{stamps.digest(*parts)}"
    if not databases.exists(database):
        print(f"  building {database} ...", flush=True)
        new = f"{database}_new"
        databases.copy(source, new)
        if modules:
            odoo.install(new, modules, conf=bench.CONF, log=f"bench-{name}")
        script = f"import sys; sys.path.insert(0, {str(FOLDER)!r}); {script}"
        odoo.shell(new, script, log=f"bench-data-{name}", conf=bench.CONF)
        cluster.query("VACUUM ANALYZE", new)
        cluster.query("CHECKPOINT", new)  # otherwise the first figures share the machine with it
        databases.rename(new, database)
        templates.drop_others(f"{name}_", [database])
    return database

"""Upgrading: add-ons as customers have them are installed, then updated to what is here; both must end alike.

What the database looks like after an update (tables, columns, constraints, indexes, records of our modules) is
compared with a fresh installation. What the update does to data is for the test of each migration script.
"""

import shutil
import subprocess

from . import databases, odoo, paths, setup, stamps, templates
from .cluster import query
from .ui import Failure, say

PREVIOUS = "463d133f"  # the commit customers run; raise it with every release

_SCHEMA = {
    "column": """
        SELECT table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable
          FROM information_schema.columns WHERE table_schema = 'public'
    """,
    "constraint": """
        SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid)
          FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
    """,
    "index": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "statistics": "SELECT pg_get_statisticsobjdef(oid) FROM pg_statistic_ext",
    "record": """
        SELECT module || '.' || name || ' ' || model
          FROM ir_model_data
         WHERE model <> 'ir.model.fields' -- other modules' fields on our models belong to whom was loaded first
           AND module IN (SELECT name FROM ir_module_module WHERE author LIKE 'Back Office Suite%')
    """,
}


def command(args):
    """Upgrade a database with our add-ons of another commit and compare it with a fresh installation."""
    flavour = templates.FLAVOURS[args.flavour]
    setup.ensure(flavours=[flavour], suites=[flavour])
    if not run(flavour, args.commit or PREVIOUS, keep=args.keep):
        return 1
    say("upgraded: as after a fresh installation")
    return 0


def run(flavour, commit=PREVIOUS, *, keep=""):
    """Return False when the history of this clone is too short to know ``commit``; raise what differs."""
    folder = _checked_out(commit)
    if not folder:
        say(f"  (commit {commit} is not in this clone: nothing to upgrade from)")
        return False
    database = keep or f"upgrade_{flavour.name}"
    with stamps.locked("upgrade"):
        try:
            _install_previous(flavour, folder, database)
            _upgrade(flavour, folder, database)
            differences = list(_differences(database, templates.ensure_suite(flavour)))
        finally:
            if not keep:
                databases.drop(database)
    if differences:
        more = [f"… and {len(differences) - 40} more"] if len(differences) > 40 else []
        raise Failure("\n".join(["an upgraded database is not like a fresh one:", *differences[:40], *more]))
    return True


def _checked_out(commit):
    """The add-ons of a commit in a folder of their own; None when the commit is unknown here."""
    if not shutil.which("git"):
        return None
    known = subprocess.run(
        ["git", "-C", paths.ROOT, "cat-file", "-e", f"{commit}^{{commit}}"], capture_output=True
    )
    if known.returncode:
        return None
    folder = paths.CACHE / f"addons-{commit}"
    if not folder.is_dir():
        fresh = folder.with_name(f"{folder.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        archive = subprocess.run(
            ["git", "-C", paths.ROOT, "archive", commit, "addons", "tests/addons"],
            capture_output=True,
            check=True,
        )
        subprocess.run(["tar", "-x", "-C", fresh], input=archive.stdout, check=True)
        fresh.rename(folder)
    return folder


def _install_previous(flavour, folder, database):
    conf = odoo.write_conf(paths.RUN / "previous.conf", addons=[folder / "addons", folder / "tests/addons"])
    databases.copy(templates.ensure_core(flavour), database)
    odoo.install_anyway(database, _previous(flavour, folder), conf=conf, log=f"previous-{flavour.name}")


def _previous(flavour, folder):
    """Names of the add-ons the flavour had then, by the same rule as now."""
    names = [path.name for path in paths.addon_dirs(folder / "addons")]
    if flavour is not templates.DEMO:
        names.remove(templates.DEMO_ADDON)
    return names + (
        [path.name for path in paths.addon_dirs(folder / "tests/addons")] if flavour is templates.TEST else []
    )


def _upgrade(flavour, folder, database):
    """Update what was there, then install what is new."""
    now = [path.name for path in templates.suite_addons(flavour)]
    before = [name for name in _previous(flavour, folder) if name in now]
    odoo.install(database, before, update=True, log=f"upgrade-{flavour.name}")
    if added := sorted(set(now) - set(before)):
        odoo.install(database, added, log=f"upgrade-new-{flavour.name}")


def _differences(upgraded, fresh):
    for kind, sql in _SCHEMA.items():
        have, want = ({row[0] for row in query(sql, name)} for name in (upgraded, fresh))
        yield from (f"{kind} missing: {line}" for line in sorted(want - have))
        yield from (f"{kind} left over: {line}" for line in sorted(have - want))

"""The install matrix: each add-on alone, all together on two charts of accounts, updating all of them,
and upgrading from the last release.

An installation is clean when Odoo's log holds no warning. Clean ones are remembered by the content of the
add-ons involved, so only what a change can affect is installed again.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from . import databases, manifests, odoo, paths, setup, stamps, templates, upgrade
from .ui import Failure, say, seconds

WORKERS = 2


class Outcome(NamedTuple):
    name: str
    problem: str  # empty when clean
    duration: float
    remembered: bool = False


def command(args):
    setup.ensure(flavours=[templates.BASE])
    outcomes = run(args.addons)
    return 1 if any(outcome.problem for outcome in outcomes) else 0


def run(wanted=()):
    """Every cell of the matrix; each is reported as soon as it is known."""
    known = manifests.all_manifests()
    unknown = set(wanted) - set(known)
    if unknown:
        raise Failure(f"no such add-on: {', '.join(sorted(unknown))}")
    names = list(wanted) or [name for name in paths.addon_names() if name != templates.DEMO_ADDON]
    with stamps.locked("matrix"):
        _prepare(names, known, prune=not wanted)
        first = [] if wanted else _everything(known)
        rest = [(f"{name} alone", lambda n=name: _alone(n, known)) for name in names]
        with ThreadPoolExecutor(WORKERS) as pool:
            done = [_cell(*first[0])] if first else []
            return done + list(pool.map(lambda cell: _cell(*cell), [*first[1:], *rest]))


def _everything(known):
    """Cells with all our add-ons; the others build on the first."""
    if not known:
        return []
    cells = [
        ("all, generic chart", lambda: _together(templates.TEST)),
        ("update all", _update),
        ("upgrade from the last release", _upgrade),
        ("all, Taiwan's chart", lambda: _together(templates.TAIWAN)),
    ]
    if templates.DEMO_ADDON in known:
        cells.append(("demo, China's chart", lambda: _together(templates.DEMO)))
    return cells


def _prepare(names, known, prune):
    """Build what cells share before they run side by side."""
    wanted = {_core(name, known) for name in names}
    missing = [flavour for flavour in sorted(wanted) if not templates.has_core(flavour)]
    if missing:
        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(templates.ensure_core, missing))
    if prune:
        templates.drop_others("core_needs_", {flavour.database() for flavour in wanted})


def _core(name, known):
    """Layer 1 with exactly the foreign add-ons ``name`` needs."""
    _, foreign = manifests.closure(name, known)
    modules = tuple(sorted(foreign - {"base"})) or ("base",)
    return templates.Flavour("needs", modules, templates.BASE, siblings=True)


def _cell(name, work):
    started = time.monotonic()
    try:
        remembered = work()
        outcome = Outcome(name, "", time.monotonic() - started, bool(remembered))
    except Failure as failure:
        outcome = Outcome(name, str(failure), time.monotonic() - started)
    result = "clean (unchanged)" if outcome.remembered else "clean" if not outcome.problem else "NOT CLEAN"
    say(f"  install {name}: {result} ({seconds(outcome.duration)})")
    if outcome.problem:
        say(outcome.problem)
    return outcome


def _alone(name, known):
    flavour = _core(name, known)
    ours, _ = manifests.closure(name, known)
    folders = [
        path for path in [*paths.addon_dirs(), *paths.addon_dirs(paths.TEST_ADDONS)] if path.name in ours
    ]
    digest = stamps.digest(flavour.key(), templates.content_digest(folders))
    if stamps.is_current(f"clean-{name}", digest):
        return True
    database = f"alone_{name}"
    databases.copy(templates.ensure_core(flavour), database)
    try:
        odoo.install(database, [name], log=f"alone-{name}", alone=True)
    finally:
        databases.drop(database)
    stamps.set_stamp(f"clean-{name}", digest)
    return False


def _together(flavour):
    """The template with all add-ons is such an installation; what its log said was noted."""
    known = templates.has_suite(flavour)
    with stamps.locked(f"suite-{flavour.name}"):
        templates.ensure_suite(flavour)
    if problems := templates.suite_problems(flavour):
        raise Failure(f"not clean\n{problems}")
    return known


def _upgrade():
    """What customers have, brought up to date, must be like a fresh installation."""
    digest = stamps.digest(upgrade.PREVIOUS, templates.suite_database(templates.TEST))
    if stamps.is_current("clean-upgrade", digest):
        return True
    if upgrade.run(templates.TEST):
        stamps.set_stamp("clean-upgrade", digest)
    return False


def _update():
    """Updating everything must be as clean as installing it."""
    source = templates.suite_database(templates.TEST)
    if not templates.has_suite(templates.TEST):
        raise Failure("needs the installation on the generic chart")
    if stamps.is_current("clean-update", source):
        return True
    databases.copy(source, "update_all")
    try:
        odoo.install(
            "update_all", [path.name for path in templates.suite_addons(templates.TEST)], update=True
        )
    finally:
        databases.drop("update_all")
    stamps.set_stamp("clean-update", source)
    return False

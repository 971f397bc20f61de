"""``test``: gates, Odoo tests on two kinds of company, translations, install matrix; one summary."""

import json
import os
import re
import time
from pathlib import Path
from typing import NamedTuple

from . import cluster, databases, gates, matrix, odoo, paths, proc, setup, stamps, templates, translations
from .ui import Failure, say, seconds, table

STAGES = ("gates", "odoo", "demo", "translations", "matrix")
_WORKERS = 2
TOURS = "test_tours.py"  # the files with browser tests
_BROWSER = re.compile(r"chrome|websocket|browser", re.I)


class Counts(NamedTuple):
    passed: int = 0
    failed: int = 0
    errors: int = 0
    skipped: int = 0

    def __str__(self):
        return ", ".join(f"{value} {name}" for name, value in self._asdict().items() if value) or "no tests"

    def plus(self, other):
        return Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


class Stage(NamedTuple):
    name: str
    passed: bool
    detail: str
    duration: float
    counts: Counts = Counts()


def command(args):
    started = time.monotonic()
    selected = _selected(args)
    paths.make_dirs()
    setup.ensure(browser=True)
    results = [_stage(name, work) for name, work in selected]
    return _summary(results, time.monotonic() - started)


def _selected(args):
    """Which stages to run: all, those named by --only, or just the tests behind the given paths."""
    groups = _split(args.paths)
    options = ["-k", args.k] if args.k else []
    works = {
        "gates": _gates,
        "odoo": lambda: _pytest(templates.TEST, groups["odoo"], options, args.serial),
        "demo": lambda: _pytest(templates.DEMO, groups["demo"], options, args.serial),
        "translations": _translations,
        "matrix": _matrix,
    }
    if args.paths or args.k:
        names = [name for name in ("odoo", "demo") if groups[name]]
        say(f"selected tests only ({', '.join(names) or 'none'}); without paths everything runs")
    else:
        names = args.only or list(STAGES)
    return [(name, works[name]) for name in names]


def _split(given):
    """Test paths by the company they run on."""
    if not given:
        helpers = sorted(paths.TEST_ADDONS.glob("*/tests"))
        ours = [
            path for path in sorted(paths.ADDONS.glob("*/tests")) if path.parent.name != templates.DEMO_ADDON
        ]
        demo = [paths.ADDONS / templates.DEMO_ADDON / "tests", paths.ROOT / "tests/demo"]
        return {"odoo": ours + helpers, "demo": [path for path in demo if path.is_dir()]}
    groups = {"odoo": [], "demo": []}
    for text in given:
        path = Path(text.split("::")[0]).resolve()
        if not path.exists():
            raise Failure(f"there is no {text}")
        demo = path.is_relative_to(paths.ROOT / "tests/demo") or templates.DEMO_ADDON in path.parts
        groups["demo" if demo else "odoo"].append(text)
    return groups


def _stage(name, work):
    say(f"\n== {name} ==")
    started = time.monotonic()
    try:
        passed, detail, counts = work()
    except Failure as failure:
        say(f"{name}: {failure}")
        passed, detail, counts = False, str(failure).splitlines()[0][:70], Counts()
    return Stage(name, passed, detail, time.monotonic() - started, counts)


def _gates():
    gates.ensure()
    results = gates.run()
    failed = [name for name, passed, _ in results if not passed]
    return not failed, f"failed: {', '.join(failed)}" if failed else f"{len(results)} gates", Counts()


def _translations():
    incomplete = translations.check()
    return not incomplete, f"{incomplete} files incomplete" if incomplete else "complete", Counts()


def _matrix():
    setup.ensure(flavours=[templates.TEST])
    outcomes = matrix.run()
    bad = [outcome.name for outcome in outcomes if outcome.problem]
    return (
        not bad,
        f"not clean: {', '.join(bad)}" if bad else f"{len(outcomes)} clean installations",
        Counts(),
    )


def _pytest(flavour, tests, options, serial):
    """pytest-odoo on a throw-away copy of the template with our add-ons."""
    if not tests:
        return True, "no tests", Counts()
    setup.ensure(flavours=[flavour], suites=[flavour])
    if templates.suite_problems(flavour):
        say("installing our add-ons was not clean; the matrix tells more")
    database = f"run_{flavour.name}_{os.getpid()}"
    with stamps.locked("copy"):
        databases.copy(templates.suite_database(flavour), database)
    try:
        outcomes = [_run(flavour, database, *run, options) for run in _split_tours(tests, serial)]
    finally:
        for name in [
            name for name in databases.names() if name == database or name.startswith(f"{database}-")
        ]:
            databases.drop(name)
    counts = Counts()
    for _passed, found in outcomes:
        counts = counts.plus(found)
    return all(passed for passed, _found in outcomes), str(counts), counts


def _split_tours(tests, serial):
    """Return ``[(tests, more options, serial)]``: browsers run by themselves, they time out beside other tests."""
    paths_of = {test: Path(str(test).split("::")[0]) for test in tests}
    tours = [test for test, path in paths_of.items() if path.name == TOURS]
    others = [test for test in tests if test not in tours]
    tours += [
        found for test in others if paths_of[test].is_dir() for found in sorted(paths_of[test].rglob(TOURS))
    ]
    runs = [(others, [f"--ignore-glob=*/{TOURS}"], serial)] if others else []
    return [*runs, (tours, [], True)] if tours else runs


def _run(flavour, database, tests, more, serial, options):
    """Run pytest once; return whether it passed and its counts."""
    report = paths.LOG / f"counts-{flavour.name}.json"
    report.unlink(missing_ok=True)
    code = proc.through(_pytest_command(database, tests, [*more, *options], serial), env=_environment(report))
    counts, skips = _read(report)
    hidden = [reason for reason in skips if _BROWSER.search(reason)]
    if hidden:
        raise Failure(f"browser tests were skipped, not run: {hidden[0]}")
    nothing = code == 5  # no test there (yet), or -k matches in the other group only
    return code == 0 or nothing, counts


def _pytest_command(database, tests, options, serial):
    conf = odoo.write_conf(paths.RUN / "test.conf", screenshots=paths.LOG / "screenshots")
    command = [paths.PYTHON, "-m", "pytest", "-q", f"--odoo-config={conf}", f"--odoo-database={database}"]
    command += ["--odoo-http", "-p", "no:cacheprovider", "-p", "backoffice_cli.pytest_suite"]
    if not serial:
        command += ["-n", str(_WORKERS), "--dist", "loadscope"]
    return [*command, *options, *tests]


def _environment(report):
    """pytest-odoo copies databases with createdb and dropdb found on PATH."""
    env = odoo.environment(BACKOFFICE_COUNTS=report, PYTHONPATH=paths.ROOT / "tools")
    env["PATH"] = os.pathsep.join([str(paths.BIN), str(cluster.bin_dir()), env["PATH"]])
    return env


def _read(report):
    """Counts and the reasons of skips, as the plugin noted them."""
    if not report.exists():
        return Counts(errors=1), []
    values = json.loads(report.read_text())
    return Counts(*(values[name] for name in Counts._fields)), values["reasons"]


def _summary(results, duration):
    """What ran, how it ended, how long it took; the last line is pytest's kind of closing line."""
    say("\n== summary ==")
    rows = [
        (stage.name, "ok" if stage.passed else "FAILED", stage.detail, seconds(stage.duration))
        for stage in results
    ]
    table(("stage", "result", "what", "time"), rows)
    total = Counts()
    for stage in results:
        total = total.plus(stage.counts)
    passed = all(stage.passed for stage in results)
    say(f"\n{'everything passed' if passed else 'FAILED'} in {seconds(duration)}")
    say(f"===== {total} in {duration:.2f}s =====")
    return 0 if passed else 1

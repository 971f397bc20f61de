"""The gates: checks that need no database and take seconds."""

import time

from . import datafiles, odoo_source, paths, proc, setup, stamps, venv
from .ui import say, seconds

_CHECKERS = "_odoo_checker_sql_injection,_odoo_checker_gettext,_odoo_checker_unlink_override"
_CORE_MESSAGES = (
    "sql-injection,missing-gettext,gettext-variable,gettext-placeholders,gettext-repr,raise-unlink-override"
)


def ensure():
    """The linters' own environment, and Odoo's sources for the checks Odoo itself applies."""
    setup.ensure()
    if not venv.is_lint_ready():
        with stamps.locked("lint"):
            setup.single("installing linters", venv.is_lint_ready, venv.build_lint)


def command(args):
    ensure()
    results = run(args.paths)
    return 0 if all(ok for _, ok, _ in results) else 1


def run(where=()):
    """Run every gate; return ``(name, passed, seconds)`` for each."""
    results = []
    for name, gate in _gates([str(path) for path in where]):
        started = time.monotonic()
        passed = gate()
        results.append((name, passed, time.monotonic() - started))
        say(f"gate {name}: {'ok' if passed else 'FAILED'} ({seconds(results[-1][2])})")
    return results


def _gates(where):
    python = where or ["."]
    gates = [
        ("ruff check", lambda: _tool("ruff", "check", "--quiet", *python)),
        (
            "ruff format",
            lambda: _tool("ruff", "format", "--check", "--quiet", "--output-format", "concise", *python),
        ),
        ("pylint-odoo", lambda: _pylint(where)),
        ("Odoo's own checkers", lambda: _core_checkers(where)),
        ("data files", lambda: _data_files(where)),
    ]
    if not where:
        gates.append(("structure", _structure))
    return gates


def _tool(name, *arguments, env=None):
    program = paths.LINT_VENV / "bin" / name
    return proc.through([program, *arguments], env=env or proc.environment()) == 0


def _addons(where):
    every = [*paths.addon_dirs(), *paths.addon_dirs(paths.TEST_ADDONS)]
    if not where:
        return every
    wanted = [(paths.ROOT / path).resolve() for path in where]
    return [
        addon
        for addon in every
        if any(path.is_relative_to(addon) or addon.is_relative_to(path) for path in wanted)
    ]


def _pylint(where):
    addons = _addons(where)
    return not addons or _tool("pylint", f"--rcfile={paths.ROOT / 'pyproject.toml'}", *addons)


def _core_checkers(where):
    """The checkers Odoo runs on its own code: SQL injection, translation calls, raise in unlink."""
    addons, root = _addons(where), odoo_source.import_dir()
    checkers = next(
        (path / "test_lint/tests" for path in odoo_source.core_addons() if (path / "test_lint").exists()),
        None,
    )
    if not addons or not checkers:
        return True
    env = proc.environment(
        PYTHONPATH=f"{checkers}:{root}", ADDONS_PATH=f"{root / 'odoo/addons'},{paths.ADDONS}"
    )
    return _tool(
        "pylint",
        "--rcfile=/dev/null",
        "--score=n",
        "--disable=all,useless-option-value",
        f"--enable={_CORE_MESSAGES}",
        f"--load-plugins=_pylint_path_setup,{_CHECKERS}",
        *addons,
        env=env,
    )


def _data_files(where):
    found = datafiles.problems(_addons(where))
    for problem in found:
        say(problem)
    return not found


def _structure():
    """Tests at the top of tests/ need no Odoo; they run among the linters."""
    files = sorted((paths.ROOT / "tests").glob("test_*.py"))
    if not files:
        return True
    return _tool("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:odoo", *files)


def format_code(args):
    """Sort imports and format, the way the gates want it."""
    ensure()
    where = args.paths or ["."]
    ok = _tool("ruff", "check", "--quiet", "--fix", *where)
    return 0 if _tool("ruff", "format", *where) and ok else 1

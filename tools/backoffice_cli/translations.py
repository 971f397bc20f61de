"""``translations``: export terms, merge them into zh_TW and zh_CN, report what is missing."""

import json
from contextlib import contextmanager

from . import databases, odoo, paths, proc, setup, stamps, templates
from .ui import Failure, progress, say, table

POT = paths.RUN / "i18n"
_EXPORT = """
import json, os
from pathlib import Path
from odoo.tools.translate import trans_export

target = Path(os.environ["POT_FOLDER"])
for name in json.loads(os.environ["POT_ADDONS"]):
    with (target / f"{name}.pot").open("wb") as handle:
        if not trans_export(None, [name], handle, "po", env):
            handle.truncate(0)
"""


def command(args):
    names = args.addons or paths.addon_names()
    unknown = set(names) - set(paths.addon_names())
    if unknown:
        raise Failure(f"no such add-on: {', '.join(sorted(unknown))}")
    return 1 if check(names, write=not args.check, database=args.db) else 0


def check(names=None, *, write=False, database=None):
    """Number of translation files with gaps; ``write`` merges new terms into the files first.

    ``database``: where the add-ons are installed as they are now; without it, a fresh template.
    """
    names = names or paths.addon_names()
    if not names:
        return 0
    with _source(names, database) as source:
        _export(names, source)
    report = json.loads(_merge(names, write))
    for row in report:
        for problem in row["problems"][:10]:
            say(f"{row['file']}: {problem}")
        if len(row["problems"]) > 10:
            say(f"{row['file']}: … and {len(row['problems']) - 10} more")
    shown = [(row["file"], row["terms"], row["missing"], row["fuzzy"], row["unused"]) for row in report]
    table(("file", "terms", "missing", "fuzzy", "unused"), shown)
    return sum(1 for row in report if row["problems"])


@contextmanager
def _source(names, database):
    """The database to export from: the one given, or a copy of the template that is dropped afterwards."""
    if database:
        yield database
        return
    flavour = templates.DEMO if templates.DEMO_ADDON in names else templates.TEST
    setup.ensure(flavours=[flavour], suites=[flavour])
    with stamps.locked("copy"):
        databases.copy(templates.suite_database(flavour), "translations")
    try:
        yield "translations"
    finally:
        databases.drop("translations")


def _export(names, database):
    """Terms of installed add-ons into ``.run/i18n``."""
    POT.mkdir(parents=True, exist_ok=True)
    for name in names:
        (POT / f"{name}.pot").unlink(missing_ok=True)
    with progress("exporting terms"):
        odoo.shell(database, _EXPORT, log="i18n-export", POT_FOLDER=POT, POT_ADDONS=json.dumps(names))


def _merge(names, write):
    """The merging needs polib, so it runs in .venv."""
    env = proc.environment(PYTHONPATH=paths.ROOT / "tools")
    options = ["--write"] if write else []
    return proc.output([paths.PYTHON, "-B", "-m", "backoffice_cli.po_files", *options, *names], env=env)

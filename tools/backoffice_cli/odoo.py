"""Running Odoo: its configuration file, its command line, and what may appear in its log."""

import configparser
import os
import re
from typing import NamedTuple

from . import cluster, paths, proc
from .ui import Failure

CONF = paths.RUN / "odoo.conf"


class Allowed(NamedTuple):
    """A log line we accept, and why."""

    pattern: str
    reason: str


ALLOWED = [
    Allowed(
        r"odoo\.service\.server.*Running as user 'root'",
        "containers and CI run as root; Odoo only advises against it",
    ),
    Allowed(r"odoo\.tools\.config.*--with(out)?-demo", "we state the default on purpose"),
    Allowed(
        r"odoo\.addons\.base\.models\.ir_actions_report: wkhtmltopdf: ",
        "the demo prints while no server runs: styles fetched from it are missing, ours are in the page",
    ),
]
_BAD = {"WARNING", "ERROR", "CRITICAL"}
_LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (\w+) ")


def write_conf(path=CONF, *, addons=None, **options):
    """Write a configuration for this checkout based on ``config/odoo.dev.conf``."""
    parser = configparser.RawConfigParser()
    parser.read(paths.CONFIG / "odoo.dev.conf")
    section = parser["options"]
    folders = [paths.ADDONS, paths.TEST_ADDONS] if addons is None else addons
    values = {
        "db_host": cluster.socket_dir(),
        "db_port": 5432,
        "db_user": cluster.USER,
        "data_dir": paths.DATA,
        "addons_path": ",".join(str(folder) for folder in folders if paths.addon_dirs(folder)),
        **options,
    }
    section.update({key: str(value) for key, value in values.items() if value != ""})
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "[options]\n" + "".join(f"{key} = {value}\n" for key, value in section.items())
    if not path.exists() or path.read_text() != text:
        fresh = path.with_name(f"{path.name}.{os.getpid()}")  # others may be reading it
        fresh.write_text(text)
        fresh.replace(path)
    return path


def environment(**extra):
    examples = paths.RUN / "hypothesis"
    values = {"PYTHONUNBUFFERED": "1", "HYPOTHESIS_STORAGE_DIRECTORY": examples, **extra}
    return proc.environment(**cluster.environment(), **values)


def command(*arguments, conf=None, subcommand="server"):
    """The Odoo command line on our configuration."""
    words = (subcommand,) if isinstance(subcommand, str) else subcommand
    return [paths.PYTHON, "-m", "odoo", *words, "-c", conf or write_conf(), *arguments]


def install(database, modules, *, log=None, **options):
    """Install (or update) modules and stop; any unexpected warning in the log is a failure."""
    log = log or f"install-{database}"
    problems = install_anyway(database, modules, log=log, **options)
    if problems:
        raise Failure(f"{', '.join(modules)}: not clean\n{explained(problems, log)}")


def install_anyway(database, modules, *, conf=None, log=None, update=False, alone=False):
    """Install (or update) modules and stop; only an error that ends it is a failure. Return log problems.

    ``alone``: without the add-ons that install themselves beside them.
    """
    log = log or f"install-{database}"
    switch = "-u" if update else "-i"
    arguments = ["-d", database, switch, ",".join(modules), "--stop-after-init", "--no-http"]
    arguments += ["--skip-auto-install"] if alone else []
    code = proc.run(command(*arguments, conf=conf), log=log, env=environment(), check=False)
    problems = log_problems(paths.LOG / f"{log}.log")
    if code:
        raise Failure(f"{', '.join(modules)}: installation failed\n{explained(problems, log)}")
    return problems


def explained(problems, log):
    """The first problems of a log and where to find the rest."""
    more = [f"… and {len(problems) - 10} more"] if len(problems) > 10 else []
    return "\n".join([*problems[:10], *more, f"(log: {paths.shown(paths.LOG / log)}.log)"])


def load_languages(database, languages):
    """Add languages; given to the first installation they would replace English instead."""
    proc.run(
        command("-d", database, "-l", *languages, subcommand=("i18n", "loadlang")),
        log="loadlang",
        env=environment(),
    )


def shell(database, script, *, log, conf=None, **variables):
    """Run a Python script inside ``odoo shell``; commit is up to the script."""
    arguments = command("-d", database, "--no-http", "--log-level=warn", conf=conf, subcommand="shell")
    proc.run(arguments, log=log, env=environment(**variables), stdin=script.encode())


def log_problems(path):
    """Warnings and errors of a log that nobody allowed, each once, with the lines that follow them."""
    problems, current = [], None
    for line in path.read_text(errors="replace").splitlines():
        match = _LINE.match(line)
        if match:
            current = [line] if match[1] in _BAD and not _is_allowed(line) else None
            if current:
                problems.append(current)
        elif current:
            current.append(f"    {line}")
    unique = {"\n".join([_LINE.sub("", lines[0]), *lines[1:]]): lines for lines in reversed(problems)}
    return ["\n".join(_shortened(lines)) for lines in reversed(unique.values())]


def _is_allowed(line):
    return any(re.search(entry.pattern, line) for entry in ALLOWED)


def _shortened(lines):
    """The end of a traceback says most."""
    return lines if len(lines) <= 16 else [*lines[:3], "    …", *lines[-12:]]

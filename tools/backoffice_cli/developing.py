"""Commands for daily work: own databases, Odoo and pytest on them, psql, shell."""

from . import cluster, databases, odoo, paths, proc, setup, stamps, templates
from .ui import Failure, progress, say


def _ready():
    setup.ensure(flavours=[])


def devdb(args):
    """A database of one's own: a copy of layer 1 or of another database, with some of our add-ons installed."""
    flavour = templates.FLAVOURS[args.flavour]
    setup.ensure(flavours=[] if args.source else [flavour])
    source = args.source or flavour.database()
    if not databases.exists(source):
        raise Failure(f"there is no database {source!r}; see ./backoffice databases")
    with stamps.locked("copy"), progress(f"copying {source} to {args.name}"):
        databases.copy(source, args.name)
    if args.modules:
        with progress(f"installing {', '.join(args.modules)}"):
            odoo.install(args.name, args.modules)
    say(f"database {args.name}: ./backoffice odoo -d {args.name} …  |  ./backoffice pytest {args.name} …")
    return 0


def dropdb(args):
    _ready()
    for name in args.names:
        databases.drop(name)
    return 0


def list_databases(args):
    _ready()
    for name in databases.names():
        say(name)
    return 0


def run_odoo(args):
    """Odoo with our configuration; arguments go through unchanged."""
    _ready()
    subcommand, rest = "server", list(args.arguments)
    if rest and not rest[0].startswith("-"):
        subcommand = rest.pop(0)
    return proc.through(odoo.command(*rest, subcommand=subcommand), env=odoo.environment())


def update(args):
    """Install or update add-ons in a database and fail on any warning."""
    _ready()
    modules = args.modules
    with progress(f"updating {', '.join(modules)} in {args.name}"):
        odoo.install(args.name, modules, log=f"install-{args.name}")
        odoo.install(args.name, modules, log=f"update-{args.name}", update=True)
    return 0


def pytest(args):
    """pytest-odoo on an existing database; nothing is installed or updated."""
    _ready()
    if not databases.exists(args.name):
        raise Failure(f"there is no database {args.name!r}; see ./backoffice devdb --help")
    base = [
        paths.PYTHON,
        "-m",
        "pytest",
        f"--odoo-config={odoo.write_conf()}",
        f"--odoo-database={args.name}",
        "--odoo-http",
    ]
    return proc.through([*base, *args.arguments], env=odoo.environment())


def shell(args):
    _ready()
    return proc.through(odoo.command("-d", args.db, "--no-http", subcommand="shell"), env=odoo.environment())


def psql(args):
    _ready()
    return proc.through([cluster.bin_dir() / "psql", *args.arguments], env=odoo.environment())


def screenshot(args):
    """Pictures of a running server; the work needs packages of .venv, so it runs there."""
    setup.ensure(browser=True)
    env = proc.environment(PYTHONPATH=paths.ROOT / "tools")
    return proc.through([paths.PYTHON, "-B", "-m", "backoffice_cli.shoot", *args.arguments], env=env)

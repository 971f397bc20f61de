"""Entry point: arguments to commands."""

import argparse
import sys

from . import bench, developing, gates, matrix, server, templates, testing, translations, upgrade
from .ui import Failure

_THROUGH = {"odoo", "psql", "screenshot"}


def parser():
    top = argparse.ArgumentParser(
        prog="backoffice", description="Set up, run, test and measure the back-office suite."
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="command")
    _server(commands)
    _testing(commands)
    _developing(commands)
    return top


def _command(commands, name, function, text):
    command = commands.add_parser(name, help=text, description=text)
    command.set_defaults(function=function)
    return command


def _server(commands):
    command = _command(commands, "up", server.up, "set everything up and start the demo")
    command.add_argument("--port", type=int, default=8069)
    command.add_argument("--no-demo", action="store_true", help="an empty company instead of the demo")
    command = _command(commands, "stop", server.stop, "stop the server and PostgreSQL")
    command.add_argument("--force", action="store_true", help="stop PostgreSQL even if other programs use it")
    command = _command(commands, "reset", server.reset, "drop all databases and files")
    command.add_argument(
        "--all", action="store_true", help="also everything downloaded and installed (.run, .venv)"
    )
    command = _command(commands, "status", server.status, "what runs and what exists")
    command.add_argument("--disk", action="store_true", help="also how much disk .run takes")


def _testing(commands):
    command = _command(commands, "test", testing.command, "gates, tests, translations, install matrix")
    command.add_argument("paths", nargs="*", help="test files or folders; then only these run")
    command.add_argument("-k", metavar="EXPR", help="only tests matching the expression, as in pytest")
    command.add_argument(
        "--only", action="append", choices=testing.STAGES, help="only this stage; repeatable"
    )
    command.add_argument("--serial", action="store_true", help="one process instead of two")
    command = _command(commands, "matrix", matrix.command, "install each add-on alone, then all together")
    command.add_argument("addons", nargs="*")
    command = _command(
        commands, "upgrade", upgrade.command, "install an earlier commit's add-ons, update, compare"
    )
    command.add_argument("--commit", help="what customers have; the last release without it")
    command.add_argument("--flavour", choices=["test", "taiwan", "demo"], default="test")
    command.add_argument("--keep", default="", metavar="NAME", help="leave the upgraded database there")
    command = _command(commands, "bench", bench.command, "benchmarks, with peers beside our add-ons")
    command.add_argument("name", nargs="?", help="one of tests/benchmarks/*.py; all without it")
    command.add_argument("--size", type=int, help="how much data; each benchmark has its own default")
    command = _command(commands, "translations", translations.command, "export terms, merge, report gaps")
    command.add_argument("addons", nargs="*", metavar="addon")
    command.add_argument("--check", action="store_true", help="write nothing, only report")
    command.add_argument("--db", help="export from this database, where the add-ons are installed")
    command = _command(commands, "gates", gates.command, "linters and structure tests, no database")
    command.add_argument("paths", nargs="*")
    command = _command(commands, "format", gates.format_code, "format Python code the way the gates want it")
    command.add_argument("paths", nargs="*")


def _developing(commands):
    command = _command(commands, "devdb", developing.devdb, "copy a template into a database of your own")
    command.add_argument("name")
    command.add_argument("modules", nargs="*", help="add-ons to install")
    command.add_argument("--flavour", choices=sorted(templates.FLAVOURS), default="test")
    command.add_argument("--from", dest="source", metavar="DATABASE", help="copy this database instead")
    command = _command(commands, "dropdb", developing.dropdb, "drop databases and their files")
    command.add_argument("names", nargs="+")
    _command(commands, "databases", developing.list_databases, "list databases")
    command = _command(
        commands, "install", developing.update, "install or update add-ons in a database; warnings fail"
    )
    command.add_argument("name")
    command.add_argument("modules", nargs="+")
    command = _command(
        commands, "odoo", developing.run_odoo, "run Odoo with our configuration (arguments go through)"
    )
    command.add_argument("arguments", nargs=argparse.REMAINDER)
    command = _command(
        commands, "pytest", developing.pytest, "pytest-odoo on a database: backoffice pytest DB [arguments]"
    )
    command.add_argument("name")
    command.add_argument("arguments", nargs=argparse.REMAINDER)
    command = _command(commands, "shell", developing.shell, "Python prompt inside Odoo")
    command.add_argument("--db", default="demo")
    command = _command(
        commands, "screenshot", developing.screenshot, "picture of a screen of a running server"
    )
    command.add_argument("arguments", nargs=argparse.REMAINDER)
    command = _command(commands, "psql", developing.psql, "psql on our cluster (arguments go through)")
    command.add_argument("arguments", nargs=argparse.REMAINDER)


def _parse(argv):
    """Arguments of ``odoo`` and ``psql`` may start with a dash, which argparse would take for its own."""
    if argv and argv[0] in _THROUGH and (argv[0] == "screenshot" or argv[1:2] not in (["--help"], ["-h"])):
        args = parser().parse_args(argv[:1])
        args.arguments = argv[1:]
        return args
    return parser().parse_args(argv)


def main(argv=None):
    args = _parse(sys.argv[1:] if argv is None else argv)
    try:
        return args.function(args) or 0
    except Failure as failure:
        print(f"backoffice: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())

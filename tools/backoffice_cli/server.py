"""``up`` and ``stop``: the demo server in the background."""

import csv
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

from . import cluster, databases, odoo, paths, proc, setup, stamps, templates
from .ui import Failure, progress, say, table, warn

STATE = paths.RUN / "server.json"
CONF = paths.RUN / "server.conf"
LOG = paths.LOG / "server.log"
START_TIMEOUT = 180
_OTHERS = """SELECT count(*) FROM pg_stat_activity
    WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"""
_SIZES = """SELECT datname, pg_size_pretty(pg_database_size(datname)) FROM pg_database
    WHERE NOT datistemplate ORDER BY 1"""


def up(args):
    """Everything from nothing to a running server; at once when it already runs and nothing changed."""
    flavour = templates.TEST if args.no_demo else templates.DEMO
    database = "plain" if args.no_demo else "demo"
    setup.ensure(flavours=[flavour], suites=[flavour], browser=True)
    if templates.suite_problems(flavour):
        warn(f"Odoo's log complains about our add-ons, see {paths.shown(paths.LOG)}/suite-{flavour.name}.log")
    with stamps.locked("server"):
        wanted = {
            "port": args.port,
            "database": database,
            "template": templates.suite_database(flavour),
            "code": templates.content_digest(),
        }
        if is_running() and {key: _state().get(key) for key in wanted} == wanted and _answers(args.port):
            say("already running, nothing changed")
        else:
            stop_server()
            _check_port(args.port)
            _refresh(database, wanted["template"])
            _start(wanted)
    _announce(args)
    return 0


def _refresh(database, template):
    """The database to show: copied when the template is new, the previous one kept beside it."""
    if databases.exists(database) and stamps.is_current(f"db-{database}", template):
        return
    if databases.exists(database):
        say(f"the add-ons changed: new database {database!r}, the previous is kept as '{database}_previous'")
        databases.rename(database, f"{database}_previous")
    with progress(f"copying the template to {database}"):
        databases.copy(template, database)
    stamps.set_stamp(f"db-{database}", template)


def _start(wanted):
    port, database = wanted["port"], wanted["database"]
    odoo.write_conf(CONF, db_name=database, dbfilter=f"^{database}$", http_port=port, max_cron_threads=1)
    with progress(f"starting Odoo on port {port}"), LOG.open("ab") as log:
        process = subprocess.Popen(
            odoo.command(conf=CONF),
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=odoo.environment(),
            cwd=paths.ROOT,
            start_new_session=True,
        )
        STATE.write_text(json.dumps({**wanted, "pid": process.pid}))
        _wait(process, port)


def _wait(process, port):
    until = time.monotonic() + START_TIMEOUT
    while time.monotonic() < until:
        if process.poll() is not None:
            tail = "\n".join(LOG.read_text(errors="replace").splitlines()[-15:])
            raise Failure(f"Odoo stopped at once; end of {paths.shown(LOG)}:\n{tail}")
        if _answers(port):
            return
        time.sleep(0.3)
    raise Failure(f"Odoo did not answer within {START_TIMEOUT} s; see {paths.shown(LOG)}")


def _answers(port):
    try:
        answer = build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{port}/web/login", timeout=30)
        return answer.status == 200
    except (HTTPError, URLError, OSError):
        return False


def _check_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Failure(f"port {port} is taken by another program; choose one with --port") from None


def _announce(args):
    say()
    say(f"  http://127.0.0.1:{args.port}      log: {paths.shown(LOG)}      stop: ./backoffice stop")
    say()
    users = [] if args.no_demo else demo_users()
    if users:
        table(list(users[0]), [list(user.values()) for user in users])
    else:
        table(["login", "password"], [["admin", "admin"]])


def demo_users():
    """Logins of the demo, as its add-on lists them."""
    source = paths.ADDONS / templates.DEMO_ADDON / "demo/users.csv"
    if not source.exists():
        return []
    with source.open(encoding="utf-8", newline="") as handle:
        wanted = ("login", "password", "name", "role")
        return [{key: row[key] for key in wanted if key in row} for row in csv.DictReader(handle)]


def _state():
    try:
        return json.loads(STATE.read_text())
    except (FileNotFoundError, ValueError):
        return {}


def is_running():
    """Whether the process we started still is that process."""
    pid = _state().get("pid")
    if not pid:
        return False
    try:
        os.kill(pid, 0)
        with open(f"/proc/{pid}/cmdline", "rb") as handle:
            return str(CONF).encode() in handle.read()
    except ProcessLookupError:
        return False
    except OSError:  # no /proc here: trust the number
        return True


def stop_server():
    """Stop the server we started, if it runs; return whether it did."""
    running, pid = is_running(), _state().get("pid")
    if running:
        os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + 15
        while is_running() and time.monotonic() < until:
            _reap(pid)
            time.sleep(0.1)
        if is_running():
            os.kill(pid, signal.SIGKILL)
    STATE.unlink(missing_ok=True)
    return running


def _reap(pid):
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        pass


def stop(args):
    """Stop the server, and PostgreSQL unless other programs use it."""
    say("server stopped" if stop_server() else "no server was running")
    if not (cluster.is_installed() and cluster.is_running()):
        return 0
    if int(cluster.query(_OTHERS)[0][0]) and not args.force:
        say("PostgreSQL left running: other programs are connected (--force stops it)")
    else:
        cluster.stop()
        say("PostgreSQL stopped")
    return 0


def reset(args):
    """Forget databases and files; with ``--all`` also everything downloaded and installed."""
    stop_server()
    if cluster.is_installed():
        cluster.remove()
    shutil.rmtree(paths.DATA, ignore_errors=True)
    for kind in ("db", "clean", "problems"):
        for stamp in paths.STAMPS.glob(f"{kind}-*"):
            stamp.unlink()
    if args.all:
        shutil.rmtree(paths.VENV, ignore_errors=True)
        shutil.rmtree(paths.RUN, ignore_errors=True)
    say("everything removed" if args.all else "databases and their files removed")
    return 0


def status(args):
    """What runs and what exists."""
    state = _state()
    address = f"http://127.0.0.1:{state['port']}" if is_running() else "not running"
    say(f"server: {address}")
    running = cluster.is_installed() and cluster.is_running()
    say(f"PostgreSQL: {'running' if running else 'not running'} ({paths.shown(cluster.socket_dir())})")
    if running:
        table(["database", "size"], cluster.query(_SIZES))
    return proc.through(["du", "-sh", paths.RUN]) if args.disk else 0

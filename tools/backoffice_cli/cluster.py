"""A private PostgreSQL: own data, a unix socket only, so any number of checkouts live side by side."""

import glob
import os
import pwd
import shutil
from pathlib import Path

from . import paths, proc
from .ui import Failure

USER = "odoo"
SYSTEM_USER = "postgres"
SETTINGS = """
# A development cluster: speed matters, losing it in a power cut does not.
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 200
shared_buffers = 512MB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 4GB
wal_level = minimal
max_wal_senders = 0
fsync = off
synchronous_commit = off
full_page_writes = off
jit = off
"""


def bin_dir():
    """The newest PostgreSQL server programs on this machine, or the wrappers of unpacked ones."""
    found = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    if found:
        return Path(max(found, key=lambda path: int(Path(path).parts[-3]))).parent
    if (paths.BIN / "initdb").exists() and not paths.IS_ROOT:
        return paths.BIN
    raise Failure("no PostgreSQL server found; install postgresql.")


def is_installed():
    try:
        return bool(bin_dir())
    except Failure:
        return False


def data_dir():
    """Below .run, or in /var/lib when root's folder is closed to PostgreSQL's user."""
    outside = Path(f"/var/lib/backoffice-{paths.CHECKOUT_ID}")
    if paths.IS_ROOT and (outside.exists() or not _can_enter()):
        return outside / "pg"
    return paths.RUN / "pg"


def socket_dir():
    """Socket paths end at 107 bytes: a deep checkout gets a short folder elsewhere."""
    folder = data_dir().parent / "socket"
    if len(str(folder)) < 85:
        return folder
    base = os.environ.get("XDG_RUNTIME_DIR") or "/tmp"
    return Path(base) / f"backoffice-{os.geteuid()}-{paths.CHECKOUT_ID}"


def environment():
    """PG* variables for psql, createdb and pytest-odoo."""
    return {"PGHOST": str(socket_dir()), "PGUSER": USER, "PGPORT": "5432"}


def is_running():
    return (
        proc.run(
            [*_as_server(), bin_dir() / "pg_ctl", "-D", data_dir(), "status"],
            log="pg-status",
            check=False,
            cwd="/",
        )
        == 0
    )


def start():
    """Create the cluster on first use, start it."""
    server, binaries, data = _as_server(), bin_dir(), data_dir()
    for folder in (data.parent, data, socket_dir()):
        folder.mkdir(parents=True, exist_ok=True, mode=0o755 if folder == data.parent else 0o700)
    if paths.IS_ROOT:
        for folder in (data, socket_dir()):
            shutil.chown(folder, SYSTEM_USER, SYSTEM_USER)
    if not (data / "PG_VERSION").exists():
        initdb = [
            binaries / "initdb",
            "-D",
            data,
            "-U",
            USER,
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-A",
            "trust",
        ]
        proc.run([*server, *initdb], log="initdb", cwd="/")
        with (data / "postgresql.conf").open("a") as conf:
            conf.write(SETTINGS.format(socket=socket_dir()))
    proc.run(
        [*server, binaries / "pg_ctl", "-D", data, "-l", data / "server.log", "-w", "-t", "60", "start"],
        log="pg-start",
        cwd="/",
    )


def stop():
    if (data_dir() / "PG_VERSION").exists() and is_running():
        proc.run(
            [*_as_server(), bin_dir() / "pg_ctl", "-D", data_dir(), "-m", "fast", "stop"],
            log="pg-stop",
            cwd="/",
        )


def remove():
    """Stop and delete the cluster."""
    stop()
    shutil.rmtree(data_dir(), ignore_errors=True)
    shutil.rmtree(socket_dir(), ignore_errors=True)
    outside = Path(f"/var/lib/backoffice-{paths.CHECKOUT_ID}")
    if paths.IS_ROOT and outside.exists():
        shutil.rmtree(outside)


def query(sql, database="postgres"):
    """Rows of one statement as lists of strings."""
    psql = [_client("psql"), "-X", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql]
    text = proc.output(psql, env=proc.environment(**environment()))
    return [line.split("\t") for line in text.splitlines()]


def _client(name):
    return bin_dir() / name


def _as_server():
    """PostgreSQL refuses to run as root: there it runs as its own system user."""
    if not paths.IS_ROOT:
        return []
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        raise Failure(
            f"running as root needs a system user '{SYSTEM_USER}' (Debian's postgresql package has it)."
        ) from None
    return ["setpriv", f"--reuid={SYSTEM_USER}", f"--regid={SYSTEM_USER}", "--init-groups"]


def _can_enter():
    return proc.run([*_as_server(), "test", "-x", paths.RUN], log="pg-access", check=False, cwd="/") == 0

"""Peak memory of reading the exposure of all customers: ours, the peer's and plain SQL's."""

import ctypes
import gc
import os
import pickle
import tracemalloc
from pathlib import Path

import _databases
import _limit
import _seed
from _measure import figure, heading

from odoo import sql_db

SIZE = SIZE or 1000


def ours(env, _customers):
    env["credit.profile"].search([])._get_figures()


def peer(env, customers):
    env["res.partner"].browse(customers).mapped("risk_total")


def limit(env, _customers):
    env.execute_query(_limit.exposure())


def in_child(work):
    """Return what ``work()`` returns in a process of its own, with database connections of its own."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        inherited = sql_db._Pool, sql_db._Pool_readonly  # kept: closing them would close them for the parent
        sql_db._Pool = sql_db._Pool_readonly = None
        os.write(writer, pickle.dumps(work()))
        os._exit(0 if inherited else 1)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    return pickle.loads(answer)


def resident(field):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1])
    raise ValueError(field)


def measured_peaks(database, work, trace):
    """Return the kB a work takes at its peak beyond what the process held, after a first small run."""
    with _databases.environment(database) as env:
        customers = _seed.get_customers(env).ids
        work(env, customers[:1])
        env.invalidate_all()
        if trace:
            tracemalloc.start()
            work(env, customers)
            return tracemalloc.get_traced_memory()[1] / 1024
        gc.collect()
        ctypes.CDLL(None).malloc_trim(0)  # give back what is free, or the work would only fill it up again
        Path("/proc/self/clear_refs").write_text("5")  # the peak starts again from here
        before = resident("VmRSS")
        work(env, customers)
        return resident("VmHWM") - before


database = _databases.ensure(SIZE)["both"]
with _databases.environment(database):
    pass  # load the registry once, before the children
works = {"ours": ours, "peer": peer, "limit": limit}
heading("peak beyond what the process held before")
for name, trace in (("resident memory", False), ("objects of Python", True)):
    peaks = {key: in_child(lambda w=work: measured_peaks(database, w, trace)) for key, work in works.items()}  # noqa: B023
    figure(
        report,
        f"exposure of all customers, {name}",
        unit="kB",
        **peaks,
        ratio=(peaks["peer"] / peaks["ours"], f"peer ÷ ours {peaks['peer'] / peaks['ours']:.1f}×"),
    )

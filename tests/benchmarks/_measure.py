"""Measuring and printing: medians of interleaved runs, one line per figure."""

import gc
import os
import statistics
import time
from pathlib import Path
from typing import NamedTuple

RUNS = 7


class Taken(NamedTuple):
    """What one run took."""

    seconds: float
    busy: float  # seconds of processor time, of Odoo and of its PostgreSQL backend; 0 where it cannot be seen
    queries: int
    result: object = None


class Target(NamedTuple):
    """What a ratio has to be: at least or at most ``value``."""

    kind: str
    value: float

    def is_reached(self, ratio):
        return ratio >= self.value if self.kind == "at least" else ratio <= self.value


def take(env, work):
    """Run ``work(env)`` once, flushed, on an empty cache; return what it took."""
    env.flush_all()
    env.invalidate_all()
    gc.collect()
    queries, busy, started = env.cr.sql_log_count, processor_time(env), time.perf_counter()
    result = work(env)
    env.flush_all()
    seconds = time.perf_counter() - started
    return Taken(seconds, processor_time(env) - busy, env.cr.sql_log_count - queries, result)


def processor_time(env):
    """Return the seconds this process and its PostgreSQL backend have been running."""
    backend = Path(f"/proc/{env.cr._cnx.info.backend_pid}/schedstat")
    try:
        return time.process_time() + int(backend.read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


def interleave(candidates, runs=RUNS):
    """Return ``{name: [Taken]}`` of ``{name: function}``, each called ``runs`` times after one to warm up.

    One after the other within a round, in changing order, so that the load of the machine hits all alike.
    """
    taken = {name: [] for name in candidates}
    names = list(candidates)
    for turn in range(runs + 1):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            found = candidates[name]()
            if turn:
                taken[name].append(found)
    return taken


def median(taken):
    """Return the median seconds by the clock."""
    return statistics.median(found.seconds for found in taken)


def median_ms(taken):
    """Return the median milliseconds of processor time; by the clock where that cannot be seen."""
    return 1000 * (statistics.median(found.busy for found in taken) or median(taken))


def footnote(taken):
    """Print what the same runs took by the clock, and how loaded the machine was."""
    clock = ", ".join(f"{name} {median(found) * 1000:,.0f} ms" for name, found in taken.items())
    load, cores = os.getloadavg()[0], os.cpu_count()
    busy = " - BUSY, measure again" if load > cores * 0.75 else ""
    print(f"      by the clock: {clock}; load {load:.1f} on {cores} cores{busy}", flush=True)


def figure(report, name, *, ours, peer=None, limit=None, unit="ms", ratio=None, target=None):
    """Print one figure: ours, the peer's, the limit (plain SQL or plain Odoo), the ratio, and whether it is reached.

    :param ratio: a pair of a number and its text
    """

    def shown(value):
        digits = 2 if unit == "ms" else 0
        return "" if value is None else f"{value:,.{digits}f} {unit}"

    number, words = ratio or (None, "")
    reached = None if not target else target.is_reached(number)
    wanted = f"{target.kind} {target.value:g}" if target else ""
    verdict = "" if reached is None else "yes" if reached else "NO"
    line = (
        f"  {name:<58}{shown(ours):>14}{shown(peer):>14}{shown(limit):>14}  {words:<26}{wanted:<14}{verdict}"
    )
    details = {"peer": peer, "limit": limit, "ratio": number, "target": target, "reached": reached}
    report(name, ours, unit, line=line.rstrip(), **details)


def heading(text, limit="SQL"):
    print(
        f"\n  {text:<58}{'ours':>14}{'peer':>14}{limit:>14}  {'ratio':<26}{'target':<14}reached", flush=True
    )

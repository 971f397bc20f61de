# Runs inside ``odoo shell`` (which provides ``env``); see tests/benchmarks/README.md for the contract.
import json
import os
import sys
import time
import traceback
from contextlib import contextmanager
from pathlib import Path

_file = Path(os.environ["BENCH_FILE"])
_rows = []


def report(name, value, unit="s", *, line=None, **details):
    """Note one measured value; shown at once (as ``line`` if given), kept in .run/bench/<benchmark>.json."""
    _rows.append({"name": name, "value": value, "unit": unit, **details})
    print(line or f"  {name:<60} {value:>12,.3f} {unit}", flush=True)


@contextmanager
def measured(name):
    """Report wall-clock seconds and the number of SQL queries of a block, everything flushed."""
    env.flush_all()  # noqa: F821
    queries, started = env.cr.sql_log_count, time.perf_counter()  # noqa: F821
    yield
    env.flush_all()  # noqa: F821
    report(name, time.perf_counter() - started)
    report(f"{name}: queries", env.cr.sql_log_count - queries, "queries")  # noqa: F821


try:
    sys.path.insert(0, str(_file.parent))
    _names = {"__name__": "__benchmark__", "__file__": str(_file), "env": env, "report": report}  # noqa: F821
    _names |= {"measured": measured, "SIZE": int(os.environ.get("BENCH_SIZE") or 0) or None}
    exec(compile(_file.read_text(), str(_file), "exec"), _names)
    Path(os.environ["BENCH_RESULT"]).write_text(
        json.dumps({"size": _names.get("SIZE"), "results": _rows}, indent=1)
    )
except Exception:
    traceback.print_exc()
    sys.stdout.flush()
    os._exit(1)

"""pytest plugin: write what happened to the file named by BACKOFFICE_COUNTS, for the summary of ``test``."""

import json
import os

from hypothesis import HealthCheck, settings

# how long drawing takes says something of the machine, nothing of the code
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

_KINDS = {"passed": "passed", "failed": "failed", "errors": "error", "skipped": "skipped"}


def pytest_terminal_summary(terminalreporter):
    """Runs once, in the controlling process, after the last test."""
    stats = terminalreporter.stats
    result = {name: len(stats.get(kind, [])) for name, kind in _KINDS.items()}
    result["reasons"] = [_reason(report) for report in stats.get("skipped", [])]
    with open(os.environ["BACKOFFICE_COUNTS"], "w", encoding="utf-8") as handle:
        json.dump(result, handle)


def _reason(report):
    """``report.longrepr`` of a skip is (file, line, reason)."""
    return report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)

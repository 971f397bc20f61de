"""pytest plugin of ``test``: settings for all tests, and the counts for its summary (file BACKOFFICE_COUNTS)."""

import json
import os
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings

# how long drawing takes says something of the machine, nothing of the code
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


@pytest.fixture(scope="session", autouse=True)
def keep_files_of_other_workers():
    """Let no worker delete files: they share a filestore, and each takes what only the other knows for garbage."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        yield
        return
    from odoo.tests import TransactionCase

    with mock.patch.object(TransactionCase, "_gc_filestore"):
        yield


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

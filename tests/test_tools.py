"""The parts of the command line that decide something."""

import doctest
import sys

import pytest

from backoffice_cli import datafiles, manifests, odoo, po_files, templates, testing, ui, upgrade


@pytest.mark.parametrize("module", [ui, po_files], ids=lambda module: module.__name__)
def test_examples(module):
    result = doctest.testmod(module)
    assert result.attempted and not result.failed


def test_a_warning_in_the_log_is_a_problem_with_its_traceback(tmp_path):
    log = tmp_path / "odoo.log"
    log.write_text(
        "2026-01-01 10:00:00,001 7 INFO db odoo.modules: fine\n"
        "2026-01-01 10:00:00,002 7 WARNING db odoo.schema: a column\n"
        "Traceback\n"
        "2026-01-01 10:00:00,003 7 INFO db odoo.modules: fine\n"
    )
    assert odoo.log_problems(log) == [
        "2026-01-01 10:00:00,002 7 WARNING db odoo.schema: a column\n    Traceback"
    ]


def test_a_long_traceback_keeps_its_end(tmp_path):
    log = tmp_path / "odoo.log"
    lines = "".join(f"line {number}\n" for number in range(50))
    log.write_text(f"2026-01-01 10:00:00,002 7 ERROR db odoo.registry: no\n{lines}ValueError: here\n")
    (problem,) = odoo.log_problems(log)
    assert problem.endswith("ValueError: here") and len(problem.splitlines()) < 20


def test_the_same_problem_is_told_once(tmp_path):
    log = tmp_path / "odoo.log"
    lines = [f"2026-01-01 10:00:00,00{n} 7 WARNING db odoo.schema: a column\n" for n in range(3)]
    log.write_text("".join(lines))
    assert odoo.log_problems(log) == [lines[0].strip()]


def test_allowed_lines_say_why():
    assert all(entry.reason for entry in odoo.ALLOWED)


def test_closure_separates_ours_from_odoo():
    known = {"base_x": {"depends": ["mail"]}, "app": {"depends": ["base_x", "sale"]}}
    assert manifests.closure("app", known) == ({"app", "base_x"}, {"mail", "sale"})


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.xml", "<odoo><record id='x' model='m'/></odoo>", []),
        (
            "a.xml",
            "<odoo><record id='x' model='m'/><record id='x' model='m'/></odoo>",
            ["id 'x' is used 2 times"],
        ),
        ("a.csv", "id,name\nx,1\ny\n", ["line 3 has 1 cells, the header 2"]),
        ("a.csv", "id,name\nx,1\nx,2\n", ["id 'x' is used 2 times"]),
    ],
)
def test_data_files(tmp_path, name, text, expected):
    (tmp_path / name).write_text(text)
    assert [problem.split(": ", 1)[1] for problem in datafiles.problems([tmp_path])] == expected


def test_counts_add_up():
    total = testing.Counts(passed=2, skipped=1).plus(testing.Counts(passed=1, failed=1))
    assert str(total) == "3 passed, 1 failed, 1 skipped"


def test_the_command_line_needs_only_the_standard_library():
    """It runs before anything is installed (shoot, devtools and po_files run in .venv later)."""
    assert "websocket" not in sys.modules


def test_nothing_is_upgraded_from_a_commit_this_clone_does_not_know(capsys):
    assert upgrade.run(templates.TEST, "0" * 40) is False
    assert "not in this clone" in capsys.readouterr().out


@pytest.mark.parametrize("kind", sorted(upgrade._SCHEMA))
def test_an_upgraded_database_is_compared_both_ways(kind, monkeypatch):
    rows = {"upgraded": [["same"], ["old"]], "fresh": [["same"], ["new"]]}
    monkeypatch.setattr(
        upgrade, "query", lambda sql, name: rows[name] if sql == upgrade._SCHEMA[kind] else [["same"]]
    )
    assert list(upgrade._differences("upgraded", "fresh")) == [
        f"{kind} missing: new",
        f"{kind} left over: old",
    ]

"""The production set-up, as far as it can be checked without starting it."""

import configparser
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = ROOT / "docker-compose.yml"


@pytest.fixture(scope="module")
def services():
    return YAML(typ="safe").load(COMPOSE)["services"]


@pytest.fixture(scope="module")
def options():
    parser = configparser.RawConfigParser()
    parser.read(ROOT / "config/odoo.conf")
    return parser["options"]


def test_the_file_follows_the_compose_specification():
    check = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        str(COMPOSE),
    ]
    done = subprocess.run(check, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_scheduled_actions_run_in_one_process_of_their_own(services, options):
    assert "--max-cron-threads=0" in services["web"]["command"]
    assert {"--workers=0", "--max-cron-threads=2"} <= set(services["cron"]["command"])
    assert int(options["workers"]) > 1


def test_odoo_starts_after_a_healthy_database(services):
    assert "pg_isready" in services["db"]["healthcheck"]["test"][1]
    for name in ("web", "cron", "maintenance"):
        assert services[name]["depends_on"]["db"]["condition"] == "service_healthy"


def test_the_database_and_the_filestore_outlive_their_containers(services):
    assert services["db"]["volumes"] == ["database:/var/lib/postgresql/data"]
    assert services["web"]["volumes"] == services["cron"]["volumes"] == ["filestore:/var/lib/odoo"]


def test_no_password_is_written_down(services, options):
    assert not {"db_password", "admin_passwd"} & set(options)
    for service in services.values():
        named = {key: value for key, value in service["environment"].items() if "PASSWORD" in key}
        assert named and all(
            key.endswith("_FILE") and value.startswith("/run/secrets/") for key, value in named.items()
        )


def _start(tmp_path, keys):
    """Run the entry point with an ``odoo`` that does nothing; return the configuration it made."""
    (tmp_path / "odoo.conf").write_text("[options]\n")
    (tmp_path / "password").write_text("hush\n")
    odoo = tmp_path / "odoo"
    odoo.write_text("#!/bin/sh\n")
    odoo.chmod(0o755)
    made = tmp_path / "made.conf"
    script = (ROOT / "docker/entrypoint.sh").read_text(encoding="utf-8")
    script = script.replace("/etc/odoo/odoo.conf", str(tmp_path / "odoo.conf")).replace(
        "/tmp/odoo.conf", str(made)
    )
    passwords = dict.fromkeys(("DB_PASSWORD_FILE", "ADMIN_PASSWORD_FILE"), str(tmp_path / "password"))
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", **passwords, **keys}
    subprocess.run(["sh", "-c", script, "entrypoint", "server"], env=environment, check=True)
    parser = configparser.RawConfigParser()
    parser.read(made)
    return parser["options"]


def test_keys_of_the_sms_gateway_are_an_optional_secret(services):
    for name in ("web", "cron", "maintenance"):
        assert services[name]["environment"]["SMS_GATEWAY_KEYS_FILE"] == "/run/secrets/sms_gateway_keys"
        assert "sms_gateway_keys" in services[name]["secrets"]
    assert "sms_gateway_keys" not in services["db"]["secrets"]
    secret = YAML(typ="safe").load(COMPOSE)["secrets"]["sms_gateway_keys"]
    assert secret == {"file": "${SMS_GATEWAY_KEYS:-/dev/null}"}


def test_the_entry_point_takes_keys_where_there_are_some(tmp_path):
    keys = tmp_path / "keys"
    keys.write_text("new,old\n")
    assert _start(tmp_path, {"SMS_GATEWAY_KEYS_FILE": str(keys)})["sms_gateway_keys"] == "new,old"
    for none in ({}, {"SMS_GATEWAY_KEYS_FILE": "/dev/null"}, {"SMS_GATEWAY_KEYS_FILE": str(tmp_path / "no")}):
        assert "sms_gateway_keys" not in _start(tmp_path, none)


def test_ports_are_published_to_this_machine_only(services):
    assert all(port.startswith("127.0.0.1:") for port in services["web"]["ports"])
    assert "ports" not in services["db"]


def test_the_database_is_neither_listed_nor_chosen_by_visitors(options):
    assert options["list_db"] == "False" and options["proxy_mode"] == "True"
    assert options["dbfilter"] == f"^{options['db_name']}$"


def test_connections_fit_into_postgresql(services, options):
    processes = int(options["workers"]) + 1 + 1  # workers, websocket, cron
    allowed = next(
        int(part.split("=")[1]) for part in services["db"]["command"] if part.startswith("max_connections")
    )
    assert processes * int(options["db_maxconn"]) < allowed


@pytest.mark.parametrize("name", ["odoo.conf", "odoo.dev.conf"])
def test_every_option_is_explained(name):
    lines = (ROOT / "config" / name).read_text(encoding="utf-8").splitlines()
    for before, line in zip(lines, lines[1:], strict=False):
        assert not line or line.startswith((";", "[")) or before.startswith(";"), line

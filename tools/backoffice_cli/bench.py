"""``bench``: benchmarks in a database that also holds peers. Contract: tests/benchmarks/README.md."""

from . import databases, odoo, paths, proc, setup, stamps, templates, venv
from .ui import Failure, progress, say

FOLDER = paths.ROOT / "tests/benchmarks"
RESULTS = paths.RUN / "bench"
CONF = paths.RUN / "bench.conf"
PEER_ADDONS = paths.PEERS / "odoo/addons"
PEERS = ("account_financial_risk", "sale_financial_risk")
STATEMENT_PEERS = ("partner_statement",)
DATABASE = "bench"


def names():
    return [path.stem for path in sorted(FOLDER.glob("*.py")) if not path.name.startswith("_")]


def command(args):
    wanted = [args.name] if args.name else names()
    missing = [name for name in wanted if not (FOLDER / f"{name}.py").exists()]
    if missing or not wanted:
        raise Failure(f"no benchmark {', '.join(missing)}; there are: {', '.join(names()) or 'none'}")
    setup.ensure(flavours=[templates.TEST])
    with stamps.locked("bench"):
        setup.single("installing peers", venv.are_peers_ready, venv.build_peers)
        odoo.write_conf(CONF, addons=[paths.ADDONS, PEER_ADDONS])
        template = _template()
        return max(_run(name, template, args.size) for name in wanted)


def _template():
    """Odoo, the peers and our add-ons (without the demo) in one database."""
    addons = [path for path in paths.addon_dirs() if path.name != templates.DEMO_ADDON]
    lock = (paths.ROOT / "requirements-bench.txt").read_bytes()
    digest = stamps.digest(templates.TEST.key(), lock, templates.content_digest(addons))
    template = f"suite_bench_{digest}"
    if not databases.exists(template):
        new = f"{template}_new"
        with progress("installing peers and our add-ons"):
            databases.copy(templates.TEST.database(), new)
            odoo.install(
                new,
                [*PEERS, *STATEMENT_PEERS, *(path.name for path in addons)],
                conf=CONF,
                log="bench-install",
            )
            databases.rename(new, template)
        templates.drop_others("suite_bench_", [template])
    return template


def _run(name, template, size):
    """One benchmark on a fresh copy, which is thrown away."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    databases.copy(template, DATABASE)
    say(f"\n== {name} ==")
    shell = odoo.command("-d", DATABASE, "--no-http", "--log-level=warn", conf=CONF, subcommand="shell")
    env = odoo.environment(
        BENCH_FILE=FOLDER / f"{name}.py",
        BENCH_SIZE=size or "",
        BENCH_RESULT=RESULTS / f"{name}.json",
    )
    runner = (paths.ROOT / "tools/bench_runner.py").read_text()
    try:
        return proc.through(shell, env=env, stdin=runner)
    finally:
        databases.drop(DATABASE)

"""The chain from a bare machine to template databases; every link knows whether it is done."""

from . import cluster, odoo_source, paths, stamps, system, templates, venv
from .ui import Steps, progress


def _links(flavours, suites, browser):
    links = [
        ("installing PostgreSQL", system.has_server_programs, system.install_server_programs),
        ("fetching Odoo", odoo_source.is_fetched, odoo_source.fetch),
        ("unpacking Odoo", odoo_source.is_unpacked, odoo_source.unpack),
        ("installing Python packages", venv.is_ready, venv.build),
        ("compiling Odoo", venv.is_compiled, venv.compile_odoo),
        ("starting PostgreSQL", cluster.is_running, cluster.start),
    ]
    if browser:
        links.insert(1, ("installing Chromium and fonts", system.has_browser, system.install_browser))
    for flavour in flavours:
        title = f"building the {flavour.name} template (Odoo)"
        links.append(
            (title, lambda f=flavour: templates.has_core(f), lambda f=flavour: templates.ensure_core(f))
        )
    for flavour in suites:
        title = f"installing our add-ons ({flavour.name})"
        links.append(
            (title, lambda f=flavour: templates.has_suite(f), lambda f=flavour: templates.ensure_suite(f))
        )
    return links


def ensure(*, flavours=(), suites=(), browser=False):
    """Bring everything up to the given template databases; return whether anything had to be done."""
    paths.make_dirs()
    with stamps.locked():
        wanted = _with_parents([*flavours, *suites])
        links = _links(wanted, suites, browser)
        steps = Steps(len(links))
        for title, is_done, work in links:
            steps.run(title, is_done, work)
    return steps.worked


def single(title, is_done, work):
    """One link outside the chain."""
    if not is_done():
        with progress(title):
            work()


def _with_parents(flavours):
    """Flavours with those they start from, parents first."""
    ordered = []
    for flavour in flavours:
        chain = []
        while flavour:
            chain.insert(0, flavour)
            flavour = flavour.parent
        ordered += [each for each in chain if each not in ordered]
    return ordered

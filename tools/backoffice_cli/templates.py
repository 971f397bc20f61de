"""Template databases in two layers, so that a change in our code costs seconds, not minutes.

Layer 1 (``core_…``) holds Odoo's own modules only; its name is a digest of the Odoo version, the lock file,
the modules and the languages. Layer 2 (``suite_…``) is a copy of it with our add-ons; its name adds their
content.
"""

from contextlib import contextmanager
from typing import NamedTuple

from . import databases, odoo, odoo_source, paths, stamps
from .ui import Failure

LANGUAGES = ("zh_TW", "zh_CN")
CORE_MODULES = (
    "account",
    "hr_expense",
    "portal",
    "purchase_stock",
    "report_xlsx",
    "sale_management",
    "sale_stock",
    "sms",
    "stock_account",
)
DEMO_ADDON = "backoffice_demo"
_RULES = "3"  # raise when the way templates are built changes
_failed = set()  # suites that could not be built in this run
_IGNORED = {"__pycache__", "tests", "readme"}

_CHINESE = """
env["ir.default"].set("res.partner", "lang", "zh_TW")
env.ref("base.user_admin").write({"lang": "zh_TW", "tour_enabled": False, "odoobot_state": "disabled"})
env.ref("base.main_partner").lang = "zh_TW"
env.cr.commit()
"""
_TAIWAN = """
env.company.write({"country_id": env.ref("base.tw").id, "currency_id": env.ref("base.TWD").id})
env.ref("base.TWD").active = True
env.cr.commit()
"""


class Flavour(NamedTuple):
    """A kind of template: what it starts from, what it adds, what it is prepared with."""

    name: str
    modules: tuple
    parent: "Flavour | None" = None
    prepare: str = ""  # run in odoo shell before installing the modules
    siblings: bool = False  # several of this name exist side by side

    def key(self):
        lock = (paths.ROOT / "requirements.txt").read_bytes()
        above = self.parent.key() if self.parent else ""
        parts = (
            _RULES,
            odoo_source.identity(),
            lock,
            above,
            self.name,
            self.modules,
            self.prepare,
            LANGUAGES,
        )
        return stamps.digest(*parts)

    def database(self):
        return f"core_{self.name}_{self.key()}"


BASE = Flavour("base", ("base",))
TEST = Flavour("test", CORE_MODULES, BASE)
DEMO = Flavour("demo", ("l10n_cn",), TEST, _CHINESE)
TAIWAN = Flavour("taiwan", CORE_MODULES, BASE, _TAIWAN)
FLAVOURS = {flavour.name: flavour for flavour in (BASE, TEST, DEMO, TAIWAN)}


def content_digest(addons=None):
    """Digest of the installable content of add-ons; tests and texts for people do not count."""
    parts = []
    for addon in paths.addon_dirs() if addons is None else addons:
        files = [path for path in sorted(addon.rglob("*")) if path.is_file()]
        for path in files:
            if _counts(path.relative_to(addon)):
                parts += [str(path.relative_to(addon.parent)), path]
    return stamps.digest(*parts)


def _counts(path):
    return not _IGNORED.intersection(path.parts) and path.suffix not in {".pyc", ".orig", ".swp"}


def has_core(flavour):
    return databases.exists(flavour.database())


def ensure_core(flavour):
    """Build layer 1 of a flavour (and of those it starts from); return its name."""
    target = flavour.database()
    if has_core(flavour):
        return target
    with _building(target) as new:
        if flavour.parent:
            databases.copy(ensure_core(flavour.parent), new)
        else:
            databases.create(new)
        if flavour.prepare:
            odoo.shell(new, flavour.prepare, log=f"prepare-{flavour.name}")
        odoo.install_anyway(new, flavour.modules, log=f"core-{flavour.name}")
        if flavour is BASE:  # what is installed later brings its own translations for these
            odoo.load_languages(new, LANGUAGES)
    if not flavour.siblings:
        drop_others(f"core_{flavour.name}_", [target])
    return target


@contextmanager
def _building(target):
    """A database that gets its final name when it is complete, and disappears when it is not."""
    new = f"{target}_new"
    try:
        yield new
    except BaseException:
        databases.drop(new)
        raise
    databases.rename(new, target)


def suite_addons(flavour):
    """Folders of our add-ons of a flavour: the demo add-on only in the demo, helpers only in tests."""
    wanted = [path for path in paths.addon_dirs() if flavour is DEMO or path.name != DEMO_ADDON]
    return wanted + (paths.addon_dirs(paths.TEST_ADDONS) if flavour is TEST else [])


def suite_database(flavour):
    return f"suite_{flavour.name}_{stamps.digest(flavour.key(), content_digest(suite_addons(flavour)))}"


def has_suite(flavour):
    return databases.exists(suite_database(flavour))


def ensure_suite(flavour):
    """Build layer 2 of a flavour; return its name. Warnings do not stop it: see ``suite_problems``."""
    target = suite_database(flavour)
    if has_suite(flavour):
        return target
    if target in _failed:  # asked for again in the same run
        raise Failure(f"our add-ons could not be installed ({flavour.name}); see above")
    log = f"suite-{flavour.name}"
    try:
        with _building(target) as new:
            databases.copy(ensure_core(flavour), new)
            modules = [path.name for path in suite_addons(flavour)]
            problems = odoo.install_anyway(new, modules, log=log) if modules else []
            if suite_database(flavour) != target:
                raise Failure("the add-ons changed while they were being installed; please run it again")
    except Failure:
        _failed.add(target)
        raise
    _problem_file(flavour).write_text(odoo.explained(problems, log) if problems else "")
    drop_others(f"suite_{flavour.name}_", [target])
    return target


def suite_problems(flavour):
    """What Odoo's log complained about while our add-ons were installed; empty when nothing."""
    note = _problem_file(flavour)
    return note.read_text() if note.exists() else ""


def _problem_file(flavour):
    return paths.STAMPS / f"problems-{flavour.name}"


def drop_others(prefix, kept):
    """Templates nobody will ask for again."""
    for name in databases.names():
        if name.startswith(prefix) and name not in kept and not name.endswith("_new"):
            databases.drop(name)

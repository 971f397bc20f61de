"""Template databases in two layers, so that a change in our code costs seconds, not minutes.

Layer 1 (``core_…``) holds Odoo's own modules only; its name is a digest of the Odoo version, the lock file,
the modules and the languages. Layer 2 (``suite_…``) is a copy of it with our add-ons; its name adds their
content.
"""

from typing import NamedTuple

from . import databases, odoo, odoo_source, paths, stamps

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


def addons_digest(*folders):
    """Digest of the installable content of our add-ons; tests and texts for people do not count."""
    parts = []
    for addon in [path for folder in folders or (paths.ADDONS,) for path in paths.addon_dirs(folder)]:
        files = [
            path for path in sorted(addon.rglob("*")) if path.is_file() and _counts(path.relative_to(addon))
        ]
        parts += [part for path in files for part in (str(path.relative_to(addon.parent)), path)]
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
    new = f"{target}_new"
    if flavour.parent:
        databases.copy(ensure_core(flavour.parent), new)
    else:
        databases.create(new)
    if flavour.prepare:
        odoo.shell(new, flavour.prepare, log=f"prepare-{flavour.name}")
    odoo.install(new, flavour.modules, log=f"core-{flavour.name}")
    if flavour is BASE:  # what is installed later brings its own translations for these
        odoo.load_languages(new, LANGUAGES)
    databases.rename(new, target)
    _drop_others(f"core_{flavour.name}_", target)
    return target


def suite_modules(flavour):
    """Our add-ons of a flavour: the demo add-on only in the demo."""
    return [name for name in paths.addon_names() if flavour is DEMO or name != DEMO_ADDON]


def suite_database(flavour):
    return f"suite_{flavour.name}_{stamps.digest(flavour.key(), addons_digest())}"


def has_suite(flavour):
    return databases.exists(suite_database(flavour))


def ensure_suite(flavour):
    """Build layer 2 of a flavour; return its name."""
    target = suite_database(flavour)
    if has_suite(flavour):
        return target
    new = f"{target}_new"
    databases.copy(ensure_core(flavour), new)
    if suite_modules(flavour):
        odoo.install(new, suite_modules(flavour), log=f"suite-{flavour.name}")
    databases.rename(new, target)
    _drop_others(f"suite_{flavour.name}_", target)
    return target


def _drop_others(prefix, kept):
    for name in databases.names():
        if name.startswith(prefix) and name != kept and not name.endswith("_new"):
            databases.drop(name)

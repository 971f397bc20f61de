"""The shape of the suite: who may depend on whom, how long things get, what every add-on brings along."""

import ast
import re
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[1]
ADDONS = sorted(path.parent for path in ROOT.glob("addons/*/__manifest__.py"))
HELPERS = sorted(path.parent for path in ROOT.glob("tests/addons/*/__manifest__.py"))
OURS = {addon.name for addon in ADDONS}
APPS = {"sales_backoffice", "purchase_assistant", "expense_settlement"}
BASE, DEMO = "backoffice_base", "backoffice_demo"
LANGUAGES = ("zh_TW", "zh_CN")
FUNCTION_LINES, FILE_LINES, BRIDGE_LINES = 40, 300, 250

# path: why it may be longer than FILE_LINES
LONG_FILES = {}

# Characters of one script only, from words this suite uses: a wrong one shows a copied translation.
SIMPLIFIED = set("这们说对时间问题单账户货发开关应没还进价费审导输销购订员报产将达额团际样级")
TRADITIONAL = set("這們說對時間問題單帳戶貨發開關應沒還進價費審導輸銷購訂員報產將達額團際樣級")

each_addon = pytest.mark.parametrize("addon", ADDONS, ids=lambda addon: addon.name)


def manifest(addon):
    return ast.literal_eval((addon / "__manifest__.py").read_text(encoding="utf-8"))


def own_depends(addon):
    return OURS.intersection(manifest(addon).get("depends", []))


def sources(folder, *, tests=False):
    """Python files below a folder; those of tests only on request."""
    files = sorted(folder.rglob("*.py"))
    return [path for path in files if tests or "tests" not in path.relative_to(folder).parts]


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(path):
    """Absolute names a file imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def shown(paths):
    return [str(path.relative_to(ROOT)) for path in paths]


# Who may depend on whom


@each_addon
def test_apps_meet_only_in_bridges(addon):
    if addon.name in APPS | {BASE}:
        assert not own_depends(addon) & (APPS - {addon.name})


def test_the_base_depends_on_none_of_ours():
    for addon in ADDONS:
        if addon.name == BASE:
            assert not own_depends(addon)


def family(name):
    """The app an add-on belongs to by its name (``sales_backoffice_price``), else the add-on itself."""
    return next((app for app in APPS if name == app or name.startswith(f"{app}_")), name)


@each_addon
def test_a_bridge_is_small_and_installs_itself(addon):
    joined = {family(name) for name in own_depends(addon) - {BASE}}
    if addon.name in APPS | {BASE, DEMO} or len(joined) < 2:
        return
    assert manifest(addon).get("auto_install"), "a bridge joins two add-ons as soon as both are there"
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in sources(addon))
    assert lines <= BRIDGE_LINES


@each_addon
def test_a_family_comes_with_its_app(addon):
    """Whoever installs the app gets every duty of it; the app itself names none of them."""
    app = family(addon.name)
    if app == addon.name or {family(name) for name in own_depends(addon) - {BASE}} != {app}:
        return
    if manifest(addon).get("auto_install") is True:
        # a bridge to a module of Odoo: comes with what it joins, and is as small as any other
        assert set(manifest(addon)["depends"]) - OURS
        lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in sources(addon))
        assert lines <= BRIDGE_LINES
        return
    assert manifest(addon).get("auto_install") == [app]


@each_addon
def test_nothing_depends_on_the_demo(addon):
    assert DEMO not in own_depends(addon)


@each_addon
def test_imports_follow_the_manifest(addon):
    allowed, waiting = {addon.name}, [addon]
    while waiting:
        for name in own_depends(waiting.pop()) - allowed:
            allowed.add(name)
            waiting.append(ROOT / "addons" / name)
    for path in sources(addon, tests=True):
        used = {name.split(".")[2] for name in imported(path) if name.startswith("odoo.addons.")}
        assert used & OURS <= allowed, path.relative_to(ROOT)


@each_addon
def test_rules_know_only_the_standard_library(addon):
    for path in sorted(addon.glob("rules/**/*.py")):
        roots = {name.split(".")[0] for name in imported(path)}
        assert roots <= sys.stdlib_module_names, f"{path.relative_to(ROOT)} imports {roots}"


# How long things get


def functions(path):
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("folder", [*ADDONS, ROOT / "tools"], ids=lambda folder: folder.name)
def test_no_function_over_40_lines(folder):
    found = {path: list(functions(path)) for path in sources(folder)}
    long = [f"{p.relative_to(ROOT)}: {f} {n}" for p, fs in found.items() for f, n in fs if n > FUNCTION_LINES]
    assert not long


@pytest.mark.parametrize("folder", [*ADDONS, ROOT / "tools", ROOT / "tests"], ids=lambda folder: folder.name)
def test_files_stay_readable(folder):
    files = [*sources(folder, tests=True), *folder.glob("static/src/**/*.js")]
    long = [path for path in files if len(path.read_text(encoding="utf-8").splitlines()) > FILE_LINES]
    assert not set(shown(long)) - set(LONG_FILES)


def test_the_allow_list_of_long_files_is_true():
    for name, reason in LONG_FILES.items():
        assert reason and len((ROOT / name).read_text(encoding="utf-8").splitlines()) > FILE_LINES, name


# What every add-on brings along


@each_addon
def test_manifest(addon):
    values = manifest(addon)
    assert values["license"] == "AGPL-3"
    assert re.fullmatch(r"19\.0\.\d+\.\d+\.\d+", values["version"])
    assert values.get("name") and values.get("summary") and values.get("author")


@each_addon
def test_readme(addon):
    names = {path.stem for path in addon.glob("readme/*.md")}
    assert "DESCRIPTION" in names, "readme/DESCRIPTION.md says why the add-on exists"


@pytest.mark.parametrize("addon", [*ADDONS, *HELPERS], ids=lambda addon: addon.name)
def test_every_test_file_is_imported(addon):
    """Odoo's own test runner silently skips a file nobody imports."""
    files = {path.stem for path in addon.glob("tests/test_*.py")}
    assert files, "no tests"
    init = addon / "tests/__init__.py"
    names = {
        alias.name
        for node in ast.walk(tree(init))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert files <= names


def stored_models(addon):
    """Names of the models an add-on creates (abstract ones need no access rules)."""
    for path in sources(addon):
        for node in ast.walk(tree(path)):
            bases = {base.attr for base in getattr(node, "bases", []) if isinstance(base, ast.Attribute)}
            if isinstance(node, ast.ClassDef) and bases & {"Model", "TransientModel"}:
                yield from created_name(node)


def created_name(node):
    values = {
        target.id: statement.value
        for statement in node.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name) and isinstance(statement.value, ast.Constant | ast.List | ast.Tuple)
    }
    literal = {
        name: ast.literal_eval(value) for name, value in values.items() if name in {"_name", "_inherit"}
    }
    name, inherit = literal.get("_name"), literal.get("_inherit", [])
    if name and name not in ([inherit] if isinstance(inherit, str) else inherit):
        yield name


@each_addon
def test_every_model_has_access_rules(addon):
    access = addon / "security/ir.model.access.csv"
    listed = access.read_text(encoding="utf-8") if access.exists() else ""
    missing = [name for name in stored_models(addon) if f"model_{name.replace('.', '_')}," not in listed]
    assert not missing


def has_strings(addon):
    """Whether people see words of this add-on: fields, messages, views."""
    code = any(re.search(r"\bfields\.\w+\(|\b_\(", p.read_text(encoding="utf-8")) for p in sources(addon))
    return code or any(addon.glob("views/*.xml")) or any(addon.glob("static/src/**/*.xml"))


@each_addon
@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_are_complete(addon, language):
    target = addon / "i18n" / f"{language}.po"
    if not target.exists():
        assert not has_strings(addon), f"no {language} translation; see ./backoffice translations --help"
        return
    entries = [entry for entry in polib.pofile(str(target)) if not entry.obsolete]
    assert not [entry.msgid for entry in entries if not entry.msgstr or entry.fuzzy]
    foreign = SIMPLIFIED if language == "zh_TW" else TRADITIONAL
    assert not [entry.msgstr for entry in entries if foreign.intersection(entry.msgstr)]


# The repository


@pytest.mark.parametrize("lock", sorted(ROOT.glob("requirements*.txt")), ids=lambda lock: lock.name)
def test_locks_name_no_host_and_every_hash(lock):
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    pins = re.findall(r"^[A-Za-z0-9_.-]+==", text, re.M)
    assert pins and len(re.findall(r"^[A-Za-z0-9_.-]+==.*\\\n    --hash=sha256:", text, re.M)) == len(pins)

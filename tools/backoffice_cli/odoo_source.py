"""Odoo itself: from a checkout, a package file, or Debian's sid through the machine's own package sources."""

import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path

from . import paths, proc, stamps
from .ui import Failure, warn

VERSION = "19.0.0+dfsg-1"
SHA256 = "9d2f598b0555db17e291d48ed24df184c70823c053c4c5ed53c467ca7f629bbf"
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
# jquery: /web/login answers 500 without it; the fonts are named by reports of Odoo.
COMPANIONS = ("libjs-jquery", "fonts-roboto-unhinted", "fonts-montserrat", "fonts-ocr-b")
APT = paths.RUN / "sid"
DEBS = paths.CACHE / "debs"

_OPTIONS = """\
Dir::State "{apt}"; Dir::State::lists "{apt}/lists";
Dir::State::status "{apt}/empty"; Dir::Cache "{apt}/cache";
Dir::Etc::sourcelist "{apt}/sid.sources"; Dir::Etc::sourceparts "/dev/null";
Dir::Etc::main "/dev/null"; Dir::Etc::parts "/dev/null"; Dir::Etc::preferencesparts "/dev/null";
APT::Sandbox::User "root"; Debug::NoLocking "true"; Acquire::Languages "none"; Acquire::PDiffs "false";
"""
_SOURCES = """\
Types: deb
URIs: {base}
Suites: sid
Components: main
Architectures: all
Targets: Packages
Signed-By: {keyring}
"""


def checkout():
    """The folder named by ODOO_SOURCE (holding ``odoo/`` and ``addons/``), or None."""
    value = os.environ.get("ODOO_SOURCE")
    return Path(value).resolve() if value else None


def import_dir():
    """The folder to put on the Python path so that ``import odoo`` works."""
    return checkout() or paths.ODOO_TREE / "lib/python3/dist-packages"


def core_addons():
    """Folders holding Odoo's own add-ons."""
    root = import_dir()
    return [path for path in (root / "addons", root / "odoo/addons") if path.is_dir()]


def identity():
    """What stands for the Odoo version in stamps and names of template databases."""
    return f"source {checkout()}" if checkout() else f"deb {VERSION}"


def is_unpacked():
    return bool(checkout()) or stamps.is_current("odoo", stamps.digest(identity()))


def fetch():
    """Bring the package and its companions into the cache."""
    DEBS.mkdir(parents=True, exist_ok=True)
    given = os.environ.get("ODOO_DEB")
    if given:
        shutil.copy(given, DEBS)
    if is_fetched():
        return
    for base in _archive_bases():
        if _download(base):
            return
    raise Failure(
        "could not fetch the odoo-19 package from this machine's package sources.\n"
        "Give a package with ODOO_DEB=/path/to/odoo-19_*.deb or a checkout with ODOO_SOURCE=/path/to/odoo."
    )


def is_fetched():
    wanted = [package_file(), *(_newest(name) for name in COMPANIONS)]
    return bool(checkout()) or is_unpacked() or all(wanted)


def package_file():
    return _newest("odoo-19")


def _newest(name):
    found = sorted(DEBS.glob(f"{name}_*.deb"), key=lambda path: path.stat().st_mtime)
    return found[-1] if found else None


def _archive_bases():
    """Base addresses of the Debian archive this machine is configured for."""
    apt = APT / "probe"
    text = proc.output(
        ["apt-get", "update", "--print-uris", "-o", f"Dir::State::lists={apt}", "-o", f"Dir::Cache={apt}"]
    )
    found = re.findall(r"^'([^']+)/dists/[^/']+/(?:In)?Release'", text, re.M)
    return [base for base in dict.fromkeys(found) if "security" not in base]


def _download(base):
    for folder in ("lists/partial", "cache/archives/partial"):
        (APT / folder).mkdir(parents=True, exist_ok=True)
    (APT / "empty").touch()
    (APT / "sid.sources").write_text(_SOURCES.format(base=base, keyring=KEYRING))
    inherited = proc.output(["apt-config", "dump"]).splitlines()
    kept = [line for line in inherited if re.match(r"Acquire::(http|https|Retries|Check-)", line)]
    (APT / "apt.conf").write_text("\n".join(kept) + "\n" + _OPTIONS.format(apt=APT))
    env = proc.environment(APT_CONFIG=APT / "apt.conf")
    if proc.run(
        ["apt-get", "update", "-o", "APT::Update::Error-Mode=any"], log="sid-update", env=env, check=False
    ):
        return False
    return _download_odoo(env) and not proc.run(
        ["apt-get", "download", *COMPANIONS], log="sid-companions", env=env, cwd=DEBS, check=False
    )


def _download_odoo(env):
    if package_file():
        return True
    pinned = ["apt-get", "download", f"odoo-19={VERSION}"]
    if not proc.run(pinned, log="sid-odoo", env=env, cwd=DEBS, check=False):
        return True
    candidate = proc.output(["apt-cache", "show", "odoo-19"], env=env, check=False)
    if "Version: 19.0." not in candidate:
        return False
    if os.environ.get("CI"):
        raise Failure(
            f"Debian no longer has odoo-19 {VERSION}; a run under CI accepts no other. Set ODOO_DEB."
        )
    warn(
        f"Debian no longer has odoo-19 {VERSION}; taking its current 19.0 package (signed, but not our pin)."
    )
    return not proc.run(["apt-get", "download", "odoo-19"], log="sid-odoo", env=env, cwd=DEBS, check=False)


def unpack():
    """Unpack what we need (a third of the package: translations we do not load stay out)."""
    package = package_file()
    _check_pin(package)
    shutil.rmtree(paths.ODOO_TREE, ignore_errors=True)
    paths.ODOO_TREE.mkdir(parents=True)
    base = "./usr/lib/python3/dist-packages"
    skipped = [f"--exclude={base}/{name}" for name in ("addons", "doc", "setup")]
    skipped += ["--exclude=*/i18n*/[!z]*.po", "--exclude=*.pot"]
    _unpack(package, "--wildcards", *skipped, base)
    for name in COMPANIONS:
        _unpack(_newest(name), "./usr/share")
    _replace_missing_library()
    stamps.set_stamp("odoo", stamps.digest(identity()))


def _check_pin(package):
    found = hashlib.sha256(package.read_bytes()).hexdigest()
    if VERSION in package.name.replace("%2b", "+") and found != SHA256:
        raise Failure(
            f"{package} is not the odoo-19 package we know (SHA-256 {found}); remove it and try again."
        )


def _unpack(package, *tar_options):
    tar = ["tar", "-x", "-C", paths.ODOO_TREE, "--strip-components=2", *tar_options]
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE) as source:
        done = subprocess.run(
            [str(part) for part in tar], stdin=source.stdout, capture_output=True, text=True
        )
    if done.returncode:
        raise Failure(f"unpacking {package.name} failed:\n{done.stderr[-1000:]}")


def _replace_missing_library():
    """Debian removes this one bundle (background blur in calls); the gap logs an error on every page."""
    target = import_dir() / "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        target.write_text(
            "/* Not part of the Debian package; only background blur in calls would use it. */\n"
        )

"""The virtual environments: Odoo with its tests, the linters, and the peers of the benchmarks."""

import base64
import hashlib
import shutil
import sys
import zipfile
from email.parser import Parser

from . import odoo_source, paths, proc, stamps
from .ui import Failure

_RENAMED = {"psycopg2>=2.2": "psycopg2-binary", "psycopg2": "psycopg2-binary", "PyPDF2": "pypdf"}
_INSTALLED = ("", "-sms", "-test")  # what Odoo runs on, the SDKs of the SMS providers, what the tests import
_INFO = "odoo-19.0.dist-info"
_WHEEL = "Wheel-Version: 1.0\nGenerator: backoffice\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def _lock(name):
    return paths.ROOT / f"requirements{name}.txt"


def _digest(*names):
    version = ".".join(map(str, sys.version_info[:2]))
    return stamps.digest(version, str(odoo_source.import_dir()), *(_lock(name) for name in names))


def is_ready():
    return paths.PYTHON.exists() and stamps.is_current("venv", _digest(*_INSTALLED))


def build():
    """Create ``.venv``: the locked packages plus Odoo as a wheel pointing to its folder."""
    _create(paths.VENV)
    _pip(paths.PYTHON, *(word for name in _INSTALLED for word in ("-r", _lock(name))), log="pip")
    wheel = _shim_wheel()
    proc.run(
        [paths.PYTHON, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--force-reinstall", wheel],
        log="pip-odoo",
    )
    proc.run([paths.PYTHON, "-m", "pip", "check"], log="pip-check")
    stamps.set_stamp("venv", _digest(*_INSTALLED))


def is_compiled():
    return stamps.is_current("compiled", _digest(""))


def compile_odoo():
    """Byte-compile once, or every first start pays for it."""
    folder = odoo_source.import_dir() / "odoo"
    command = [paths.PYTHON, "-m", "compileall", "-q", folder]
    if proc.run([*command, "-j", "0"], log="compileall", check=False):  # not every container has semaphores
        proc.run(command, log="compileall", check=False)
    stamps.set_stamp("compiled", _digest(""))


def is_lint_ready():
    return stamps.is_current("lint", _digest("-lint"))


def build_lint():
    """The gates live in an environment of their own: their needs must not change Odoo's."""
    _create(paths.LINT_VENV)
    _pip(paths.LINT_VENV / "bin/python", "-r", _lock("-lint"), log="pip-lint")
    stamps.set_stamp("lint", _digest("-lint"))


def are_peers_ready():
    return stamps.is_current("peers", _digest("-bench"))


def build_peers():
    """Peer add-ons go to a folder only the benchmarks put on their add-ons path."""
    shutil.rmtree(paths.PEERS, ignore_errors=True)
    _pip(paths.PYTHON, "--target", paths.PEERS, "-r", _lock("-bench"), log="pip-peers")
    stamps.set_stamp("peers", _digest("-bench"))


def _create(folder):
    if folder.exists():
        shutil.rmtree(folder)
    base = getattr(sys, "_base_executable", sys.executable)
    if proc.run([base, "-m", "venv", folder], log="venv", check=False) == 0:
        return
    shutil.rmtree(folder, ignore_errors=True)
    proc.run([base, "-m", "venv", "--without-pip", folder], log="venv")
    wheels = [*paths.SYS.glob("usr/share/python-wheels/pip-*.whl")]
    if not wheels:
        raise Failure("this Python has no venv module with pip; install python3-venv.")
    site = next(folder.glob("lib/python3*/site-packages"))
    shutil.unpack_archive(wheels[0], site, "zip")


def _pip(python, *arguments, log):
    """Install exactly what a lock file names, every file checked against its hash."""
    pip = [python, "-m", "pip", "install", "-q", "--no-input", "--require-hashes", "--no-deps"]
    proc.run([*pip, *arguments], log=log)


def _shim_wheel():
    """A wheel that makes the unpacked Odoo importable and known to pip."""
    folder = paths.CACHE / "wheel"
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "_odoo.pth": f"{odoo_source.import_dir()}\n",
        f"{_INFO}/METADATA": _metadata(),
        f"{_INFO}/entry_points.txt": "[console_scripts]\nodoo = odoo.cli:main\n",
        f"{_INFO}/WHEEL": _WHEEL,
    }
    record = "".join(
        f"{name},sha256={_record_hash(text)},{len(text.encode())}\n" for name, text in files.items()
    )
    target = folder / "odoo-19.0-py3-none-any.whl"
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in {**files, f"{_INFO}/RECORD": f"{record}{_INFO}/RECORD,,\n"}.items():
            archive.writestr(name, text)
    return target


def _record_hash(text):
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def _metadata():
    """Odoo's requirements, with the two we replace by packages that work (see requirements.in)."""
    header = "Metadata-Version: 2.1\nName: odoo\nVersion: 19.0\n"
    info = odoo_source.import_dir() / "odoo-19.0.egg-info/PKG-INFO"
    if not info.exists():
        return header
    needs = Parser().parsestr(info.read_text()).get_all("Requires-Dist") or []
    wanted = [_RENAMED.get(need, need) for need in needs if "extra ==" not in need]
    return header + "".join(f"Requires-Dist: {need}\n" for need in wanted)

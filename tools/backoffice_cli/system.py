"""Programs of the operating system: installed as root, unpacked privately otherwise."""

import shutil
from pathlib import Path

from . import cluster, paths, private_programs, proc
from .ui import Failure

_CREATECLUSTER = Path("/etc/postgresql-common/createcluster.conf")
# what -> (program that proves it is there, Debian packages)
BROWSER_PACKAGES = ("chromium", "fonts-noto-cjk", "poppler-utils", "wkhtmltopdf")
_PROGRAMS = {"chromium": "chromium", "poppler-utils": "pdftotext", "wkhtmltopdf": "wkhtmltopdf"}


def has_server_programs():
    return cluster.is_installed()


def install_server_programs():
    """PostgreSQL; the package must not create a cluster of its own, which would take port 5432."""
    if paths.IS_ROOT and not _CREATECLUSTER.parent.exists():
        _CREATECLUSTER.parent.mkdir(parents=True)
        _CREATECLUSTER.write_text("create_main_cluster = false\n")
    _install("postgresql")


def has_browser():
    env = proc.environment()
    return all(shutil.which(program, path=env["PATH"]) for program in _PROGRAMS.values()) and _has_cjk_font()


def install_browser():
    """Chromium for tours and screenshots, wkhtmltopdf and a CJK font for printed documents."""
    missing = [name for name in BROWSER_PACKAGES if not _has(name)]
    _install(*missing)
    if not has_browser():
        raise Failure("Chromium, wkhtmltopdf or the CJK font is still missing after installation.")


def _has(package):
    if package == "fonts-noto-cjk":
        return _has_cjk_font()
    return shutil.which(_PROGRAMS[package], path=proc.environment()["PATH"])


def _has_cjk_font():
    roots = [Path("/usr/share/fonts"), paths.SYS / "usr/share/fonts"]
    return any(root.glob("opentype/noto/NotoSansCJK*") for root in roots if root.exists())


def _install(*packages):
    if not shutil.which("apt-get"):
        raise Failure(f"please install: {', '.join(packages)} (this machine has no apt-get)")
    if not paths.IS_ROOT:
        return _unpack_privately(packages)
    env = proc.environment(DEBIAN_FRONTEND="noninteractive")
    proc.run(["apt-get", "update", "-qq"], log="apt-update", env=env)
    proc.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], log="apt-install", env=env
    )


def _unpack_privately(packages):
    proc.run(["sh", paths.ROOT / "tools/private_apt.sh", paths.RUN, *packages], log="apt-private")
    private_programs.write_wrappers()

"""Programs unpacked below ``.run/sys``: wrappers tell each where its libraries, fonts and plugins are."""

import glob
import shlex

from . import paths

_POSTGRESQL = ("initdb", "pg_ctl", "postgres", "psql", "createdb", "dropdb", "pg_dump", "pg_restore")
_OTHERS = {
    "chromium": "usr/lib/chromium/chromium",
    "pdftotext": "usr/bin/pdftotext",
    "pdftoppm": "usr/bin/pdftoppm",
    "pdfinfo": "usr/bin/pdfinfo",
    "wkhtmltopdf": "usr/bin/wkhtmltopdf",
    "wkhtmltoimage": "usr/bin/wkhtmltoimage",
}
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>{sys}/usr/share/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{cache}</cachedir>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
</fontconfig>
"""


def write_wrappers():
    """One shell script in ``.run/bin`` for every program found; real ones installed later win by removal."""
    paths.BIN.mkdir(parents=True, exist_ok=True)
    programs = {name: paths.SYS / place for name, place in _OTHERS.items()}
    folders = sorted(paths.SYS.glob("usr/lib/postgresql/*/bin"), key=lambda path: int(path.parent.name))
    if folders:
        programs |= {name: folders[-1] / name for name in _POSTGRESQL}
    for name, program in programs.items():
        if program.exists():
            target = paths.BIN / name
            target.write_text(_wrapper(program))
            target.chmod(0o755)
    if (paths.SYS / "usr/share/fonts").exists():
        cache = paths.CACHE / "fonts"
        (paths.RUN / "fonts.conf").write_text(_FONTS.format(sys=paths.SYS, cache=cache))


def _wrapper(program):
    libraries = [path for pattern in ("usr/lib/*-linux-gnu", "lib/*-linux-gnu") for path in _found(pattern)]
    libraries += _found("usr/lib/*-linux-gnu/pulseaudio") + _found("usr/lib/*-linux-gnu/blas")
    plugins = _found("usr/lib/*-linux-gnu/qt5/plugins")
    lines = [
        "#!/bin/sh",
        f"LD_LIBRARY_PATH={shlex.quote(':'.join(libraries))}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}",
        f"QT_PLUGIN_PATH={shlex.quote(':'.join(plugins))}",
        "QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen}",
        f"FONTCONFIG_FILE=${{FONTCONFIG_FILE:-{shlex.quote(str(paths.RUN / 'fonts.conf'))}}}",
        "export LD_LIBRARY_PATH QT_PLUGIN_PATH QT_QPA_PLATFORM FONTCONFIG_FILE",
        f'exec {shlex.quote(str(program))} "$@"',
    ]
    return "\n".join(lines) + "\n"


def _found(pattern):
    return sorted(glob.glob(f"{glob.escape(str(paths.SYS))}/{pattern}"))

"""Running programs: quiet with a log on failure, or straight through to the terminal."""

import os
import subprocess

from . import paths
from .ui import Failure


def environment(**extra):
    """Our environment for children: private programs first on PATH."""
    env = {**os.environ, **{key: str(value) for key, value in extra.items()}}
    if "PYTHONPATH" not in extra:
        env.pop("PYTHONPATH", None)  # ours, not for children
    env["PATH"] = os.pathsep.join([str(paths.BIN), str(paths.VENV / "bin"), env.get("PATH", "/usr/bin:/bin")])
    return env


def run(command, *, log=None, check=True, env=None, cwd=None, stdin=None):
    """Run quietly, output into ``.run/log/<log>.log``; show its end when it fails."""
    command = [str(part) for part in command]
    target = paths.LOG / f"{log or os.path.basename(command[0])}.log"
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        code = subprocess.run(
            command,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=env or environment(),
            cwd=cwd or paths.ROOT,
            input=stdin,
        ).returncode
    if check and code:
        tail = "\n".join(target.read_text(errors="replace").splitlines()[-25:])
        raise Failure(f"{' '.join(command)[:200]}\nexit code {code}; end of {paths.shown(target)}:\n{tail}")
    return code


def output(command, *, env=None, check=True, stdin=None):
    """Standard output of a command, stripped; its standard error becomes the failure's text."""
    command = [str(part) for part in command]
    done = subprocess.run(
        command, capture_output=True, text=True, env=env or environment(), cwd=paths.ROOT, input=stdin
    )
    if check and done.returncode:
        raise Failure(
            f"{' '.join(command)[:200]}\nexit code {done.returncode}\n{done.stderr.strip()[-2000:]}"
        )
    return done.stdout.strip()


def through(command, *, env=None, cwd=None, stdin=None):
    """Run with our terminal; return the exit code."""
    command = [str(part) for part in command]
    text = None if stdin is None else stdin.encode()
    return subprocess.run(command, env=env or environment(), cwd=cwd or paths.ROOT, input=text).returncode

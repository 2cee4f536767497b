"""Where the checkout and its environment are, and how `dev.py` runs programs in them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
EXE = ".exe" if WINDOWS else ""
PYTHON = BIN / f"python{EXE}"


class MissingError(Exception):
    """Something is missing or failed that this program cannot mend; its text says what to do."""


def has_screen() -> bool:
    """True where a window could open."""
    if sys.platform == "linux":
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def in_ci() -> bool:
    """True under a continuous integration service."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false")


def environment(**extra: str) -> dict[str, str]:
    """Environment of what we start: no questions, UTF-8, a Qt that needs no screen when there is none."""
    env = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1", "PYTHONUTF8": "1"}
    for name in ("PYTHONHOME", "PYTHONPATH", "PYTHONSTARTUP"):
        env.pop(name, None)
    if sys.platform == "linux" and not has_screen():
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    return {**env, **extra}


def words(*parts: str | Path) -> list[str]:
    """A command line from words and paths."""
    return [str(part) for part in parts]


def module(*parts: str | Path) -> list[str]:
    """A command line that runs a module of the environment's Python."""
    return words(PYTHON, "-m", *parts)


def program(name: str) -> str:
    """Path of a program of the environment."""
    return str(BIN / f"{name}{EXE}")


def run(command: Sequence[str], extra: Mapping[str, str] | None = None, timeout: float | None = None) -> int:
    """Run a program in the checkout with its output shown; returns its exit code."""
    sys.stdout.flush()
    env = environment(**(extra or {}))
    try:
        done = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        print(f"{command[0]}: not finished after {timeout:.0f} s, stopped", file=sys.stderr)
        return 1
    return done.returncode


def must(command: Sequence[str], what: str, **extra: str) -> None:
    """Run a program that has to succeed."""
    if run(command, extra):
        raise MissingError(f"{what} failed; its own words stand above.")


def steps(work: Sequence[tuple[str, Callable[[], int]]], *, keep_going: bool) -> int:
    """Run steps in order, tell how each ended and how long it took; returns the exit code for all."""
    failed = []
    for name, step in work:
        print(f"── {name}", flush=True)
        start = time.monotonic()
        code = step()
        print(f"── {name}: {'FAILED' if code else 'ok'} ({time.monotonic() - start:.1f} s)", flush=True)
        if code:
            failed.append(name)
            if not keep_going:
                break
    if failed:
        print(f"Failed: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0

"""Start of the built program on Linux, dist/score-desktop, against the start from the environment, in the same run.

`python3 dev.py build` runs it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.processes import ROOT, program

MOST = 1.1
ROUNDS = 9
BUILT = ROOT / "dist" / "score-desktop" / "score-desktop"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="measured on an X11 screen")


@pytest.fixture
def display() -> Iterator[str]:
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        yield f":{pipe.readline().strip()}"
    server.terminate()
    server.wait(10)


def until_shown(command: str, display: str, home: Path) -> float:
    """Seconds until the window is on the screen."""
    folders = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(home))
    env = {**os.environ, **folders, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    start = time.perf_counter()
    started = subprocess.Popen([command, "--lang", "es"], env=env, stderr=subprocess.DEVNULL)
    try:
        subprocess.run(
            ["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(started.pid)],
            env=env,
            stdout=subprocess.DEVNULL,
            timeout=60,
            check=True,
        )
        return time.perf_counter() - start
    finally:
        started.kill()
        started.wait(10)


def test_built_program_starts_as_fast_as_from_the_environment(display: str, tmp_path: Path) -> None:
    took: dict[str, list[float]] = {"built": [], "environment": []}
    commands = {"built": str(BUILT), "environment": program("score-desktop")}
    for which, command in commands.items():
        until_shown(command, display, tmp_path / which)
    for _ in range(ROUNDS):
        for which, command in commands.items():
            took[which].append(until_shown(command, display, tmp_path / which))
    built, environment = (statistics.median(took[which]) for which in ("built", "environment"))
    print(f"built {built:.2f} s, from the environment {environment:.2f} s: {built / environment:.3f} (most {MOST})")
    assert built / environment <= MOST, took

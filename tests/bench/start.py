"""How long the command line takes to say its version, against Python itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.bench.harness import Ratio, Work, compare


def _run(*command: object) -> None:
    subprocess.run([str(word) for word in command], stdout=subprocess.DEVNULL, check=True)


def measure(*, large: bool) -> list[Ratio]:  # noqa: ARG001 - has no larger size
    name = "score-desktop-cli.exe" if sys.platform == "win32" else "score-desktop-cli"
    program = Path(sys.executable).parent / name
    version = Work(lambda _: _run(program, "--version"))
    nothing = Work(lambda _: _run(sys.executable, "-c", "pass"))
    return [compare("start of score-desktop-cli --version", "python -c pass", version, nothing, 2.0, rounds=15)]

"""How long until the list of enterprises is on the screen, against a bare window of Qt and the import of SQLModel."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from tests.bench.harness import ROUNDS, Ratio, Work, compare
from tests.bench.window_data import own_home, portfolio_workspace

GOAL = 1.5
AUDITS, BILLS = 50, 20_000
TOLD_S = 120

# What every program with these two libraries has to do, up to its first painted window.
_BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
import sqlmodel

class Label(QLabel):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: print("painted", flush=True))

application = QApplication([])
window = QMainWindow()
window.resize(1280, 760)
window.setCentralWidget(Label("SCORE Desktop"))
window.show()
sys.exit(application.exec())
"""


def _until_painted(command: list[str], environment: Mapping[str, str]) -> float:
    """Seconds from the start of a program until it says that its window is painted; it is ended then."""
    start = time.perf_counter()
    program = subprocess.Popen(
        command, env=dict(environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert program.stdout is not None
    said = program.stdout.readline()
    took = time.perf_counter() - start
    program.kill()
    _, troubles = program.communicate(timeout=TOLD_S)
    if said.strip() != "painted":
        raise RuntimeError(f"the program said {said!r}: {troubles[-2000:]}")
    return took


def measure(*, large: bool) -> list[Ratio]:  # noqa: ARG001 - has no larger size
    with tempfile.TemporaryDirectory(prefix="score-bench-") as name:
        folder = Path(name)
        workspace = folder / "portfolio.sqlite"
        portfolio_workspace(workspace, AUDITS, BILLS)
        environment = own_home(folder)
        ours_command = [sys.executable, "-m", "tests.bench.window_run", "start", "--data", str(workspace)]
        bare_command = [sys.executable, "-c", _BARE]
        ours = Work(lambda _: _until_painted(ours_command, environment))
        bare = Work(lambda _: _until_painted(bare_command, environment))
        title = f"first usable window, {AUDITS} audits, {BILLS:,} bills"
        return [compare(title, "bare PySide6 window + import sqlmodel", ours, bare, GOAL, rounds=2 * ROUNDS + 1)]

"""The end of the windowed program: what is still on the clipboard then does no harm."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.bench.window_data import own_home

_COPIES_AND_ENDS = """
import sys
from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication
from score_desktop import app
from score_desktop.ui.clipboard import MADE_HERE

def copy_and_end(window, **how):
    opens(window, **how)
    made = QMimeData()
    made.setData("text/plain", "Panadería".encode())
    made.setObjectName(MADE_HERE)
    QGuiApplication.clipboard().setMimeData(made)
    QTimer.singleShot(0, window.close)

opens, app.open_at_start = app.open_at_start, copy_and_end
code = app.run(["--data", sys.argv[1], "--lang", "es"])
print(QGuiApplication.clipboard().text())
sys.exit(code)
"""


def test_a_copy_made_in_python_outlives_python(tmp_path: Path) -> None:
    command = [sys.executable, "-X", "utf8", "-c", _COPIES_AND_ENDS, str(tmp_path / "ñ.sqlite")]
    home = own_home(tmp_path)
    done = subprocess.run(command, env=home, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.stdout.strip() == "Panadería"
    assert done.returncode == 0, done.stderr

"""PySide6 6.12.0 on Python 3.11 loses a reference at each emission and kills the process after some hundreds."""

from __future__ import annotations

import subprocess
import sys

CODE = """
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Sender(QObject):
    happened = Signal(bool, object)

app = QCoreApplication([])
sender, count = Sender(), 0

def note(_flag, _thing):
    global count
    count += 1

sender.happened.connect(note)
for _ in range(5000):
    sender.happened.emit(True, None)
print(count)
"""


def test_five_thousand_signals_leave_the_process_alive() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "5000"), done.stderr

"""How much memory a program and its children took at most."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

# A process counts the memory of whoever started it until it becomes another program. A test process that has drawn
# charts is large, so a small Python stands between: its children count themselves.
_BETWEEN = (
    "import pathlib, resource, subprocess, sys\n"
    "code = subprocess.call(sys.argv[2:])\n"
    "pathlib.Path(sys.argv[1]).write_text(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))\n"
    "sys.exit(code)\n"
)


def measured(command: Sequence[str], note: Path) -> list[str]:
    """The same command, which leaves its peak in a file: kibibytes of the largest of its processes. Not on Windows."""
    return [sys.executable, "-c", _BETWEEN, str(note), *command]

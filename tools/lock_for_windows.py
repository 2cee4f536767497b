"""Writes of a lock for every platform what 64-bit Windows with Python 3.11 takes: `lock_for_windows.py LOCK RESULT`.

Runs inside the environment, because packaging lives there. pip can install wheels of another platform into a folder,
but reads the conditions of a lock as the machine it runs on.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from packaging.markers import Marker

WINDOWS = {
    "implementation_name": "cpython",
    "implementation_version": "3.11.7",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_release": "10",
    "platform_system": "Windows",
    "platform_version": "10.0.17763",
    "python_full_version": "3.11.7",
    "python_version": "3.11",
    "sys_platform": "win32",
}


def for_windows(lock: str) -> str:
    """The requirements that Windows takes, each with its hashes and without its condition."""
    lines = []
    taken = False
    for line in lock.splitlines():
        if re.match(r"[A-Za-z0-9]", line):
            requirement, _, condition = line.removesuffix("\\").partition(";")
            taken = not condition or Marker(condition.strip()).evaluate(WINDOWS)
            if taken:
                lines.append(f"{requirement.strip()} \\")
        elif taken and "--hash=" in line:
            lines.append(line)
    return "\n".join(lines) + "\n"


def main() -> int:
    """Entry."""
    source, target = (Path(word) for word in sys.argv[1:])
    target.write_text(for_windows(source.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

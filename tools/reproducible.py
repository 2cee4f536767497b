"""`python3 -m tools.reproducible ONE OTHER`: compare two builds of one commit, folders file by file, or two files.

What differs although nothing has changed, with the reason; every other difference is a failure.
"""

from __future__ import annotations

import sys
from pathlib import Path

EXCEPTIONS: dict[str, str] = {}
"""Name in the folder → why it differs."""


def differences(one: Path, other: Path) -> list[str]:
    """Names of files that differ or that only one folder has."""
    if one.is_file() and other.is_file():
        return [] if _content(one) == _content(other) else [one.name]
    names = {
        path.relative_to(folder).as_posix() for folder in (one, other) for path in folder.rglob("*") if path.is_file()
    }
    return sorted(name for name in names if _content(one / name) != _content(other / name))


def _content(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def main() -> int:
    """Entry."""
    one, other = (Path(word) for word in sys.argv[1:3])
    if not (one.exists() and other.exists()):
        print(f"{one} or {other} is not there.")
        return 1
    found = differences(one, other)
    for name in found:
        print(f"{name}: {EXCEPTIONS.get(name, 'DIFFERS')}")
    new = [name for name in found if name not in EXCEPTIONS]
    print(f"{len(found)} differ, {len(new)} of them without a reason")
    return 1 if new else 0


if __name__ == "__main__":
    sys.exit(main())

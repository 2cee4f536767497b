"""Of the C and C++ runtimes that several wheels carry, one copy of each ships: the newest, beside Python's library."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from tools.pe import PE

# Not those that a wheel has renamed for itself (msvcp140-a4c2229b….dll): its modules ask for that name.
RUNTIME = re.compile(r"(vcruntime140(_1)?|msvcp140(_1|_2|_atomic_wait|_codecvt_ids)?|concrt140)\.dll$", re.IGNORECASE)


def one_of_each(binaries: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The same entries, with one copy of each runtime, at the top: every module finds it there.

    On systems other than Windows nothing changes, because no entry has such a name.
    """
    others = []
    best: dict[str, tuple[tuple[int, ...], str]] = {}
    for name, source, kind in binaries:
        short = name.replace("\\", "/").rpartition("/")[2].lower()
        if not RUNTIME.match(short):
            others.append((name, source, kind))
            continue
        # The Python of the build may have a newer one than the wheel that asks for it.
        for copy in (Path(source), Path(sys.base_prefix, short)):
            if copy.exists() and (short not in best or PE(copy).version > best[short][0]):
                best[short] = (PE(copy).version, str(copy))
    return [*others, *((short, source, "BINARY") for short, (_version, source) in sorted(best.items()))]

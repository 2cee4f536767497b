"""Where details of unexpected errors go: a file in the user's data folder, without figures of clients."""

from __future__ import annotations

import datetime as dt
import platform
import sys
import tempfile
import traceback
from pathlib import Path

from score_desktop import __version__, paths

KEEP = 20


def record_crash(error: BaseException) -> Path:
    """Write what a developer needs to find a bug; returns the file (a temporary one if ours cannot be written)."""
    text = "\n".join(
        (
            f"SCORE Desktop {__version__}",
            f"Python {sys.version}",
            platform.platform(),
            "",
            "".join(traceback.format_exception(error)),
        )
    )
    name = f"crash-{dt.datetime.now().astimezone():%Y%m%d-%H%M%S-%f}.txt"
    try:
        folder = paths.user_data() / "logs"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / name
        file.write_text(text, encoding="utf-8")
    except OSError:
        file = Path(tempfile.gettempdir()) / name
        file.write_text(text, encoding="utf-8")
        return file
    for old in sorted(folder.glob("crash-*.txt"))[:-KEEP]:
        old.unlink(missing_ok=True)
    return file

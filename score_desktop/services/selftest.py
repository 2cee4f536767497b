"""`--self-test`: the program's main job in a temporary folder, with a time limit; says whether this copy works."""

from __future__ import annotations

import faulthandler
import json
import sys
import tempfile
import time
from pathlib import Path

from score_desktop.jobs import Progress

LIMIT_S = 300


def run_self_test(arguments: list[str]) -> int:
    """Do the demonstration, check, back up and restore; returns the exit code.

    Args:
        arguments: Optional path of a file that gets the result as JSON (a windowed program has no console).
    """
    if sys.stderr is not None:
        # A hang is a failure too: all stacks are written, and the process ends with code 1.
        faulthandler.dump_traceback_later(LIMIT_S, exit=True)
    started = time.monotonic()
    steps: list[str] = []
    trouble = ""
    try:
        with tempfile.TemporaryDirectory(prefix="score-self-test-", ignore_cleanup_errors=True) as folder:
            _steps(Path(folder), steps)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is the answer of a self-test
        trouble = f"{type(error).__name__}: {error}"
    faulthandler.cancel_dump_traceback_later()
    answer = {
        "ok": not trouble,
        "steps": steps,
        "trouble": trouble,
        "seconds": round(time.monotonic() - started, 1),
    }
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    if arguments:
        Path(arguments[0]).write_text(text + "\n", encoding="utf-8")
    if sys.stdout is not None:
        print(text)
    return 1 if trouble else 0


def _steps(folder: Path, steps: list[str]) -> None:
    from score_desktop.services import demo, workspace

    made = demo.make_demo(folder / "demo", Progress())
    for name in made.files:
        if (made.folder / name).stat().st_size < 1000:
            raise RuntimeError(f"{name} is too small to be right")
    steps.append("demo")
    database = made.folder / demo.WORKSPACE
    _require_whole(database)
    steps.append("check")
    copy = folder / "copy.sqlite"
    workspace.backup(database, copy)
    steps.append("backup")
    workspace.restore(database, copy)
    _require_whole(database)
    steps.append("restore")


def _require_whole(database: Path) -> None:
    from score_desktop.services import workspace

    result = workspace.check(database)
    if not result.ok:
        raise RuntimeError(f"check found {result}")

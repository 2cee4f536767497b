"""Cancel, pressed at every stage of an import into a workspace with bills: how long it takes, and what it leaves."""

from __future__ import annotations

import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from score_desktop.errors import Cancelled
from score_desktop.jobs import Progress
from score_desktop.services import imports
from score_desktop.services.context import Context
from score_desktop.services.workspace import check
from tests.bench.harness import Amount
from tests.bench.workbooks import TODAY, import_workbook, new_workspace, write_workbook

GOAL_MS = 200.0
STORED = 20_000
STAGES = {"the start of the child": -1.0, "reading": 0.0, "understanding": 0.5, "storing": 0.7}
"""Stage → share of the work at which it begins."""
MOMENTS = (0.02, 0.2, 0.4, 0.6, 0.8, 0.95)
"""Shares of a stage at which Cancel is pressed."""


class _Watched(Progress):
    """Notes when each stage began."""

    def __init__(self) -> None:
        super().__init__()
        self.began = {"the start of the child": time.perf_counter()}
        self._events = {stage: threading.Event() for stage in STAGES}
        self._events["the start of the child"].set()

    def report(self, share: float, message: str = "") -> None:
        """Notes the stage, then as ever."""
        for stage, first in STAGES.items():
            if share >= first and stage not in self.began:
                self.began[stage] = time.perf_counter()
                self._events[stage].set()
        super().report(share, message)

    def wait_for(self, stage: str) -> bool:
        """Wait until a stage begins."""
        return self._events[stage].wait(120)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What became of Cancel: seconds from pressing it until the import had ended; whether that was in time."""

    seconds: float
    was_heard: bool


def measure(folder: Path, bills: int) -> list[Amount]:
    """The longest answer of each stage for a workbook of so many bills.

    Raises:
        RuntimeError: Something was left behind.
    """
    place, audit = _workspace(folder)
    workbook = folder / f"cancel {bills}.xlsx"
    write_workbook(workbook, bills, first_bill=STORED)
    lengths = _lengths(folder, place, audit, workbook)
    before = _content(place)
    found, late = [], []
    for stage, length in lengths.items():
        pressed = [_cancelled(place, audit, workbook, stage, share * length) for share in MOMENTS]
        if _content(place) != before:
            raise RuntimeError(f"Cancel in {stage} left something behind")
        heard = [one.seconds for one in pressed if one is not None and one.was_heard]
        late += [one.seconds for one in pressed if one is not None and not one.was_heard]
        found.append(
            Amount(f"Cancel in {stage}, {bills:,} bills, {len(heard)} times", max(heard) * 1000, "ms", GOAL_MS)
        )
    if late:
        found.append(Amount(f"Cancel after it was stored, {bills:,} bills", max(late) * 1000, "ms", None))
    return found


def _content(place: Path) -> dict[str, int]:
    """Rows of each table, once the file was found whole."""
    found = check(place)
    if found.problems:
        raise RuntimeError(f"{found.problems}")
    return dict(found.rows)


def _workspace(folder: Path) -> tuple[Path, str]:
    place, workbook = folder / "cancel.sqlite", folder / "stored.xlsx"
    if place.exists():
        place.unlink()
    audit = new_workspace(place)
    write_workbook(workbook, STORED)
    import_workbook(place, audit, workbook, STORED)
    return place, audit


def _lengths(folder: Path, place: Path, audit: str, workbook: Path) -> dict[str, float]:
    """Seconds of each stage, of an import that nobody cancels, into a copy."""
    copy = folder / "whole.sqlite"
    shutil.copy(place, copy)
    with Context.open(copy, actor="bench") as context:
        progress = _Watched()
        _import(context, audit, workbook, progress)
    times = [progress.began[stage] for stage in STAGES] + [time.perf_counter()]
    copy.unlink()
    return {stage: times[number + 1] - times[number] for number, stage in enumerate(STAGES)}


def _import(context: Context, audit: str, workbook: Path, progress: Progress) -> None:
    imports.import_file(context, workbook, audit, imports.ImportOptions(), progress, TODAY)


def _cancelled(place: Path, audit: str, workbook: Path, stage: str, after: float) -> _Answer | None:
    """Import on a thread, as the window does, and press Cancel so many seconds after a stage began.

    An import that was stored by then stands; here it makes way for what was before. None: it had ended altogether.
    """
    spare = place.with_suffix(".spare")
    shutil.copy(place, spare)
    ended: list[float] = []
    was_heard: list[bool] = []
    with Context.open(place, actor="bench") as context:
        progress = _Watched()

        def work() -> None:
            try:
                _import(context, audit, workbook, progress)
            except Cancelled:
                was_heard.append(True)
            ended.append(time.perf_counter())

        thread = threading.Thread(target=work)
        thread.start()
        progress.wait_for(stage)
        time.sleep(after)
        pressed = time.perf_counter()
        progress.cancel()
        thread.join()
    if not was_heard:
        for file in place.parent.glob(f"{place.name}*"):
            file.unlink()
        shutil.copy(spare, place)
    return _Answer(ended[0] - pressed, bool(was_heard)) if ended[0] > pressed else None

"""Storing an import: one transaction with Cancel, and a step in the list of Undo."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import shiboken6

from score_desktop.msgid import N_
from score_desktop.services.import_left_out import LeftOut, left_out, rows_left_out
from score_desktop.services.import_session import commit
from score_desktop.services.import_undo import undo_import
from score_desktop.services.imports import redo_import
from score_desktop.ui.doing import doing
from score_desktop.ui.undo import Step

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from score_desktop.enums import OnConflict
    from score_desktop.jobs import Progress
    from score_desktop.services.context import Context
    from score_desktop.services.import_outcome import ImportOutcome, RecordKey
    from score_desktop.services.import_session import ImportPreview
    from score_desktop.ui.desk import Desk


@dataclasses.dataclass(slots=True)
class Batch:
    """Portable id of an import; another one after it was done again, "" while it is taken back."""

    uid: str


@dataclasses.dataclass(frozen=True, slots=True)
class Stored:
    """An import that was stored, with its step in the list of Undo.

    Attributes:
        left_out: All that was not taken, also of rows of which other values were; `rows_left_out` counts the rows.
    """

    outcome: ImportOutcome
    left_out: tuple[LeftOut, ...]
    rows_left_out: int
    batch: Batch
    step: Step


def store(
    desk: Desk,
    owner: QObject,
    preview: ImportPreview,
    decisions: Mapping[RecordKey, OnConflict],
    then: Callable[[Stored], object],
    failed: Callable[[object], object],
    cancelled: Callable[[], object],
) -> None:
    """Store what a preview showed.

    Args:
        owner: Whose methods the others are: once it has gone (the window was built anew), the import still becomes a
            step of Undo, and trouble is told in the message line.
        then: Gets what was stored; Undo knows of it by then.
    """
    context, texts, today = desk.context, desk.texts, desk.today()
    keep = desk.config.settings.keep_files
    redoing = _redoing(preview, decisions, today, keep=keep)

    def task(progress: Progress) -> tuple[ImportOutcome, tuple[LeftOut, ...], int]:
        outcome = commit(context, preview, decisions, progress, today, keep=keep)
        # It is stored by now: Cancel comes too late and must not be heard here.
        rows = left_out(preview, decisions, texts, lambda: None)
        return outcome, rows, rows_left_out(preview.sheets.values(), rows)

    def done(result: tuple[ImportOutcome, tuple[LeftOut, ...], int]) -> None:
        outcome, rows, count = result
        batch = Batch(outcome.batch or "")
        step = _step(outcome.file, batch, redoing)
        desk.undo.push(step)
        if shiboken6.isValid(owner):
            then(Stored(outcome, rows, count, batch, step))

    def not_done(error: object) -> None:
        (failed if shiboken6.isValid(owner) else desk.trouble)(error)

    def stopped() -> None:
        if shiboken6.isValid(owner):
            cancelled()

    importing = doing(N_("Importing {file}"), file=preview.file.path.name)
    desk.do(importing, task, done, failed=not_done, cancelled=stopped)


Redoing = Callable[["Context", "Progress"], "ImportOutcome"]


def _redoing(
    preview: ImportPreview, decisions: Mapping[RecordKey, OnConflict], today: dt.date, *, keep: bool
) -> Redoing:
    """How to do an import again; it holds nothing of the file but its name and how it was read."""
    chosen = {**preview.options.decisions, **decisions}
    options = dataclasses.replace(preview.options, decisions=chosen, dry_run=False, keep=keep)
    path, sha256, audit = preview.file.path, preview.file.sha256, preview.audit_uid
    return lambda context, progress: redo_import(context, path, audit, options, sha256, progress, today)


def _step(file: str, batch: Batch, redoing: Redoing) -> Step:
    def undo(context: Context, _progress: Progress) -> None:
        undo_import(context, batch.uid)
        batch.uid = ""

    def redo(context: Context, progress: Progress) -> None:
        batch.uid = redoing(context, progress).batch or ""

    return Step("change.imported", {"file": file}, undo, redo, long=True)

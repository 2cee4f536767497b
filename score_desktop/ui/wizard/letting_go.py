"""Letting go of a large file without holding the window: its parts are freed one by one, off the GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from score_desktop.services.import_session import FileRead, ImportPreview
    from score_desktop.ui.desk import Desk

_ROWS_AT_ONCE = 5_000


def let_go(desk: Desk, preview: ImportPreview | None, file: FileRead | None = None) -> None:
    """Free what the caller does not need any more; it must not keep it either.

    Freeing a sheet of 200,000 rows at once takes a third of a second in which no thread can run.
    """
    parts = _parts(preview, file)
    if parts:
        desk.reads.run(desk, "", lambda _progress: _free(parts), lambda _none: None, desk.trouble)


def _parts(preview: ImportPreview | None, file: FileRead | None) -> list[object]:
    parts: list[object] = []
    if preview is not None:
        found = preview.found
        parts += [*found.bills.values(), *found.activity.values(), *found.verdicts.values()]
        parts += [order for lines in preview.lines for order in lines.order.values()]
        parts += [preview.conflicts, preview.problems, preview.options.decisions]
    if file is not None:
        for sheet in file.workbook.sheets:
            rows = sheet.rows
            parts += [rows[start : start + _ROWS_AT_ONCE] for start in range(0, len(rows), _ROWS_AT_ONCE)]
    return parts


def _free(parts: list[object]) -> None:
    while parts:
        parts.pop()

"""Blocks of tables on the clipboard: text for spreadsheets, and beside it the columns it is of, for tables of ours."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QMimeData

from score_desktop.services.edits import TableColumn
from score_desktop.ui.clipboard import MADE_HERE
from score_desktop.ui.itemmodels.month_block import PastedBlock

COLUMNS = "application/x-score-desktop-columns"
"""Which table and columns a text is of: JSON, an object of `table` and of `columns`, pairs of key and title."""


def text_of_rows(rows: object) -> str:
    """Rows as the tab-separated text that spreadsheets put on the clipboard."""
    buffer = io.StringIO()
    csv.writer(buffer, dialect="excel-tab", lineterminator="\r\n").writerows(rows)  # type: ignore[arg-type]
    return buffer.getvalue()


def rows_of_text(text: str) -> list[list[str]]:
    """The rows of a clipboard's text: tabs between cells, quotes around cells with line breaks."""
    if not text.strip("\r\n"):
        return []
    return [row or [""] for row in csv.reader(io.StringIO(text.rstrip("\r\n"), newline=""), dialect="excel-tab")]


def block_data(text: str, table: str, columns: Iterable[TableColumn]) -> QMimeData:
    """A copied block for the clipboard.

    Args:
        table: What tables of one kind are called, whatever they show.
    """
    made = QMimeData()
    made.setText(text)
    named = {"table": table, "columns": [(column.key, column.title) for column in columns]}
    made.setData(COLUMNS, json.dumps(named).encode())
    made.setObjectName(MADE_HERE)
    return made


def copied_columns(held: QMimeData | None, table: str) -> list[tuple[str, str]]:
    """Keys and titles of the columns of a block that was copied in a table of this kind; else none."""
    if held is None or not table or not held.hasFormat(COLUMNS):
        return []
    try:
        said = json.loads(bytes(held.data(COLUMNS).data()))
        return [(str(key), str(title)) for key, title in said["columns"]] if said["table"] == table else []
    except (ValueError, TypeError, KeyError, RecursionError):  # another program writes what it wants
        return []


def by_columns(
    rows: Sequence[Sequence[str]],
    copied: Sequence[tuple[str, str]],
    columns: Sequence[TableColumn],
    shown: Sequence[int],
    top: int,
    left: int,
) -> PastedBlock | None:
    """A block where each cell goes to its own column; None if it is pasted elsewhere, or the columns are the same.

    Args:
        copied: As `copied_columns`.
        shown: Numbers of the columns that can be written to.
        top, left: The cell at which it is pasted: elsewhere than in its own first column, it is meant for other ones.
    """
    keys, here = [key for key, _ in copied], [columns[number].key for number in shown if number >= left]
    if keys[:1] != here[:1] or keys == here[: len(keys)] or any(len(row) > len(keys) for row in rows):
        return None
    places = [number if number in shown else None for number in _places_of(copied, columns)]
    filled = {number for row in rows for number, cell in enumerate(row) if cell.strip()}
    left_out = [title for n, (_, title) in enumerate(copied) if places[n] is None and n in filled]
    lines = [(top + down, row) for down, row in enumerate(rows)]
    return PastedBlock(lines, left, columns=places, left_out=left_out)


def _places_of(copied: Sequence[tuple[str, str]], columns: Sequence[TableColumn]) -> list[int | None]:
    """Where copied columns stand in a table, by key, else by title; None: nowhere."""
    keys = {column.key: number for number, column in enumerate(columns)}
    titles = {column.title.casefold(): number for number, column in enumerate(columns) if column.title}
    taken = {keys[key] for key, _ in copied if key in keys}
    by_title = [titles.get(title.casefold()) for _, title in copied]
    return [
        keys.get(key, other if other not in taken else None) for (key, _), other in zip(copied, by_title, strict=True)
    ]

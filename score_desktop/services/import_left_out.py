"""What an import did not take, line by line with the reason: to look at, to copy and to keep as a table."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from score_desktop.db.storage import told
from score_desktop.enums import OnConflict, RecordVerdict
from score_desktop.i18n import Texts
from score_desktop.services.import_lines import VERDICTS, RowKind, SheetLines
from score_desktop.services.import_outcome import RecordKey
from score_desktop.services.import_preview_words import record_text, row_text
from score_desktop.services.import_session import ImportPreview

_ROWS = (RowKind.SUBTOTAL, RowKind.TOTAL, RowKind.NOTE, RowKind.EMPTY)
LEFT_OUT = frozenset({*_ROWS, RowKind.DUPLICATE, RowKind.PROBLEM})
"""Kinds of rows that are left out, or hold a value that is; what only names or parts the others is not left out."""
_CHECK_EVERY = 500


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One record or row that was not taken.

    Attributes:
        column: Letters of the cell that is to blame; "" for the whole row.
        about: The meter or series; "" where the row belongs to none.
        value: What stands in the cell.
    """

    sheet: str
    row: int
    column: str
    about: str
    value: str
    reason: str


def rows_left_out(sheets: Iterable[SheetLines], kept: Iterable[LeftOut] = ()) -> int:
    """How many rows are left out: the one number of the whole import, before and after it is stored.

    Args:
        sheets: One sheet, or all.
        kept: From `left_out`, once conflicts are decided: rows of conflicts that stay as they were count too. Rows of
            which some values are taken and others repeated count as well: the list names those.
    """
    known = list(sheets)
    whole = sum(lines.count(LEFT_OUT) for lines in known)
    conflicts = {
        (lines.sheet, row) for lines in known for row in lines.rows(RowKind.CONFLICT) if row not in lines.partly
    }
    return whole + len(conflicts.intersection((one.sheet, one.row) for one in kept) if conflicts else ())


def left_out_words(count: int, texts: Texts) -> str:
    """The number, as every step of the import says it."""
    return texts.tn("{n} row left out", "{n} rows left out", count)


def left_out(
    preview: ImportPreview, decisions: Mapping[RecordKey, OnConflict], texts: Texts, check: Callable[[], None]
) -> tuple[LeftOut, ...]:
    """All that a file holds and that was not taken, by sheet and row. Titles, headers and empty rows do not count.

    Args:
        decisions: About conflicts; what was replaced or stored beside was taken.
        check: Called often; raises to stop.
    """
    found = [*_problems(preview, texts), *_records(preview, decisions, texts, check), *_rows(preview, texts, check)]
    order = {name: place for place, name in enumerate(preview.sheets)}
    return tuple(sorted(found, key=lambda one: (order.get(one.sheet, 0), one.row)))


def _problems(preview: ImportPreview, texts: Texts) -> Iterator[LeftOut]:
    for problem in preview.problems:
        reason = texts.message(problem.message_id, problem.params)
        yield LeftOut(problem.sheet, problem.row, problem.column, "", problem.value, reason)


def _records(
    preview: ImportPreview, decisions: Mapping[RecordKey, OnConflict], texts: Texts, check: Callable[[], None]
) -> Iterator[LeftOut]:
    for lines in preview.lines:
        for position, code in enumerate(lines.verdicts):
            if position % _CHECK_EVERY == 0:
                check()
            verdict = VERDICTS[code]
            if verdict not in (RecordVerdict.DUPLICATE, RecordVerdict.CONFLICT):
                continue
            line = lines.line(position)
            reason = record_text(line, texts)
            if verdict is RecordVerdict.CONFLICT:
                if decisions.get(line.key, OnConflict.KEEP) is not OnConflict.KEEP:
                    continue
                reason = texts.t("{reason}: kept as it was", reason=reason)
            yield LeftOut(line.key.sheet, line.key.row, line.key.column, line.key.name, "", reason)


def _rows(preview: ImportPreview, texts: Texts, check: Callable[[], None]) -> Iterator[LeftOut]:
    for name, lines in preview.sheets.items():
        for number, row in enumerate(lines.rows(*_ROWS)):
            if number % _CHECK_EVERY == 0:
                check()
            yield LeftOut(name, row, "", "", "", row_text(preview, name, row, texts))


def headings(texts: Texts) -> tuple[str, ...]:
    """Over the columns of `cells_of`."""
    return texts.t("Sheet"), texts.t("Row"), texts.t("Meter or series"), texts.t("Value"), texts.t("Reason")


def cells_of(one: LeftOut) -> tuple[str, ...]:
    """One line of the table."""
    return one.sheet, f"{one.column}{one.row}", one.about, one.value, one.reason


def write_left_out(path: Path, rows: Iterable[LeftOut], texts: Texts) -> None:
    """Write the table as text that spreadsheets of this region open with a click.

    Raises:
        StorageTrouble: The file could not be written.
    """
    separator = ";" if texts.number(0.5, 1)[1] == "," else ","
    with told(path), path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerow(headings(texts))
        writer.writerows(map(cells_of, rows))

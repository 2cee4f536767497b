"""Blocks of thousands of cells: read and stored off the GUI thread, with progress and Cancel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from score_desktop.errors import InvalidInput
from score_desktop.services import bill_edits, bills
from score_desktop.services.bill_edits import NewBill
from score_desktop.services.bill_table import BillRow, parse_cell
from score_desktop.services.edits import CellEdit, CellValue, EditOutcome
from score_desktop.ui.itemmodels.refused import Wrong

if TYPE_CHECKING:
    from score_desktop.i18n import Texts
    from score_desktop.jobs import Progress
    from score_desktop.services.context import Context
    from score_desktop.ui.desk import Labelled

_STEP = 500
Typed = tuple[int, str, str]
"""Id of a bill, key of a column, what was typed."""


@dataclass(frozen=True, slots=True)
class Sent:
    """New rows on their way to be stored, and among which rows of whose table they stood.

    `block`: The pasted rows of which they are those that can be stored; themselves, not copies.
    """

    enterprise: str
    generation: int
    rows: list[dict[str, str]]
    block: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a block over stored bills: `wrong` are texts that mean nothing, by bill and column."""

    edits: Sequence[CellEdit]
    wrong: Mapping[tuple[Hashable, str], Wrong]
    outcome: EditOutcome
    rows: tuple[BillRow, ...]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a block of new bills: rows that could not be stored, as typed, with what is wrong in them."""

    outcome: EditOutcome
    left: Sequence[tuple[dict[str, str], dict[str, Wrong]]]


def take_block(
    context: Context, cells: Sequence[Typed], texts: Texts, today: dt.date, label: Labelled, progress: Progress
) -> Taken:
    """Store a block over stored bills in one transaction.

    Raises:
        Cancelled: Nothing was stored.
    """
    edits: list[CellEdit] = []
    wrong: dict[tuple[Hashable, str], Wrong] = {}
    for number, (bill, column, text) in enumerate(cells):
        if number % _STEP == 0:
            progress.report(number / len(cells) / 2)
        try:
            edits.append(CellEdit(bill, column, parse_cell(column, text, texts, today=today)))
        except InvalidInput as error:
            wrong[bill, column] = Wrong(text, texts.error(error))
    progress.check_cancelled()
    outcome = context.write(bill_edits.edit_cells, edits, label=label)
    rows = context.read(bills.bill_page, list(dict.fromkeys(bill for bill, _, _ in cells)))
    progress.finish()
    return Taken(edits, wrong, outcome, rows)


def add_block(
    context: Context,
    enterprise: str,
    rows: Sequence[dict[str, str]],
    meters: Mapping[str, str],
    texts: Texts,
    today: dt.date,
    label: Labelled,
    progress: Progress,
) -> Added:
    """Store a block of new bills in one transaction.

    Args:
        rows: Column → text.
        meters: Names of meters, casefolded → portable id, where a name is clear.

    Raises:
        Cancelled: Nothing was stored.
    """
    new: list[NewBill] = []
    sources: list[dict[str, str]] = []
    left: list[tuple[dict[str, str], dict[str, Wrong]]] = []
    for number, row in enumerate(rows):
        if number % _STEP == 0:
            progress.report(number / len(rows) / 2)
        values, wrong = _parsed(row, texts, today)
        if wrong:
            left.append((row, wrong))
        elif values:
            new.append(NewBill(values, meters.get(str(values.get("meter") or "").strip().casefold())))
            sources.append(row)
    progress.check_cancelled()
    outcome = context.write(bill_edits.add_bills, enterprise, new, label=label)
    for refusal in outcome.refused:
        row = sources[int(refusal.row)]
        reason = texts.message(refusal.message_id, refusal.params)
        left.append((row, {refusal.column: Wrong(row.get(refusal.column, ""), reason)}))
    progress.finish()
    return Added(outcome, left)


def _parsed(row: Mapping[str, str], texts: Texts, today: dt.date) -> tuple[dict[str, CellValue], dict[str, Wrong]]:
    values: dict[str, CellValue] = {}
    wrong: dict[str, Wrong] = {}
    for column, text in row.items():
        if text.strip():
            try:
                values[column] = parse_cell(column, text, texts, today=today)
            except InvalidInput as error:
                wrong[column] = Wrong(text, texts.error(error))
    return values, wrong

"""Where a pasted block goes; in a table of months by what it names, since people copy months and headings along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from score_desktop import typed
from score_desktop.errors import InvalidInput
from score_desktop.i18n import Texts


@dataclass(frozen=True, slots=True)
class PastedBlock:
    """Where a pasted block goes.

    Attributes:
        lines: Row of the table and its cells, from column `left` on.
        outside: Rows that have no place in the table, by what they name themselves.
        columns: Column of the table of each cell (None: it has none); without them, those that are shown from `left`.
        left_out: Titles of the columns of the block that have no place, where something stands in them.
    """

    lines: Sequence[tuple[int, Sequence[str]]]
    left: int
    outside: int = 0
    columns: Sequence[int | None] | None = None
    left_out: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class MonthBlock:
    """A pasted block without what only describes it.

    Attributes:
        rows: Figures, a row each.
        months: First day of the month that each row names; empty if the block names none.
    """

    rows: list[list[str]]
    months: list[dt.date] = field(default_factory=list)


def read_block(rows: Sequence[Sequence[str]], texts: Texts, year: int) -> MonthBlock:
    """Take the heading and the column of months from a block.

    Args:
        rows: As copied; cells may be empty.
        year: Of the first month, where months are named without one ("enero"); December is followed by the next year's.
    """
    body = [list(row) for row in rows]
    if len(body) > 1 and _is_heading(body, texts):
        body = body[1:]
    named = [row for row in body if any(cell.strip() for cell in row)]
    if any(len(row) < 2 for row in named):
        return MonthBlock(body)
    months: list[dt.date] = []
    for row in named:
        month = _month(row[0], texts, months[-1] if months else dt.date(year, 1, 1))
        if month is None:
            return MonthBlock(body)
        months.append(month)
    return MonthBlock([row[1:] for row in named], months)


def _is_heading(rows: Sequence[Sequence[str]], texts: Texts) -> bool:
    """Words alone, and figures right below them."""
    first, second = rows[0], rows[1]
    return (
        any(cell.strip() for cell in first)
        and not any(_is_number(cell, texts) or _is_month(cell, texts) for cell in first)
        and any(_is_number(cell, texts) for cell in second)
    )


def _is_number(text: str, texts: Texts) -> bool:
    try:
        typed.read_number(text, texts)
    except InvalidInput:
        return False
    return True


def _is_month(text: str, texts: Texts) -> bool:
    return _month(text, texts, dt.date(2000, 1, 1)) is not None


def _month(text: str, texts: Texts, before: dt.date) -> dt.date | None:
    """The month that a text names; where it has no year, the first from `before` on. None for figures."""
    if _is_number(text, texts):
        return None
    try:
        return typed.read_date(text, texts)[0].replace(day=1)
    except InvalidInput:
        pass
    try:
        found = typed.read_date(text, texts, today=before)[0].replace(day=1)
    except InvalidInput:
        return None
    return found if found >= before else found.replace(year=found.year + 1)

"""Monthly activity data in tables: production, hours, workers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from score_desktop.enums import ActivityKind
from score_desktop.importing import naming, periods, spans, wordbook
from score_desktop.importing.columns import ACTIVITY, Column

if TYPE_CHECKING:
    from score_desktop.importing.records import Work
    from score_desktop.importing.rows import Rows

KINDS = {
    "production": ActivityKind.PRODUCTION,
    "hours": ActivityKind.HOURS,
    "workers_f": ActivityKind.WORKERS_F,
    "workers_m": ActivityKind.WORKERS_M,
    "workers": ActivityKind.OTHER,
}
_OWN_UNITS = {"hours": "h", "workers_f": "pers", "workers_m": "pers", "workers": "pers"}
UNIT_CHOICES = ("t", "kg", "unit", "l", "m3", "meal", "room-night")


def read_activity(rows: Rows, work: Work, *, is_alone: bool) -> None:
    """Take the activity columns of a long table, one record for each row and column that holds a value.

    Args:
        rows: Data rows with their values.
        work: Takes records, problems and questions.
        is_alone: False when the table holds bills too: then a bad row was told already.
    """
    columns = rows.layout.all(*ACTIVITY)
    if not columns:
        return
    products = rows.words("product") or rows.words("resource") or [""] * len(rows.numbers)
    if rows.period is not None:
        when = spans.constant(rows.period, len(products))
    else:
        when = spans.spans_of(rows.layout, rows.orders, products, rows.years(work.file_stem))
    bad = {place: (letters, message_id) for (letters, place), message_id in when.bad.items()} | rows.bad
    if is_alone:
        _tell(rows, bad, work)
    for column in columns:
        _read_column(rows, column, when, bad, work)


def _tell(rows: Rows, bad: dict[int, tuple[str, str]], work: Work) -> None:
    by_letters = {column.letters: column for column in rows.layout.columns}
    for place, (letters, message_id) in sorted(bad.items()):
        value = by_letters[letters].cells[place] if letters in by_letters else None
        work.problem(rows.table.sheet.name, rows.numbers[place], letters, value, message_id)


def _read_column(rows: Rows, column: Column, when: spans.Spans, bad: dict[int, tuple[str, str]], work: Work) -> None:
    values = rows.values[column.index]
    keep = [
        place
        for place, value in enumerate(values)
        if value is not None and place not in bad and when.start[place] is not None and when.end[place] is not None
    ]
    title = column.head.name if column.head and column.head.name else column.title
    products = (rows.words("product") or rows.words("resource")) if column.meaning == "production" else None
    names = [products[place] or title for place in keep] if products else [title] * len(keep)
    symbols = _symbols(rows, column, names, keep, work)
    made = block(
        KINDS[column.meaning], title, "",
        [when.start[place] for place in keep], [when.end[place] for place in keep],
        [values[place] for place in keep], rows.table.sheet.name, [rows.numbers[place] for place in keep],
        [column.letters] * len(keep),
    )  # fmt: skip
    made |= {"name": names, "unit": symbols}
    if when.how == "date" and column.meaning in ("production", "hours"):
        made = _by_month(made)
    work.activity.extend(made, len(made["value"]))


def _by_month(made: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Values of days added to values of months; the first row of each month is where it comes from."""
    first: dict[tuple[object, ...], int] = {}
    sums: dict[tuple[object, ...], int] = {}
    for place, value in enumerate(made["value"]):
        day = made["period_start"][place]
        key = (made["name"][place], made["unit"][place], day.year, day.month)
        first.setdefault(key, place)
        sums[key] = sums.get(key, 0) + value
    result = {name: [values[place] for place in first.values()] for name, values in made.items()}
    months = [(day.year, day.month) for day in result["period_start"]]
    result["period_start"] = [periods.month_start(month) for month in months]
    result["period_end"] = [periods.month_end(month) for month in months]
    return {**result, "value": list(sums.values())}


def _symbols(rows: Rows, column: Column, names: list[str], keep: list[int], work: Work) -> list[str]:
    """Unit of each value: the header's, that of the column of units, else asked once."""
    written = rows.words("unit") if column.meaning == "production" and not column.unit else None
    if written is None or not any(written):
        symbol = unit_of(column.meaning, column.unit, work, rows.table.sheet.name, column.letters, column.title)
        return [symbol] * len(keep)
    found = [naming.unit_symbol(written[place]) if written[place] else None for place in keep]
    if None not in found:
        return [symbol or "" for symbol in found]
    asked = unit_of(column.meaning, "", work, rows.table.sheet.name, column.letters, names[0] if names else "")
    return [symbol or asked for symbol in found]


def unit_of(meaning: str, symbol: str, work: Work, sheet: str, letters: str, title: str) -> str:
    """Unit of activity values: people and hours have their own, production that names none is asked."""
    if meaning in _OWN_UNITS:
        return _OWN_UNITS[meaning]
    if symbol:
        return symbol
    answer = work.ask(sheet, letters, "unit", UNIT_CHOICES, (title,))
    found = wordbook.find_unit(answer) if answer else None
    return found.symbol if found else ""


def block(
    kind: ActivityKind, name: str, symbol: str, starts: list[Any], ends: list[Any], values: list[Any], sheet: str,
    numbers: list[int], letters: list[str],
) -> dict[str, list[Any]]:  # fmt: skip
    """Columns of activity records of one kind and name."""
    count = len(values)
    return {
        "kind": [kind.value] * count,
        "name": [name] * count,
        "unit": [symbol] * count,
        "period_start": starts,
        "period_end": ends,
        "value": values,
        "source_sheet": [sheet] * count,
        "source_row": numbers,
        "source_column": letters,
    }

"""Days that a column writes without their year: "05-Jan", "01.01.", "4 de enero". The year comes from beside them.

Of several places that may tell it the nearest counts: a date of the same column above, a date in the same row, the
heading or title, the sheet, the file. Where none does the person is asked, once for the column.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from score_desktop.importing import cells, parts, periods, spans, wordbook
from score_desktop.importing.columns import PERIOD_LIKE, Column
from score_desktop.importing.days import reading_day
from score_desktop.importing.records import Work
from score_desktop.importing.rows import Rows
from score_desktop.importing.workbook import Cell

_NUMBERS = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\.?")
_TOKENS = re.compile(r"[a-z]+|\d+")
_SAID_OF_DAYS = frozenset({"de", "del", "of", "the", "th", "st", "nd", "rd", "er", "le", "el"})
_DATES = tuple(name for name in PERIOD_LIKE if name not in ("month", "year"))
_HALF_A_YEAR = 6
_LONGEST = 24
_YEARS_OFFERED = 12
_SEVERAL, _NEAR = 3, 2
_FIRST_YEAR = 1000
_FEW, _MANY = 2, 6
"""Rows in the one and in the other of two years that leave no doubt which of them a title names."""
_FEWEST_DAYS, _LAST_DAY = 5, 31


@dataclass(frozen=True, slots=True)
class Day:
    """A day and a month without a year, or two numbers of which either may be the month.

    Attributes:
        first: The number that stands first, or the day where the month is named.
        second: The other number, or the month.
        named: Whether the month is named.
        leads: Whether the number stands before the month's name ("05-Jan", not "Jan-05").
    """

    first: int
    second: int
    named: bool
    leads: bool = True


def day_of(text: str) -> Day | None:
    """What a text says of a day, if it names no year; None if it is none."""
    plain = wordbook.fold(text)
    if len(plain) > _LONGEST:
        return None
    if found := _NUMBERS.fullmatch(plain):
        a, b = int(found[1]), int(found[2])
        is_day = 1 <= a <= 31 and 1 <= b <= 31 and min(a, b) <= 12
        return Day(a, b, named=False) if is_day else None
    tokens = [token for token in _TOKENS.findall(plain) if token not in _SAID_OF_DAYS]
    months = [token for token in tokens if token in wordbook.months()]
    numbers = [token for token in tokens if token.isdigit()]
    if (
        len(tokens) != 2
        or len(months) != 1
        or len(numbers) != 1
        or len(numbers[0]) > 2
        or not 1 <= int(numbers[0]) <= 31
    ):
        return None
    return Day(int(numbers[0]), wordbook.months()[months[0]], named=True, leads=tokens[0] == numbers[0])


def add_years(rows: Rows, work: Work) -> None:
    """Give each day of the date columns that lacks it its year."""
    for column in rows.layout.all(*_DATES):
        _number_days(column, rows)
        texts = cells.texts_of(column.cells)
        if parts.size_in(column.title, texts):
            continue  # "1-2" below "Bimestre" is no day
        days = {text: day for text in texts if (day := _lacking(text)) is not None}
        if days and _are_months(column, days, rows, work):
            column.meaning, column.confidence = "period", 0.7
        elif days and _are_days(column, days, rows):
            _fill(column, days, rows, work)
            reading_day(rows.layout)


def _number_days(column: Column, rows: Rows) -> None:
    """Numbers of days, one after the other, are days of the month that the title or the sheet names."""
    if column.meaning != "date":
        return
    filled = list(islice((cell for cell in column.cells if cell is not None), _LAST_DAY + 1))
    numbers = [int(cell) if isinstance(cell, (int, float)) or (isinstance(cell, str) and cell.isdecimal()) else 0
               for cell in filled]  # fmt: skip
    follow = all(a < b for a, b in pairwise(numbers))
    if not _FEWEST_DAYS <= len(numbers) <= _LAST_DAY or not follow or not 1 <= numbers[0] <= numbers[-1] <= _LAST_DAY:
        return
    texts = (*rows.table.titles, rows.table.sheet.name)
    month = next((found for text in texts if (found := _month_in(text)) is not None), None)
    if month is not None:
        column.cells = [
            None if cell is None else periods.make_date(*month, int(cell)) or cell  # type: ignore[arg-type]
            for cell in column.cells
        ]


def _month_in(text: str) -> periods.Month | None:
    """The one month with its year that a title names among other words ("Consumo diario - Marzo 2024")."""
    tokens = _TOKENS.findall(wordbook.fold(text))
    months = [wordbook.months()[token] for token in tokens if token in wordbook.months()]
    year = periods.year_in(text)
    return (year, months[0]) if year and len(months) == 1 else None


def _lacking(text: str) -> Day | None:
    return day_of(text) if periods.read_date(text) is None else None


def _are_months(column: Column, days: dict[str, Day], rows: Rows, work: Work) -> bool:
    """Whether dates are months with a late year of two digits ("ene-25"), each year with several months."""
    found = {(day.first, day.second) for day in days.values()}
    texts = {cell for cell in cells.texts_of(column.cells) if not wordbook.is_empty_word(cell)}
    if column.meaning != "date" or column.told or rows.layout.has("period", "month") or texts - days.keys():
        return False
    if any(day.leads or not day.named for day in days.values()) or len(found) < _SEVERAL * len({a for a, _ in found}):
        return False
    latest = work.context.latest_year
    told = {year for year in rows.years("") if year} or {latest}
    years = {periods.full_year(f"{number:02d}") for number, _ in found}
    return all(latest - _YEARS_OFFERED <= year <= latest for year in years) and any(
        abs(year - one) <= _NEAR for year in years for one in told
    )


def _are_days(column: Column, days: dict[str, Day], rows: Rows) -> bool:
    """Whether texts are days without a year, and no months with a year of two digits ("05-Jan": January 2005)."""
    found = [days[cell] for cell in column.cells if isinstance(cell, str) and cell in days]
    texts = [cell for cell in column.cells if isinstance(cell, str) and not wordbook.is_empty_word(cell)]
    if len(found) + sum(periods.read_date(text) is not None for text in texts) < len(texts):
        return False  # something else stands there
    if not found[0].named:
        months = {day.first for day in found}
        return len({day.second for day in found}) > 1 or len(found) == 1 or max(months) > 12
    if column.told and column.meaning in ("period", "month"):
        return False
    numbers = [periods.full_year(f"{day.first:02d}") * 12 + day.second for day in found]
    steps = {b - a for a, b in pairwise(numbers)}
    runs = bool(steps) and (all(0 <= step <= 3 for step in steps) or all(-3 <= step <= 0 for step in steps))
    if column.meaning in ("period", "month"):
        return not runs and all(day.leads for day in found) and len(found) > 2
    years = {year for year in rows.years("") if year}
    return not runs or bool(years and years.isdisjoint(number // 12 for number in numbers))


def _fill(column: Column, days: dict[str, Day], rows: Rows, work: Work) -> None:
    order = _order(days.values())
    told = rows.years(work.file_stem)
    beside = [_dates_beside(rows, column, place) for place in range(len(rows.numbers))]
    result, months = _with_years(column, days, told, beside, order)
    first = 0 if any(told) else rows.two_years(work.file_stem)
    if not any(beside) and first:
        for year in (first, first + 1):
            trial, found = _with_years(column, days, [year] * len(told), beside, order)
            if {one for one, _ in found} == {first, first + 1}:
                result, months = trial, found
                break
    elif not any(beside) and (shift := _shift(months, told, rows, column, work)):
        result, months = _with_years(column, days, [year + shift for year in told], beside, order)
    if any(year < _FIRST_YEAR for year, _ in months):
        asked = asked_year(rows.table.sheet.name, column.letters, list(days), work)
        result, months = _with_years(column, days, [year or asked for year in told], beside, order)
    column.cells = result
    if column.meaning in ("period", "month"):
        column.meaning, column.confidence = "date", 0.7


def _with_years(
    column: Column, days: dict[str, Day], told: Sequence[int], beside: Sequence[dt.date | None], order: str
) -> tuple[list[Cell], list[tuple[int, int]]]:
    """Cells of a column with the years of its days, and the year and month of each such day; year 0: nothing tells."""
    falls = _falls([days[cell] for cell in column.cells if isinstance(cell, str) and cell in days], order)
    last: tuple[int, int] | None = None
    heading = 0
    result: list[Cell] = []
    found: list[tuple[int, int]] = []
    for place, cell in enumerate(column.cells):
        day = days.get(cell) if isinstance(cell, str) else None
        if day is None:
            own = cells.one_date(cell, order or "dmy") if cell is not None else None
            last = (own.year, own.month) if own is not None else last
            result.append(cell)
            continue
        month = day.second if day.named or order == "dmy" else day.first if order == "mdy" else 0
        if told[place] != heading:  # a new heading names a new year
            heading, last = told[place], None
        near = beside[place]
        if near is not None and month:
            year = _nearest(near, month)
        elif last is not None and month:
            gap = month - last[1]
            year = last[0] + (gap < -_HALF_A_YEAR and not falls) - (gap > _HALF_A_YEAR and falls)
        else:
            year = last[0] if last is not None else heading
        last = (year, month or 1)
        found.append(last)
        result.append(_dated(day, year))
    return result, found


def _shift(months: Sequence[tuple[int, int]], told: Sequence[int], rows: Rows, column: Column, work: Work) -> int:
    """Years to move months by that run over two, where a title names one: of the first or of the last; else asked."""
    years = sorted({year for year, _ in months})
    general = told[0] if told and len(set(told)) == 1 else 0
    if not general or len(years) != 2 or years[1] != years[0] + 1 or min(months)[1] == 1:
        return 0
    early = sum(year == years[0] for year, _ in months)
    late = len(months) - early
    if early <= _FEW and late >= _MANY:
        side = "last"
    elif late <= _FEW and early >= _MANY:
        side = "first"
    else:
        side = work.ask(rows.table.sheet.name, column.letters, "fiscal_year", ("first", "last"), [str(general)]) or ""
    return general - years[0 if side == "first" else 1] if side else 0


def _order(days: Iterable[Day]) -> str:
    """Order of day and month of the numbers of a column; "" where they do not tell."""
    plain = [day for day in days if not day.named]
    if any(day.first > 12 for day in plain):
        return "dmy"
    return "mdy" if any(day.second > 12 for day in plain) else ""


def _falls(days: Sequence[Day], order: str) -> bool:
    """Whether the days go back in time from row to row."""
    months = [day.first if not day.named and order == "mdy" else day.second for day in days]
    steps = [(b - a) % 12 for a, b in pairwise(months) if a != b]
    return sum(step > _HALF_A_YEAR for step in steps) > sum(step <= _HALF_A_YEAR for step in steps)


def _dates_beside(rows: Rows, own: Column, place: int) -> dt.date | None:
    """A full date of another column of the row."""
    for column in rows.layout.all(*_DATES):
        cell = column.cells[place] if column is not own and place < len(column.cells) else None
        found = cell if isinstance(cell, dt.date) else None
        if found is None and isinstance(cell, str) and (read := periods.read_date(cell)) is not None:
            found = read.fixed or read.dmy or read.mdy
        if found is not None:
            return found
    return None


def _nearest(day: dt.date, month: int) -> int:
    """The year in which a month lies nearest to a day."""
    gap = month - day.month
    return day.year + (gap < -_HALF_A_YEAR) - (gap > _HALF_A_YEAR)


def asked_year(sheet: str, letters: str, examples: Sequence[str], work: Work) -> int:
    """The year that the person names for a column; while the question is open, the latest."""
    latest = work.context.latest_year
    choices = tuple(str(latest - back) for back in range(_YEARS_OFFERED))
    return int(work.ask(sheet, letters, "year", choices, examples) or latest)


def over_two_years(rows: Rows, when: spans.Spans, names: Sequence[str], work: Work) -> spans.Spans:
    """Periods of months that name no year, where a title names none either, or two, or one beside months of two."""
    named = rows.layout.one("period") or rows.layout.one("month")
    if named is None or when.how != "label":
        return when
    told = rows.years(work.file_stem)

    def shifted(year: int) -> spans.Spans:
        return spans.spans_of(rows.layout, rows.orders, names, [one or year for one in told])

    sheet, examples = rows.table.sheet.name, cells.texts_of(named.cells)
    if "import.no_year" in when.bad.values():
        first = rows.two_years(work.file_stem)
        for year in (first, first + 1) if first else ():
            if _years_of(trial := shifted(year)) == {first, first + 1}:
                return trial
        return shifted(asked_year(sheet, named.letters, examples, work))
    if any(map(_names_year, named.cells)) or rows.layout.has("year"):
        return when
    months = [(day.year, day.month) for day in when.start if day is not None]
    shift = _shift(months, told, rows, named, work)
    return spans.spans_of(rows.layout, rows.orders, names, [one + shift for one in told]) if shift else when


def _names_year(cell: Cell) -> bool:
    """Whether a cell tells its year itself."""
    if not isinstance(cell, str):
        return cell is not None and not cells.month_number(cell)
    period = periods.read_period(cell)
    return period is None or period.first is None or bool(period.first[0])


def _years_of(when: spans.Spans) -> set[int]:
    return {day.year for day in when.start if day is not None}


def _dated(day: Day, year: int) -> Cell:
    """A day with its year: a date where the month is named, else a text whose order is still to be decided."""
    if not day.named:
        return f"{day.first:02d}/{day.second:02d}/{year}"
    return periods.make_date(year, day.second, day.first) or f"{day.first:02d}/{day.second:02d}"

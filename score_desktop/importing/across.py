"""Periods that run across a table: months over the columns, with years beside the rows, or years over the columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from score_desktop.importing import parts, periods, wordbook
from score_desktop.importing.cells import month_number, year_of
from score_desktop.importing.heads import head_of, is_month_head
from score_desktop.importing.workbook import Cell

if TYPE_CHECKING:
    from score_desktop.importing.tables import RawTable

Span = tuple[dt.date, dt.date]

MONTHS_ACROSS = 3
_YEAR = 12  # months
_YEARS_ACROSS = 2
_PARTS_ACROSS = 2
_YEAR_AND_UNIT = 2
_DAYS_ACROSS = 4
_MOST_OF_A_YEAR = 6
_STAND_IN = 2000
"""Year of months that lack theirs until it is asked."""
_BESIDE_MONTHS = 4
"""Cells beside dates that stand for months: meter, use, unit, total. In a row of bills there are more."""
_LONGEST_DAY = 24
_LARGEST_SERIAL = 100_000
_EVEN = 0.8


def find_periods(table: RawTable, stem: str = "") -> None:
    """Periods across: fill `months` and `totals`, when columns name at least three months or two years.

    Args:
        table: Takes what is found.
        stem: Name of the file, which may name the year that months lack.
    """
    found = _find_dates(table) or _find_months(table, stem) or _find_parts(table, stem) or _find_years(table)
    if not found:
        return
    after = max(table.months)
    for column, head in enumerate(table.heads):
        if column not in table.months and head and (wordbook.row_word(head) or column > after):
            table.totals.add(column)


def _find_dates(table: RawTable) -> bool:
    """Dates across: days, weeks or months that follow one another evenly in one row of the header."""
    for number in table.header_rows:
        row = table.sheet.rows[number]
        columns = [column for column in range(*table.span) if row[column] is not None]
        readings = dates_across([row[column] for column in columns])
        if readings:
            table.readings = {
                order: _columns_of(table, number, dict(zip(columns, spans, strict=True)))
                for order, spans in readings.items()
            }
            table.months = next(iter(table.readings.values()))
            return True
    return False


def _columns_of(table: RawTable, number: int, spans: dict[int, Span | None]) -> dict[int, Span]:
    """Column → period; in a row above another one of the header a date also counts for the empty cells after it."""
    found: dict[int, Span] = {}
    last = None
    for column in range(*table.span):
        if column in spans:
            last = spans[column]
        if last is not None and (column in spans or number != table.header_rows[-1]):
            found[column] = last
    return found


def dates_across(filled: Sequence[Cell]) -> dict[str, list[Span | None]]:
    """What the dates of a row stand for: order of day, month and year → first day and first day outside of each cell.

    Args:
        filled: The cells of the row that hold something. Those that are no date stand for nothing: None.

    Returns:
        Only readings in which at least four dates follow one another by a day or a week, or at least three by a month.
        Two where the row does not decide: 01/01, 01/02, 01/03 … are months, or days of January. Empty: no dates across.
    """
    may = sum(1 for cell in filled if isinstance(cell, dt.date) or _may_be_day(cell) or _serial_day(cell) is not None)
    if may < MONTHS_ACROSS:
        return {}
    days = {order: _days_in(order, filled) for order in periods.ORDERS}
    if not any(_spans_of(one, _DAYS_ACROSS) for one in days.values()):
        return {}
    found: dict[str, list[Span | None]] = {}
    for order, one in days.items():
        # Three days in sequence say little, but enough to doubt that they are months.
        spans = _spans_of(one, MONTHS_ACROSS)
        if spans and spans not in found.values():
            found[order] = spans
    return found


def _days_in(order: str, filled: Sequence[Cell]) -> list[dt.date | None]:
    """The day of each cell; none of any, where one is a day in other orders alone."""
    days = [_day_of(cell, order) for cell in filled]
    is_possible = all(day is not None or not _may_be_day(cell) for day, cell in zip(days, filled, strict=True))
    return days if is_possible else []


def _spans_of(days: Sequence[dt.date | None], fewest: int) -> list[Span | None]:
    known = [day for day in days if day is not None]
    step = dt.timedelta(days=_step_of(known)) if len(known) >= fewest else None
    if step:
        return [None if day is None else (day, day + step) for day in days]
    if len(known) >= max(MONTHS_ACROSS, len(days) - _BESIDE_MONTHS) and _name_months(known):
        months = [None if day is None else (day.year, day.month) for day in days]
        return [None if month is None else (periods.month_start(month), periods.month_end(month)) for month in months]
    return []


def _name_months(days: Sequence[dt.date]) -> bool:
    """Whether dates stand for the months in which they are: all first days or all last days, nearly all in sequence."""
    all_first = all(day.day == 1 for day in days)
    all_last = all((day + dt.timedelta(days=1)).day == 1 for day in days)
    steps = [(b.year - a.year) * 12 + b.month - a.month for a, b in pairwise(days)]
    return (all_first or all_last) and min(steps) > 0 and steps.count(1) >= _EVEN * len(steps)


def _may_be_day(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) < _LONGEST_DAY and periods.read_date(cell) is not None


def _day_of(cell: Cell, order: str) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    found = periods.read_date(cell) if isinstance(cell, str) and len(cell) < _LONGEST_DAY else None
    if found is None:
        return _serial_day(cell)
    day: dt.date | None = getattr(found, order)
    return day


def _serial_day(cell: Cell) -> dt.date | None:
    """The day of a number as spreadsheets count days."""
    is_whole = isinstance(cell, (float, int)) and -_LARGEST_SERIAL < cell < _LARGEST_SERIAL and cell == int(cell)
    return periods.serial_date(float(cell)) if is_whole and isinstance(cell, (float, int)) else None


def _step_of(days: Sequence[dt.date]) -> int:
    """Days from one date to the next where nearly all are a day or a week apart, else 0."""
    steps = [(b - a).days for a, b in pairwise(days)]
    usual = next((step for step in (1, 7) if steps.count(step) >= _EVEN * len(steps)), 0)
    return usual if all(step >= usual for step in steps) else 0


def _find_months(table: RawTable, stem: str) -> bool:
    """Months across; those without a year take it from beside the rows, the titles, the sheet or the file."""
    named: dict[int, periods.Month] = {}
    for column, head in enumerate(table.heads):
        month = month_of(head)
        if month is None and head:
            month = _month_within(head)
        if month is not None:
            named[column] = month
    if len(set(named.values())) < MONTHS_ACROSS or parts.are_years_of_two([table.heads[column] for column in named]):
        return False
    _years_beside(table, named)
    corner = [head for head in table.heads[: min(named)] if head]
    told = (*table.titles, *corner, table.sheet.name, stem)
    year_of_title = periods.first_year_in if _run_over(list(named.values())) else periods.year_in
    year = next((found for text in told if (found := year_of_title(text) or periods.year_in(text))), 0)
    last = 0
    year = next(iter(table.row_years.values()), year)  # a stand-in: each row has its own
    runs_over = _run_over(list(named.values()))
    table.over_years = table.over_years and runs_over
    if not year and _is_bare_calendar(named):
        year, table.lacks_year = _STAND_IN, True
    for column, (own, number) in named.items():
        if own == 0 and year == 0:
            continue
        if own == 0 and number < last - 6 and (runs_over or not table.row_years):
            year += 1
        last = number
        key = (own or year, number)
        table.months[column] = (periods.month_start(key), periods.month_end(key))
    return bool(table.months)


def _is_bare_calendar(named: dict[int, periods.Month]) -> bool:
    """Whether columns are a whole year of months, or most of one, and none tells of which."""
    return len(named) >= _MOST_OF_A_YEAR and not any(year for year, _ in named.values())


def _run_over(months: Sequence[periods.Month]) -> bool:
    """Whether months run from one year into the next: July to June."""
    return sum(b < a for (_, a), (_, b) in pairwise(months)) == 1


def _find_parts(table: RawTable, stem: str) -> bool:
    """Quarters, halves or pairs of months across."""
    weeks = parts.refuted(table.heads)
    heads = [period_and_unit(head)[0] or head for head in table.heads]
    named = {column: part for column, head in enumerate(heads) if head and (part := part_of(head))}
    for column in list(named):
        shape = periods.shape_of_part(heads[column])
        if shape is not None and shape.word in weeks:
            del named[column]
    bare = {} if named else parts.bare_parts(table.heads)
    if len(named or bare) < _PARTS_ACROSS or (bare and _has_days(table, bare)):
        return False
    named = named or bare
    lacking = [low for low, _ in named.values() if not low[0]]
    if lacking:
        _years_beside(table, {column: low for column, (low, _) in named.items()})
    year = next((found for text in (*table.titles, table.sheet.name, stem) if (found := periods.year_in(text))), 0)
    year = next(iter(table.row_years.values()), year)
    if not year and lacking:
        return False
    table.months = {
        column: (periods.month_start((low[0] or year, low[1])), periods.month_end((high[0] or year, high[1])))
        for column, (low, high) in named.items()
    }
    return True


def _has_days(table: RawTable, named: Collection[int]) -> bool:
    """Whether days or months run down beside some columns: then "T1" over one of them is no quarter."""
    rows = table.sheet.rows[table.body[0] : table.body[1]]
    beside = [column for column in range(*table.span) if column not in named]
    return any(_has_day(row[column]) or month_of(row[column]) is not None for column in beside for row in rows)


def part_of(text: str) -> tuple[periods.Month, periods.Month] | None:
    """First and last month that a header names when it names several, else None."""
    found = periods.read_period(text)
    if found is None or not found.first or not found.last or found.first == found.last:
        return None
    return found.first, found.last


def _years_beside(table: RawTable, named: dict[int, periods.Month]) -> None:
    """Years down: a column of years beside months that name none themselves."""
    if any(year for year, _ in named.values()):
        return
    first, last = table.body
    for column in range(*table.span):
        if column in named:
            continue
        own = [table.sheet.rows[row][column] for row in range(first, last)]
        pairs = [periods.first_year_of(cell) if isinstance(cell, str) else 0 for cell in own]
        found = pairs if any(pairs) else [year_of(cell) for cell in own]
        filled = [cell for row in range(first, last) if (cell := _label(table, row, column, named)) is not None]
        if not any(found) or sum(map(bool, found)) < 0.6 * len(filled):
            continue
        year = 0
        for row in range(first, last):
            year = found[row - first] or year
            if year:
                table.row_years[row] = year
        table.calendar = column
        table.over_years = not any(pairs)
        return


def _label(table: RawTable, row: int, column: int, named: Collection[int]) -> Cell:
    """A cell beside the values of a row; None in rows without values and in those that sum up."""
    cells = table.sheet.rows[row]
    cell = cells[column]
    is_sum = isinstance(cell, str) and bool(wordbook.row_word(cell))
    return None if is_sum or all(cells[one] is None for one in named) else cell


def _find_years(table: RawTable) -> bool:
    """Years across: months run down, or each row holds a value of each year."""
    years = {
        column: year for column, head in enumerate(table.heads) if head and (year := year_of(head) or _year_in(head))
    }
    if len(set(years.values())) < _YEARS_ACROSS:
        return False
    first, last = table.body
    for column in range(*table.span):
        if column in years:
            continue
        cells = [table.sheet.rows[row][column] for row in range(first, last)]
        if is_month_head(table.heads[column]):
            cells = parts.numbered(table.heads[column], cells, months=True)
        months = _months_down(table.heads[column], cells)
        if len(set(months) - {None}) >= MONTHS_ACROSS or (is_month_head(table.heads[column]) and any(months)):
            table.row_months = {first + place: one for place, one in enumerate(months) if one}
            table.calendar = column
            break
        if is_month_head(table.heads[column]) and any(cell is not None for cell in cells):
            return False  # what stands there names no month that is understood
        if any(_has_day(cell) for cell in cells):
            return False
    if table.calendar is None and not _only_years(table.heads, years):
        return False
    table.months = {column: (dt.date(year, 1, 1), dt.date(year + 1, 1, 1)) for column, year in years.items()}
    return True


def _months_down(head: str, cells: Sequence[Cell]) -> list[tuple[int, int] | None]:
    """First and last month of what each cell of a column names without its year."""
    size = parts.size_of(head)
    weeks = parts.refuted(cell for cell in cells if isinstance(cell, str))
    found: list[tuple[int, int] | None] = []
    for cell in cells:
        low = parts.first_month(cell, size) if size else month_number(cell)
        part = part_of(cell) if isinstance(cell, str) else None
        shape = periods.shape_of_part(cell) if isinstance(cell, str) else None
        if shape is not None and shape.word in weeks:
            found.append(None)
        elif part is not None and not part[0][0]:
            found.append((part[0][1], part[1][1]))
        else:
            found.append((low, low + max(size, 1) - 1) if low else None)
    return found


def _year_in(head: str) -> int:
    """The year beside the concept in a head of two rows ("2024 kWh"); a month or a day beside it is none."""
    words = head.split()
    years = [year for word in words if (year := year_of(word))]
    rest = " ".join(word for word in words if not year_of(word))
    known = head_of(rest) if rest else None
    return years[0] if len(years) == 1 and known is not None and len(words) <= 4 else 0


def _only_years(heads: Sequence[str], years: dict[int, int]) -> bool:
    """Whether all columns but those of words hold years: a header of two years among others is no table of years."""
    return all(year_of(period_and_unit(heads[column])[0] or heads[column]) for column in years)


def _has_day(cell: Cell) -> bool:
    if isinstance(cell, str):
        period = periods.read_period(cell)
        return periods.read_date(cell) is not None or bool(period and (period.dates or (period.first or (0,))[0]))
    return isinstance(cell, dt.date)


def month_of(cell: Cell) -> periods.Month | None:
    """(year, month) that a header cell names; year 0 if it names none."""
    if isinstance(cell, dt.date):
        return cell.year, cell.month
    if isinstance(cell, str) and (period := periods.read_period(cell)) and period.first and period.first == period.last:
        return period.first
    return None


def may_be_amounts(filled: Sequence[Cell]) -> bool:
    """Whether digits that can name a month ("202401") stand alone in a row, or are no months in sequence.

    In a file of texts an amount is written so too: 202,401 kWh.
    """
    texts = [cell for cell in filled if isinstance(cell, str) and cell.strip().isdecimal()]
    months = [month[0] * 12 + month[1] for month in map(month_of, texts) if month is not None]
    is_far = any(abs(b - a) > _YEAR for a, b in pairwise(months))
    rises = len(months) >= MONTHS_ACROSS and months in (sorted(months), sorted(months, reverse=True))
    return len(months) == 1 or (is_far and not rises)


def period_and_unit(text: str) -> tuple[str, str]:
    """A head that names a period and the unit of the values below it ("Ene-24 t", "Q1 2024 (kWh)"); ("", "") if not."""
    rest, _, last = text.strip().rpartition(" ")
    word = last.strip("()[].")
    unit = wordbook.find_unit(word) if rest and word else None
    if unit is None or unit.dimension not in ("energy", "volume", "mass"):
        return "", ""
    plain = rest.strip(" ,-:")
    is_period = bool(year_of(plain) or part_of(plain) or ((month := month_of(plain)) and month[0]))
    return (plain, word) if is_period else ("", "")


def years_with_units(filled: Sequence[Cell]) -> frozenset[str]:
    """Cells such as "2024 kWh" and "2024 Bs" (or "kWh 2024"), where two years and more come with the same two units.

    One alone may be an amount: 2024 Bs.
    """
    found: dict[int, dict[str, str]] = {}
    for cell in filled:
        words = cell.split() if isinstance(cell, str) else []
        if len(words) != _YEAR_AND_UNIT:
            continue
        for word, other in (words, words[::-1]):
            unit = other.strip("()[]")
            if word.isdecimal() and year_of(word) and (wordbook.find_unit(unit) or wordbook.currency_of(unit)):
                found.setdefault(year_of(word), {})[wordbook.fold(unit)] = " ".join(words)
    alike = len(found) >= _YEARS_ACROSS and len({frozenset(units) for units in found.values()}) == 1
    cells = [text for units in found.values() for text in units.values()]
    return frozenset(cells) if alike and len(cells) > len(found) else frozenset()


def names_period(head: str) -> bool:
    """Whether a header names a month, a part of a year or a year, and nothing else."""
    return bool(month_of(head) or part_of(head) or year_of(head))


def _month_within(head: str) -> periods.Month | None:
    """The month in a head of two rows: "2024 Ene", "ene-24 kWh"; None if the head is of other things."""
    words = head.split()
    for size in (2, 1):
        for start in range(len(words) - size + 1):
            month = month_of(" ".join(words[start : start + size]))
            if month is not None:
                rest = words[:start] + words[start + size :]
                year = next((found for word in rest if (found := periods.year_in(word))), 0)
                return (month[0] or year, month[1])
    return None

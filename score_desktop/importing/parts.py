"""Parts of years that a column or a header row numbers: quarters, halves, thirds, pairs of months.

"1" below "Trimestre" is a quarter, "I/2024" beside "IV/2024" too; "S1 2024" beside "S30 2024" is a week and no half.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Sequence

from score_desktop.importing import periods, wordbook
from score_desktop.importing.workbook import Cell

Span = tuple[dt.date, dt.date]

_TOKENS = re.compile(r"[a-z]+|\d+")
_STEMS = {"bimest": 2, "trimest": 3, "quarter": 3, "quartal": 3, "vierteljahr": 3, "cuatrimest": 4, "quadrimest": 4}
_STEMS |= {"semestr": 6, "halbjahr": 6, "half": 6}
_MONTHLY = ("mes", "mensual", "mensal", "mensuel", "month", "mois", "monat")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}
_ROMAN_YEAR = re.compile(r"(?:(?P<a>[iv]{1,3})\s?[-/. ]\s?(?P<b>\d{4}))|(?:(?P<c>\d{4})\s?[-/. ]\s?(?P<d>[iv]{1,3}))")
_MONTHS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_RANGE = re.compile(r"(\d{1,2})\s?(?:[-/]|a|y|al)\s?(\d{1,2})")
_QUARTERS = 4
_HALF = 6
_PAIR = re.compile(r"(\d{4})\s?[/-]\s?(\d{2})")
_BARE = re.compile(r"([qt])\s?([1-4])|([1-4])\s?([qt])|([sh])\s?([12])|([12])\s?([sh])")


@functools.lru_cache(maxsize=1024)
def size_of(title: str) -> int:
    """Months of each part that a header counts ("Trimestre": 3); 0 if it names none, or months too."""
    tokens = _TOKENS.findall(wordbook.fold(title))
    if any(token.startswith(_MONTHLY) for token in tokens):
        return 0
    sizes = {size for token in tokens for stem, size in _STEMS.items() if token.startswith(stem)}
    return sizes.pop() if len(sizes) == 1 else 0


def size_in(title: str, texts: Iterable[str]) -> int:
    """Months of each part that a column counts: its header tells, or Roman numbers up to IV beside years; 0 if none."""
    if size := size_of(title):
        return size
    numbers = set()
    for text in texts:
        found = _ROMAN_YEAR.fullmatch(wordbook.fold(text))
        number = _ROMAN.get(found["a"] or found["d"]) if found is not None else None
        if number is None:
            return 0
        numbers.add(number)
    return 3 if numbers and max(numbers) == _QUARTERS else 0


def span_of(cell: Cell, size: int, year: int) -> Span | None:
    """The part that a cell names in a column of parts of `size` months; None if it names none of that length.

    Args:
        cell: A number, a text such as "2/2024", "II", "2do", "abr-jun 2024", or the first or last day of a part.
        size: Months of each part.
        year: The year where the cell names none; 0 if not known.
    """
    if isinstance(cell, dt.date):
        return _by_day(cell, size)
    number, own = _number_and_year(cell, size)
    if number:
        return _part(own or year, number, size)
    found = periods.read_period(cell) if isinstance(cell, str) else None
    if found is None or not found.first or not found.last:
        return None
    first, last = ((one[0] or year, one[1]) for one in (found.first, found.last))
    months = (last[0] - first[0]) * 12 + last[1] - first[1] + 1
    return (periods.month_start(first), periods.month_end(last)) if first[0] and months == size else None


def numbered(title: str, cells: Sequence[Cell], *, months: bool) -> list[Cell]:
    """Cells of a column with the number of each part, where all of them are Roman months, or months of parts ("1-2").

    Args:
        title: Header of the column.
        months: Whether the header is of months; else Roman numbers up to VI may count longer parts.
    """
    size = size_of(title)
    texts = {cell: wordbook.fold(cell).rstrip(".") for cell in cells if isinstance(cell, str)}
    if len(texts) < len({cell for cell in cells if cell is not None}):
        return list(cells)  # something else than texts
    found: dict[str, int] = {}
    if not size and all(text in _MONTHS for text in texts.values()):
        found = {cell: _MONTHS.index(text) + 1 for cell, text in texts.items()}
        found = found if months or max(found.values(), default=0) > _HALF else {}
    elif size:
        found = {cell: _part_of_range(text, size) for cell, text in texts.items()}
        found = found if all(found.values()) and (len(found) > 1 or max(found.values()) * size > 12 // size) else {}
    return [float(found[cell]) if isinstance(cell, str) and cell in found else cell for cell in cells]


def _part_of_range(text: str, size: int) -> int:
    """Number of the part of `size` months that begins and ends with two months ("3-4": the second pair), else 0."""
    months = _RANGE.fullmatch(text)
    first, last = (int(months[1]), int(months[2])) if months else (0, 0)
    return last // size if 0 < first <= last <= 12 and last % size == 0 and last - first == size - 1 else 0


def first_month(cell: Cell, size: int) -> int:
    """First month of a part that a cell names without its year, else 0."""
    number, year = _number_and_year(cell, size)
    if number:
        return 0 if year else (number - 1) * size + 1
    found = periods.read_period(cell) if isinstance(cell, str) else None
    return found.first[1] if found is not None and found.first and not found.first[0] else 0


def _part(year: int, number: int, size: int) -> Span | None:
    if not year:
        return None
    return periods.month_start((year, (number - 1) * size + 1)), periods.month_end((year, number * size))


def _by_day(day: dt.date, size: int) -> Span | None:
    """The part that begins or ends with a day."""
    after = day + dt.timedelta(days=1)
    if day.day == 1 and (day.month - 1) % size == 0:
        return _part(day.year, (day.month - 1) // size + 1, size)
    if after.day == 1 and (after.month - 1) % size == 0:
        return _part(day.year, (day.month - 1) // size + 1, size)
    return None


def _number_and_year(cell: Cell, size: int) -> tuple[int, int]:
    """Number of a part and the year beside it, 0 for what the cell does not name."""
    most = 12 // size
    if type(cell) is float or type(cell) is int:
        return (int(cell), 0) if cell in range(1, most + 1) else (0, 0)
    if not isinstance(cell, str):
        return 0, 0
    tokens = periods.telling_tokens(wordbook.fold(cell))
    tokens = [token for token in tokens if size != (size_of(token) or periods.size_of_word(token))]
    years = [token for token in tokens if token.isdecimal() and len(token) == 4]
    if not years and len(tokens) == 2 and tokens[1].isdecimal() and len(tokens[1]) == 2:
        years = tokens[1:]
    rest = [token for token in tokens if token not in years]
    if len(rest) != 1 or len(years) > 1:
        return 0, 0
    number = periods.ordinal(rest[0])
    year = periods.full_year(years[0]) if years else 0
    return (number, year) if 1 <= number <= most else (0, 0)


def are_years_of_two(texts: Sequence[str]) -> bool:
    """Whether texts such as "2010/11", "2011/12" are years that begin in one and end in the next, and no months."""
    found = (_PAIR.fullmatch(text.strip()) for text in texts)
    return len(texts) > 1 and all(one is not None and int(one[2]) == (int(one[1]) + 1) % 100 for one in found)


def refuted(texts: Iterable[str]) -> frozenset[str]:
    """Words for parts of years that stand beside numbers no year has of them: "S30 2024" makes "S1 2024" a week."""
    shapes = (periods.shape_of_part(text) for text in texts)
    return frozenset(shape.word for shape in shapes if shape is not None and shape.number > 12 // shape.size)


def bare_parts(heads: Sequence[str]) -> dict[int, tuple[periods.Month, periods.Month]]:
    """Place → first and last month (year 0) of heads that number all quarters or halves of a year: "Q1" to "Q4"."""
    found: dict[str, dict[int, int]] = {}
    for place, head in enumerate(heads):
        if shape := _BARE.fullmatch(wordbook.fold(head)):
            letter, number = sorted(filter(None, shape.groups()), key=str.isdecimal)
            found.setdefault(letter, {})[place] = int(number)
    for letter, numbered in found.items():
        size = 3 if letter in "qt" else 6
        if sorted(numbered.values()) == list(range(1, 12 // size + 1)):
            return {place: ((0, (number - 1) * size + 1), (0, number * size)) for place, number in numbered.items()}
    return {}

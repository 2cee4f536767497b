"""Dates and periods as people write them. A date may have two readings (03/04/2025); a column decides."""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass

from score_desktop.importing import wordbook

ORDERS = ("dmy", "mdy", "ymd")
_EARLIEST, _LATEST = 1980, 2100
_MONTH_FIRST = frozenset({"US"})
"""Countries that write 12/31/2025 (CLDR 46, short dates)."""
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?")
_YEAR_PAIR = re.compile(r"(?<![\d.,/-])((?:19[89]|20\d)\d)\s?[-/–]\s?(\d{4}|\d{2})(?![\d.,/-])")
_YEARS_ONLY = re.compile(r"(?:(?:gestion|ano|year|fy|ay|saison|exercice)\s?)*((?:19[89]|20\d)\d\s?[-/–]\s?\d{2,4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_THREE = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4}|\d{2})(?:,? \d{1,2}:\d{2}.*)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})(?:\s?[/.-]?\s?|[- ]?m)(\d{2})|(\d{4})\s?[/-]\s?(\d{1})")
"""Not "2024.1": it may be the number 2024.10 without its last digit."""
_MONTHS_OF_YEAR = re.compile(r"(\d{1,2})\s?-\s?(\d{1,2})\s?/\s?(\d{4})")
"""Numbers of the first and the last month before the year: "01-03/2024"."""
_SPLIT = re.compile(r"\s+(?:al?|hasta|to|until|through|thru|ate|au|bis)(?:\s+el)?\s+|\s+[-–—]+\s+|\s*[–—]\s*")
_TOKENS = re.compile(r"[a-z]+|\d+")
_FILLER = frozenset(
    {"de", "del", "el", "mes", "periodo", "ano", "gestion", "consumo"}
    | {"month", "period", "of", "the", "th", "st", "nd", "rd"}
    | {"lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"}
    | {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
)
_DAY_MONTH = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})")
_JOINED = re.compile(r"(\d{1,2}[/.]\d{1,2}[/.]\d{2,4})\s?(?:-|a|al)\s?(\d{1,2}[/.]\d{1,2}[/.]\d{2,4})")
_YEAR_ONLY = re.compile(r"(?:(?:gestion|ano|year|anual|total|fy|cy)\s*)*((?:19[89]|20\d)\d)(?:\s+total)?")
_PARTS_OF_YEAR = {
    **dict.fromkeys(("bimestre", "bim", "bimester", "b"), 2),
    **dict.fromkeys(("trimestre", "trim", "trimester", "quarter", "qtr", "quartal", "vierteljahr", "q", "t"), 3),
    **dict.fromkeys(("cuatrimestre", "cuatrim", "quadrimestre"), 4),
    **dict.fromkeys(("semestre", "sem", "semester", "half", "halbjahr", "hj", "h", "s"), 6),
}
"""Words for a part of a year → its months."""
_ORDINALS = {
    **{"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "first": 1, "second": 2, "third": 3, "fourth": 4},
    **{"primer": 1, "primero": 1, "segundo": 2, "tercer": 3, "tercero": 3, "cuarto": 4, "quinto": 5, "sexto": 6},
    **{"primeiro": 1, "terceiro": 3, "quarto": 4, "premier": 1, "deuxieme": 2, "troisieme": 3, "quatrieme": 4},
    **{"erstes": 1, "zweites": 2, "drittes": 3, "viertes": 4},
}
_ENDINGS = frozenset({"er", "ro", "do", "to", "o", "ra", "da", "ero", "e", "eme", "nd", "st", "rd", "th", "mo"})

Month = tuple[int, int]


@dataclass(frozen=True, slots=True)
class DateText:
    """Readings of a date: by order of day, month and year; None where it cannot be read so."""

    dmy: dt.date | None
    mdy: dt.date | None
    ymd: dt.date | None = None

    @property
    def fixed(self) -> dt.date | None:
        """The date when only one is possible."""
        seen = {date for date in (self.dmy, self.mdy, self.ymd) if date is not None}
        return seen.pop() if len(seen) == 1 else None

    def by(self, order: str) -> dt.date | None:
        """The date in an order; one that has only another reading keeps that."""
        wanted: dt.date | None = getattr(self, order) if order in ORDERS else None
        return wanted if wanted is not None else self.fixed


@dataclass(frozen=True, slots=True)
class PeriodText:
    """A named period: whole months, or two dates.

    Attributes:
        first: (year, month) of the first month; year 0 when the text names none.
        last: The last month, the same for one month.
        dates: First and last date of a text that names two; months are then not set.
    """

    first: Month | None = None
    last: Month | None = None
    dates: tuple[DateText, DateText] | None = None


def usual_order(country: str) -> str:
    """Order of day and month in which a country writes dates."""
    return "mdy" if country in _MONTH_FIRST else "dmy"


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """A date within reason, or None."""
    if not (_EARLIEST <= year <= _LATEST and 1 <= month <= 12 and 1 <= day <= 31):
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def full_year(text: str) -> int:
    """A year of two or four digits."""
    year = int(text)
    return year if len(text) > 2 else year + (2000 if year < 70 else 1900)


@functools.lru_cache(maxsize=1 << 16)
def read_date(text: str) -> DateText | None:
    """The readings of a text as one day, or None."""
    plain = text.strip().replace("\u00a0", " ")
    if found := _ISO.fullmatch(plain) or _COMPACT.fullmatch(plain):
        date = make_date(*(int(part) for part in found.groups()))
        return _fixed(date)
    if (found := _THREE.fullmatch(plain)) and not _MONTHS_OF_YEAR.fullmatch(plain):
        a, b, c = found.groups()
        year = full_year(c)
        dmy, mdy = make_date(year, int(b), int(a)), make_date(year, int(a), int(b))
        ymd = make_date(full_year(a), int(b), int(c)) if len(c) == 2 and len(a) == 2 else None
        return DateText(dmy, mdy, ymd) if dmy or mdy or ymd else None
    if any(map(str.isalpha, plain)) and len(plain) < 40:
        return _fixed(_named_date(plain))
    return None


def _fixed(date: dt.date | None) -> DateText | None:
    return DateText(date, date, date) if date is not None else None


def _named_date(text: str) -> dt.date | None:
    """Such as "4 de enero de 2023", "04-ene-23", "Jan 4, 2023"."""
    tokens = [token for token in _TOKENS.findall(wordbook.fold(text)) if token not in _FILLER]
    names = [token for token in tokens if token in wordbook.months()]
    numbers = [token for token in tokens if token.isdigit()]
    if len(tokens) != 3 or len(names) != 1 or len(numbers) != 2:
        return None
    month = wordbook.months()[names[0]]
    day, year = (numbers[1], numbers[0]) if len(numbers[0]) == 4 else numbers
    return make_date(full_year(year), month, int(day)) if len(year) in (2, 4) else None


@functools.lru_cache(maxsize=1 << 15)
def read_period(text: str) -> PeriodText | None:
    """The period a text names: months or two dates; None if it names none. One day is no period."""
    plain = text.strip().replace("\u00a0", " ")
    if not plain or len(plain) > 60 or not any(map(str.isalnum, plain)):
        return None
    parts = split_range(plain)
    if len(parts) == 2:
        last = read_date(parts[1])
        first = read_date(parts[0]) or (_within(parts[0], last) if last else None)
        if first and last:
            return PeriodText(dates=(first, last))
        if range_ := _month_range(parts[0], parts[1]):
            return range_
    return _months_of(" ".join(parts))  # "Enero - 2024" is no range


def _months_of(low: str) -> PeriodText | None:
    """The months that a text names without a word between the first and the last."""
    if found := _MONTHS_OF_YEAR.fullmatch(low):
        return _month_range(f"{found[1]}/{found[3]}", f"{found[2]}/{found[3]}")
    if month := _one_month(low):
        return PeriodText(month, month)
    if part := _part_of_year(low):
        return part
    pieces = re.split(r"\s?[-/]\s?", low)
    return _month_range(pieces[0], pieces[1]) if len(pieces) == 2 else None


def split_range(text: str) -> list[str]:
    """The two parts of a period text such as "01/01/2024 al 31/01/2024"; one part if it is none."""
    low = wordbook.fold(text)
    if low.startswith(("del ", "from ", "desde ", "de ")):
        low = low.split(" ", 1)[1]
    if found := _JOINED.fullmatch(low):
        return [found[1], found[2]]
    return [part.strip() for part in _SPLIT.split(low)]


def _within(text: str, last: DateText) -> DateText | None:
    """The first day of a range that leaves out what the last one says: "5 de enero al 4 de febrero de 2024"."""
    if found := _DAY_MONTH.fullmatch(text):
        a, b = int(found[1]), int(found[2])
        dmy, mdy = _before(b, a, last.dmy), _before(a, b, last.mdy)
        return DateText(dmy, mdy) if dmy or mdy else None
    day = last.fixed
    tokens = [token for token in _TOKENS.findall(text) if token not in _FILLER]
    names = [wordbook.months()[token] for token in tokens if token in wordbook.months()]
    days = [int(token) for token in tokens if token.isdigit() and len(token) <= 2]
    if len(days) != 1 or len(names) > 1 or len(days) + len(names) != len(tokens):
        return None
    if names:
        return _fixed(_before(names[0], days[0], day))
    if day is not None:
        return _fixed(_before(day.month, days[0], day))
    return DateText(*(_before(end.month, days[0], end) if end else None for end in (last.dmy, last.mdy)))


def _before(month: int, day: int, last: dt.date | None) -> dt.date | None:
    """A day and month in the year of a later day, or in the year before that."""
    if last is None:
        return None
    first = make_date(last.year, month, day)
    return make_date(last.year - 1, month, day) if first is not None and first > last else first


@dataclass(frozen=True, slots=True)
class PartShape:
    """What a text says of a part of a year: the word for it, its months, its number, and the year (0 if none)."""

    word: str
    size: int
    number: int
    year: int


def telling_tokens(low: str) -> list[str]:
    """Words and numbers of a folded text without those that say nothing of a period."""
    return [token for token in _TOKENS.findall(low) if token not in _FILLER and token not in _ENDINGS]


def size_of_word(token: str) -> int:
    """Months of the part of a year that a word or letter stands for ("trim", "q"), or 0."""
    return _PARTS_OF_YEAR.get(token, 0)


def ordinal(token: str) -> int:
    """The number that a word, a Roman or a common number stands for, or 0."""
    return _ORDINALS.get(token) or (int(token) if token.isdecimal() else 0)


@functools.lru_cache(maxsize=1 << 12)
def shape_of_part(text: str) -> PartShape | None:
    """Quarters, halves, pairs of months, whatever their number: "Q1 2024", "1er trimestre 2024", "2024-S2"; or None."""
    tokens = telling_tokens(wordbook.fold(text))
    kinds = [token for token in tokens if token in _PARTS_OF_YEAR]
    rest = [token for token in tokens if token not in _PARTS_OF_YEAR]
    if len(kinds) != 1 or not 1 <= len(rest) <= 2:
        return None
    years = [token for token in rest if token.isdigit() and len(token) == 4]
    if not years and len(rest) == 2 and rest[1].isdigit() and len(rest[1]) == 2:
        years = [rest[1]]
    which = [token for token in rest if token not in years]
    if len(which) != 1 or (not years and len(kinds[0]) == 1):
        return None
    year = full_year(years[0]) if years else 0
    return PartShape(kinds[0], _PARTS_OF_YEAR[kinds[0]], ordinal(which[0]), year)


def _part_of_year(low: str) -> PeriodText | None:
    """The months of a part of a year that there is."""
    shape = shape_of_part(low)
    if shape is None or not 1 <= shape.number <= 12 // shape.size:
        return None
    first, last = (shape.number - 1) * shape.size + 1, shape.number * shape.size
    return PeriodText((shape.year, first), (shape.year, last))


def year_only(text: str) -> int:
    """The year of a text that names nothing else ("2024", "Gestión 2024", "Total 2024"), or 0."""
    found = _YEAR_ONLY.fullmatch(wordbook.fold(text).strip(" .:"))
    return int(found[1]) if found else 0


def _one_month(low: str) -> Month | None:
    if found := _MONTH_YEAR.fullmatch(low):
        return _month(int(found[2]), int(found[1]))
    if found := _YEAR_MONTH.fullmatch(low):
        return _month(int(found[1] or found[3]), int(found[2] or found[4]))
    tokens = [token for token in _TOKENS.findall(low) if token not in _FILLER]
    names = [token for token in tokens if token in wordbook.months()]
    if len(names) != 1 or len(tokens) > 2:
        return None
    rest = [token for token in tokens if token not in names]
    if not rest:
        return 0, wordbook.months()[names[0]]
    if rest[0].isdigit() and len(rest[0]) in (2, 4):
        return _month(full_year(rest[0]), wordbook.months()[names[0]])
    return None


def _month(year: int, month: int) -> Month | None:
    return (year, month) if _EARLIEST <= year <= _LATEST and 1 <= month <= 12 else None


def _month_range(first: str, last: str) -> PeriodText | None:
    low, high = _one_month(first.strip()), _one_month(last.strip())
    if low is None or high is None:
        return None
    if low[0] == 0 and high[0]:
        low = (high[0] - (low[1] > high[1]), low[1])
    return PeriodText(low, high) if low <= high else None


def month_start(month: Month) -> dt.date:
    """First day of a month."""
    return dt.date(month[0], month[1], 1)


def month_end(month: Month) -> dt.date:
    """First day after a month."""
    year, number = month
    return dt.date(year + 1, 1, 1) if number == 12 else dt.date(year, number + 1, 1)


def month_back(date: dt.date) -> dt.date:
    """The same day one month before, or that month's last day."""
    first = date.replace(day=1)
    previous = first - dt.timedelta(days=1)
    return previous.replace(day=min(date.day, previous.day))


def serial_date(value: float) -> dt.date | None:
    """A date stored as the number of days since 1899-12-30, as spreadsheets do; None outside of reason."""
    if not 29_000 <= value <= 73_050:  # 1979 to 2099
        return None
    return dt.date(1899, 12, 30) + dt.timedelta(days=int(value))


def first_year_in(text: str) -> int:
    """The first of two years that follow each other in a title ("gestión 2023-2024", "2023/24"); 0 if none do."""
    for first, second in _YEAR_PAIR.findall(text):
        if int(second) in (int(first) + 1, (int(first) + 1) % 100):
            return int(first)
    return 0


_LONG_YEAR = re.compile(r"(?<![\d.,])(?:19[89]|20\d)\d(?![\d.,])")


def first_year_of(text: str) -> int:
    """The first year of a text that names two in sequence and nothing else ("2020-21", "FY 2020/2021"), or 0."""
    found = _YEARS_ONLY.fullmatch(wordbook.fold(text))
    return first_year_in(found[1]) if found else 0


def year_in(text: str) -> int:
    """The one year that a title names ("gestión 2024"), 0 if none or several."""
    years = {int(found) for found in re.findall(r"(?<![\d.,/-])(?:19[89]\d|20\d\d)(?![\d.,/-])", text)}
    return years.pop() if len(years) == 1 else 0


def first_of_two_years(text: str) -> int:
    """The first of the only two years of a title in sequence ("2024/25", "julio 2024 - junio 2025"), else 0."""
    if first := first_year_in(text):
        return first
    years = sorted({int(found) for found in _LONG_YEAR.findall(text)})
    return years[0] if len(years) == 2 and years[1] == years[0] + 1 else 0

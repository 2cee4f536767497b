"""What people type into cells and fields: numbers and days, in the notation of their region.

The readings are those of imported cells (`importing.amounts`, `importing.periods`); where a text has two, the region
decides. Nothing is guessed beyond that: a text without a reading is refused with a message for the cell.
"""

from __future__ import annotations

import datetime as dt
import functools
from decimal import Decimal

from score_desktop import reference
from score_desktop.errors import InvalidInput
from score_desktop.i18n import Texts
from score_desktop.importing import amounts, periods, wordbook

_LONGEST = 60
_NO_WORDS = frozenset({"no", "n", "false", "falso", "0"})


def read_number(text: str, texts: Texts) -> Decimal:
    """The number that a person typed or pasted.

    The region's own notation comes first, strictly ("1.234" is 1234 in Bolivia); a text that it refuses is read in the
    other one ("1234.5" is 1234.5 there too). Currency words, spaces between thousands, parentheses and minus signs in
    front or behind are understood; a unit or % beside the number is refused, because it would change the meaning.

    Raises:
        InvalidInput: "typed.number", "typed.number_with_unit".
    """
    found = amounts.read_number(text) if len(text) <= _LONGEST else None
    if found is None:
        raise InvalidInput("typed.number", value=_short(text), example=texts.number(1234.5, 1))
    if found.words and not wordbook.currency_of(found.words):
        raise InvalidInput("typed.number_with_unit", value=_short(text), unit=found.words)
    own, other = (found.comma, found.point) if _decimal_sign(texts) == "," else (found.point, found.comma)
    micro = own if own is not None else other
    if micro is None:
        raise InvalidInput("typed.number", value=_short(text), example=texts.number(1234.5, 1))
    return Decimal(micro).scaleb(-6).normalize() + 0


def currency_in(text: str) -> str:
    """The currency that stands beside a typed number: ISO code, "$" for any of the dollars and pesos, "" if none."""
    found = amounts.read_number(text) if len(text) <= _LONGEST else None
    return wordbook.currency_of(found.words) if found is not None and found.words else ""


def number_text(value: Decimal, texts: Texts) -> str:
    """All digits of a number in the region's notation, as editors and the clipboard hold it; reads back the same."""
    plain = f"{value.normalize():f}"
    return plain.replace(".", _decimal_sign(texts)) if value else "0"


def read_date(text: str, texts: Texts, *, today: dt.date | None = None) -> tuple[dt.date, bool]:
    """The day, or the month, that a person typed.

    Args:
        text: "5/3/2025", "05-03-25", "5.3.2025", "2025-03-05", "5 mar 2025", "marzo 2025", "03/2025".
        texts: Its region tells whether day or month comes first.
        today: Gives the year where a text names none ("5/3", "marzo"); None: such texts are refused.

    Returns:
        The day and False; or the first day of a month that was named, and True.

    Raises:
        InvalidInput: "typed.date".
    """
    plain = " ".join(text.split())
    order = date_order(texts)
    if len(plain) <= _LONGEST:
        found = _day_of(periods.read_date(plain), order)
        if found is not None:
            return found, False
        month = _month_of(plain, today)  # before a day without its year: spreadsheets write March 2025 as "mar-25"
        if month is not None:
            return month, True
        if today is not None:
            for form in (f"{plain.rstrip('/.-')}/{today.year}", f"{plain} {today.year}"):
                found = _day_of(periods.read_date(form), order)
                if found is not None:
                    return found, False
    raise InvalidInput("typed.date", value=_short(text), example=texts.date(dt.date(2025, 3, 31)))


def _month_of(text: str, today: dt.date | None) -> dt.date | None:
    period = periods.read_period(text)
    if period is None or period.first is None or period.first != period.last:
        return None
    year, month = period.first
    if not year and today is None:
        return None
    return dt.date(year or (today or dt.date.min).year, month, 1)


def _day_of(day: periods.DateText | None, order: str) -> dt.date | None:
    """A date in the region's order; in the other order of day and month where the region's gives none."""
    if day is None:
        return None
    if order == "ymd" and day.ymd is None:
        return day.fixed or day.dmy
    return day.by(order) or day.dmy or day.mdy


def date_order(texts: Texts) -> str:
    """Order of day, month and year in figures: "dmy", "mdy" or "ymd"."""
    return _order(texts.region)


def date_text(day: dt.date, texts: Texts) -> str:
    """A day as `Texts.date` writes it, at the speed of a table of 200,000 rows."""
    order = _order(texts.region)
    if order == "ymd":
        return f"{day.year:04d}-{day.month:02d}-{day.day:02d}"
    first, second = (day.day, day.month) if order == "dmy" else (day.month, day.day)
    return f"{first:02d}/{second:02d}/{day.year:04d}"


def read_flag(text: str) -> bool:
    """Yes or no: "sí", "x", "1", "true", "estimada"; "no", "0" and nothing are no.

    Raises:
        InvalidInput: "typed.flag".
    """
    plain = wordbook.fold(text).strip(" .")
    if not plain or plain in _NO_WORDS:
        return False
    if not wordbook.is_yes(text):
        raise InvalidInput("typed.flag", value=_short(text))
    return True


def read_currency(text: str) -> str:
    """The ISO code of a currency as people write it: "BOB", "Bs", "US$".

    Raises:
        InvalidInput: "input.currency".
    """
    plain = text.strip().upper()
    if plain in _currencies():
        return plain
    found = wordbook.currency_of(text)
    if found not in _currencies():
        raise InvalidInput("input.currency", value=_short(text))
    return found


@functools.cache
def _currencies() -> frozenset[str]:
    return frozenset(country.currency for country in reference.countries().values() if country.currency)


def _decimal_sign(texts: Texts) -> str:
    return _sign(texts.region)


@functools.cache
def _sign(region: str) -> str:
    return "," if "," in Texts("en", region).number(0.5, 1) else "."


@functools.cache
def _order(region: str) -> str:
    shown = Texts("en", region).date(dt.date(2001, 11, 22))
    return "dmy" if shown.startswith("22") else "mdy" if shown.startswith("11") else "ymd"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1] + "…"

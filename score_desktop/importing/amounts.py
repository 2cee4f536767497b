"""Numbers as people write them in cells: 1.234,5 and 1,234.5, "Bs 1.234,50", trailing minus. Values are millionths.

A text may have two readings ("1.234"); which one holds is decided for a whole column, by texts that have one.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from score_desktop.importing import wordbook

MICRO = 1_000_000
LARGEST_CELL = 9e12
LARGEST = 9_000_000_000_000 * MICRO
"""Largest amount, in millionths, that the database takes (64 bits)."""

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u2002\u2003\t"), " ")
_MINUS = dict.fromkeys(map(ord, "−–—‐‑"), "-")
_PLAIN = {**_SPACES, **_MINUS, **dict.fromkeys(map(ord, "’´`"), "'")}
_SHAPE = re.compile(
    r"(?P<open>\()?\s*(?P<sign>[+-])?\s*(?P<before>[^\d\s.,'()+-][^\d(),+-]{0,14}?)?\s*(?P<inner>[+-])?\s*"
    r"(?P<body>[.,]?\d[\d.,' ]*)\s*(?P<after>[^\d\s()+/-][^()]{0,23}?)?\s*(?P<close>\))?\s*(?P<trailing>[+-])?"
)
_SPACED = re.compile(r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?")
_COMMA = re.compile(r"(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)?(?:,\d+)?")
_POINT = re.compile(r"(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)?(?:\.\d+)?")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,3}")


@dataclass(frozen=True, slots=True)
class NumberText:
    """Readings of a text: millionths with a decimal comma, with a decimal point; None where it cannot be read so.

    Attributes:
        comma: Reading with a decimal comma.
        point: Reading with a decimal point.
        words: What stood before or after the digits (currency, unit), as written.
    """

    comma: int | None
    point: int | None
    words: str = ""

    @property
    def ambiguous(self) -> bool:
        """True when both notations give a value, and not the same."""
        return self.comma is not None and self.point is not None and self.comma != self.point


@functools.lru_cache(maxsize=1 << 17)
def read_number(text: str) -> NumberText | None:
    """The readings of a text, or None if it is no number."""
    plain = text.translate(_PLAIN).strip()
    if _SCIENTIFIC.fullmatch(plain):
        value = _micro(Decimal(plain))
        return NumberText(value, value)
    found = _SHAPE.fullmatch(plain)
    if found is None or bool(found["open"]) != bool(found["close"]) or not _are_signs(found["before"], found["after"]):
        return None
    signs = [found[name] for name in ("sign", "inner", "trailing") if found[name]]
    if len(signs) > 1:
        return None
    negative = bool(found["open"]) or signs == ["-"]
    body = found["body"].strip()
    if found["before"] and plain[found.start("body") - 1] != " ":
        body = body.lstrip(".,")  # the dot of "Bs.12" belongs to the currency
    if " " in body or "'" in body:
        if not _SPACED.fullmatch(body):
            return None
        body = body.replace(" ", "").replace("'", "")
        comma = point = _signed(body.replace(",", "."), negative)  # spaces group: what is left is the decimal sign
    else:
        comma = _signed(body.replace(".", "").replace(",", "."), negative) if _COMMA.fullmatch(body) else None
        point = _signed(body.replace(",", ""), negative) if _POINT.fullmatch(body) else None
    if comma is None and point is None:
        return None
    return NumberText(comma, point, " ".join(filter(None, (found["before"], found["after"]))).strip())


def _are_signs(before: str | None, after: str | None) -> bool:
    """Whether what stands around the digits is a currency or a unit: "m3" and "E-1001" are no numbers."""
    if before and not wordbook.currency_of(before):
        return False
    return not after or after == "%" or bool(wordbook.currency_of(after)) or wordbook.names_unit(after)


def _signed(digits: str, negative: bool) -> int | None:
    whole, _, part = digits.partition(".")
    if len(whole) > 15 or len(part) > 40:
        return None
    value = _micro(Decimal(f"{whole or '0'}.{part}")) if len(part) > 6 else int(whole + part.ljust(6, "0"))
    if value is None or value > LARGEST:
        return None
    return -value if negative else value


def _micro(value: Decimal) -> int | None:
    if abs(value) > LARGEST:
        return None
    return int((value * MICRO).to_integral_value())


@dataclass(frozen=True, slots=True)
class Notation:
    """How the texts of a column write numbers.

    Attributes:
        decimal: "comma", "point", or "" when nothing in the column tells.
        open: Texts that have two readings.
        mixed: Both notations stand in the column beyond doubt.
    """

    decimal: str
    open: tuple[str, ...]
    mixed: bool


def notation_of(texts: Iterable[str]) -> Notation:
    """Decimal sign of a column, by its texts that have only one reading."""
    comma = point = 0
    undecided = []
    for text in texts:
        number = read_number(text)
        if number is None:
            continue
        if number.ambiguous:
            undecided.append(text)
        elif number.comma is None:
            point += 1
        elif number.point is None:
            comma += 1
    if comma and point:  # a clear majority decides for the rest, an even mixture does not
        decimal = "comma" if comma >= 4 * point else "point" if point >= 4 * comma else ""
    else:
        decimal = "comma" if comma else "point" if point else ""
    return Notation(decimal, tuple(undecided), bool(comma and point))


def from_float(value: float) -> int | None:
    """A numeric cell as it stands, rounded to six places; None when it is beyond all amounts (or not a number)."""
    if not -LARGEST_CELL <= value <= LARGEST_CELL:
        return None
    return round(value * MICRO)


def reading(text: str, decimal: str) -> int | None:
    """The value of a text in a column of that notation; a text that has only one reading keeps it."""
    number = read_number(text)
    if number is None:
        return None
    first, second = (number.point, number.comma) if decimal == "point" else (number.comma, number.point)
    return first if first is not None else second


def currency_in(text: str) -> str:
    """Currency written beside a number: ISO code, "$" or ""."""
    number = read_number(text)
    return wordbook.currency_of(number.words) if number is not None and number.words else ""

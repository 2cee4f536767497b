"""Column types: exact amounts, closed vocabularies, JSON as text. No dialect is named here."""

from __future__ import annotations

import functools
import json
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

MICRO = 1_000_000
MICRO_DIGITS = Decimal("0.000001")


def to_micro(amount: Decimal | int) -> int:
    """Whole millionths of an amount; more than six decimals are rounded half away from zero.

    Raises:
        TypeError: For floats, whose digits are not what a person typed.
    """
    if isinstance(amount, bool) or not isinstance(amount, (int, Decimal)):
        raise TypeError(f"an amount is a Decimal, not {type(amount).__name__}")
    return int((Decimal(amount) * MICRO).to_integral_value(rounding=ROUND_HALF_UP))


def from_micro(micro: int) -> Decimal:
    """The amount of whole millionths, exactly, without zeros at the end of its decimals (1500000 → 1.5)."""
    whole, rest = divmod(abs(micro), MICRO)
    text = f"{'-' if micro < 0 else ''}{whole}" + (f".{rest:06d}".rstrip("0") if rest else "")
    return Decimal(text)


class Micro(TypeDecorator[Decimal]):
    """An amount stored as whole millionths, so that sums in SQL are exact; a Decimal in Python.

    For the raw integers in a query: ``type_coerce(Bill.quantity, BigInteger)``.
    """

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        """Decimal to millionths."""
        return None if value is None else to_micro(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        """Millionths to Decimal (PostgreSQL sums big integers as numeric)."""
        return None if value is None else from_micro(int(value))


class JsonText(TypeDecorator[Any]):
    """A JSON value as text with sorted keys: same value, same bytes. Replace the value, never change it in place."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str:
        """Value to text."""
        return json_text(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any:
        """Text to value."""
        return None if value is None else json.loads(value)


_BIT = 100


def json_text(value: object) -> str:
    """JSON with sorted keys and without spaces.

    Raises:
        TypeError: For what JSON does not have (dates, Decimals: make them text first).
        ValueError: For numbers that are not finite.
    """
    if isinstance(value, dict) and any(_is_long(one) for one in value.values()):
        parts = (f"{_dumps(name)}:{json_text(one)}" for name, one in sorted(value.items()))
        return "{" + ",".join(parts) + "}"
    if _is_long(value):
        # Bit by bit: the encoder does not let go of the interpreter, and the window would wait for thousands of rows.
        assert isinstance(value, list)
        bits = (_dumps(value[start : start + _BIT])[1:-1] for start in range(0, len(value), _BIT))
        return "[" + ",".join(bits) + "]"
    return _dumps(value)


def _is_long(value: object) -> bool:
    return isinstance(value, list) and len(value) > _BIT


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


class Vocabulary(TypeDecorator[StrEnum]):
    """A member of a closed vocabulary, stored as its value. Made by `vocabulary`."""

    impl = String(32)
    cache_ok = True
    members: type[StrEnum]

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Member (or its value) to text; what is no member is refused."""
        return None if value is None else self.members(value).value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> StrEnum | None:
        """Text to member."""
        return None if value is None else self.members(value)


@functools.cache
def vocabulary(members: type[StrEnum]) -> type[Vocabulary]:
    """The column type of a vocabulary of `score_desktop.enums`."""
    return type(f"{members.__name__}Text", (Vocabulary,), {"members": members, "cache_ok": True, "__doc__": "A word."})

"""What a header says of taxes: that an amount is one, or stands with or without them ("Importe sin IVA")."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from score_desktop.importing.wordbook import fold, vocabulary

TAX, RATE, WITH, WITHOUT = "tax", "rate", "with", "without"
_WORD = re.compile(r"[a-z]+")
_BARE_PERCENT = re.compile(r"(?<!\d)(?<!\d )%")


def spelled_out(text: str) -> str:
    """A header with "s/ IVA" and "c/ IVA" as "sin IVA" and "con IVA": "S/" alone is a currency."""
    return _slashed().sub(lambda found: f"{'sin' if found[1] in 'sS' else 'con'} {found[2]}", text)


@functools.lru_cache(maxsize=4096)
def said_of(text: str) -> str:
    """What a header of amounts says of taxes: TAX, RATE, WITH, WITHOUT, or "" for nothing."""
    book, folded = _book(), fold(text)
    words = frozenset(_WORD.findall(folded))
    names_tax = not words.isdisjoint(book["names"])
    if names_tax and (_BARE_PERCENT.search(folded) or not words.isdisjoint(book["rate"])):
        return RATE
    if not words.isdisjoint(book["gross"]) or (names_tax and ("+" in text or not words.isdisjoint(book["with"]))):
        return WITH
    if not words.isdisjoint(book["net"]) or (names_tax and not words.isdisjoint(book["without"])):
        return "" if not words.isdisjoint(book["to_pay"]) else WITHOUT
    return TAX if names_tax else ""


def is_only_tax(text: str) -> bool:
    """Whether a header names a tax and nothing else ("IVA 21%"), so that it needs no word for an amount."""
    words = frozenset(_WORD.findall(fold(text)))
    return bool(words) and words <= _book()["names"] | _book()["amount"]


def is_told_beside(text: str) -> bool:
    """Whether a header names an amount, and a tax with its rate in brackets: "Importe Bs (13 % IVA)"."""
    outside, *inside = re.split(r"[(\[]", fold(text), maxsplit=1)
    named = set(_WORD.findall(outside))
    return (
        bool(inside and re.search(r"\d\s?%", inside[0]))
        and not set(_WORD.findall(inside[0])).isdisjoint(_book()["names"])
        and named.isdisjoint(_book()["names"])
        and not named.isdisjoint(_book()["amount"])
    )


def are_inside(country: str) -> bool:
    """Whether prices of a country hold the tax, and bills only tell how much of them it is."""
    return country in _book()["inside"]


@functools.cache
def _book() -> Mapping[str, frozenset[str]]:
    return {kind: frozenset(words) for kind, words in vocabulary("words")["taxes"].items()}


@functools.cache
def _slashed() -> re.Pattern[str]:
    names = "|".join(sorted(_book()["names"]))
    return re.compile(rf"\b([sc])\s?/\s?({names})\b", re.IGNORECASE)

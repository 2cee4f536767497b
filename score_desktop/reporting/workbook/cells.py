"""Texts of cells: nothing a person typed becomes a formula, breaks the file, or is cut without a word."""

from __future__ import annotations

import re

from score_desktop.i18n import Texts

LONGEST = 32_767
"""Letters of one cell, counted as Excel does: in units of UTF-16."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def safe_text(text: str, texts: Texts) -> str:
    """The text as a cell can hold it.

    Characters that XML forbids become a visible mark; what looks like one of Excel's own escapes stays letters; a text
    that is too long is cut and says so.
    """
    if text.isascii() and text.isprintable() and "_x" not in text and len(text) <= LONGEST:
        return text
    clean = _ILLEGAL.sub(_REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))
    clean = _ESCAPE.sub("_x005F_", clean)
    length = _units(clean)
    if length <= LONGEST:
        return clean
    note = " " + texts.t("[cut: {n} characters more]", n=texts.number(length - LONGEST))
    room = LONGEST - _units(note) - 12
    kept = clean.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    return kept + note


def looks_like_formula(text: str) -> bool:
    """True for a text that a spreadsheet program might take for a formula."""
    return text.startswith(_FORMULA)


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2

"""Key text for sorting and searching: what a Spanish reader expects of "Ángel", "Ñandú" and "zeta"."""

from __future__ import annotations

import re
import unicodedata

KEY_LIMIT = 8000
"""Longest key: twice the longest name; a sign that folds into many letters must not outgrow its column."""

# What terminals, workbooks and documents would take as a command or refuse: C0 and C1 controls, DEL.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")

# Sorts after every letter that may follow an n ("nz") and before o, and cannot be typed: DEL is in no name.
_ENYE = "n\x7f"


def search_key(text: str) -> str:
    """The text casefolded, without accents, with single spaces, and with ñ as a letter of its own after n.

    Databases compare it by code point: SQLite's NOCASE would put Ángel after Zeta. What a person types to search is
    passed through the same function. A name of accents alone is its own key, so that it differs from others.
    """
    composed = unicodedata.normalize("NFKC", without_controls(text)).casefold().replace("ñ", _ENYE)
    split = unicodedata.normalize("NFD", composed)
    plain = "".join(c for c in split if not unicodedata.combining(c))
    key = " ".join(plain.split()) or " ".join(composed.split())
    return key[:KEY_LIMIT].rstrip()


def without_controls(text: str) -> str:
    """A name as it can be shown anywhere: control characters and line breaks become spaces."""
    return _CONTROLS.sub(" ", text)

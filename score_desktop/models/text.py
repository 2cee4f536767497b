"""Key text for sorting and searching: what a Spanish reader expects of "Ángel", "Ñandú" and "zeta"."""

from __future__ import annotations

import unicodedata

# Sorts after every letter that may follow an n ("nz") and before o, and cannot be typed: DEL is in no name.
_ENYE = "n\x7f"


def search_key(text: str) -> str:
    """The text casefolded, without accents, with single spaces, and with ñ as a letter of its own after n.

    Databases compare it by code point: SQLite's NOCASE would put Ángel after Zeta. What a person types to search is
    passed through the same function.
    """
    composed = unicodedata.normalize("NFKC", text).casefold().replace("\x7f", "").replace("ñ", _ENYE)
    split = unicodedata.normalize("NFD", composed)
    plain = "".join(c for c in split if not unicodedata.combining(c))
    return " ".join(plain.split())

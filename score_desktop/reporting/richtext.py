"""Strong parts inside texts, without markup: whatever a person typed stays text.

A strong part stands between two noncharacters of Unicode, which no keyboard gives; writers set it in bold type.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_ON = "\ufdd0"
_OFF = "\ufdd1"
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\ufe0e\ufe0f\u00ad")
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"


def strong(text: str) -> str:
    """The text, to be set in bold inside a sentence."""
    return f"{_ON}{text}{_OFF}"


def runs(text: str) -> Iterator[tuple[bool, str]]:
    """Pieces of a text with their weight: (is strong, piece). Empty pieces are left out."""
    heavy = False
    start = 0
    for index, letter in enumerate(text):
        if letter in (_ON, _OFF):
            if index > start:
                yield heavy, text[start:index]
            heavy = letter == _ON
            start = index + 1
    if start < len(text):
        yield heavy, text[start:]


def bare(text: str) -> str:
    """The text without its strong marks, for bookmarks, metadata and cells."""
    return text.replace(_ON, "").replace(_OFF, "")


def readable(text: str) -> str:
    """A person's text as a page can show it, on as many lines as it has.

    Letters with separate accents are joined; marks without width go; what no font can show (control characters, halves
    of surrogate pairs) becomes a visible replacement.
    """
    if text.isascii() and text.isprintable():
        return text
    joined = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(_letter(letter) for letter in joined if letter not in _INVISIBLE)


def _letter(letter: str) -> str:
    if letter in "\n" or letter in (_ON, _OFF):
        return letter
    if letter in "\t\v\f\u2028\u2029\x85":
        return " "
    return _UNREADABLE if unicodedata.category(letter) in ("Cc", "Cs", "Cn", "Co") else letter


def shortened(text: str, longest: int) -> str:
    """The text on one line, cut with an ellipsis where it is longer; for heads, captions and labels."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"

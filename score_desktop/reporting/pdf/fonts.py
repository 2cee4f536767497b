"""The report's fonts: every letter is shown, by the text font, by the fallback, or as a square."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from score_desktop import paths
from score_desktop.reporting.richtext import readable, runs

REGULAR = "SourceSans3-Regular"
SEMIBOLD = "SourceSans3-SemiBold"
BOLD = "SourceSans3-Bold"
FALLBACK = "DejaVuSans"
UNKNOWN = "\N{WHITE SQUARE}"

# Marks of factors: all from one font, so that the half circle is as large as the others.
_MARKS = frozenset("●◐◌○")
_SPACES = str.maketrans({"\u2007": "\N{NO-BREAK SPACE}", "\u202f": "\N{NO-BREAK SPACE}", "\t": " "})


@functools.cache
def register() -> None:
    """Make the fonts known to reportlab, once a process."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = paths.resources() / "fonts"
    for name in (REGULAR, SEMIBOLD, BOLD, FALLBACK):
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))


@functools.cache
def _letters(font: str) -> frozenset[str]:
    from reportlab.pdfbase import pdfmetrics

    register()
    made: Any = pdfmetrics.getFont(font)
    return frozenset(chr(code) for code in made.face.charToGlyph) - _MARKS


@functools.cache
def _fallback_letters() -> frozenset[str]:
    return _letters(FALLBACK) | _MARKS


def pieces(text: str, font: str) -> Iterator[tuple[str, str]]:
    """A line of text as (font, piece), in order; letters that no font has become a square."""
    text = text.translate(_SPACES)
    known = _letters(font)
    if known.issuperset(text):
        if text:
            yield font, text
        return
    held: list[str] = []
    held_font = font
    for letter in text:
        wanted = font if letter in known else FALLBACK if letter in _fallback_letters() else font
        if wanted != held_font and held:
            yield held_font, "".join(held)
            held = []
        held_font = wanted
        held.append(letter if wanted == FALLBACK or letter in known else UNKNOWN)
    if held:
        yield held_font, "".join(held)


def is_simple(text: str, font: str) -> bool:
    """True for one line that the font shows alone: it needs no paragraph."""
    return "\n" not in text and _letters(font).issuperset(text)


def width(text: str, font: str, size: float) -> float:
    """Width in points of the longest line of a text."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    return max(sum(stringWidth(piece, name, size) for name, piece in pieces(line, font)) for line in text.split("\n"))


def markup(text: str, font: str, strong: str = SEMIBOLD) -> str:
    """A text for reportlab's Paragraph: nothing in it is taken for markup but what this function writes."""
    out = []
    for heavy, run in runs(readable(text)):
        base = strong if heavy else font
        for number, line in enumerate(run.split("\n")):
            if number:
                out.append("<br/>")
            for name, piece in pieces(line, base):
                inner = escape(piece)
                out.append(inner if name == font else f'<font name="{name}">{inner}</font>')
    return "".join(out)

"""matplotlib set up for charts: our fonts and nothing of the user's own settings.

Nothing here changes matplotlib's settings for good except that the program's fonts are made known, once a process.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import threading
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from score_desktop import paths, tokens

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

FONT_FILES = (
    "SourceSans3-Regular.ttf",
    "SourceSans3-SemiBold.ttf",
    "SourceSans3-Bold.ttf",
    "SourceSans3-Italic.ttf",
    "DejaVuSans.ttf",
)
_UNKNOWN = "\N{WHITE SQUARE}"


@functools.cache
def register_fonts() -> None:
    """Make the shipped fonts known to matplotlib.

    A font of the same name that is installed on the computer is put aside, so that a chart is the same everywhere.
    """
    from matplotlib.font_manager import fontManager

    ours = {tokens.FONT_FAMILY, tokens.FONT_FALLBACK}
    fontManager.ttflist = [entry for entry in fontManager.ttflist if entry.name not in ours]
    for name in FONT_FILES:
        fontManager.addfont(paths.resources() / "fonts" / name)
    # The fallback has one weight; without these entries every bold text would log that it has no bold.
    fallback = [entry for entry in fontManager.ttflist if entry.name == tokens.FONT_FALLBACK]
    for weight in (tokens.SEMIBOLD, tokens.BOLD):
        fontManager.ttflist += [dataclasses.replace(entry, weight=weight) for entry in fallback]


@functools.cache
def font(size_pt: float, weight: int = tokens.REGULAR) -> FontProperties:
    """The chart font in a size; shared, never to be changed."""
    from matplotlib.font_manager import FontProperties

    register_fonts()
    return FontProperties(family=[tokens.FONT_FAMILY, tokens.FONT_FALLBACK], size=size_pt, weight=weight)


@functools.lru_cache(maxsize=4096)
def text_width(text: str, size_pt: float, weight: int = tokens.REGULAR) -> float:
    """Width of a line of text in points, as a page would set it."""
    from matplotlib.textpath import text_to_path

    width, _, _ = text_to_path.get_text_width_height_descent(text, font(size_pt, weight), ismath=False)
    return float(width)


_FACES = {
    tokens.REGULAR: "SourceSans3-Regular.ttf",
    tokens.SEMIBOLD: "SourceSans3-SemiBold.ttf",
    tokens.BOLD: "SourceSans3-Bold.ttf",
}


@functools.cache
def _advance(letter: str, weight: int) -> float:
    """How far a letter moves the line on, at a size of 1."""
    from matplotlib.font_manager import get_font
    from matplotlib.ft2font import LoadFlags

    for name in (_FACES[weight], FONT_FILES[-1]):
        face = get_font(paths.resources() / "fonts" / name)
        if ord(letter) in face.get_charmap():
            face.set_size(100, 72)
            return float(face.load_char(ord(letter), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 6_553_600
    return 1.0


def rough_width(text: str, size_pt: float, weight: int = tokens.REGULAR) -> float:
    """Width of a line in points as its letters add up: pairs that are set closer come out a little too wide."""
    return sum(_advance(letter, weight) for letter in text) * size_pt


@functools.cache
def _letters() -> frozenset[int]:
    from matplotlib.font_manager import get_font

    folder = paths.resources() / "fonts"
    known: set[int] = set()
    for name in (FONT_FILES[0], FONT_FILES[-1]):
        known.update(get_font(folder / name).get_charmap())
    return frozenset(known)


def drawable(text: str) -> str:
    """The text on one line, with a square for each letter that neither font has (a name may hold anything)."""
    if text.isascii() and text.isprintable():
        return text
    known = _letters()
    shown = []
    for letter in unicodedata.normalize("NFC", text):
        if letter in "\t\r\n\v\f\u2028\u2029":
            shown.append(" ")
            continue
        if unicodedata.category(letter) in {"Cc", "Cf", "Cs"}:
            continue
        shown.append(letter if ord(letter) in known else _UNKNOWN)
    return "".join(shown)


def parameters(mode: tokens.Mode) -> dict[Any, Any]:
    """Settings of a mode: letters as outlines in SVG, as TrueType in PDF, ids that repeat, no mathematics in names."""
    palette, sizes = tokens.palette(mode), tokens.chart_type(mode)
    return {
        "font.family": [tokens.FONT_FAMILY, tokens.FONT_FALLBACK],
        "font.size": sizes.label,
        "text.color": palette.text,
        "text.parse_math": False,
        "text.hinting": "none",
        "text.usetex": False,
        "figure.facecolor": palette.background,
        "savefig.facecolor": "auto",
        "savefig.edgecolor": "auto",
        "savefig.bbox": None,
        "savefig.transparent": False,
        "hatch.linewidth": 0.8,
        "path.simplify": False,
        "svg.fonttype": "path",
        "svg.hashsalt": "score-desktop",
        "pdf.fonttype": 42,
        "pdf.compression": 6,
        "pdf.use14corefonts": False,
    }


_SETTINGS = threading.RLock()


@contextlib.contextmanager
def context(mode: tokens.Mode) -> Iterator[None]:
    """The settings of a mode, for as long as the ``with`` block lasts; another thread waits for its end.

    matplotlib has one set of settings for the whole process: a report that is drawn beside a chart of the window
    would take the other's colours and letters.
    """
    import matplotlib as mpl

    with _SETTINGS:
        register_fonts()
        with mpl.rc_context(parameters(mode)):
            yield

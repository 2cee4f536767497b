"""Sizes and paragraph styles of the printed page; made once."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Literal

from score_desktop import tokens
from score_desktop.reporting.pdf import fonts

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle

MM = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210 * MM, 297 * MM
MARGIN = tokens.PAGE_MARGIN_MM * MM
BODY_WIDTH = PAGE_WIDTH - 2 * MARGIN
BODY_HEIGHT = PAGE_HEIGHT - 2 * MARGIN
HEAD_RULE = PAGE_HEIGHT - 15.8 * MM
FOOT_RULE = 14.8 * MM
CELL_SIZE = 9.0
CELL_LEADING = 11.6
HEAD_SIZE = 8.5
GAP = 9.0
"""Space between columns of a table, in points."""
SWATCH = 12.0
"""Room of a colour square and the space after it."""

INK = tokens.palette("print")

_ALIGN: dict[str, Literal[0, 1, 2]] = {"left": 0, "center": 1, "right": 2, "number": 2}
_SHAPES: dict[str, tuple[str, float, float, float, float, str]] = {
    # name: font, size, leading, space before, space after, colour
    "heading1": (fonts.SEMIBOLD, tokens.REPORT_TITLE_PT, 22.0, 0.0, 5.0, INK.text),
    "heading2": (fonts.SEMIBOLD, tokens.REPORT_HEADING_PT, 14.5, 9.0, 3.5, INK.text),
    "heading3": (fonts.SEMIBOLD, 11.0, 14.0, 7.0, 3.0, INK.text),
    "lead": (fonts.REGULAR, 10.5, 15.5, 0.0, 8.0, INK.text),
    "body": (fonts.REGULAR, tokens.REPORT_TEXT_PT, 13.6, 0.0, 6.0, INK.text),
    "note": (fonts.REGULAR, tokens.REPORT_SMALL_PT, 11.6, 3.0, 3.0, INK.muted),
    "caption": (fonts.REGULAR, tokens.REPORT_SMALL_PT, 11.6, 2.0, 4.0, INK.muted),
    "step": (fonts.REGULAR, tokens.REPORT_TEXT_PT, 13.6, 0.0, 2.0, INK.text),
    "figure": (fonts.SEMIBOLD, 15.0, 18.0, 0.0, 0.0, INK.text),
    "label": (fonts.REGULAR, tokens.REPORT_TEXT_PT, 12.4, 0.0, 0.0, INK.muted),
    "signature": (fonts.REGULAR, tokens.REPORT_TEXT_PT, 12.0, 0.0, 0.0, INK.muted),
    "contents1": (fonts.SEMIBOLD, 10.5, 14.0, 0.0, 0.0, INK.text),
    "contents2": (fonts.REGULAR, tokens.REPORT_TEXT_PT, 13.0, 0.0, 0.0, INK.text),
}


@functools.cache
def style(name: str) -> ParagraphStyle:
    """A style of running text."""
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle

    fonts.register()
    font, size, leading, before, after, colour = _SHAPES[name]
    return ParagraphStyle(
        name,
        fontName=font,
        fontSize=size,
        leading=leading,
        spaceBefore=before,
        spaceAfter=after,
        textColor=HexColor(colour),
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
    )


@functools.cache
def custom(font: str, size: float, leading: float, colour: str, align: str = "left") -> ParagraphStyle:
    """A style by its parts: cells of tables, the cover."""
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle

    fonts.register()
    return ParagraphStyle(
        f"{font}-{size}-{leading}-{colour}-{align}",
        fontName=font,
        fontSize=size,
        leading=leading,
        textColor=HexColor(colour),
        alignment=_ALIGN[align],
        splitLongWords=1,
    )

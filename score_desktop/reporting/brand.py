"""Logos and colours of a brand, made safe: any colour stays legible, no picture can break a report."""

from __future__ import annotations

import io
import re
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from score_desktop import tokens

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 10_000_000
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 900
"""Logos are made smaller than this: 60 mm at 380 dpi."""

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_TEXT_CONTRAST = 4.5
_LINE_CONTRAST = 2.0


@dataclass(frozen=True, slots=True)
class BrandColours:
    """A brand's colour as the report uses it.

    Attributes:
        band: The colour as given; carries no text.
        line: Darkened until a thin line can be seen on white.
        text: Darkened until text can be read on white (contrast 4.5:1).
    """

    band: str
    line: str
    text: str


def colours(colour: str) -> BrandColours:
    """The colours made from a brand colour; the program's own for "" or what is no "#RRGGBB"."""
    given = colour.upper() if _COLOUR.fullmatch(colour) else tokens.palette("print").accent
    return BrandColours(given, _darkened(given, _LINE_CONTRAST), _darkened(given, _TEXT_CONTRAST))


def _darkened(colour: str, contrast: float) -> str:
    """The colour mixed with black until it stands out from white."""
    for step in range(20):
        mixed = tokens.mixed(colour, "#000000", 1 - step / 20)
        if tokens.contrast(mixed, "#FFFFFF") >= contrast:
            return mixed
    return "#000000"


def logo(data: bytes | None) -> Image | None:
    """The picture of a logo, upright and not larger than needed; None if there is none or it cannot be used.

    PNG and JPEG only. A damaged file, another format, or one of absurd size is left out: see `is_broken`.
    """
    if not data or len(data) > MOST_BYTES:
        return None
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as picture:
                if picture.width * picture.height > MOST_PIXELS or min(picture.size) < 1:
                    return None
                picture.load()
                upright = ImageOps.exif_transpose(picture)
                small = upright.convert(
                    "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
                )
                small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return small
    # What a damaged picture raises depends on where it is damaged; all of it means "not usable".
    except (OSError, ValueError, SyntaxError, MemoryError, EOFError, ArithmeticError, LookupError, Warning,
            Image.DecompressionBombError):  # fmt: skip
        return None


def is_broken(data: bytes | None) -> bool:
    """True for a logo that was given and cannot be used."""
    return bool(data) and logo(data) is None

"""Design tokens: every colour, space and size of window, charts and documents. Plain values, no library.

One palette a mode: "light", "dark" and "contrast" (high contrast) in the window, "print" on paper. Text colours stand
on their backgrounds with a contrast of at least 4.5:1 (a test holds it). Source: design paper visual.md; resource
colours are Okabe and Ito's (Color Universal Design, 2008), lightened where a dark window would swallow them.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from score_desktop.enums import Resource

Mode = Literal["light", "dark", "contrast", "print"]
MODES: tuple[Mode, ...] = ("light", "dark", "contrast", "print")
WINDOW_MODES: tuple[Mode, ...] = ("light", "dark", "contrast")

SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6 = 4, 8, 12, 16, 24
"""Steps of space in pixels (window) or points (page)."""

CELL_PAD, CELL_FRAME = 8, 3
"""Left and right of a text in a table: in the style sheet, and what Qt keeps free around it whatever the size."""
ROW_HEIGHT, BUTTON_HEIGHT, TARGET_HEIGHT = 28, 32, 28
TOP_BAR_HEIGHT, NAVIGATION_WIDTH, PAGE_MARGIN = 46, 192, 24
"""Window measures in pixels at 100 %."""

LEGIBLE = 4.5
"""Least contrast of text on what is behind it."""

PAGE_MARGIN_MM = 20.0
"""Margin of a report page, A4."""

FONT_FAMILY = "Source Sans 3"
FONT_FALLBACK = "DejaVu Sans"
"""Charts and documents. The fallback serves letters and signs that the first lacks, such as ◐."""

REGULAR, SEMIBOLD, BOLD = 400, 600, 700
"""Font weights."""

WINDOW_TEXT_PT, WINDOW_TITLE_PT = 10.0, 14.0
REPORT_TEXT_PT, REPORT_SMALL_PT, REPORT_HEADING_PT, REPORT_TITLE_PT = 9.5, 8.5, 11.5, 18.0


@dataclass(frozen=True, slots=True)
class ChartType:
    """Sizes of a chart's letters in points."""

    title: float
    label: float
    small: float


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one mode, "#RRGGBB".

    Attributes:
        background: Of page and charts.
        surface: Of bars and panels beside the page.
        selected: Behind what is selected. Every colour of text stands on it, and on `row_ground`.
        text, muted: Main and secondary text; `off` is for what does not count.
        line, grid: Separators and the thin lines behind bars.
        node: Bars of process steps in flow diagrams.
        accent: What can be pressed or is selected; `on_accent` is text on it.
        wrong, look: Red for wrong, amber for look here.
        product, production_text: Production line, bars of products, and the labels of the former's scale.
        loss, unexplained: Losses (hatched) and what no one can explain (dashed edge).
        resources: One colour a resource everywhere.
        tint: Share of a colour that stays in its light variant (ribbons, second meters).
    """

    background: str
    surface: str
    selected: str
    text: str
    muted: str
    off: str
    line: str
    grid: str
    node: str
    accent: str
    on_accent: str
    wrong: str
    look: str
    product: str
    production_text: str
    loss: str
    unexplained: str
    resources: Mapping[Resource, str]
    tint: float


_RESOURCES: dict[Resource, str] = {
    Resource.ELECTRICITY: "#E69F00",
    Resource.NATURAL_GAS: "#D55E00",
    Resource.LPG: "#CC79A7",
    Resource.DIESEL: "#8C6D1F",
    Resource.GASOLINE: "#B59A55",
    Resource.CNG: "#E58A4E",
    Resource.FIREWOOD: "#6E4B2A",
    Resource.COAL: "#40464A",
    Resource.CHARCOAL: "#6A5F58",
    Resource.BIOGAS: "#8FA63A",
    Resource.STEAM: "#A65A78",
    Resource.WATER: "#0072B2",
    Resource.WASTEWATER: "#5B7F95",
    Resource.WASTE: "#7A7A7A",
    Resource.MATERIAL: "#009E73",
    Resource.OTHER: "#9AA3A8",
}
_DARK_RESOURCES = _RESOURCES | {
    Resource.NATURAL_GAS: "#E2701A",
    Resource.DIESEL: "#B08D3A",
    Resource.GASOLINE: "#7A6430",
    Resource.FIREWOOD: "#A47B52",
    Resource.COAL: "#9BA5AB",
    Resource.CHARCOAL: "#8D827A",
    Resource.WATER: "#2E93D1",
    Resource.WASTEWATER: "#7FA3B8",
    Resource.WASTE: "#8E8E8E",
    Resource.MATERIAL: "#1FB088",
}

_PALETTES: dict[Mode, Palette] = {
    "light": Palette(
        background="#FFFFFF",
        surface="#F2F5F5",
        selected="#DBEEEB",
        text="#1A2326",
        muted="#55636A",
        off="#8A969B",
        line="#D3D9DB",
        grid="#E8ECED",
        node="#4E5B60",
        accent="#0F766E",
        on_accent="#FFFFFF",
        wrong="#B42318",
        look="#8F5600",
        product="#56B4E9",
        production_text="#0B6599",
        loss="#9B2C2C",
        unexplained="#C9CED1",
        resources=_RESOURCES,
        tint=0.5,
    ),
    "dark": Palette(
        background="#1B2124",
        surface="#14191B",
        selected="#1B4F4C",
        text="#E8EEEF",
        muted="#AEBABE",
        off="#7C888D",
        line="#39444A",
        grid="#2C3539",
        node="#AEB8BB",
        accent="#2DD4BF",
        on_accent="#06231F",
        wrong="#F6A69E",
        look="#E2AE4A",
        product="#56B4E9",
        production_text="#7CC4EE",
        loss="#D06A63",
        unexplained="#4A5459",
        resources=_DARK_RESOURCES,
        tint=0.42,
    ),
    "contrast": Palette(
        background="#000000",
        surface="#000000",
        selected="#1B5B9C",
        text="#FFFFFF",
        muted="#E6E6E6",
        off="#A6A6A6",
        line="#FFFFFF",
        grid="#5C5C5C",
        node="#D8D8D8",
        accent="#4DF0DC",
        on_accent="#000000",
        wrong="#FFC4BF",
        look="#FFCB52",
        product="#7CC4EE",
        production_text="#A6DAF9",
        loss="#F08B82",
        unexplained="#7A7A7A",
        resources=_DARK_RESOURCES,
        tint=0.55,
    ),
    "print": Palette(
        background="#FFFFFF",
        surface="#F4F6F6",
        selected="#E4F1EF",
        text="#1A2326",
        muted="#4F5C62",
        off="#8A969B",
        line="#C9D0D2",
        grid="#E6EAEB",
        node="#4E5B60",
        accent="#0F766E",
        on_accent="#FFFFFF",
        wrong="#B42318",
        look="#8F5600",
        product="#56B4E9",
        production_text="#0B6599",
        loss="#9B2C2C",
        unexplained="#C9CED1",
        resources=_RESOURCES,
        tint=0.5,
    ),
}

_CHART_TYPES: dict[Mode, ChartType] = {
    "light": ChartType(title=10.5, label=9.0, small=8.5),
    "dark": ChartType(title=10.5, label=9.0, small=8.5),
    "contrast": ChartType(title=11.0, label=9.5, small=9.0),
    "print": ChartType(title=10.5, label=8.0, small=7.5),
}


def palette(mode: Mode) -> Palette:
    """Colours of a mode."""
    return _PALETTES[mode]


def chart_type(mode: Mode) -> ChartType:
    """Letter sizes of charts in a mode."""
    return _CHART_TYPES[mode]


def resource_colour(resource: Resource, mode: Mode) -> str:
    """The one colour of a resource."""
    return _PALETTES[mode].resources[resource]


def mixed(colour: str, other: str, share: float) -> str:
    """A colour between two: `share` 1 gives `colour`, 0 gives `other` (sRGB values, no gamma: meant for tints)."""
    one, two = _channels(colour), _channels(other)
    values = (round(a * share + b * (1 - share)) for a, b in zip(one, two, strict=True))
    return "#" + "".join(f"{value:02X}" for value in values)


@functools.lru_cache(maxsize=1024)
def ground(colour: str, text: str, background: str, most: float = 1.0) -> str:
    """As much of a colour, mixed with the background, as text can stand on (4.5:1); at most the share `most`."""
    steps = range(round(most * 20), -1, -1)
    mixtures = (mixed(colour, background, min(step / 20, most)) for step in steps)
    return next((one for one in mixtures if contrast(one, text) >= LEGIBLE), background)


def row_ground(mode: Mode) -> str:
    """Behind the row of the cursor, less than behind its cell."""
    colours = _PALETTES[mode]
    return mixed(colours.selected, colours.background, 0.65)


def contrast(colour: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21.

    Source: W3C, Web Content Accessibility Guidelines 2.2 (2023), "relative luminance" and "contrast ratio".
    """
    light, dark = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    linear = [_linear(channel / 255) for channel in _channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)

"""Traffic lights of balances: a shape of its own for each, so that colour is never alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from score_desktop import tokens
from score_desktop.calc.balances import Light
from score_desktop.enums import Resource
from score_desktop.ui import icons

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from score_desktop.ui.desk import Desk

_LOOKS = {
    Light.GREEN: ("circle-check", ""),
    Light.AMBER: ("triangle-alert", "look"),
    Light.RED: ("circle-x", "wrong"),
    Light.GREY: ("circle-dashed", "muted"),
}


def light_pixmap(desk: Desk, light: Light, size: int = 14) -> QPixmap:
    """Tick, triangle, cross or dashed ring."""
    icon, named = _LOOKS[light]
    palette = tokens.palette(desk.mode)
    colour = getattr(palette, named) if named else tokens.resource_colour(Resource.MATERIAL, desk.mode)
    return icons.pixmap(icon, colour, desk.px(size))

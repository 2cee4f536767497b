"""Outline icons (Lucide) in the colours of the mode, drawn once for each size and colour."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from score_desktop import paths, tokens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton

SIZE = 18
GAP = 0.25
"""Of the size: room between an icon and words, more than what styles leave."""


@functools.cache
def _source(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@functools.cache
def pixmap(name: str, colour: str, size: int = SIZE, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture.

    Args:
        name: Of a file in resources/icons.
        colour: "#RRGGBB".
        size: Edge in pixels at ratio 1.
        ratio: Device pixels for each pixel.
    """
    svg = _source(name).replace("currentColor", colour).replace('stroke-width="2"', 'stroke-width="1.8"')
    edge = round(size * ratio)
    picture = QPixmap(QSize(edge, edge))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, mode: tokens.Mode, role: str = "text") -> QIcon:
    """An icon for buttons and menus, as large as the text now: in a colour of the palette, grey where it is off.

    Args:
        role: A field of `tokens.Palette`: "text", "muted", "accent", "on_accent", "look", "wrong".
    """
    return _icon(name, mode, role, _size_now(), 0)


def stand_before(button: QAbstractButton, name: str, mode: tokens.Mode, role: str = "text", size: int = 16) -> None:
    """Put an icon before the words of a button, with room between them that Qt's styles do not leave.

    Args:
        size: Edge in pixels at 100 %.
    """
    now = _size_now()
    gap = round(now * GAP)
    edge = round(size * now / SIZE)
    button.setIcon(_icon(name, mode, role, now, gap))
    button.setIconSize(QSize(edge + round(edge * gap / now), edge))


def _size_now() -> int:
    return round(SIZE * QGuiApplication.font().pointSizeF() / tokens.WINDOW_TEXT_PT)


@functools.cache
def _icon(name: str, mode: tokens.Mode, role: str, size: int, gap: int) -> QIcon:
    palette = tokens.palette(mode)
    made = QIcon()
    # Only for screens and the size of text that there are: drawing all sizes took a fortieth of a start.
    for ratio in sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}):
        for colour, state in ((getattr(palette, role), QIcon.Mode.Normal), (palette.off, QIcon.Mode.Disabled)):
            made.addPixmap(_with_room(pixmap(name, colour, size, ratio), gap), state)
    return made


def _with_room(picture: QPixmap, gap: int) -> QPixmap:
    """A picture with so many empty pixels (at ratio 1) at its right."""
    if not gap:
        return picture
    ratio = picture.devicePixelRatio()
    wider = QPixmap(picture.width() + round(gap * ratio), picture.height())
    wider.fill(Qt.GlobalColor.transparent)
    wider.setDevicePixelRatio(ratio)
    painter = QPainter(wider)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return wider

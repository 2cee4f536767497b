"""Outline icons (Lucide) in the colours of the mode, drawn once for each size and colour."""

from __future__ import annotations

import functools

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from score_desktop import paths, tokens

SIZE = 18


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
    scale = QGuiApplication.font().pointSizeF() / tokens.WINDOW_TEXT_PT
    return _icon(name, mode, role, round(SIZE * scale))


@functools.cache
def _icon(name: str, mode: tokens.Mode, role: str, size: int) -> QIcon:
    palette = tokens.palette(mode)
    made = QIcon()
    # Only for screens and the size of text that there are: drawing all sizes took a fortieth of a start.
    for ratio in sorted({screen.devicePixelRatio() for screen in QGuiApplication.screens()} or {1.0}):
        made.addPixmap(pixmap(name, getattr(palette, role), size, ratio), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, palette.off, size, ratio), QIcon.Mode.Disabled)
    return made

"""Small squares in a colour: the mark of a resource in tables."""

from __future__ import annotations

import functools

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

_RATIO = 2


@functools.cache
def swatch(colour: str, edge: int, *, hollow: bool = False) -> QPixmap:
    """A square with round corners; hollow and dashed for what was not measured."""
    picture = QPixmap(edge * _RATIO, edge * _RATIO)
    picture.setDevicePixelRatio(_RATIO)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(0.5, 0.5, edge - 1, edge - 1)
    if hollow:
        painter.setPen(QPen(QColor(colour), 1, Qt.PenStyle.DashLine))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
    painter.drawRoundedRect(box, edge / 5, edge / 5)
    painter.end()
    return picture

"""Marks of an audit's steps: a full disc with a tick, a half disc, a ring."""

from __future__ import annotations

import functools

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap


@functools.cache
def pixmap(mark: str, colour: str, ground: str, size: int, ratio: float = 1.0) -> QPixmap:
    """A mark as a picture.

    Args:
        mark: "done", "partly" or "empty".
        colour: "#RRGGBB" of the mark, `ground` of what it stands on.
        size: Edge in pixels at ratio 1.
    """
    edge = round(size * ratio)
    picture = QPixmap(QSize(edge, edge))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = edge * 0.1
    box = QRectF(width, width, edge - 2 * width, edge - 2 * width)
    painter.setPen(QPen(QColor(colour), width))
    painter.setBrush(QColor(colour) if mark == "done" else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(box)
    if mark == "partly":
        painter.setBrush(QColor(colour))
        painter.drawPie(box, 90 * 16, 180 * 16)
    elif mark == "done":
        painter.setPen(QPen(QColor(ground), width * 1.3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        points = [QPointF(edge * x, edge * y) for x, y in ((0.31, 0.52), (0.45, 0.66), (0.70, 0.38))]
        painter.drawPolyline(points)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture

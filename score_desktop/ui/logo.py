"""The program's mark: three bars on a rounded square, drawn at any size."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from score_desktop import tokens

_BARS = ((0.2, 0.36), (0.43, 0.62), (0.66, 0.48))
_BOTTOM, _WIDTH, _CORNER = 0.76, 0.15, 0.18


def pixmap(mode: tokens.Mode, size: int, ratio: float = 1.0) -> QPixmap:
    """The mark as a picture.

    Args:
        size: Edge in pixels at ratio 1.
        ratio: Device pixels for each pixel.
    """
    palette = tokens.palette(mode)
    edge = round(size * ratio)
    picture = QPixmap(QSize(edge, edge))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.accent))
    painter.drawRoundedRect(QRectF(0, 0, edge, edge), edge * _CORNER, edge * _CORNER)
    painter.setBrush(QColor(palette.on_accent))
    for left, height in _BARS:
        tall = height * edge * 0.85
        painter.drawRoundedRect(QRectF(left * edge, _BOTTOM * edge - tall, _WIDTH * edge, tall), edge / 24, edge / 24)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture

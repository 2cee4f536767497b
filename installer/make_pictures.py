"""Draws the icon and the installer's picture from the program's mark: `.venv/bin/python installer/make_pictures.py`.

The results stand beside it in pictures/ and in git, so that a build needs no screen; a test holds that they are these.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from score_desktop import tokens
from score_desktop.ui import logo

FOLDER = Path(__file__).resolve().parent / "pictures"
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
WIZARD = (164, 314)
FLAT = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither


def icon(sizes: tuple[int, ...] = SIZES) -> bytes:
    """An .ico with a PNG of each size (Windows reads such since Vista)."""
    pictures = [png(logo.pixmap("light", size).toImage()) for size in sizes]
    head = struct.pack("<HHH", 0, 1, len(sizes))
    offset = len(head) + 16 * len(sizes)
    entries = b""
    for size, picture in zip(sizes, pictures, strict=True):
        edge = size % 256
        entries += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return head + entries + b"".join(pictures)


def png(image: QImage) -> bytes:
    """The image as PNG."""
    return encoded(image, "PNG")


def encoded(image: QImage, kind: str) -> bytes:
    """The image in a format of Qt."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, kind)  # type: ignore[call-overload]
    return bytes(data.data())


def wizard() -> bytes:
    """The picture at the left of the installer's first and last page: the mark and bars that rise, without words."""
    width, height = WIZARD
    palette = tokens.palette("light")
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRect(0, 0, width, height), QColor("#FFFFFF"))
    pale = QColor(palette.accent)
    pale.setAlpha(26)
    painter.fillRect(QRect(0, 0, width, height), pale)
    painter.setPen(Qt.PenStyle.NoPen)
    for at, tall in enumerate((44, 66, 58, 92, 118)):
        colour = QColor(palette.accent)
        colour.setAlpha(60 + at * 34)
        painter.setBrush(colour)
        painter.drawRoundedRect(18 + at * 27, height - 24 - tall, 20, tall, 4, 4)
    painter.drawPixmap(18, 26, logo.pixmap("light", 64))
    painter.end()
    return encoded(
        image.convertToFormat(
            QImage.Format.Format_Indexed8, Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
        ),
        "BMP",
    )


def made() -> dict[str, bytes]:
    """File name → content."""
    return {
        "score-desktop.ico": icon(),
        "score-desktop.png": png(logo.pixmap("light", 256).toImage()),
        "wizard.bmp": wizard(),
    }


if __name__ == "__main__":
    application = QGuiApplication(sys.argv)
    FOLDER.mkdir(exist_ok=True)
    for name, content in made().items():
        (FOLDER / name).write_bytes(content)
        print(name, len(content))

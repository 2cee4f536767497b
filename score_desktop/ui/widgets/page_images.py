"""Pages of PDFs and photos as pictures, drawn off the GUI thread.

Files may come from anywhere: nothing is drawn larger than memory allows, and what cannot be read is told.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QBuffer, QIODevice, QSize
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

from score_desktop.errors import UnreadableFile

if TYPE_CHECKING:
    from ctypes import Array, c_ubyte

    from pypdfium2 import PdfDocument

    Buffer = bytes | Array[c_ubyte]

PIXELS_PER_POINT = 96 / 72
MOST_PIXELS = 24_000_000
"""A page is drawn with so many at most: a hundred megabytes."""
MOST_PHOTO_PIXELS = 60_000_000
LONGEST_PHOTO = 1000.0
"""Points: somewhat longer than a page of paper."""
LONGEST_PAGE = 14_400.0
"""Points: 200 inches, the longest side that PDF knows. Some files say more, and no window has so many pixels."""
MOST_PAGES = 100
"""Of a file that shows a bill."""
_PIECE = 1 << 20
_TRIED = 256
"""Longer side in pixels of the picture that is made only to see whether the whole photo can be read."""


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF or a photo, and how it is shown.

    Attributes:
        turned: Degrees clockwise, of 0, 90, 180 and 270.
        name: Of the file, for what is told of it.
    """

    data: bytes
    turned: int = 0
    name: str = ""


def page_sizes(document: Document, most: int | None = None) -> tuple[tuple[float, float], ...]:
    """Width and height of each page in points, each in (0, LONGEST_PAGE], after every page has proved to be there.

    Args:
        most: Number of pages that it may have; None: any.

    Raises:
        UnreadableFile: "bill_file.damaged", "bill_file.password", "bill_file.pixels", "bill_file.pages".
    """
    if not _is_pdf(document.data):
        size = _tried_size(document)
        share = _points_per_pixel(size)
        return (_turned((size.width() * share, size.height() * share), document.turned),)
    with _opened(document) as pdf:
        if most is not None and len(pdf) > most:
            raise UnreadableFile("bill_file.pages", file=document.name, limit=most)
        sizes = [_turned(pdf.get_page_size(number), document.turned) for number in range(len(pdf))]
    if not sizes or not all(0 < side <= LONGEST_PAGE for size in sizes for side in size):
        raise UnreadableFile("bill_file.damaged", file=document.name)
    return tuple(sizes)


def page_image(document: Document, page: int, scale: float) -> QImage:
    """A page as a picture, `scale` pixels for each point, fewer where it would be too large to hold.

    Raises:
        UnreadableFile: As `page_sizes`.
    """
    if not _is_pdf(document.data):
        return _photo(document, scale)
    with _opened(document) as pdf:
        width, height = pdf.get_page_size(page)
        least = min(scale, (MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        bitmap = pdf[page].render(scale=least, rotation=document.turned, prefer_bgrx=True)
        return _picture(bitmap.buffer, bitmap.width, bitmap.height)


def _picture(data: Buffer, width: int, height: int) -> QImage:
    """A picture of four bytes for each pixel. In pieces, so that the window need not wait for a large one."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    target, source = memoryview(image.bits()).cast("B"), memoryview(data).cast("B")
    for start in range(0, len(target), _PIECE):
        target[start : start + _PIECE] = source[start : start + _PIECE]
    return image


def _turned(size: tuple[float, float], turned: int) -> tuple[float, float]:
    return (size[1], size[0]) if turned % 180 else size


def _is_pdf(data: bytes) -> bool:
    return not data or b"%PDF-" in data[:1024]


@contextlib.contextmanager
def _opened(document: Document) -> Iterator[PdfDocument]:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(document.data)
    except pypdfium2.PdfiumError as error:
        is_locked = pypdfium2.raw.FPDF_GetLastError() == pypdfium2.raw.FPDF_ERR_PASSWORD
        raise UnreadableFile(f"bill_file.{'password' if is_locked else 'damaged'}", file=document.name) from error
    try:
        yield pdf
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile("bill_file.damaged", file=document.name) from error
    finally:
        pdf.close()


# -- photos --------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _reader(document: Document) -> Iterator[QImageReader]:
    """Reads a photo the right way up, as its camera says. Its size is known before anything is unpacked."""
    buffer = QBuffer()
    buffer.setData(document.data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    reader.setQuality(100)  # of making it smaller
    size = reader.size()
    if size.width() * size.height() > MOST_PHOTO_PIXELS:
        raise UnreadableFile("bill_file.pixels", file=document.name, limit=MOST_PHOTO_PIXELS // 1_000_000)
    yield reader


def _read(reader: QImageReader, document: Document, size: QSize) -> QImage:
    """Read the photo into a picture of a size; Python's other threads go on while Qt does it."""
    reader.setScaledSize(size.expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        raise UnreadableFile("bill_file.damaged", file=document.name)
    return image


def _tried_size(document: Document) -> QSize:
    """Size of a photo that can be read to its end, upright in pixels."""
    with _reader(document) as reader:
        size = reader.size()
        share = min(_TRIED / max(size.width(), size.height(), 1), 1.0)
        _read(reader, document, size * share)
        is_lying = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
        return size.transposed() if is_lying else size


def _points_per_pixel(size: QSize) -> float:
    """Photos are of paper: however many pixels they have, they are not shown as something much larger."""
    return min(1 / PIXELS_PER_POINT, LONGEST_PHOTO / max(size.width(), size.height(), 1))


def _photo(document: Document, scale: float) -> QImage:
    with _reader(document) as reader:
        size = reader.size()
        most = (MOST_PIXELS / max(size.width() * size.height(), 1)) ** 0.5
        share = min(scale * _points_per_pixel(size), most, 1.0)  # enlarging adds nothing that painting does not do
        return _rotated(_read(reader, document, size * share), document.turned)


def _rotated(image: QImage, turned: int) -> QImage:
    """A picture turned clockwise. Qt would hold the GIL meanwhile, and the window would stand for half a second."""
    if not turned:
        return image
    from PIL import Image

    ways = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    size, bits = (plain.width(), plain.height()), cast("bytes", plain.constBits())
    source = Image.frombuffer("RGBX", size, bits, "raw", "RGBX", plain.bytesPerLine(), 1)
    made = source.transpose(ways[turned])
    return _picture(made.tobytes(), made.width, made.height)

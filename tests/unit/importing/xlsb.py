"""A binary workbook (xlsb), written record by record: no library writes them. Source: MS-XLSB 2.1, 2.4."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types '
    'xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin" '
    'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
    "</Relationships>"
)


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([(kind & 0x7F) | 0x80, kind >> 7])
    size, length = len(content), b""
    while True:
        length += bytes([(size & 0x7F) | (0x80 if size > 0x7F else 0)])
        size >>= 7
        if not size:
            return head + length + content


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _cell(column: int, value: str | float) -> bytes:
    place = struct.pack("<II", column, 0)
    if isinstance(value, str):
        return _record(6, place + _text(value))
    return _record(5, place + struct.pack("<d", value))


def write_xlsb(path: Path, rows: Sequence[Sequence[str | float | None]], sheet: str = "Hoja1") -> Path:
    """Write one sheet of texts and numbers; None leaves a cell out."""
    width = max(map(len, rows))
    body = _record(129) + _record(148, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1)) + _record(145)
    for number, row in enumerate(rows):
        body += _record(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 1) + struct.pack("<II", 0, max(width - 1, 0)))
        body += b"".join(_cell(column, value) for column, value in enumerate(row) if value is not None)
    body += _record(146) + _record(130)
    entry = struct.pack("<II", 0, 1) + _text("rId1") + _text(sheet)
    book = _record(131) + _record(143) + _record(156, entry) + _record(144) + _record(132)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("[Content_Types].xml", _TYPES)
        box.writestr("_rels/.rels", _RELS.format(kind="officeDocument", target="xl/workbook.bin"))
        box.writestr("xl/workbook.bin", book)
        box.writestr("xl/_rels/workbook.bin.rels", _RELS.format(kind="worksheet", target="worksheets/sheet1.bin"))
        box.writestr("xl/worksheets/sheet1.bin", body)
    return path

"""Files that were made to hurt: each written by a function, all through the same command in the test and in `soak`."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl

from tests.e2e.program import sample

_SHEET = "xl/worksheets/sheet1.xml"


def _rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    """A sample workbook with some of its parts changed."""
    with zipfile.ZipFile(sample("05")) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))


def far_corners(path: Path) -> None:
    """Two cells, A1 and XFD1048576: a dense reader asks for 17 thousand million cells."""
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
        b"</sheetData></worksheet>"
    )
    _rewritten(path, lambda name, data: sheet if name == _SHEET else data)


def zip_bomb(path: Path) -> None:
    """A sheet of two thousand million spaces in two megabytes."""
    row = b'<row><c t="inlineStr"><is><t>' + b" " * 1_000_000 + b"</t></is></c></row>"
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    with zipfile.ZipFile(sample("05")) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != _SHEET:
                target.writestr(name, source.read(name))
        with target.open(_SHEET, "w", force_zip64=True) as sheet:
            sheet.write(head)
            for _ in range(2000):
                sheet.write(row)
            sheet.write(b"</sheetData></worksheet>")


def protected(path: Path) -> None:
    """A workbook encrypted with a password."""
    from msoffcrypto.format.ooxml import OOXMLFile

    plain = io.BytesIO(sample("05").read_bytes())
    with path.open("wb") as out:
        OOXMLFile(plain).encrypt("secreto", out)


def truncated(path: Path) -> None:
    """The first two thirds of a workbook: an interrupted download."""
    data = sample("01").read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])


def entities(path: Path) -> None:
    """An invoice XML whose entities multiply to thousands of millions of letters."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 11))
    path.write_text(
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{levels}]>'
        "<facturaElectronicaServicioBasico><cabecera><numeroFactura>&l10;</numeroFactura></cabecera>"
        "</facturaElectronicaServicioBasico>",
        encoding="utf-8",
    )


def external_entity(path: Path) -> None:
    """An invoice XML that asks for a file of the computer."""
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<facturaElectronicaServicioBasico><cabecera><numeroFactura>&f;</numeroFactura></cabecera>"
        "</facturaElectronicaServicioBasico>",
        encoding="utf-8",
    )


def entities_in_workbook(path: Path) -> None:
    """The same multiplication inside a workbook's sheet."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 11))
    sheet = (
        f'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY l0 "lol">{levels}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&l10;</t></is></c></row></sheetData></worksheet>'
    ).encode()
    _rewritten(path, lambda name, data: sheet if name == _SHEET else data)


def picture(path: Path) -> None:
    """A PNG that was renamed to .xlsx."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress(b"\x00" + b"\x80" * 300)
    header = struct.pack(">IIBBBBB", 100, 1, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b""))


def empty(path: Path) -> None:
    """No byte at all."""
    path.write_bytes(b"")


def blank_sheet(path: Path) -> None:
    """A workbook in which nobody wrote anything."""
    openpyxl.Workbook().save(path)


def only_a_chart(path: Path) -> None:
    """A workbook whose only sheet with content is a chart sheet."""
    book = openpyxl.Workbook()
    book.create_chartsheet("Gráfico")
    book.save(path)


def million_empty_rows(path: Path) -> None:
    """A million rows that exist and hold nothing."""
    rows = b"".join(b'<row r="%d"><c r="A%d"/></row>' % (n, n) for n in range(1, 1_000_001))
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + rows
        + b"</sheetData></worksheet>"
    )
    _rewritten(path, lambda name, data: sheet if name == _SHEET else data)


def damaged_xml(path: Path) -> None:
    """A sheet whose XML breaks off."""
    _rewritten(path, lambda name, data: data[: len(data) // 2] if name == _SHEET else data)


def noise(path: Path) -> None:
    """Random bytes under the name of a CSV."""
    path.write_bytes(random.Random(7).randbytes(50_000))


HOSTILE: dict[str, tuple[str, Callable[[Path], None]]] = {
    "far_corners": (".xlsx", far_corners),
    "zip_bomb": (".xlsx", zip_bomb),
    "protected": (".xlsx", protected),
    "truncated": (".xlsx", truncated),
    "entities": (".xml", entities),
    "external_entity": (".xml", external_entity),
    "entities_in_workbook": (".xlsx", entities_in_workbook),
    "picture": (".xlsx", picture),
    "empty": (".xlsx", empty),
    "blank_sheet": (".xlsx", blank_sheet),
    "only_a_chart": (".xlsx", only_a_chart),
    "million_empty_rows": (".xlsx", million_empty_rows),
    "damaged_xml": (".xlsx", damaged_xml),
    "noise": (".csv", noise),
}


def flipped_xls(path: Path, seed: int) -> None:
    """A sound xls workbook of bills with one to eight bytes changed at random."""
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Facturas")
    for column, word in enumerate(("Medidor", "Periodo", "Consumo (kWh)", "Importe Bs")):
        sheet.write(0, column, word)
    for row in range(1, 25):
        sheet.write(row, 0, "M-1")
        sheet.write(row, 1, f"{(row - 1) % 12 + 1:02d}/{2024 + (row - 1) // 12}")
        sheet.write(row, 2, 1000 + 10 * row)
        sheet.write(row, 3, 1200.5 + row)
    buffer = io.BytesIO()
    book.save(buffer)
    data = bytearray(buffer.getvalue())
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(bytes(data))

"""Makes the files that the tests of importing read."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl

HEAD = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


def xlsx(path: Path, *sheets: Sequence[Sequence[object]], names: Sequence[str] = ()) -> Path:
    """A workbook with the rows of each sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(names[number] if number < len(names) else f"Hoja{number + 1}")
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def raw_sheet(path: Path, parts: Iterable[bytes]) -> Path:
    """A workbook whose one sheet is made of these bytes."""
    plain = path.with_suffix(".plain")
    xlsx(plain, [["x"]])
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            if entry.filename != "xl/worksheets/sheet1.xml":
                target.writestr(entry.filename, source.read(entry))
        with target.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as file:
            for part in parts:
                file.write(part)
    plain.unlink()
    return path

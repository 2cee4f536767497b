"""Sheets and the files that hold them; every file comes out the same, byte for byte, each time."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from tests.corpus.truth import Activity, Bill

DATE_FORMAT = "dd/mm/yyyy"
OLD = (1980, 1, 1, 0, 0, 0)
PLAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


@dataclass(frozen=True)
class Shown:
    """A value with the number format of its cell."""

    value: Any
    number_format: str


@dataclass(frozen=True)
class Formula:
    """A formula with the value that was stored beside it."""

    text: str
    value: Any


@dataclass
class Sheet:
    """Rows with the verdict that each of them deserves."""

    name: str
    hidden: bool = False
    rows: list[list[Any]] = field(default_factory=list)
    verdicts: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)

    def add(self, verdict: str, *cells: Any) -> int:
        """Put a row below the others and say its number."""
        self.rows.append(list(cells))
        self.verdicts.append(verdict)
        return len(self.rows)

    def title(self, *cells: Any) -> int:
        return self.add("title", *cells)

    def header(self, *cells: Any) -> int:
        return self.add("header", *cells)

    def data(self, *cells: Any) -> int:
        return self.add("data", *cells)

    def blank(self) -> int:
        return self.add("blank")

    def note(self, *cells: Any) -> int:
        return self.add("note", *cells)

    def subtotal(self, *cells: Any) -> int:
        return self.add("subtotal", *cells)

    def total(self, *cells: Any) -> int:
        return self.add("total", *cells)


@dataclass
class Choice:
    """Answers to the open questions, and the bills that follow from them."""

    answers: dict[str, str]
    bills: list[Bill]


@dataclass
class Book:
    """One file of the corpus: its sheets, and what is true of it."""

    country: str = "BO"
    sheets: list[Sheet] = field(default_factory=list)
    bills: list[Bill] = field(default_factory=list)
    activity: list[Activity] = field(default_factory=list)
    duplicates: int = 0
    conflicts: int = 0
    problems: int = 0
    read_sure: bool = True
    rows_sure: bool = True
    slack_days: int = 0
    notes: list[str] = field(default_factory=list)
    refused: bool = False
    questions: list[dict[str, Any]] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    separator: str = ","
    encoding: str = "utf-8"
    raw: bytes | None = None

    def sheet(self, name: str = "Hoja1", *, hidden: bool = False) -> Sheet:
        self.sheets.append(Sheet(name, hidden))
        return self.sheets[-1]

    def rows(self) -> dict[str, int] | None:
        """Rows by verdict, where no doubt is left."""
        if not self.rows_sure or self.raw is not None or self.refused:
            return None
        counts = Counter(verdict for sheet in self.sheets for verdict in sheet.verdicts)
        kinds = ("data", "header", "title", "blank", "subtotal", "total", "note")
        return {"read": counts.total(), **{kind: counts[kind] for kind in kinds}}


# -- writing -----------------------------------------------------------------------------------------------------------


def bare(cell: Any) -> Any:
    """The value of a cell as the libraries take it."""
    if isinstance(cell, Shown | Formula):
        cell = cell.value
    return float(cell) if isinstance(cell, Decimal) else cell


def steady(data: bytes, change: Callable[[str, bytes], bytes] = lambda _name, part: part) -> bytes:
    """The same zip without the time at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name, OLD)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            part = old.read(name)
            if name in ("docProps/core.xml", "meta.xml"):
                part = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z?", b"2025-01-01T00:00:00Z", part)
            new.writestr(info, change(name, part))
    return out.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip of the given files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in parts.items():
            new.writestr(zipfile.ZipInfo(name, OLD), part)
    return out.getvalue()


def xlsx(book: Book, *, macro_type: bool = False) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for sheet in book.sheets:
        page = workbook.create_sheet(sheet.name)
        page.sheet_state = "hidden" if sheet.hidden else "visible"
        for r, row in enumerate(sheet.rows, start=1):
            for c, cell in enumerate(row, start=1):
                _xlsx_cell(page, r, c, cell)
        for area in sheet.merged:
            page.merge_cells(area)
        for r in sheet.hidden_rows:
            page.row_dimensions[r].hidden = True
    out = io.BytesIO()
    workbook.save(out)

    def change(name: str, part: bytes) -> bytes:
        match = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name)
        if match:
            return _with_formulas(book.sheets[int(match[1]) - 1], part)
        return part.replace(PLAIN_TYPE, MACRO_TYPE) if macro_type and name == "[Content_Types].xml" else part

    return steady(out.getvalue(), change)


def _xlsx_cell(page: Any, row: int, column: int, cell: Any) -> None:
    if cell is None:
        return
    there = page.cell(row, column, bare(cell))
    if isinstance(cell, Shown):
        there.number_format = cell.number_format
    elif isinstance(cell, date):
        there.number_format = DATE_FORMAT


def _with_formulas(sheet: Sheet, part: bytes) -> bytes:
    """Formulas beside the stored values, as spreadsheet programs save them."""
    text = part.decode()
    for r, row in enumerate(sheet.rows, start=1):
        for c, cell in enumerate(row, start=1):
            if isinstance(cell, Formula):
                where = f"{openpyxl.utils.get_column_letter(c)}{r}"
                text, done = re.subn(rf'(<c r="{where}"[^>]*>)<v>', rf"\g<1><f>{cell.text}</f><v>", text)
                assert done == 1, where
    return text.encode()


def xlsm(book: Book) -> bytes:
    return xlsx(book, macro_type=True)


def xls(book: Book) -> bytes:
    workbook = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str=DATE_FORMAT)
    for sheet in book.sheets:
        page = workbook.add_sheet(sheet.name)
        page.visibility = 1 if sheet.hidden else 0
        for r, row in enumerate(sheet.rows):
            for c, cell in enumerate(row):
                if cell is not None:
                    page.write(r, c, bare(cell), day if isinstance(cell, date) else xlwt.Style.default_style)
        for area in sheet.merged:
            left, top, right, bottom = openpyxl.utils.range_boundaries(area)
            page.merge(top - 1, bottom - 1, left - 1, right - 1)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def ods(book: Book) -> bytes:
    document = OpenDocumentSpreadsheet()
    for sheet in book.sheets:
        table = Table(name=sheet.name)
        for row in sheet.rows:
            line = TableRow()
            for cell in row or [None]:
                line.addElement(_ods_cell(bare(cell)))
            table.addElement(line)
        document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.write(out)
    return steady(out.getvalue())


def _ods_cell(value: Any) -> Any:
    if value is None:
        return TableCell()
    if isinstance(value, date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat())
        value = value.strftime("%d/%m/%Y")
    elif isinstance(value, int | float):
        cell = TableCell(valuetype="float", value=value)
    else:
        cell = TableCell(valuetype="string")
    cell.addElement(P(text=str(value)))
    return cell


def separated(book: Book) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=book.separator, lineterminator="\r\n")
    for row in book.sheets[0].rows:
        writer.writerow(["" if cell is None else cell for cell in row])
    return out.getvalue().encode(book.encoding)


WRITERS: dict[str, Callable[[Book], bytes]] = {
    "xlsx": xlsx,
    "xlsm": xlsm,
    "xls": xls,
    "ods": ods,
    "csv": separated,
    "tsv": separated,
}


def written(name: str, book: Book) -> bytes:
    """The bytes of the file."""
    return book.raw if book.raw is not None else WRITERS[name.rpartition(".")[2]](book)

"""Large workbooks and workspaces for the benches: many meters, one bill a month each."""

from __future__ import annotations

import datetime as dt
import random
import zipfile
from pathlib import Path

from score_desktop.jobs import Progress
from score_desktop.services import audits, imports
from score_desktop.services.context import Context

TODAY = dt.date(2026, 3, 18)
MONTHS = 100
FIRST_YEAR = 2017
HEADER = ("Medidor", "Fecha inicio", "Fecha fin", "Consumo (kWh)", "Importe (Bs)", "Nº de factura")

_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        '<Override PartName="/xl/styles.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
        '<sheet name="Facturas" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" '
        'Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font/></fonts>'
        '<fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
    ),
}


def _month(number: int, first_year: int) -> dt.date:
    return dt.date(first_year + number // 12, number % 12 + 1, 1)


def write_workbook(
    path: Path,
    bills: int,
    *,
    months: int = MONTHS,
    first_year: int = FIRST_YEAR,
    first_bill: int = 0,
    first_number: int = 0,
) -> None:
    """A sheet of bills, so many months for each meter. By hand: openpyxl takes half a minute for the large one.

    Args:
        first_bill: Meters and numbers of bills go on from here, so that two workbooks can follow each other.
        first_number: Added to the numbers of bills: bills of the same meters in other years have others.
    """
    numbers = random.Random(2026)
    serials = [(_month(number, first_year) - dt.date(1899, 12, 30)).days for number in range(months + 1)]
    rows = ["<row>" + "".join(_text(word) for word in HEADER) + "</row>"]
    for bill in range(first_bill, first_bill + bills):
        meter, month = divmod(bill, months)
        use = 4000 + meter % 50 * 20 + numbers.randrange(0, 60_000) / 100
        rows.append(
            f"<row>{_text(f'M-{meter:05}')}{_day(serials[month])}{_day(serials[month + 1] - 1)}"
            f"<c><v>{use:.2f}</v></c><c><v>{use * 0.98:.2f}</v></c>{_text(f'F{bill + first_number:07}')}</row>"
        )
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + "".join(rows)
        + "</sheetData></worksheet>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, text in {**_PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            book.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)


def _text(word: str) -> str:
    return f'<c t="inlineStr"><is><t>{word}</t></is></c>'


def _day(serial: int) -> str:
    return f'<c s="1"><v>{serial}</v></c>'


def new_workspace(path: Path, name: str = "Fábrica") -> str:
    """One audit of one year in a workspace, made if need be; returns the audit's id."""
    wanted = audits.NewAudit(name, "BO", start=dt.date(2024, 1, 1), end=dt.date(2025, 1, 1))
    with Context.open(path, create=True, actor="bench") as context:
        return context.write(audits.new_audit, wanted, TODAY).audit


def import_workbook(workspace: Path, audit: str, workbook: Path, bills: int) -> None:
    """Import as the command line does, and make sure that all of it went in."""
    with imports.start_reader() as reader, Context.open(workspace, actor="bench") as context:
        outcome = imports.import_file(context, workbook, audit, imports.ImportOptions(), Progress(), TODAY, reader)
    if outcome.records.imported != bills:
        raise RuntimeError(f"{outcome.records} of {bills}, {outcome.questions}, {outcome.problems[:3]}")

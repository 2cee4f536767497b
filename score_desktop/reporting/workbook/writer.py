"""The workbook: sheets are written row by row, so that 200,000 bills need little memory."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from score_desktop.errors import Refused
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.reporting.content import ReportContent
from score_desktop.reporting.target import Written, write_whole
from score_desktop.reporting.workbook.cells import looks_like_formula, safe_text
from score_desktop.reporting.workbook.model import Kind, NativeChart, Sheet, SheetColumn, Value
from score_desktop.reporting.workbook.sheets import build_sheets

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MOST_ROWS = 1_048_576 - 2
"""Rows of a sheet below its two heads."""

_HEAD_FILL, _HEAD_LINE = "F2F5F5", "C9D0D2"
_RIGHT = frozenset(Kind) - {Kind.TEXT, Kind.MIXED}


def write_workbook(content: ReportContent, texts: Texts, out: Path, *, progress: Progress | None = None) -> Written:
    """Write the audit as a workbook.

    Args:
        content: What the workbook says.
        texts: Language and number region of heads and names.
        out: The file; it appears whole or not at all.
        progress: Told how far the work is, asked whether to stop.

    Raises:
        StorageTrouble: "report.cannot_write".
        Refused: "report.too_many_rows".
        Cancelled: The person stopped it; nothing is left behind.
    """
    progress = progress or Progress()
    sheets = build_sheets(content, texts)
    for sheet in sheets:
        if sheet.count + len(sheet.totals) > MOST_ROWS:
            raise Refused("report.too_many_rows", sheet=sheet.title, rows=sheet.count, most=MOST_ROWS)
    write_whole(out, lambda stream: _write(sheets, content, texts, stream, progress))
    progress.finish(texts.t("Workbook written"))
    return Written(out, len(sheets))


def _write(
    sheets: Sequence[Sheet], content: ReportContent, texts: Texts, stream: IO[bytes], progress: Progress
) -> None:
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    from score_desktop.reporting.workbook.archive import TimelessZip

    book = Workbook(write_only=True)
    _describe(book, content, texts)
    rows = max(sum(sheet.count for sheet in sheets), 1)
    done = 0
    try:
        for sheet in sheets:
            _SheetWriter(book, sheet, texts, _teller(progress, texts, done / rows, sheet.count / rows)).write()
            done += sheet.count
        progress.report(0.9, texts.t("Writing the workbook"))
        with TimelessZip(cast("IO[bytes]", _Stoppable(stream, progress)), content.report_date) as archive:
            ExcelWriter(book, archive).write_data()
    except BaseException:
        _discard(book)
        raise


class _Stoppable:
    """A stream that asks at each write whether to stop: openpyxl packs its sheets without asking anybody."""

    def __init__(self, stream: IO[bytes], progress: Progress) -> None:
        self._stream, self._progress = stream, progress

    def write(self, data: bytes) -> int:
        self._progress.check_cancelled()
        return self._stream.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _discard(book: Workbook) -> None:
    """Remove the temporary files of the sheets, which openpyxl would keep until the program ends."""
    for page in book.worksheets:
        made: Any = page
        if not made.closed:
            made.close()
        if Path(made._writer.out).exists():
            made._writer.cleanup()


def _teller(progress: Progress, texts: Texts, start: float, share: float) -> Callable[[float], None]:
    message = texts.t("Writing the workbook")
    return lambda part: progress.report(0.9 * (start + share * part), message)


def _describe(book: Workbook, content: ReportContent, texts: Texts) -> None:
    properties = book.properties
    properties.title = safe_text(content.enterprise.name, texts)[:250]
    properties.creator = safe_text(content.brand.contact_name or content.brand.organisation, texts)[:250]
    properties.language = texts.language
    properties.created = dt.datetime.combine(content.report_date, dt.time())
    properties.lastModifiedBy = "SCORE Desktop"


class _SheetWriter:
    """Writes one sheet. Cells with their formats are made once a column and used for every row."""

    def __init__(self, book: Workbook, sheet: Sheet, texts: Texts, tell: Callable[[float], None]) -> None:
        self._sheet, self._texts, self._tell = sheet, texts, tell
        self._page = book.create_sheet(sheet.title)
        self._formats = _formats(texts)

    def write(self) -> None:
        """Heads, rows, totals, charts."""
        page, sheet = self._page, self._sheet
        self._shape()
        page.append([f"{sheet.key}.{column.key}" for column in sheet.columns])
        page.append([self._head(column) for column in sheet.columns])
        makers = [self._maker(column, bold=False) for column in sheet.columns]
        for number, row in enumerate(sheet.rows):
            if number % 128 == 0:
                self._tell(number / max(sheet.count, 1))
            page.append([make(value) for make, value in zip(makers, row, strict=True)])
        bold = [self._maker(column, bold=True) for column in sheet.columns]
        for row in sheet.totals:
            page.append([make(value) for make, value in zip(bold, row, strict=True)])
        for number, chart in enumerate(sheet.charts):
            self._chart(chart, number)
        page.close()

    def _shape(self) -> None:
        from openpyxl.utils import get_column_letter

        page, columns = self._page, self._sheet.columns
        for number, column in enumerate(columns, start=1):
            page.column_dimensions[get_column_letter(number)].width = column.width
        page.row_dimensions[1].hidden = True
        page.row_dimensions[2].height = 30
        page.freeze_panes = "A3"
        last = self._sheet.side if self._sheet.side is not None else len(columns)
        page.auto_filter.ref = f"A2:{get_column_letter(max(last, 1))}{max(self._sheet.count + 2, 3)}"
        page.sheet_view.showGridLines = False
        page.page_setup.orientation = "landscape"
        page.page_setup.paperSize = 9  # A4
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.print_title_rows = "2:2"

    def _head(self, column: SheetColumn) -> Any:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        if not column.title:
            return None
        cell = WriteOnlyCell(self._page, safe_text(column.title, self._texts))
        cell.data_type = "s"
        cell.font = Font(name="Calibri", size=11, bold=True)
        cell.fill = PatternFill("solid", fgColor=_HEAD_FILL)
        cell.border = Border(bottom=Side(style="thin", color=_HEAD_LINE))
        side = "right" if column.kind in _RIGHT else "left"
        cell.alignment = Alignment(horizontal=side, vertical="bottom", wrap_text=True)
        return cell

    def _maker(self, column: SheetColumn, *, bold: bool) -> Callable[[Value], Any]:
        """A function from a value to its cell; the cell is used again for the next row, which openpyxl allows."""
        plain, quoted = self._cell(column, bold), self._cell(column, bold)
        quoted.quotePrefix = True
        texts = self._texts
        if column.kind is Kind.MIXED:
            kinds = {
                kind: self._cell(SheetColumn(column.key, column.title, kind), bold) for kind in (Kind.DATE, Kind.NUMBER)
            }
        else:
            kinds = {}

        def make(value: Value) -> Any:
            if value is None or value == "":
                return None
            if isinstance(value, str):
                text = safe_text(value, texts)
                cell = quoted if looks_like_formula(text) else plain
                cell.value = text
                cell.data_type = "s"
                return cell
            cell = plain
            if kinds:
                cell = kinds[Kind.DATE if isinstance(value, dt.date) else Kind.NUMBER]
            cell.value = value
            return cell

        return make

    def _cell(self, column: SheetColumn, bold: bool) -> Any:
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, Side

        cell = WriteOnlyCell(self._page)
        shape = self._formats.get(column.kind)
        if shape:
            cell.number_format = shape
        if column.kind is Kind.MIXED:
            cell.alignment = Alignment(horizontal="left")
        if bold:
            cell.font = Font(name="Calibri", size=11, bold=True)
            cell.border = Border(top=Side(style="thin", color=_HEAD_LINE))
        return cell

    def _chart(self, chart: NativeChart, number: int) -> None:
        """A bar chart to the right of the table; its numbers are the cells', not a copy."""
        from openpyxl.chart import BarChart, Reference
        from openpyxl.utils import get_column_letter

        keys = [column.key for column in self._sheet.columns]
        values, names = keys.index(chart.values) + 1, keys.index(chart.categories) + 1
        bars = BarChart()
        bars.type = "bar" if chart.horizontal else "col"
        bars.title = safe_text(chart.title, self._texts)
        bars.style = 10
        bars.legend = None
        bars.gapWidth = 60
        bars.height, bars.width = (max(6.5, 0.75 * chart.rows + 3.0), 17) if chart.horizontal else (7.5, 17)
        bars.add_data(Reference(self._page, min_col=values, min_row=3, max_row=2 + chart.rows), titles_from_data=False)
        bars.set_categories(Reference(self._page, min_col=names, min_row=3, max_row=2 + chart.rows))
        bars.series[0].graphicalProperties.solidFill = chart.colour.lstrip("#")
        bars.x_axis.delete = bars.y_axis.delete = False
        bars.y_axis.title = chart.axis
        bars.y_axis.number_format = "#,##0"
        bars.y_axis.scaling.min = 0
        if chart.horizontal:
            bars.x_axis.scaling.orientation = "maxMin"
        if self._sheet.columns[names - 1].kind is Kind.MONTH:
            bars.x_axis.number_format = self._formats[Kind.MONTH]
        column = get_column_letter(len(self._sheet.columns) + 2)
        self._page.add_chart(bars, f"{column}{3 + 16 * number}")


def _formats(texts: Texts) -> dict[Kind, str]:
    """Number formats; separators are the reader's own, order of dates and names of months the report's."""
    sample = texts.date(dt.date(2001, 11, 22))
    date = "dd/mm/yyyy" if sample.startswith("22") else "mm/dd/yyyy" if sample.startswith("11") else "yyyy-mm-dd"
    month = "[$-40A]mmm yyyy" if texts.language == "es" else "[$-409]mmm yyyy"
    return {
        Kind.WHOLE: "#,##0",
        Kind.NUMBER: "#,##0.00",
        Kind.EXACT: "General",
        Kind.RATE: "#,##0.0000",
        Kind.MONEY: "#,##0.00",
        Kind.PERCENT: "0.0%",
        Kind.DATE: date,
        Kind.MONTH: month,
    }

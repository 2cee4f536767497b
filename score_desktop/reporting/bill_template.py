"""Our own template for bills, purchases and production: a workbook to fill in, unprotected, in two languages.

Its words come from the same tables that the import reads with: units from the unit table, resources by their names.
Everything may be renamed, moved and added to; nothing but the words over the columns tells the reader what they are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from score_desktop import units
from score_desktop.charts.names import resource_name
from score_desktop.enums import Resource
from score_desktop.i18n import N_, Texts
from score_desktop.reporting.target import Written, write_whole

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_LISTED = ("energy", "volume", "mass")
_NOT_BILLED = frozenset({Resource.MATERIAL, Resource.OTHER})
_ROWS = 2_000
"""Rows below the head that offer the lists."""
_HEAD_FILL, _TITLE_COLOUR = "E4EFEC", "1F6F5C"
_DAY, _AMOUNT = "dd/mm/yyyy", "#,##0.00"
_FIRST_ROW = 5

TITLES = {
    "bills": N_("Bills"),
    "purchases": N_("Purchases"),
    "production": N_("Production"),
    "examples": N_("Examples"),
    "units": N_("Units"),
}
_TOLD = {
    "bills": N_("One bill in each row. Columns may be moved, renamed, added or left empty."),
    "purchases": N_("Fuel and other things bought, one purchase in each row."),
    "production": N_("One month in each row. Write what you make, with its unit, over the second column."),
    "examples": N_("How it is filled in. This sheet is not imported."),
    "units": N_("Units that the program knows. This sheet is not imported."),
}


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the template; `kind` is text, day, amount, resource or unit."""

    head: str
    kind: str = "text"
    width: int = 16


_COLUMNS: dict[str, tuple[_Column, ...]] = {
    "bills": (
        _Column(N_("Meter"), width=18),
        _Column(N_("Energy or resource"), "resource", 20),
        _Column(N_("Supplier"), width=20),
        _Column(N_("First day"), "day", 13),
        _Column(N_("Last day"), "day", 13),
        _Column(N_("Invoice number"), width=18),
        _Column(N_("Consumption"), "amount", 14),
        _Column(N_("Unit"), "unit", 11),
        _Column(N_("Total amount"), "amount", 15),
        _Column(N_("Currency"), width=10),
        _Column(N_("Estimated?"), width=12),
        _Column(N_("Note"), width=30),
    ),
    "purchases": (
        _Column(N_("Date"), "day", 13),
        _Column(N_("Product or fuel"), width=22),
        _Column(N_("Vehicle or use"), width=22),
        _Column(N_("Quantity"), "amount", 13),
        _Column(N_("Unit"), "unit", 11),
        _Column(N_("Total amount"), "amount", 15),
        _Column(N_("Currency"), width=10),
        _Column(N_("Invoice number"), width=18),
    ),
    "production": (
        _Column(N_("Month"), "month", 13),
        _Column(N_("Product made (t)"), "amount", 20),
        _Column(N_("Hours worked"), "amount", 18),
        _Column(N_("Women"), "amount", 14),
        _Column(N_("Men"), "amount", 14),
    ),
}


def write_template(texts: Texts, out: Path, currency: str = "") -> Written:
    """Write the template.

    Args:
        texts: Its language.
        out: The file; it appears whole or not at all.
        currency: Of the examples; "" for bolivianos.

    Raises:
        StorageTrouble: "report.cannot_write".
    """
    from openpyxl.workbook import Workbook as NewWorkbook

    book = NewWorkbook()
    book.remove(book.worksheets[0])
    for name in ("bills", "purchases", "production"):
        _fill_in(book, name, texts)
    _examples(book, texts, currency or "BOB")
    _units(book, texts)

    def save(file: IO[bytes]) -> None:
        book.save(file)

    write_whole(out, save)
    return Written(out, len(book.worksheets))


def heads(name: str, texts: Texts) -> list[str]:
    """Words over the columns of a sheet ("bills", "purchases", "production")."""
    return [texts.t(column.head) for column in _COLUMNS[name]]


def offered_resources(texts: Texts) -> list[str]:
    """Names of what is billed, as the template offers them."""
    return [resource_name(texts, resource) for resource in Resource if resource not in _NOT_BILLED]


def offered_units(texts: Texts) -> list[str]:
    """Words for units, as the template offers them."""
    known = (unit for unit in units.known_units() if unit.dimension in _LISTED)
    return [units.label(unit.symbol, texts.language, one=True) for unit in known]


def _begin(book: Workbook, name: str, texts: Texts) -> Worksheet:
    from openpyxl.styles import Font

    sheet: Worksheet = book.create_sheet(texts.t(TITLES[name]))
    sheet["A1"] = texts.t(TITLES[name])
    sheet["A1"].font = Font(bold=True, size=14, color=_TITLE_COLOUR)
    sheet["A2"] = texts.t(_TOLD[name])
    sheet["A2"].font = Font(italic=True, color="5A6B70")
    sheet.sheet_view.showGridLines = True
    return sheet


def _head_row(sheet: Worksheet, row: int, columns: Sequence[_Column], texts: Texts) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for number, column in enumerate(columns, start=1):
        cell = sheet.cell(row, number, texts.t(column.head))
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=_HEAD_FILL)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        letters = get_column_letter(number)
        sheet.column_dimensions[letters].width = max(column.width, sheet.column_dimensions[letters].width or 0)


def _fill_in(book: Workbook, name: str, texts: Texts) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    sheet = _begin(book, name, texts)
    columns = _COLUMNS[name]
    head = _FIRST_ROW - 1
    _head_row(sheet, head, columns, texts)
    sheet.freeze_panes = f"A{_FIRST_ROW}"
    lists = {"unit": ("A", len(offered_units(texts))), "resource": ("D", len(offered_resources(texts)))}
    for number, column in enumerate(columns, start=1):
        letters = get_column_letter(number)
        for row in range(_FIRST_ROW, _FIRST_ROW + 60):
            _shape(sheet.cell(row, number), column.kind)
        if column.kind in lists:
            place, count = lists[column.kind]
            source = f"'{texts.t(TITLES['units'])}'!${place}${_FIRST_ROW}:${place}${_FIRST_ROW + count - 1}"
            rule = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=False)
            rule.add(f"{letters}{_FIRST_ROW}:{letters}{_FIRST_ROW + _ROWS}")
            sheet.add_data_validation(rule)


def _shape(cell: Any, kind: str) -> None:
    formats = {"day": _DAY, "amount": _AMOUNT, "month": "mm/yyyy"}
    if kind in formats:
        cell.number_format = formats[kind]


def _examples(book: Workbook, texts: Texts, currency: str) -> None:
    sheet = _begin(book, "examples", texts)
    row = _FIRST_ROW - 1
    for name, lines in _example_rows(texts, currency).items():
        sheet.cell(row, 1, texts.t(TITLES[name]))
        _head_row(sheet, row + 1, _COLUMNS[name], texts)
        for place, line in enumerate(lines, start=row + 2):
            for number, (column, value) in enumerate(zip(_COLUMNS[name], line, strict=True), start=1):
                cell = sheet.cell(place, number, value)
                _shape(cell, column.kind)
        row += len(lines) + 3


def _example_rows(texts: Texts, currency: str) -> dict[str, list[tuple[Any, ...]]]:
    power, water = resource_name(texts, Resource.ELECTRICITY), resource_name(texts, Resource.WATER)
    cubic = units.label("m3", texts.language)
    yes, first = texts.t("yes"), dt.date(2025, 1, 1)
    return {
        "bills": [
            ("2-114583", power, "DELAPAZ", first, dt.date(2025, 1, 31), "1001", 6210, "kWh", 5890.5, currency, "", ""),
            (
                *("2-114583", power, "DELAPAZ", dt.date(2025, 2, 1), dt.date(2025, 2, 28), "1002", 6034, "kWh"),
                *(5721.25, currency, yes, texts.t("no reading")),
            ),
            ("W-77", water, "EPSAS", first, dt.date(2025, 1, 31), "88-12", 142, cubic, 1230, currency, "", ""),
        ],
        "purchases": [
            (dt.date(2025, 1, 9), texts.t("Diesel"), texts.t("Truck"), 120, "L", 448.8, currency, "553"),
            (dt.date(2025, 1, 15), texts.t("LPG cylinder 10 kg"), texts.t("Oven"), 6, "garrafa", 135, currency, ""),
        ],
        "production": [(dt.date(2025, 1, 1), 43.85, 2405, 11, 14), (dt.date(2025, 2, 1), 37.03, 2077, 11, 14)],
    }


def _units(book: Workbook, texts: Texts) -> None:
    sheet = _begin(book, "units", texts)
    head = (_Column(N_("Unit"), width=18), _Column(N_("Equals"), width=26))
    _head_row(sheet, _FIRST_ROW - 1, head, texts)
    known = [unit for unit in units.known_units() if unit.dimension in _LISTED]
    for row, (words, unit) in enumerate(zip(offered_units(texts), known, strict=True), start=_FIRST_ROW):
        sheet.cell(row, 1, words)
        if unit.symbol != unit.base_symbol:
            base = units.label(unit.base_symbol, texts.language)
            sheet.cell(row, 2, f"{texts.number(unit.factor_to_base, 6, trim=True)} {base}")
    sheet.cell(_FIRST_ROW - 1, 4, texts.t("Energy or resource"))
    sheet.column_dimensions["D"].width = 24
    for row, name in enumerate(offered_resources(texts), start=_FIRST_ROW):
        sheet.cell(row, 4, name)

"""One file of a supplier, network, city or program, with what it must become.

The answers were written before the files were read, but not all stayed: where a first answer went against the
contract of the import, or left open what it must be, it was put right afterwards (periods from one date in fr
litres_of_a_day, fr and pt waste, es water_with_collection, en water_by_hundred; rightful questions and refusals in
pt peak and cylinders, es months_without_separators and products, more swiss, fiscal and trash; names and units in
de quarters_and_days and more annual, two_meters and sub_meters; es cylinders_of_two_sizes; third de_heating_oil).
pt readings_of_three_registers was made longer, because four readings decide nothing. They hold what is right now;
they are no measure of a first reading.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

Row = tuple[object, ...]
Bill = tuple[str, str, str, str, float | None, str, float | None, str]
"""Meter, resource, first day, first day outside, quantity, unit, cost, currency."""


@dataclass(frozen=True)
class Case:
    """A file and its answer.

    Attributes:
        content: The text of a CSV file, or the rows of each sheet.
        place: Country and currency of the audit.
        bills: The bills it must become.
        asks: Column → (question, the choice that is true): what nothing in the file tells.
        refused: Message of the refusal, where the file holds no bills.
        activity: Product → month → quantity, where the file tells what was made.
    """

    content: str | dict[str, list[Row]]
    place: str
    bills: list[Bill] = field(default_factory=list)
    asks: dict[str, tuple[str, str]] = field(default_factory=dict)
    refused: str = ""
    activity: dict[str, dict[str, float]] = field(default_factory=dict)
    file: str = "f.csv"
    encoding: str = "utf-8"

    def write(self, folder: Path) -> Path:
        """The file, in a folder."""
        if isinstance(self.content, str):
            path = folder / self.file
            path.write_bytes(self.content.encode(self.encoding))
            return path
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in self.content.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        path = (folder / self.file).with_suffix(".xlsx")
        book.save(path)
        return path


def period(text: str) -> tuple[str, str]:
    """First day and first day outside of "2024", "2024-01", "2024-01-13" or "2024-01-13/2024-02-12" (both inside)."""
    first, _, last = text.partition("/")
    ends = [tuple(map(int, part.split("-"))) for part in (first, last or first)]
    year, month, day = (*ends[0], 1, 1)[:3]
    until_year, until_month = (*ends[1], 12)[:2]
    until_day = ends[1][2] if len(ends[1]) > 2 else calendar.monthrange(until_year, until_month)[1]
    after = dt.date(until_year, until_month, until_day) + dt.timedelta(days=1)
    return dt.date(year, month, day).isoformat(), after.isoformat()


def truth(what: str, lines: str, meter: str = "") -> list[Bill]:
    """Bills of "resource unit currency" from lines of "period quantity cost"; "-" is not known."""
    resource, unit, currency = what.split()
    unit = unit.strip("-")  # of amounts alone
    made: list[Bill] = []
    for line in lines.strip().splitlines():
        when, *amounts = line.split()
        quantity, cost = (None if text == "-" else float(text) for text in (*amounts, "-")[:2])
        made.append((meter, resource, *period(when), quantity, unit, cost, currency if cost is not None else ""))
    return made

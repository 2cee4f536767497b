"""More tables of bills at random: side by side, two header rows, years down or across, pages, days without years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from score_desktop.importing.workbook import Sheet
from tests.unit.importing.any_layout import (
    DAY,
    MONTH_FORMS,
    NUMBER_FORMS,
    UNITS,
    Bill,
    Case,
    Row,
    meters_of,
    month_after,
    month_writer,
    number_writer,
    sheet,
)
from tests.unit.importing.languages import LANGUAGES, Language

FIRMS = ("Panadería El Trigal SRL", "ACME Ltd.", "Bäckerei Huber GmbH", "Informe para auditoría")
ENDINGS = ("Elaborado por: Lic. M. Quispe", "Fuente: facturas del proveedor", "Página 1 de 1", "V°B° Gerencia")
LAYOUTS = ("side by side", "resources over two", "years down", "two years down", "years across", "pages", "yearless")


@st.composite
def more_cases(draw: st.DrawFn) -> Case:
    """A workbook in a random layout, language and notation, with the bills that it holds."""
    return _framed(draw, _case(draw, draw(st.sampled_from(LAYOUTS))))


def _framed(draw: st.DrawFn, case: Case) -> Case:
    """The workbook with what people put around a table: empty rows and columns, a firm's name, who made it."""
    (made,) = case.sheets
    above: list[Row] = [[draw(st.sampled_from(FIRMS))]] if draw(st.booleans()) else []
    above += [[None]] * draw(st.integers(0, 2))
    below: list[Row] = [[None]] * draw(st.integers(0, 2))
    below += [[text] for text in draw(st.lists(st.sampled_from(ENDINGS), unique=True, max_size=2))]
    left = draw(st.integers(0, 1))
    rows = [[*[None] * left, *row] for row in (*above, *made.rows, *below)]
    moved = tuple((a + len(above), b + left, c + len(above), d + left) for a, b, c, d in made.merged)
    return Case(case.bills, (replace(sheet(made.name, rows), merged=moved),), case.layout)


def _case(draw: st.DrawFn, layout: str) -> Case:
    language = LANGUAGES[draw(st.sampled_from(sorted(LANGUAGES)))]
    number = number_writer(draw(st.sampled_from(NUMBER_FORMS)))
    month = month_writer(draw(st.sampled_from(MONTH_FORMS)), language)
    if layout in ("years down", "two years down", "years across"):
        return _calendar(draw, layout, language, number)
    if layout == "yearless":
        return _yearless(draw, language, number)
    meters = draw(meters_of(one_resource=layout == "pages", monthly=True, complete=True))
    if layout == "pages":
        return _pages(draw, language, number, month, meters[0])
    by_resource = {bills[0].resource: bills for bills in meters}
    return _beside(layout, language, number, month, list(by_resource.values()))


def _quantities(draw: st.DrawFn, count: int) -> list[Decimal]:
    return [Decimal(draw(st.integers(1, 99_999))).scaleb(-draw(st.integers(0, 2))) for _ in range(count)]


def _beside(layout: str, words: Language, number, month, meters: Sequence[Sequence[Bill]]) -> Case:  # type: ignore[no-untyped-def]
    """Resources beside one another: each with months of its own, or under one column of months."""
    rows: list[Row] = []
    merged: list[tuple[int, int, int, int]] = []
    if layout == "side by side":
        top: Row = []
        low: Row = []
        for bills in meters:
            top += [f"{words.supplies[bills[0].resource]} {bills[0].meter}", None, None, None]
            low += [words.month, f"{words.quantity} ({bills[0].unit})", words.cost, None]
        rows = [top, low]
        for place in range(max(map(len, meters))):
            row: Row = []
            for bills in meters:
                bill = bills[place] if place < len(bills) else None
                row += [month(bill.start), number(bill.quantity), number(bill.cost), None] if bill else [None] * 4
            rows.append(row)
    else:
        top, low = [words.month], [None]
        for bills in meters:
            merged.append((0, len(top), 0, len(top) + 1))
            top += [f"{words.supplies[bills[0].resource]} {bills[0].meter}", None]
            low += [bills[0].unit, "Bs"]
        rows = [top, low]
        for start in sorted({bill.start for bills in meters for bill in bills}):
            row = [month(start)]
            for bills in meters:
                bill = next((one for one in bills if one.start == start), None)
                row += [number(bill.quantity), number(bill.cost)] if bill else [None, None]
            rows.append(row)
    made: Sheet = replace(sheet("Hoja1", rows), merged=tuple(merged))
    return Case(tuple(bill for bills in meters for bill in bills), (made,), layout)


def _calendar(draw: st.DrawFn, layout: str, words: Language, number) -> Case:  # type: ignore[no-untyped-def]
    """A year in each row, or months in each row with years over the columns."""
    resource = draw(st.sampled_from(sorted(UNITS)))
    unit = draw(st.sampled_from(UNITS[resource]))
    first = draw(st.integers(2015, 2022))
    years = range(first, first + draw(st.integers(2, 4)))
    begins = 7 if layout == "two years down" else 1
    days = {year: [month_after(dt.date(year, begins, 1), n) for n in range(12)] for year in years}
    values = {year: _quantities(draw, 12) for year in years}
    title = f"{words.supplies[resource]} ({unit})"
    heads = [words.months[(begins - 1 + n) % 12] for n in range(12)]
    total = draw(st.booleans())
    if layout == "years across":
        rows: list[Row] = [[title], [words.month, *map(float, years)]]
        rows += [[head, *(number(values[year][n]) for year in years)] for n, head in enumerate(heads)]
    else:
        labels = {year: f"{year}-{(year + 1) % 100:02d}" if begins == 7 else float(year) for year in years}
        rows = [[title], [words.year, *heads, *([words.total] if total else [])]]
        for year in years:
            sums = [number(sum(values[year], Decimal(0)))] if total else []
            rows.append([labels[year], *map(number, values[year]), *sums])
    bills = [
        Bill("Hoja1", resource, unit, day, month_after(day), value, None)
        for year in years
        for day, value in zip(days[year], values[year], strict=True)
    ]
    return Case(tuple(bills), (sheet("Hoja1", rows),), layout)


def _pages(draw: st.DrawFn, words: Language, number, month, bills: Sequence[Bill]) -> Case:  # type: ignore[no-untyped-def]
    """A printed list: the header again on each page, the sum so far below it and at the top of the next."""
    head = f"{words.quantity} ({bills[0].unit})"
    rows: list[Row] = [[f"{words.supplies[bills[0].resource]} {words.meter} {bills[0].meter}"]]
    size = draw(st.integers(3, 6))
    numbered = [replace(bill, invoice=str(7001 + place)) for place, bill in enumerate(bills)]
    for start in range(0, len(numbered), size):
        page = numbered[start : start + size]
        rows.append([words.invoice, words.month, head, words.cost])
        rows += [[bill.invoice, month(bill.start), number(bill.quantity), number(bill.cost)] for bill in page]
        so_far = sum((bill.quantity for bill in numbered[: start + size]), Decimal(0))
        rows.append([words.total, None, number(so_far), None])
    return Case(tuple(numbered), (sheet("Hoja1", rows),), "pages")


def _yearless(draw: st.DrawFn, words: Language, number) -> Case:  # type: ignore[no-untyped-def]
    """Purchases of fuel on days without a year, which the title names."""
    year = draw(st.integers(2015, 2024))
    step = draw(st.integers(3, 20))
    days = [dt.date(year, 1, draw(st.integers(1, 9))) + dt.timedelta(days=step * n) for n in range(6)]
    form = draw(st.sampled_from(("%d/%m", "%d.%m.", "words")))
    fuel = words.fuels["diesel"]
    rows: list[Row] = [[f"{fuel} {year}"], [words.date, f"{fuel} (l)"]]
    bills = []
    for day, value in zip(days, _quantities(draw, 6), strict=True):
        text = f"{day.day:02d}-{words.short[day.month - 1]}" if form == "words" else day.strftime(form)
        rows.append([text, number(value)])
        bills.append(Bill("", "diesel", "l", day, day + DAY, value, None))
    return Case(tuple(bills), (sheet("Hoja1", rows),), "yearless")

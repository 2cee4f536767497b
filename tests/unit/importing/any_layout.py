"""Tables of bills made at random and written down as people write them; what they become must be the same bills."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import strategies as st

from score_desktop.importing.workbook import Cell, Sheet
from tests.unit.importing.languages import LANGUAGES, Language

Row = list[Cell]


@dataclass(frozen=True)
class Bill:
    """One bill as it must be stored: the first day outside as its end; amounts in units."""

    meter: str
    resource: str
    unit: str
    start: dt.date
    end: dt.date
    quantity: Decimal
    cost: Decimal | None
    invoice: str = ""


@dataclass(frozen=True)
class Case:
    """A workbook with the bills that it holds."""

    bills: tuple[Bill, ...]
    sheets: tuple[Sheet, ...]
    layout: str


UNITS = {"electricity": ("kWh", "MWh"), "water": ("m3",), "natural_gas": ("m3", "MPC")}
SYMBOLS = {"MPC": "MCF"}
CODES = ("2-114583", "A-77", "W-20417", "30-448812", "Z-15", "E 9911")
LAYOUTS = (
    *("long", "long by service", "wide", "wide in pairs", "wide over two", "days across"),
    *("blocks", "headings", "sheets", "years", "purchases"),
)
EXTRAS = ("days", "note", "due", "issued", "readings", "price", "demand", "parts")
DAY = dt.timedelta(days=1)


def month_after(day: dt.date, count: int = 1) -> dt.date:
    """The same day some months later."""
    months = day.year * 12 + day.month - 1 + count
    return day.replace(year=months // 12, month=months % 12 + 1)


# -- how numbers and dates are written ---------------------------------------------------------------------------------


def number_writer(form: str) -> Callable[[Decimal | None], Cell]:
    """A function that writes numbers in one form."""

    def write(value: Decimal | None) -> Cell:
        if value is None:
            return None
        if form == "number":
            return float(value)
        text = f"{abs(value):,f}" if "." not in f"{value:f}" else f"{abs(value):,.{-value.as_tuple().exponent}f}"
        marks = {"es": (".", ","), "en": (",", "."), "fr": ("\u00a0", ","), "plain comma": ("", ",")}[form]
        text = text.replace(",", "_").replace(".", marks[1]).replace("_", marks[0])
        return f"-{text}" if value < 0 else text

    return write


def date_writer(form: str, language: Language) -> Callable[[dt.date], Cell]:
    """A function that writes days in one form."""
    patterns = {"dmy": "%d/%m/%Y", "dotted": "%d.%m.%Y", "iso": "%Y-%m-%d", "mdy": "%m/%d/%Y", "dashed": "%d-%m-%Y"}

    def write(day: dt.date) -> Cell:
        if form == "date":
            return day
        if form == "serial":
            return float((day - dt.date(1899, 12, 30)).days)
        if form == "words":
            return f"{day.day}-{language.short[day.month - 1]}-{day.year}"
        return day.strftime(patterns[form])

    return write


def month_writer(form: str, language: Language) -> Callable[[dt.date], Cell]:
    """A function that writes months in one form."""

    def write(day: dt.date) -> Cell:
        name, short = language.months[day.month - 1], language.short[day.month - 1]
        return {
            "date": day,
            "long": f"{name} {day.year}",
            "short": f"{short}-{day.year % 100:02d}",
            "slash": f"{day.month:02d}/{day.year}",
            "iso": f"{day.year}-{day.month:02d}",
        }[form]

    return write


DATE_FORMS = ("date", "dmy", "dotted", "iso", "mdy", "dashed", "serial", "words")
MONTH_FORMS = ("date", "long", "short", "slash", "iso")
NUMBER_FORMS = ("number", "es", "en", "fr", "plain comma")


# -- what is true ------------------------------------------------------------------------------------------------------


@st.composite
def meters_of(draw: st.DrawFn, *, one_resource: bool, monthly: bool, complete: bool) -> list[list[Bill]]:
    """The bills of one to three meters; numbers of invoices only where there are credit notes."""
    count = draw(st.integers(1, 3))
    names = draw(st.lists(st.sampled_from(CODES), min_size=count, max_size=count, unique=True))
    same = draw(st.sampled_from(sorted(UNITS))) if one_resource else ""
    unit_of = {resource: draw(st.sampled_from(units)) for resource, units in UNITS.items()}
    first = dt.date(draw(st.integers(2021, 2024)), draw(st.integers(1, 12)), 1)
    length = draw(st.integers(3, 14))
    day = 1 if monthly else draw(st.integers(1, 28))
    has_costs = draw(st.booleans())
    meters = []
    for name in names:
        resource = same or draw(st.sampled_from(sorted(UNITS)))
        bills = []
        for number in range(length):
            start = month_after(first.replace(day=day), number)
            if not complete and number not in (0, 1, 2) and draw(st.integers(0, 9)) == 0:
                continue
            quantity = Decimal(draw(st.integers(0, 9_999_99))).scaleb(-draw(st.integers(0, 2)))
            cost = Decimal(draw(st.integers(1, 9_999_99))).scaleb(-2) if has_costs else None
            if cost is not None and draw(st.integers(0, 9)) == 0:
                cost = None
            bills.append(Bill(name, resource, unit_of[resource], start, month_after(start), quantity, cost))
        meters.append(bills)
    return meters


def with_invoices(bills: Sequence[Bill], credit_at: int) -> list[Bill]:
    """The bills with numbers of invoices, and a credit note in the period of one of them."""
    numbered = [
        Bill(b.meter, b.resource, b.unit, b.start, b.end, b.quantity, b.cost, str(1000 + 7 * n))
        for n, b in enumerate(bills)
    ]
    b = numbered[credit_at % len(numbered)]
    back = Bill(
        b.meter, b.resource, b.unit, b.start, b.end, -b.quantity, None if b.cost is None else -b.cost, f"9{b.invoice}"
    )
    return [*numbered, back] if b.quantity else numbered


# -- how it is laid out ------------------------------------------------------------------------------------------------


@dataclass
class Pen:
    """How one workbook is written.

    Attributes:
        style: "month", "two" (dates) or "range" (two dates in one cell).
        inclusive: Whether ends are days that were billed.
        units_in_cells: Whether each number is a text with its unit or currency.
        extras: Columns beside that are no bills (`EXTRAS`).
        year: Whether months name no year, which stands in a column of its own.
        order: Places of the columns, from left to right.
        once: Whether the meter stands only in the first of its rows.
        remark: A remark between the second and the third bill; "" for none.
    """

    language: Language
    number: Callable[[Decimal | None], Cell]
    date: Callable[[dt.date], Cell]
    month: Callable[[dt.date], Cell]
    style: str
    inclusive: bool
    has_total: bool
    cost: bool
    invoices: bool
    units_in_cells: bool = False
    extras: tuple[str, ...] = ()
    order: tuple[int, ...] = ()
    once: bool = False
    remark: str = ""
    year: bool = False

    def quantity_head(self, bill: Bill) -> str:
        name = self.language.supplies[bill.resource]
        return name if self.units_in_cells else f"{name} ({bill.unit})"

    def when(self, bill: Bill) -> list[tuple[str, Cell]]:
        words, last = self.language, bill.end - DAY if self.inclusive else bill.end
        if self.style == "month" and self.year:
            return [(words.year, float(bill.start.year)), (words.month, words.months[bill.start.month - 1])]
        if self.style == "month":
            return [(words.month, self.month(bill.start))]
        if self.style == "two":
            return [(words.start, self.date(bill.start)), (words.end, self.date(last))]
        return [(words.period, f"{self.date(bill.start)} {words.until} {self.date(last)}")]

    def quantity(self, bill: Bill) -> Cell:
        written = self.number(bill.quantity)
        return f"{written} {bill.unit}" if self.units_in_cells else written

    def money(self, bill: Bill) -> Cell:
        written = self.number(bill.cost)
        return f"Bs {written}" if self.units_in_cells and written is not None else written

    def columns(self, bill: Bill, *, names: bool) -> list[tuple[str, Cell]]:
        """Header and cell of each column, from left to right."""
        words = self.language
        found: list[tuple[str, Cell]] = [(words.meter, bill.meter)] if names else []
        found += self.when(bill)
        found += [(words.invoice, bill.invoice)] if self.invoices else []
        found.append((self.quantity_head(bill), self.quantity(bill)))
        found += [(words.cost, self.money(bill))] if self.cost else []
        for name in self.extras:
            found += self.beside(name, bill)
        return [found[place] for place in self.order if place < len(found)]

    def beside(self, name: str, bill: Bill) -> list[tuple[str, Cell]]:
        """Columns that tell more of a bill, or of its payment."""
        words, counter = self.language, Decimal(bill.start.toordinal())
        price = (bill.cost / bill.quantity).quantize(Decimal("0.0001")) if bill.cost and bill.quantity else None
        share = None if bill.cost is None else bill.cost / 4
        if name == "parts":
            return [(part, None if share is None else float(share)) for part in words.parts] if self.cost else []
        if name == "readings":
            return list(zip(words.readings, (float(counter), float(counter + bill.quantity)), strict=True))
        if name == "demand":
            return [(words.demand, float(bill.quantity % 97))] if bill.resource == "electricity" else []
        return [
            {
                "days": (words.days, float((bill.end - bill.start).days)),
                "note": (words.note, "ok" if bill.quantity > 100 else None),
                "due": (words.due, bill.end + 20 * DAY),
                "issued": (words.issued, bill.end + (2 + bill.start.month % 3) * DAY),
                "price": (words.price, None if price is None else float(price)),
            }[name]
        ]

    def heads(self, bill: Bill, *, names: bool) -> Row:
        return [head for head, _ in self.columns(bill, names=names)]

    def line(self, bill: Bill, *, names: bool) -> Row:
        return [cell for _, cell in self.columns(bill, names=names)]

    def lines(self, bills: Sequence[Bill], *, names: bool) -> list[Row]:
        """The rows of some bills, with what stands between them."""
        rows = [self.line(bill, names=names) for bill in bills]
        if names and self.once:
            at = self.heads(bills[0], names=True).index(self.language.meter)
            for row, before in zip(rows[:0:-1], bills[-2::-1], strict=True):
                row[at] = None if row[at] == before.meter else row[at]
        if self.remark and len(rows) > 2:
            rows.insert(2, [self.remark])
        return rows

    def total(self, bills: Sequence[Bill], head: Row) -> list[Row]:
        values = {self.quantity_head(bills[0]): sum((bill.quantity for bill in bills), Decimal(0))}
        if self.cost:
            values[self.language.cost] = sum((bill.cost or Decimal(0) for bill in bills), Decimal(0))
        if not self.has_total or self.units_in_cells or head[0] in values:
            return []
        row: Row = [self.number(values[str(name)]) if name in values else None for name in head]
        return [[self.language.total, *row[1:]]]


def table(pen: Pen, bills: Sequence[Bill], *, names: bool) -> list[Row]:
    """A list of bills below a header, with a total where the pen wants one."""
    head = pen.heads(bills[0], names=names)
    return [head, *pen.lines(bills, names=names), *pen.total(bills, head)]


def sheet(name: str, rows: Sequence[Row]) -> Sheet:
    """A sheet of rows of one width."""
    width = max(map(len, rows))
    return Sheet(name, [[*row, *[None] * (width - len(row))] for row in rows])


def by_service(pen: Pen, bills: Sequence[Bill]) -> list[Row]:
    """One list of several services, with their names and units in columns."""
    words = pen.language
    rows: list[Row] = []
    for bill in bills:
        found = [(words.meter, bill.meter), (words.service, words.supplies[bill.resource]), *pen.when(bill)]
        found += [(words.quantity, pen.number(bill.quantity)), (words.unit, bill.unit)]
        found += [(words.cost, pen.number(bill.cost))] if pen.cost else []
        found = [found[place] for place in pen.order if place < len(found)]
        rows += [[head for head, _ in found]] if not rows else []
        rows.append([cell for _, cell in found])
    return rows


def across(pen: Pen, meters: Sequence[Sequence[Bill]], *, in_pairs: bool) -> list[Row]:
    """Months over the columns: a row for each meter, or two with a column that says what each is."""
    words = pen.language
    months = sorted({bill.start for bills in meters for bill in bills})
    title = f"{words.supplies[meters[0][0].resource]} ({meters[0][0].unit})"
    rows: list[Row] = [[title]] if not in_pairs else []
    sums = [words.total] if pen.has_total else []
    rows.append([words.meter, *([words.concept] if in_pairs else []), *(pen.month(month) for month in months), *sums])
    for bills in meters:
        known = {bill.start: bill for bill in bills}
        quantities = [pen.number(known[m].quantity) if m in known else None for m in months]
        costs = [pen.number(known[m].cost) if m in known else None for m in months]
        if in_pairs:
            rows.append([bills[0].meter, f"{words.supplies[bills[0].resource]} ({bills[0].unit})", *quantities])
            if pen.cost:
                rows.append([bills[0].meter, words.cost, *costs])
        else:
            rows.append([bills[0].meter, *quantities])
    return rows


def over_two(pen: Pen, meters: Sequence[Sequence[Bill]]) -> Sheet:
    """Months over the columns, each merged over a column of quantities and one of amounts."""
    words, first = pen.language, meters[0][0]
    months = sorted({bill.start for bills in meters for bill in bills})
    top: Row = [words.meter]
    low: Row = [None]
    for month in months:
        top += [pen.month(month), None]
        low += [first.unit, "Bs"]
    rows: list[Row] = [[words.supplies[first.resource]], top, low]
    for bills in meters:
        known = {bill.start: bill for bill in bills}
        row: Row = [bills[0].meter]
        for month in months:
            bill = known.get(month)
            row += [pen.number(bill.quantity), pen.number(bill.cost)] if bill else [None, None]
        rows.append(row)
    merged = ((1, 0, 2, 0), *((1, 1 + 2 * n, 1, 2 + 2 * n) for n in range(len(months))))
    return replace(sheet("Hoja1", rows), merged=merged)


def days_across(pen: Pen, meters: Sequence[Sequence[Bill]]) -> tuple[list[Bill], list[Row]]:
    """Days over the columns, a row for each meter; the bills are those of the days."""
    first, rows, bills = meters[0][0], [], []
    # Twelve first days with the month first read as first days of months too, which an enterprise in Bolivia writes.
    fewest = 13 if pen.date(dt.date(2021, 1, 2)) == "01/02/2021" else 5
    days = [first.start + number * DAY for number in range(max(fewest, len(meters[0])))]
    rows.append([f"{pen.language.supplies[first.resource]} ({first.unit})"])
    rows.append([pen.language.meter, *map(pen.date, days)])
    for meter in meters:
        values = [meter[number % len(meter)].quantity for number in range(len(days))]
        rows.append([meter[0].meter, *map(pen.number, values)])
        bills += [
            Bill(meter[0].meter, first.resource, first.unit, day, day + DAY, value, None)
            for day, value in zip(days, values, strict=True)
        ]
    return bills, rows


def purchases(pen: Pen, meters: Sequence[Sequence[Bill]]) -> tuple[list[Bill], list[Row]]:
    """Purchases of fuels on single days, most of them with a number."""
    words, bills, rows = pen.language, [], []
    for number, meter in enumerate(meters):
        resource = ("diesel", "gasoline")[number % 2]
        fuel = words.fuels[resource]
        for bill in meter:
            day = bill.start + (bill.start.month % 5) * DAY
            bills.append(Bill(fuel, resource, "l", day, day + DAY, bill.quantity, bill.cost, bill.invoice))
    for bill in bills:
        found: list[tuple[str, Cell]] = [(words.date, pen.date(bill.start)), (words.service, bill.meter)]
        found += [(words.quantity, pen.number(bill.quantity)), (words.unit, "l")]
        found += [(words.cost, pen.number(bill.cost))] if pen.cost else []
        found += [(words.invoice, bill.invoice)] if pen.invoices else []
        found = [found[place] for place in pen.order if place < len(found)]
        rows += [[head for head, _ in found]] if not rows else []
        rows.append([cell for _, cell in found])
    return bills, rows


def blocks(pen: Pen, meters: Sequence[Sequence[Bill]]) -> list[Row]:
    """A table for each meter under a line that names it."""
    rows: list[Row] = []
    for bills in meters:
        rows += [[f"{pen.language.meter} {bills[0].meter}"], *table(pen, bills, names=False), []]
    return rows


def headings(pen: Pen, meters: Sequence[Sequence[Bill]]) -> list[Row]:
    """One header; the bills of each meter stand below a row that names it."""
    rows: list[Row] = [pen.heads(meters[0][0], names=False)]
    for bills in meters:
        rows += [[f"{pen.language.meter} {bills[0].meter}"], *pen.lines(bills, names=False)]
    return rows


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A workbook in a random layout, language and notation, with the bills that it holds."""
    layout = draw(st.sampled_from(LAYOUTS))
    is_wide = layout.startswith("wide")
    language = LANGUAGES[draw(st.sampled_from(sorted(LANGUAGES)))]
    style = (
        "month"
        if is_wide
        else "two"
        if layout in ("days across", "purchases")
        else draw(st.sampled_from(("month", "two", "range")))
    )
    one_resource = layout in ("long", "wide", "wide over two", "days across", "headings", "years")
    meters = draw(meters_of(one_resource=one_resource, monthly=style == "month", complete=style != "month"))
    invoices = layout in ("long", "blocks", "sheets", "purchases") and draw(st.booleans())
    if invoices:
        meters = [with_invoices(bills, draw(st.integers(0, 99))) for bills in meters]
    if layout == "wide":
        meters = [[Bill(b.meter, b.resource, b.unit, b.start, b.end, b.quantity, None) for b in m] for m in meters]
    bills = [bill for one in meters for bill in one]
    date_forms = [form for form in DATE_FORMS if style == "two" or form not in ("date", "serial", "iso", "words")]
    in_cells = layout in ("long", "blocks", "sheets", "headings") and draw(st.booleans())
    number_forms = NUMBER_FORMS[1:] if in_cells else NUMBER_FORMS
    pen = Pen(
        language, number_writer(draw(st.sampled_from(number_forms))),
        date_writer(draw(st.sampled_from(date_forms)), language),
        month_writer(draw(st.sampled_from(MONTH_FORMS)), language), style,
        draw(st.booleans()), draw(st.booleans()), any(bill.cost is not None for bill in bills), invoices, in_cells,
        tuple(draw(st.lists(st.sampled_from(EXTRAS), unique=True, max_size=4))),
        tuple(draw(st.permutations(range(20))) if draw(st.booleans()) else range(20)),
        draw(st.booleans()), draw(st.sampled_from(("", "", language.remark))), draw(st.booleans()),
    )  # fmt: skip
    if layout in ("long", "long by service", "years"):
        bills = _sorted(bills, draw(st.sampled_from(("meter", "latest first", "month"))))
    if layout in ("days across", "purchases"):
        made, rows = {"days across": days_across, "purchases": purchases}[layout](pen, meters)
        return Case(tuple(made), (sheet("Hoja1", rows),), layout)
    return Case(tuple(bills), tuple(_sheets(layout, pen, meters, bills)), layout)


def _sorted(bills: Sequence[Bill], order: str) -> list[Bill]:
    if order == "month":
        return sorted(bills, key=lambda bill: bill.start)
    return list(reversed(bills)) if order == "latest first" else list(bills)


def _sheets(layout: str, pen: Pen, meters: Sequence[Sequence[Bill]], bills: Sequence[Bill]) -> list[Sheet]:
    if layout == "wide over two":
        return [over_two(pen, meters)]
    if layout == "sheets":
        return [sheet(one[0].meter, table(pen, one, names=False)) for one in meters]
    if layout == "years":
        years = sorted({bill.start.year for bill in bills})
        return [sheet(str(year), table(pen, [b for b in bills if b.start.year == year], names=True)) for year in years]
    rows = {
        "long": lambda: table(pen, bills, names=True),
        "long by service": lambda: by_service(pen, bills),
        "wide": lambda: across(pen, meters, in_pairs=False),
        "wide in pairs": lambda: across(pen, meters, in_pairs=True),
        "blocks": lambda: blocks(pen, meters),
        "headings": lambda: headings(pen, meters),
    }[layout]()
    return [sheet("Hoja1", rows)]

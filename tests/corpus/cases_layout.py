"""Where tables stand: headers, titles, stacked, side by side, across, in blocks, on many sheets."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.corpus.paper import Book, Formula, Sheet
from tests.corpus.register import case
from tests.corpus.truth import Activity, Bill, from_day, metered, months, readings, split, unpriced
from tests.corpus.words import MONTHS, dmy, es, long_month, short_month

YEAR = months(2024)


@case("simple.xlsx", "header in row 1, one meter, 'Enero 2024' as text")
def _(book: Book) -> None:
    book.bills = metered("2-300101", "electricity", "kWh", YEAR, 900, 1900)
    sheet = book.sheet()
    sheet.header("Medidor", "Mes", "Consumo de energía eléctrica (kWh)", "Importe (Bs)")
    for b in book.bills:
        sheet.data(b.meter, long_month(b.start), b.quantity, b.cost)


@case("header_row_9.xlsx", "seven title lines, header in row 9, inclusive ends, invoice numbers, a total below")
def _(book: Book) -> None:
    book.bills = metered("2-300177", "electricity", "kWh", from_day(5, 2024), 2100, 2900, invoice=40011)
    sheet = book.sheet("Registro")
    for line in (
        "INDUSTRIAS TEXTILES DEL SUR S.R.L.",
        "NIT: 1020304050",
        "Av. Petrolera km 4, Cochabamba",
        "Área de mantenimiento",
        "Registro de facturas de electricidad",
        "Distribuidora: ELFEC",
        "Gestión 2024",
    ):
        sheet.title(line)
    sheet.blank()
    sheet.header("Nº factura", "Nº medidor", "Desde", "Hasta", "Consumo kWh", "Total a pagar Bs")
    for b in book.bills:
        sheet.data(b.invoice, b.meter, b.start, b.last, b.quantity, b.cost)
    sheet.total("TOTAL", None, None, None, _sum_of(book.bills), _cost_of(book.bills))


def _sum_of(bills: list[Bill]) -> Decimal:
    return sum((b.quantity or Decimal(0) for b in bills), Decimal(0))


def _cost_of(bills: list[Bill]) -> Decimal:
    return sum((b.cost or Decimal(0) for b in bills), Decimal(0))


@case("two_header_rows.xlsx", "merged groups over two header rows; reactive energy and demand stand beside")
def _(book: Book) -> None:
    book.bills = metered("M-5521", "electricity", "kWh", YEAR, 4000, 6000)
    sheet = book.sheet("Energía")
    sheet.title("Facturación de energía eléctrica 2024")
    sheet.blank()
    sheet.header(
        "Medidor", "Mes", "Energía activa", None, "Energía reactiva", None, "Demanda máxima", None, "Total factura (Bs)"
    )
    sheet.header(None, None, "kWh", "Bs", "kVArh", "Bs", "kW", "Bs", None)
    sheet.merged = ["A3:A4", "B3:B4", "C3:D3", "E3:F3", "G3:H3", "I3:I4"]
    for i, b in enumerate(book.bills):
        active, reactive, power = split(b.cost or Decimal(0), "0.7", "0.05")
        sheet.data(b.meter, b.start, b.quantity, active, 800 + 13 * i, reactive, 21 + i % 4, power, b.cost)


@case("stacked.xlsx", "three tables of three resources, one below the other, each with its title and header")
def _(book: Book) -> None:
    sheet = book.sheet("Servicios")
    parts = [
        ("ENERGÍA ELÉCTRICA", "Consumo (kWh)", metered(None, "electricity", "kWh", YEAR, 700, 990)),
        ("AGUA POTABLE", "Consumo (m3)", metered(None, "water", "m3", YEAR, 20, 60, price="6.1")),
        ("GAS NATURAL", "Consumo (m3)", metered(None, "natural_gas", "m3", YEAR, 200, 400, places=1, price="0.44")),
    ]
    for i, (title, header, bills) in enumerate(parts):
        if i:
            sheet.blank()
        sheet.title(title)
        sheet.header("Mes", header, "Importe (Bs)")
        for b in bills:
            sheet.data(b.start, b.quantity, b.cost)
        book.bills += bills


@case("side_by_side.xlsx", "electricity on the left and water on the right of one sheet, an empty column between")
def _(book: Book) -> None:
    book.rows_sure = False
    left = metered(None, "electricity", "kWh", YEAR, 1500, 1900)
    right = metered(None, "water", "m3", YEAR[:9], 30, 70, price="7.2")
    sheet = book.sheet("2024")
    sheet.title("Energía eléctrica", None, None, None, "Agua potable")
    sheet.header("Mes", "kWh", "Bs", None, "Mes", "m3", "Bs")
    for i, b in enumerate(left):
        cells = [b.start, b.quantity, b.cost]
        if i < len(right):
            cells += [None, right[i].start, right[i].quantity, right[i].cost]
        sheet.data(*cells)
    book.bills = left + right


@case("block_per_meter.xlsx", "a block for each meter under a line that names it, subtotals, a grand total")
def _(book: Book) -> None:
    sheet = book.sheet("CRE 2024")
    sheet.title("Consumo de electricidad CRE R.L.")
    for meter in ("4-22190", "4-22191", "4-30007"):
        bills = metered(meter, "electricity", "kWh", YEAR, 500, 1500)
        sheet.blank()
        sheet.title(f"Medidor: {meter}")
        sheet.header("Mes", "Consumo (kWh)", "Importe (Bs)")
        for b in bills:
            sheet.data(long_month(b.start), b.quantity, b.cost)
        sheet.subtotal("Subtotal", _sum_of(bills), _cost_of(bills))
        book.bills += bills
    sheet.blank()
    sheet.total("TOTAL GENERAL", _sum_of(book.bills), _cost_of(book.bills))


@case("sheet_per_year.xlsx", "one sheet per year, the months without a year, which only the sheet's name says")
def _(book: Book) -> None:
    for year in (2022, 2023, 2024):
        bills = metered(None, "water", "m3", months(year), 40, 95, places=1, price="5.8")
        sheet = book.sheet(str(year))
        sheet.title("Consumo de agua potable EPSAS")
        sheet.header("Mes", "Consumo m3", "Importe Bs")
        for b in bills:
            sheet.data(MONTHS["es"][b.start.month - 1], b.quantity, b.cost)
        sheet.total("TOTAL", _sum_of(bills), _cost_of(bills))
        book.bills += bills


@case("sheet_per_resource.xlsx", "one sheet per resource, each with a header of its own")
def _(book: Book) -> None:
    light = metered("7-1188", "electricity", "kWh", from_day(12, 2024), 3000, 4000, invoice=5000)
    water = metered("A-220", "water", "m3", YEAR, 50, 80, price="6.35")
    gas = metered("30-4471", "natural_gas", "m3", YEAR, 900, 1200, places=1, price="0.45")
    sheet = book.sheet("Electricidad")
    sheet.header("Factura N°", "Medidor", "Fecha inicio", "Fecha fin", "Energía (kWh)", "Monto (Bs)")
    for b in light:
        sheet.data(b.invoice, b.meter, b.start, b.last, b.quantity, b.cost)
    sheet = book.sheet("Agua")
    sheet.title("SEMAPA")
    sheet.header("Periodo", "N° de medidor", "Volumen (m³)", "Importe (Bs)")
    for b in water:
        sheet.data(f"{b.start:%m/%Y}", b.meter, b.quantity, b.cost)
    sheet = book.sheet("Gas natural")
    sheet.header("Cuenta", "Mes", "m3", "Bs")
    for b in gas:
        sheet.data(b.meter, short_month(b.start), b.quantity, b.cost)
    book.bills = light + water + gas


@case("months_across.xlsx", "a meter per row, months across without a year (the title says it), TOTAL row and column")
def _(book: Book) -> None:
    sheet = book.sheet("Consumos")
    sheet.title("Consumo de energía eléctrica 2024 (kWh)")
    sheet.header("Suministro", *[m[:3] for m in MONTHS["es"]], "TOTAL")
    for meter in ("S-10021", "S-10022", "S-10035"):
        bills = unpriced(metered(meter, "electricity", "kWh", YEAR, 300, 900))
        sheet.data(meter, *[b.quantity for b in bills], _sum_of(bills))
        book.bills += bills
    sums = [sum((b.quantity or Decimal(0) for b in book.bills if b.start == a), Decimal(0)) for a, _b in YEAR]
    sheet.total("TOTAL", *sums, _sum_of(book.bills))


@case("months_across_two_values.xlsx", "months across, each over a column of kWh and a column of Bs")
def _(book: Book) -> None:
    half = YEAR[:6]
    sheet = book.sheet()
    sheet.title("Electricidad primer semestre 2024")
    sheet.header("Medidor", *[cell for a, _b in half for cell in (long_month(a), None)], "TOTAL", None)
    sheet.header(None, *(["kWh", "Bs"] * 7))
    columns = ["B2:C2", "D2:E2", "F2:G2", "H2:I2", "J2:K2", "L2:M2", "N2:O2"]
    sheet.merged = ["A2:A3", *columns]
    for meter in ("8-771", "8-772", "8-790", "8-791"):
        bills = metered(meter, "electricity", "kWh", half, 1000, 1900)
        cells = [cell for b in bills for cell in (b.quantity, b.cost)]
        sheet.data(meter, *cells, _sum_of(bills), _cost_of(bills))
        book.bills += bills


@case("two_years_across.xlsx", "months across under merged years, two meters")
def _(book: Book) -> None:
    span = months(2023, 1, 24)
    sheet = book.sheet("Agua")
    sheet.title("Agua potable, consumo en m3")
    sheet.header("Medidor", *[2023, *[None] * 11, 2024, *[None] * 11])
    sheet.header(None, *[m[:3].lower() for m in MONTHS["es"]] * 2)
    sheet.merged = ["A2:A3", "B2:M2", "N2:Y2"]
    for meter in ("W-81", "W-94"):
        bills = unpriced(metered(meter, "water", "m3", span, 10, 90, places=1))
        sheet.data(meter, *[b.quantity for b in bills])
        book.bills += bills


@case("concepts_in_rows.xlsx", "months across, a row of kWh and a row of Bs for each meter, TOTAL column")
def _(book: Book) -> None:
    sheet = book.sheet("Luz 2024")
    sheet.title("Facturas de energía eléctrica gestión 2024")
    sheet.blank()
    sheet.header("Medidor", "Concepto", *[short_month(a) for a, _b in YEAR], "TOTAL")
    for meter in ("P-100", "P-200"):
        bills = metered(meter, "electricity", "kWh", YEAR, 800, 1600)
        sheet.data(meter, "Consumo kWh", *[b.quantity for b in bills], _sum_of(bills))
        sheet.data(None, "Importe Bs", *[b.cost for b in bills], _cost_of(bills))
        book.bills += bills


@case("days_across.xlsx", "31 days of January across, as real dates, one meter per row")
def _(book: Book) -> None:
    days = [(date(2024, 1, d), date(2024, 1, d) + timedelta(days=1)) for d in range(1, 32)]
    sheet = book.sheet("Diario")
    sheet.title("Consumo diario de electricidad (kWh)")
    sheet.header("Medidor", *[a for a, _b in days])
    for meter in ("D-1", "D-2"):
        bills = unpriced(metered(meter, "electricity", "kWh", days, 30, 90, places=1))
        sheet.data(meter, *[b.quantity for b in bills])
        book.bills += bills


@case("weeks.csv", "weeks as from-to dates, semicolons, decimal commas")
def _(book: Book) -> None:
    book.separator = ";"
    weeks = [(date(2024, 1, 1) + timedelta(days=7 * i), date(2024, 1, 8) + timedelta(days=7 * i)) for i in range(20)]
    book.bills = metered("A-77", "water", "m3", weeks, 8, 19, places=1, price="6.4", fixed="4")
    sheet = book.sheet()
    sheet.header("Medidor", "Desde", "Hasta", "Consumo de agua (m3)", "Importe (Bs)")
    for b in book.bills:
        sheet.data(b.meter, dmy(b.start), dmy(b.last), es(b.quantity, 1), es(b.cost))


@case("meter_in_sheet_name.xlsx", "the name of the sheet alone says the meter")
def _(book: Book) -> None:
    for meter in ("40112", "40113", "40250"):
        bills = metered(meter, "electricity", "kWh", YEAR, 400, 1100)
        sheet = book.sheet(f"Medidor {meter}")
        sheet.title("Energía eléctrica")
        sheet.header("Mes", "Consumo (kWh)", "Importe (Bs)")
        for b in bills:
            sheet.data(b.start, b.quantity, b.cost)
        book.bills += bills


@case("meter_in_title.xls", "a title line says the account, an xls file, '01/2024' as text")
def _(book: Book) -> None:
    book.bills = metered("771-2044", "water", "m3", YEAR, 22, 61, places=1, price="6.9")
    sheet = book.sheet("Hoja1")
    sheet.title("Cuenta: 771-2044")
    sheet.title("Servicio de agua potable SAGUAPAC")
    sheet.header("Periodo", "Consumo m3", "Importe Bs")
    for b in book.bills:
        sheet.data(f"{b.start:%m/%Y}", b.quantity, b.cost)


@case("merged_meter.xls", "the meter stands once, merged down over its twelve rows")
def _(book: Book) -> None:
    sheet = book.sheet("Hoja1")
    sheet.header("Medidor", "Mes", "Energía eléctrica (kWh)", "Importe (Bs)")
    for meter in ("K-100", "K-101"):
        bills = metered(meter, "electricity", "kWh", YEAR, 100, 800)
        top = len(sheet.rows) + 1
        for i, b in enumerate(bills):
            sheet.data(b.meter if i == 0 else None, long_month(b.start), b.quantity, b.cost)
        sheet.merged.append(f"A{top}:A{top + 11}")
        book.bills += bills


@case("hidden_rows.xlsx", "four rows are hidden; their bills count, and that they were hidden is said")
def _(book: Book) -> None:
    book.bills = metered("H-1", "electricity", "kWh", YEAR, 1200, 1700, invoice=910)
    book.notes = ["hidden"]
    sheet = book.sheet("Facturas")
    sheet.header("N° factura", "Medidor", "Mes", "Consumo de electricidad (kWh)", "Importe (Bs)")
    for b in book.bills:
        sheet.data(b.invoice, b.meter, b.start, b.quantity, b.cost)
    sheet.hidden_rows = {4, 5, 9, 10}


@case("hidden_sheet.xlsx", "the sheet of 2023 is hidden; its bills count, and that it was hidden is said")
def _(book: Book) -> None:
    book.notes = ["hidden"]
    for year in (2023, 2024):
        bills = metered("H-9", "water", "m3", months(year), 20, 50, price="6.2")
        sheet = book.sheet(f"Agua {year}", hidden=year == 2023)
        sheet.header("Medidor", "Mes", "Consumo de agua (m3)", "Importe (Bs)")
        for b in bills:
            sheet.data(b.meter, b.start, b.quantity, b.cost)
        book.bills += bills


@case("notes_between.xlsx", "remarks on rows of their own between the bills")
def _(book: Book) -> None:
    book.bills = metered("N-44", "electricity", "kWh", YEAR, 600, 900)
    sheet = book.sheet()
    sheet.header("Medidor", "Mes", "Energía eléctrica (kWh)", "Importe (Bs)")
    remarks = {3: "Nota: se cambió el medidor de lugar", 7: "Nota: pagada con retraso", 9: "Obs.: revisar con ELFEC"}
    for i, b in enumerate(book.bills):
        sheet.data(b.meter, b.start, b.quantity, b.cost)
        if i in remarks:
            sheet.note(remarks[i])


@case("subtotals_formulas.xlsx", "a subtotal per quarter and a total, as formulas with stored values")
def _(book: Book) -> None:
    book.bills = metered("T-3", "electricity", "kWh", YEAR, 2000, 3000, invoice=100)
    sheet = book.sheet("2024")
    sheet.title("Control de facturas de electricidad 2024")
    sheet.header("Factura", "Medidor", "Mes", "Consumo (kWh)", "Importe (Bs)")
    for quarter in range(4):
        bills = book.bills[3 * quarter : 3 * quarter + 3]
        top = len(sheet.rows) + 1
        for b in bills:
            sheet.data(b.invoice, b.meter, long_month(b.start), b.quantity, b.cost)
        sums = [
            Formula(f"SUM({c}{top}:{c}{top + 2})", v)
            for c, v in zip("DE", (_sum_of(bills), _cost_of(bills)), strict=True)
        ]
        sheet.subtotal(f"Subtotal trimestre {quarter + 1}", None, None, *sums)
    sums = [
        Formula(f"SUM({c}3:{c}18)/2", v) for c, v in zip("DE", (_sum_of(book.bills), _cost_of(book.bills)), strict=True)
    ]
    sheet.total("Total general", None, None, *sums)


@case("header_repeated.xlsx", "a printed list: the header stands again at the top of each page")
def _(book: Book) -> None:
    book.bills = metered("R-12", "water", "m3", months(2022, 1, 36), 15, 40, places=1, price="5.5", invoice=7100)
    sheet = book.sheet("Listado")
    sheet.title("Listado de facturas de agua potable")
    for i, b in enumerate(book.bills):
        if i % 12 == 0:
            sheet.header("Nº Factura", "Medidor", "Mes", "Consumo (m3)", "Importe (Bs)")
        sheet.data(b.invoice, b.meter, b.start, b.quantity, b.cost)


@case("starts_at_d5.xlsx", "the table starts in the middle of the sheet, at D5, with a remark to the right")
def _(book: Book) -> None:
    book.rows_sure = False
    book.bills = metered("X-5", "electricity", "kWh", from_day(20, 2024), 500, 800)
    sheet = book.sheet("Datos")
    for _i in range(4):
        sheet.blank()
    sheet.header(None, None, None, "Medidor", "Desde", "Hasta", "Electricidad (kWh)", "Monto (Bs)")
    for i, b in enumerate(book.bills):
        remark = [None, "llamar a la distribuidora"] if i == 2 else []
        sheet.data(None, None, None, b.meter, b.start, b.last, b.quantity, b.cost, *remark)


@case("year_and_month_columns.xlsx", "the year in one column and the number of the month in another")
def _(book: Book) -> None:
    book.bills = metered("Y-70", "electricity", "kWh", months(2023, 7, 18), 800, 1400)
    sheet = book.sheet()
    sheet.title("Energía eléctrica")
    sheet.header("Medidor", "Año", "Mes", "Consumo (kWh)", "Importe (Bs)")
    for b in book.bills:
        sheet.data(b.meter, b.start.year, b.start.month, b.quantity, b.cost)


@case("same_names.xlsx", "two columns 'Fecha', two 'Lectura', two 'Observaciones'")
def _(book: Book) -> None:
    book.bills = metered("Z-15", "electricity", "kWh", from_day(8, 2024), 700, 1100)
    sheet = book.sheet()
    sheet.title("Registro de energía eléctrica")
    sheet.header(
        "Medidor", "Fecha", "Fecha", "Lectura", "Lectura", "Consumo (kWh)", "Importe (Bs)", "Observaciones",
        "Observaciones",
    )  # fmt: skip
    for b, (before, after) in zip(book.bills, readings(book.bills, 30250), strict=True):
        sheet.data(b.meter, b.start, b.last, before, after, b.quantity, b.cost, "pagado", "archivo 3")


@case("everything_in_one.xlsx", "a sheet of instructions, one of electricity, one of water, one of production")
def _(book: Book) -> None:
    book.rows_sure = False
    sheet = book.sheet("Instrucciones")
    for line in ("Cómo llenar este libro", "1. Copie los datos de cada factura.", "2. No cambie los encabezados."):
        sheet.note(line)
    light = metered("E-808", "electricity", "kWh", YEAR, 2000, 2600)
    water = metered("W-808", "water", "m3", YEAR, 90, 140, price="7.7")
    _plain(book.sheet("Electricidad"), "Consumo (kWh)", light)
    _plain(book.sheet("Agua"), "Consumo (m3)", water)
    sheet = book.sheet("Producción")
    sheet.header("Mes", "Producción de queso (kg)", "Horas trabajadas")
    for i, (start, _end) in enumerate(YEAR):
        kilos, hours = Decimal(2100 + 37 * i), Decimal(1480 + 11 * i)
        sheet.data(start, kilos, hours)
        book.activity.append(Activity("production", "queso", "kg", start, kilos))
        book.activity.append(Activity("hours", "Horas trabajadas", "h", start, hours))
    book.bills = light + water


def _plain(sheet: Sheet, header: str, bills: list[Bill]) -> None:
    sheet.header("Medidor", "Mes", header, "Importe (Bs)")
    for b in bills:
        sheet.data(b.meter, b.start, b.quantity, b.cost)

"""Units, readings, parts of the charge, and what stands beside the consumption."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.corpus.paper import Book, Shown
from tests.corpus.register import case
from tests.corpus.truth import from_day, metered, money, months, readings, split, unpriced
from tests.corpus.words import dmy, es, long_month, short_month

YEAR = months(2024)


@case("units_in_column.xlsx", "services, units and money of three resources mixed in one table; gas in MPC")
def _(book: Book) -> None:
    light = metered("101", "electricity", "kWh", YEAR, 1500, 1800)
    water = metered("202", "water", "m3", YEAR, 30, 50, price="6.6")
    gas = metered("303", "natural_gas", "MCF", YEAR, 20, 40, places=2, price="12.4")
    sheet = book.sheet("Servicios 2024")
    sheet.header("Servicio", "Cuenta", "Mes", "Cantidad", "Unidad", "Importe Bs")
    for three in zip(light, water, gas, strict=True):
        for name, unit, b in zip(("Electricidad", "Agua", "Gas natural"), ("kWh", "m³", "MPC"), three, strict=True):
            sheet.data(name, b.meter, b.start, b.quantity, unit, b.cost)
        book.bills += three


@case("number_formats.xlsx", "kWh and USD stand only in the number formats of the cells")
def _(book: Book) -> None:
    book.bills = metered("F-6", "electricity", "kWh", YEAR, 900, 1300, price="0.13", currency="USD")
    sheet = book.sheet("Facturas")
    sheet.title("Facturas de electricidad")
    sheet.header("Medidor", "Mes", "Consumo", "Importe")
    for b in book.bills:
        amount = Shown(b.cost, '"USD" #,##0.00')
        sheet.data(b.meter, b.start, Shown(b.quantity, '#,##0" kWh"'), amount)


@case("unit_in_cell.csv", "'1.234,5 kWh' and 'Bs 1.234,50' in each cell")
def _(book: Book) -> None:
    book.separator = ";"
    book.bills = metered("C-31", "electricity", "kWh", YEAR, 900, 1900, places=1)
    sheet = book.sheet()
    sheet.header("Medidor", "Mes", "Consumo de electricidad", "Importe")
    for b in book.bills:
        sheet.data(b.meter, short_month(b.start), f"{es(b.quantity, 1)} kWh", f"Bs {es(b.cost)}")


@case("gas_mpc_m3.xls", "gas in MPC and in m3: the same quantity twice, taken once")
def _(book: Book) -> None:
    book.bills = metered("30-991", "natural_gas", "m3", YEAR, 3000, 4500, places=1, price="0.44")
    sheet = book.sheet("Gas natural")
    sheet.title("YPFB Redes de Gas - cuenta 30-991")
    sheet.header("Mes", "Consumo MPC", "Consumo m3", "Importe Bs")
    for b in book.bills:
        sheet.data(b.start, money(b.quantity / Decimal("28.3168466"), 2), b.quantity, b.cost)


@case("therms_kwh.xlsx", "gas in therms and in kWh: the same energy twice, taken in the base unit", "US")
def _(book: Book) -> None:
    bills = metered("G-7", "natural_gas", "thm", YEAR, 300, 700, price="1.02", currency="USD")
    sheet = book.sheet("Natural gas")
    sheet.header("Account", "Month", "Usage (therms)", "Usage (kWh)", "Cost (USD)")
    for b in bills:
        energy = money(b.quantity * Decimal("29.3071111"), 1)
        sheet.data(b.meter, b.start, b.quantity, energy, b.cost)
        book.bills.append(replace(b, unit="kWh", quantity=energy))


@case("megawatt_hours.xlsx", "electricity in MWh with three decimals; kept in MWh, in base unit kWh")
def _(book: Book) -> None:
    book.bills = metered("IND-1", "electricity", "MWh", YEAR, 80, 120, places=3, price="720")
    sheet = book.sheet("Energía")
    sheet.header("Medidor", "Mes", "Energía eléctrica (MWh)", "Importe (Bs)")
    for b in book.bills:
        sheet.data(b.meter, b.start, b.quantity, b.cost)


@case("readings_roll_over.xlsx", "previous and current reading only; the counter passes 99999 once")
def _(book: Book) -> None:
    book.bills = metered("RO-9", "electricity", "kWh", from_day(11, 2024), 900, 1600)
    sheet = book.sheet("Lecturas")
    sheet.title("Energía eléctrica, lecturas en kWh")
    sheet.header("Medidor", "Desde", "Hasta", "Lectura anterior (kWh)", "Lectura actual (kWh)", "Importe (Bs)")
    for b, (before, after) in zip(book.bills, readings(book.bills, 94020, 100_000), strict=True):
        sheet.data(b.meter, b.start, b.last, before, after, b.cost)


@case("readings_only.ods", "a date and the counter of a water meter, no consumption; thirteen readings, twelve records")
def _(book: Book) -> None:
    book.rows_sure, book.read_sure, book.slack_days = False, False, 1
    book.bills = unpriced(metered("LW-2", "water", "m3", from_day(15, 2024), 30, 70))
    sheet = book.sheet("Agua")
    sheet.header("Medidor", "Fecha de lectura", "Lectura del medidor de agua (m3)")
    pairs = readings(book.bills, 1840)
    sheet.data("LW-2", book.bills[0].start, pairs[0][0])
    for b, (_before, after) in zip(book.bills, pairs, strict=True):
        sheet.data("LW-2", b.end, after)


@case("reactive_and_demand.xlsx", "reactive energy, demand, power factor and due date beside the consumption")
def _(book: Book) -> None:
    sheet = book.sheet("Facturas")
    sheet.title("Electricidad - media demanda")
    sheet.header(
        "N° factura", "Medidor", "Periodo", "Fecha de vencimiento", "Energía reactiva (kVArh)",
        "Demanda máxima (kW)", "Energía activa (kWh)", "Factor de potencia", "Importe total (Bs)",
    )  # fmt: skip
    for meter, first in (("MD-1", 2000), ("MD-2", 6000)):
        bills = metered(meter, "electricity", "kWh", YEAR, 8000, 12000, invoice=first)
        for i, b in enumerate(bills):
            due = b.end.replace(day=18)
            sheet.data(b.invoice, meter, long_month(b.start), due, 2100 + i * 31, 40 + i % 5, b.quantity, 0.93, b.cost)
        book.bills += bills


@case("parts_with_total.xlsx", "water, sewer and fixed charge beside the total of the bill")
def _(book: Book) -> None:
    book.bills = metered("AG-3", "water", "m3", YEAR, 40, 90, price="9.1", invoice=66)
    sheet = book.sheet()
    sheet.title("Agua potable y alcantarillado")
    sheet.header(
        "N° factura", "Medidor", "Mes", "Consumo (m3)", "Agua (Bs)", "Alcantarillado (Bs)", "Cargo fijo (Bs)",
        "Total factura (Bs)",
    )  # fmt: skip
    for b in book.bills:
        sheet.data(b.invoice, b.meter, b.start, b.quantity, *split(b.cost, "0.6", "0.3"), b.cost)


@case("parts_without_total.csv", "four charges and no total: the cost of the bill is their sum")
def _(book: Book) -> None:
    book.separator = ";"
    book.bills = metered("EL-4", "electricity", "kWh", YEAR, 1100, 1500)
    sheet = book.sheet()
    sheet.header(
        "Medidor", "Mes", "Consumo de energía eléctrica (kWh)", "Cargo por energía (Bs)", "Cargo fijo (Bs)",
        "Alumbrado público (Bs)", "Aseo urbano (Bs)",
    )  # fmt: skip
    for b in book.bills:
        parts = [es(part) for part in split(b.cost, "0.8", "0.04", "0.1")]
        sheet.data(b.meter, f"{b.start:%m/%Y}", es(b.quantity, 0), *parts)


@case("trailing_minus.xlsx", "credit notes as '350-' and '1.234,50-': two with numbers, one without")
def _(book: Book) -> None:
    bills = metered("CN-8", "electricity", "kWh", YEAR, 1200, 1900, invoice=3000)
    sheet = book.sheet()
    sheet.title("Energía eléctrica 2024")
    sheet.header("N° factura", "Medidor", "Periodo", "Consumo (kWh)", "Importe (Bs)", "Observaciones")
    notes = {2: ("9001", "310"), 6: ("9002", "1250"), 9: (None, "95")}
    for i, b in enumerate(bills):
        sheet.data(b.invoice, b.meter, long_month(b.start), es(b.quantity, 0), es(b.cost), None)
        book.bills.append(b)
        if i in notes:
            number, kwh = notes[i]
            taken, cost = Decimal(kwh), money(Decimal(kwh) * Decimal("0.95"))
            cells = [number, b.meter, long_month(b.start), f"{es(taken, 0)}-", f"{es(cost)}-", "Nota de crédito"]
            sheet.data(*cells)
            book.bills.append(replace(b, quantity=-taken, cost=-cost, invoice=number))


@case("gaps_and_zeros.xlsx", "two months without values are gaps; a month of zero kWh is a bill")
def _(book: Book) -> None:
    book.rows_sure = False
    bills = metered("GZ-1", "electricity", "kWh", YEAR, 100, 400)
    sheet = book.sheet()
    sheet.header("Medidor", "Mes", "Energía eléctrica (kWh)", "Importe (Bs)")
    for i, b in enumerate(bills):
        if i in (4, 8):
            sheet.blank()
            sheet.rows[-1] = [b.meter, b.start, None, None]
            continue
        kept = replace(b, quantity=Decimal(0), cost=Decimal("25.00")) if i == 6 else b
        sheet.data(kept.meter, kept.start, kept.quantity, kept.cost)
        book.bills.append(kept)


@case("gaps_across.xlsx", "months across with empty months and a zero among them")
def _(book: Book) -> None:
    sheet = book.sheet("Agua")
    sheet.title("Consumo de agua potable 2024 (m3)")
    sheet.header("Medidor", *[short_month(a) for a, _b in YEAR])
    for meter, empty, zero in (("GA-1", {1, 2}, 5), ("GA-2", {11}, 3)):
        bills = unpriced(metered(meter, "water", "m3", YEAR, 10, 30))
        bills[zero] = replace(bills[zero], quantity=Decimal(0))
        sheet.data(meter, *[None if i in empty else b.quantity for i, b in enumerate(bills)])
        book.bills += [b for i, b in enumerate(bills) if i not in empty]


@case("estimated.xlsx", "reads marked 'Actual' or 'Estimated'; ends equal the next start", "GB")
def _(book: Book) -> None:
    bills = metered("MPAN 1412", "electricity", "kWh", from_day(3, 2024), 700, 990, price="0.24", currency="GBP")
    sheet = book.sheet("Bills")
    sheet.title("Electricity bills")
    sheet.header("Meter", "Period from", "Period to", "Read type", "Consumption (kWh)", "Amount (£)")
    for i, b in enumerate(bills):
        estimated = i in (3, 7)
        sheet.data(b.meter, b.start, b.end, "Estimated" if estimated else "Actual", b.quantity, b.cost)
        book.bills.append(replace(b, estimated=estimated))


@case("duplicates.xlsx", "two bills stand twice with the same number and values: skipped and counted")
def _(book: Book) -> None:
    book.duplicates = 2
    book.bills = metered("DU-1", "electricity", "kWh", YEAR, 1000, 1400, invoice=500)
    sheet = book.sheet()
    sheet.header("N° factura", "Medidor", "Mes", "Consumo de electricidad (kWh)", "Importe (Bs)")
    for i, b in enumerate(book.bills):
        for _again in range(2 if i in (3, 10) else 1):
            sheet.data(b.invoice, b.meter, b.start, b.quantity, b.cost)


@case("corrections.xlsx", "one number with two values is a conflict, the first stays; a second number is another bill")
def _(book: Book) -> None:
    book.conflicts = 1
    book.bills = metered("CO-1", "electricity", "kWh", YEAR, 1000, 1400, invoice=700)
    sheet = book.sheet()
    sheet.header("N° factura", "Medidor", "Mes", "Consumo de electricidad (kWh)", "Importe (Bs)")
    for b in book.bills:
        sheet.data(b.invoice, b.meter, b.start, b.quantity, b.cost)
    twice = book.bills[4]
    sheet.data(twice.invoice, twice.meter, twice.start, twice.quantity + 100, twice.cost + 95)
    second = replace(book.bills[7], invoice="9907", quantity=Decimal(40), cost=Decimal("38.00"))
    sheet.data(second.invoice, second.meter, second.start, second.quantity, second.cost)
    book.bills.append(second)


@case("duplicates_by_period.csv", "no numbers: a period twice with the same values, another twice with other values")
def _(book: Book) -> None:
    book.separator, book.encoding = ";", "cp1252"
    book.duplicates, book.conflicts = 1, 1
    book.bills = metered("DP-2", "water", "m3", from_day(4, 2024), 20, 40, places=1, price="6.5")
    sheet = book.sheet()
    sheet.header("Medidor", "Desde", "Hasta", "Consumo de agua potable (m³)", "Importe (Bs)")
    again = [book.bills[5], replace(book.bills[8], cost=book.bills[8].cost + 10)]
    for b in [*book.bills, *again]:
        sheet.data(b.meter, dmy(b.start), dmy(b.last), es(b.quantity, 1), es(b.cost))


@case("problems.xlsx", "a date that does not exist and a quantity that is a word: two problems, ten bills")
def _(book: Book) -> None:
    book.problems = 2
    bills = metered("PR-5", "electricity", "kWh", from_day(2, 2024), 500, 800)
    sheet = book.sheet()
    sheet.header("Medidor", "Desde", "Hasta", "Energía eléctrica (kWh)", "Importe (Bs)")
    for i, b in enumerate(bills):
        quantity = "ver factura" if i == 8 else b.quantity
        last = "31/02/2024" if i == 0 else b.last
        sheet.data(b.meter, b.start, last, quantity, b.cost)
        if i not in (0, 8):
            book.bills.append(b)

"""Electronic invoices, monthly activity, files without bills, and what a file cannot decide or decides by evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from xml.sax.saxutils import escape

from tests.corpus.paper import Book, Choice, packed
from tests.corpus.register import case
from tests.corpus.truth import Activity, Bill, from_day, metered, money, months, readings
from tests.corpus.words import MONTHS, dmy, en, es, long_month, mdy, short_month

YEAR = months(2024)
EARLY = (3, 8, 11, 2, 9, 5, 12, 7, 4, 10, 6, 1)


# -- SIAT, sector 13 ---------------------------------------------------------------------------------------------------


def siat(bill: Bill, issuer: tuple[str, str, str], what: str, used: str, root: str) -> bytes:
    """An invoice of basic services whose parts add up as the rule of the sector says."""
    cost = bill.cost or Decimal(0)
    cleaning, lighting = money(cost * Decimal("0.06")), money(cost * Decimal("0.08"))
    taxed = cost - cleaning - lighting
    fixed = Decimal("10.00")
    head = {
        "nitEmisor": issuer[0],
        "razonSocialEmisor": issuer[1],
        "municipio": "La Paz",
        "numeroFactura": bill.invoice or "",
        "cuf": f"{int(bill.invoice or 0) * 7919:X}".rjust(56, "A"),
        "cufd": "BQUE5Q0FDREVG",
        "codigoSucursal": "0",
        "direccion": "Av. Illimani 2867",
        "mes": MONTHS["es"][bill.start.month - 1],
        "gestion": str(bill.start.year),
        "ciudad": "La Paz",
        "zona": "Miraflores",
        "numeroMedidor": bill.meter or "",
        "fechaEmision": f"{bill.end:%Y-%m}-04T10:15:30.123",
        "nombreRazonSocial": "PANADERÍA ILLIMANI S.R.L.",
        "domicilioCliente": "Av. Buenos Aires 1520",
        "numeroDocumento": "1029384756",
        "codigoCliente": "55120",
        "montoTotal": f"{cost:.2f}",
        "montoTotalSujetoIva": f"{taxed:.2f}",
        used: str(bill.quantity),
        "tasaAseo": f"{cleaning:.2f}",
        "tasaAlumbrado": f"{lighting:.2f}",
        "codigoMoneda": "1",
        "tipoCambio": "1",
        "montoTotalMoneda": f"{cost:.2f}",
        "codigoDocumentoSector": "13",
    }
    lines = [(what, str(bill.quantity), taxed - fixed), ("Cargo fijo", "1", fixed)]
    xml = ["<?xml version='1.0' encoding='UTF-8' standalone='yes'?>", f"<{root}>", "<cabecera>"]
    xml += [f"<{key}>{escape(value)}</{key}>" for key, value in head.items()]
    xml.append("</cabecera>")
    for text, count, amount in lines:
        price = money(amount / Decimal(count), 6)
        body = {"actividadEconomica": issuer[2], "descripcion": text, "cantidad": count, "unidadMedida": "58"}
        body |= {"precioUnitario": str(price), "subTotal": f"{amount:.2f}"}
        xml.append("<detalle>" + "".join(f"<{k}>{escape(v)}</{k}>" for k, v in body.items()) + "</detalle>")
    return "\n".join([*xml, f"</{root}>"]).encode()


LIGHT = ("1020703023", "DISTRIBUIDORA DE ELECTRICIDAD LA PAZ S.A. DELAPAZ", "351000")
WATER = ("1004039026", "EMPRESA PÚBLICA SOCIAL DE AGUA Y SANEAMIENTO S.A. EPSAS", "360000")
ONLINE = "facturaElectronicaServicioBasico"


@case("invoice_electricity.xml", "one electronic invoice of basic services (SIAT, sector 13)")
def _(book: Book) -> None:
    book.bills = metered("2-114583", "electricity", "kWh", YEAR[2:3], 900, 1200, invoice=204481)
    book.raw = siat(book.bills[0], LIGHT, "Consumo de energía eléctrica kWh", "consumoPeriodo", ONLINE)


@case("invoices.zip", "nine electronic invoices of electricity and water in a folder of a zip, one of them twice")
def _(book: Book) -> None:
    book.duplicates = 1
    light = metered("2-114599", "electricity", "kWh", YEAR[:6], 900, 1200, invoice=310001)
    water = metered("W-20417", "water", "m3", YEAR[:3], 50, 70, price="7.4", invoice=88001)
    computed = "facturaComputarizadaServicioBasico"
    parts = {
        f"facturas/luz_{b.start:%m}.xml": siat(b, LIGHT, "Energía eléctrica (kWh)", "consumoKwh", ONLINE) for b in light
    }
    for b in water:
        made = siat(b, WATER, "Consumo de agua potable m3", "consumoMetrosCubicos", computed)
        parts[f"facturas/agua_{b.start:%m}.xml"] = made
    parts["facturas/copia de luz_02.xml"] = parts["facturas/luz_02.xml"]
    book.raw, book.bills = packed(parts), light + water


# -- activity ----------------------------------------------------------------------------------------------------------


@case("production.xlsx", "monthly output, hours and workers, in English; a month without output is a gap", "US")
def _(book: Book) -> None:
    sheet = book.sheet("Production")
    sheet.header("Month", "Cheese production (kg)", "Hours worked", "Female workers", "Male workers")
    for i, (start, _end) in enumerate(YEAR):
        made = None if i == 5 else Decimal(4100 + 91 * i)
        values = [made, Decimal(2300 + 17 * i), Decimal(11 + i % 2), Decimal(14)]
        sheet.data(start, *values)
        kinds = [("production", "cheese", "kg"), ("hours", "hours", "h")]
        kinds += [("workers_f", "women", "pers"), ("workers_m", "men", "pers")]
        book.activity += [
            Activity(*kind, start, value) for kind, value in zip(kinds, values, strict=True) if value is not None
        ]


@case("production_across.ods", "activity with the months across, one kind per row")
def _(book: Book) -> None:
    rows = [
        ("Harina producida (t)", "production", "t", [Decimal(410 + 7 * i) / 10 for i in range(12)]),
        ("Horas trabajadas", "hours", "h", [Decimal(1900 + 23 * i) for i in range(12)]),
        ("Trabajadoras", "workers_f", "pers", [Decimal(9)] * 12),
        ("Trabajadores", "workers_m", "pers", [Decimal(12)] * 12),
    ]
    sheet = book.sheet("Producción 2024")
    sheet.header("Concepto", *[short_month(a) for a, _b in YEAR])
    for name, kind, unit, values in rows:
        sheet.data(name, *values)
        book.activity += [Activity(kind, name, unit, a, v) for (a, _b), v in zip(YEAR, values, strict=True)]


# -- no bills ----------------------------------------------------------------------------------------------------------


@case("price_list.xlsx", "a price list of products: no bills, refused")
def _(book: Book) -> None:
    book.refused = True
    sheet = book.sheet("Lista")
    sheet.title("Lista de precios al 01/03/2024")
    sheet.header("Código", "Producto", "Presentación", "Precio (Bs)")
    for i, name in enumerate(("Pan francés", "Marraqueta", "Queque", "Empanada", "Galleta de agua", "Rosca")):
        sheet.data(f"P-{100 + i}", name, "unidad", Decimal(80 + 35 * i) / 100)


@case("staff_list.csv", "a list of staff with days of entry and salaries: no bills, refused")
def _(book: Book) -> None:
    book.refused, book.separator = True, ";"
    sheet = book.sheet()
    sheet.header("Nombre", "CI", "Cargo", "Fecha de ingreso", "Haber básico (Bs)")
    for i, name in enumerate(("Ana Quispe", "Luis Mamani", "Rosa Flores", "Juan Choque", "Eva Rojas", "Raúl Soto")):
        sheet.data(name, str(4812334 + 7919 * i), "Operario", f"{13 + i}/0{1 + i}/2019", es(Decimal(2750 + 120 * i)))


@case("report.xlsx", "a report in words with a table of measures: no bills, refused")
def _(book: Book) -> None:
    book.refused = True
    sheet = book.sheet("Informe")
    sheet.title("Informe de visita de asistencia técnica")
    sheet.note("La empresa consume electricidad, agua y gas natural. Se recomienda lo que sigue.")
    sheet.blank()
    sheet.header("Medida", "Ahorro anual (Bs)", "Inversión (Bs)", "Retorno (años)", "Responsable")
    for i, name in enumerate(("Cambiar luminarias", "Aislar tuberías", "Reparar fugas de agua", "Capacitar personal")):
        sheet.data(name, 1200 + 450 * i, 3000 + 700 * i, Decimal(25 - i) / 10, "Mantenimiento")


# -- decided by evidence -----------------------------------------------------------------------------------------------


@case("dates_by_joining.csv", "every day and month is 12 or less, but only as dd/mm do the periods join")
def _(book: Book) -> None:
    book.separator = ";"
    book.bills = metered("EV-1", "electricity", "kWh", from_day(5, 2024), 700, 990)
    sheet = book.sheet()
    sheet.header("Medidor", "Desde", "Hasta", "Energía eléctrica (kWh)", "Importe (Bs)")
    for b in book.bills:
        sheet.data(b.meter, dmy(b.start), dmy(b.last), b.quantity, es(b.cost))


@case("dates_by_joining_us.xlsx", "the same with mm/dd: only so do the periods join", "US")
def _(book: Book) -> None:
    book.bills = metered("EV-2", "water", "CCF", from_day(9, 2024), 20, 90, price="6", currency="USD")
    sheet = book.sheet("Water")
    sheet.header("Account", "Start date", "End date", "Water usage (CCF)", "Cost (USD)")
    for b in book.bills:
        sheet.data(b.meter, mdy(b.start), mdy(b.last), b.quantity, b.cost)


@case("decimals_by_price.xlsx", "'1.234' as text: quantity × price = amount says that it is a thousand")
def _(book: Book) -> None:
    bills = metered("EV-3", "electricity", "kWh", YEAR, 1100, 2900, price="0.87", fixed="0")
    book.bills = bills
    sheet = book.sheet()
    sheet.header("Medidor", "Mes", "Energía eléctrica (kWh)", "Precio unitario (Bs/kWh)", "Importe (Bs)")
    for b in bills:
        sheet.data(b.meter, b.start, es(b.quantity, 0), 0.87, b.cost)


@case("decimals_by_readings.xlsx", "'1.234' as text: the difference of the readings says that it is a thousand")
def _(book: Book) -> None:
    book.bills = metered("EV-4", "electricity", "kWh", YEAR, 1100, 2900)
    sheet = book.sheet()
    sheet.title("Energía eléctrica")
    sheet.header("Medidor", "Mes", "Lectura anterior", "Lectura actual", "Consumo (kWh)", "Importe (Bs)")
    for b, (before, after) in zip(book.bills, readings(book.bills, 20110), strict=True):
        sheet.data(b.meter, b.start, before, after, es(b.quantity, 0), b.cost)


@case("decimals_by_neighbour.csv", "'1.234' beside amounts such as '1.234,50': the other column decides")
def _(book: Book) -> None:
    book.separator = ";"
    book.bills = metered("EV-5", "electricity", "kWh", YEAR, 1100, 2900)
    sheet = book.sheet()
    sheet.header("Medidor", "Mes", "Energía eléctrica (kWh)", "Importe (Bs)")
    for b in book.bills:
        sheet.data(b.meter, f"{b.start:%m/%Y}", es(b.quantity, 0), es(b.cost))


# -- what a file cannot decide -----------------------------------------------------------------------------------------


@case("open_dates.xlsx", "purchases whose days are all 12 or less and stand alone: asked once")
def _(book: Book) -> None:
    book.questions = [{"sheet": "Diésel", "column": "A", "question": "date_order"}]
    sheet = book.sheet("Diésel")
    sheet.header("Fecha", "N° factura", "Diésel (l)", "Importe (Bs)")
    choices: dict[str, list[Bill]] = {"dmy": [], "mdy": []}
    for i, (first, second) in enumerate(zip(EARLY, EARLY[5:] + EARLY[:5], strict=True)):
        litres = Decimal(40 + 3 * i)
        cost, number = money(litres * Decimal("3.72")), str(800 + i)
        sheet.data(f"{first:02}/{second:02}/2024", number, litres, cost)
        for order, day in (("dmy", date(2024, second, first)), ("mdy", date(2024, first, second))):
            end = day + timedelta(days=1)
            choices[order].append(Bill(None, "diesel", "l", day, end, litres, cost, "BOB", number, purchase=True))
    book.choices = [Choice({"date_order": order}, bills) for order, bills in choices.items()]


@case("open_decimal.xlsx", "every quantity is text such as '1.234' and nothing else decides: asked once")
def _(book: Book) -> None:
    book.questions = [{"sheet": "Hoja1", "column": "C", "question": "decimal"}]
    whole = metered("OD-1", "electricity", "kWh", YEAR, 1100, 2900)
    small = [replace(b, quantity=b.quantity / 1000) for b in whole]
    sheet = book.sheet()
    sheet.header("Medidor", "Mes", "Energía eléctrica (kWh)", "Importe (Bs)")
    for b in whole:
        sheet.data(b.meter, b.start, es(b.quantity, 0), b.cost)
    book.choices = [Choice({"decimal": "comma"}, whole), Choice({"decimal": "point"}, small)]


@case("open_dollar.xlsx", "'$ 1,234.50' in a country that has no dollar of its own: asked once")
def _(book: Book) -> None:
    book.questions = [{"sheet": "Hoja1", "column": "D", "question": "currency"}]
    bills = metered("OM-1", "water", "m3", YEAR, 200, 400, places=1, price="4.4", currency="USD")
    sheet = book.sheet()
    sheet.header("Medidor", "Mes", "Consumo de agua (m3)", "Importe")
    for b in bills:
        sheet.data(b.meter, long_month(b.start), b.quantity, f"$ {en(b.cost)}")
    book.choices = [Choice({"currency": "USD"}, bills)]


@case("open_unit.xlsx", "natural gas whose unit stands nowhere, m3 or MPC: asked once")
def _(book: Book) -> None:
    book.questions = [{"sheet": "Gas natural", "column": "C", "question": "unit"}]
    bills = metered("OU-1", "natural_gas", "m3", YEAR, 200, 400, places=1, price="0.45")
    sheet = book.sheet("Gas natural")
    sheet.header("Cuenta", "Mes", "Consumo", "Importe (Bs)")
    for b in bills:
        sheet.data(b.meter, b.start, b.quantity, b.cost)
    book.choices = [Choice({"unit": unit}, [replace(b, unit=unit) for b in bills]) for unit in ("m3", "MCF")]


@case("open_resource.xlsx", "months, m3 and Bs, and no word that says water or gas: asked once")
def _(book: Book) -> None:
    book.questions = [{"sheet": "Hoja1", "column": None, "question": "resource"}]
    bills = metered("OR-1", "water", "m3", YEAR, 50, 90, price="6.4")
    sheet = book.sheet()
    sheet.header("Medidor", "Mes", "Consumo (m3)", "Importe (Bs)")
    for b in bills:
        sheet.data(b.meter, b.start, b.quantity, b.cost)
    kinds = ("water", "natural_gas")
    book.choices = [Choice({"resource": kind}, [replace(b, resource=kind) for b in bills]) for kind in kinds]


@case("open_two.csv", "days of 12 or less and litres such as '1.234': two questions, four answers")
def _(book: Book) -> None:
    book.separator = ";"
    book.questions = [
        {"sheet": None, "column": "A", "question": "date_order"},
        {"sheet": None, "column": "C", "question": "decimal"},
    ]
    sheet = book.sheet()
    sheet.header("Fecha", "N° factura", "Diésel (litros)", "Importe (Bs)")
    kept: dict[tuple[str, str], list[Bill]] = {(o, d): [] for o in ("dmy", "mdy") for d in ("comma", "point")}
    for i, (first, second) in enumerate(zip(EARLY, EARLY[3:] + EARLY[:3], strict=True)):
        litres, cost, number = Decimal(1121 + 37 * i), Decimal(500 + 11 * i), str(9100 + i)
        sheet.data(f"{first:02}/{second:02}/2024", number, es(litres, 0), str(cost))
        for (order, decimal), bills in kept.items():
            day = date(2024, second, first) if order == "dmy" else date(2024, first, second)
            quantity = litres if decimal == "comma" else litres / 1000
            end = day + timedelta(days=1)
            bill = Bill(None, "diesel", "l", day, end, quantity, cost, "BOB", number, purchase=True)
            bills.append(bill)
    book.choices = [Choice({"date_order": o, "decimal": d}, bills) for (o, d), bills in kept.items()]

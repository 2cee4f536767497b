"""Numbers, dates, currencies, languages and encodings."""

from __future__ import annotations

from datetime import date

from tests.corpus.paper import Book
from tests.corpus.register import case
from tests.corpus.truth import bought, from_day, metered, months
from tests.corpus.words import MONTHS, dmy, en, es, fr, long_month, mdy, serial, short_month

YEAR = months(2024)
DAYS = [date(2024, 1 + i // 3, d) for i, d in enumerate([3, 14, 27] * 8)]


@case("numbers_es.csv", "Windows-1252, semicolons, '1.234,50', 'Bs' in the header")
def _(book: Book) -> None:
    book.separator, book.encoding = ";", "cp1252"
    book.bills = metered("ES-1", "electricity", "kWh", YEAR, 900, 2100, places=1)
    sheet = book.sheet()
    sheet.header("Medidor", "Año y mes", "Energía eléctrica (kWh)", "Importe (Bs)")
    for b in book.bills:
        sheet.data(b.meter, long_month(b.start), es(b.quantity, 1), es(b.cost))


@case("numbers_en.csv", "commas between, '1,234.5' in quotes, mm/dd/yyyy with decisive days, '$'", "US")
def _(book: Book) -> None:
    book.bills = metered(
        "EN-1", "electricity", "kWh", from_day(17, 2024), 900, 2100, places=1, price="0.14", currency="USD"
    )
    sheet = book.sheet()
    sheet.header("Account Number", "Start Date", "End Date", "Electricity Usage (kWh)", "Total Cost")
    for b in book.bills:
        sheet.data(b.meter, mdy(b.start), mdy(b.last), en(b.quantity, 1), f"${en(b.cost)}")


@case("numbers_fr.tsv", "tabs, UTF-8 with BOM, '1 234,5' with spaces that do not break, euros", "FR")
def _(book: Book) -> None:
    book.separator, book.encoding = "\t", "utf-8-sig"
    book.bills = metered(
        "FR-75", "electricity", "kWh", from_day(13, 2024), 900, 2100, places=1, price="0.21", currency="EUR"
    )
    sheet = book.sheet()
    sheet.header("Compteur", "Du", "Au", "Consommation d'électricité (kWh)", "Montant TTC (€)")
    for b in book.bills:
        sheet.data(b.meter, dmy(b.start), dmy(b.last), fr(b.quantity, 1), fr(b.cost))


@case("french.ods", "French: months in words, water and gas on two sheets, euros", "FR")
def _(book: Book) -> None:
    water = metered("EAU-4", "water", "m3", YEAR, 20, 60, price="3.9", currency="EUR")
    gas = metered("GAZ-2", "natural_gas", "kWh", YEAR, 2000, 5000, price="0.09", currency="EUR")
    for name, header, bills in (("Eau", "Consommation (m3)", water), ("Gaz naturel", "Consommation (kWh)", gas)):
        sheet = book.sheet(name)
        sheet.header("N° de compteur", "Mois", header, "Montant (EUR)")
        for b in bills:
            sheet.data(b.meter, long_month(b.start, "fr"), b.quantity, b.cost)
        book.bills += bills


@case("german.csv", "German: Windows-1252, semicolons, 'Mrz. 24', '1.234,5', euros", "DE")
def _(book: Book) -> None:
    book.separator, book.encoding = ";", "cp1252"
    book.bills = metered("1EMH-77", "electricity", "kWh", YEAR, 900, 2100, places=1, price="0.31", currency="EUR")
    sheet = book.sheet()
    sheet.header("Zählernummer", "Monat", "Stromverbrauch (kWh)", "Betrag (€)")
    for b in book.bills:
        sheet.data(b.meter, short_month(b.start, "de", " "), es(b.quantity, 1), es(b.cost))


@case("german_periods.xlsx", "German: from and to as dd.mm.yyyy text, gas in m3", "DE")
def _(book: Book) -> None:
    book.bills = metered(
        "GZ-55", "natural_gas", "m3", from_day(9, 2024), 300, 900, places=1, price="1.1", currency="EUR", invoice=410
    )
    sheet = book.sheet("Erdgas")
    sheet.title("Erdgas-Rechnungen 2024")
    sheet.header("Rechnungsnummer", "Zähler", "Zeitraum von", "Zeitraum bis", "Verbrauch (m³)", "Rechnungsbetrag (EUR)")
    for b in book.bills:
        sheet.data(b.invoice, b.meter, f"{b.start:%d.%m.%Y}", f"{b.last:%d.%m.%Y}", b.quantity, b.cost)


@case("portuguese.xlsx", "Portuguese: 'Janeiro 2024', reais, a total below", "BR")
def _(book: Book) -> None:
    book.bills = metered("UC-3321", "electricity", "kWh", YEAR, 900, 1800, price="0.82", currency="BRL", invoice=100)
    sheet = book.sheet("Contas de luz")
    sheet.title("Contas de energia elétrica")
    sheet.header("Nota fiscal", "Medidor", "Mês", "Consumo (kWh)", "Valor total (R$)")
    for b in book.bills:
        sheet.data(b.invoice, b.meter, long_month(b.start, "pt"), b.quantity, b.cost)
    sheet.total("TOTAL", None, None, sum(b.quantity for b in book.bills), sum(b.cost for b in book.bills))


@case("portuguese_short.csv", "Portuguese: 'fev/24', 'R$ 1.234,50', water", "BR")
def _(book: Book) -> None:
    book.separator = ";"
    book.bills = metered("HD-9", "water", "m3", YEAR, 40, 190, places=1, price="11.3", currency="BRL")
    sheet = book.sheet()
    sheet.header("Hidrômetro", "Mês de referência", "Consumo de água (m³)", "Valor")
    for b in book.bills:
        sheet.data(b.meter, short_month(b.start, "pt", "/"), es(b.quantity, 1), f"R$ {es(b.cost)}")


@case("english_months.xlsx", "English: 'January 2024', therms, US dollars", "US")
def _(book: Book) -> None:
    book.bills = metered("NG-88", "natural_gas", "thm", YEAR, 200, 700, places=1, price="1.05", currency="USD")
    sheet = book.sheet("Gas")
    sheet.title("Natural gas bills 2024")
    sheet.header("Meter", "Billing Month", "Usage (therms)", "Total Charges (USD)")
    for b in book.bills:
        sheet.data(b.meter, long_month(b.start, "en"), b.quantity, b.cost)


@case("iso_dates.csv", "ISO dates, service, unit and currency in columns, UTF-8 without BOM, decimal points", "US")
def _(book: Book) -> None:
    light = metered("A1", "electricity", "kWh", from_day(6, 2024), 900, 2100, places=1, price="0.1", currency="USD")
    water = metered("A2", "water", "CCF", from_day(6, 2024), 20, 60, places=1, price="6", currency="USD")
    sheet = book.sheet()
    sheet.header("account", "service", "start_date", "end_date", "usage", "unit", "amount", "currency", "estimated")
    for pair in zip(light, water, strict=True):
        for service, b in zip(("Electricity", "Water"), pair, strict=True):
            cells = [b.start.isoformat(), b.last.isoformat(), f"{b.quantity:.1f}", b.unit, f"{b.cost:.2f}", "USD", "N"]
            sheet.data(b.meter, service, *cells)
        book.bills += pair


@case("us_dates.xlsx", "mm/dd/yyyy as text with decisive days, numbers as text, two services", "US")
def _(book: Book) -> None:
    light = metered("E-1", "electricity", "kWh", from_day(22, 2024), 3000, 9000, places=1, price="0.12", currency="USD")
    gas = metered("G-1", "natural_gas", "thm", from_day(22, 2024), 300, 1900, places=1, price="0.99", currency="USD")
    sheet = book.sheet("Utility Data")
    sheet.header("Account #", "Service", "Bill Start", "Bill End", "Usage", "Units", "Total Cost")
    for pair in zip(light, gas, strict=True):
        for service, unit, b in zip(("Electric", "Natural Gas"), ("kWh", "therms"), pair, strict=True):
            cells = [mdy(b.start), mdy(b.last), en(b.quantity, 1), unit, f"${en(b.cost)}"]
            sheet.data(b.meter, service, *cells)
        book.bills += pair


@case("short_months.xlsx", "'ene-24' as text, three meters")
def _(book: Book) -> None:
    sheet = book.sheet()
    sheet.header("Mes", "Medidor", "Consumo de agua (m3)", "Importe (Bs)")
    for meter in ("SM-1", "SM-2", "SM-3"):
        bills = metered(meter, "water", "m3", YEAR, 10, 40, price="6.25")
        for b in bills:
            sheet.data(short_month(b.start), b.meter, b.quantity, b.cost)
        book.bills += bills


@case("range_text.xlsx", "'05/01/2024 al 04/02/2024' in one cell, the date of the invoice beside")
def _(book: Book) -> None:
    book.bills = metered("RT-1", "electricity", "kWh", from_day(5, 2024), 700, 990, invoice=88)
    sheet = book.sheet()
    sheet.header("N° factura", "Fecha de emisión", "Medidor", "Periodo", "Electricidad (kWh)", "Importe (Bs)")
    for b in book.bills:
        issued = b.end.replace(day=16)
        sheet.data(b.invoice, issued, b.meter, f"{dmy(b.start)} al {dmy(b.last)}", b.quantity, b.cost)


@case("serials.xlsx", "dates as the bare serial numbers of Excel")
def _(book: Book) -> None:
    book.bills = metered("SE-1", "electricity", "kWh", from_day(10, 2024), 1000, 1900)
    sheet = book.sheet()
    sheet.header("Medidor", "Fecha desde", "Fecha hasta", "Energía eléctrica (kWh)", "Importe (Bs)")
    for b in book.bills:
        sheet.data(b.meter, serial(b.start), serial(b.last), b.quantity, b.cost)


@case("period_beats_reading.xlsx", "a named period beside the day of reading: the period counts")
def _(book: Book) -> None:
    book.bills = metered("PB-1", "electricity", "kWh", YEAR, 1000, 1900, invoice=12)
    sheet = book.sheet()
    sheet.header("N° factura", "Medidor", "Periodo", "Fecha de lectura", "Consumo de electricidad (kWh)", "Total (Bs)")
    for b in book.bills:
        sheet.data(b.invoice, b.meter, f"{b.start:%m/%Y}", b.last.replace(day=24), b.quantity, b.cost)


@case("fuels.xlsx", "purchases of four fuels with invoice numbers, text dates and text numbers; two on one day")
def _(book: Book) -> None:
    days = [*DAYS[:11], DAYS[10]]
    kinds = [
        ("Diésel", "lt", bought("diesel", "l", days, 40, 90, places=2, price="3.72", invoice=1000)),
        ("Gasolina especial", "Litros", bought("gasoline", "l", days, 20, 45, places=2, price="3.74", invoice=2000)),
        ("GLP garrafa 10 kg", "garrafa", bought("lpg", "garrafa", days, 2, 9, price="22.50", invoice=3000)),
        ("Leña", "kg", bought("firewood", "kg", days, 100, 900, price="0.80", invoice=4000)),
    ]
    price = {"Diésel": "3,72", "Gasolina especial": "3,74", "GLP garrafa 10 kg": "22,50", "Leña": "0,80"}
    sheet = book.sheet("Compras")
    sheet.title("Compras de combustibles 2024")
    sheet.header("Fecha", "N° factura", "Producto", "Cantidad", "Unidad", "P. unitario (Bs)", "Total (Bs)")
    for i in range(len(days)):
        for product, unit, bills in kinds:
            b = bills[i]
            quantity = es(b.quantity) if b.unit == "l" else b.quantity
            sheet.data(dmy(b.start), b.invoice, product, quantity, unit, price[product], es(b.cost))
    book.bills = [b for _p, _u, bills in kinds for b in bills]


@case("equal_purchases.csv", "purchases without numbers; two that are equal are two; firewood in loads")
def _(book: Book) -> None:
    book.separator = ";"
    gas = bought("lpg", "garrafa", [*DAYS[:9], DAYS[4]], 3, 3, price="22.50")
    wood = bought("firewood", "carga", DAYS[1:8], 2, 6, price="35.00")
    sheet = book.sheet()
    sheet.header("Fecha", "Detalle", "Cantidad", "Unidad", "Importe (Bs)")
    for name, unit, bills in (("GLP", "garrafas", gas), ("Leña", "cargas", wood)):
        for b in bills:
            sheet.data(dmy(b.start), name, es(b.quantity, 0), unit, es(b.cost))
        book.bills += bills


@case("gallons.xlsx", "diesel and gasoline in gallons, 'S/ 1,234.50'", "PE")
def _(book: Book) -> None:
    diesel = bought("diesel", "gal", DAYS[:10], 60, 150, places=1, price="16.40", currency="PEN", invoice=10)
    petrol = bought("gasoline", "gal", DAYS[:10], 10, 40, places=1, price="17.90", currency="PEN", invoice=900)
    sheet = book.sheet("Combustible")
    sheet.header("Fecha", "Comprobante N°", "Combustible", "Cantidad", "Unidad", "Total")
    for pair in zip(diesel, petrol, strict=True):
        for name, b in zip(("Diésel", "Gasolina"), pair, strict=True):
            sheet.data(b.start, b.invoice, name, en(b.quantity, 1), "galones", f"S/ {en(b.cost)}")
        book.bills += pair


@case("two_currencies.xlsx", "one meter billed in BOB and another in USD, in a column of currencies")
def _(book: Book) -> None:
    sheet = book.sheet()
    sheet.header("Medidor", "Mes", "Energía eléctrica (kWh)", "Importe", "Moneda")
    for meter, currency, price in (("CU-1", "BOB", "0.95"), ("CU-2", "USD", "0.13")):
        bills = metered(meter, "electricity", "kWh", YEAR, 900, 1300, price=price, currency=currency)
        for b in bills:
            sheet.data(b.meter, b.start, b.quantity, b.cost, currency)
        book.bills += bills


@case("soles.xlsx", "'S/ 1,234.50' as text, setiembre, receipts with numbers", "PE")
def _(book: Book) -> None:
    book.bills = metered(
        "SUM-5", "electricity", "kWh", YEAR, 1500, 2900, places=1, price="0.71", currency="PEN", invoice=7
    )
    names = [m if m != "Septiembre" else "Setiembre" for m in MONTHS["es"]]
    sheet = book.sheet("Recibos de luz")
    sheet.header("Recibo N°", "Suministro", "Mes facturado", "Consumo de energía (kWh)", "Total a pagar")
    for b in book.bills:
        month = f"{names[b.start.month - 1]} {b.start.year}"
        sheet.data(b.invoice, b.meter, month, en(b.quantity, 1), f"S/ {en(b.cost)}")


@case("colombia.xlsx", "COP without decimals: '1.250.300' and '985.300' in one column", "CO")
def _(book: Book) -> None:
    book.bills = metered("CTA-90", "electricity", "kWh", YEAR, 1000, 1500, price="790", currency="COP", invoice=55)
    sheet = book.sheet("Energía")
    sheet.title("Facturas de energía eléctrica")
    sheet.header("Factura No.", "Medidor", "Mes", "Consumo (kWh)", "Valor total (COP)")
    for b in book.bills:
        sheet.data(b.invoice, b.meter, long_month(b.start), b.quantity, es(b.cost, 0))


@case("workbook.xlsm", "the type of a workbook with macros, without any; water")
def _(book: Book) -> None:
    book.bills = metered("XM-1", "water", "m3", YEAR, 100, 300, price="8.2", invoice=600)
    sheet = book.sheet("Agua")
    sheet.header("N° factura", "Medidor", "Mes", "Consumo de agua (m3)", "Importe (Bs)")
    for b in book.bills:
        sheet.data(b.invoice, b.meter, b.start, b.quantity, b.cost)

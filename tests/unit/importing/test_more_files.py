"""Files of every kind and form that issue texts name, with the bills that they must become; the answers came first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from score_desktop.importing import ImportContext, read_file, understand
from score_desktop.importing.result import Understanding
from score_desktop.importing.workbook import Sheet, Workbook
from tests.unit.importing.xlsb import write_xlsb

BO = ImportContext("BO", "BOB")
Bill = tuple[str, str, str, float | None, str, float | None, str]
"""Resource, start, end (exclusive), quantity, unit, cost, currency."""


def month(number: int, year: int = 2024) -> tuple[str, str]:
    after = dt.date(year + number // 12, number % 12 + 1, 1)
    return dt.date(year, number, 1).isoformat(), after.isoformat()


def bills(found: Understanding) -> list[Bill]:
    columns, size = found.bills, found.bill_count

    def of(name: str, missing: Any = None) -> list[Any]:
        return columns.get(name) or [missing] * size

    amounts = [[None if value is None else value / 1e6 for value in of(name)] for name in ("quantity", "cost")]
    days = [[day.isoformat() for day in of(name)] for name in ("period_start", "period_end")]
    kinds = [str(found.meters[meter].resource) for meter in of("meter")]
    return sorted(zip(kinds, *days, amounts[0], of("unit", ""), amounts[1], of("currency", ""), strict=True))


def read(path: Path, context: ImportContext = BO) -> list[Bill]:
    found = understand(read_file(path), context)
    assert not found.questions and not found.problems, (found.questions, found.problems)
    return bills(found)


def text_file(text: str, *, encoding: str = "utf-8", name: str = "f.csv") -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        (folder / name).write_bytes(text.encode(encoding))
        return folder / name

    return write


def sheet_file(*rows: tuple[Any, ...], epoch_1904: bool = False, name: str = "f.xlsx") -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        book = openpyxl.Workbook()
        if epoch_1904:
            book.epoch = CALENDAR_MAC_1904
        assert book.active is not None
        for row in rows:
            book.active.append(row)
        book.save(folder / name)
        return folder / name

    return write


def power(number: int, use: float | None, cost: float | None, currency: str = "BOB", year: int = 2024) -> Bill:
    return ("electricity", *month(number, year), use, "kWh", cost, currency)


def serial(day: dt.date, epoch: dt.date = dt.date(1899, 12, 30)) -> int:
    return (day - epoch).days


FR = ImportContext("FR", "EUR")
DE = ImportContext("DE", "EUR")
BR = ImportContext("BR", "BRL")
US = ImportContext("US", "USD")
DAYS = (dt.date(2024, 1, 1), dt.date(2024, 1, 31), dt.date(2024, 2, 1), dt.date(2024, 2, 29))

CASES: dict[str, tuple[Callable[[Path], Path], ImportContext, list[Bill]]] = {
    "separator_line": (
        text_file("sep=;\nMes;Consumo kWh;Importe Bs\nEnero 2024;100,5;90,25\nFebrero 2024;110;95\n"),
        BO,
        [power(1, 100.5, 90.25), power(2, 110, 95)],
    ),
    "unicode_text_of_excel": (
        text_file(
            "Mes\tConsumo kWh\tImporte Bs\nEnero 2024\t100,5\t90,25\nFebrero 2024\t110,5\t95\n",
            encoding="utf-16",
            name="f.txt",
        ),
        BO,
        [power(1, 100.5, 90.25), power(2, 110.5, 95)],
    ),
    "tsv_in_windows_1252": (
        text_file(
            "Período\tEnergía (kWh)\tImporte (Bs)\n01/2024\t1.100,5\t90,25\n02/2024\t1.110,5\t95,10\n",
            encoding="cp1252",
            name="f.tsv",
        ),
        BO,
        [power(1, 1100.5, 90.25), power(2, 1110.5, 95.1)],
    ),
    "quoted_line_breaks": (
        text_file(
            '"Mes","Consumo\n(kWh)","Importe\n(Bs)","Nota"\n"2024-01","100.5","90.25","a,\nb"\n"2024-02","110.5","95.10",""\n'
        ),
        BO,
        [power(1, 100.5, 90.25), power(2, 110.5, 95.1)],
    ),
    "days_of_1904": (
        sheet_file(
            ("Desde", "Hasta", "Consumo kWh", "Total Bs"),
            (DAYS[0], DAYS[1], 100, 90),
            (DAYS[2], DAYS[3], 110, 95),
            epoch_1904=True,
        ),
        BO,
        [power(1, 100, 90), power(2, 110, 95)],
    ),
    "bare_serials_of_1904": (
        sheet_file(
            ("Fecha inicio", "Fecha fin", "Consumo kWh", "Total Bs"),
            *(
                (serial(a, dt.date(1904, 1, 1)), serial(b, dt.date(1904, 1, 1)), use, cost)
                for a, b, use, cost in ((DAYS[0], DAYS[1], 100, 90), (DAYS[2], DAYS[3], 110, 95))
            ),
            epoch_1904=True,
        ),
        BO,
        [power(1, 100, 90), power(2, 110, 95)],
    ),
    "bare_serials_as_text": (
        sheet_file(
            ("Fecha inicio", "Fecha fin", "Consumo kWh", "Total Bs"),
            (str(serial(DAYS[0])), str(serial(DAYS[1])), 100, 90),
            (str(serial(DAYS[2])), str(serial(DAYS[3])), 110, 95),
        ),
        BO,
        [power(1, 100, 90), power(2, 110, 95)],
    ),
    "german_readings_in_windows_1252": (
        text_file(
            "Zähler;Datum;Zählerstand (kWh)\n"
            "4711;31.12.2023;1.000,5\n4711;31.01.2024;1.100,5\n4711;29.02.2024;1.210,5\n",
            encoding="cp1252",
        ),
        DE,
        [("electricity", *month(1), 100, "kWh", None, ""), ("electricity", *month(2), 110, "kWh", None, "")],
    ),
    "german_periods": (
        text_file(
            "Abrechnungszeitraum;Stromverbrauch in kWh;Bruttobetrag (EUR)\n"
            "01.01.2024 - 31.01.2024;1.100,5;390,25\n"
            "01.02.2024 - 29.02.2024;1.210,25;401,10\n",
            encoding="cp1252",
        ),
        DE,
        [power(1, 1100.5, 390.25, "EUR"), power(2, 1210.25, 401.1, "EUR")],
    ),
    "french": (
        text_file(
            "Période;Point de livraison;Consommation (kWh);Montant TTC (€)\n"
            "janv. 2024;PDL 1;1 100,5;190,25\nfévr. 2024;PDL 1;1 210,5;201,10\n",
            encoding="cp1252",
        ),
        FR,
        [power(1, 1100.5, 190.25, "EUR"), power(2, 1210.5, 201.1, "EUR")],
    ),
    "portuguese": (
        text_file(
            "Mês de referência;Leitura anterior;Leitura atual;Consumo (kWh);Valor (R$)\n"
            "JAN/2024;1000;1100;100;95,25\nFEV/2024;1100;1210;110;101,10\n"
        ),
        BR,
        [power(1, 100, 95.25, "BRL"), power(2, 110, 101.1, "BRL")],
    ),
    "groups_of_two_resources": (
        sheet_file(
            ("Mes", "Electricidad", None, "Agua", None),
            (None, "kWh", "Bs", "m3", "Bs"),
            ("Enero 2024", 100, 90, 10, 30),
            ("Febrero 2024", 110, 95, 11, 33),
        ),
        BO,
        [
            power(1, 100, 90),
            power(2, 110, 95),
            ("water", *month(1), 10, "m3", 30, "BOB"),
            ("water", *month(2), 11, "m3", 33, "BOB"),
        ],
    ),
    "far_from_the_corner": (
        sheet_file(
            *[()] * 14,
            (None, None, None, "Período", "Consumo\n(kWh)", "Importe\n(Bs)"),
            (None, None, None, "ene-24", 100, 90),
            (None, None, None, "feb-24", 110, 95),
            (None, None, None, "Promedio", 105, 92.5),
            (None, None, None, "TOTAL GENERAL", 210, 185),
        ),
        BO,
        [power(1, 100, 90), power(2, 110, 95)],
    ),
    "litres_beside_cubic_metres": (
        sheet_file(
            ("Agua potable",),
            ("Mes", "Consumo (litros)", "Consumo (m3)", "Total (Bs)"),
            ("Enero 2024", 10_000, 10, 30),
            ("Febrero 2024", 11_000, 11, 33),
        ),
        BO,
        [("water", *month(1), 10, "m3", 30, "BOB"), ("water", *month(2), 11, "m3", 33, "BOB")],
    ),
    "megawatt_hours_beside_kilowatt_hours": (
        sheet_file(
            ("Mes", "Energía MWh", "Energía kWh", "Importe Bs"),
            ("Enero 2024", 0.1, 100, 90),
            ("Febrero 2024", 0.11, 110, 95),
        ),
        BO,
        [power(1, 100, 90), power(2, 110, 95)],
    ),
    "forms_of_months": (
        sheet_file(
            ("Mes", "Consumo kWh", "Importe Bs"),
            ("2024-01", 100, 90),
            ("02/2024", 110, 95),
            ("mar-24", 120, 99),
            ("ABRIL 2024", 130, 105),
            ("5/2024", 140, 110),
            ("Junio de 2024", 150, 115),
            ("jul. 2024", 160, 120),
            ("agosto/2024", 170, 125),
        ),
        BO,
        [power(n, 90 + 10 * n, cost) for n, cost in enumerate((90, 95, 99, 105, 110, 115, 120, 125), 1)],
    ),
    "months_as_numbers": (
        sheet_file(("Mes", "Consumo kWh", "Importe Bs"), (202401, 100, 90), (202402, 110, 95), (202403, 120, 99)),
        BO,
        [power(1, 100, 90), power(2, 110, 95), power(3, 120, 99)],
    ),
    "hours_of_days": (
        text_file(
            "CUPS;Fecha;Hora;Consumo_kWh\n"
            + "".join(f"ES0021;{day:02d}/01/2024;{hour};0,{hour:03d}\n" for day in (13, 14) for hour in range(1, 25))
        ),
        ImportContext("ES", "EUR"),
        [
            ("electricity", "2024-01-13", "2024-01-14", 0.3, "kWh", None, ""),
            ("electricity", "2024-01-14", "2024-01-15", 0.3, "kWh", None, ""),
        ],
    ),
    "hours_in_the_date": (
        text_file(
            "Meter,Date/Time,Usage (kWh)\n"
            + "".join(f"A1,2024-01-{day:02d} {hour:02d}:00,1.25\n" for day in (13, 14) for hour in range(24))
        ),
        US,
        [
            ("electricity", "2024-01-13", "2024-01-14", 30, "kWh", None, ""),
            ("electricity", "2024-01-14", "2024-01-15", 30, "kWh", None, ""),
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_file(tmp_path: Path, name: str) -> None:
    write, context, expected = CASES[name]
    assert read(write(tmp_path), context) == sorted(expected)


def gas(number: int, use: float, unit: str, cost: float | None, currency: str = "BOB") -> Bill:
    return ("natural_gas", *month(number), use, unit, cost, currency)


def water(number: int, use: float, cost: float | None, currency: str = "BOB") -> Bill:
    return ("water", *month(number), use, "m3", cost, currency)


MORE: dict[str, tuple[Callable[[Path], Path], ImportContext, list[Bill]]] = {
    "readings_across": (
        sheet_file(
            ("Lecturas del medidor de agua (m3)",),
            ("Medidor", "Dic 2023", "Ene 2024", "Feb 2024", "Mar 2024"),
            ("W-1", 100, 110, 121, 133),
        ),
        BO,
        [water(n, 9 + n, None, "") for n in range(1, 4)],
    ),
    "readings_of_days_across": (
        sheet_file(
            ("Lecturas del medidor de agua (m3)",),
            ("Medidor", dt.date(2023, 12, 15), dt.date(2024, 1, 14), dt.date(2024, 2, 16)),
            ("W-1", 100, 110, 121),
        ),
        BO,
        [
            ("water", "2023-12-15", "2024-01-14", 10, "m3", None, ""),
            ("water", "2024-01-14", "2024-02-16", 11, "m3", None, ""),
        ],
    ),
    "two_readings_in_rows": (
        sheet_file(
            ("Agua 2024 (m3)",),
            ("Concepto", "Ene", "Feb", "Mar", "Abr"),
            ("Lectura anterior", 100, 110, 121, 135),
            ("Lectura actual", 110, 121, 135, 150),
            ("Importe (Bs)", 30, 33, 40, 45),
        ),
        BO,
        [water(1, 10, 30), water(2, 11, 33), water(3, 14, 40), water(4, 15, 45)],
    ),
    "accumulated_consumption": (
        sheet_file(("Mes", "Consumo acumulado kWh"), ("Enero 2024", 100), ("Febrero 2024", 210), ("Marzo 2024", 330)),
        BO,
        [power(2, 110, None, ""), power(3, 120, None, "")],
    ),
    "accumulated_since_january": (
        sheet_file(
            ("Mes", "Consumo acumulado kWh"),
            ("Enero 2023", 100),
            ("Febrero 2023", 210),
            ("Enero 2024", 120),
            ("Febrero 2024", 250),
        ),
        BO,
        [
            power(1, 100, None, "", 2023),
            power(2, 110, None, "", 2023),
            power(1, 120, None, ""),
            power(2, 130, None, ""),
        ],
    ),
    "months_across_in_portuguese": (
        sheet_file(
            ("Consumo de energia elétrica 2024 (kWh)",),
            ("Unidade", "Jan", "Fev", "Mar", "Abr", "Total"),
            ("Fábrica", 100, 110, 120, 130, 460),
        ),
        BR,
        [power(n, 90 + 10 * n, None, "") for n in range(1, 5)],
    ),
    "months_across_in_french": (
        sheet_file(
            ("Consommation d'eau 2024 en m3",),
            ("Compteur", "janvier", "février", "mars", "avril"),
            ("C1", 10, 11, 12, 13),
        ),
        FR,
        [water(n, 9 + n, None, "") for n in range(1, 5)],
    ),
    "months_across_in_german": (
        sheet_file(
            ("Wasserverbrauch 2024 (m³)",), ("Zähler", "Januar", "Februar", "März", "April"), ("Z1", 10, 11, 12, 13)
        ),
        DE,
        [water(n, 9 + n, None, "") for n in range(1, 5)],
    ),
    "a_block_for_each_meter_with_its_own_title": (
        sheet_file(
            ("MEDIDOR: E-1 (Electricidad)",),
            ("Mes", "kWh", "Bs"),
            ("Enero 2024", 100, 90),
            ("Febrero 2024", 110, 95),
            ("Total", 210, 185),
            (),
            ("MEDIDOR: W-1 (Agua)",),
            ("Mes", "m3", "Bs"),
            ("Enero 2024", 10, 30),
            ("Febrero 2024", 11, 33),
            ("Total", 21, 63),
        ),
        BO,
        [power(1, 100, 90), power(2, 110, 95), water(1, 10, 30), water(2, 11, 33)],
    ),
    "three_side_by_side": (
        sheet_file(
            ("Electricidad", None, None, None, "Agua", None, None, None, "Gas natural"),
            ("Mes", "kWh", "Bs", None, "Mes", "m3", "Bs", None, "Mes", "MPC", "Bs"),
            ("Enero 2024", 100, 90, None, "Enero 2024", 10, 30, None, "Enero 2024", 5, 60),
            ("Febrero 2024", 110, 95, None, "Febrero 2024", 11, 33, None, "Febrero 2024", 6, 70),
        ),
        BO,
        [
            power(1, 100, 90),
            power(2, 110, 95),
            water(1, 10, 30),
            water(2, 11, 33),
            gas(1, 5, "MCF", 60),
            gas(2, 6, "MCF", 70),
        ],
    ),
    "gas_already_converted": (
        sheet_file(
            ("Gas natural",),
            ("Mes", "Consumo m3", "Energía kWh", "Total Bs"),
            ("Enero 2024", 10, 105, 60),
            ("Febrero 2024", 11, 115.5, 66),
        ),
        BO,
        [gas(1, 10, "m3", 60), gas(2, 11, "m3", 66)],
    ),
    "reactive_energy_and_demand": (
        sheet_file(
            ("Mes", "Energía activa kWh", "Energía reactiva kVArh", "Demanda kW", "Factor de potencia", "Importe Bs"),
            ("Enero 2024", 100, 40, 12, 0.93, 90),
            ("Febrero 2024", 110, 44, 13, 0.92, 95),
        ),
        BO,
        [power(1, 100, 90), power(2, 110, 95)],
    ),
    "charges_without_a_total": (
        sheet_file(
            ("Mes", "Consumo kWh", "Cargo fijo Bs", "Cargo energía Bs", "Alumbrado Bs", "Aseo Bs"),
            ("Enero 2024", 100, 10, 70, 6, 4),
            ("Febrero 2024", 110, 10, 75, 6, 4),
        ),
        BO,
        [power(1, 100, 90), power(2, 110, 95)],
    ),
    "numbers_of_two_notations_in_two_columns": (
        sheet_file(
            ("Mes", "Consumo kWh", "Importe Bs"),
            ("Enero 2024", "1.234,5", "1,090.25"),
            ("Febrero 2024", "1.110,0", "1,095.00"),
        ),
        BO,
        [power(1, 1234.5, 1090.25), power(2, 1110, 1095)],
    ),
    "spaces_and_apostrophes": (
        sheet_file(
            ("Mes", "Consumo kWh", "Importe Bs"),
            ("Enero 2024", "1 234,5", "Bs 1.090,25"),
            ("Febrero 2024", "1 110,0", "Bs. 1.095,00"),
        ),
        BO,
        [power(1, 1234.5, 1090.25), power(2, 1110, 1095)],
    ),
    "service_and_unit_in_columns": (
        sheet_file(
            ("Site", "Utility", "Billing period", "Usage", "Units", "Cost", "Currency"),
            ("A", "Electric", "Jan 2024", 100, "kWh", 90, "USD"),
            ("A", "Water", "Jan 2024", 10, "m3", 30, "USD"),
            ("A", "Natural Gas", "Jan 2024", 5, "therms", 60, "USD"),
        ),
        US,
        [power(1, 100, 90, "USD"), ("water", *month(1), 10, "m3", 30, "USD"), gas(1, 5, "thm", 60, "USD")],
    ),
    "bimonthly": (
        sheet_file(
            ("Periodo", "Consumo m3", "Importe Bs", "Servicio"),
            ("Ene-Feb 2024", 20, 60, "Agua"),
            ("Mar-Abr 2024", 22, 66, "Agua"),
        ),
        BO,
        [
            ("water", "2024-01-01", "2024-03-01", 20, "m3", 60, "BOB"),
            ("water", "2024-03-01", "2024-05-01", 22, "m3", 66, "BOB"),
        ],
    ),
    "an_empty_column_in_front_and_a_logo_line": (
        sheet_file(
            (None, "DELAPAZ S.A. - Distribuidora"),
            (None, "Historial de consumo"),
            (),
            (None, "N°", "Mes/Año", "Lectura", "Consumo", "Importe"),
            (None, None, None, None, "kWh", "Bs"),
            (None, 1, "01/2024", 1100, 100, 90),
            (None, 2, "02/2024", 1210, 110, 95),
        ),
        BO,
        [power(1, 100, 90), power(2, 110, 95)],
    ),
}


@pytest.mark.parametrize("name", MORE)
def test_layout(tmp_path: Path, name: str) -> None:
    write, context, expected = MORE[name]
    assert read(write(tmp_path), context) == sorted(expected)


def test_binary_workbook(tmp_path: Path) -> None:
    rows = [("Fecha inicio", "Fecha fin", "Medidor", "Consumo kWh", "Total Bs")]
    for a, b, use, cost in ((DAYS[0], DAYS[1], 100.5, 90.25), (DAYS[2], DAYS[3], 110.0, 95.0)):
        rows.append((serial(a), serial(b), "M-1", use, cost))  # type: ignore[arg-type]
    path = write_xlsb(tmp_path / "f.xlsb", rows)
    book = read_file(path)
    assert book.kind == "xlsb"
    assert read(path) == [power(1, 100.5, 90.25), power(2, 110, 95)]


@pytest.mark.parametrize("amounts", [("198001", "0", "0"), ("0", "0", "202401"), ("201503", "198001", "7")])
def test_an_amount_written_like_a_month_is_no_header(amounts: tuple[str, ...]) -> None:
    """198 001 kWh, not January 1980: the row stays a bill wherever it stands."""
    rows = [
        ["2-114583", "Stromverbrauch", f"01/0{number}/2021 bis 01/0{number + 1}/2021", amount, "kWh"]
        for number, amount in enumerate(amounts, 1)
    ]
    head = ["Zählernummer", "Energieart", "Zeitraum", "Menge", "Einheit"]
    found = understand(Workbook("libro.xlsx", "xlsx", (Sheet("Hoja1", [head, *rows]),)), BO)
    assert [quantity for _, _, _, quantity, *_ in bills(found)] == [float(amount) for amount in amounts]


@pytest.mark.parametrize("months", [(202401, 202402, 202403, 202404), (202201, 202202, 202401, 202402)])
def test_months_in_digits_across_are_a_header(months: tuple[int, ...]) -> None:
    """Also those of two years with a hole between."""
    head = ["Medidor", *map(str, months)]
    rows = [head, ["M-1 Electricidad kWh", "100", "110", "120", "130"], ["M-2 Electricidad kWh", "5", "6", "7", "8"]]
    found = understand(Workbook("libro.xlsx", "xlsx", (Sheet("Consumo kWh", rows),)), BO)
    assert [quantity for _, _, _, quantity, *_ in bills(found)] == [5, 100, 6, 110, 7, 120, 8, 130]

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


def power(number: int, use: float, cost: float | None, currency: str = "BOB", year: int = 2024) -> Bill:
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
        text_file("Mes\tConsumo kWh\tImporte Bs\nEnero 2024\t100,5\t90,25\nFebrero 2024\t110,5\t95\n",
                  encoding="utf-16", name="f.txt"),
        BO,
        [power(1, 100.5, 90.25), power(2, 110.5, 95)],
    ),
    "tsv_in_windows_1252": (
        text_file("Período\tEnergía (kWh)\tImporte (Bs)\n01/2024\t1.100,5\t90,25\n02/2024\t1.110,5\t95,10\n",
                  encoding="cp1252", name="f.tsv"),
        BO,
        [power(1, 1100.5, 90.25), power(2, 1110.5, 95.1)],
    ),
    "quoted_line_breaks": (
        text_file('"Mes","Consumo\n(kWh)","Importe\n(Bs)","Nota"\n"2024-01","100.5","90.25","a,\nb"\n"2024-02","110.5","95.10",""\n'),
        BO,
        [power(1, 100.5, 90.25), power(2, 110.5, 95.1)],
    ),
    "days_of_1904": (
        sheet_file(("Desde", "Hasta", "Consumo kWh", "Total Bs"), (DAYS[0], DAYS[1], 100, 90),
                   (DAYS[2], DAYS[3], 110, 95), epoch_1904=True),
        BO,
        [power(1, 100, 90), power(2, 110, 95)],
    ),
    "bare_serials_of_1904": (
        sheet_file(
            ("Fecha inicio", "Fecha fin", "Consumo kWh", "Total Bs"),
            *((serial(a, dt.date(1904, 1, 1)), serial(b, dt.date(1904, 1, 1)), use, cost)
              for a, b, use, cost in ((DAYS[0], DAYS[1], 100, 90), (DAYS[2], DAYS[3], 110, 95))),
            epoch_1904=True,
        ),
        BO,
        [power(1, 100, 90), power(2, 110, 95)],
    ),
    "bare_serials_as_text": (
        sheet_file(("Fecha inicio", "Fecha fin", "Consumo kWh", "Total Bs"),
                   (str(serial(DAYS[0])), str(serial(DAYS[1])), 100, 90),
                   (str(serial(DAYS[2])), str(serial(DAYS[3])), 110, 95)),
        BO,
        [power(1, 100, 90), power(2, 110, 95)],
    ),
    "german_readings_in_windows_1252": (
        text_file("Zähler;Datum;Zählerstand (kWh)\n"
                  "4711;31.12.2023;1.000,5\n4711;31.01.2024;1.100,5\n4711;29.02.2024;1.210,5\n",
                  encoding="cp1252"),
        DE,
        [("electricity", *month(1), 100, "kWh", None, ""), ("electricity", *month(2), 110, "kWh", None, "")],
    ),
    "german_periods": (
        text_file("Abrechnungszeitraum;Stromverbrauch in kWh;Bruttobetrag (EUR)\n"
                  "01.01.2024 - 31.01.2024;1.100,5;390,25\n"
                  "01.02.2024 - 29.02.2024;1.210,25;401,10\n", encoding="cp1252"),
        DE,
        [power(1, 1100.5, 390.25, "EUR"), power(2, 1210.25, 401.1, "EUR")],
    ),
    "french": (
        text_file("Période;Point de livraison;Consommation (kWh);Montant TTC (€)\n"
                  "janv. 2024;PDL 1;1 100,5;190,25\nfévr. 2024;PDL 1;1 210,5;201,10\n", encoding="cp1252"),
        FR,
        [power(1, 1100.5, 190.25, "EUR"), power(2, 1210.5, 201.1, "EUR")],
    ),
    "portuguese": (
        text_file("Mês de referência;Leitura anterior;Leitura atual;Consumo (kWh);Valor (R$)\n"
                  "JAN/2024;1000;1100;100;95,25\nFEV/2024;1100;1210;110;101,10\n"),
        BR,
        [power(1, 100, 95.25, "BRL"), power(2, 110, 101.1, "BRL")],
    ),
    "groups_of_two_resources": (
        sheet_file(("Mes", "Electricidad", None, "Agua", None), (None, "kWh", "Bs", "m3", "Bs"),
                   ("Enero 2024", 100, 90, 10, 30), ("Febrero 2024", 110, 95, 11, 33)),
        BO,
        [power(1, 100, 90), power(2, 110, 95), ("water", *month(1), 10, "m3", 30, "BOB"),
         ("water", *month(2), 11, "m3", 33, "BOB")],
    ),
    "far_from_the_corner": (
        sheet_file(*[()] * 14, (None, None, None, "Período", "Consumo\n(kWh)", "Importe\n(Bs)"),
                   (None, None, None, "ene-24", 100, 90), (None, None, None, "feb-24", 110, 95),
                   (None, None, None, "Promedio", 105, 92.5), (None, None, None, "TOTAL GENERAL", 210, 185)),
        BO,
        [power(1, 100, 90), power(2, 110, 95)],
    ),
    "litres_beside_cubic_metres": (
        sheet_file(("Agua potable",), ("Mes", "Consumo (litros)", "Consumo (m3)", "Total (Bs)"),
                   ("Enero 2024", 10_000, 10, 30), ("Febrero 2024", 11_000, 11, 33)),
        BO,
        [("water", *month(1), 10, "m3", 30, "BOB"), ("water", *month(2), 11, "m3", 33, "BOB")],
    ),
    "megawatt_hours_beside_kilowatt_hours": (
        sheet_file(("Mes", "Energía MWh", "Energía kWh", "Importe Bs"), ("Enero 2024", 0.1, 100, 90),
                   ("Febrero 2024", 0.11, 110, 95)),
        BO,
        [power(1, 100, 90), power(2, 110, 95)],
    ),
    "forms_of_months": (
        sheet_file(("Mes", "Consumo kWh", "Importe Bs"), ("2024-01", 100, 90), ("02/2024", 110, 95),
                   ("mar-24", 120, 99),
                   ("ABRIL 2024", 130, 105), ("5/2024", 140, 110), ("Junio de 2024", 150, 115), ("jul. 2024", 160, 120),
                   ("agosto/2024", 170, 125)),
        BO,
        [power(n, 90 + 10 * n, cost) for n, cost in enumerate((90, 95, 99, 105, 110, 115, 120, 125), 1)],
    ),
    "months_as_numbers": (
        sheet_file(("Mes", "Consumo kWh", "Importe Bs"), (202401, 100, 90), (202402, 110, 95), (202403, 120, 99)),
        BO,
        [power(1, 100, 90), power(2, 110, 95), power(3, 120, 99)],
    ),
    "hours_of_days": (
        text_file("CUPS;Fecha;Hora;Consumo_kWh\n" + "".join(
            f"ES0021;{day:02d}/01/2024;{hour};0,{hour:03d}\n" for day in (13, 14) for hour in range(1, 25))),
        ImportContext("ES", "EUR"),
        [("electricity", "2024-01-13", "2024-01-14", 0.3, "kWh", None, ""),
         ("electricity", "2024-01-14", "2024-01-15", 0.3, "kWh", None, "")],
    ),
    "hours_in_the_date": (
        text_file("Meter,Date/Time,Usage (kWh)\n" + "".join(
            f"A1,2024-01-{day:02d} {hour:02d}:00,1.25\n" for day in (13, 14) for hour in range(24))),
        US,
        [("electricity", "2024-01-13", "2024-01-14", 30, "kWh", None, ""),
         ("electricity", "2024-01-14", "2024-01-15", 30, "kWh", None, "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_file(tmp_path: Path, name: str) -> None:
    write, context, expected = CASES[name]
    assert read(write(tmp_path), context) == sorted(expected)


def test_binary_workbook(tmp_path: Path) -> None:
    rows = [("Fecha inicio", "Fecha fin", "Medidor", "Consumo kWh", "Total Bs")]
    for a, b, use, cost in ((DAYS[0], DAYS[1], 100.5, 90.25), (DAYS[2], DAYS[3], 110.0, 95.0)):
        rows.append((serial(a), serial(b), "M-1", use, cost))  # type: ignore[arg-type]
    path = write_xlsb(tmp_path / "f.xlsb", rows)
    book = read_file(path)
    assert book.kind == "xlsb"
    assert read(path) == [power(1, 100.5, 90.25), power(2, 110, 95)]

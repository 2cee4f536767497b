"""Numbers and dates as people write them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_desktop.importing import ImportContext, understand
from score_desktop.importing.amounts import from_float, notation_of, read_number, reading
from score_desktop.importing.periods import month_back, read_date, read_period, serial_date, year_in
from score_desktop.importing.workbook import Sheet, Workbook, column_index, column_letters

M = 1_000_000


def one_column(text: str, **answers: str):
    """The result of a table whose one amount is this text, and nothing else tells how to read it."""
    rows = [["Mes", "Consumo (kWh)"], ["Enero 2024", text]]
    workbook = Workbook("f.csv", "csv", (Sheet("S", rows),))
    return understand(workbook, ImportContext("BO", "BOB", answers=answers))


# id: O50
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234,56", "1234.56"),
        ("1.234.567", "1234567"),
        ("0,95", "0.95"),
        ("1,234.56", "1234.56"),
    ],
)
def test_o50_text_cells_without_other_evidence(text, expected):
    found = one_column(text)
    assert found.bills["quantity"] == [int(Decimal(expected) * M)]
    flagged = [message_id for message_id, _ in found.notes if message_id == "import.note_decimal_point"]
    assert bool(flagged) == (text == "1,234.56")


def test_o50_amount_with_currency():
    rows = [["Mes", "Consumo (kWh)", "Importe"], ["Enero 2024", 5.0, "Bs 1.234,50"]]
    found = understand(Workbook("f.csv", "csv", (Sheet("S", rows),)), ImportContext("BO", "BOB"))
    assert found.bills["cost"] == [1_234_500_000]
    assert found.bills["currency"] == ["BOB"]


def test_o50_three_digits_after_one_sign_are_asked():
    found = one_column("12.345")
    assert [(q.question, q.column, q.choices, q.examples) for q in found.questions] == [
        ("decimal", "B", ("comma", "point"), ("12.345",))
    ]
    assert one_column("12.345", **{"S!B": "comma"}).bills["quantity"] == [12345 * M]
    assert one_column("12.345", **{"S!B": "point"}).bills["quantity"] == [12_345_000]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,5", 1234.5),
        ("1\u00a0234,5", 1234.5),
        ("1'234.50", 1234.5),
        ("100,50-", -100.5),
        ("(1.234,50)", -1234.5),
        ("-Bs 12,5", -12.5),
        ("Bs.-12,5", -12.5),
        ("Bs.12,50", 12.5),
        ("$us 5,25", 5.25),
        ("−3,5", -3.5),
        ("12,5 kWh", 12.5),
        ("1.5E+03", 1500),
        ("0.950", 0.95),
        (",5", 0.5),
    ],
)
def test_numbers_with_one_reading(text, value):
    number = read_number(text)
    assert not number.ambiguous
    assert reading(text, "comma") == reading(text, "point") == round(value * M)


@pytest.mark.parametrize(
    "text", ["abc", "1.2.3", "12/3", "m3", "E-1001", "2-114583", "--5", "1,23,4", "(5", "", "3981-BTR", "1 23"]
)
def test_texts_that_are_no_numbers(text):
    assert read_number(text) is None


@given(st.decimals(min_value=Decimal("-1e9"), max_value=Decimal("1e9"), places=2), st.sampled_from(["comma", "point"]))
def test_written_numbers_come_back(value, decimal):
    group, sign = (".", ",") if decimal == "comma" else (",", ".")
    text = f"{value:,.2f}".translate(str.maketrans({",": group, ".": sign}))
    assert reading(text, decimal) == int(value * M)
    assert notation_of([text]).decimal in (decimal, "")


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_any_float_gives_an_amount_or_none(value):
    found = from_float(value)
    assert found is None or abs(found - value * M) <= max(1.0, abs(value * M) * 1e-12)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    for found in (read_number(text), read_date(text), read_period(text)):
        assert found is None or found is not None
    year_in(text)


@given(st.dates(dt.date(1980, 1, 1), dt.date(2099, 12, 31)))
def test_written_dates_come_back(day):
    assert read_date(day.isoformat()).fixed == day
    assert read_date(f"{day:%d/%m/%Y}").by("dmy") == day
    assert read_date(f"{day:%m-%d-%Y}").by("mdy") == day
    assert read_date(f"{day:%d.%m.%Y}").dmy == day
    assert serial_date((day - dt.date(1899, 12, 30)).days) == day
    assert (day - month_back(day)).days in range(28, 32)


SPANISH = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"]


@given(st.integers(1, 12), st.integers(1990, 2069))
def test_written_months_come_back(month, year):
    name = SPANISH[month - 1]
    for text in (
        f"{name}-{year % 100:02d}",
        f"{name.title()} {year}",
        f"{month:02d}/{year}",
        f"{year}-{month:02d}",
        f"{name}. {year}",
    ):
        assert read_period(text).first == (year, month), text


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Enero 2024", (2024, 1), (2024, 1)),
        ("enero de 2024", (2024, 1), (2024, 1)),
        ("Ene-Feb 2024", (2024, 1), (2024, 2)),
        ("dic 2023 - ene 2024", (2023, 12), (2024, 1)),
        ("Marzo", (0, 3), (0, 3)),
        ("Jan 2024", (2024, 1), (2024, 1)),
        ("Setiembre/2024", (2024, 9), (2024, 9)),
    ],
)
def test_named_periods(text, first, last):
    assert (read_period(text).first, read_period(text).last) == (first, last)


@pytest.mark.parametrize("text", ["2-114583", "Planta A-2207", "TOTAL", "5", "2023", "Mes", "Maria 2024 x"])
def test_texts_that_are_no_periods(text):
    assert read_period(text) is None


def test_two_dates_in_one_cell():
    first, last = read_period("01/01/2024 al 31/01/2024").dates
    assert (first.dmy, last.fixed) == (dt.date(2024, 1, 1), dt.date(2024, 1, 31))


@given(st.integers(0, 20_000))
def test_column_letters_and_back(index):
    assert column_index(column_letters(index)) == index

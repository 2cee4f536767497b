"""What a file cannot decide is asked once per column, after all evidence; answers settle it."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_desktop.errors import UnreadableFile
from score_desktop.importing import ImportContext, understand
from score_desktop.importing.workbook import Sheet, Workbook

D = dt.date


def of(rows, country="BO", currency="BOB", file="f.csv", **answers):
    context = ImportContext(
        country, currency, answers={key.replace("__", "!"): value for key, value in answers.items()}
    )
    return understand(Workbook(file, "csv", (Sheet("S", rows),)), context)


def asked(found):
    return [(question.column, question.question) for question in found.questions]


FUEL = ["Fecha", "Producto", "Litros", "Importe Bs"]


def test_ambiguous_dates_are_asked_and_answered():
    rows = [FUEL, ["03/04/2024", "Diésel", "5", "10"], ["05/06/2024", "Diésel", "5", "10"]]
    found = of(rows)
    assert asked(found) == [("A", "date_order")]
    assert found.questions[0].choices == ("dmy", "mdy")
    assert found.questions[0].examples == ("03/04/2024", "05/06/2024")
    assert of(rows, S__A="dmy").bills["period_start"] == [D(2024, 4, 3), D(2024, 6, 5)]
    assert of(rows, S__A="mdy").bills["period_start"] == [D(2024, 3, 4), D(2024, 5, 6)]
    assert not of(rows, S__A="mdy").questions


def test_an_impossible_answer_is_asked_again():
    rows = [FUEL, ["03/04/2024", "Diésel", "5", "10"]]
    assert asked(of(rows, S__A="xyz")) == [("A", "date_order")]


def test_one_date_beyond_the_twelfth_decides_the_column():
    rows = [FUEL, ["03/04/2024", "Diésel", "5", "10"], ["25/06/2024", "Diésel", "5", "10"]]
    assert of(rows).bills["period_start"][0] == D(2024, 4, 3)
    rows[2][0] = "06/25/2024"
    assert of(rows).bills["period_start"][0] == D(2024, 3, 4)


def test_reading_dates_a_month_apart_decide_their_order():
    rows = [
        ["Medidor", "Fecha lectura", "kWh", "Bs"],
        *[["M1", f"02/{month:02d}/2024", 5.0, 6.0] for month in range(3, 8)],
    ]
    found = of(rows)
    assert not found.questions
    assert found.bills["date_current"][0] == D(2024, 3, 2)


def test_another_column_decides_when_a_column_alone_is_open():
    rows = [["Fecha", "Producto", "Litros", "Importe"], ["25/06/2024", "Diésel", "12.345", "1.234,50"]]
    found = of(rows)
    assert not found.questions
    assert found.bills["quantity"] == [12_345_000_000]


def test_quantity_times_price_decides_a_decimal_sign():
    rows = [["Fecha", "Producto", "Litros", "Precio", "Importe"], ["25/06/2024", "Diésel", "12.345", "3.72", "45.92"]]
    found = of(rows)
    assert not found.questions
    assert found.bills["quantity"] == [12_345_000]


def test_readings_decide_a_decimal_sign():
    header = ["Medidor", "Mes", "Lectura anterior", "Lectura actual", "Consumo (kWh)"]
    found = of(
        [header, ["M1", "Enero 2024", 48210.0, 49444.0, "1.234"], ["M1", "Febrero 2024", 49444.0, 51444.0, "2.000"]]
    )
    assert not found.questions
    assert found.bills["quantity"] == [1_234_000_000, 2_000_000_000]


def test_an_even_mixture_of_notations_asks_for_the_rest():
    rows = [["Mes", "kWh"], ["Enero 2024", "1.234,5"], ["Febrero 2024", "1,234.5"], ["Marzo 2024", "1.234"]]
    found = of(rows)
    assert asked(found) == [("B", "decimal")]
    assert found.questions[0].examples == ("1.234",)
    assert found.bills["quantity"][:2] == [1_234_500_000, 1_234_500_000]


def test_unknown_unit_is_asked():
    rows = [
        ["Fecha", "Producto", "Cantidad", "Unidad", "Importe Bs"],
        ["25/06/2024", "Diésel", 5.0, "cubeta azul", 10.0],
    ]
    found = of(rows)
    assert asked(found) == [("D", "unit")]
    assert found.questions[0].examples == ("cubeta azul",)
    assert found.questions[0].choices[0] == "l"
    answered = of(rows, S__D="l")
    assert (answered.bills["unit"], answered.bills["quantity_base"]) == (["l"], [5_000_000])
    assert of(rows, S__D="gal").bills["unit"] == ["gal"]


def test_missing_unit_is_asked_at_the_quantity():
    rows = [["Mes", "Consumo agua", "Importe Bs"], ["Enero 2024", 5.0, 10.0]]
    assert asked(of(rows)) == [("B", "unit")]
    assert of(rows, S__B="m3").bills["unit"] == ["m3"]


def test_unknown_resource_is_asked_with_the_likely_ones_first():
    rows = [["Mes", "Consumo (m3)", "Importe Bs"], ["Enero 2024", 5.0, 10.0]]
    found = of(rows)
    assert asked(found) == [("B", "resource")]
    assert found.questions[0].choices[:2] == ("water", "natural_gas")
    answered = of(rows, S__B="natural_gas")
    assert answered.meters[0].resource.value == "natural_gas"
    assert not answered.questions


def test_two_questions_of_one_column_are_answered_apart():
    rows = [["Mes", "Consumo", "Importe Bs"], ["Enero 2024", 5.0, 10.0]]
    assert asked(of(rows)) == [("B", "resource"), ("B", "unit")]
    answers = {"S!B:resource": "water", "S!B:unit": "m3"}
    context = ImportContext("BO", "BOB", answers=answers)
    found = understand(Workbook("f.csv", "csv", (Sheet("S", rows),)), context)
    assert (found.meters[0].resource.value, found.meters[0].unit, found.questions) == ("water", "m3", ())


def test_a_dollar_is_the_countrys_own_or_asked():
    rows = [["Month", "Usage (kWh)", "Cost"], ["Jan 2024", 5.0, "$10.25"]]
    assert of(rows, "US", "USD").bills["currency"] == ["USD"]
    assert of(rows, "MX", "MXN").bills["currency"] == ["MXN"]
    assert asked(of(rows)) == [("C", "currency")]
    assert of(rows, S__C="BOB").bills["currency"] == ["BOB"]


def test_written_currencies_are_kept_as_billed():
    rows = [
        ["Mes", "kWh", "Importe"],
        ["Enero 2024", 5.0, "Bs 10,25"],
        ["Febrero 2024", 5.0, "$us 2,50"],
        ["Marzo 2024", 5.0, "7,5"],
    ]
    assert of(rows).bills["currency"] == ["BOB", "USD", "BOB"]


def test_unknown_product_is_asked_and_never_guessed():
    rows = [
        ["Fecha", "Detalle", "Cantidad", "Unidad", "Importe Bs"],
        ["25/06/2024", "Diésel", 5.0, "l", 10.0],
        ["26/06/2024", "Varios", 1.0, "l", 3.0],
    ]
    assert asked(of(rows)) == [("B", "resource")]


words = "Mes|kWh|Consumo (kWh)|Importe Bs|Medidor|Enero 2024|ene-24|feb-24|mar-24|TOTAL|1.234|03/04/2024|m3|Bs 5"
plain = st.one_of(st.none(), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.text(max_size=8))
cell = st.one_of(plain, st.sampled_from(words.split("|")))


@given(st.lists(st.lists(cell, min_size=5, max_size=5), min_size=1, max_size=12))
def test_any_sheet_is_understood_or_refused(rows):
    from score_desktop.errors import UnreadableFile

    try:
        found = of(rows)
    except UnreadableFile:
        return
    assert len(found.verdicts["S"]) == len(rows)
    assert sum(found.rows.values()) == len(rows)
    assert {len(values) for values in found.bills.values()} <= {found.bill_count}
    assert {len(values) for values in found.activity.values()} <= {found.activity_count}
    for start, end in zip(found.bills.get("period_start", []), found.bills.get("period_end", []), strict=True):
        assert start < end


@given(st.lists(st.lists(cell, min_size=5, max_size=5), min_size=1, max_size=10))
def test_any_rows_below_a_sound_header_are_understood(rows):
    found = of(
        [["Medidor", "Mes", "Consumo (kWh)", "Importe Bs", "Producción (t)"], ["M", "Enero 2024", 1.0, 2.0, 3.0], *rows]
    )
    assert sum(found.rows.values()) == len(rows) + 2
    assert found.bill_count >= 1


@pytest.mark.parametrize("order", ["dmy", "mdy"])
def test_joining_periods_decide_both_dates(order):
    pattern = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
    days = [D(2024, month, 5) for month in range(1, 9)]
    rows = [["Meter", "Start Date", "End Date", "kWh", "Cost"]]
    rows += [["M1", a.strftime(pattern), b.strftime(pattern), 5.0, 6.0] for a, b in pairwise(days)]
    found = of(rows)
    assert not found.questions
    assert found.bills["period_start"] == days[:-1]
    assert found.bills["period_end"] == days[1:]


def across(dates, country="BO", **answers):
    rows = [["Consumo de electricidad (kWh)"], ["Medidor", *dates], ["A-1", *(100.0 + n for n in range(len(dates)))]]
    return of([row + [None] * (len(dates) + 1 - len(row)) for row in rows], country=country, **answers)


@pytest.mark.parametrize(
    "form", ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%y", "%d.%m.%Y"], ids=["iso", "slashes", "short", "points"]
)
@pytest.mark.parametrize("last", [False, True], ids=["first days", "last days"])
def test_days_of_months_across_are_months(form, last):
    starts = [D(2025, month, 1) for month in range(1, 13)]
    ends = [*starts[1:], D(2026, 1, 1)]
    shown = [(end - dt.timedelta(days=1) if last else start) for start, end in zip(starts, ends, strict=True)]
    found = across([day.strftime(form) for day in shown])
    assert not found.questions
    assert found.bills["period_start"] == starts and found.bills["period_end"] == ends


def test_days_across_that_may_be_months_of_another_order_are_asked():
    dates = [f"{number:02d}/01/2025" for number in range(1, 13)]
    found = across(dates)
    assert asked(found) == [("B", "date_order")] and found.questions[0].choices == ("dmy", "mdy")
    assert across(dates, S__B="dmy").bills["period_end"][0] == D(2025, 1, 2)
    assert across(dates, S__B="mdy").bills["period_end"][0] == D(2025, 2, 1)
    assert across(dates, country="US").bills["period_end"][0] == D(2025, 2, 1)
    assert across(dates[:3]).bills["period_start"] and asked(across(dates[:3])) == [("B", "date_order")]
    by_month = [f"01/{number:02d}/2025" for number in range(1, 13)]
    assert asked(across(by_month, country="US")) == [("B", "date_order")]
    assert across(by_month, S__B="mdy").bills["period_end"][0] == D(2025, 1, 2)


def test_days_of_a_month_across_stay_days():
    found = across([f"{number:02d}/03/2025" for number in range(1, 32)])
    assert not found.questions and found.bills["period_end"][:2] == [D(2025, 3, 2), D(2025, 3, 3)]


def test_dates_in_the_middle_of_months_are_not_taken_for_months():
    with pytest.raises(UnreadableFile):
        across([f"15/{number:02d}/2025" for number in range(1, 13)])


def test_the_order_of_dates_is_told_only_where_it_could_be_another():
    def hints(*dates):
        return dict(of([FUEL, *([date, "Diésel", "5", "10"] for date in dates)]).tables[0].hints)

    assert hints("25/06/2024", "03/04/2024")["A"] == "dmy"
    assert "A" not in hints("2024-06-25", "2024-04-03")

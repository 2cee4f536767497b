"""Ordinary files of small firms: the amount of the bill among others, days among other days, odd columns beside."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from score_desktop.importing import ImportContext
from tests.unit.importing.test_layouts import BO, of, resources
from tests.unit.importing.test_suppliers_files import CL, US, amounts, asked, periods

D = dt.date
MONTHS = ("ene-25", "feb-25", "mar-25", "abr-25")
KWH = (1240, 1185, 1302, 1276)
BS = (1459.47, 1395.5, 1531.58, 1501.34)


def by_month(head, *columns):
    return [head, *(list(row) for row in zip(MONTHS, *columns, strict=True))]


# -- the amount of the bill --------------------------------------------------------------------------------------------


def test_round_amounts_of_a_currency_without_cents_are_thousands():
    found = of(
        by_month(["Mes", "Agua m3", "Monto $"], (34, 31, 38, 36), ("52.000", "49.000", "56.000", "54.000")), context=CL
    )
    assert found.questions == () and [cost for _, cost in amounts(found)] == [52000, 49000, 56000, 54000]


def test_a_balance_is_not_the_amount_of_a_bill():
    owed = (0, 1459.47, 0, 0)
    due = tuple(round(a + b, 2) for a, b in zip(BS, owed, strict=True))
    head = ["Periodo", "kWh", "Importe del mes Bs", "Deuda anterior Bs", "Total a pagar Bs", "Saldo Bs"]
    assert [cost for _, cost in amounts(of(by_month(head, KWH, BS, owed, due, (0, 0, 0, 0))))] == list(BS)


def test_what_was_paid_gives_way_to_what_was_billed():
    paid, open_ = (*BS[:3], 0), (0, 0, 0, BS[3])
    found = of(by_month(["Mes", "kWh", "Facturado Bs", "Pagado Bs", "Saldo Bs"], KWH, BS, paid, open_))
    assert [cost for _, cost in amounts(found)] == list(BS)
    assert [cost for _, cost in amounts(of(by_month(["Mes", "kWh", "Pagado Bs"], KWH, BS)))] == list(BS)


def test_money_per_day_is_no_amount_of_a_bill():
    head = ["Start", "End", "Days", "kWh", "kWh/day", "$", "$/day"]
    rows = [[D(2025, m, 4), D(2025, m + 1, 4), 30, KWH[m - 1], 40.1, BS[m - 1], 47.85] for m in (1, 2, 3)]
    assert amounts(of([head, *rows], context=US)) == list(zip(KWH, BS, strict=True))[:3]


# -- columns beside ----------------------------------------------------------------------------------------------------


def test_an_authorisation_of_many_invoices_is_no_code_of_one():
    head = ["N° factura", "N° autorización", "Fecha", "Detalle", "kWh", "Importe total Bs"]
    rows = [[8000 + m, 290400110079, D(2025, m, 27), "Energía eléctrica", KWH[m - 1], BS[m - 1]] for m in (1, 2, 3, 4)]
    found = of([head, *rows])
    assert found.questions == () and amounts(found) == list(zip(KWH, BS, strict=True))
    assert not any(found.bills.get("cuf", ()))


def test_kilometres_are_no_readings_of_a_meter():
    head = ["Fecha", "Gasolina (L)", "Km inicial", "Km final", "Bs"]
    rows = [[D(2025, m, 12 + m), 40 + m, 45210 + 300 * m, 45510 + 300 * m, 150 + m] for m in (1, 2, 3)]
    assert periods(of([head, *rows])) == [(D(2025, m, 12 + m), D(2025, m, 13 + m)) for m in (1, 2, 3)]


def test_the_two_ends_below_a_heading_of_the_period():
    days = [D(2025, 1, 4), D(2025, 2, 7), D(2025, 3, 6), D(2025, 4, 5)]
    rows = [[days[i], days[i + 1], KWH[i], BS[i]] for i in range(3)]
    found = of([["Periodo de facturación", None, "Energía", "Importe"], ["Desde", "Hasta", "kWh", "Bs"], *rows])
    assert periods(found) == [(days[i], days[i + 1]) for i in range(3)]


# -- months and days of two years --------------------------------------------------------------------------------------

FISCAL = ("Julio", "Agosto", "Septiembre", "Octubre", "Noviembre", "Diciembre", "Enero", "Febrero", "Marzo", "Abril")


def fiscal_year(title, names, context=BO):
    return of(
        [[title], ["Mes", "kWh", "Bs"], *([name, 1000 + n, 900 + n] for n, name in enumerate(names))], context=context
    )


def test_months_over_two_years_take_the_two_years_of_the_title():
    for title in ("Luz 2024-2025", "Luz FY2024/25", "Luz julio 2024 - abril 2025"):
        for names in (FISCAL, FISCAL[::-1]):
            found = fiscal_year(title, names)
            assert found.questions == ()
            assert min(periods(found))[0] == D(2024, 7, 1) and max(periods(found))[1] == D(2025, 5, 1), (title, names)


def test_one_year_over_months_of_two_is_asked():
    found = fiscal_year("Luz 2025", FISCAL)
    assert asked(found) == [("A", "fiscal_year")]
    for choice, first in (("first", D(2025, 7, 1)), ("last", D(2024, 7, 1))):
        context = ImportContext("BO", "BOB", answers={"Hoja1!A": choice})
        for names in (FISCAL, FISCAL[::-1]):
            assert min(periods(fiscal_year("Luz 2025", names, context)))[0] == first


def test_a_lone_december_before_the_year_of_the_title_is_that_of_the_year_before():
    found = fiscal_year("Luz 2025", ("Diciembre", "Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio"))
    assert found.questions == () and min(periods(found))[0] == D(2024, 12, 1)


def test_days_without_a_year_take_the_two_years_of_the_title_or_are_asked():
    def read(title):
        names = ("jul", "ago", "sep", "oct", "nov", "dic", "ene", "feb", "mar", "abr", "may", "jun")
        rows = [[f"15-{a}", f"14-{b}", 1000, 900] for a, b in pairwise(names)]
        return of([[title], ["Desde", "Hasta", "kWh", "Bs"], *rows])

    found = read("Luz 2024/2025")
    assert found.questions == () and min(periods(found))[0] == D(2024, 7, 15)
    assert max(periods(found))[1] == D(2025, 6, 15)
    assert ("A", "fiscal_year") in asked(read("Luz 2025"))


def test_months_with_a_year_of_two_digits_below_a_date_are_no_days():
    rows = [[f"{month}-25", 1000, 900] for month in ("ene", "feb", "jul", "ago", "dic")]
    for above in ([], [["Informe de energía 2026"]], [["Control 2025"]]):
        found = of([*above, ["Fecha", "kWh", "Bs"], *rows])
        assert found.questions == ()
        assert [start for start, _ in periods(found)] == [D(2025, m, 1) for m in (1, 2, 7, 8, 12)]


def test_days_of_readings_without_a_year_run_from_one_to_the_next():
    names = ("dic", "ene", "feb", "mar", "abr", "may", "jun", "jul")
    found = of([["Lecturas 2025"], ["Fecha", "Lectura kWh"], *([f"28-{m}", 1000 * n] for n, m in enumerate(names, 1))])
    assert periods(found)[0] == (D(2024, 12, 28), D(2025, 1, 28)) and len(periods(found)) == 7


def test_halves_of_a_bimester_are_no_days():
    rows = [[f"{n}-{n + 1}", 34, 200] for n in (1, 3, 5, 7, 9, 11)]
    found = of([["Agua 2025"], ["Bimestre", "m3", "Bs"], *rows])
    assert ("A", "date_order") not in asked(found) and ("A", "year") not in asked(found)


# -- columns beside, once more -----------------------------------------------------------------------------------------


def test_the_day_of_the_next_reading_ends_no_period():
    days = [D(2025, m, 4) for m in range(2, 8)]
    for names in (("Read date", "Next read date"), ("Date de relevé", "Prochain relevé"), ("Ablesedatum", "Termin")):
        rows = [[days[i], days[i + 1], 1000 + i, 900] for i in range(5)]
        found = of([[*names, "kWh", "Bs"], *rows])
        assert [end for _, end in periods(found)] == days[:5], names


def test_hours_of_an_engine_and_stocks_are_no_readings():
    for names in (("Horómetro inicial", "Horómetro final"), ("Stock inicial", "Stock final")):
        rows = [[D(2025, m, 12 + m), 1200 + 9 * m, 1209 + 9 * m, 100 + m, 372] for m in (1, 2, 3)]
        found = of([["Fecha", *names, "Diésel (l)", "Bs"], *rows])
        assert periods(found) == [(D(2025, m, 12 + m), D(2025, m, 13 + m)) for m in (1, 2, 3)]


def test_whether_or_when_a_bill_was_paid_is_no_amount():
    for paid in (("Sí", "Sí", "No", "No"), tuple(D(2025, m + 1, 9) for m in (1, 2, 3, 4))):
        found = of(by_month(["Mes", "kWh", "Bs", "Pagado"], KWH, BS, paid))
        assert amounts(found) == list(zip(KWH, BS, strict=True))


def test_a_balance_to_pay_is_the_amount_of_a_bill():
    for head in ("Saldo a pagar Bs", "Balance due"):
        assert [cost for _, cost in amounts(of(by_month(["Mes", "kWh", head], KWH, BS)))] == list(BS)


def test_cylinders_of_two_sizes_are_both_kept():
    found = of(by_month(["Mes", "Garrafas 10 kg", "Garrafas 45 kg", "Importe Bs"], (6, 5, 7, 6), (1, 2, 1, 2), BS))
    assert sorted(unit for _, unit in resources(found).values()) == ["garrafa", "garrafa 45"]
    assert sorted(quantity for quantity, _ in amounts(found)) == [1, 1, 2, 2, 5, 6, 6, 7]


def test_two_meters_side_by_side_stay_two_however_alike():
    half, cost = tuple(q // 2 for q in KWH), tuple(b / 2 for b in BS)
    rows = by_month([None, "kWh", "Bs", "kWh", "Bs"], KWH, BS, half, cost)
    found = of([["Mes", "Medidor 1", None, "Medidor 2", None], *rows])
    assert sorted(quantity for quantity, _ in amounts(found)) == sorted((*KWH, *half))


def test_money_of_a_cylinder_is_no_count_of_cylinders():
    price, cost = (22.5,) * 4, (135.0, 112.5, 157.5, 135.0)
    rows = by_month(["Mes", "Garrafa (10 kg) Bs", "Cantidad de garrafas", "Total Bs"], price, (6, 5, 7, 6), cost)
    assert amounts(of(rows)) == [(6, 135.0), (5, 112.5), (7, 157.5), (6, 135.0)]


def test_unleaded_on_a_fuel_card_is_gasoline():
    rows = [[D(2025, 1, 3 + n), kind, 10 + n, 30 + n] for n, kind in enumerate(("Unleaded", "Diesel", "Unleaded"))]
    found = of([["Transaction Date", "Product", "Gallons", "Amount"], *rows], context=US)
    assert found.questions == () and {name for name, _ in resources(found).values()} == {"gasoline", "diesel"}


def test_an_amount_whose_tax_is_only_told_beside_it_is_the_amount():
    for head in ("Importe Bs (13 % IVA)", "Monto Bs (IVA 13%)"):
        assert amounts(of(by_month(["Mes", "kWh", head], KWH, BS))) == list(zip(KWH, BS, strict=True))
    both = of(by_month(["Mes", "kWh", "Importe Bs (13 % IVA)", "Total Bs"], KWH, (1, 2, 3, 4), BS))
    assert [cost for _, cost in amounts(both)] == list(BS)


def test_a_year_above_its_months_is_their_sum():
    months = [
        f"{name}-25" for name in ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
    ]
    kwh, cost = [1200 + 7 * n for n in range(12)], [1500.5 + 9 * n for n in range(12)]
    year = [["Medidor", "Año", "Consumo anual kWh", "Costo anual Bs"], ["A-7781", 2025, sum(kwh), sum(cost)], []]
    rows = [["Mes", "kWh", "Bs"], *map(list, zip(months, kwh, cost, strict=True))]
    assert amounts(of([*year, *rows])) == list(zip(kwh, cost, strict=True))
    year[1][2] += 1  # of another meter then
    assert len(amounts(of([*year, *rows]))) == 13

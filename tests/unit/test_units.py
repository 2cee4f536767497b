"""Units: what people write, exact conversion, labels."""

from __future__ import annotations

import csv
import math
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_desktop import units
from score_desktop.enums import Resource
from score_desktop.errors import ScoreError

ORACLES = Path(__file__).parents[1] / "data" / "oracles.csv"
SYMBOLS = [unit.symbol for unit in units.known_units()]
PAIRS = [
    (one.symbol, other.symbol)
    for one in units.known_units()
    for other in units.known_units()
    if one.base_id == other.base_id
]


def test_oracle_o01_gas_unit() -> None:
    with ORACLES.open(encoding="utf-8") as file:
        assert "O01" in {row["id"] for row in csv.DictReader(file)}
    assert units.convert(30, "MPC", "m3") == pytest.approx(849.50539776, rel=1e-12)
    assert units.convert_micro(30_000_000, "MCF", "m3") == 849_505_398


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("lts.", "l"),
        ("Litros", "l"),
        ("L", "l"),
        ("therms", "thm"),
        ("Therm", "thm"),
        ("m³", "m3"),
        ("M3", "m3"),
        ("metros cúbicos", "m3"),
        ("METROS CUBICOS", "m3"),
        ("KWH", "kWh"),
        ("kw-h", "kWh"),
        ("Kw/h", "kWh"),
        ("kW", "kW"),
        ("kVArh", "kVArh"),
        ("MPC", "MCF"),
        ("MPCS", "MCF"),
        ("millares de pies cubicos", "MCF"),
        ("CCF", "CCF"),
        ("HCF", "CCF"),
        ("garrafas", "garrafa"),
        ("garrafas de 10 kg", "garrafa"),
        ("cylinders (10 kg)", "garrafa"),
        ("cylinder (45 kg)", "garrafa 45"),
        ("balones de gas 10 kg", "garrafa"),
        ("unid.", "unit"),
        ("Pzas.", "unit"),
        ("toneladas", "t"),
        ("TM", "t"),
        ("gal.", "gal"),
        ("galones", "gal"),
        ("qq", "qq"),
        ("qqs", "qq"),
        ("q", "q"),
        ("trabajadores", "pers"),
        ("Hrs.", "h"),
        ("bidones", "bidón"),
        (" kg ", "kg"),
    ],
)
def test_words_of_bills(text: str, symbol: str) -> None:
    found = units.find_unit(text)
    assert found is not None
    assert found.symbol == symbol


def test_case_decides_only_where_the_table_has_both() -> None:
    named = {text: units.find_unit(text) for text in ("PC", "pc", "PC.", "ML", "ml", "Ml", "Pc")}
    symbols = {text: unit.symbol if unit else None for text, unit in named.items()}
    assert symbols == {"PC": "ft3", "pc": "unit", "PC.": "ft3", "ML": "ML", "ml": "ml", "Ml": None, "Pc": None}


@pytest.mark.parametrize("text", ["", "Bs", "USD", "gas", "10", "10 kg", "Consumo", "%", "-", "hombres"])
def test_words_that_are_no_unit(text: str) -> None:
    assert units.find_unit(text) is None


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_symbols_and_ids_find_themselves(symbol: str) -> None:
    unit = units.get(symbol)
    assert unit.symbol == symbol
    assert units.get(unit.unit_id) == unit
    assert units.find_unit(symbol) == unit


@given(st.text(max_size=30))
def test_any_text_is_a_unit_or_none(text: str) -> None:
    found = units.find_unit(text)
    assert found is None or found in units.known_units()


@given(st.sampled_from(PAIRS), st.floats(-1e9, 1e9))
def test_round_trip_of_floats(pair: tuple[str, str], value: float) -> None:
    there = units.convert(value, *pair)
    assert units.convert(there, pair[1], pair[0]) == pytest.approx(value, rel=1e-12, abs=1e-300)


@given(st.sampled_from(PAIRS), st.integers(-(10**15), 10**15))
def test_millionths_are_exact_and_rounded_half_away_from_zero(pair: tuple[str, str], micro: int) -> None:
    source, target = units.get(pair[0]), units.get(pair[1])
    exact = micro * Fraction(source.factor_text) / Fraction(target.factor_text)
    got = units.convert_micro(micro, *pair)
    assert abs(got - exact) <= Fraction(1, 2)
    assert units.convert_micro(-micro, *pair) == -got
    if exact.denominator == 2:
        assert abs(got) == math.ceil(abs(exact))


@given(st.integers(-(10**12), 10**12))
def test_round_trip_of_millionths_through_a_finer_unit(micro: int) -> None:
    assert units.convert_micro(units.convert_micro(micro, "garrafa", "kg"), "kg", "garrafa") == micro
    assert units.convert_micro(units.convert_micro(micro, "MCF", "l"), "l", "MCF") == micro


@pytest.mark.parametrize(("one", "other"), [("kWh", "m3"), ("pers", "unit"), ("kW", "kVA"), ("kVArh", "kWh")])
def test_different_things_do_not_convert(one: str, other: str) -> None:
    for call in (lambda: units.convert(1.0, one, other), lambda: units.convert_micro(1, one, other)):
        with pytest.raises(ScoreError) as caught:
            call()
        assert caught.value.message_id == "unit.dimension"


@pytest.mark.parametrize("text", ["foo", "", "9**9**9", "kWh/", "kWh//m3", "__import__('os')", "m3" * 60])
def test_unknown_units_are_known_trouble(text: str) -> None:
    with pytest.raises(ScoreError) as caught:
        units.convert(1.0, text, "kg")
    assert caught.value.message_id == "unit.unknown"


def test_pint_serves_what_the_table_lacks() -> None:
    assert units.convert(1.0, "gigajoule / tonne", "kilowatt_hour / kilogram") == pytest.approx(0.27777778)
    assert units.convert(212.0, "degF", "°C") == pytest.approx(100.0)
    assert units.convert(1.0, "garrafa_10kg / month", "kilogram / month") == pytest.approx(10.0)


@pytest.mark.parametrize(
    "unit", [unit for unit in units.known_units() if unit.unit_id != "degC"], ids=lambda unit: unit.unit_id
)
def test_the_table_agrees_with_pint(unit: units.Unit) -> None:
    # A product that the table lacks makes Pint do the work.
    got = units.convert(1.0, f"{unit.unit_id} * volt", f"{unit.base_id} * volt")
    assert got == pytest.approx(unit.factor_to_base, rel=1e-9)


@pytest.mark.parametrize(
    ("resource", "symbol", "base"),
    [
        (Resource.ELECTRICITY, "MWh", "kWh"),
        (Resource.NATURAL_GAS, "thm", "kWh"),
        (Resource.NATURAL_GAS, "MCF", "m3"),
        (Resource.WATER, "CCF", "m3"),
        (Resource.DIESEL, "gal", "l"),
        (Resource.GASOLINE, "m3", "l"),
        (Resource.LPG, "l", "l"),
        (Resource.LPG, "garrafa", "kg"),
        (Resource.FIREWOOD, "qq", "kg"),
        (Resource.OTHER, "pers", "pers"),
        (Resource.OTHER, "unit", "unit"),
        (Resource.OTHER, "d", "h"),
        (Resource.OTHER, "tkm", "tkm"),
    ],
)
def test_base_units(resource: Resource, symbol: str, base: str) -> None:
    assert units.base_symbol_for(resource, symbol) == base
    assert units.convert_micro(10**6, symbol, base) > 0


@pytest.mark.parametrize(
    ("symbol", "es", "en"),
    [
        ("m3", "m³", "m³"),
        ("l", "L", "L"),
        ("thm", "thm", "thm"),
        ("pers", "personas", "people"),
        ("unit", "unidades", "units"),
        ("garrafa", "garrafas", "cylinders (10 kg)"),
        ("MCF", "MPC", "MCF"),
        ("kg CO2e/t", "kg CO₂e/t", "kg CO₂e/t"),
        ("kWh/unit", "kWh/unidad", "kWh/unit"),
        ("m3/pers", "m³/persona", "m³/person"),
        ("BOB", "BOB", "BOB"),
    ],
)
def test_labels(symbol: str, es: str, en: str) -> None:
    assert units.label(symbol, "es") == es
    assert units.label(symbol, "en") == en

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.dialects import sqlite

from score_desktop.enums import Resource
from score_desktop.models.types import JsonText, Micro, from_micro, json_text, to_micro, vocabulary

DIALECT = sqlite.dialect()
MICROS = st.integers(min_value=-(2**63), max_value=2**63 - 1)


@given(MICROS)
def test_micro_comes_back(micro: int) -> None:
    assert to_micro(from_micro(micro)) == micro
    assert Micro().process_bind_param(from_micro(micro), DIALECT) == micro


@given(st.lists(st.integers(min_value=-(10**15), max_value=10**15), max_size=30))
def test_sums_in_sql_are_exact(micros: list[int]) -> None:
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE t (v BIGINT)")
        for micro in micros:
            connection.exec_driver_sql("INSERT INTO t VALUES (?)", (micro,))
        total = connection.exec_driver_sql("SELECT sum(v) FROM t").scalar()
    engine.dispose()
    assert Micro().process_result_value(total, DIALECT) == (sum(map(from_micro, micros)) if micros else None)


@pytest.mark.parametrize(
    ("amount", "micro"),
    [("0.0000005", 1), ("-0.0000005", -1), ("0.0000004", 0), ("1.5", 1_500_000), ("-1", -1_000_000), ("1E+3", 10**9)],
)
def test_rounds_half_away_from_zero(amount: str, micro: int) -> None:
    assert to_micro(Decimal(amount)) == micro


@pytest.mark.parametrize("wrong", [0.1, True, "1"])
def test_only_exact_numbers(wrong: object) -> None:
    with pytest.raises(TypeError):
        to_micro(wrong)  # type: ignore[arg-type]


def test_shown_without_trailing_zeros() -> None:
    assert str(from_micro(1_500_000)) == "1.5"
    assert str(from_micro(-1_000_000)) == "-1"
    assert str(from_micro(1)) == "0.000001"


def test_json_is_the_same_text_for_the_same_value() -> None:
    assert (
        json_text({"b": 1, "a": "ñ"}) == '{"a":"ñ","b":1}' == JsonText().process_bind_param({"a": "ñ", "b": 1}, DIALECT)
    )
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_text(float("nan"))


def test_vocabulary_stores_the_word_and_nothing_else() -> None:
    column = vocabulary(Resource)()
    assert column.process_bind_param(Resource.LPG, DIALECT) == "lpg"
    assert column.process_result_value("lpg", DIALECT) is Resource.LPG
    with pytest.raises(ValueError, match="not a valid"):
        column.process_bind_param("plutonium", DIALECT)


@pytest.mark.parametrize("count", [0, 1, 100, 101, 250])
def test_long_json_is_written_bit_by_bit_with_the_same_text(count: int) -> None:
    rows = [{"ñ": number, "a": [number] * number} for number in range(count)]
    for value in (rows, {"rows": rows, "b": {"c": 1}, "a": "x"}):
        assert json_text(value) == json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

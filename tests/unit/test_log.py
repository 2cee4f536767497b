"""The report of a crash helps whoever mends it, and holds no name or figure of a client."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from score_desktop import log, paths

CLIENT, USE = "Panadería Illimani", 85461


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "user_data", lambda: tmp_path)
    return tmp_path


def report(work: Callable[[], Any]) -> str:
    try:
        work()
    except Exception as error:  # noqa: BLE001 - any is to be told
        return log.record_crash(error).read_text(encoding="utf-8")
    raise AssertionError("nothing failed")


def statement() -> None:
    with create_engine("sqlite://").connect() as connection:
        connection.execute(text("SELECT * FROM bill WHERE name = :name"), {"name": CLIENT})


def missing_key() -> None:
    dict[str, int]()[CLIENT]


def number() -> None:
    float(f"{USE} {CLIENT}")


def chained() -> None:
    try:
        number()
    except ValueError as error:
        raise RuntimeError(f"{CLIENT} paid {USE} for bread") from error


@pytest.mark.parametrize("work", [statement, missing_key, number, chained])
def test_what_a_client_entered_is_left_out(work: Callable[[], None]) -> None:
    told = report(work)
    told_of_it = [line for line in told.splitlines() if "Error" in line and not line.startswith(" ")]
    assert told_of_it
    for word in ("Panader", "Illimani", "85461"):
        assert not [line for line in told_of_it if word in line]
    assert "[parameters" not in told


def test_what_the_program_calls_so_is_told() -> None:
    told = report(lambda: None.period_start)  # type: ignore[attr-defined]
    assert "builtins.AttributeError: 'NoneType' object has no attribute 'period_start'" in told
    assert "test_log.py" in told and __name__.rpartition(".")[2] in told
    told = report(chained)
    assert told.index("ValueError: could not convert string to float: '…'") < told.index(
        "RuntimeError: … … paid … for bread"
    )


def test_all_errors_of_a_group_are_told() -> None:
    def work() -> None:
        raise ExceptionGroup("two", [ValueError("one"), KeyError("x")])

    told = report(work)
    assert "builtins.ValueError: one" in told and "builtins.KeyError" in told


@given(st.text(max_size=60))
def test_any_message_is_told_without_figures(words: str) -> None:
    told = log._without_names(words, frozenset())
    assert not any(letter.isdigit() or letter.isupper() for letter in told)

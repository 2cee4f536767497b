"""Words, numbers, amounts and dates as people of both languages write them."""

from __future__ import annotations

import datetime as dt
import math
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_desktop.errors import InvalidInput, Refused, ScoreError
from score_desktop.field_names import FIELDS
from score_desktop.i18n import LANGUAGES, NBSP, Texts, region_for
from score_desktop.messages import MESSAGES

ES, EN = Texts("es"), Texts("en")


def test_numbers_of_both_regions() -> None:
    assert ES.number(1234.5, 1) == "1.234,5"
    assert EN.number(1234.5, 1) == "1,234.5"
    assert Texts("en", "es_BO").number(1234.5, 1) == "1.234,5"
    assert Texts("es", "es_MX").number(1234.5, 1) == "1,234.5"
    assert ES.number(-0.125, 2) == "−0,13"
    assert ES.number(-0.001, 2) == "0,00"
    assert ES.number(1.5, 6, trim=True) == "1,5"


def test_money_carries_the_symbol_people_write() -> None:
    assert ES.money(1234.5, "BOB") == f"Bs{NBSP}1.234,50"
    assert EN.money(-1234.5, "USD") == "−$1,234.50"
    assert ES.money(-0.001, "BOB") == f"Bs{NBSP}0,00"


def test_percent_follows_the_language() -> None:
    assert ES.percent(0.032, 1) == f"3,2{NBSP}%"
    assert EN.percent(0.032, 1) == "3.2%"


def test_three_significant_figures() -> None:
    assert ES.significant(149094.0) == "149.094"
    assert ES.significant(41.1315) == "41,1"
    assert ES.significant(0.09168) == "0,0917"
    assert ES.significant(0) == "0"


def test_dates_and_periods() -> None:
    assert ES.date(dt.date(2025, 3, 5)) == "05/03/2025"
    assert EN.date(dt.date(2025, 3, 5)) == "03/05/2025"
    assert ES.period(dt.date(2025, 1, 1), dt.date(2026, 1, 1)) == "enero a diciembre de 2025"
    assert EN.period(dt.date(2025, 1, 1), dt.date(2025, 2, 1)) == "January 2025"
    assert ES.period(dt.date(2025, 7, 1), dt.date(2026, 7, 1)) == "julio de 2025 a junio de 2026"
    assert ES.period(dt.date(2025, 1, 3), dt.date(2026, 1, 3)) == "03/01/2025 – 02/01/2026"
    assert [ES.month(dt.date(2025, m, 1)) for m in range(1, 13)] == [
        "ene",
        "feb",
        "mar",
        "abr",
        "may",
        "jun",
        "jul",
        "ago",
        "sep",
        "oct",
        "nov",
        "dic",
    ]


def test_region_is_that_of_the_country_where_the_language_is_spoken() -> None:
    assert region_for("es", "BO") == "es_BO"
    assert region_for("en", "BO") == "en_001"
    assert Texts("en", "en_001").date(dt.date(2025, 8, 31)) == "31/08/2025"
    assert Texts("en", "en_001").money(1234.5, "BOB") == f"Bs{NBSP}1,234.50"
    assert region_for("en", "GB") == "en_GB"
    assert region_for("es", None) == "es_BO"


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12), st.integers(0, 6))
def test_a_number_can_be_read_back(value: float, digits: int) -> None:
    shown = ES.number(value, digits).replace(".", "").replace(",", ".").replace("−", "-")
    assert math.isclose(float(shown), value, abs_tol=0.5000001 * 10**-digits)


@given(st.text())
def test_text_of_people_is_never_interpreted(text: str) -> None:
    assert text in ES.message("enterprise.no_site", {"enterprise": text})


def test_errors_speak_the_readers_language_and_name_the_field() -> None:
    error = InvalidInput("input.required", field="period_end")
    assert EN.error(error) != ES.error(error)
    assert "last day" in EN.error(error)
    assert ES.error(error) == ES.error(pickled(error))


def pickled(error: ScoreError) -> ScoreError:
    import pickle

    copy = pickle.loads(pickle.dumps(error))
    assert isinstance(copy, ScoreError)
    assert copy.params == error.params
    return copy


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("message_id", sorted(MESSAGES))
def test_every_message_keeps_its_parameters(language: str, message_id: str) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(MESSAGES[message_id]) if name}
    shown = Texts(language).message(message_id, dict.fromkeys(names, "§"))
    assert ("§" in shown) == bool(names)
    assert "{" not in shown


def test_spanish_has_every_message_and_field() -> None:
    same = [key for key, text in (*MESSAGES.items(), *FIELDS.items()) if ES.t(text) == text]
    assert set(same) <= {"color"}


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ScoreError, match=r"language\.unknown"):
        Texts("de")
    assert isinstance(Refused("undo.nothing"), ScoreError)


def test_months_that_follow_one_another_are_a_span() -> None:
    def told(*months: tuple[int, int]) -> str:
        return ES.message("attention.month_missing", {"name": "Agua", "months": tuple(dt.date(*m, 1) for m in months)})

    assert told((2026, 8)) == "Agua: falta ago 2026"
    assert told((2026, 1), (2026, 2)) == "Agua: falta ene 2026, feb 2026"
    assert told(*((2026, month) for month in range(1, 9)), (2026, 11)) == "Agua: falta ene–ago 2026, nov 2026"
    assert told((2025, 11), (2025, 12), (2026, 1)) == "Agua: falta nov 2025–ene 2026"


def test_what_the_system_says_of_a_file_is_said_in_the_persons_language() -> None:
    said = ES.message("report.cannot_write", {"file": "x.pdf", "reason": "Permission denied"})
    assert "(sin permiso)" in said and "Permission" not in said
    assert "(raro)" in ES.message("report.cannot_write", {"file": "x.pdf", "reason": "raro"})

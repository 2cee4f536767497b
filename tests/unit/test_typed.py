"""What people type is read in their region's notation, and what the program writes reads back the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score_desktop import typed
from score_desktop.errors import InvalidInput
from score_desktop.i18n import Texts

REGIONS = {name: Texts(name[:2], name) for name in ("es_BO", "es_MX", "es_ES", "en_US", "en_001")}
TODAY = dt.date(2026, 7, 1)
amounts = st.decimals(-(10**10), 10**10, places=6)
days = st.dates(dt.date(1980, 1, 1), dt.date(2099, 12, 31))
regions = st.sampled_from(sorted(REGIONS))


@pytest.mark.parametrize(
    ("region", "text", "value"),
    [
        ("es_BO", "1.234", "1234"),
        ("es_BO", "1234.5", "1234.5"),
        ("es_BO", "1,234.5", "1234.5"),
        ("es_BO", "0.123", "0.123"),
        ("es_BO", "Bs 1.234,50", "1234.5"),
        ("es_BO", "1 234,5", "1234.5"),
        ("es_BO", "1\u00a0234,5", "1234.5"),
        ("es_BO", "(1.234)", "-1234"),
        ("es_BO", "12,5-", "-12.5"),
        ("es_BO", "−12,5", "-12.5"),
        ("es_ES", "1.234,5", "1234.5"),
        ("es_MX", "1.234", "1.234"),
        ("es_MX", "1,234", "1234"),
        ("en_US", "1,234", "1234"),
        ("en_US", "1,5", "1.5"),
        ("en_001", "1.234.567", "1234567"),
    ],
)
def test_numbers(region: str, text: str, value: str) -> None:
    assert typed.read_number(text, REGIONS[region]) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "5 %", "12 kWh", "1,2,3", "1.23.4", "--5", "NaN", "Infinity", "9" * 80])
def test_what_is_no_number_is_refused_in_words(text: str) -> None:
    for texts in REGIONS.values():
        with pytest.raises(InvalidInput) as refused:
            typed.read_number(text, texts)
        assert texts.error(refused.value)


@given(amounts, regions)
def test_shown_numbers_read_back(value: Decimal, region: str) -> None:
    texts = REGIONS[region]
    assert typed.read_number(typed.number_text(value, texts), texts) == value
    assert typed.read_number(texts.number(value, 6), texts) == value  # type: ignore[arg-type]


@given(amounts, st.sampled_from(["BOB", "USD", "EUR"]), regions)
def test_shown_amounts_read_back(value: Decimal, currency: str, region: str) -> None:
    texts = REGIONS[region]
    assert typed.read_number(texts.money(value, currency, 6), texts) == value  # type: ignore[arg-type]


@given(days, regions)
def test_shown_days_read_back(day: dt.date, region: str) -> None:
    texts = REGIONS[region]
    assert typed.date_text(day, texts) == texts.date(day)
    assert typed.read_date(texts.date(day), texts) == (day, False)
    assert typed.read_date(day.isoformat(), texts) == (day, False)
    assert typed.read_date(texts.date(day).replace("/", "."), texts) == (day, False)


@given(days, regions)
def test_shown_months_read_back(day: dt.date, region: str) -> None:
    texts = REGIONS[region]
    for text in (texts.month(day, year=True), texts.period(day.replace(day=1), _next(day)), f"{day:%m/%Y}"):
        assert typed.read_date(text, texts) == (day.replace(day=1), True)


def _next(day: dt.date) -> dt.date:
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)


@pytest.mark.parametrize(
    ("region", "text", "day", "is_month"),
    [
        ("es_BO", "5/3/2025", dt.date(2025, 3, 5), False),
        ("en_US", "5/3/2025", dt.date(2025, 5, 3), False),
        ("en_US", "31/12/2025", dt.date(2025, 12, 31), False),
        ("es_BO", "05-03-25", dt.date(2025, 3, 5), False),
        ("es_BO", "5 mar 2025", dt.date(2025, 3, 5), False),
        ("es_BO", "mar-25", dt.date(2025, 3, 1), True),
        ("es_BO", "marzo", dt.date(2026, 3, 1), True),
        ("es_BO", "5/3", dt.date(2026, 3, 5), False),
        ("es_BO", "5 de marzo", dt.date(2026, 3, 5), False),
    ],
)
def test_days(region: str, text: str, day: dt.date, is_month: bool) -> None:
    assert typed.read_date(text, REGIONS[region], today=TODAY) == (day, is_month)


@pytest.mark.parametrize("text", ["", "31/02/2025", "ayer", "13/13/2025", "5/3", "marzo", "1/1/1066"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        typed.read_date(text, REGIONS["es_BO"])
    assert "31/03/2025" in REGIONS["es_BO"].error(refused.value)


def _reading(read: Callable[[], object], texts: Texts) -> object:
    try:
        return read()
    except InvalidInput as error:
        return texts.error(error)


@given(st.text(max_size=70), regions)
def test_any_text_is_read_or_refused_in_words(text: str, region: str) -> None:
    texts = REGIONS[region]
    number = _reading(lambda: typed.read_number(text, texts), texts)
    assert number if isinstance(number, str) else isinstance(number, Decimal)
    assert _reading(lambda: typed.read_date(text, texts, today=TODAY), texts)


@pytest.mark.parametrize(("text", "value"), [("sí", True), ("x", True), ("no", False), ("", False), ("YES", True)])
def test_flags(text: str, value: bool) -> None:
    assert typed.read_flag(text) is value


def test_other_flags_are_refused() -> None:
    with pytest.raises(InvalidInput):
        typed.read_flag("quizás")


@pytest.mark.parametrize(("text", "code"), [("BOB", "BOB"), ("bob", "BOB"), ("Bs", "BOB"), ("US$", "USD")])
def test_currencies(text: str, code: str) -> None:
    assert typed.read_currency(text) == code


@pytest.mark.parametrize("text", ["$", "ABC", "dinero"])
def test_a_currency_that_nobody_can_tell_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        typed.read_currency(text)

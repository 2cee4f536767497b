from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from score_desktop.errors import InvalidInput
from score_desktop.models import Bill, Enterprise, Meter, MeterIn, Site, make
from score_desktop.services.audits import AuditMade, NewAudit, find_audit, list_audits, new_audit, period_of
from score_desktop.services.context import Context
from tests.unit.db.build import bill_input

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context.open(tmp_path / "w.sqlite", create=True) as opened:
        yield opened


def begin(context: Context, name: str = "Panadería Ñandú", country: str = "BO", **more: Any) -> AuditMade:
    return context.write(new_audit, NewAudit(name, country, **more), TODAY)


@pytest.mark.parametrize(
    "again",
    [
        "Panadería Ñandú",
        "panaderia  ñandú ",
        "PANADERÍA ÑANDÚ",
        "Panaderi\u0301a N\u0303andu\u0301",
        "Panadería\tÑandú",
    ],
)
def test_an_enterprise_is_found_again_by_its_name(context: Context, again: str) -> None:
    assert begin(context).enterprise == begin(context, again).enterprise


@pytest.mark.parametrize(("name", "country"), [("Panadería Nandú", "BO"), ("Panadería Ñandú", "PE"), ("🥖", "BO")])
def test_another_name_or_country_is_another_enterprise(context: Context, name: str, country: str) -> None:
    assert begin(context).enterprise != begin(context, name, country).enterprise


@pytest.mark.parametrize(
    "name",
    ["<b>Illimani</b> & Cía", "🥖 Pan", "ñ" * 3000, "=1+1", "@SUM(A1)", "'; DROP TABLE bill; --", "%s {name} {}"],
)
def test_names_stay_as_they_are(context: Context, name: str) -> None:
    made = begin(context, name)
    assert context.read(lambda session: find_audit(session, made.audit)[1].name) == name
    assert [row.name for row in context.read(list_audits, TODAY)] == [name]
    assert begin(context, name.upper()).enterprise == made.enterprise


@pytest.mark.parametrize("name", ["", "  ", "\x00", "ñ" * 4001, "Panader\udced"])
def test_names_that_cannot_be_stored_are_refused(context: Context, name: str) -> None:
    with pytest.raises(InvalidInput):
        begin(context, name)
    assert context.read(list_audits, TODAY) == ()


def test_the_currency_is_the_countrys_unless_another_is_said(context: Context) -> None:
    for country, currency in (("BO", None), ("pe", None), ("DE", None), ("AR", "usd")):
        begin(context, country, country, currency=currency)
    found = {row.country: row.currency for row in context.read(list_audits, TODAY)}
    assert found == {"BO": "BOB", "PE": "PEN", "DE": "EUR", "AR": "USD"}


@pytest.mark.parametrize(
    ("more", "message_id"),
    [
        ({"start": dt.date(2025, 1, 1)}, "audit.dates_both"),
        ({"end": dt.date(2025, 1, 1)}, "audit.dates_both"),
        ({"start": dt.date(2025, 1, 1), "end": dt.date(2025, 1, 1)}, "audit.period_order"),
        ({"start": dt.date(1, 1, 1), "end": dt.date(1, 2, 1)}, "bill.date_range"),
        ({"start": dt.date(9999, 1, 1), "end": dt.date(9999, 12, 31)}, "bill.date_range"),
        ({"currency": "Bs"}, "input.currency"),
        ({"country": "ZZ"}, "audit.country_unknown"),
    ],
)
def test_what_cannot_be_an_audit_is_refused_and_leaves_nothing(
    context: Context, more: dict[str, Any], message_id: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        begin(context, **more)
    assert refused.value.message_id == message_id
    assert context.read(list_audits, TODAY) == ()


def billed(context: Context, enterprise: str, start: dt.date, end: dt.date) -> None:
    def work(session: Session) -> None:
        owner = session.exec(select(Enterprise).where(Enterprise.uid == enterprise)).one()
        site = session.exec(select(Site).where(Site.enterprise_id == owner.key)).one()
        meter = make(Meter, MeterIn(name="1", resource="electricity", unit="kWh", unit_base="kWh"), site_id=site.key)
        session.add(meter)
        session.flush()
        data = bill_input(period_start=start, period_end=end, quantity=Decimal(1))
        session.add(make(Bill, data, meter_id=meter.key))

    context.write(work)


def period(context: Context, audit: str) -> tuple[dt.date, dt.date]:
    return context.read(lambda session: period_of(session, find_audit(session, audit)[0], TODAY))


@pytest.mark.parametrize(
    ("start", "end", "want"),
    [
        ((2024, 2, 1), (2024, 3, 1), ((2023, 3, 1), (2024, 3, 1))),
        ((2024, 1, 31), (2024, 2, 29), ((2023, 3, 1), (2024, 3, 1))),  # read on the 28th: February is full
        ((2025, 11, 28), (2025, 12, 28), ((2025, 1, 1), (2026, 1, 1))),
        ((2025, 11, 26), (2025, 12, 26), ((2025, 1, 1), (2026, 1, 1))),  # six days lack
        ((2025, 11, 25), (2025, 12, 25), ((2024, 12, 1), (2025, 12, 1))),  # a week lacks
        ((2025, 11, 15), (2025, 12, 15), ((2024, 12, 1), (2025, 12, 1))),
        ((2025, 12, 27), (2025, 12, 28), ((2024, 12, 1), (2025, 12, 1))),  # a purchase covers nothing
        ((2025, 12, 9), (2025, 12, 28), ((2024, 12, 1), (2025, 12, 1))),
        ((2025, 12, 8), (2025, 12, 28), ((2025, 1, 1), (2026, 1, 1))),
        ((2025, 12, 31), (2026, 1, 1), ((2025, 1, 1), (2026, 1, 1))),  # a purchase on New Year's Eve
        ((2026, 1, 15), (2026, 1, 16), ((2025, 1, 1), (2026, 1, 1))),
        ((1980, 1, 1), (1980, 1, 2), ((1979, 1, 1), (1980, 1, 1))),
        ((2099, 12, 1), (2100, 1, 1), ((2099, 1, 1), (2100, 1, 1))),
    ],
)
def test_without_dates_the_last_twelve_full_months_that_have_data(
    context: Context, start: tuple[int, int, int], end: tuple[int, int, int], want: tuple[tuple[int, int, int], ...]
) -> None:
    made = begin(context)
    assert period(context, made.audit) == (dt.date(2025, 11, 1), dt.date(2026, 11, 1))
    billed(context, made.enterprise, dt.date(*start), dt.date(*end))
    assert period(context, made.audit) == tuple(dt.date(*day) for day in want)
    assert period(context, begin(context).audit) == period(context, made.audit)


def test_a_purchase_after_the_last_reading_does_not_hide_that_its_month_was_read(context: Context) -> None:
    made = begin(context)
    billed(context, made.enterprise, dt.date(2025, 11, 27), dt.date(2025, 12, 27))
    billed(context, made.enterprise, dt.date(2025, 12, 29), dt.date(2025, 12, 30))
    assert period(context, made.audit) == (dt.date(2025, 1, 1), dt.date(2026, 1, 1))
    billed(context, made.enterprise, dt.date(2026, 1, 3), dt.date(2026, 1, 4))
    assert period(context, made.audit) == (dt.date(2025, 1, 1), dt.date(2026, 1, 1))


def test_a_period_that_follows_the_data_says_so_and_moves_on(context: Context) -> None:
    moving = begin(context)
    fixed = begin(context, start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1))
    for month in (3, 4):
        billed(context, moving.enterprise, dt.date(2026, month, 1), dt.date(2026, month + 1, 1))
        assert period(context, moving.audit) == (dt.date(2025, month + 1, 1), dt.date(2026, month + 1, 1))
        assert period(context, fixed.audit) == (dt.date(2025, 1, 1), dt.date(2026, 1, 1))
    (row,) = context.read(list_audits, TODAY)
    told = {audit["audit"]: (audit["period"], audit["period_fixed"]) for audit in row.as_json()["audits"]}
    assert told == {
        moving.audit: (["2025-05-01", "2026-05-01"], False),
        fixed.audit: (["2025-01-01", "2026-01-01"], True),
    }

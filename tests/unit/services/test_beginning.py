"""What the first page and the first start ask of the services."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from score_desktop.calc.sector import sector_of
from score_desktop.errors import InvalidInput
from score_desktop.i18n import Texts
from score_desktop.services import audits, begin, first_start, portfolio_words
from score_desktop.services.context import Context
from score_desktop.services.portfolio import Attention, PortfolioFigures, PortfolioRow

TODAY = dt.date(2026, 3, 18)
NOW = dt.datetime(2026, 3, 18, 14, 30, tzinfo=dt.timezone(dt.timedelta(hours=-4)))


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    """An empty workspace."""
    with Context.open(tmp_path / "work.sqlite", create=True, actor="test") as opened:
        yield opened


def _row(enterprise: str, audit: str, year: int | None) -> PortfolioRow:
    return PortfolioRow(
        enterprise=enterprise,
        enterprise_name=f"Panadería {enterprise}",
        city="La Paz",
        sector="",
        country="BO",
        currency="BOB",
        audit=audit,
        audit_name="Línea base",
        kind="baseline",
        period=None if year is None else (dt.date(year, 1, 1), dt.date(year + 1, 1, 1)),
        changed_at=NOW,
        steps={},
        attention=Attention("ok", "attention.ready"),
        bills=1,
    )


def _figures(audit: str, cost: float, kg: float | None) -> PortfolioFigures:
    return PortfolioFigures(audit, (("BOB", cost),), kg, Attention("ok", "attention.ready"))


def test_effects_of_a_country() -> None:
    found = first_start.country_effects("es", "BO", TODAY)
    assert found.currency == "Bs (boliviano)"
    assert (found.number, found.date) == ("1.234,56", "31/12/2025")
    assert found.grid == "0,481\N{NO-BREAK SPACE}kg\N{NO-BREAK SPACE}CO₂e/kWh, 2025"
    assert first_start.country_effects("es", "AQ", TODAY).currency == ""
    with pytest.raises(InvalidInput):
        first_start.country_effects("es", "XX", TODAY)


def test_every_country_has_effects_in_both_languages() -> None:
    for language in ("es", "en"):
        choices = first_start.country_choices(language)
        assert len(choices) > 200
        for code, name in choices:
            assert name
            assert first_start.country_effects(language, code, TODAY).number


def test_sectors_are_understood_in_both_languages() -> None:
    texts = Texts("es")
    for sector in begin.SECTORS:
        assert sector_of(sector) and sector_of(sector) == sector_of(texts.t(sector)), sector


def test_an_audit_begins_with_its_profile_as_one_change(context: Context) -> None:
    wanted = begin.Beginning(audits.NewAudit("Quinua Salinas", "BO"), " Oruro ", "Alimentos")
    made = context.write(begin.begin_audit, wanted, TODAY)
    (known,) = context.read(begin.known_enterprises)
    assert (known.uid, known.city, known.sector, known.audits) == (made.enterprise, "Oruro", "Alimentos", 1)
    again = context.write(begin.begin_audit, begin.Beginning(audits.NewAudit("quinua salinas", "BO")), TODAY)
    assert again.enterprise == made.enterprise
    (known,) = context.read(begin.known_enterprises)
    assert (known.city, known.audits) == ("Oruro", 2)
    assert context.read(begin.audit_details, again.audit).kind == "follow_up"
    with pytest.raises(InvalidInput) as told:
        context.write(begin.begin_audit, begin.Beginning(audits.NewAudit("  ", "BO")), TODAY)
    assert told.value.params["field"] == "name"


def test_totals_take_the_newest_audit_of_each() -> None:
    rows = [_row("A", "old", 2024), _row("A", "new", 2025), _row("B", "other", 2025), _row("C", "", None)]
    known = {name: _figures(name, cost, kg) for name, cost, kg in (("old", 1.0, 1.0), ("new", 10.0, None))}
    found = portfolio_words.totals(rows, known)
    assert (found.cost, found.kg_co2e, found.enterprises) == ((("BOB", 10.0),), None, 1)
    known["other"] = _figures("other", 5.0, 7.0)
    found = portfolio_words.totals(rows, known)
    assert (found.cost, found.kg_co2e, found.enterprises) == ((("BOB", 15.0),), 7.0, 2)


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (dt.timedelta(seconds=20), "modificada recién"),
        (dt.timedelta(minutes=5), "modificada hace 5 min"),
        (dt.timedelta(hours=3), "modificada hoy, 11:30"),
        (dt.timedelta(days=1), "modificada ayer"),
        (dt.timedelta(days=9), "modificada el 9 mar"),
        (dt.timedelta(days=400), "modificada el 11/02/2025"),
        (dt.timedelta(seconds=-90), "modificada recién"),
    ],
)
def test_when_it_was_changed(ago: dt.timedelta, said: str) -> None:
    moment = (NOW - ago).astimezone(dt.UTC)
    assert portfolio_words.changed_words(Texts("es"), moment, NOW) == said


def test_filter_and_order_of_rows() -> None:
    rows = [_row("B", "b", 2025), _row("Á", "a", 2024), _row("Á", "c", 2025)]
    assert [row.audit for row in portfolio_words.by_name(rows)] == ["c", "a", "b"]
    assert portfolio_words.fits(rows[0], "PANADERIA paz linea")
    assert not portfolio_words.fits(rows[0], "panaderia oruro")


def test_what_is_written_without_babel_is_what_babel_writes() -> None:
    from babel.dates import format_date

    from score_desktop import i18n

    for region in i18n._DAY_FIRST:
        assert format_date(dt.date(2001, 11, 22), format="short", locale=region).startswith("22/11")
        assert Texts(region[:2], region).date(dt.date(2025, 3, 5)) == "05/03/2025"
    assert i18n.region_for("es", "BO") == "es_BO"
    assert [Texts("en").number(n) for n in (0, 999, 1000)] == ["0", "999", "1,000"]

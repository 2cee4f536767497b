"""`calc --json` as design/cli.md promises it, from stored rows to text."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from score_desktop import reference
from score_desktop.enums import OnConflict
from score_desktop.i18n import Texts
from score_desktop.jobs import Progress
from score_desktop.models import Audit, AuditFactor, Enterprise
from score_desktop.services.audits import NewAudit, new_audit
from score_desktop.services.context import Context
from score_desktop.services.figures import calculate
from score_desktop.services.imports import ImportOptions, import_file
from score_desktop.services.report import keep_factors
from score_desktop.services.report_content import report_content

TODAY = dt.date(2026, 11, 22)
SAMPLES = Path(__file__).parents[3] / "resources" / "samples"
UID = re.compile(r"[0-9a-f]{32}")


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Context, str]]:
    """The bakery with electricity, fuels and production."""
    path = tmp_path_factory.mktemp("figures") / "w.sqlite"
    with Context.open(path, create=True) as context:
        wanted = NewAudit("Illimani", "BO", start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1))
        audit = context.write(new_audit, wanted, TODAY).audit
        options = ImportOptions(on_conflict=OnConflict.KEEP)
        for number in ("01", "03", "05"):
            import_file(context, next(SAMPLES.glob(f"{number}_*.xlsx")), audit, options, Progress(), TODAY)
        yield context, audit


def told(context: Context, audit: str) -> dict[str, Any]:
    answer = context.read(calculate, audit, TODAY).as_json(Texts("en"))
    return dict(json.loads(json.dumps(answer, allow_nan=False)))


def inputs_of(explanation: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    assert set(explanation) == {"formula", "inputs"} and explanation["formula"]
    for one in explanation["inputs"]:
        assert set(one) <= {"name", "value", "unit", "from"} and {"name", "value", "unit"} <= set(one)
        yield one
        if "explanation" in one.get("from", {}):
            assert set(one["from"]) == {"explanation"}
            yield from inputs_of(one["from"]["explanation"])


def test_the_shape_is_that_of_the_paper(stored: tuple[Context, str]) -> None:
    answer = told(*stored)
    assert set(answer) == {"audit", "figures", "missing"} and answer["audit"] == stored[1]
    assert all(set(gap) == {"key", "why"} and gap["why"] for gap in answer["missing"])
    seen = set()
    for figure in answer["figures"]:
        assert set(figure) == {"key", "value", "unit", "period", "dims", "explanation"}
        assert isinstance(figure["value"], float) and figure["period"] == ["2025-01-01", "2026-01-01"]
        dims = figure["dims"]
        assert set(dims) in (set(), {"site", "site_name", "meter", "meter_name"}, {"product", "product_name"})
        assert all(UID.fullmatch(dims[name]) for name in ("site", "meter", "product") if name in dims)
        for one in inputs_of(figure["explanation"]):
            origin = one.get("from", {})
            if "bill" in origin or "activity" in origin:
                kind = "bill" if "bill" in origin else "activity"
                assert set(origin) == {kind, "file", "sheet", "row"} and UID.fullmatch(origin[kind])
                assert origin["file"].endswith(".xlsx") and origin["sheet"] and origin["row"] > 0
                seen.add(kind)
            elif "factor" in origin:
                assert set(origin) == {"factor", "source", "year", "basis", "status", "notes"}
                assert origin["source"] and origin["status"]
                seen.add("factor")
    assert seen == {"bill", "activity", "factor"}


def test_the_first_keys_are_there_and_the_whole_comes_before_its_meters(stored: tuple[Context, str]) -> None:
    figures = told(*stored)["figures"]
    product = next(figure["dims"]["product"] for figure in figures if "product" in figure["dims"])
    keys = [figure["key"] for figure in figures]
    for key in (
        *("use.electricity", "use.diesel", "cost.lpg", "cost.total", "ghg.scope1.gasoline", "ghg.scope1"),
        *("ghg.scope2.location", "ghg.total", f"production.{product}", f"intensity.ghg.{product}"),
        f"intensity.electricity.{product}",
    ):
        first = figures[keys.index(key)]
        assert "meter" not in first["dims"], key
    by_name = {figure["key"]: figure["unit"] for figure in figures}
    assert by_name["use.electricity"] == "kWh" and by_name["cost.total"] == "BOB" and by_name["use.lpg"] == "garrafa"
    assert by_name["ghg.total"] == "kg CO2e" and by_name[f"intensity.ghg.{product}"] == "kg CO2e/t"


def test_the_report_shows_the_same_figures(stored: tuple[Context, str]) -> None:
    """One calculation; and what a report asks the database is said in words that PostgreSQL knows too."""
    context, audit = stored
    content = context.read(report_content, audit, Texts("en"), TODAY, rows=True)
    figures = {(f["key"], f["unit"]): f["value"] for f in told(context, audit)["figures"] if not f["dims"]}
    rows = {(row.key, row.unit): row.value for row in content.figures if not row.dims}
    assert rows == figures
    by_resource = {str(row.resource): row for row in content.resources}
    assert by_resource["electricity"].quantity == figures["use.electricity", "kWh"]
    assert dict(by_resource["electricity"].cost)["BOB"] == pytest.approx(figures["cost.electricity", "BOB"], abs=1e-6)


def change(context: Context, **values: Any) -> None:
    def work(session: Session) -> None:
        for name, value in values.items():
            row = session.exec(select(Enterprise if name == "sector" else Audit)).one()
            setattr(row, name, value)

    context.write(work)


def factors_of(context: Context, audit: str, key: str) -> set[str]:
    figure = next(figure for figure in told(context, audit)["figures"] if figure["key"] == key)
    return {one["from"]["factor"] for one in inputs_of(figure["explanation"]) if "factor" in one.get("from", {})}


def test_the_firms_sector_decides_between_equal_factors(stored: tuple[Context, str]) -> None:
    context, audit = stored
    change(context, sector="Panadería")
    context.write(lambda session: setattr(session.exec(select(Enterprise)).one(), "country", "PE"))
    assert factors_of(context, audit, "ghg.scope1.lpg") == {"ipcc_lpg_ind_kg"}
    change(context, sector="Hotel")
    assert factors_of(context, audit, "ghg.scope1.lpg") == {"ipcc_lpg_com_kg"}
    context.write(lambda session: setattr(session.exec(select(Enterprise)).one(), "country", "BO"))


def test_an_audit_of_another_factor_set_keeps_its_factors(stored: tuple[Context, str]) -> None:
    """A row published since, or a row that is gone, changes nothing in a report that was handed over."""
    context, audit = stored
    before = {figure["key"]: figure["value"] for figure in told(context, audit)["figures"] if not figure["dims"]}
    context.write(keep_factors, audit, TODAY)

    def of_then(session: Session) -> None:
        row = session.exec(select(AuditFactor).where(AuditFactor.factor_key == "grid_bo_2025_life_cycle")).first()
        assert row is not None
        for copy in session.exec(select(AuditFactor).where(AuditFactor.factor_key == row.factor_key)):
            copy.snapshot = {**copy.snapshot, "id": "grid_bo_2024_life_cycle", "year": 2024, "kg_co2e_ar5": 0.5}
            copy.factor_key = "grid_bo_2024_life_cycle"

    context.write(of_then)
    assert told(context, audit)["figures"][0]["value"] == before["use.electricity"]
    now = {figure["key"]: figure["value"] for figure in told(context, audit)["figures"] if not figure["dims"]}
    assert now == before  # of the current set: the reference data speak
    change(context, factor_set="score-2024.1")
    now = {figure["key"]: figure["value"] for figure in told(context, audit)["figures"] if not figure["dims"]}
    assert now["ghg.scope2.location"] == pytest.approx(now["use.electricity"] * 0.5)
    assert now["ghg.scope1"] == before["ghg.scope1"]
    assert factors_of(context, audit, "ghg.scope2.location") == {"grid_bo_2024_life_cycle"}
    change(context, factor_set=reference.FACTOR_SET)


def test_a_copy_of_a_factor_is_the_factor() -> None:
    for factor in reference.factors().factors:
        copy = json.loads(json.dumps(dataclasses.asdict(factor)))
        assert reference.factor_of(copy) == factor


@pytest.mark.parametrize(
    "change_of_it",
    [
        {"unit": "furlong"},
        {"status": "sure"},
        {"kg_co2e_ar5": "0.5"},
        {"kg_co2e_ar5": None},
        {"kg_co2e_ar5": float("inf")},
        {"year": True},
        {"region": ["BO"]},
        {"status": ["verified"]},
        {"unit": {}},
    ],
)
def test_what_is_no_copy_of_a_factor_is_none(change_of_it: dict[str, object]) -> None:
    good = json.loads(json.dumps(dataclasses.asdict(reference.factors().factors[0])))
    assert reference.factor_of(good) is not None
    assert reference.factor_of({**good, **change_of_it}) is None
    assert reference.factor_of({}) is None


def test_the_report_tells_the_worst_quality_of_the_bills(tmp_path: Path) -> None:
    from score_desktop.enums import DataQuality, Resource
    from score_desktop.models import Bill
    from score_desktop.paths import resources

    day = dt.date(2026, 3, 18)
    with Context.open(tmp_path / "w.sqlite", create=True) as context:
        wanted = NewAudit("Panadería", "BO", start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1))
        audit = context.write(new_audit, wanted, day).audit
        sample = next((resources() / "samples").glob("01_*.xlsx"))
        import_file(context, sample, audit, ImportOptions(), Progress(), day)

        def told() -> tuple[str, str]:
            content = context.read(report_content, audit, Texts("es"), day)
            return content.quality[0].quality, content.emissions[0].quality

        def guess(session: Session, start: dt.date) -> None:
            bill = session.exec(select(Bill).where(Bill.period_start == start)).first()
            assert bill is not None
            bill.quality = DataQuality.D

        assert told() == ("A", "A")
        context.write(guess, dt.date(2024, 5, 1))
        assert told() == ("A", "A"), "a bill outside the period does not count"
        context.write(guess, dt.date(2025, 5, 1))
        assert told() == ("D", "D")
        assert context.read(report_content, audit, Texts("es"), day).quality[0].resource is Resource.ELECTRICITY

"""What pages show is what the documents say: one calculation, its parts, and why each figure is what it is."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from score_desktop.calc.audit_figures import audit_figures
from score_desktop.calc.figures import BillRef
from score_desktop.calc.ledger import Ledger
from score_desktop.enums import OnConflict, Resource
from score_desktop.errors import Refused
from score_desktop.i18n import NBSP, Texts
from score_desktop.jobs import Progress
from score_desktop.models import ActivityValue, AuditFactor, Bill, Meter
from score_desktop.reporting import phrasing
from score_desktop.reporting.document import ChartFrame
from score_desktop.reporting.sections import build_document
from score_desktop.reporting.workbook.sheets import build_sheets
from score_desktop.services.audit_view import (
    AuditView,
    audit_view,
    emission_key,
    figure_of,
    flow_of,
    flow_rows,
    measures,
    monthly,
)
from score_desktop.services.audits import NewAudit, find_audit, new_audit
from score_desktop.services.context import Context
from score_desktop.services.explain import explain, refs_of
from score_desktop.services.factor_choice import choose_factor, factor_candidates
from score_desktop.services.figure_words import exact
from score_desktop.services.figures import calculate
from score_desktop.services.imports import ImportOptions, import_file
from score_desktop.services.inventory import audit_inputs, meter_groups, meters
from score_desktop.services.overview import overview
from score_desktop.services.report_content import report_content
from score_desktop.services.why import MOST_BILLS, why

TODAY = dt.date(2026, 11, 22)
YEAR = (dt.date(2025, 1, 1), dt.date(2026, 1, 1))
SAMPLES = Path(__file__).parents[3] / "resources" / "samples"
ENGLISH = Texts("en", "en_US")


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Context, str]]:
    """The bakery with all its bills and its production."""
    path = tmp_path_factory.mktemp("view") / "w.sqlite"
    with Context.open(path, create=True) as context:
        wanted = NewAudit("Illimani", "BO", start=YEAR[0], end=YEAR[1])
        audit = context.write(new_audit, wanted, TODAY).audit
        options = ImportOptions(on_conflict=OnConflict.KEEP)
        for number in ("01", "02", "03", "05"):
            import_file(context, next(SAMPLES.glob(f"{number}_*.xlsx")), audit, options, Progress(), TODAY)
        yield context, audit


@pytest.fixture(scope="module")
def view(stored: tuple[Context, str]) -> AuditView:
    context, audit = stored
    return context.read(audit_view, audit, ENGLISH, TODAY)


def test_the_pages_and_the_documents_say_the_same(stored: tuple[Context, str], view: AuditView) -> None:
    context, audit = stored
    content = context.read(report_content, audit, ENGLISH, TODAY)
    assert view.cost_total == content.cost_total and view.kg_total == content.kg_co2e_total
    assert [(tile.resource, tile.quantity, tile.cost) for tile in view.tiles] == [
        (row.resource, row.quantity, row.cost) for row in content.resources
    ]
    assert tuple(data for data in view.months if data.measure == "quantity") == content.monthly
    whole = context.read(calculate, audit, TODAY)
    assert [(f.key, f.value, f.unit, f.dims) for f in view.figures] == [
        (f.key, f.value, f.unit, f.dims) for f in whole.figures
    ]
    assert view.gaps and {gap.message_id for gap in view.gaps} <= {gap.why for gap in whole.missing}


def test_a_view_keeps_no_bills(view: AuditView) -> None:
    kept = [ref for figure in view.figures for ref in refs_of(figure.explanation) if isinstance(ref, BillRef)]
    assert {ref.kind for ref in kept} <= {"activity"}


def test_tiles_say_what_is_missing_and_what_changed(view: AuditView) -> None:
    tiles = {tile.resource: tile for tile in view.tiles}
    assert tiles[Resource.WATER].gaps == 1 and tiles[Resource.ELECTRICITY].gaps == 0
    assert tiles[Resource.ELECTRICITY].change == pytest.approx(-0.0321517, abs=1e-6)
    assert sum(tile.cost_share or 0 for tile in view.tiles) == pytest.approx(1)
    assert tiles[Resource.WATER].findings == len([f for f in view.findings if f.resource is Resource.WATER])
    gap = next(gap for gap in view.gaps if gap.place.resource is Resource.WATER)
    names = {meter.uid: meter.name for meter in view.meters}
    assert (gap.place.page, gap.place.what, names[gap.place.meter]) == ("consumption", "bills", "Oficina A-9931")


def test_another_year_can_be_looked_at(stored: tuple[Context, str], view: AuditView) -> None:
    context, audit = stored
    assert view.is_audit_period and view.periods[0].of_audit
    assert [choice.start.year for choice in view.periods] == [2025, 2024, 2023]
    before = context.read(audit_view, audit, ENGLISH, TODAY, 2024)
    assert not before.is_audit_period and before.period == (dt.date(2024, 1, 1), dt.date(2025, 1, 1))
    past = next(tile for tile in view.tiles if tile.resource is Resource.ELECTRICITY).previous
    assert next(tile for tile in before.tiles if tile.resource is Resource.ELECTRICITY).quantity == past


@pytest.mark.parametrize("resource", [Resource.ELECTRICITY, Resource.DIESEL, Resource.WATER])
def test_months_of_each_measure_add_up_to_the_figure(view: AuditView, resource: Resource) -> None:
    assert [measure.key for measure in measures(view, resource)] == ["quantity", "cost", "per_product"]
    for key, figure in (("quantity", f"use.{resource}"), ("cost", f"cost.{resource}")):
        data, whole = monthly(view, resource, key), figure_of(view, figure)
        assert data is not None and whole is not None
        total = math.fsum(value or 0 for meter in data.meters for value in meter.values)
        assert total == pytest.approx(whole.value, abs=1e-5)
    ratio = monthly(view, resource, "per_product")
    assert ratio is not None and ratio.whole == pytest.approx(sum(meter.whole or 0 for meter in ratio.meters))
    assert [measure.label(ENGLISH) for measure in measures(view, Resource.ELECTRICITY)] == ["kWh", "Bs", "kWh/t"]


def test_flows_in_every_unit_that_has_something(view: AuditView) -> None:
    assert view.flow_units == ("money", "kgCO2e", "kWh", "m3", "kg")
    graph = flow_of(view, "money", ENGLISH)
    rows = flow_rows(graph)
    assert sum(row.value for row in rows if row.target == "Total cost") == pytest.approx(view.cost_total[0][1])
    assert rows[0].share is not None and 0 < rows[0].share < 1
    few = flow_of(view, "money", ENGLISH, most=2)
    assert sum(node.kind in ("meter", "use") for node in few.nodes) < sum(
        node.kind in ("meter", "use") for node in graph.nodes
    )
    total = sum(flow.value for flow in few.flows if flow.target == "total")
    assert total == pytest.approx(view.cost_total[0][1])
    with pytest.raises(Refused) as nothing:
        flow_of(dataclasses.replace(view, figures=()), "kg", ENGLISH)
    assert nothing.value.message_id == "flows.nothing"


def test_each_row_of_the_footprint_has_a_figure(view: AuditView) -> None:
    for row in view.emissions:
        figure = figure_of(view, emission_key(row))
        assert figure is not None and figure.value == pytest.approx(row.kg_co2e)


def test_findings_of_few_meters_at_a_time_are_those_of_all(stored: tuple[Context, str]) -> None:
    context, audit = stored

    def groups(session: Session, most: int) -> list[list[str]]:
        _, enterprise = find_audit(session, audit)
        known = meters(session, enterprise.key)
        return [[meter.uid for meter in group] for group, _ in meter_groups(session, enterprise.key, known, most)]

    alone, together = context.read(groups, 1), context.read(groups, 10**6)
    assert [uid for group in alone for uid in group] == together[0]
    assert all(len(group) == 1 for group in alone) and len(together) == 1


def test_a_ledger_without_trees_has_the_same_figures(stored: tuple[Context, str]) -> None:
    context, audit = stored

    def both(session: Session) -> tuple[object, object]:
        row, enterprise = find_audit(session, audit)
        period = (dt.date(2025, 1, 10), dt.date(2025, 12, 20))  # cuts bills
        whole = audit_figures(audit_inputs(session, row, enterprise, period))
        lean = audit_figures(Ledger(audit_inputs(session, row, enterprise, period, sources=False), trees=False))
        return tuple(
            ([(f.key, f.value, f.unit, f.dims) for f in figures], missing) for figures, missing in (whole, lean)
        )  # type: ignore[return-value]

    whole, lean = context.read(both)
    assert whole == lean


# -- why -------------------------------------------------------------------------------------------------------------


def test_every_figure_can_be_explained(stored: tuple[Context, str], view: AuditView) -> None:
    context, audit = stored
    for figure in view.figures:
        whole = context.read(explain, audit, figure.key, figure.dims, TODAY)
        assert (whole.value, whole.unit, whole.dims) == (figure.value, figure.unit, figure.dims)
        told = context.read(why, audit, figure.key, figure.dims, ENGLISH, TODAY)
        assert told.title and told.formula and told.subtitle and told.copy_text
        assert told.bills_total == told.data.bills + told.data.values > 0
        assert NBSP not in told.copy_text
        for part in told.parts:
            if part.key:
                assert context.read(explain, audit, part.key, part.dims, TODAY).key == part.key


def test_the_bills_of_a_figure_add_up_to_it(stored: tuple[Context, str], view: AuditView) -> None:
    context, audit = stored
    figure = figure_of(view, "cost.electricity")
    assert figure is not None
    told = context.read(why, audit, figure.key, {}, ENGLISH, TODAY)
    assert len(told.bills) == told.bills_total == 24 and told.data.quality == "A"
    amounts = [float(bill.amount.replace("Bs", "").replace(NBSP, "").replace(",", "")) for bill in told.bills]
    assert sum(amounts) == pytest.approx(figure.value, abs=0.01)
    first = told.bills[0]
    assert first.file == "01_electricidad_larga.xlsx" and first.row and first.meter_name


def test_a_footprint_is_a_product_with_its_factor_and_others(stored: tuple[Context, str], view: AuditView) -> None:
    context, audit = stored
    told = context.read(why, audit, "ghg.scope1.natural_gas", {}, ENGLISH, TODAY)
    assert [term.sign for term in told.terms] == ["", "×", "="]
    assert told.terms[0].value == "50,453.8" and told.terms[1].value == "1.98621" and told.result.value == "100,212"
    (factor,) = told.factors
    assert factor.factor_id == "bo_natural_gas_m3" and factor.status == "expert_estimate" and factor.notes
    assert factor.name == factor.name_en != factor.name_es
    used, *others = told.alternatives
    assert used.in_use and used.difference is None and used.kg == pytest.approx(100211.713441)
    assert others and all(other.difference is not None and other.kg != used.kg for other in others)
    assert told.subject == next(meter.uid for meter in view.meters if meter.resource is Resource.NATURAL_GAS)


def test_a_sum_over_resources_leads_to_its_parts(stored: tuple[Context, str]) -> None:
    context, audit = stored
    told = context.read(why, audit, "ghg.total", {}, ENGLISH, TODAY)
    assert [part.key for part in told.parts] == ["ghg.scope1", "ghg.scope2.location"]
    assert sum(part.share or 0 for part in told.parts) == pytest.approx(1)
    assert told.bills == () and told.bills_total > 0 and told.subject == ""
    deeper = context.read(why, audit, "ghg.scope1", {}, ENGLISH, TODAY)
    assert deeper.parts[0].key == "ghg.scope1.natural_gas"


def test_what_is_no_figure_is_refused(stored: tuple[Context, str]) -> None:
    context, audit = stored
    with pytest.raises(Refused) as unknown:
        context.read(explain, audit, "use.coal", {}, TODAY)
    assert unknown.value.message_id == "explain.unknown"


def test_a_chosen_factor_is_used_and_can_be_undone(stored: tuple[Context, str], view: AuditView) -> None:
    context, audit = stored
    candidates = context.read(factor_candidates, audit, "natural_gas", ENGLISH, TODAY)
    other = next(one for one in candidates if not one.in_use)
    context.write(choose_factor, audit, "natural_gas", other.factor_id)
    now = context.read(why, audit, "ghg.scope1.natural_gas", {}, ENGLISH, TODAY)
    assert now.chosen and now.factors[0].factor_id == other.factor_id
    figure = context.read(explain, audit, "ghg.scope1.natural_gas", {}, TODAY)
    assert figure.value == pytest.approx(other.kg)
    # A choice for the resource takes the place of that of its meter, and the other way round it wins.
    context.write(choose_factor, audit, now.subject, candidates[0].factor_id)
    assert context.read(explain, audit, figure.key, {}, TODAY).value == pytest.approx(candidates[0].kg)
    context.write(choose_factor, audit, "natural_gas", None)
    assert context.read(lambda session: session.exec(select(AuditFactor)).all()) == []
    context.undo_last()
    assert context.read(why, audit, figure.key, {}, ENGLISH, TODAY).chosen
    context.redo_last()
    assert not context.read(why, audit, figure.key, {}, ENGLISH, TODAY).chosen


@pytest.mark.parametrize(
    ("subject", "factor", "message"),
    [("natural_gas", "no_such", "factor.unknown"), ("0" * 32, "bo_natural_gas_m3", "factor.subject")],
)
def test_a_choice_that_cannot_be_is_refused(
    stored: tuple[Context, str], subject: str, factor: str, message: str
) -> None:
    context, audit = stored
    with pytest.raises(Refused) as refused:
        context.write(choose_factor, audit, subject, factor)
    assert refused.value.message_id == message


def test_a_long_list_of_bills_is_cut_and_counted(tmp_path: Path) -> None:
    from tests.unit.db.build import workspace

    path, audit = workspace(tmp_path, bills=2000)
    with Context.open(path) as context:
        told = context.read(why, audit, "use.electricity", {}, ENGLISH, TODAY)
    assert len(told.bills) == MOST_BILLS < told.bills_total


@given(st.floats(min_value=-1e12, max_value=1e12, allow_nan=False))
def test_numbers_of_a_formula_have_six_figures_at_least(value: float) -> None:
    shown = exact(value, ENGLISH)
    number = float(shown.replace(",", "").replace("−", "-"))
    assert number == pytest.approx(value, rel=1e-5, abs=1e-12)


# -- the first page --------------------------------------------------------------------------------------------------


def test_the_overview_says_what_is_missing_and_where(view: AuditView) -> None:
    page = overview(view, ENGLISH)
    assert [one.key for one in page.headlines][:4] == ["cost", "footprint", "largest", "per_product"]
    assert "26 people, 11 women" in page.facts
    assert page.todo[0].place.page == "consumption" and "Oficina A-9931" in page.todo[0].text
    assert page.todo[0].verb == "Complete" and page.todo[0].level == "warning"
    assert "report" in {step.page for step in page.steps}
    for headline in page.headlines[:4]:
        assert any(figure.key == headline.figure_key for figure in view.figures)


def test_what_looks_odd_is_a_note_and_not_a_hole(stored: tuple[Context, str]) -> None:
    context, audit = stored
    page = overview(context.read(audit_view, audit, ENGLISH, TODAY, 2024), ENGLISH)
    assert page.todo and {one.level for one in page.todo} == {"note"}


def test_an_audit_without_anything_says_how_to_begin(tmp_path: Path) -> None:
    with Context.open(tmp_path / "w.sqlite", create=True) as context:
        audit = context.write(new_audit, NewAudit("Nueva", "BO"), TODAY).audit
        empty = context.read(audit_view, audit, ENGLISH, TODAY)
    page = overview(empty, ENGLISH)
    assert page.headlines == () and page.todo and page.steps[0].page == "consumption"
    assert empty.flow_units == () and empty.tiles == () and len(empty.periods) == 1


def test_an_estimated_bill_is_told(stored: tuple[Context, str]) -> None:
    context, audit = stored

    def estimate(session: Session, value: bool) -> None:
        bill = session.exec(
            select(Bill).join(Meter).where(Meter.resource == Resource.WATER).order_by(col(Bill.period_start).desc())
        ).first()
        assert bill is not None
        bill.estimated = value

    context.write(estimate, True)
    told = context.read(why, audit, "use.water", {}, ENGLISH, TODAY)
    context.write(estimate, False)
    assert told.data.estimated == 1 and any("1 estimated reading" in line for line in told.data.lines)


def test_report_and_overview_are_about_the_same(stored: tuple[Context, str], view: AuditView) -> None:
    context, audit = stored
    content = context.read(report_content, audit, ENGLISH, TODAY)
    label = overview(view, ENGLISH).headlines[0].label
    assert build_document(content, ENGLISH).title == f"{label} at Illimani"


# -- what is not compared --------------------------------------------------------------------------------------------


def test_a_month_that_is_missing_holds_the_change_back(stored: tuple[Context, str], view: AuditView) -> None:
    context, audit = stored
    tiles = {tile.resource: tile for tile in view.tiles}
    water = tiles[Resource.WATER]
    assert water.quantity is not None and water.previous is not None and water.change is None
    assert view.cost_change is None and view.cost_previous is not None
    assert view.kg_change is not None  # what emits has every month
    why = "not compared: 1 month is missing in 2025"
    assert overview(view, ENGLISH).headlines[0].note == why
    assert {data.change for data in view.months if data.resource is Resource.WATER} == {None}
    content = context.read(report_content, audit, ENGLISH, TODAY)
    row = next(row for row in content.resources if row.resource is Resource.WATER)
    assert row.change is None and phrasing.held_back(ENGLISH, row.cover, *content.period) in why
    assert content.cost_change is None


def test_production_of_half_a_year_is_not_compared(tmp_path: Path) -> None:
    with Context.open(tmp_path / "w.sqlite", create=True) as context:
        audit = context.write(new_audit, NewAudit("Illimani", "BO", start=YEAR[0], end=YEAR[1]), TODAY).audit
        options = ImportOptions(on_conflict=OnConflict.KEEP)
        for number in ("01", "05"):
            import_file(context, next(SAMPLES.glob(f"{number}_*.xlsx")), audit, options, Progress(), TODAY)

        def forget(session: Session) -> None:
            for value in session.scalars(select(ActivityValue)):
                if value.period_start.year == 2024 and value.period_start.month > 6:
                    session.delete(value)

        context.write(forget)
        shown = context.read(audit_view, audit, ENGLISH, TODAY)
    product = shown.main_product
    assert product is not None and product.previous is not None and product.change is None
    assert phrasing.held_back(ENGLISH, product.cover, *YEAR) == "6 months are missing in 2024"
    notes = {headline.key: headline.note for headline in overview(shown, ENGLISH).headlines}
    assert notes["per_product"] == "not compared: 6 months are missing in 2024"
    assert "production" not in notes["cost"] and "▼" in notes["cost"]
    assert {data.production_change for data in shown.months} == {None}


RAW = re.compile(r"(?<![\w.])(m3|m2|ft3|ft2)(?!\w)")


def _said(part: object) -> Iterator[str]:
    """All words inside of something that is shown; charts write theirs themselves."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, ChartFrame):
        yield from (part.title, part.caption)
    elif dataclasses.is_dataclass(part) and not isinstance(part, type):
        for field in dataclasses.fields(part):
            yield from _said(getattr(part, field.name))
    elif isinstance(part, tuple | list | frozenset):
        for one in part:
            yield from _said(one)


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_unit_is_shown_as_it_is_stored(stored: tuple[Context, str], view: AuditView, language: str) -> None:
    context, audit = stored
    texts = Texts(language)
    content = context.read(report_content, audit, texts, TODAY, rows=True)
    document = build_document(content, texts)
    words = [*_said(document.cover), *_said(document.blocks), *_said(overview(view, texts))]
    words += [str(value) for sheet in build_sheets(content, texts) for row in sheet.rows for value in row]
    for figure in view.figures:
        words += _said(context.read(why, audit, figure.key, figure.dims, texts, TODAY))
    assert [text for text in words if RAW.search(text)] == []
    assert any("m³" in text for text in words)

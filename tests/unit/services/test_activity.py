"""The monthly grid: an empty cell is no zero, imported values are edited in place, nothing counts twice."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from score_desktop.enums import ActivityKind
from score_desktop.errors import InvalidInput
from score_desktop.i18n import Texts
from score_desktop.models import ActivityValue, ActivityValueIn, Enterprise, Site, make
from score_desktop.services import activity, profile
from score_desktop.services.activity import ActivityEdit, Series
from score_desktop.services.context import Context
from tests.unit.db.build import workspace
from tests.unit.services.test_undo import content

START, END = dt.date(2025, 1, 1), dt.date(2026, 1, 1)
JAN, FEB, MAR = (dt.date(2025, month, 1) for month in (1, 2, 3))
ES = Texts("es")


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    path, _ = workspace(tmp_path)
    with Context.open(path) as context:
        yield context


def firm_of(session: Session) -> str:
    return session.exec(select(Enterprise.uid)).first() or ""


def grid(context: Context) -> activity.ActivityGrid:
    return context.read(activity.activity_grid, context.read(firm_of), START, END)


def series(context: Context, kind: ActivityKind) -> Series:
    return next(item for item in grid(context).series if item.kind is kind)


def put(context: Context, *edits: ActivityEdit) -> Any:
    return context.write(activity.set_activity, context.read(firm_of), edits)


def test_imported_production_and_empty_series_stand_there(context: Context) -> None:
    seen = grid(context)
    assert len(seen.months) == 12 and seen.months[0] == JAN
    assert [(item.kind, activity.series_title(item, ES)) for item in seen.series] == [
        (ActivityKind.PRODUCTION, "Pan"),
        (ActivityKind.HOURS, "Horas trabajadas"),
        (ActivityKind.WORKERS_F, "Mujeres"),
        (ActivityKind.WORKERS_M, "Hombres"),
    ]
    assert seen.values == {(seen.series[0].key, JAN): Decimal(3)}
    assert seen.totals == {seen.series[0].key: Decimal(3)}


def test_cells_are_set_replaced_and_emptied(context: Context) -> None:
    bread, women = series(context, ActivityKind.PRODUCTION), series(context, ActivityKind.WORKERS_F)
    outcome = put(
        context,
        ActivityEdit(bread, JAN, Decimal(4)),
        ActivityEdit(bread, FEB, Decimal(0)),
        ActivityEdit(women, JAN, Decimal(7)),
        ActivityEdit(bread, MAR, None),
    )
    assert (outcome.stored, outcome.refused) == (3, ())
    seen = grid(context)
    assert seen.values[bread.key, JAN] == 4
    assert seen.values[bread.key, FEB] == 0
    assert (bread.key, MAR) not in seen.values
    stored = series(context, ActivityKind.WORKERS_F)
    assert (stored.name, stored.unit) == ("Mujeres", "pers")
    put(context, ActivityEdit(women, JAN, Decimal(8)))  # the window may still know the series as it was
    assert grid(context).values[stored.key, JAN] == 8
    assert put(context, ActivityEdit(stored, JAN, None)).stored == 1
    assert series(context, ActivityKind.WORKERS_F).name == ""


def test_the_same_value_changes_nothing(context: Context) -> None:
    bread = series(context, ActivityKind.PRODUCTION)
    assert put(context, ActivityEdit(bread, JAN, Decimal(3)), ActivityEdit(bread, FEB, None)).stored == 0


def test_a_cell_set_twice_in_one_block_keeps_the_last_value(context: Context) -> None:
    hours = series(context, ActivityKind.HOURS)
    put(context, ActivityEdit(hours, FEB, Decimal(1)), ActivityEdit(hours, FEB, Decimal(2)))
    assert grid(context).values[series(context, ActivityKind.HOURS).key, FEB] == 2
    put(context, ActivityEdit(hours, MAR, Decimal(1)), ActivityEdit(hours, MAR, None))
    assert (series(context, ActivityKind.HOURS).key, MAR) not in grid(context).values


def _store(session: Session, start: dt.date, end: dt.date, value: int) -> None:
    first = session.exec(select(ActivityValue)).first()
    assert first is not None
    data = ActivityValueIn.from_row(first, period_start=start, period_end=end, value=Decimal(value))
    session.add(make(ActivityValue, data, site_id=first.site_id, product_id=first.product_id))


def test_months_of_a_longer_value_are_not_counted_twice(context: Context) -> None:
    context.write(_store, MAR, dt.date(2025, 6, 1), 30)
    bread = series(context, ActivityKind.PRODUCTION)
    seen = grid(context)
    assert seen.blocked[bread.key, MAR] == (MAR, dt.date(2025, 6, 1))
    assert (bread.key, dt.date(2025, 6, 1)) not in seen.blocked
    outcome = put(context, ActivityEdit(bread, MAR, Decimal(9)), ActivityEdit(bread, FEB, Decimal(2)))
    assert outcome.stored == 1
    (refusal,) = outcome.refused
    assert (refusal.row, refusal.column, refusal.message_id) == ("2025-03-01", bread.key, "activity.covered")
    assert "31/05/2025" in ES.message(refusal.message_id, refusal.params)


def test_a_month_stored_twice_is_shown_as_its_sum_and_edited_into_one(context: Context) -> None:
    context.write(_store, JAN, FEB, 5)
    bread = series(context, ActivityKind.PRODUCTION)
    assert grid(context).values[bread.key, JAN] == 8
    assert put(context, ActivityEdit(bread, JAN, Decimal(6))).stored == 1
    assert grid(context).values[bread.key, JAN] == 6


def test_values_out_of_range_come_back_with_the_cell(context: Context) -> None:
    hours = series(context, ActivityKind.HOURS)
    outcome = put(context, ActivityEdit(hours, JAN, Decimal(10) ** 12))
    assert [(item.row, item.column, item.message_id) for item in outcome.refused] == [
        ("2025-01-01", hours.key, "bill.amount_range")
    ]


def test_series_are_added_renamed_and_deleted(context: Context) -> None:
    firm = context.read(firm_of)
    cake = context.write(activity.add_series, firm, ActivityKind.PRODUCTION, "Torta", "unit")
    put(context, ActivityEdit(cake, JAN, Decimal(12)))
    renamed = context.write(activity.edit_series, firm, cake, "Torta grande", "kg")
    assert renamed.key == cake.key
    assert grid(context).values[renamed.key, JAN] == 12
    assert {row.name for row in context.read(profile.read_profile, firm).products} == {"Pan", "Torta grande"}
    values = context.read(lambda session: session.exec(select(ActivityValue)).all())
    assert {(value.name, value.unit) for value in values} == {("Pan", "t"), ("Torta grande", "kg")}
    with pytest.raises(InvalidInput) as refused:
        context.write(activity.add_series, firm, ActivityKind.PRODUCTION, "torta GRANDE", "kg")
    assert refused.value.message_id == "activity.series_known"
    assert context.write(activity.delete_series, firm, renamed) == 1
    assert [item.name for item in grid(context).series if item.kind is ActivityKind.PRODUCTION] == ["Pan"]


def test_other_series_exist_with_their_first_value(context: Context) -> None:
    firm = context.read(firm_of)
    guests = context.write(activity.add_series, firm, ActivityKind.OTHER, "Huéspedes", "pers")
    assert guests not in grid(context).series
    put(context, ActivityEdit(guests, JAN, Decimal(40)))
    assert grid(context).series[-1] == guests
    renamed = context.write(activity.edit_series, firm, guests, "Visitantes", "pers")
    assert grid(context).values[renamed.key, JAN] == 40


def test_the_span_is_the_period_and_the_year_before() -> None:
    assert activity.grid_span(START, END) == (dt.date(2024, 1, 1), END)
    assert activity.grid_span(dt.date(2025, 3, 15), dt.date(2025, 12, 10)) == (dt.date(2024, 3, 1), END)


def test_sites_have_series_of_their_own(context: Context) -> None:
    firm = context.read(firm_of)
    shop = context.write(profile.add_site, firm, {"name": "Tienda"})
    bread = context.write(activity.add_series, firm, ActivityKind.PRODUCTION, "Pan", "t", shop)
    put(context, ActivityEdit(bread, JAN, Decimal(1)))
    assert sorted(grid(context).values.values()) == [1, 3]
    owner = context.read(lambda session: session.exec(select(Site.id).where(Site.uid == shop)).one())
    stored = context.read(lambda session: session.exec(select(ActivityValue.site_id)).all())
    assert owner in stored


months = st.dates(dt.date(2024, 1, 1), dt.date(2025, 12, 31))
values = st.none() | st.decimals(-1000, 1000, places=6)
blocks = st.lists(st.tuples(st.integers(0, 3), months, values), max_size=12)


@settings(max_examples=15)
@given(st.lists(blocks, max_size=4))
def test_pasted_blocks_are_undone_row_for_row(pasted: list[list[tuple[int, dt.date, Decimal | None]]]) -> None:
    with tempfile.TemporaryDirectory(prefix="score-test-") as folder:
        path, _ = workspace(Path(folder))
        with Context.open(path) as context:
            states = [content(path)]
            seen: list[Any] = []
            context.listen(seen.append)
            for block in pasted:
                shown = grid(context).series
                put(context, *(ActivityEdit(shown[place], month, value) for place, month, value in block))
                last = {(shown[place].kind, month.replace(day=1)): value for place, month, value in block}
                kinds = {item.key: item.kind for item in context.read(_whole).series}
                stored = {(kinds[key], month): value for (key, month), value in context.read(_whole).values.items()}
                assert all(stored.get(cell) == value for cell, value in last.items())
                if len(seen) == len(states):
                    states.append(content(path))
            for state in reversed(states[:-1]):
                context.undo_last()
                assert content(path) == state


def _whole(session: Session) -> activity.ActivityGrid:
    return activity.activity_grid(session, firm_of(session), dt.date(2024, 1, 1), END)

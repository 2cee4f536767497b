"""Whatever people do, undoing all of it leaves the database row for row as it was."""

from __future__ import annotations

import sqlite3
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from score_desktop.db.bulk import insert_bills
from score_desktop.db.recorder import ChangeSet
from score_desktop.errors import Refused
from score_desktop.models import (
    ActivityValue,
    AttachmentContent,
    Bill,
    BillIn,
    Enterprise,
    EnterpriseIn,
    FindingReview,
    ImportBatch,
    Meter,
    MeterIn,
    Row,
    Site,
    assign,
    make,
)
from score_desktop.services.context import Context
from tests.unit.db.build import bill_columns, bill_input, firm, workspace


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the audit trail, as the database holds it."""
    connection = sqlite3.connect(path)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {
        name: connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall()
        for name in tables
        if name != "change_log"
    }
    connection.close()
    return found


def pick(session: Session, table: type[Row], number: int) -> Any:
    rows = session.exec(select(table).order_by(table.id)).all()  # type: ignore[arg-type]
    return rows[number % len(rows)] if rows else None


def edit_bill(session: Session, number: int) -> None:
    bill = pick(session, Bill, number)
    if bill is not None:
        assign(bill, BillIn.from_row(bill, quantity=Decimal(number), note=f"nota {number}"))


def add_bills(session: Session, number: int) -> None:
    meter = pick(session, Meter, number)
    if meter is not None:
        for extra in range(number % 3 + 1):
            session.add(make(Bill, bill_input(quantity=Decimal(extra)), meter_id=meter.key))
            session.flush()


def delete_bill(session: Session, number: int) -> None:
    bill = pick(session, Bill, number)
    if bill is not None:
        session.delete(bill)


def delete_meter(session: Session, number: int) -> None:
    """Deletion is written out: no cascades."""
    meter = pick(session, Meter, number)
    if meter is not None:
        for kind in (Bill, FindingReview):
            for row in session.exec(select(kind).where(kind.meter_id == meter.key)):
                session.delete(row)
        session.flush()
        session.delete(meter)


def add_meter(session: Session, number: int) -> None:
    site = pick(session, Site, number)
    data = MeterIn(name=f"M{number}", resource="water", unit="m3", unit_base="m3")
    meter = make(Meter, data, site_id=site.key)
    session.add(meter)
    session.flush()
    bill = pick(session, Bill, number)
    if bill is not None:
        bill.meter_id = meter.key  # a child that moves to a parent made in the same change


def rename_twice(session: Session, number: int) -> None:
    enterprise = pick(session, Enterprise, number)
    for name in (f"Á{number}", f"Ñ{number}"):
        assign(enterprise, EnterpriseIn.from_row(enterprise, name=name))
        session.flush()
        session.expire_all()


def new_bytes(session: Session, number: int) -> None:
    pick(session, AttachmentContent, number).content = bytes([number % 256, 0, 255])


def new_report(session: Session, number: int) -> None:
    pick(session, ImportBatch, number).report = {"ñ": [number, None, 0.1]}


def add_firm(session: Session, number: int) -> None:
    firm(session, f"Firma {number}")


def detach(session: Session, number: int) -> None:
    value = pick(session, ActivityValue, number)
    value.product_id = None
    value.value = Decimal(number) / 7


EDITS = [
    edit_bill,
    add_bills,
    delete_bill,
    delete_meter,
    add_meter,
    rename_twice,
    new_bytes,
    new_report,
    add_firm,
    detach,
]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 999)), max_size=12), st.integers(0, 12))
def test_undo_all_redo_all(edits: list[tuple[Any, int]], redone: int) -> None:
    with tempfile.TemporaryDirectory(prefix="score-test-") as folder:
        path, _ = workspace(Path(folder))
        with Context.open(path) as context:
            states = [content(path)]
            done: list[ChangeSet] = []
            context.listen(done.append)
            for edit, number in edits:
                context.write(edit, number)
                if len(done) == len(states):
                    states.append(content(path))
            count = len(done)
            for state in reversed(states[:-1]):
                context.undo_last()
                assert content(path) == state
            for state in states[1 : redone + 1]:
                assert context.redo_last().kind == "redo"
                assert content(path) == state
            if redone >= count:
                with pytest.raises(Refused):
                    context.redo_last()


@pytest.fixture
def context(tmp_path: Path):
    path, _ = workspace(tmp_path)
    with Context.open(path) as context:
        yield context


def changes_of(context: Context) -> list[ChangeSet]:
    seen: list[ChangeSet] = []
    context.listen(seen.append)
    return seen


def test_rows_touched_since_stop_undo(context: Context) -> None:
    seen = changes_of(context)
    context.write(edit_bill, 1)
    context.write(edit_bill, 2)
    before = content(context.path)
    with pytest.raises(Refused) as refused:
        context.undo(seen[0].uid)
    assert refused.value.message_id == "undo.changed_since"
    assert content(context.path) == before


def test_an_older_change_that_nobody_touched_can_go(context: Context) -> None:
    seen = changes_of(context)
    context.write(rename_twice, 1)
    context.write(edit_bill, 2)
    context.undo(seen[0].uid)
    assert context.read(lambda session: session.exec(select(Enterprise)).one().name) == "Panadería Ñandú"
    assert context.read(lambda session: session.exec(select(Bill)).one().note) == "nota 2"
    with pytest.raises(Refused) as again:
        context.undo(seen[0].uid)
    assert again.value.message_id == "undo.already"
    context.redo(seen[0].uid)
    with pytest.raises(Refused) as twice:
        context.redo(seen[0].uid)
    assert twice.value.message_id == "undo.not_undone"


def test_what_others_refer_to_cannot_vanish(context: Context) -> None:
    seen = changes_of(context)
    context.write(add_meter, 7)

    def use(session: Session) -> None:
        meter = session.exec(select(Meter).where(Meter.name == "M7")).one()
        session.add(make(Bill, bill_input(), meter_id=meter.key))

    context.write(use)
    with pytest.raises(Refused) as refused:
        context.undo(seen[0].uid)
    assert refused.value.message_id == "undo.in_use"
    context.undo_last()
    context.undo_last()


def test_bulk_writes_have_an_inverse_of_their_own(context: Context) -> None:
    seen = changes_of(context)
    context.write(edit_bill, 1)
    context.write(lambda session: insert_bills(session, {**bill_columns(2), "meter_id": 1}))
    for turn in (lambda: context.undo(seen[1].uid), context.undo_last):
        with pytest.raises(Refused) as refused:
            turn()
        assert refused.value.message_id == "undo.bulk"
    assert context.undo(seen[0].uid).kind == "undo"


def test_nothing_left_and_unknown(tmp_path: Path) -> None:
    with Context.open(tmp_path / "w.sqlite", create=True) as context:
        for turn in (context.undo_last, context.redo_last):
            with pytest.raises(Refused) as nothing:
                turn()
            assert nothing.value.message_id == "undo.nothing"
        with pytest.raises(Refused) as unknown:
            context.undo("f" * 32)
        assert unknown.value.message_id == "undo.unknown"


def test_a_new_change_ends_redo(context: Context) -> None:
    context.write(edit_bill, 1)
    context.undo_last()
    context.write(rename_twice, 1)
    with pytest.raises(Refused):
        context.redo_last()


def test_redo_takes_what_was_undone_last(context: Context) -> None:
    """A change that another one followed is gone for redo, also when that one is undone too."""
    seen = changes_of(context)
    context.write(edit_bill, 1)
    context.undo_last()
    context.write(edit_bill, 2)
    context.undo_last()
    assert context.redo_last().uid == seen[2].uid
    assert context.read(lambda session: session.exec(select(Bill)).one().note) == "nota 2"
    with pytest.raises(Refused):
        context.redo_last()


def test_undo_outlives_the_program(context: Context) -> None:
    before = content(context.path)
    context.write(delete_meter, 0)
    path = context.path
    context.close()
    with Context.open(path) as again:
        again.undo_last()
        assert content(path) == before

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, select

from score_desktop.db.bulk import insert_bills, insert_inputs, new_uids
from score_desktop.db.recorder import ChangeSet
from score_desktop.enums import FuelUse, Resource
from score_desktop.models import Bill, Meter, MeterIn, make
from score_desktop.services.context import Context
from tests.unit.db.build import bill_columns, bill_input, firm


@pytest.fixture
def context(tmp_path: Path):
    with Context.open(tmp_path / "w.sqlite", create=True) as context:
        context.write(firm)
        yield context


def test_bulk_and_single_rows_are_stored_alike(context: Context) -> None:
    single = bill_input(source_row=7, date_current=dt.date(2025, 1, 31))
    columns: dict[str, list[Any]] = {
        "period_start": [dt.date(2025, 1, 1)],
        "period_end": [dt.date(2025, 2, 1)],
        "quantity": [120_500_000],
        "unit": ["kWh"],
        "cost": [99_900_000],
        "currency": ["BOB"],
        "source_row": [7],
        "date_current": [dt.date(2025, 1, 31)],
    }
    columns_with_optional_days = {**columns, "date_previous": [None]}

    def both(session: Session) -> None:
        meter = session.exec(select(Meter)).one().key
        session.add(make(Bill, single, meter_id=meter))
        session.flush()
        insert_bills(session, {**columns_with_optional_days, "meter_id": meter})

    context.write(both)
    with sqlite3.connect(context.path) as connection:
        names = [column[1] for column in connection.execute("PRAGMA table_info(bill)")]
        one, many = connection.execute("SELECT * FROM bill ORDER BY id DESC LIMIT 2").fetchall()
    connection.close()
    different = {name for name, a, b in zip(names, one, many, strict=True) if (a, type(a)) != (b, type(b))}
    assert different <= {"id", "uid", "updated_at"}
    assert (
        context.read(lambda session: session.exec(select(Bill).order_by(Bill.id.desc())).first()).quantity
        == single.quantity
    )  # type: ignore[union-attr]


def test_a_bulk_write_is_told_and_cannot_be_undone_row_by_row(context: Context) -> None:
    seen: list[ChangeSet] = []
    context.listen(seen.append)

    def many(session: Session) -> None:
        insert_bills(session, {**bill_columns(3), "meter_id": session.exec(select(Meter)).one().key})

    context.write(many)
    assert dict(seen[0].bulk) == {"bill": 3} and seen[0].tables == {"bill"} and not seen[0].can_undo


def test_mistakes_are_noticed(context: Context) -> None:
    columns = {**bill_columns(2), "meter_id": 1}
    with pytest.raises(ValueError, match="no columns"):
        context.write(lambda session: insert_bills(session, {**columns, "meter": [0, 0]}))
    with pytest.raises(ValueError, match="differ in length"):
        context.write(lambda session: insert_bills(session, {**columns, "unit": ["kWh"]}))


def test_portable_ids_of_many_rows_are_uuids_that_follow_each_other() -> None:
    before = time.time_ns() // 1_000_000
    uids = new_uids(2000)
    assert len(set(uids)) == 2000
    assert all(re.fullmatch(r"[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}", uid) for uid in uids)
    assert uids == sorted(uids)
    moments = {int(uid[:12], 16) for uid in uids}
    assert len(moments) == 1
    assert before <= min(moments) <= time.time_ns() // 1_000_000


def test_bulk_stays_near_the_driver(context: Context, tmp_path: Path) -> None:
    """Against the same rows through sqlite3 alone; the figure itself belongs to `dev.py bench`."""
    count = 5000
    columns = {**bill_columns(count), "meter_id": 1}

    def ours() -> float:
        start = time.perf_counter()
        context.write(lambda session: insert_bills(session, columns))
        return time.perf_counter() - start

    with sqlite3.connect(context.path) as source:
        script = "\n".join(
            row[0] + ";" for row in source.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        )
        ours()
        rows = source.execute("SELECT * FROM bill").fetchall()
    source.close()

    def floor(attempt: int) -> float:
        connection = sqlite3.connect(tmp_path / f"floor{attempt}.sqlite")
        connection.executescript(f"PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; {script}")
        start = time.perf_counter()
        connection.executemany(f"INSERT INTO bill VALUES ({','.join('?' * len(rows[0]))})", rows)
        connection.commit()
        spent = time.perf_counter() - start
        connection.close()
        return spent

    assert min(ours() for _ in range(3)) < 6 * min(floor(attempt) for attempt in range(3)) + 0.05


def test_values_that_all_rows_share_are_stored_as_they_are(context: Context) -> None:
    note = 'it\'s "so"; -- %s ? :a \\ ñ\n'
    same = {"note": [note] * 2, "category": ["a\0b"] * 2, "reading_current": [None] * 2, "estimated": [True] * 2}
    days = {"date_current": [dt.date(2025, 1, 31)] * 2, "date_previous": dt.date(2024, 12, 31)}
    columns = {**bill_columns(2), **same, **days, "meter_id": 1}
    context.write(lambda session: insert_bills(session, columns))
    bill = context.read(lambda session: session.exec(select(Bill).order_by(Bill.id.desc())).first())  # type: ignore[union-attr]
    assert (bill.note, bill.category, bill.reading_current, bill.estimated) == (note, "a\0b", None, True)
    assert (bill.date_current, bill.date_previous) == (dt.date(2025, 1, 31), dt.date(2024, 12, 31))
    assert (bill.unit, bill.invoice_number) == ("kWh", "N1")


def test_inputs_are_stored_and_recorded_as_rows_of_a_session_are(context: Context) -> None:
    wanted = MeterIn(
        name="  Ñandú 'x' ", resource=Resource.DIESEL, unit="kWh", unit_base="kWh", fuel_use=FuelUse.UNKNOWN
    )
    seen: list[ChangeSet] = []
    context.listen(seen.append)
    site = context.read(lambda session: session.exec(select(Meter)).one().site_id)  # type: ignore[union-attr]

    def one(session: Session) -> None:
        session.add(make(Meter, wanted, site_id=site))

    context.write(one)
    stored = context.write(lambda session: insert_inputs(session, "meter", [wanted], site_id=site))
    pair = context.write(
        lambda session: insert_inputs(session, "meter", [wanted, wanted.model_copy(update={"name": "B"})], site_id=site)
    )
    with sqlite3.connect(context.path) as connection:
        names = [column[1] for column in connection.execute("PRAGMA table_info(meter)")]
        first, *others = connection.execute("SELECT * FROM meter ORDER BY id DESC LIMIT 4").fetchall()[::-1]
    connection.close()
    for row, allowed in zip(others, ((), (), ("name",)), strict=True):
        rows = zip(names, first, row, strict=True)
        assert {name for name, a, b in rows if (a, type(a)) != (b, type(b))} <= {"id", "uid", "updated_at", *allowed}
    ids = dict(zip(names, zip(*others, strict=True), strict=True))
    assert [*stored, *pair] == list(zip(ids["id"], ids["uid"], strict=True))
    assert [change.ids("meter") for change in seen[1:]] == [ids["id"][:1], ids["id"][1:]]
    assert seen[2].can_undo and not seen[2].bulk
    context.undo(seen[2].uid)
    assert len(context.read(lambda session: session.exec(select(Meter)).all())) == 3

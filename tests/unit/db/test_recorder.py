from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, text, update
from sqlmodel import Session, select

from score_desktop.db.images import BULK
from score_desktop.db.recorder import ChangeSet
from score_desktop.models import ChangeLog, Enterprise, EnterpriseIn, Site, SiteIn, assign, make
from score_desktop.services.context import Context


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context.open(tmp_path / "w.sqlite", create=True) as context:
        yield context


@pytest.fixture
def changes(context: Context) -> list[ChangeSet]:
    seen: list[ChangeSet] = []
    context.listen(seen.append)
    return seen


def add(session: Session, name: str = "Uno") -> int:
    row = make(Enterprise, EnterpriseIn(name=name, country="BO", currency="BOB"))
    session.add(row)
    session.flush()
    return row.key


def rename(session: Session, row: int, *names: str) -> None:
    enterprise = session.get_one(Enterprise, row)
    for name in names:
        session.expire(enterprise)
        assign(enterprise, EnterpriseIn.from_row(enterprise, name=name))
        session.flush()


def test_images_before_and_after(context: Context, changes: list[ChangeSet]) -> None:
    row = context.write(add)
    context.write(rename, row, "Dos", "Tres")
    made, renamed = (change.rows[0] for change in changes)
    assert (made.table, made.id, made.before) == ("enterprise", row, None)
    assert made.after is not None and made.after["name"] == "Uno"
    assert renamed.before == made.after
    assert renamed.after is not None and (renamed.after["name"], renamed.after["name_key"]) == ("Tres", "tres")
    assert renamed.after["updated_at"] > made.after["updated_at"]


def test_what_comes_and_goes_in_one_transaction_is_no_change(context: Context, changes: list[ChangeSet]) -> None:
    def come_and_go(session: Session) -> None:
        session.delete(session.get_one(Enterprise, add(session)))

    context.write(come_and_go)
    context.write(lambda session: None)
    assert changes == []
    assert context.read(lambda session: session.exec(select(ChangeLog)).all()) == []


def test_a_bare_assignment_is_stamped(context: Context, changes: list[ChangeSet]) -> None:
    row = context.write(add)

    def note(session: Session) -> None:
        session.get_one(Enterprise, row).note = "n"

    context.write(note)
    before, after = changes[1].rows[0].before, changes[1].rows[0].after
    assert before is not None and after is not None
    assert before["updated_at"] < after["updated_at"]


def test_every_change_is_in_the_audit_trail(context: Context) -> None:
    context.write(add, label=("change.audit_added", {"name": "Uno"}))
    log = context.read(lambda session: session.exec(select(ChangeLog)).one())
    assert (log.actor, log.label, log.params) == ("cli", "change.audit_added", {"name": "Uno"})
    assert log.changes["rows"][0][0] == "enterprise"


@pytest.mark.parametrize(
    "statement",
    [
        insert(Site).values(name="x"),
        update(Enterprise).values(note="x"),
        delete(Enterprise),
        text("DELETE FROM bill"),
        text(" insert or replace into SITE (name) values ('x')"),
        text("WITH a AS (SELECT 1) UPDATE meter SET note = ''"),
        text("REPLACE INTO brand (id) VALUES (1)"),
        text("DELETE FROM main.bill"),
        text('UPDATE "main" . "meter" SET note = \'\''),
        text("/* tidy up */ DELETE FROM bill"),
        text("-- SELECT\nDELETE /* no */ FROM bill"),
        text("DROP TABLE brand"),
    ],
)
def test_writes_past_the_recorder_fail(context: Context, statement: Any) -> None:
    row = context.write(add)

    def past(session: Session) -> None:
        rename(session, row, "Lost")  # a flush before must not open the door
        session.execute(statement)

    with pytest.raises(RuntimeError, match="past the change recorder"):
        context.write(past)
    assert context.read(lambda session: session.get_one(Enterprise, row).name) == "Uno"


def test_a_failed_flush_does_not_open_the_door(context: Context) -> None:
    def fails(session: Session) -> None:
        session.add(Site(name="x", enterprise_id=99))
        session.flush()

    with pytest.raises(Exception, match="FOREIGN KEY"):
        context.write(fails)
    with pytest.raises(RuntimeError, match="past the change recorder"):
        context.write(lambda session: session.execute(update(Enterprise).values(note="x")))


def test_a_failed_flush_inside_a_savepoint_does_not_open_the_door_either(context: Context) -> None:
    def fails(session: Session) -> None:
        with session.begin_nested():
            session.add(Site(name="x", enterprise_id=99))
            session.flush()

    def tries(session: Session) -> None:
        with pytest.raises(Exception, match="FOREIGN KEY"):
            fails(session)
        session.execute(update(Enterprise).values(note="x"))

    with pytest.raises(RuntimeError, match="past the change recorder"):
        context.write(tries)


def test_the_token_and_other_tables_pass(context: Context) -> None:
    def with_token(session: Session) -> None:
        session.execute(update(Enterprise).values(note="x"), execution_options=dict(BULK))
        session.execute(text("CREATE TEMP TABLE scratch (a INTEGER)"))
        session.execute(text("INSERT INTO scratch SELECT id FROM enterprise"))

    context.write(add)
    context.write(with_token)
    assert context.read(lambda session: set(session.scalars(select(Enterprise.note)))) == {"x"}


def test_children_without_cascade_stop_a_deletion(context: Context) -> None:
    row = context.write(add)

    def child(session: Session) -> None:
        session.add(make(Site, SiteIn(name="P"), enterprise_id=row))

    context.write(child)
    with pytest.raises(Exception, match="FOREIGN KEY"):
        context.write(lambda session: session.delete(session.get_one(Enterprise, row)))

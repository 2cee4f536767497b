"""The listener that compiles statements for PostgreSQL hears them, and would notice one that only SQLite knows."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, insert
from sqlalchemy.dialects.sqlite import insert as insert_for_sqlite
from sqlmodel import Session, select

from score_desktop.db.images import BULK
from score_desktop.models import Bill, Enterprise, Meter
from score_desktop.services.context import Context
from tests.postgres import compiled_for_postgres
from tests.unit.db.build import firm, workspace

ROW = {"name": "x", "name_key": "x", "country": "BO", "currency": "BOB"}


def test_statements_are_heard(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)
    with compiled_for_postgres() as seen, Context.open(path) as context:
        context.write(firm, "Otra")
        context.read(lambda session: session.exec(select(func.sum(Bill.quantity)).join(Meter)).one())
        context.undo_last()
    text = "\n".join(seen)
    assert "INSERT INTO enterprise" in text and "sum(bill.quantity)" in text and "FROM change_log" in text


def test_what_only_sqlite_knows_is_noticed(tmp_path: Path) -> None:
    path, _ = workspace(tmp_path)

    def special(session: Session) -> None:
        statement = insert_for_sqlite(Enterprise).values(ROW).on_conflict_do_nothing()
        session.execute(statement, execution_options=dict(BULK))

    with compiled_for_postgres(), Context.open(path) as context:
        context.write(lambda session: session.execute(insert(Enterprise).values(ROW), execution_options=dict(BULK)))
        with pytest.raises(AttributeError, match="constraint_target"):  # SQLAlchemy's way of not knowing it
            context.write(special)

"""Every statement that services build compiles for PostgreSQL too: listen while they run.

Use it as a fixture of a room: ``from tests.postgres import postgres_too`` in its conftest.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import ClauseElement, Connection, Engine, event
from sqlalchemy.dialects import postgresql


@contextmanager
def compiled_for_postgres() -> Iterator[list[str]]:
    """Compile each SQLAlchemy statement that any engine executes inside the block; yields what was compiled.

    Statements written out as text belong to `db` (images, pragmas), the room of dialects, and pass by.
    """
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    seen: list[str] = []

    def compile_too(connection: Connection, statement: object, *_: Any) -> None:
        if isinstance(statement, ClauseElement):
            seen.append(str(statement.compile(dialect=dialect)))

    event.listen(Engine, "before_execute", compile_too)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_execute", compile_too)


@pytest.fixture(autouse=True)
def postgres_too() -> Iterator[list[str]]:
    """As `compiled_for_postgres`, for every test of a room."""
    with compiled_for_postgres() as seen:
        yield seen

"""Is a workspace whole? Structure, references, schema, values, names, attachments: told as messages, never repaired."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy import Boolean, Column, Date
from sqlmodel import AutoString

from score_desktop.db import schema
from score_desktop.db.engine import connect
from score_desktop.db.schema import require_known, stored_revision
from score_desktop.db.storage import told
from score_desktop.errors import ScoreError
from score_desktop.models import METADATA, search_key
from score_desktop.models.types import JsonText, Micro, Vocabulary

Trouble = tuple[str, Mapping[str, object]]
"""Message id and parameters."""

_FIRST = 20


def revision_of(file: Path) -> str:
    """The schema's revision, or "" if the file is not a workspace that can be read."""
    try:
        with told(file), contextlib.closing(connect(file, read_only=True)) as connection:
            return stored_revision(connection, file)
    except ScoreError:
        return ""


def find_trouble(file: Path) -> tuple[list[Trouble], dict[str, int]]:
    """All that is wrong with a file, and its numbers of rows by table; one consistent state is looked at."""
    try:
        with told(file), contextlib.closing(connect(file, read_only=True)) as connection:
            connection.text_factory = _text
            connection.execute("BEGIN")
            found = list(_look(connection, file))
            readable = not {name for name, _ in found} & {"check.schema", "check.structure", "check.behind"}
            counts = _counts(connection) if readable else {}
            return found, counts
    except ScoreError as error:
        return [(error.message_id, error.params)], {}


def _text(data: bytes) -> str:
    """Any bytes: a damaged text must not stop the search."""
    return data.decode("utf-8", errors="replace")


def _look(connection: sqlite3.Connection, file: Path) -> Iterator[Trouble]:
    revision = stored_revision(connection, file)
    if require_known(revision, file):
        yield "check.behind", {"revision": revision}
    different = _schema(connection) if revision == schema.REVISIONS[-1] else []
    if different:
        yield "check.schema", {"detail": ", ".join(different[:_FIRST])}
    broken = [row[0] for row in connection.execute(f"PRAGMA integrity_check({_FIRST})") if row[0] != "ok"]
    if broken:  # what is read from such a file means nothing
        yield from (("check.structure", {"detail": line}) for line in broken)
        return
    orphans: dict[tuple[str, str], int] = {}
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        orphans[table, parent] = orphans.get((table, parent), 0) + 1
    for (table, parent), count in orphans.items():
        yield "check.reference", {"table": table, "parent": parent, "count": count}
    if revision == schema.REVISIONS[-1] and not different:
        yield from _values(connection)
        yield from _names(connection)
        yield from _attachments(connection)


def _schema(connection: sqlite3.Connection) -> list[str]:
    different = []
    for table in METADATA.sorted_tables:
        stored = {row[1] for row in connection.execute(f'PRAGMA table_info("{table.name}")')}
        wanted = {column.name for column in table.columns}
        different += [f"{table.name}.{name}" for name in sorted(stored ^ wanted)]
        known = {row[1] for row in connection.execute(f'PRAGMA index_list("{table.name}")')}
        different += [str(index.name) for index in table.indexes if index.name not in known]
    return different


def _values(connection: sqlite3.Connection) -> Iterator[Trouble]:
    for table in METADATA.sorted_tables:
        for column in table.columns:
            wrong = _wrong(column)
            if wrong is None:
                continue
            null = f'"{column.name}" IS NOT NULL AND ' if column.nullable else ""
            count = connection.execute(f'SELECT count(*) FROM "{table.name}" WHERE {null}({wrong})').fetchone()[0]
            if count:
                yield "check.values", {"table": table.name, "field": column.name, "count": count}
    rules = (
        ("bill", "period_end", "period_end <= period_start"),
        ("bill", "quantity", "quantity IS NULL AND cost IS NULL"),
        ("bill", "unit", "quantity IS NOT NULL AND unit = ''"),
        ("bill", "currency", "cost IS NOT NULL AND currency = ''"),
        ("activity_value", "period_end", "period_end <= period_start"),
        ("audit", "period_end", "period_end <= period_start"),
        ("bill_attachment", "rotation", "rotation NOT IN (0, 90, 180, 270)"),
    )
    for name, field, wrong in rules:
        count = connection.execute(f'SELECT count(*) FROM "{name}" WHERE {wrong}').fetchone()[0]
        if count:
            yield "check.values", {"table": name, "field": field, "count": count}


_WRONG_BY_TYPE: tuple[tuple[type, str], ...] = (
    (Micro, "typeof({}) <> 'integer'"),
    (JsonText, "NOT json_valid({})"),
    (Date, "date({0}) IS NOT {0}"),
    (Boolean, "typeof({0}) <> 'integer' OR {0} NOT IN (0, 1)"),
    (AutoString, "typeof({}) <> 'text'"),
)


def _wrong(column: Column[object]) -> str | None:
    """The SQL condition under which a value is not of its column's type (SQLite would store anything)."""
    name, kind = f'"{column.name}"', column.type
    if isinstance(kind, Vocabulary):
        words = ", ".join(f"'{member.value}'" for member in kind.members)
        return f"{name} NOT IN ({words})"
    if column.name == "uid":
        return f"length({name}) <> 32 OR {name} GLOB '*[^0-9a-f]*'"
    return next((wrong.format(name) for known, wrong in _WRONG_BY_TYPE if isinstance(kind, known)), None)


def _names(connection: sqlite3.Connection) -> Iterator[Trouble]:
    for table in METADATA.sorted_tables:
        if "name_key" in table.columns:
            rows = connection.execute(f'SELECT DISTINCT name, name_key, count(*) FROM "{table.name}" GROUP BY 1, 2')
            count = sum(number for name, key, number in rows if not isinstance(name, str) or search_key(name) != key)
            if count:
                yield "check.names", {"table": table.name, "count": count}


def _attachments(connection: sqlite3.Connection) -> Iterator[Trouble]:
    rows = connection.execute(
        "SELECT a.sha256, c.content FROM attachment AS a LEFT JOIN attachment_content AS c ON c.attachment_id = a.id"
    )
    wrong = sum(
        1 for digest, content in rows if not isinstance(content, bytes) or hashlib.sha256(content).hexdigest() != digest
    )
    if wrong:
        yield "check.content", {"count": wrong}


def _counts(connection: sqlite3.Connection) -> dict[str, int]:
    return {
        table.name: connection.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0]
        for table in METADATA.sorted_tables
    }

"""What a transaction changes, row by row, with the images before and after: for undo, the audit trail, and pages.

Before-images are read from the database in `before_flush`: the history of attributes is empty for expired rows. Writes
that go past the session (Core, bulk) are refused by the guard unless they carry the token, because nobody could take
them back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, event, inspect
from sqlmodel import Session

from score_desktop.db.images import RECORDED, TOKEN, Image, read_images
from score_desktop.db.packed import PackedRows, pack
from score_desktop.models import Row, utc_now

_NAME = r"[\"`\[]?(\w+)[\"`\]]?"
_WRITES = re.compile(
    r"\b(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM"
    r"|DROP\s+TABLE(?:\s+IF\s+EXISTS)?|ALTER\s+TABLE)\s+"
    rf"(?:{_NAME}\s*\.\s*)?{_NAME}",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_READING_WORDS = ("SELECT", "PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
_FLUSHING = "score_flushing"
_RECORDER = "score_recorder"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row: its images before and after; None where it did not exist."""

    table: str
    id: int
    before: Image | None
    after: Image | None


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """All that one transaction changed; what `changed` listeners get.

    Attributes:
        uid: Portable id of its row in change_log; what `Context.undo` takes.
        kind: "do", "undo" or "redo".
        label: Message id of what was done, with its params; "" if it has none.
        rows: Single rows, in the order they were touched.
        bulk: Number of rows by table that were written in bulk: these have an inverse of their own.
        packed: Rows deleted or added by the thousand, which undo brings back or takes out too.
    """

    uid: str
    at: str
    actor: str
    kind: str
    label: str
    params: Mapping[str, Any]
    rows: tuple[RowChange, ...]
    bulk: Mapping[str, int] = field(default_factory=dict)
    packed: tuple[PackedRows, ...] = ()

    @property
    def tables(self) -> frozenset[str]:
        """Names of all tables touched: pages ask this whether they must refresh."""
        packed = (rows.table for rows in self.packed)
        return frozenset(row.table for row in self.rows) | frozenset(self.bulk) | frozenset(packed)

    @property
    def can_undo(self) -> bool:
        """False when some of it was written in bulk."""
        return not self.bulk

    def ids(self, table: str) -> tuple[int, ...]:
        """Ids of the single rows touched in a table."""
        return tuple(row.id for row in self.rows if row.table == table)


class Recorder:
    """Listens to one session for one transaction.

    Args:
        session: New, without pending rows.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._before: dict[tuple[str, int], Image | None] = {}
        self._bulk: dict[str, int] = {}
        self._packed: list[PackedRows] = []
        session.info[_RECORDER] = self
        event.listen(session, "before_flush", self._before_flush)
        event.listen(session, "after_flush", self._after_flush)

    def finish(self) -> tuple[tuple[RowChange, ...], dict[str, int]]:
        """Flush, and tell the rows that differ from before with the counts of bulk writes."""
        self._session.flush()
        connection = self._session.connection()
        by_table: dict[str, list[int]] = {}
        for table, row in self._before:
            by_table.setdefault(table, []).append(row)
        after = {
            (table, row): image
            for table, ids in by_table.items()
            for row, image in read_images(connection, table, ids).items()
        }
        rows = tuple(
            RowChange(table, row, before, after.get((table, row)))
            for (table, row), before in self._before.items()
            if before != after.get((table, row))
        )
        return rows, dict(self._bulk)

    def close(self) -> None:
        """Stop listening, whatever became of the transaction."""
        event.remove(self._session, "before_flush", self._before_flush)
        event.remove(self._session, "after_flush", self._after_flush)
        self._session.info.pop(_RECORDER, None)

    def note_bulk(self, table: str, count: int) -> None:
        """Rows of a table were written in bulk."""
        self._bulk[table] = self._bulk.get(table, 0) + count

    def remove_packed(self, table: str, ids: Sequence[int]) -> int:
        """Delete many rows and keep them packed; returns how many there were."""
        self._session.flush()
        if any((table, row) in self._before for row in ids):
            raise RuntimeError(f"rows of {table} were changed before they are removed in one change")
        packed = pack(self._session.connection(), table, ids)
        if packed.count:
            self._packed.append(packed)
        return packed.count

    def note_made(self, table: str, ids: Sequence[int]) -> None:
        """Rows were added past the session: kept packed as they stand now."""
        made = pack(self._session.connection(), table, ids, made=True)
        if made.count:
            self._packed.append(made)

    def note_new(self, table: str, ids: Iterable[int]) -> None:
        """Rows were added past the session, few enough for an image of each."""
        self._before.update({(table, row): None for row in ids})

    def note_before(self, table: str, before: Image) -> None:
        """A row is changed past the session: what it was."""
        self._before.setdefault((table, before["id"]), before)

    @property
    def packed(self) -> tuple[PackedRows, ...]:
        """What `remove_packed` took out, and `note_made` was told."""
        return tuple(self._packed)

    def _before_flush(self, session: Session, *_: object) -> None:
        connection = session.connection()
        wanted: dict[str, list[int]] = {}
        for row in self._changing(session):
            key = (row.__tablename__, row.key)
            if key[0] in RECORDED and key not in self._before:
                wanted.setdefault(key[0], []).append(key[1])
        for table, ids in wanted.items():
            images = read_images(connection, table, ids)
            self._before.update({(table, row): images.get(row) for row in ids})
        connection.info[_FLUSHING] = True

    def _changing(self, session: Session) -> Iterator[Row]:
        for row in session.dirty:
            if session.is_modified(row):
                if not inspect(row).attrs.updated_at.history.has_changes():
                    row.updated_at = utc_now()
                yield row
        yield from session.deleted

    def _after_flush(self, session: Session, *_: object) -> None:
        session.connection().info[_FLUSHING] = False
        for row in session.new:
            if row.__tablename__ in RECORDED:
                self._before.setdefault((row.__tablename__, row.key), None)


def note_bulk(session: Session, table: str, count: int) -> None:
    """Tell the session's recorder that rows were written with the token of `db.images.BULK`.

    The change then cannot be undone row by row: the writer gives it an inverse of its own (an ImportBatch).
    """
    recorder: Recorder = session.info[_RECORDER]
    recorder.note_bulk(table, count)


def remove_packed(session: Session, table: str, ids: Sequence[int]) -> int:
    """Delete many rows past the session in a way that undo brings back; for more rows than images are made for.

    The caller sees to it that nothing refers to the rows, and that the session holds no changes of them.
    """
    recorder: Recorder = session.info[_RECORDER]
    return recorder.remove_packed(table, ids)


def note_new(session: Session, table: str, ids: Iterable[int]) -> None:
    """Tell the recorder of rows that were added with the token of `db.images.BULK`: as those of a flush."""
    recorder: Recorder = session.info[_RECORDER]
    recorder.note_new(table, ids)


def note_made(session: Session, table: str, ids: Sequence[int]) -> None:
    """Tell the recorder of rows that were added with the token of `db.images.BULK`, so that undo takes them out.

    They must stay as they are until the change is stored.
    """
    recorder: Recorder = session.info[_RECORDER]
    recorder.note_made(table, ids)


def note_before(session: Session, table: str, before: Image) -> None:
    """Tell the recorder what a row is before it is changed with the token of `db.images.BULK`, so that undo can."""
    recorder: Recorder = session.info[_RECORDER]
    recorder.note_before(table, before)


def guard(engine: Engine) -> None:
    """Refuse writes on recorded tables that neither come from a flush nor carry the token.

    Raises:
        RuntimeError: In the offending statement: it is a bug of ours, not of the person's.
    """

    @event.listens_for(engine, "before_cursor_execute")
    def _check(
        connection: Connection, cursor: object, statement: str, parameters: object, context: Any, executemany: bool
    ) -> None:
        if statement[:9].upper().startswith(_READING_WORDS) or connection.info.get(_FLUSHING):
            return
        if context is not None and context.execution_options.get(TOKEN):
            return
        for _, table in _WRITES.findall(_COMMENTS.sub(" ", statement)):
            if table.lower() in RECORDED:
                raise RuntimeError(f"a write on {table} goes past the change recorder: {statement[:120]}")

    @event.listens_for(engine, "rollback")
    @event.listens_for(engine, "rollback_savepoint")
    def _clear(connection: Connection, *_: object) -> None:  # after a flush that failed
        connection.info[_FLUSHING] = False

"""Many rows at once, in few statements: what imports and audit files store."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import chain, repeat
from typing import Any

from sqlalchemy import Connection, String, literal
from sqlalchemy.sql.schema import ScalarElementColumnDefault
from sqlmodel import Session

from score_desktop.db.images import BULK, delete_rows, placeholders, table
from score_desktop.db.recorder import note_bulk, note_new
from score_desktop.models import utc_now
from score_desktop.models.base import Input
from score_desktop.models.types import JsonText, json_text

_ROWS_AT_ONCE = 500
"""Rows of one statement: starting one takes as long as storing a row. Times the columns of a table these are fewer
values than drivers take (SQLite 32,766)."""


def insert_bills(session: Session, columns: Mapping[str, Sequence[Any] | Any]) -> list[str]:
    """Store bills that `models.bulk.check_bill_columns` has passed.

    Args:
        columns: Column of `models.Bill` → values: amounts as whole millionths, days as dates; a value that is no
            list stands for all rows (``batch_id=7``). `meter_id` is needed; `uid`, `updated_at` and everything with a
            default may be left out.

    Returns:
        Portable ids, in order.
    """
    return _insert(session, "bill", columns, len(columns["period_start"]))


def insert_activity(session: Session, columns: Mapping[str, Sequence[Any] | Any]) -> list[str]:
    """Store activity values in the same way; `site_id`, `kind`, `name`, `name_key`, … `value` are needed."""
    return _insert(session, "activity_value", columns, len(columns["period_start"]))


def delete_bulk(session: Session, name: str, ids: Sequence[int]) -> None:
    """Delete rows past the recorder; the caller keeps what it needs to bring them back."""
    delete_rows(session.connection(), name, ids)
    note_bulk(session, name, len(ids))


def insert_inputs(session: Session, name: str, inputs: Sequence[Input], **more: object) -> list[tuple[int, str]]:
    """Store validated inputs as new rows that undo and the audit trail know one by one.

    The session makes an object of each row and watches every field of it, which takes five times as long.

    Args:
        more: Foreign keys, the same for all rows.

    Returns:
        Id and portable id of each, in order.
    """
    told = [data.model_dump() for data in inputs]
    columns = {column: [_raw_choice(values[column]) for values in told] for column in (told[0] if told else ())}
    uids = _store(session, name, {**columns, **more}, len(told))
    ids = _ids(session.connection(), name, uids)
    note_new(session, name, ids)
    return list(zip(ids, uids, strict=True))


def _raw_choice(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value


def _ids(connection: Connection, name: str, uids: Sequence[str]) -> list[int]:
    """Ids of rows by their portable ids."""
    rows = connection.exec_driver_sql(
        f'SELECT "uid", "id" FROM "{name}" WHERE "uid" IN ({placeholders(connection, len(uids))})', tuple(uids)
    )
    known = {str(uid): int(row) for uid, row in rows}
    return [known[uid] for uid in uids]


def _insert(session: Session, name: str, columns: Mapping[str, Any], size: int) -> list[str]:
    uids = _store(session, name, columns, size)
    if uids:
        note_bulk(session, name, size)
    return uids


def _store(session: Session, name: str, columns: Mapping[str, Any], size: int) -> list[str]:
    uids: list[str] = list(columns["uid"]) if "uid" in columns else new_uids(size)
    if not size:
        return uids
    values = {**defaults(name), "updated_at": utc_now(), **columns, "uid": uids}
    known = table(name).columns
    names = [column for column in values if column in known]
    unknown = sorted(set(values) - set(names))
    if unknown:
        raise ValueError(f"{name} has no columns {unknown}")
    connection = session.connection()
    same, varying = _parted(connection, {column: values[column] for column in names}, size)
    listed = ", ".join(f'"{column}"' for column in (*varying, *same))
    marks = ", ".join(filter(None, (placeholders(connection, len(varying)), *same.values())))
    rows = list(zip(*(_column(column, size) for column in varying.values()), strict=False))
    if len(rows) != size:
        raise ValueError(f"columns of {name} differ in length")
    for start in range(0, size, _ROWS_AT_ONCE):
        some = rows[start : start + _ROWS_AT_ONCE]
        statement = f'INSERT INTO "{name}" ({listed}) VALUES {", ".join([f"({marks})"] * len(some))}'
        connection.exec_driver_sql(statement, tuple(chain.from_iterable(some)), execution_options=BULK)
    return uids


def _parted(connection: Connection, columns: Mapping[str, Any], size: int) -> tuple[dict[str, str], dict[str, Any]]:
    """Columns with one value for all rows, written out for the statement, and the others.

    Handing a value to the driver takes about as long for each row as storing it, and of a bill's columns most say the
    same in all rows of a file.
    """
    same: dict[str, str] = {}
    varying: dict[str, Any] = {}
    for name, values in columns.items():
        is_list = isinstance(values, (list, tuple))
        is_one = not is_list or (size > 1 and len(values) == size and values.count(values[0]) == size)
        written = _written(connection, values[0] if is_list else values) if is_one else None
        if written is None:
            varying[name] = values
        else:
            same[name] = written
    return same, varying


def _written(connection: Connection, value: Any) -> str | None:
    """A value as SQLite reads it in a statement; None: it can only be handed over beside it."""
    value = _raw_day(value)
    if connection.dialect.name != "sqlite":
        return None
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(int(value))
    if not isinstance(value, str) or "\0" in value:  # a statement ends at the first NUL
        return None
    return str(literal(value, String).compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True}))


def _column(values: Any, size: int) -> Any:
    if not isinstance(values, (list, tuple)):
        return repeat(_raw_day(values), size)
    first = next((value for value in values if value is not None), None)
    if not isinstance(first, dt.date):
        return values
    known: dict[Any, Any] = {day: _raw_day(day) for day in set(values)}
    return [known[day] for day in values]


def _raw_day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def defaults(name: str) -> dict[str, Any]:
    """Defaults of the columns that are never NULL, where they are the same for all rows; the driver's raw values."""
    found: dict[str, Any] = {}
    for column in table(name).columns:
        if isinstance(column.default, ScalarElementColumnDefault) and not column.nullable:
            value = column.default.arg
            found[column.name] = value.value if isinstance(value, StrEnum) else value
        elif isinstance(column.type, JsonText) and column.default is not None and not column.nullable:
            found[column.name] = json_text({})
    return found


def new_uids(count: int) -> list[str]:
    """Portable ids for many rows at once: UUIDs of version 7 (RFC 9562, 5.7), which begin with the moment.

    In order and behind those of earlier imports: their index takes them at one place of its own, instead of a page here
    and a page there, which all would be written anew.
    """
    moment = f"{time.time_ns() // 1_000_000:012x}"
    digits = bytearray(os.urandom(10 * count))
    digits[0::10] = digits[0::10].translate(_VERSION)
    digits[2::10] = digits[2::10].translate(_VARIANT)
    text = digits.hex()
    return [moment + rest for rest in sorted(text[start : start + 20] for start in range(0, 20 * count, 20))]


_VERSION = bytes(byte & 0x0F | 0x70 for byte in range(256))
_VARIANT = bytes(byte & 0x3F | 0x80 for byte in range(256))
"""What the bytes of a UUID become that tell its version and variant."""

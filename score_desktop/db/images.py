"""Rows as the database holds them, in JSON's types: what undo compares and puts back, and what files carry.

An image maps column names to raw values: amounts are whole millionths, days and stamps ISO text, flags 0 or 1, JSON
columns their text, bytes ``{"base64": "…"}``. It is taken and written without conversion, so it comes back exactly.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from score_desktop.models import METADATA

Image = dict[str, Any]

TOKEN = "score_bulk"
BULK: Mapping[str, bool] = {TOKEN: True}
"""Execution options that let a statement past the guard of `db.recorder`; for `db` and `services.imports` alone."""

RECORDED = frozenset(METADATA.tables) - {"change_log"}
"""Tables whose rows undo brings back."""

_CHUNK = 500
_UID = re.compile(r"[0-9a-f]{32}")


def table(name: str) -> Table:
    """The description of a table."""
    return METADATA.tables[name]


def read_images(connection: Connection, name: str, ids: Iterable[int]) -> dict[int, Image]:
    """Images of the rows of a table that exist, by id."""
    wanted = sorted(set(ids))
    found: dict[int, Image] = {}
    for start in range(0, len(wanted), _CHUNK):
        numbers = ",".join(str(int(number)) for number in wanted[start : start + _CHUNK])
        for image in select_images(connection, name, f'WHERE "id" IN ({numbers})'):
            found[image["id"]] = image
    return found


def select_images(connection: Connection, name: str, rest: str) -> Iterator[Image]:
    """Images of the rows that a clause selects.

    Args:
        rest: What follows the table in the statement, made of names and whole numbers only, never of people's words.
    """
    names = [column.name for column in table(name).columns]
    listed = ", ".join(f'"{column}"' for column in names)
    for row in connection.exec_driver_sql(f'SELECT {listed} FROM "{name}" {rest}'):
        yield {column: _portable(value) for column, value in zip(names, row, strict=True)}


def insert_images(connection: Connection, name: str, images: Sequence[Image]) -> None:
    """Store rows; with "id" in the images under that id, else under new ones. All images have the same columns."""
    if not images:
        return
    names = list(images[0])
    listed = ", ".join(f'"{column}"' for column in names)
    statement = f'INSERT INTO "{name}" ({listed}) VALUES ({_places(connection, len(names))})'
    rows = [tuple(_raw(image[column]) for column in names) for image in images]
    connection.exec_driver_sql(statement, rows, execution_options=BULK)


def update_image(connection: Connection, name: str, row: int, image: Mapping[str, Any]) -> None:
    """Set columns of one row."""
    mark = _places(connection, 1)
    names = [column for column in image if column != "id"]
    listed = ", ".join(f'"{column}" = {mark}' for column in names)
    values = tuple(_raw(image[column]) for column in names)
    connection.exec_driver_sql(f'UPDATE "{name}" SET {listed} WHERE "id" = {int(row)}', values, execution_options=BULK)


def delete_rows(connection: Connection, name: str, ids: Iterable[int]) -> None:
    """Delete rows by id."""
    wanted = sorted(ids, reverse=True)
    for start in range(0, len(wanted), _CHUNK):
        numbers = ",".join(str(int(number)) for number in wanted[start : start + _CHUNK])
        connection.exec_driver_sql(f'DELETE FROM "{name}" WHERE "id" IN ({numbers})', execution_options=BULK)


def placeholders(connection: Connection, count: int) -> str:
    """The driver's marks for parameters, separated by commas."""
    return _places(connection, count)


def _places(connection: Connection, count: int) -> str:
    mark = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    return ", ".join([mark] * count)


def _portable(value: Any) -> Any:
    if isinstance(value, (bytes, memoryview)):
        return {"base64": base64.b64encode(bytes(value)).decode("ascii")}
    if isinstance(value, dt.date):  # drivers other than SQLite's give dates
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def _raw(value: Any) -> Any:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value


def by_uid(connection: Connection, name: str, uids: Iterable[str]) -> dict[str, Image]:
    """Images of the rows of a table that exist, by portable id.

    Raises:
        ValueError: For what is no portable id.
    """
    wanted = list(uids)
    if any(not _UID.fullmatch(uid) for uid in wanted):
        raise ValueError("a portable id has 32 hexadecimal digits")
    found: dict[str, Image] = {}
    for start in range(0, len(wanted), _CHUNK):
        words = ",".join(f"'{uid}'" for uid in wanted[start : start + _CHUNK])
        for image in select_images(connection, name, f'WHERE "uid" IN ({words})'):
            found[image["uid"]] = image
    return found


def newest_id(connection: Connection, name: str) -> int:
    """The largest id of a table; 0 without rows. Rows that are stored from now on have larger ones."""
    return int(connection.exec_driver_sql(f'SELECT COALESCE(MAX("id"), 0) FROM "{name}"').scalar_one())


def ids_after(connection: Connection, name: str, last: int) -> list[int]:
    """Ids of the rows of a table above one, in order."""
    rows = connection.exec_driver_sql(f'SELECT "id" FROM "{name}" WHERE "id" > {int(last)} ORDER BY "id"')
    return [int(row[0]) for row in rows]


def by_parent(connection: Connection, name: str, column: str, ids: Iterable[int]) -> Iterator[Image]:
    """Images of the rows whose foreign key is among some ids, in the order they were made."""
    numbers = ",".join(str(int(number)) for number in sorted(ids))
    if not numbers:  # databases other than SQLite refuse an empty list
        return iter(())
    return select_images(connection, name, f'WHERE "{column}" IN ({numbers}) ORDER BY "id"')

"""Many rows deleted or added at once, kept small: undone like any other change, without an image for each row.

An image with names takes 2 KB of memory and 1 KB of the audit trail; packed in blocks, a bill takes some 60 bytes.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from score_desktop.db.images import Image, delete_rows, insert_images, read_images, table

BLOCK = 2000
"""Rows that are unpacked at a time."""


@dataclass(frozen=True, slots=True)
class PackedRows:
    """Rows of one table that a change removed, or added.

    Attributes:
        made: They were added: undo takes them out, redo puts them back.
        columns: Names of the values of each row, "id" among them.
        blocks: Rows as JSON, compressed, as text; in the order of ids.
    """

    table: str
    count: int
    columns: tuple[str, ...]
    blocks: tuple[str, ...]
    made: bool = False

    def as_json(self) -> dict[str, Any]:
        """As the audit trail keeps it."""
        told = {"table": self.table, "count": self.count, "columns": list(self.columns), "blocks": list(self.blocks)}
        return {**told, "made": True} if self.made else told

    @classmethod
    def of_json(cls, value: Mapping[str, Any]) -> PackedRows:
        """From the audit trail."""
        blocks = tuple(value["blocks"])
        return cls(value["table"], value["count"], tuple(value["columns"]), blocks, bool(value.get("made", False)))

    def images(self) -> Iterator[list[Image]]:
        """The rows, block by block."""
        for block in self.blocks:
            rows = json.loads(zlib.decompress(base64.b64decode(block)))
            yield [dict(zip(self.columns, row, strict=True)) for row in rows]

    def ids(self) -> Iterator[list[int]]:
        """Ids of the rows, block by block."""
        for images in self.images():
            yield [image["id"] for image in images]


def pack(connection: Connection, name: str, ids: Sequence[int], *, made: bool = False) -> PackedRows:
    """Take rows out of the database, or note those that were added; what does not exist is passed over."""
    columns = tuple(column.name for column in table(name).columns)
    blocks, count = [], 0
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), BLOCK):
        images = read_images(connection, name, wanted[start : start + BLOCK])
        rows = [list(image.values()) for image in images.values()]
        if rows:
            text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
            blocks.append(base64.b64encode(zlib.compress(text.encode(), 6)).decode("ascii"))
            count += len(rows)
            if not made:
                delete_rows(connection, name, images)
    return PackedRows(name, count, columns, tuple(blocks), made)


def put_back(connection: Connection, rows: PackedRows, newer: Image) -> None:
    """Store the rows again under their ids.

    Args:
        newer: Values for columns that came after the rows were packed (`bulk.defaults`).
    """
    for images in rows.images():
        insert_images(connection, rows.table, [{**newer, **image} for image in images])


def take_out(connection: Connection, rows: PackedRows) -> None:
    """Delete the rows again."""
    for ids in rows.ids():
        delete_rows(connection, rows.table, ids)


def stand(connection: Connection, rows: PackedRows) -> bool:
    """True if all of the rows stand in the database just as they were packed; newer columns are not asked."""
    return all(_stored(connection, rows, [image["id"] for image in images]) == images for images in rows.images())


def _stored(connection: Connection, rows: PackedRows, ids: Sequence[int]) -> list[Image]:
    stored = read_images(connection, rows.table, ids).values()
    return [{name: image.get(name) for name in rows.columns} for image in stored]


def are_gone(connection: Connection, rows: PackedRows) -> bool:
    """True if none of the ids is in use."""
    return not any(read_images(connection, rows.table, ids) for ids in rows.ids())

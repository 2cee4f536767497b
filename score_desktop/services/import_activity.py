"""Activity data of one import: production, hours, workers by month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, select, type_coerce
from sqlmodel import Session, col

from score_desktop.db.bulk import insert_activity
from score_desktop.db.images import read_images, update_image
from score_desktop.db.recorder import note_bulk
from score_desktop.enums import ActivityKind, OnConflict
from score_desktop.importing.identity import ActivityKey, Decision, classify_activity
from score_desktop.importing.result import Understanding
from score_desktop.models import ActivityValue, Product, ProductIn, utc_now
from score_desktop.models.base import make
from score_desktop.models.text import search_key
from score_desktop.services.import_outcome import ActivitySums, ConflictRow, ImportOptions, RecordKey, plain
from score_desktop.services.import_records import Columns, ImportTarget, Sorted, raw, rows_at, sort_records


def activity_key(columns: Columns, position: int) -> RecordKey:
    """What names an activity value of a file."""
    names = ("source_sheet", "source_row", "source_column", "name", "kind")
    sheet, row, column, name, kind = (columns[column][position] for column in names)
    return RecordKey(sheet, row, column, name, str(kind))


class ActivityStore:
    """Activity data of one import: known by site, kind, name and month."""

    def __init__(
        self, session: Session, target: ImportTarget, found: Understanding, options: ImportOptions, batch_id: int
    ) -> None:
        self.session, self.target, self.found, self.options, self.batch_id = session, target, found, options, batch_id
        self.columns: Columns = found.activity
        self.made: list[list[str]] = []
        self.replaced: list[dict[str, Any]] = []
        self.sorted = Sorted([], [], [], 0)
        self.sound: Sequence[int] = range(found.activity_count)
        self.decisions: Sequence[Decision] = ()
        self._name_keys: list[str] = []

    @property
    def both(self) -> int:
        """As for bills."""
        return len(self.sorted.beside)

    def decide(self) -> None:
        """As for bills."""
        size = self.found.activity_count
        if not size:
            return
        keys = [
            ActivityKey(str(kind), search_key(name), start, end, value)
            for kind, name, start, end, value in rows_at(
                range(size), *(self.columns[name] for name in ("kind", "name", "period_start", "period_end", "value"))
            )
        ]
        stored = self._stored_keys()
        self._name_keys = [key.name for key in keys]
        self.decisions = classify_activity(keys, [key for _, key in stored])
        decided = sort_records(self.decisions, range(size), self._chosen_of, self.options.on_conflict)
        self.sorted = decided.with_ids([row for row, _ in stored])

    def write(self) -> None:
        """Store what was decided."""
        self._insert(self._name_keys)
        self._replace()

    def key_of(self, position: int) -> RecordKey:
        """What names a record of the file."""
        return activity_key(self.columns, position)

    def _chosen_of(self, position: int) -> OnConflict | None:
        return self.options.decisions.get(self.key_of(position)) if self.options.decisions else None

    def _stored_keys(self) -> list[tuple[int, ActivityKey]]:
        rows = self.session.execute(
            select(
                col(ActivityValue.id),
                col(ActivityValue.kind),
                col(ActivityValue.name_key),
                col(ActivityValue.period_start),
                col(ActivityValue.period_end),
                type_coerce(col(ActivityValue.value), BigInteger),
            )
            .where(col(ActivityValue.site_id) == self.target.site_id)
            .order_by(col(ActivityValue.id))
        )
        return [(row[0], ActivityKey(str(row[1]), *row[2:])) for row in rows]

    def _insert(self, name_keys: list[str]) -> None:
        take = self.sorted.take
        if not take:
            return
        products = self._products(take, name_keys)
        chosen = {name: [values[position] for position in take] for name, values in self.columns.items()}
        insert_activity(
            self.session,
            {
                **chosen,
                "kind": [str(kind) for kind in chosen["kind"]],
                "name_key": [name_keys[position] for position in take],
                "product_id": [products.get(name_keys[p]) if self._is_production(p) else None for p in take],
                "site_id": self.target.site_id,
                "batch_id": self.batch_id,
                "source_file": self.found.file,
            },
        )

    def _is_production(self, position: int) -> bool:
        return str(self.columns["kind"][position]) == ActivityKind.PRODUCTION

    def _products(self, take: list[int], name_keys: list[str]) -> dict[str, int]:
        """Id of each product by its key; a product that is new to the site is made."""
        rows = self.session.execute(
            select(col(Product.name_key), col(Product.id))
            .where(col(Product.site_id) == self.target.site_id)
            .order_by(col(Product.id).desc())
        )
        known: dict[str, int] = {row[0]: row[1] for row in rows}
        for position in take:
            key = name_keys[position]
            if not self._is_production(position) or key in known:
                continue
            data = ProductIn(name=self.columns["name"][position], unit=self.columns["unit"][position])
            row = make(Product, data, site_id=self.target.site_id)
            self.session.add(row)
            self.session.flush()
            known[key] = row.key
            self.made.append(["product", row.uid])
        return known

    def _replace(self) -> None:
        connection = self.session.connection()
        before = read_images(connection, "activity_value", [row for _, row in self.sorted.replace])
        for position, row in self.sorted.replace:
            values = {
                name: raw(self.columns[name][position])
                for name in ("value", "unit", "source_sheet", "source_row", "source_column")
                if name in self.columns
            }
            image = {**values, "source_file": self.found.file, "updated_at": utc_now()}
            update_image(connection, "activity_value", row, image)
        after = read_images(connection, "activity_value", list(before))
        self.replaced = [{"table": "activity_value", "before": before[row], "after": after[row]} for row in before]
        if before:
            note_bulk(self.session, "activity_value", len(before))

    def sums(self) -> tuple[ActivitySums, ...]:
        """Per series what was imported, in the order of the file."""
        both = self.sorted.beside
        series: dict[tuple[str, str, str], list[int]] = {}
        for position in self.sorted.take:
            if position not in both:
                key = tuple(str(self.columns[name][position]) for name in ("kind", "name", "unit"))
                series.setdefault((key[0], key[1], key[2]), []).append(self.columns["value"][position])
        return tuple(
            ActivitySums(kind, name, unit, len(values), sum(values)) for (kind, name, unit), values in series.items()
        )

    def conflict_rows(self) -> tuple[ConflictRow, ...]:
        """Both sides of each conflict."""
        ids = [stored for _, stored, _ in self.sorted.conflicts if stored is not None]
        images = {image["before"]["id"]: image["before"] for image in self.replaced}
        images |= read_images(self.session.connection(), "activity_value", [row for row in ids if row not in images])
        rows = []
        for position, stored, other in self.sorted.conflicts:
            known = images[stored] if stored is not None else self._image(other if other is not None else position)
            rows.append(
                ConflictRow(
                    self.columns["source_sheet"][position],
                    self.columns["source_row"][position],
                    self.columns["name"][position],
                    _activity_side(known),
                    _activity_side(self._image(position)),
                    self._chosen_of(position) or self.options.on_conflict,
                )
            )
        return tuple(rows)

    def _image(self, position: int) -> dict[str, Any]:
        image = {name: raw(values[position]) for name, values in self.columns.items()}
        return {**image, "source_file": self.found.file}


def _activity_side(image: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "period": [image.get("period_start"), image.get("period_end")],
        "value": plain(image.get("value")),
        "unit": image.get("unit", ""),
        "file": image.get("source_file", ""),
        "sheet": image.get("source_sheet", ""),
        "row": image.get("source_row"),
    }

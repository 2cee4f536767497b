"""An import taken back as a whole, whenever: its rows go, what it replaced comes back.

Nothing else differs afterwards but change_log and import_batch themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from score_desktop.db.bulk import delete_bulk
from score_desktop.db.images import by_uid, update_image
from score_desktop.db.recorder import note_bulk
from score_desktop.enums import BatchStatus
from score_desktop.errors import Refused
from score_desktop.models import ActivityValue, Bill, ImportBatch, Meter, Product
from score_desktop.services.context import Context
from score_desktop.services.finding_reviews import forget_reviews


@dataclass(frozen=True, slots=True)
class ImportUndone:
    """What taking an import back did: records removed, and records that have their earlier values again."""

    batch: str
    file: str
    removed: int
    restored: int

    def as_json(self) -> dict[str, Any]:
        """As `import --undo --json` prints it."""
        return {"batch": self.batch, "file": self.file, "removed": self.removed, "restored": self.restored}


def undo_import(context: Context, batch_uid: str) -> ImportUndone:
    """Take an import back in one transaction.

    Raises:
        Refused: "import.batch_unknown", "import.already_undone"; "import.edited_since" if records that it brought or
            replaced were changed afterwards.
    """
    words = {"batch": batch_uid, "file": context.read(_batch, batch_uid).file_name}
    return context.write(_undo, batch_uid, label=("change.import_undone", words))


def _undo(session: Session, batch_uid: str) -> ImportUndone:
    batch = _batch(session, batch_uid)
    if batch.status is BatchStatus.UNDONE:
        raise Refused("import.already_undone", file=batch.file_name)
    bills = _rows_of(session, Bill, batch)
    activity = _rows_of(session, ActivityValue, batch)
    restored = _restore(session, batch)
    delete_bulk(session, "bill", bills)
    delete_bulk(session, "activity_value", activity)
    _remove_made(session, batch.inverse.get("made", []))
    batch.status = BatchStatus.UNDONE
    return ImportUndone(batch.uid, batch.file_name, len(bills) + len(activity), restored)


def _batch(session: Session, batch_uid: str) -> ImportBatch:
    batch = session.scalars(select(ImportBatch).where(col(ImportBatch.uid) == batch_uid)).first()
    if batch is None:
        raise Refused("import.batch_unknown", batch=batch_uid)
    return batch


def _rows_of(session: Session, table: type[Bill] | type[ActivityValue], batch: ImportBatch) -> list[int]:
    """Ids of the batch's rows; refused when a person or a later import changed one since."""
    rows = session.execute(select(col(table.id), col(table.updated_at)).where(col(table.batch_id) == batch.key)).all()
    own = set(batch.inverse.get("stamps", []))
    changed = sum(stamp not in own for _, stamp in rows)
    if changed:
        raise Refused("import.edited_since", file=batch.file_name, count=changed)
    return [row for row, _ in rows]


def _restore(session: Session, batch: ImportBatch) -> int:
    """Give replaced rows their earlier values again.

    Rows are found by portable id, and ids of this database are left as they are: an audit file takes a batch to
    other computers, where they differ.
    """
    replaced: Sequence[Mapping[str, Any]] = batch.inverse.get("replaced", [])
    connection = session.connection()
    for name in {change["table"] for change in replaced}:
        changes = [change for change in replaced if change["table"] == name]
        stored = by_uid(connection, name, [change["after"]["uid"] for change in changes])
        changed = sum(
            _portable(stored.get(change["after"]["uid"], {})) != _portable(change["after"]) for change in changes
        )
        if changed:
            raise Refused("import.edited_since", file=batch.file_name, count=changed)
        for change in changes:
            update_image(connection, name, stored[change["after"]["uid"]]["id"], _portable(change["before"]))
        note_bulk(session, name, len(changes))
    return len(replaced)


def _portable(image: Mapping[str, Any]) -> dict[str, Any]:
    """An image without what is an id of one database."""
    return {name: value for name, value in image.items() if name != "id" and not name.endswith("_id")}


def _remove_made(session: Session, made: Sequence[Sequence[str]]) -> None:
    """Remove meters and products that the import made, unless something else uses them by now."""
    for kind, uid in made:
        if kind == "meter":
            meter = session.scalars(select(Meter).where(col(Meter.uid) == uid)).first()
            if meter is not None and not _used(session, col(Bill.meter_id) == meter.id):
                forget_reviews(session, [meter.key])
                session.delete(meter)
        else:
            product = session.scalars(select(Product).where(col(Product.uid) == uid)).first()
            if product is not None and not _used(session, col(ActivityValue.product_id) == product.id):
                session.delete(product)
    session.flush()


def _used(session: Session, condition: ColumnElement[bool] | bool) -> bool:
    return session.execute(select(1).where(condition).limit(1)).first() is not None  # type: ignore[arg-type]

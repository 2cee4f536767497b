"""An import taken back as a whole, whenever: its rows go, what it replaced comes back.

Nothing else differs afterwards but change_log and import_batch themselves. Photos and PDFs that were attached to its
bills go off with them, and do not come back when the import is done again: it makes its bills anew.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col

from score_desktop.db.bulk import delete_bulk
from score_desktop.db.images import by_uid, update_image
from score_desktop.db.recorder import note_bulk
from score_desktop.enums import BatchStatus, OnEdited
from score_desktop.errors import Refused
from score_desktop.i18n import Texts
from score_desktop.models import ActivityValue, Bill, ImportBatch, Meter, Product
from score_desktop.services.bill_files import forget_files
from score_desktop.services.context import Context
from score_desktop.services.finding_reviews import forget_reviews
from score_desktop.services.import_edited import EditedLines, edited_lines, edited_records, portable


@dataclass(frozen=True, slots=True)
class ImportUndone:
    """What taking an import back did.

    Attributes:
        removed: Records that are gone.
        restored: Records that have their earlier values again.
        kept: Records that were changed since and stay as they are.
    """

    batch: str
    file: str
    removed: int
    restored: int
    kept: int = 0

    def as_json(self) -> dict[str, Any]:
        """As `import --undo --json` prints it."""
        return {
            "batch": self.batch,
            "file": self.file,
            "removed": self.removed,
            "restored": self.restored,
            "kept": self.kept,
        }


def edited_since(session: Session, batch_uid: str, texts: Texts) -> tuple[EditedLines, ...]:
    """Records that an import brought or replaced and that were changed since, and its bills with files, in words.

    Raises:
        Refused: "import.batch_unknown", "import.already_undone".
    """
    return edited_lines(session, edited_records(session, _standing(session, batch_uid)), texts)


def undo_import(context: Context, batch_uid: str, on_edited: OnEdited = OnEdited.REFUSE) -> ImportUndone:
    """Take an import back in one transaction.

    Args:
        on_edited: What becomes of records that were changed since, by a person or by a later import, and of bills
            that have photos or PDFs: KEEP leaves them as they are, REMOVE takes them back like all others, their
            files for good, REFUSE (the default) takes nothing back if there are any. A record that was replaced and
            deleted since stays deleted.

    Raises:
        Refused: "import.batch_unknown", "import.already_undone", "import.edited_since".
    """
    words = {"batch": batch_uid, "file": context.read(_batch, batch_uid).file_name}
    return context.write(_undo, batch_uid, on_edited, label=("change.import_undone", words))


def _undo(session: Session, batch_uid: str, on_edited: OnEdited) -> ImportUndone:
    batch = _standing(session, batch_uid)
    edited = edited_records(session, batch)
    if edited and on_edited is OnEdited.REFUSE:
        raise Refused("import.edited_since", file=batch.file_name, count=len(edited))
    kept = {one.uid for one in edited} if on_edited is OnEdited.KEEP else set()
    bills = _rows_of(session, Bill, batch, kept)
    activity = _rows_of(session, ActivityValue, batch, kept)
    restored = _restore(session, batch, kept)
    forget_files(session, bills)
    delete_bulk(session, "bill", bills)
    delete_bulk(session, "activity_value", activity)
    _remove_made(session, batch.inverse.get("made", []))
    batch.status = BatchStatus.UNDONE
    left = sum(one.uid in kept and one.now is not None for one in edited)
    return ImportUndone(batch.uid, batch.file_name, len(bills) + len(activity), restored, left)


def _standing(session: Session, batch_uid: str) -> ImportBatch:
    batch = _batch(session, batch_uid)
    if batch.status is BatchStatus.UNDONE:
        raise Refused("import.already_undone", file=batch.file_name)
    return batch


def _batch(session: Session, batch_uid: str) -> ImportBatch:
    batch = session.scalars(select(ImportBatch).where(col(ImportBatch.uid) == batch_uid)).first()
    if batch is None:
        raise Refused("import.batch_unknown", batch=batch_uid)
    return batch


def _rows_of(
    session: Session, table: type[Bill] | type[ActivityValue], batch: ImportBatch, kept: Collection[str]
) -> list[int]:
    """Ids of the batch's rows that go."""
    rows = session.execute(select(col(table.id), col(table.uid)).where(col(table.batch_id) == batch.key))
    return [row for row, uid in rows if row is not None and uid not in kept]


def _restore(session: Session, batch: ImportBatch, kept: Collection[str]) -> int:
    """Give replaced rows their earlier values again; returns how many.

    Rows are found by portable id, and ids of this database are left as they are: an audit file takes a batch to
    other computers, where they differ.
    """
    replaced: Sequence[Mapping[str, Any]] = batch.inverse.get("replaced", [])
    connection = session.connection()
    restored = 0
    for name in dict.fromkeys(change["table"] for change in replaced):
        changes = [change for change in replaced if change["table"] == name and change["after"]["uid"] not in kept]
        stored = by_uid(connection, name, [change["after"]["uid"] for change in changes])
        for change in changes:
            now = stored.get(change["after"]["uid"])
            if now is not None:
                update_image(connection, name, now["id"], portable(change["before"]))
                restored += 1
        if stored:
            note_bulk(session, name, len(stored))
    return restored


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

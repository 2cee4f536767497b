"""Records of an import that were changed since: what it had stored, and what stands there now.

Bills that have photos or PDFs are among them, changed or not: these would go with the bills.

What an import stored is not kept a second time. The first change of a record after the import tells it: the audit
trail has the record as it was before, and so has the batch of a later import that replaced it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.db.images import Image, by_uid, read_images
from score_desktop.i18n import Texts
from score_desktop.models import ActivityValue, Bill, ChangeLog, ImportBatch
from score_desktop.services.bill_files import imported_files
from score_desktop.services.history import names_in
from score_desktop.services.history_words import RecordLines, record_lines

_STAMPED: tuple[type[Bill] | type[ActivityValue], ...] = (Bill, ActivityValue)


@dataclass(frozen=True, slots=True)
class EditedRecord:
    """A record that somebody, or a later import, changed after the import, or that has files; between services only.

    Attributes:
        table: "bill" or "activity_value".
        replaced: It stood before; the import gave it other values.
        imported: As the import left it; None: nobody knows any more (the audit came as a file).
        now: As it stands; None: it was deleted, which happens to replaced ones only.
        files: Names of the photos and PDFs that would go with the bill. Those of a replaced one stay.
    """

    table: str
    uid: str
    replaced: bool
    imported: Image | None
    now: Image | None
    files: tuple[str, ...] = ()


def edited_records(session: Session, batch: ImportBatch) -> tuple[EditedRecord, ...]:
    """Records that the import brought or replaced and that are not as it left them, and its bills that have files.

    Deleted ones are gone already.
    """
    own = set(batch.inverse.get("stamps", []))
    files = imported_files(session, batch.key)
    found: list[EditedRecord] = []
    for model in _STAMPED:
        name = str(model.__tablename__)
        query = select(col(model.id), col(model.updated_at)).where(col(model.batch_id) == batch.key)
        stamped = [row for row, stamp in session.execute(query) if stamp not in own and row is not None]
        shown = files if model is Bill else {}
        now = read_images(session.connection(), name, {*stamped, *shown})
        before = {row: image for row, image in now.items() if image["updated_at"] in own}
        if stamped:
            before |= _as_imported(session, batch, name, {row: now[row] for row in stamped})
        found += [
            EditedRecord(name, image["uid"], False, before.get(row), image, shown.get(row, ()))
            for row, image in now.items()
            if row in shown or not _is_same(before.get(row), image)
        ]
    return (*found, *_replaced(session, batch))


def _is_same(before: Image | None, now: Image) -> bool:
    """Changed and changed back: only the stamp tells of it."""
    return before is not None and {**before, "updated_at": ""} == {**now, "updated_at": ""}


def _replaced(session: Session, batch: ImportBatch) -> list[EditedRecord]:
    changes: Sequence[Mapping[str, Any]] = batch.inverse.get("replaced", [])
    found = []
    for name in dict.fromkeys(change["table"] for change in changes):
        own = [change for change in changes if change["table"] == name]
        stored = by_uid(session.connection(), name, [change["after"]["uid"] for change in own])
        for change in own:
            uid = change["after"]["uid"]
            now = stored.get(uid)
            if now is None or portable(now) != portable(change["after"]):
                found.append(EditedRecord(name, uid, True, dict(change["after"]), now))
    return found


def portable(image: Mapping[str, Any]) -> dict[str, Any]:
    """An image without what is an id of one database: an audit file takes a batch to computers where they differ."""
    return {name: value for name, value in image.items() if name != "id" and not name.endswith("_id")}


def _as_imported(session: Session, batch: ImportBatch, name: str, now: Mapping[int, Image]) -> dict[int, Image]:
    """Records as they were before they were first changed after the import."""
    wanted, by_portable = set(now), {image["uid"]: row for row, image in now.items()}
    found: dict[int, Image] = {}
    for label, params, changes in _changes_since(session, batch):
        for table, row, before, _ in changes["rows"]:
            if table == name and row in wanted and before is not None:
                found.setdefault(row, before)
        if label == "change.imported":
            for change in _replaced_by(session, str(params.get("batch", ""))):
                place = by_portable.get(change["before"]["uid"]) if change["table"] == name else None
                if place is not None:
                    found.setdefault(place, change["before"])
        if len(found) == len(wanted):
            break
    return found


def _changes_since(session: Session, batch: ImportBatch) -> Iterable[Any]:
    logs = select(col(ChangeLog.id), col(ChangeLog.params)).where(col(ChangeLog.label) == "change.imported")
    own = [row for row, params in session.execute(logs) if params.get("batch") == batch.uid]
    later = select(col(ChangeLog.label), col(ChangeLog.params), col(ChangeLog.changes)).order_by(col(ChangeLog.id))
    return session.execute(later.where(col(ChangeLog.id) > (own[0] or 0)) if own else later)


def _replaced_by(session: Session, batch_uid: str) -> Sequence[Mapping[str, Any]]:
    inverse = session.scalars(select(col(ImportBatch.inverse)).where(col(ImportBatch.uid) == batch_uid)).first()
    return [] if inverse is None else inverse.get("replaced", [])


# -- in words --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EditedLines:
    """One changed record for a person: what it is, and each field as imported and as it is now.

    Attributes:
        replaced: As `EditedRecord`.
        deleted: It stands no more.
        known: What the import had stored is known; else `record.lines` has what stands now.
        files: As `EditedRecord`.
    """

    record: RecordLines
    replaced: bool
    deleted: bool
    known: bool
    files: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """One of `edited` of `import --undo --json`."""
        fields = [{"field": one.field, "imported": one.before, "now": one.after} for one in self.record.lines]
        return {
            "record": self.record.name,
            "replaced": self.replaced,
            "deleted": self.deleted,
            "fields": fields,
            "files": list(self.files),
        }


def edited_lines(session: Session, records: Sequence[EditedRecord], texts: Texts) -> tuple[EditedLines, ...]:
    """The records in words."""
    names = names_in(session, [(one.table, one.imported, one.now) for one in records])
    return tuple(
        EditedLines(
            record_lines(one.table, one.imported, one.now, names, texts),
            one.replaced,
            one.now is None,
            one.imported is not None,
            one.files,
        )
        for one in records
    )

"""Taking a committed change back, and doing it again: only if nobody has touched its rows since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from score_desktop.db.bulk import defaults
from score_desktop.db.images import Image, delete_rows, insert_images, read_images, update_image
from score_desktop.db.packed import PackedRows, are_gone, pack, put_back, stand, take_out
from score_desktop.db.recorder import ChangeSet, RowChange
from score_desktop.enums import BatchStatus
from score_desktop.errors import Refused
from score_desktop.models import METADATA, Attachment, AttachmentContent, ChangeLog, ImportBatch


def store_change(session: Session, change: ChangeSet) -> None:
    """Write a change into the audit trail."""
    session.add(
        ChangeLog(
            uid=change.uid,
            at=change.at,
            actor=change.actor,
            label=change.label,
            params=dict(change.params),
            changes={
                "rows": [[row.table, row.id, row.before, row.after] for row in change.rows],
                "bulk": dict(change.bulk),
                **({"packed": [rows.as_json() for rows in change.packed]} if change.packed else {}),
            },
        )
    )
    session.flush()


def last_change(session: Session, *, undone: bool) -> str | None:
    """Uid of the change that undo (or redo, with `undone`) would take next; None if there is none.

    Undo takes the newest change that stands; redo the oldest of those that were taken back
    since the newest change was made.
    """
    if not undone:
        standing = select(col(ChangeLog.uid)).where(col(ChangeLog.undone).is_(False))
        return session.scalars(standing.order_by(col(ChangeLog.id).desc())).first()
    waiting = select(col(ChangeLog.uid)).where(
        col(ChangeLog.undone).is_(True), col(ChangeLog.undone_after) == _newest(session)
    )
    return session.scalars(waiting.order_by(col(ChangeLog.id))).first()


def _newest(session: Session) -> int:
    return session.scalar(select(func.max(col(ChangeLog.id)))) or 0


def revert(session: Session, uid: str, actor: str) -> ChangeSet:
    """Put the rows of a change back as they were before it.

    Raises:
        Refused: "undo.unknown", "undo.already", "undo.bulk", "undo.changed_since", "undo.in_use".
    """
    return _turn(session, uid, actor, undo=True)


def repeat(session: Session, uid: str, actor: str) -> ChangeSet:
    """Do a change again that was taken back.

    Raises:
        Refused: "undo.unknown", "undo.not_undone", "undo.bulk", "undo.changed_since", "undo.in_use".
    """
    return _turn(session, uid, actor, undo=False)


def _turn(session: Session, uid: str, actor: str, *, undo: bool) -> ChangeSet:
    log = session.scalars(select(ChangeLog).where(col(ChangeLog.uid) == uid)).first()
    if log is None:
        raise Refused("undo.unknown", change=uid)
    if log.undone is undo:
        raise Refused("undo.already" if undo else "undo.not_undone")
    if log.changes.get("bulk"):
        raise Refused("undo.bulk")
    rows = _directed(log.changes, undo=undo)
    packed = tuple(PackedRows.of_json(value) for value in log.changes.get("packed", ()))
    _require_untouched(session, rows)
    beside = tuple(PackedRows.of_json(value) for value in log.changes.get("beside", ()))
    found = all((are_gone if part.made is not undo else stand)(session.connection(), part) for part in packed)
    if not found or not all(are_gone(session.connection(), part) for part in beside):
        raise Refused("undo.changed_since")
    try:
        if undo:
            beside = _take_beside(session, rows)
        _write(session, rows, packed, undo=undo)
        if not undo:
            _put_beside(session, beside)
    except IntegrityError as error:
        raise Refused("undo.in_use") from error
    log.changes = _with_beside(log.changes, beside if undo else ())
    log.undone = undo
    log.undone_after = _newest(session) if undo else 0
    session.flush()
    kind = "undo" if undo else "redo"
    return ChangeSet(log.uid, log.at, actor, kind, log.label, log.params, tuple(rows), {}, (*packed, *beside))


def _take_beside(session: Session, rows: list[RowChange]) -> tuple[PackedRows, ...]:
    """Take out what would keep an enterprise from vanishing though nothing uses it any more.

    Kept files are written past the recorder and outlast what referred to them; imports that were taken back stay in
    the history. Both go with the enterprise, and come again with it.
    """
    going = [row.id for row in rows if row.table == "enterprise" and row.after is None]
    if not going:
        return ()
    own = {row.id for row in rows if row.table == "attachment"}
    kept = select(col(Attachment.id)).where(col(Attachment.enterprise_id).in_(going))
    files = [row for row in session.scalars(kept) if row is not None and row not in own]
    contents = select(col(AttachmentContent.id)).where(col(AttachmentContent.attachment_id).in_(files))
    undone = (col(ImportBatch.enterprise_id).in_(going), col(ImportBatch.status) == BatchStatus.UNDONE)
    batches = select(col(ImportBatch.id)).where(*undone)
    wanted = (
        ("attachment_content", [row for row in session.scalars(contents) if row is not None]),
        ("attachment", files),
        ("import_batch", [row for row in session.scalars(batches) if row is not None]),
    )
    return tuple(pack(session.connection(), table, ids) for table, ids in wanted if ids)


def _put_beside(session: Session, beside: tuple[PackedRows, ...]) -> None:
    for part in reversed(beside):
        put_back(session.connection(), part, defaults(part.table))


def _with_beside(changes: Mapping[str, Any], beside: tuple[PackedRows, ...]) -> dict[str, Any]:
    """What the audit trail keeps of a change, with what went beside its rows."""
    plain = {name: value for name, value in changes.items() if name != "beside"}
    return {**plain, "beside": [part.as_json() for part in beside]} if beside else plain


def _directed(changes: Mapping[str, Any], *, undo: bool) -> list[RowChange]:
    """The rows with `before` as they must stand now and `after` as they will."""
    return [
        RowChange(table, row, after if undo else before, before if undo else after)
        for table, row, before, after in changes["rows"]
    ]


def _require_untouched(session: Session, rows: list[RowChange]) -> None:
    connection = session.connection()
    for table in {row.table for row in rows}:
        stored = read_images(connection, table, [row.id for row in rows if row.table == table])
        for row in rows:
            if row.table == table and _as_known(stored.get(row.id), row.before) != row.before:
                raise Refused("undo.changed_since")


def _as_known(stored: Image | None, image: Image | None) -> Image | None:
    """A stored row with the columns of an image: a change of before a migration knows no newer ones."""
    if stored is None or image is None:
        return stored
    return {name: value for name, value in stored.items() if name in image}


def _write(session: Session, rows: list[RowChange], packed: tuple[PackedRows, ...], *, undo: bool) -> None:
    """Parents come before children, and go after them."""
    connection = session.connection()
    order = [table.name for table in METADATA.sorted_tables]
    for table in order:
        returning = [
            {**defaults(table), **row.after}
            for row in rows
            if row.table == table and row.before is None and row.after is not None
        ]
        insert_images(connection, table, returning)
        for part in packed:
            if part.made is not undo and part.table == table:
                put_back(connection, part, defaults(table))
    for row in rows:
        if row.before is not None and row.after is not None:
            update_image(connection, row.table, row.id, _difference(row.before, row.after))
    for table in reversed(order):
        for part in packed:
            if part.made is undo and part.table == table:
                take_out(connection, part)
        delete_rows(connection, table, [row.id for row in rows if row.table == table and row.after is None])


def _difference(before: Image, after: Image) -> Image:
    return {name: value for name, value in after.items() if before.get(name) != value}

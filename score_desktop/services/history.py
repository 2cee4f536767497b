"""The audit trail for people: who did what when, newest first, and what a change changed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Text, case, select, type_coerce
from sqlmodel import Session, col

from score_desktop.db.packed import PackedRows
from score_desktop.errors import Refused
from score_desktop.i18n import N_, Texts
from score_desktop.models import Attachment, Audit, ChangeLog, Enterprise, Meter, Product, Site
from score_desktop.models.types import JsonText
from score_desktop.services.audits import audit_place
from score_desktop.services.change_labels import change_text
from score_desktop.services.history_words import RecordLines, record_lines, table_name

Image = Mapping[str, Any]

_NO_BULK = '{"bulk":{}'
"""How the JSON of a change begins that wrote nothing in bulk: its keys are sorted."""
_SCANNED = 100
_TOLD = 4
"""Kinds of records that are told of a change without words."""
_ACTORS = {"window": N_("Window"), "cli": N_("Command line"), "demo": N_("Sample")}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change.

    Attributes:
        uid: What `Context.undo` takes; number: its place in the history, for `history(before=…)`.
        at: UTC.
        message_id, params: What was done; "" if the change has no words.
        touched: Of a change without words the kinds of records it touched, with their numbers, most first.
        undone: Taken back; bulk: it wrote many records at once and is taken back in the history of imports.
    """

    uid: str
    number: int
    at: dt.datetime
    actor: str
    message_id: str
    params: tuple[tuple[str, object], ...]
    touched: tuple[tuple[str, int], ...]
    undone: bool
    bulk: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Changes, newest first; `next` is the `before` of the page after it, None for the last one."""

    rows: tuple[ChangeRow, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class ChangeDetails:
    """What a change changed.

    Attributes:
        records: At most as many as asked for, of `total`.
        bulk: Kinds of records written in bulk, in words, with their numbers.
    """

    row: ChangeRow
    records: tuple[RecordLines, ...]
    total: int
    bulk: tuple[tuple[str, int], ...]


def history(
    session: Session, *, enterprise: str | None = None, before: int | None = None, limit: int = 50
) -> HistoryPage:
    """A page of the audit trail.

    Args:
        enterprise: Only changes of records of an enterprise (portable id); what came in as an audit file belongs to
            none.
        before: `HistoryPage.next` of the page before.

    Raises:
        Refused: "enterprise.unknown".
    """
    if enterprise is not None:
        return _of_enterprise(session, enterprise, before, limit)
    rows = [_row(row) for row in session.execute(_columns(before).limit(limit + 1))]
    return HistoryPage(tuple(rows[:limit]), rows[limit - 1].number if len(rows) > limit else None)


def history_of_audit(session: Session, audit: str, before: int | None = None) -> HistoryPage:
    """As `history`, of the enterprise of an audit; for "", and for an audit that is gone, of all."""
    place = audit_place(session, audit) if audit else None
    return history(session, enterprise=None if place is None else place.enterprise, before=before)


def _columns(before: int | None) -> Select[Any]:
    query = select(
        col(ChangeLog.uid),
        col(ChangeLog.id),
        col(ChangeLog.at),
        col(ChangeLog.actor),
        col(ChangeLog.label),
        col(ChangeLog.params),
        col(ChangeLog.undone),
        type_coerce(col(ChangeLog.changes), Text).startswith(_NO_BULK),
        # The words tell it of the others, whose changes may be long.
        type_coerce(case((col(ChangeLog.label) == "", col(ChangeLog.changes))), JsonText()),
    ).order_by(col(ChangeLog.id).desc())
    return query if before is None else query.where(col(ChangeLog.id) < before)


def _row(row: Any) -> ChangeRow:
    uid, number, at, actor, label, params, undone, no_bulk, changes = row[:9]
    moment, touched = dt.datetime.fromisoformat(at), _touched(changes) if changes else ()
    return ChangeRow(uid, number, moment, actor, label, tuple(params.items()), touched, bool(undone), not no_bulk)


def _touched(changes: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    """Kinds of records that a change touched, with their numbers, most first."""
    counts = Counter(table for table, *_ in changes["rows"])
    counts.update(changes["bulk"])
    for value in changes.get("packed", ()):
        rows = PackedRows.of_json(value)
        counts[rows.table] += rows.count
    return tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _of_enterprise(session: Session, uid: str, before: int | None, limit: int) -> HistoryPage:
    owner = _Owner(session, uid)
    found: list[ChangeRow] = []
    while True:
        query = _columns(before).add_columns(col(ChangeLog.changes)).limit(_SCANNED)
        scanned = session.execute(query).all()
        for row in scanned:
            before = row[1]
            if owner.owns(row[9]):
                found.append(_row(row))
                if len(found) == limit:
                    return HistoryPage(tuple(found), before)
        if len(scanned) < _SCANNED:
            return HistoryPage(tuple(found), None)


class _Owner:
    """Tells whether a change touched a record of an enterprise; records deleted since are known by their parents."""

    def __init__(self, session: Session, uid: str) -> None:
        key = session.scalars(select(col(Enterprise.id)).where(col(Enterprise.uid) == uid)).first()
        if key is None:
            raise Refused("enterprise.unknown", enterprise=uid)
        sites = select(col(Site.id)).where(col(Site.enterprise_id) == key)
        self._key = key
        self._parents: dict[str, set[int]] = {
            "site_id": _ids(session, sites),
            "meter_id": _ids(session, select(col(Meter.id)).where(col(Meter.site_id).in_(sites))),
            "audit_id": _ids(session, select(col(Audit.id)).where(col(Audit.enterprise_id) == key)),
            "attachment_id": _ids(session, select(col(Attachment.id)).where(col(Attachment.enterprise_id) == key)),
        }

    def owns(self, changes: Mapping[str, Any]) -> bool:
        """True if one of its records belongs to the enterprise."""
        return any(self._owns(table, image) for table, image in _images(changes))

    def _owns(self, table: str, image: Image) -> bool:
        if table == "enterprise":
            return bool(image["id"] == self._key)
        if "enterprise_id" in image:
            return bool(image["enterprise_id"] == self._key)
        return any(image.get(column) in ids for column, ids in self._parents.items())


def _ids(session: Session, query: Select[Any]) -> set[int]:
    return set(session.scalars(query))


def _images(changes: Mapping[str, Any]) -> Iterator[tuple[str, Image]]:
    """One image of each record that a change touched, of those removed together only the first."""
    for table, _, before, after in changes["rows"]:
        yield table, after or before
    for value in changes.get("packed", ()):
        rows = PackedRows.of_json(value)
        for block in rows.images():
            yield from ((rows.table, image) for image in block[:1])
            break


# -- words -----------------------------------------------------------------------------------------------------------


def change_sentence(row: ChangeRow, texts: Texts) -> str:
    """What was done."""
    if row.message_id:
        return change_text(texts, row.message_id, dict(row.params))
    counts: Counter[str] = Counter()
    for table, count in row.touched:
        counts[texts.t(table_name(table))] += count
    kinds = [f"{name} ({texts.number(count)})" for name, count in counts.most_common(_TOLD)]
    return texts.t("Changed: {what}", what=", ".join(kinds) + (", …" if len(counts) > _TOLD else ""))


def actor_name(row: ChangeRow, texts: Texts) -> str:
    """Who did it."""
    return texts.t(_ACTORS[row.actor]) if row.actor in _ACTORS else row.actor


def change_details(session: Session, uid: str, texts: Texts, limit: int = 200) -> ChangeDetails:
    """What a change changed, record by record.

    Raises:
        Refused: "history.unknown".
    """
    query = _columns(None).add_columns(col(ChangeLog.changes)).where(col(ChangeLog.uid) == uid)
    found = session.execute(query).first()
    if found is None:
        raise Refused("history.unknown", change=uid)
    changes = found[9]
    packed = [PackedRows.of_json(value) for value in changes.get("packed", ())]
    touched = [(table, before, after) for table, _, before, after in changes["rows"]]
    for rows in packed:
        for block in rows.images():
            shown = block[: max(limit - len(touched), 0)]
            touched += [(rows.table, None, image) if rows.made else (rows.table, image, None) for image in shown]
            if len(touched) >= limit:
                break
    names = names_in(session, touched[:limit])
    records = (record_lines(table, before, after, names, texts) for table, before, after in touched[:limit])
    bulk = tuple((texts.t(table_name(table)), count) for table, count in sorted(changes["bulk"].items()))
    total = len(changes["rows"]) + sum(rows.count for rows in packed)
    return ChangeDetails(_row(found), tuple(records), total, bulk)


def names_in(
    session: Session, touched: list[tuple[str, Image | None, Image | None]]
) -> dict[tuple[str, int | str], str]:
    """Names of what the records refer to; of deleted meters and sites, as the change itself knows them."""
    images = [image for _, before, after in touched for image in (before, after) if image]
    found: dict[tuple[str, int | str], str] = {
        (f"{table}_id", image["id"]): image["name"]
        for table, before, after in touched
        if table in ("meter", "site")
        for image in (before or after,)
        if image
    }
    named = (
        ("meter_id", col(Meter.id), col(Meter.name)),
        ("site_id", col(Site.id), col(Site.name)),
        ("attachment_id", col(Attachment.id), col(Attachment.file_name)),
        ("product", col(Product.uid), col(Product.name)),
    )
    for column, key_column, name_column in named:
        wanted = {image[column] for image in images if image.get(column) is not None}
        rows = session.execute(select(key_column, name_column).where(key_column.in_(wanted)))
        found.update(((column, key), name) for key, name in rows if key is not None)
    return found

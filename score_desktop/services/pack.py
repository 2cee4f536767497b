"""One audit as one file, and back: what a trainer and a client hand to each other.

A .score file carries an audit with its choices of factors and its flow chart, and of its enterprise the sites,
contacts, looks, products, all meters, bills and activity data, the history of imports, and the attachments. Records are
matched by portable id.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import Session

from score_desktop.db.images import (
    Image,
    by_parent,
    by_uid,
    ids_after,
    insert_images,
    newest_id,
    read_images,
    table,
    update_image,
)
from score_desktop.db.recorder import note_before, note_made
from score_desktop.enums import OnNewer
from score_desktop.errors import Refused, UnreadableFile
from score_desktop.models import METADATA, Audit, new_uid
from score_desktop.services.audit_file import LIMIT_MB, TABLES_LIMIT_MB, AuditFile, Table, read_file, write_file
from score_desktop.services.audit_rows import ID, REFERENCES, decode_rows, reference_name
from score_desktop.services.bill_files import KIND as OF_BILL
from score_desktop.services.context import Context
from score_desktop.services.import_source import KIND as SOURCE

_STAY_HERE = frozenset({"change_log", "attachment_content", "import_profile"})
TABLES = tuple(item.name for item in METADATA.sorted_tables if item.name not in _STAY_HERE)
"""Tables in a file, parents first."""

# What makes two records the same when they were entered separately on two computers (their portable ids differ).
_TWINS: Mapping[str, tuple[str, ...]] = {
    "meter": ("site_id", "name_key", "resource", "kind"),
    "product": ("site_id", "name_key", "unit"),
    "bill": (
        "meter_id",
        "period_start",
        "period_end",
        "quantity",
        "unit",
        "cost",
        "currency",
        "invoice_number",
        "cuf",
    ),
    "activity_value": ("site_id", "kind", "name_key", "period_start", "period_end", "value", "unit"),
    "attachment": ("enterprise_id", "kind", "sha256"),  # of bills alone: a logo may be changed
}
# Tables that have one row for each key: two that were made separately meet like two versions of one.
_SINGLE: Mapping[str, Callable[[Image], tuple[Any, ...]]] = {
    "brand": lambda row: (row["enterprise_id"],),
    "finding_review": lambda row: (row["meter_id"], row["fingerprint"]),
    "bill_attachment": lambda row: (row["bill_id"], row["attachment_id"]),
    # One choice for each subject; of what was proposed, a copy for each year of use.
    "audit_factor": lambda row: (row["audit_id"], row["subject"], row["chosen"] or row["factor_key"]),
    "process_settings": lambda row: (row["audit_id"],),
}
_PARENT = {
    "attachment": "enterprise_id",
    "meter": "site_id",
    "product": "site_id",
    "bill": "meter_id",
    "activity_value": "site_id",
    "brand": "enterprise_id",
    "finding_review": "meter_id",
    "bill_attachment": "bill_id",
    "audit_factor": "audit_id",
    "process_settings": "audit_id",
}


@dataclass(frozen=True, slots=True)
class UnpackResult:
    """What became of the records of a file.

    Attributes:
        audit, enterprise: Portable ids of what the file carries.
        added: Records that were not there.
        same: Records that were there already, equal or entered separately with equal content.
        replaced: Stored records that a newer one took the place of (on_newer replace).
        kept: Stored records that differ from the file's and stayed: they are newer, or on_newer is keep.
        tables: The same four numbers by table.
    """

    audit: str
    enterprise: str
    added: int
    same: int
    replaced: int
    kept: int
    tables: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As `unpack --json` prints it."""
        return {
            "audit": self.audit,
            "enterprise": self.enterprise,
            "added": self.added,
            "same": self.same,
            "replaced": self.replaced,
            "kept": self.kept,
            "tables": {name: dict(counts) for name, counts in self.tables.items()},
        }


# -- pack ----------------------------------------------------------------------------------------------------------


def pack(session: Session, audit: str, out: Path) -> tuple[tuple[str, dict[str, object]], ...]:
    """Write an audit to a .score file. The same state of the audit gives the same bytes.

    Returns: Message ids with params of what the person should know: photos that found no room.

    Raises:
        Refused: "pack.audit_unknown".
        StorageTrouble: As `db.storage.told`.
    """
    stored = session.scalars(select(Audit).where(Audit.uid == audit)).first()  # type: ignore[arg-type]
    if stored is None:
        raise Refused("pack.audit_unknown", audit=audit)
    content, left = _collect(session.connection(), stored.key, stored.enterprise_id, audit)
    write_file(out, content)
    return (("pack.photos_left", {"n": left, "limit": LIMIT_MB}),) if left else ()


def _collect(connection: Connection, audit: int, enterprise: int, uid: str) -> tuple[AuditFile, int]:
    """What goes along, and how many photos and PDFs of bills find no room."""

    def of(name: str, column: str, parents: list[int]) -> list[Image]:
        return list(by_parent(connection, name, column, parents))

    owner = [enterprise]
    sites = of("site", "enterprise_id", owner)
    site_ids = _ids(sites)
    meters = of("meter", "site_id", site_ids)
    bills = of("bill", "meter_id", _ids(meters))
    bill_files = of("bill_attachment", "bill_id", _ids(bills))
    attachments = _carried(of("attachment", "enterprise_id", owner), audit, bill_files)
    carried = set(_ids(attachments))
    left = {image["attachment_id"] for image in bill_files} - carried
    bill_files = [image for image in bill_files if image["attachment_id"] in carried]
    images: dict[str, list[Image]] = {
        "enterprise": [*read_images(connection, "enterprise", owner).values()],
        "audit": [*read_images(connection, "audit", [audit]).values()],
        "site": sites,
        "contact": of("contact", "enterprise_id", owner),
        "attachment": attachments,
        "brand": of("brand", "enterprise_id", owner),
        "product": of("product", "site_id", site_ids),
        "meter": meters,
        "import_batch": of("import_batch", "enterprise_id", owner),
        "bill": bills,
        "bill_attachment": bill_files,
        "finding_review": of("finding_review", "meter_id", _ids(meters)),
        "activity_value": of("activity_value", "site_id", site_ids),
        "audit_factor": of("audit_factor", "audit_id", [audit]),
        "process_settings": of("process_settings", "audit_id", [audit]),
        "process_step": of("process_step", "audit_id", [audit]),
        "resource_flow": of("resource_flow", "audit_id", [audit]),
    }
    uids = {name: {image["id"]: image["uid"] for image in rows} for name, rows in images.items()}
    # Imports seen from another audit keep its portable id, so that they find it where both audits are.
    others = {image["audit_id"] for image in images["import_batch"]} - {None, audit}
    uids["audit"] |= {row: image["uid"] for row, image in read_images(connection, "audit", others).items()}
    digests = {image["id"]: image["sha256"] for image in attachments}
    contents = {
        digests[image["attachment_id"]]: _bytes(image)
        for row in digests  # one after another: as text, a file takes twice its size
        for image in of("attachment_content", "attachment_id", [row])
    }
    return AuditFile(uid, {name: _encode(name, images[name], uids) for name in TABLES}, contents), len(left)


def _carried(attachments: list[Image], audit: int, bill_files: list[Image]) -> list[Image]:
    """The attachments that go along: of files of bills and of imports the newest that fit, of others all.

    A file that is too large to be taken in again would carry nothing at all. What was taken off its bill stays here.
    """
    shown = {image["attachment_id"] for image in bill_files}
    own = [
        image
        for image in attachments
        if image["audit_id"] in (None, audit) and (image["kind"] != OF_BILL or image["id"] in shown)
    ]
    give_way = (OF_BILL, SOURCE)
    room = (LIMIT_MB << 20) - (TABLES_LIMIT_MB << 20)
    room -= sum(image["size"] for image in own if image["kind"] not in give_way)
    left_out = set()
    for kind in give_way:
        for image in sorted((image for image in own if image["kind"] == kind), key=lambda image: -image["id"]):
            if image["size"] > room:
                left_out.add(image["id"])
            else:
                room -= image["size"]
    return [image for image in own if image["id"] not in left_out]


def _ids(images: list[Image]) -> list[int]:
    return [image["id"] for image in images]


def _bytes(image: Image) -> bytes:
    import base64

    return base64.b64decode(image["content"]["base64"])


def _encode(name: str, images: list[Image], uids: Mapping[str, Mapping[int, str]]) -> Table:
    """Images as a table of the file: no local ids, references by portable id."""
    references = REFERENCES[name]
    columns = [column.name for column in table(name).columns if column.name != ID]
    rows = []
    for image in images:
        row = []
        for column in columns:
            value = image[column]
            parent = references.get(column)
            row.append(value if parent is None or value is None else uids[parent].get(value))
        rows.append(row)
    return [reference_name(column) if column in references else column for column in columns], rows


# -- unpack --------------------------------------------------------------------------------------------------------


def unpack(context: Context, path: Path, on_newer: OnNewer = OnNewer.REFUSE) -> UnpackResult:
    """Take an audit file in, as one transaction that can be undone.

    New records are added, equal ones left alone. Where a record differs, the later `updated_at` tells which is newer:
    a newer stored one always stays; for a newer one in the file `on_newer` decides. Records that exist here and not
    in the file stay. Meters, products, bills, photos of bills and activity data that were entered separately on both
    sides with equal content are taken as one.

    Args:
        on_newer: KEEP leaves the stored record, REPLACE takes the file's, REFUSE (the default: nobody's work is
            overwritten or passed over unseen) refuses the whole file.

    Raises:
        Refused: "pack.newer_record", "pack.newer"; and those of `Context.write`.
        UnreadableFile: "pack.missing", "pack.not_ours", "pack.damaged", "pack.too_large".
    """
    content = read_file(Path(path))
    rows = {name: decode_rows(name, content.tables.get(name), path) for name in TABLES}
    if len(rows["enterprise"]) != 1 or [row["uid"] for row in rows["audit"]] != [content.audit]:
        raise UnreadableFile("pack.damaged", file=str(path), detail="enterprise, audit")
    label = ("change.unpacked", {"file": Path(path).name})
    return context.write(_store, content, rows, on_newer, Path(path), label=label)


def _store(
    session: Session, content: AuditFile, rows: Mapping[str, list[Image]], on_newer: OnNewer, path: Path
) -> UnpackResult:
    merge = _Merge(session, on_newer, path)
    for name in TABLES:
        merge.take(name, rows[name])
    if merge.newer:
        first, shown = merge.newer[0]
        raise Refused("pack.newer_record", file=str(path), count=len(merge.newer), table=first, name=shown)
    merge.take_contents(content.attachments)
    merge.note_made()
    total = Counter[str]()
    for counts in merge.counts.values():
        total.update(counts)
    return UnpackResult(
        content.audit,
        rows["enterprise"][0]["uid"],
        total["added"],
        total["same"],
        total["replaced"],
        total["kept"],
        {
            name: {key: counts[key] for key in ("added", "same", "replaced", "kept")}
            for name, counts in merge.counts.items()
        },
    )


class _Merge:
    """Takes tables in, parents first; knows the local id of each portable id so far."""

    def __init__(self, session: Session, on_newer: OnNewer, path: Path) -> None:
        self._session = session
        self._connection = session.connection()
        self._path = path
        self._on_newer = on_newer
        self._ids: dict[str, dict[str, int]] = {}
        self._changed_files: set[str] = set()
        self._last_before: dict[str, int] = {}
        """The newest id of each table into which rows are put."""
        self.counts: dict[str, Counter[str]] = {}
        self.newer: list[tuple[str, str]] = []

    def take(self, name: str, rows: list[Image]) -> None:
        """Add, replace, keep or pass over the rows of one table."""
        stored = by_uid(self._connection, name, [row["uid"] for row in rows])
        ids = self._ids[name] = {uid: image["id"] for uid, image in stored.items()}
        counts = self.counts[name] = Counter()
        self._find_parents(name, rows)
        localised = [self._localised(name, row) for row in rows]
        key_of = _SINGLE.get(name)
        single = self._single(name, [local for local, _ in localised])
        fresh = []
        for local, unresolved in localised:
            known = stored.get(local["uid"]) or (single.get(key_of(local)) if key_of else None)
            if known is None:
                fresh.append(local)
            else:
                counts[self._meet(name, known, local, unresolved)] += 1
        fresh, twins = self._without_twins(name, fresh, stored)
        counts["same"] += len(twins)
        ids.update(twins)
        self._insert(name, fresh)
        counts["added"] += len(fresh)
        if name not in ("bill", "activity_value"):
            made = by_uid(self._connection, name, [row["uid"] for row in fresh])
            ids.update({uid: image["id"] for uid, image in made.items()})
        if name == "attachment":
            self._changed_files.update(row["uid"] for row in fresh)

    def _find_parents(self, name: str, rows: list[Image]) -> None:
        """Bills that were added are not asked for their ids until something refers to one: there may be thousands."""
        for column, parent in REFERENCES[name].items():
            if parent == "bill":
                known = self._ids["bill"]
                wanted = {row[column] for row in rows} - set(known)
                known.update({uid: image["id"] for uid, image in by_uid(self._connection, parent, wanted).items()})

    def _insert(self, name: str, rows: list[Image]) -> None:
        if rows:
            self._last_before.setdefault(name, newest_id(self._connection, name))
            insert_images(self._connection, name, rows)

    def note_made(self) -> None:
        """Tell what was added, once all of it stands: undo takes it out."""
        for name, last in self._last_before.items():
            note_made(self._session, name, ids_after(self._connection, name, last))

    def _localised(self, name: str, row: Image) -> tuple[Image, set[str]]:
        """The row with local ids, and the references that lead nowhere here (an audit that is not in this file)."""
        local, unresolved = dict(row), set()
        for column, parent in REFERENCES[name].items():
            uid = row[column]
            if uid is None:
                continue
            local[column] = self._ids[parent].get(uid)
            if local[column] is None and (name, column) == ("import_batch", "audit_id"):
                known = by_uid(self._connection, parent, [uid])
                local[column] = known[uid]["id"] if known else None
                unresolved.add(column)
            elif local[column] is None:
                raise UnreadableFile("pack.damaged", file=str(self._path), detail=f"{name}, {column} {uid}")
        return local, unresolved

    def _single(self, name: str, rows: list[Image]) -> dict[tuple[Any, ...], Image]:
        """Stored rows by the key of a table that has one row for each key, whatever its portable id."""
        key_of = _SINGLE.get(name)
        if key_of is None or not rows:
            return {}
        parents = {row[_PARENT[name]] for row in rows}
        return {key_of(image): image for image in by_parent(self._connection, name, _PARENT[name], parents)}

    def _meet(self, name: str, known: Image, local: Image, unresolved: set[str]) -> str:
        ignored = unresolved | {"uid"}
        different = {
            column: value for column, value in local.items() if column not in ignored and known[column] != value
        }
        if not different.keys() - {"updated_at"}:
            return "same"
        if local["updated_at"] <= known["updated_at"] or self._on_newer is OnNewer.KEEP:
            return "kept"
        if self._on_newer is OnNewer.REFUSE:
            self.newer.append((name, str(local.get("name") or local.get("file_name") or local["uid"])[:80]))
            return "kept"
        note_before(self._session, name, known)
        update_image(self._connection, name, known["id"], different)
        if name == "attachment":
            self._changed_files.add(local["uid"])
        return "replaced"

    def _without_twins(
        self, name: str, fresh: list[Image], stored: Mapping[str, Image]
    ) -> tuple[list[Image], dict[str, int]]:
        """Rows that are really new, and the local ids of those that were entered here separately."""
        columns = _TWINS.get(name)
        if columns is None or not fresh:
            return fresh, {}
        parents = {row[_PARENT[name]] for row in fresh}
        own = {image["id"] for image in stored.values()}
        here: dict[tuple[Any, ...], list[int]] = {}
        for image in by_parent(self._connection, name, _PARENT[name], parents):
            if image["id"] not in own and (name != "attachment" or image["kind"] == OF_BILL):
                here.setdefault(tuple(image[column] for column in columns), []).append(image["id"])
        really, twins = [], {}
        for row in fresh:
            match = here.get(tuple(row[column] for column in columns))
            if match:
                twins[row["uid"]] = match.pop(0)
            else:
                really.append(row)
        return really, twins

    def take_contents(self, contents: Mapping[str, bytes]) -> None:
        """Store the bytes of attachments that are new or were replaced."""
        import base64

        attachments = by_uid(self._connection, "attachment", self._changed_files)
        by_id = {image["id"]: image for image in attachments.values()}
        stored = {
            image["attachment_id"]: image
            for image in by_parent(self._connection, "attachment_content", "attachment_id", by_id)
        }
        new = []
        for row, attachment in by_id.items():
            data = contents.get(attachment["sha256"])
            if data is None or len(data) != attachment["size"]:
                detail = f"attachments/{attachment['sha256']}"
                raise UnreadableFile("pack.damaged", file=str(self._path), detail=detail)
            body = {"content": {"base64": base64.b64encode(data).decode("ascii")}}
            if row in stored:
                note_before(self._session, "attachment_content", stored[row])
                update_image(self._connection, "attachment_content", stored[row]["id"], body)
            else:
                common = {"uid": new_uid(), "updated_at": attachment["updated_at"], "attachment_id": row}
                new.append({**common, **body})
        self._insert("attachment_content", new)

"""Photos and PDFs of bills: attached while a bill is typed or later, kept in the workspace, opened from the bill.

A bill to which something was attached counts as it was: its values are what they were. Taking back the import that
brought it asks first, because its files go with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.db import files
from score_desktop.db.recorder import remove_packed
from score_desktop.db.storage import told
from score_desktop.errors import InvalidInput, Refused
from score_desktop.models import (
    Attachment,
    Bill,
    BillAttachment,
    BillAttachmentIn,
    Meter,
    Site,
    assign,
    make,
)

KIND = "bill"
"""Kind of attachment."""
MOST_BYTES = 20_000_000
MOST_FILES = 20
"""Of one bill."""
_CHUNK = 500
_KINDS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_HEAD = 1024
"""A PDF may have some bytes before its mark."""
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
"""Brands of the photos that some telephones take and few programs can show."""


@dataclass(frozen=True, slots=True)
class BillFile:
    """A photo or PDF that is to be attached.

    Attributes:
        rotation: Degrees clockwise.
        path: Where it was read; "" for one that is stored.
    """

    name: str
    media_type: str
    content: bytes
    rotation: int = 0
    path: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class BillFileRow:
    """A file of a bill, without its bytes. `uid` names it; `attachment` is the id of what is kept."""

    uid: str
    attachment: int
    name: str
    size: int
    rotation: int


def read_bill_file(path: Path) -> BillFile:
    """A photo or PDF from the disk.

    Raises:
        InvalidInput: "bill_file.format", "bill_file.heic", "bill_file.empty", "bill_file.large".
        StorageTrouble: As `db.storage.told`.
    """
    with told(path):
        if path.exists() and not path.is_file():
            raise InvalidInput("bill_file.format", field="file", file=path.name)
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise InvalidInput("bill_file.large", field="file", file=path.name, limit=MOST_BYTES // 1_000_000)
    return BillFile(path.name, media_type_of(content, path.name), content, path=str(path))


def media_type_of(content: bytes, name: str) -> str:
    """What a file is, by its content and not by its name.

    Raises:
        InvalidInput: "bill_file.format", "bill_file.heic", "bill_file.empty".
    """
    if not content:
        raise InvalidInput("bill_file.empty", field="file", file=name)
    for mark, media_type in _KINDS:
        if content.startswith(mark) or (media_type == "application/pdf" and mark in content[:_HEAD]):
            return media_type
    is_heic = content[4:8] == b"ftyp" and content[8:12] in _HEIC
    raise InvalidInput("bill_file.heic" if is_heic else "bill_file.format", field="file", file=name)


def attach_files(session: Session, bill: Bill, new: Sequence[BillFile]) -> int:
    """Attach files to a stored bill; one that it has already is passed over. Returns how many were attached.

    Raises:
        Refused: "bill_file.many".
    """
    enterprise = _enterprise_of(session, bill)
    known = _digests(session, bill.key)
    count = 0
    for file in new:
        digest = hashlib.sha256(file.content).hexdigest()
        if digest not in known:
            known.add(digest)
            kept = files.keep_file(session, enterprise, KIND, file.name, file.media_type, file.content, named=True)
            data = BillAttachmentIn(rotation=file.rotation)
            session.add(make(BillAttachment, data, bill_id=bill.key, attachment_id=kept))
            count += 1
    if len(known) > MOST_FILES:
        raise Refused("bill_file.many", limit=MOST_FILES)
    session.flush()
    return count


def _digests(session: Session, bill_id: int) -> set[str]:
    query = select(col(Attachment.sha256)).join(BillAttachment, col(BillAttachment.attachment_id) == col(Attachment.id))
    return set(session.scalars(query.where(col(BillAttachment.bill_id) == bill_id)))


def attach_to_bill(session: Session, bill_id: int, new: Sequence[BillFile]) -> int:
    """The same for a bill by its id.

    Raises:
        Refused: "bill.gone", "bill_file.many".
    """
    return attach_files(session, _bill(session, bill_id), new)


def _bill(session: Session, bill_id: int) -> Bill:
    bill = session.get(Bill, bill_id)
    if bill is None:
        raise Refused("bill.gone")
    return bill


def _enterprise_of(session: Session, bill: Bill) -> int:
    query = select(col(Site.enterprise_id)).join(Meter, col(Meter.site_id) == col(Site.id))
    return session.scalars(query.where(col(Meter.id) == bill.meter_id)).one()


def files_of_bill(session: Session, bill_id: int) -> tuple[BillFileRow, ...]:
    """Files of a bill, in the order in which they were attached."""
    query = (
        select(
            col(BillAttachment.uid),
            col(BillAttachment.attachment_id),
            col(Attachment.file_name),
            col(Attachment.size),
            col(BillAttachment.rotation),
        )
        .join(Attachment, col(Attachment.id) == col(BillAttachment.attachment_id))
        .where(col(BillAttachment.bill_id) == bill_id)
        .order_by(col(BillAttachment.id))
    )
    return tuple(BillFileRow(*row) for row in session.execute(query))


def open_bill_file(session: Session, uid: str) -> BillFile:
    """A file of a bill with its bytes.

    Raises:
        Refused: "bill_file.gone".
    """
    query = (
        select(BillAttachment, col(Attachment.file_name), col(Attachment.media_type))
        .join(Attachment, col(Attachment.id) == col(BillAttachment.attachment_id))
        .where(col(BillAttachment.uid) == uid)
    )
    found = session.execute(query).first()
    content = None if found is None else files.content_of(session, found[0].attachment_id)
    if found is None or content is None:
        raise Refused("bill_file.gone")
    return BillFile(found[1], found[2], content, found[0].rotation)


def turn_file(session: Session, uid: str, rotation: int) -> None:
    """Remember how a file is to be turned.

    Raises:
        Refused: "bill_file.gone".
        InvalidInput: "input.choice".
    """
    assign(_link(session, uid), BillAttachmentIn(rotation=rotation))
    session.flush()


def detach_file(session: Session, uid: str) -> str:
    """Take a file off its bill; returns its name. The bytes stay in the workspace, so that undo finds them.

    Raises:
        Refused: "bill_file.gone".
    """
    link = _link(session, uid)
    name = session.get_one(Attachment, link.attachment_id).file_name
    session.delete(link)
    session.flush()
    return name


def _link(session: Session, uid: str) -> BillAttachment:
    link = session.scalars(select(BillAttachment).where(col(BillAttachment.uid) == uid)).first()
    if link is None:
        raise Refused("bill_file.gone")
    return link


def imported_files(session: Session, batch_id: int) -> dict[int, tuple[str, ...]]:
    """Names of the files of the bills that an import brought, by id of the bill; bills without files are absent."""
    query = (
        select(col(BillAttachment.bill_id), col(Attachment.file_name))
        .join(Attachment, col(Attachment.id) == col(BillAttachment.attachment_id))
        .join(Bill, col(Bill.id) == col(BillAttachment.bill_id))
        .where(col(Bill.batch_id) == batch_id)
        .order_by(col(BillAttachment.id))
    )
    found: dict[int, tuple[str, ...]] = {}
    for bill, name in session.execute(query):
        found[bill] = (*found.get(bill, ()), name)
    return found


def forget_files(session: Session, bill_ids: Sequence[int]) -> None:
    """Take files off bills that are about to be removed.

    Undo brings them back with bills that a person deleted. Taking an import back is final for them: done again, the
    import makes its bills anew, without files. The bytes stay in the workspace.
    """
    links: list[int] = []
    for start in range(0, len(bill_ids), _CHUNK):
        part = [int(number) for number in bill_ids[start : start + _CHUNK]]
        query = select(col(BillAttachment.id)).where(col(BillAttachment.bill_id).in_(part))
        links += [row for row in session.scalars(query) if row is not None]
    if links:
        remove_packed(session, "bill_attachment", links)

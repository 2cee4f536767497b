"""How the documents of an enterprise look: colour, who made them, logos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.db.storage import told
from score_desktop.errors import InvalidInput
from score_desktop.models import Attachment, AttachmentContent, Brand, BrandIn, Enterprise
from score_desktop.models.base import assign, make
from score_desktop.reporting import brand as pictures
from score_desktop.services.enterprises import attach, find_enterprise

Which = Literal["client", "organisation"]
_COLUMNS: Mapping[str, str] = {"client": "client_logo_id", "organisation": "organisation_logo_id"}
_PNG = b"\x89PNG\r\n\x1a\n"
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class LogoView:
    """A logo as it is kept."""

    file_name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class BrandView:
    """Looks of an enterprise's documents; "" and None for what is not set."""

    colour: str = ""
    organisation: str = ""
    contact_name: str = ""
    contact_role: str = ""
    contact_email: str = ""
    client_logo: LogoView | None = None
    organisation_logo: LogoView | None = None


def read_brand(session: Session, enterprise_uid: str) -> BrandView:
    """The looks of an enterprise's documents.

    Raises:
        Refused: "enterprise.unknown".
    """
    row = _row(session, find_enterprise(session, enterprise_uid))
    if row is None:
        return BrandView()
    return BrandView(
        colour=row.colour,
        organisation=row.organisation,
        contact_name=row.contact_name,
        contact_role=row.contact_role,
        contact_email=row.contact_email,
        client_logo=_logo(session, row.client_logo_id),
        organisation_logo=_logo(session, row.organisation_logo_id),
    )


def edit_brand(session: Session, enterprise_uid: str, changes: Mapping[str, object]) -> None:
    """Take new values of some fields (those of `BrandView` but the logos).

    Raises:
        Refused: "enterprise.unknown".
        InvalidInput: "input.colour", "input.email", "input.text_long".
    """
    row = _made(session, find_enterprise(session, enterprise_uid))
    assign(row, BrandIn.from_row(row, **changes))


def set_logo(session: Session, enterprise_uid: str, which: Which, file_name: str, content: bytes) -> None:
    """Put a logo on the documents; the picture of before stays among the attachments, so that undo finds it.

    Raises:
        Refused: "enterprise.unknown".
        InvalidInput: "brand.logo_format", "brand.logo_large".
    """
    name = Path(file_name).name or which
    if len(content) > pictures.MOST_BYTES:
        raise InvalidInput("brand.logo_large", field="logo", file=name, limit=pictures.MOST_BYTES // _MEGABYTE)
    if not content or pictures.is_broken(content):
        raise InvalidInput("brand.logo_format", field="logo", file=name)
    enterprise = find_enterprise(session, enterprise_uid)
    row = _made(session, enterprise)
    media_type = "image/png" if content.startswith(_PNG) else "image/jpeg"
    setattr(row, _COLUMNS[which], attach(session, enterprise, "logo", (name[:255], media_type, content)))
    session.flush()


def set_logo_file(session: Session, enterprise_uid: str, which: Which, file: Path) -> None:
    """The same from a picture on the disk.

    Raises:
        Refused, InvalidInput: As `set_logo`.
        StorageTrouble: As `db.storage.told`.
    """
    with told(file):
        if file.stat().st_size > pictures.MOST_BYTES:
            limit = pictures.MOST_BYTES // _MEGABYTE
            raise InvalidInput("brand.logo_large", field="logo", file=file.name, limit=limit)
        content = file.read_bytes()
    set_logo(session, enterprise_uid, which, file.name, content)


def remove_logo(session: Session, enterprise_uid: str, which: Which) -> None:
    """Take a logo off the documents; without one nothing happens.

    Raises:
        Refused: "enterprise.unknown".
    """
    row = _row(session, find_enterprise(session, enterprise_uid))
    if row is not None:
        setattr(row, _COLUMNS[which], None)


def brand_label(enterprise_name: str) -> tuple[str, Mapping[str, object]]:
    """What the person did, for undo and the audit trail."""
    return "change.brand_edited", {"name": enterprise_name}


def _row(session: Session, enterprise: Enterprise) -> Brand | None:
    return session.scalars(select(Brand).where(col(Brand.enterprise_id) == enterprise.key)).first()


def _made(session: Session, enterprise: Enterprise) -> Brand:
    row = _row(session, enterprise)
    if row is None:
        row = make(Brand, BrandIn(), enterprise_id=enterprise.key)
        session.add(row)
        session.flush()
    return row


def _logo(session: Session, attachment_id: int | None) -> LogoView | None:
    if attachment_id is None:
        return None
    found = session.execute(
        select(col(Attachment.file_name), col(Attachment.media_type), col(AttachmentContent.content))
        .join(AttachmentContent, col(AttachmentContent.attachment_id) == col(Attachment.id))
        .where(col(Attachment.id) == attachment_id)
    ).first()
    return None if found is None else LogoView(*found)

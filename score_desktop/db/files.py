"""Files kept in the workspace, named by their content: the same bytes of the same kind are stored once for each firm.

Of those that people look for by name: once for each name. Files are written past the change recorder and never
changed: an image of a photo in the audit trail would double it. What refers to a file is recorded; so undo takes the
reference back, and finds the file when it is done again.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.db.images import insert_images
from score_desktop.models import Attachment, AttachmentContent, AttachmentIn, new_uid, utc_now


def keep_file(
    session: Session, enterprise_id: int, kind: str, name: str, media_type: str, content: bytes, *, named: bool = False
) -> int:
    """Keep a file with an enterprise; returns its id.

    Args:
        kind: What it is for; part of what makes two files the same.
        named: So is the name: people look for the file by it.
    """
    digest = hashlib.sha256(content).hexdigest()
    called = name[-255:] if named else None
    known = kept_file(session, enterprise_id, kind, digest, called)
    if known is not None:
        return known
    data = AttachmentIn(kind=kind, file_name=name[-255:], media_type=media_type, sha256=digest, size=len(content))
    session.flush()
    connection, stamp = session.connection(), utc_now()
    common = {"updated_at": stamp, "enterprise_id": enterprise_id, "audit_id": None}
    insert_images(connection, "attachment", [{**data.model_dump(), **common, "uid": new_uid()}])
    made = kept_file(session, enterprise_id, kind, digest, called)
    assert made is not None
    body = {"uid": new_uid(), "updated_at": stamp, "attachment_id": made, "content": content}
    insert_images(connection, "attachment_content", [body])
    return made


def kept_file(session: Session, enterprise_id: int, kind: str, sha256: str, name: str | None = None) -> int | None:
    """Id of a kept file, of that name if one is given; None: it is not kept."""
    own = (col(Attachment.enterprise_id) == enterprise_id, col(Attachment.kind) == kind)
    query = select(col(Attachment.id)).where(*own, col(Attachment.sha256) == sha256).order_by(col(Attachment.id))
    if name is not None:
        query = query.where(col(Attachment.file_name) == name)
    return session.scalars(query.limit(1)).first()


def content_of(session: Session, attachment_id: int) -> bytes | None:
    """The bytes of a kept file; None: they are gone."""
    query = select(col(AttachmentContent.content)).where(col(AttachmentContent.attachment_id) == attachment_id)
    return session.scalars(query).first()

"""The enterprise, its sites, people and looks."""

from typing import ClassVar

from sqlalchemy import LargeBinary
from sqlmodel import Field

from score_desktop.models.base import Input, Row, ScoreModel
from score_desktop.models.named import (
    NOTE_LIMIT,
    TEXT_LIMIT,
    Colour,
    ContactKind,
    Country,
    Currency,
    Email,
    Language,
    Named,
    NamedInput,
)


class EnterpriseBase(Named):
    """A client.

    Attributes:
        country: ISO 3166 code of two capitals; decides factors and number formats.
        currency: ISO 4217 code of its accounts; each bill has its own.
        tax_id: NIT, RUC …; text, no check digit is known to hold everywhere.
        sector: Activity code or words, as the person gives it.
        language: "es" or "en": what its reports are written in; "" for the reader's own.
    """

    country: str = Field(max_length=2)
    currency: str = Field(max_length=3)
    tax_id: str = Field(default="", max_length=40)
    address: str = Field(default="", max_length=TEXT_LIMIT)
    city: str = Field(default="", max_length=TEXT_LIMIT)
    department: str = Field(default="", max_length=TEXT_LIMIT)
    sector: str = Field(default="", max_length=TEXT_LIMIT)
    language: str = Field(default="", max_length=8)
    note: str = Field(default="", max_length=NOTE_LIMIT)


class EnterpriseIn(NamedInput, EnterpriseBase):
    """A client as typed. Raises also "input.country", "input.currency", "input.choice"."""

    country: Country = Field(max_length=2)
    currency: Currency = Field(max_length=3)
    language: Language = Field(default="", max_length=8)


class Enterprise(EnterpriseBase, Row, table=True):
    """Owner of sites, audits, imports and attachments."""

    __tablename__: ClassVar[str] = "enterprise"


class SiteBase(Named):
    """A place of work.

    Attributes:
        area_m2: Built area; None if not known.
        altitude_m: Above sea level (gas volumes, boiling points); None if not known.
    """

    address: str = Field(default="", max_length=TEXT_LIMIT)
    city: str = Field(default="", max_length=TEXT_LIMIT)
    area_m2: float | None = Field(default=None, ge=0, le=1e9)
    altitude_m: float | None = Field(default=None, ge=-500, le=9000)


class SiteIn(NamedInput, SiteBase):
    """A site as typed."""


class Site(SiteBase, Row, table=True):
    """Owner of meters, products and activity data."""

    __tablename__: ClassVar[str] = "site"

    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)


class ContactBase(Named):
    """A person to talk to.

    Attributes:
        kind: "client" (works there) or "trainer" (made the audit).
    """

    role: str = Field(default="", max_length=TEXT_LIMIT)
    email: str = Field(default="", max_length=TEXT_LIMIT)
    phone: str = Field(default="", max_length=60)
    organisation: str = Field(default="", max_length=TEXT_LIMIT)
    kind: str = Field(default="client", max_length=16)


class ContactIn(NamedInput, ContactBase):
    """A person as typed. Raises also "input.choice", "input.email"."""

    kind: ContactKind = Field(default="client", max_length=16)
    email: Email = Field(default="", max_length=TEXT_LIMIT)


class Contact(ContactBase, Row, table=True):
    """A person of an enterprise."""

    __tablename__: ClassVar[str] = "contact"

    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)


class AttachmentBase(ScoreModel):
    """A file kept with the enterprise: a logo, a photo, the workbook that was imported.

    Attributes:
        kind: What it is for: "logo", "photo", "source" …
        sha256: Of its content, hexadecimal.
        size: Of its content, in bytes.
    """

    kind: str = Field(min_length=1, max_length=32)
    file_name: str = Field(min_length=1, max_length=255)
    media_type: str = Field(default="", max_length=100)
    sha256: str = Field(min_length=64, max_length=64)
    size: int = Field(ge=0)


class AttachmentIn(Input, AttachmentBase):
    """A file as taken in."""


class Attachment(AttachmentBase, Row, table=True):
    """A kept file, without its bytes: lists of files must not read them."""

    __tablename__: ClassVar[str] = "attachment"

    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)
    audit_id: int | None = Field(default=None, foreign_key="audit.id", index=True)


class AttachmentContent(Row, table=True):
    """The bytes of an attachment: one row for each."""

    __tablename__: ClassVar[str] = "attachment_content"

    attachment_id: int = Field(foreign_key="attachment.id", index=True)
    content: bytes = Field(sa_type=LargeBinary)


class BrandBase(ScoreModel):
    """How the documents of an enterprise look.

    Attributes:
        colour: "#RRGGBB"; "" for the program's own.
        organisation: Who made the audit; contact_* how to reach them.
    """

    colour: str = Field(default="", max_length=7)
    organisation: str = Field(default="", max_length=TEXT_LIMIT)
    contact_name: str = Field(default="", max_length=TEXT_LIMIT)
    contact_role: str = Field(default="", max_length=TEXT_LIMIT)
    contact_email: str = Field(default="", max_length=TEXT_LIMIT)


class BrandIn(Input, BrandBase):
    """Looks as typed. Raises also "input.colour", "input.email"."""

    colour: Colour = Field(default="", max_length=7)
    contact_email: Email = Field(default="", max_length=TEXT_LIMIT)


class Brand(BrandBase, Row, table=True):
    """Looks of one enterprise's documents; at most one row for each."""

    __tablename__: ClassVar[str] = "brand"

    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)
    client_logo_id: int | None = Field(default=None, foreign_key="attachment.id", index=True)
    organisation_logo_id: int | None = Field(default=None, foreign_key="attachment.id", index=True)

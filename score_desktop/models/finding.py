"""What a person said about a finding in the bills: a note, and that it was looked at and accepted."""

from typing import ClassVar

from sqlmodel import Field

from score_desktop.enums import FindingKind
from score_desktop.models.base import Input, Row, ScoreModel, utc_now
from score_desktop.models.named import NOTE_LIMIT, TEXT_LIMIT
from score_desktop.models.types import vocabulary


class FindingReviewBase(ScoreModel):
    """One finding of a meter that somebody has looked at.

    Findings themselves are calculated, never stored. A review holds for the finding whose fingerprint it carries:
    once its bills say something else, the finding has another one and stands open again.

    Attributes:
        fingerprint: Of `calc.findings.Finding`, hexadecimal.
        accepted: It may stay as it is; False: only a note was written.
        reviewed_by: Name of who said so.
        reviewed_at: When, UTC, as `utc_now` writes it.
    """

    kind: FindingKind = Field(sa_type=vocabulary(FindingKind))
    fingerprint: str = Field(min_length=64, max_length=64)
    accepted: bool = Field(default=False)
    note: str = Field(default="", max_length=NOTE_LIMIT)
    reviewed_by: str = Field(default="", max_length=TEXT_LIMIT)
    reviewed_at: str = Field(default_factory=utc_now, max_length=27)


class FindingReviewIn(Input, FindingReviewBase):
    """A review as it is stored."""


class FindingReview(FindingReviewBase, Row, table=True):
    """What was said about one finding; at most one row for each meter and fingerprint."""

    __tablename__: ClassVar[str] = "finding_review"

    meter_id: int = Field(foreign_key="meter.id", index=True)

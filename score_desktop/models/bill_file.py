"""Photos and PDFs of a bill."""

from typing import ClassVar

from pydantic import field_validator
from sqlmodel import Field

from score_desktop.errors import InvalidInput
from score_desktop.models.base import Input, Row, ScoreModel

TURNS = (0, 90, 180, 270)


class BillAttachmentBase(ScoreModel):
    """A kept file that shows a bill.

    Attributes:
        rotation: Degrees clockwise by which it is turned to be read.
    """

    rotation: int = Field(default=0)


class BillAttachmentIn(Input, BillAttachmentBase):
    """A file of a bill as it is stored. Raises also "input.choice"."""

    @field_validator("rotation", mode="after")
    @classmethod
    def _turn(cls, value: int) -> int:
        if value not in TURNS:
            raise InvalidInput("input.choice", field="rotation", value=value)
        return value


class BillAttachment(BillAttachmentBase, Row, table=True):
    """One file of one bill; the file itself is an attachment of kind "bill"."""

    __tablename__: ClassVar[str] = "bill_attachment"

    bill_id: int = Field(foreign_key="bill.id", index=True)
    attachment_id: int = Field(foreign_key="attachment.id", index=True)

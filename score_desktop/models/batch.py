"""The history of imports and of changes."""

from typing import Any, ClassVar

from sqlmodel import Field

from score_desktop.enums import BatchStatus
from score_desktop.models.base import Input, Row, ScoreModel, utc_now
from score_desktop.models.named import TEXT_LIMIT, Named, NamedInput
from score_desktop.models.types import JsonText, vocabulary


class ImportBatchBase(ScoreModel):
    """One import: what came in, what was decided, and how to take it back.

    Attributes:
        sha256: Of the imported file, hexadecimal.
        imported_at: UTC, as `utc_now` writes it.
        counts: Sums of the report (records and rows).
        report: Tables, problems, conflicts, findings, as they were told.
        inverse: Images of the rows it replaced, and uids of what it made outside bills (meters, products).
    """

    file_name: str = Field(min_length=1, max_length=255)
    sha256: str = Field(default="", max_length=64)
    imported_at: str = Field(default_factory=utc_now, max_length=27)
    status: BatchStatus = Field(default=BatchStatus.DONE, sa_type=vocabulary(BatchStatus))
    counts: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)
    report: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)
    inverse: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)


class ImportBatchIn(Input, ImportBatchBase):
    """An import as it is stored."""


class ImportBatch(ImportBatchBase, Row, table=True):
    """One import into an enterprise, seen from an audit."""

    __tablename__: ClassVar[str] = "import_batch"

    enterprise_id: int = Field(foreign_key="enterprise.id", index=True)
    audit_id: int | None = Field(default=None, foreign_key="audit.id", index=True)


class ImportProfileBase(Named):
    """How a person wants files of one layout read; belongs to the workspace, not to one enterprise.

    Attributes:
        supplier: Whose sheets these are, as the files name it; "" if they do not.
        used_at: When a file was last imported with it, UTC, as `utc_now` writes it.
        reading: "layouts": what was confirmed, by layout (`services.import_layouts`); "enterprises": portable ids of
            those for which it was confirmed.
    """

    supplier: str = Field(default="", max_length=TEXT_LIMIT)
    used_at: str = Field(default_factory=utc_now, max_length=27)
    reading: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)


class ImportProfileIn(NamedInput, ImportProfileBase):
    """A profile as it is stored."""


class ImportProfile(ImportProfileBase, Row, table=True):
    """What was confirmed about a layout, to read the next file of it the same way."""

    __tablename__: ClassVar[str] = "import_profile"


class ChangeLog(Row, table=True):
    """One committed change: the audit trail, and what undo reads. Written by `services.context` alone.

    Attributes:
        at: Moment of the change, UTC.
        actor: Who: "cli", "window" …
        label: Message id of what was done; params go with it.
        changes: Images of rows before and after (`db.recorder`).
        undone: True while the change is taken back.
        undone_after: Id of the newest change when it was taken back: a newer one since then ends redo.
    """

    __tablename__: ClassVar[str] = "change_log"

    at: str = Field(default_factory=utc_now, max_length=27)
    actor: str = Field(default="", max_length=64)
    label: str = Field(default="", max_length=64)
    params: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)
    changes: dict[str, Any] = Field(default_factory=dict, sa_type=JsonText)
    undone: bool = Field(default=False)
    undone_after: int = Field(default=0)

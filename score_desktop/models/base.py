"""What all tables share: portable ids, stamps, constraint names, and inputs that refuse with a message.

Tables do not validate (SQLModel accepts ``Bill(quantity="x")``). So each record has three classes: ``XBase`` (columns),
``XIn`` (what may be stored: validated, raises `InvalidInput`) and ``X`` (the table). The way from input to row is
`make` and `assign`; both leave foreign keys to the caller.

Modules with tables do without ``from __future__ import annotations``: pydantic and SQLAlchemy would each compile the
text of every annotation again, which takes a tenth of loading them.
"""

import datetime as dt
import uuid
from typing import Any, ClassVar, Self, TypeVar

from pydantic import ValidationError, field_validator
from sqlalchemy import MetaData, Table
from sqlmodel import Field, SQLModel

from score_desktop.errors import InvalidInput
from score_desktop.models.text import without_controls

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
"""Names of constraints: migrations can only change what has a name."""


def new_uid() -> str:
    """A portable id: 32 hexadecimal digits, the same record in every workspace it travels to."""
    return uuid.uuid4().hex


def utc_now() -> str:
    """This moment as text of fixed length ("2026-11-22T14:03:09.123456Z"), so that later sorts after earlier."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class ScoreModel(SQLModel):
    """Root of inputs and tables; carries the one metadata with the naming convention.

    Validators are built when an input is made for the first time, not on import: tables and bases never need theirs.
    """

    model_config = {"defer_build": True}
    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


class Row(ScoreModel):
    """What every stored row has.

    Attributes:
        id: Key inside this workspace; None until stored.
        uid: Portable id; what the command line and .score files show.
        updated_at: Moment of the last change, UTC, as `utc_now` writes it; the change recorder keeps it.
    """

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=new_uid, max_length=32, unique=True)
    updated_at: str = Field(default_factory=utc_now, max_length=27)

    @property
    def key(self) -> int:
        """The id of a row that is known to be stored."""
        if self.id is None:
            raise ValueError("the row is not stored yet")
        return self.id


def table_of(model: type[Row]) -> Table:
    """The table of a stored record, for queries of columns alone: those need no mapper."""
    return model.metadata.tables[str(model.__tablename__)]


class Input(ScoreModel):
    """A validated input: strips texts, cleans names, and tells what is wrong as `InvalidInput` with the field's name.

    Raises:
        InvalidInput: "input.required", "input.text_long", "input.choice", "input.number", "input.type"; the rules of a
            record raise their own ids.
    """

    model_config = {"str_strip_whitespace": True, "extra": "forbid"}

    def __init__(self, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise refusal(error) from None

    @field_validator("name", mode="before", check_fields=False)
    @classmethod
    def _shown(cls, value: object) -> object:
        return without_controls(value) if isinstance(value, str) else value

    @classmethod
    def from_row(cls, row: Row, **changes: object) -> Self:
        """The input that would make this row again, with some fields changed: for edits of one field."""
        values = {name: getattr(row, name) for name in cls.model_fields if name not in cls.derived()}
        return cls(**{**values, **changes})

    @classmethod
    def derived(cls) -> frozenset[str]:
        """Fields that the input computes itself."""
        return frozenset({"name_key"})


def refusal(error: ValidationError) -> InvalidInput:
    """The first complaint of pydantic in our words."""
    first = error.errors(include_url=False)[0]
    field = str(first["loc"][0]) if first["loc"] else ""
    kind = str(first["type"])
    if kind == "missing" or (kind.endswith("_type") and first["input"] is None) or kind == "string_too_short":
        return InvalidInput("input.required", field=field)
    if kind == "string_too_long":
        return InvalidInput("input.text_long", field=field, limit=first["ctx"]["max_length"])
    shown = str(first["input"])[:80]
    if kind == "enum":
        return InvalidInput("input.choice", field=field, value=shown)
    if kind.startswith(("decimal", "float", "int", "finite", "greater", "less")):
        return InvalidInput("input.number", field=field, value=shown)
    return InvalidInput("input.type", field=field, value=shown)


_Table = TypeVar("_Table", bound=Row)


def make(table: type[_Table], data: Input, **more: object) -> _Table:
    """A new row of validated input; `more` are its foreign keys and what no person types."""
    return table(**{**data.model_dump(), **more})


def assign(row: Row, data: Input) -> None:
    """Take validated input over into a stored row; columns that keep their value are not touched."""
    for name, value in data.model_dump().items():
        if getattr(row, name) != value:
            setattr(row, name, value)

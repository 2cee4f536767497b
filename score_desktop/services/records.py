"""Small records (meters, sites, people, products) edited cell by cell under the rules of their inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.errors import Refused, ScoreError
from score_desktop.models import Input, Row, assign
from score_desktop.services.edits import CellEdit, CellRefusal, CellValue, EditOutcome, by_row

_Row = TypeVar("_Row", bound=Row)


def by_uids(session: Session, table: type[_Row], uids: Sequence[str]) -> dict[str, _Row]:
    """Rows by portable id; those that are gone are absent."""
    rows = session.scalars(select(table).where(col(table.uid).in_(list(uids))).order_by(col(table.id)))
    return {row.uid: row for row in rows}


def by_uid(session: Session, table: type[_Row], uid: str, unknown: str) -> _Row:
    """A row by portable id.

    Raises:
        Refused: `unknown`.
    """
    row = by_uids(session, table, [uid]).get(uid)
    if row is None:
        raise Refused(unknown)
    return row


def edit_records(
    session: Session,
    table: type[_Row],
    edits: Sequence[CellEdit],
    take: Callable[[_Row, Mapping[str, CellValue]], None],
) -> EditOutcome:
    """Hand the edits of each row to `take`, which changes the row or raises; a refused row stays as it was."""
    wanted = by_row(edits)
    rows = by_uids(session, table, [str(key) for key in wanted])
    refused: list[CellRefusal] = []
    stored = 0
    for key, values in wanted.items():
        row = rows.get(str(key))
        if row is None:
            refused.append(CellRefusal(key, next(iter(values)), "record.gone"))
            continue
        try:
            take(row, values)
        except ScoreError as error:
            refused.append(CellRefusal.of(key, next(iter(values)), error))
        else:
            stored += session.is_modified(row)
    session.flush()
    return EditOutcome(stored, tuple(refused))


def assign_cells(form: type[Input], row: Row, values: Mapping[str, CellValue]) -> None:
    """Take cells over into a row under the rules of its input; nothing is "" where a field holds text.

    Raises:
        InvalidInput: A value cannot be stored.
    """
    assign(row, form.from_row(row, **fields_of(form, values)))


def fields_of(form: type[Input], values: Mapping[str, CellValue]) -> dict[str, Any]:
    """Cells as fields of an input; a cell that is no field is a bug of the caller."""
    unknown = values.keys() - form.model_fields.keys()
    if unknown:
        raise ValueError(f"{form.__name__} has no fields {sorted(unknown)}")
    return {
        name: "" if value is None and form.model_fields[name].annotation is str else value
        for name, value in values.items()
    }

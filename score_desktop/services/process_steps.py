"""Steps and places of a flow chart, and how the whole is counted: edited, added, deleted, moved, dragged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session, col

from score_desktop.db.recorder import remove_packed
from score_desktop.enums import Place
from score_desktop.errors import ScoreError
from score_desktop.models import (
    ProcessSettings,
    ProcessSettingsIn,
    ProcessStep,
    ProcessStepIn,
    ResourceFlow,
    ResourceFlowIn,
    make,
)
from score_desktop.models.base import assign
from score_desktop.models.process import STEP_AMOUNTS
from score_desktop.services.audits import find_audit
from score_desktop.services.edits import CellEdit, CellRefusal, CellValue, EditOutcome
from score_desktop.services.process_cells import place_named
from score_desktop.services.process_closing import after_following
from score_desktop.services.process_edit import free_positions, place_rows
from score_desktop.services.process_network import substance_key
from score_desktop.services.process_rows import Followed, settings_of
from score_desktop.services.records import by_uid, by_uids, edit_records, fields_of


def edit_steps(session: Session, audit_uid: str, edits: Sequence[CellEdit]) -> EditOutcome:
    """Store new values of some cells of steps, by portable id.

    Raises:
        Refused: "audit.unknown".
    """
    _, enterprise = find_audit(session, audit_uid)

    def take(row: ProcessStep, values: Mapping[str, CellValue]) -> None:
        assign(row, ProcessStepIn.from_row(row, **_fields(values, row.currency, row.stock_unit, enterprise.currency)))

    return edit_records(session, ProcessStep, edits, take)


def _fields(values: Mapping[str, CellValue], currency: str, stock_unit: str, own: str) -> dict[str, Any]:
    fields = fields_of(ProcessStepIn, values)
    if "outside" in fields:
        fields["outside"] = fields["outside"] or None
    if isinstance(fields.get("product_share"), Decimal):
        fields["product_share"] = float(fields["product_share"])
    if fields.get("stock_change") is not None and not fields.get("stock_unit", stock_unit):
        fields["stock_unit"] = "kg"
    if any(fields.get(name) is not None for name in STEP_AMOUNTS[1:]) and not fields.get("currency", currency):
        fields["currency"] = own
    return fields


def add_steps(
    session: Session, audit_uid: str, rows: Sequence[Mapping[str, CellValue]], before: str | None = None
) -> EditOutcome:
    """Store new steps or places, at the end or before another; a name such as "Clientes" is a place by itself.

    Raises:
        Refused: "audit.unknown", "record.gone".
    """
    audit, enterprise = find_audit(session, audit_uid)
    made: list[ProcessStep] = []
    refused: list[CellRefusal] = []
    for place, row in enumerate(rows):
        try:
            fields = _fields(row, "", "", enterprise.currency)
            fields.setdefault("outside", place_named(str(row.get("name") or "")))
            made.append(make(ProcessStep, ProcessStepIn(**fields), audit_id=audit.key))
        except ScoreError as error:
            refused.append(CellRefusal.of(place, next(iter(row), "name"), error))
    for step, position in zip(made, free_positions(session, ProcessStep, audit.key, len(made), before), strict=True):
        step.position = position
    session.add_all(made)
    session.flush()
    return EditOutcome(len(made), tuple(refused), tuple(step.uid for step in made))


def add_step(session: Session, audit_uid: str, name: str, outside: Place | None = None) -> str:
    """One new step at the end, as drawn in the diagram; its portable id.

    Raises:
        Refused: "audit.unknown".
        InvalidInput: The name cannot be stored.
    """
    audit, _ = find_audit(session, audit_uid)
    position = free_positions(session, ProcessStep, audit.key, 1)[0]
    step = make(ProcessStep, ProcessStepIn(name=name, outside=outside, position=position), audit_id=audit.key)
    session.add(step)
    session.flush()
    return step.uid


def delete_steps(session: Session, uids: Sequence[str]) -> int:
    """Delete steps with the flows that begin or end there; how many steps there were."""
    rows = by_uids(session, ProcessStep, uids)
    keys = [row.key for row in rows.values()]
    beside = or_(col(ResourceFlow.source_id).in_(keys), col(ResourceFlow.target_id).in_(keys))
    for flow in session.scalars(select(ResourceFlow).where(beside)).all():
        session.delete(flow)
    session.flush()
    for row in rows.values():
        session.delete(row)
    session.flush()
    return len(rows)


def flows_at(session: Session, uids: Sequence[str]) -> int:
    """How many flows would go with these steps."""
    keys = [row.key for row in by_uids(session, ProcessStep, uids).values()]
    beside = or_(col(ResourceFlow.source_id).in_(keys), col(ResourceFlow.target_id).in_(keys))
    return len(session.scalars(select(col(ResourceFlow.id)).where(beside)).all())


def move_steps(session: Session, audit_uid: str, uids: Sequence[str], before: str | None) -> int:
    """Put steps before another, in the order given; None: at the end. Returns how many.

    Raises:
        Refused: "audit.unknown", "record.gone".
    """
    audit, _ = find_audit(session, audit_uid)
    rows = by_uids(session, ProcessStep, uids)
    moved = [rows[uid] for uid in uids if uid in rows and uid != before]
    return place_rows(session, ProcessStep, audit.key, moved, before)


def drag_step(session: Session, uid: str, column: int | None, height: float) -> str:
    """Keep where a step was dragged to in the diagram, as `ProcessStep.diagram_x` and `diagram_y`; its name.

    Raises:
        Refused: "record.gone".
        InvalidInput: A place that cannot be stored.
    """
    row = by_uid(session, ProcessStep, uid, "record.gone")
    assign(row, ProcessStepIn.from_row(row, diagram_x=column, diagram_y=height))
    session.flush()
    return row.name


def arrange_steps(session: Session, audit_uid: str) -> int:
    """Let the program place all steps of the diagram again; how many a person had placed.

    Raises:
        Refused: "audit.unknown".
    """
    audit, _ = find_audit(session, audit_uid)
    by_hand = or_(col(ProcessStep.diagram_x).is_not(None), col(ProcessStep.diagram_y).is_not(None))
    query = select(ProcessStep).where(col(ProcessStep.audit_id) == audit.key, by_hand)
    rows = session.scalars(query).all()
    for row in rows:
        assign(row, ProcessStepIn.from_row(row, diagram_x=None, diagram_y=None))
    session.flush()
    return len(rows)


def clear_process(session: Session, audit_uid: str) -> int:
    """Delete the whole flow chart; how many flows there were.

    Raises:
        Refused: "audit.unknown".
    """
    audit, _ = find_audit(session, audit_uid)
    counts = []
    for table in (ResourceFlow, ProcessStep, ProcessSettings):
        ids = [key for key in session.scalars(select(col(table.id)).where(col(table.audit_id) == audit.key)) if key]
        counts.append(len(ids))
        if ids:
            remove_packed(session, str(table.__tablename__), ids)
    return counts[0]


# -- how the whole is counted ------------------------------------------------------------------------------------------


def edit_settings(session: Session, audit_uid: str, changes: Mapping[str, object]) -> None:
    """Change settings: "product", "days_per_year", "batches_per_year", "allocation", "by_products_are_losses", "pack".

    Raises:
        Refused: "audit.unknown".
        InvalidInput: A value cannot be stored.
    """
    audit, _ = find_audit(session, audit_uid)
    stored = settings_of(session, audit.key)
    if stored is None:
        stored = make(ProcessSettings, ProcessSettingsIn(), audit_id=audit.key)
        session.add(stored)
    assign(stored, ProcessSettingsIn.from_row(stored, **changes))
    session.flush()


def follow_substances(session: Session, audit_uid: str, substances: Sequence[Followed]) -> tuple[Followed, ...]:
    """Set the substances that have a balance of their own; shares of those that are no longer followed go.

    Args:
        substances: `key` "" makes one from the name.

    Returns:
        The same with their keys.

    Raises:
        Refused: "audit.unknown".
        InvalidInput: "flow.followed".
    """
    audit, _ = find_audit(session, audit_uid)
    named: list[Followed] = []
    for one in substances:
        key = one.key or _free(substance_key(one.name), {other.key for other in (*named, *substances)})
        named.append(Followed(key, one.name.strip()))
    listed = [{"key": one.key, "name": one.name} for one in named]
    stored = settings_of(session, audit.key)
    before = {one["key"] for one in stored.followed.get("substances", ())} if stored is not None else set()
    edit_settings(session, audit_uid, {"followed": {"substances": listed}})
    keys = {one.key for one in named}
    _close_with(session, audit.key, before, keys)
    for flow in session.scalars(select(ResourceFlow).where(col(ResourceFlow.audit_id) == audit.key)).all():
        kept = {key: share for key, share in flow.shares.items() if key in keys}
        if kept != flow.shares:
            assign(flow, ResourceFlowIn.from_row(flow, shares=kept))
    session.flush()
    return tuple(named)


def _close_with(session: Session, audit_id: int, before: set[str], now: set[str]) -> None:
    chosen = (col(ProcessStep.audit_id) == audit_id, col(ProcessStep.closes) != "")
    for step in session.scalars(select(ProcessStep).where(*chosen)).all():
        closes = after_following(step.closes, before, now)
        if closes != step.closes:
            assign(step, ProcessStepIn.from_row(step, closes=closes))


def set_counting(
    session: Session, audit_uid: str, changes: Mapping[str, object], substances: Sequence[Followed] | None
) -> None:
    """`edit_settings` and `follow_substances` as one change; what stays the same is not touched.

    Args:
        changes: May be empty.
        substances: None leaves them as they are.

    Raises:
        Refused: "audit.unknown".
        InvalidInput: A value cannot be stored; "flow.followed".
    """
    audit, _ = find_audit(session, audit_uid)
    if changes:
        edit_settings(session, audit_uid, changes)
    if substances is None:
        return
    stored = settings_of(session, audit.key)
    listed = [] if stored is None else stored.followed.get("substances", [])
    if [(one.key, one.name) for one in substances] != [(one["key"], one["name"]) for one in listed]:
        follow_substances(session, audit_uid, substances)


def _free(key: str, taken: set[str]) -> str:
    if key not in taken:
        return key
    number = 2
    while f"{key[:36]}_{number}" in taken:
        number += 1
    return f"{key[:36]}_{number}"

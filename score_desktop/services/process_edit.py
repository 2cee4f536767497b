"""Flows of a chart edited, added, deleted, moved and pasted: each call is one transaction, wrong cells are values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col

from score_desktop.enums import FlowKind, FlowOrigin
from score_desktop.errors import InvalidInput, ScoreError
from score_desktop.models import Audit, Enterprise, ProcessStep, ProcessStepIn, ResourceFlow, ResourceFlowIn, make
from score_desktop.models.base import assign
from score_desktop.models.process import FLOW_PRICES
from score_desktop.models.text import search_key
from score_desktop.services.audits import find_audit
from score_desktop.services.edits import CellEdit, CellRefusal, CellValue, EditOutcome, by_row
from score_desktop.services.process_cells import FLOW_COLUMNS, SHARE, USUAL_UNITS, place_named
from score_desktop.services.records import by_uid, by_uids

_TEXTS = frozenset({"name", "substance", "unit", "price_unit", "currency", "note"})
_FLOATS = frozenset({"uncertainty_percent", "kg_per_unit", "kg_co2e"})
_ENDS = frozenset({"source", "target"})
_EDITABLE = frozenset(column.key for column in FLOW_COLUMNS if column.editable) | {"uncertainty_percent"}
STRIDE = 1024
"""Distance of neighbours in the order, so that something fits between."""


class Steps:
    """Steps of one audit by name; a name that is new makes one."""

    def __init__(self, session: Session, audit: Audit) -> None:
        self._session = session
        self._audit = audit
        rows = session.scalars(
            select(ProcessStep)
            .where(col(ProcessStep.audit_id) == audit.key)
            .order_by(col(ProcessStep.position), col(ProcessStep.id))
        ).all()
        self._by_key = {row.name_key: row for row in reversed(rows)}
        self._by_uid = {row.uid: row for row in rows}
        self._last = max((row.position for row in rows), default=0)

    def id_of(self, name: CellValue) -> int | None:
        """Key of the step of a name or portable id; None for outside."""
        words = str(name or "").strip()
        if not words:
            return None
        known = self._by_uid.get(words) or self._by_key.get(search_key(words))
        return (known or self._made(words)).key

    def _made(self, name: str) -> ProcessStep:
        self._last += STRIDE
        data = ProcessStepIn(name=name, outside=place_named(name), position=self._last)
        step = make(ProcessStep, data, audit_id=self._audit.key)
        self._session.add(step)
        self._session.flush()
        self._by_key[step.name_key] = step
        self._by_uid[step.uid] = step
        return step


def edit_flows(session: Session, audit_uid: str, edits: Sequence[CellEdit]) -> EditOutcome:
    """Store new values of some cells; `row` is a flow's portable id, several cells of one row are taken together.

    A step's name that is new makes the step. A typed quantity is a figure of its own: the flow no longer follows bills
    or a rule, and is no estimate any more.

    Raises:
        Refused: "audit.unknown".
    """
    audit, enterprise = find_audit(session, audit_uid)
    rows = by_row(edits)
    flows = by_uids(session, ResourceFlow, [str(key) for key in rows])
    steps = Steps(session, audit)
    refused: list[CellRefusal] = []
    stored = 0
    for key, values in rows.items():
        flow = flows.get(str(key))
        if flow is None or flow.audit_id != audit.key:
            refused.append(CellRefusal(key, next(iter(values)), "record.gone"))
            continue
        try:
            data = ResourceFlowIn.from_row(flow, **_fields(values, flow, enterprise))
        except ScoreError as error:
            refused.append(CellRefusal.of(key, next(iter(values)), error))
            continue
        assign(flow, data)
        for end in _ENDS & values.keys():
            step = steps.id_of(values[end])
            if getattr(flow, f"{end}_id") != step:
                setattr(flow, f"{end}_id", step)
        stored += session.is_modified(flow)
    session.flush()
    return EditOutcome(stored, tuple(refused))


def _fields(
    values: Mapping[str, CellValue], before: ResourceFlow | ResourceFlowIn, enterprise: Enterprise
) -> dict[str, Any]:
    """Cells as fields of the input, with what follows from them; a column that cannot be edited is a bug."""
    shares = {name: value for name, value in values.items() if name.startswith(SHARE)}
    unknown = values.keys() - _EDITABLE - shares.keys()
    if unknown:
        raise ValueError(f"these cells cannot be edited: {sorted(unknown)}")
    fields = {name: _plain(name, value) for name, value in values.items() if name not in _ENDS | shares.keys()}
    if shares:
        fields["shares"] = _shares(before.shares, shares)
    kind = _kind(fields["kind"]) if "kind" in fields else before.kind
    if fields.get("quantity") is not None:
        if not fields.get("unit", before.unit):
            fields["unit"] = USUAL_UNITS.get(kind, "kg")
        fields |= {"origin": FlowOrigin.ENTERED, "origin_of": "", "params": {}, "is_estimate": False}
    if any(fields.get(name) is not None for name in FLOW_PRICES) and not fields.get("currency", before.currency):
        fields["currency"] = enterprise.currency
    return fields


def _shares(before: Mapping[str, Any], changes: Mapping[str, CellValue]) -> dict[str, Any]:
    """Shares of followed substances after changes of some; those that are not in it any more go."""
    changed = {name.removeprefix(SHARE): float(value or 0) for name, value in changes.items()}  # type: ignore[arg-type]
    return {key: share for key, share in {**before, **changed}.items() if share}


def _kind(value: object) -> FlowKind:
    try:
        return FlowKind(str(value))
    except ValueError:
        raise InvalidInput("input.choice", field="kind", value=str(value)[:80]) from None


def _plain(name: str, value: CellValue) -> object:
    if name in _TEXTS:
        return "" if value is None else value
    if name in _FLOATS:
        return float(value) if isinstance(value, Decimal) else value
    if name == "is_loss":
        return {"yes": True, "no": False}.get(str(value))
    if name == "resource":
        return value or None
    return value


def add_flows(
    session: Session, audit_uid: str, rows: Sequence[Mapping[str, CellValue]], before: str | None = None
) -> EditOutcome:
    """Store new flows, at the end or before another; `row` of a refusal is the place in `rows` from 0.

    Args:
        rows: Column → value; source and target are names or portable ids of steps.
        before: Portable id of the flow they are put before.

    Raises:
        Refused: "audit.unknown", "record.gone".
    """
    audit, enterprise = find_audit(session, audit_uid)
    steps = Steps(session, audit)
    made: list[ResourceFlow] = []
    refused: list[CellRefusal] = []
    for place, row in enumerate(rows):
        first = next(iter(row), "name")
        try:
            data = ResourceFlowIn(**_fields(row, ResourceFlowIn(), enterprise))
            ends = {f"{end}_id": steps.id_of(row.get(end)) for end in ("source", "target")}
        except ScoreError as error:
            refused.append(CellRefusal.of(place, first, error))
            continue
        made.append(make(ResourceFlow, data, audit_id=audit.key, **ends))
    positions = free_positions(session, ResourceFlow, audit.key, len(made), before)
    for flow, position in zip(made, positions, strict=True):
        flow.position = position
    session.add_all(made)
    session.flush()
    return EditOutcome(len(made), tuple(refused), tuple(flow.uid for flow in made))


def paste_flows(
    session: Session,
    audit_uid: str,
    edits: Sequence[CellEdit],
    rows: Sequence[Mapping[str, CellValue]],
) -> EditOutcome:
    """A pasted block as one change: cells of flows that are there, then flows that are new.

    `row` of a refusal is a portable id, or for new rows their place in `rows`.

    Raises:
        Refused: "audit.unknown".
    """
    edited = edit_flows(session, audit_uid, edits)
    added = add_flows(session, audit_uid, rows)
    return EditOutcome(edited.stored + added.stored, (*edited.refused, *added.refused), added.made)


def delete_flows(session: Session, uids: Sequence[str]) -> int:
    """Delete flows; how many there were. Rules that refer to them say so as a problem."""
    rows = by_uids(session, ResourceFlow, uids)
    for row in rows.values():
        session.delete(row)
    session.flush()
    return len(rows)


def move_flows(session: Session, audit_uid: str, uids: Sequence[str], before: str | None) -> int:
    """Put flows before another, in the order given; None: at the end. Returns how many.

    Raises:
        Refused: "audit.unknown", "record.gone".
    """
    audit, _ = find_audit(session, audit_uid)
    rows = by_uids(session, ResourceFlow, uids)
    moved = [rows[uid] for uid in uids if uid in rows and uid != before]
    return place_rows(session, ResourceFlow, audit.key, moved, before)


def set_origin(
    session: Session, flow_uid: str, origin: FlowOrigin, of: str = "", params: Mapping[str, Any] | None = None
) -> None:
    """Say where a flow's quantity comes from; `of` and `params` as `models.process.params_complaint`.

    A flow that follows bills counts as measured (A) unless a person said otherwise.

    Raises:
        Refused: "record.gone".
        InvalidInput: "flow.origin".
    """
    flow = by_uid(session, ResourceFlow, flow_uid, "record.gone")
    changes: dict[str, Any] = {"origin": origin, "origin_of": of, "params": dict(params or {})}
    if origin is not flow.origin:
        changes["is_estimate"] = False
        if origin in (FlowOrigin.BILLS, FlowOrigin.SERIES):
            changes |= {"quality": "A", "uncertainty_percent": None}
    assign(flow, ResourceFlowIn.from_row(flow, **changes))
    session.flush()


def set_shares(session: Session, flow_uid: str, shares: Mapping[str, float]) -> None:
    """Say how much of the followed substances is in a flow (0 to 1); those that are not named are not in it.

    Raises:
        Refused: "record.gone".
        InvalidInput: "flow.shares".
    """
    flow = by_uid(session, ResourceFlow, flow_uid, "record.gone")
    assign(flow, ResourceFlowIn.from_row(flow, shares={key: share for key, share in shares.items() if share}))
    session.flush()


def connect(session: Session, flow_uid: str, source: str | None, target: str | None) -> None:
    """Let a flow begin and end at other steps, by portable id or name; None: outside (as dragged in the diagram).

    Raises:
        Refused: "record.gone".
    """
    flow = by_uid(session, ResourceFlow, flow_uid, "record.gone")
    audit = session.get_one(Audit, flow.audit_id)
    steps = Steps(session, audit)
    for end, step in (("source_id", steps.id_of(source)), ("target_id", steps.id_of(target))):
        if getattr(flow, end) != step:
            setattr(flow, end, step)
    session.flush()


# -- order -------------------------------------------------------------------------------------------------------------

_Ordered = type[ResourceFlow] | type[ProcessStep]


def free_positions(
    session: Session, table: _Ordered, audit_id: int, count: int, before: str | None = None
) -> list[int]:
    """Positions for new rows, at the end or before another; the others move only where there is no room left.

    Raises:
        Refused: "record.gone".
    """
    if not count:
        return []
    if before is None:
        last = session.scalar(select(func.max(col(table.position))).where(col(table.audit_id) == audit_id)) or 0
        return [last + STRIDE * place for place in range(1, count + 1)]
    rows = _in_order(session, table, audit_id)
    uids = [row.uid for row in rows]
    by_uid(session, table, before, "record.gone")
    place = uids.index(before)
    low = rows[place - 1].position if place else max(rows[0].position - STRIDE, 0) - 1
    gap = (rows[place].position - low - 1) // (count + 1)
    if gap >= 1:
        return [low + gap * number for number in range(1, count + 1)]
    for number, row in enumerate(rows[place:], start=place + count + 1):
        row.position = STRIDE * number
    for number, row in enumerate(rows[:place], start=1):
        row.position = STRIDE * number
    return [STRIDE * number for number in range(place + 1, place + count + 1)]


def place_rows(
    session: Session, table: _Ordered, audit_id: int, moved: Sequence[ResourceFlow | ProcessStep], before: str | None
) -> int:
    """Put rows before another; how many."""
    for row, position in zip(moved, free_positions(session, table, audit_id, len(moved), before), strict=True):
        row.position = position
    session.flush()
    return len(moved)


def _in_order(session: Session, table: _Ordered, audit_id: int) -> list[Any]:
    query = select(table).where(col(table.audit_id) == audit_id).order_by(col(table.position), col(table.id))
    return list(session.scalars(query))

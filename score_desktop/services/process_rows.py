"""Stored steps, flows and settings of an audit's flow chart, as frozen rows in the order of the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from score_desktop.enums import AllocationKey, DataQuality, FlowKind, FlowOrigin, FlowPeriod, Place, Resource
from score_desktop.models import ProcessSettings, ProcessStep, ResourceFlow


@dataclass(frozen=True, slots=True)
class Followed:
    """A substance with a balance of its own."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class SettingsRow:
    """As `models.process.ProcessSettingsBase`; its defaults where nothing is stored."""

    product: str = ""
    days_per_year: float | None = None
    batches_per_year: float | None = None
    allocation: AllocationKey = AllocationKey.MASS
    by_products_are_losses: bool = True
    pack: str = ""
    followed: tuple[Followed, ...] = ()


@dataclass(frozen=True, slots=True)
class StepRow:
    """As `models.process.ProcessStepBase`."""

    uid: str
    name: str
    name_key: str
    outside: Place | None = None
    position: int = 0
    diagram_x: float | None = None
    diagram_y: float | None = None
    stock_change: Decimal | None = None
    stock_unit: str = ""
    closes: str = ""
    energy_cost: Decimal | None = None
    system_cost: Decimal | None = None
    waste_cost: Decimal | None = None
    currency: str = ""
    product_share: float | None = None
    note: str = ""

    @property
    def is_placed(self) -> bool:
        """Whether a person chose its place in the diagram."""
        return self.diagram_x is not None or self.diagram_y is not None


@dataclass(frozen=True, slots=True)
class FlowRow:
    """As `models.process.ResourceFlowBase`; `source` and `target` are portable ids of steps, "" for outside."""

    uid: str
    name: str
    name_key: str
    substance: str
    kind: FlowKind
    resource: Resource | None
    quantity: Decimal | None
    unit: str
    period: FlowPeriod
    quality: DataQuality
    uncertainty_percent: float | None
    kg_per_unit: float | None
    price: Decimal | None
    disposal_cost: Decimal | None
    income: Decimal | None
    processing_cost: Decimal | None
    price_unit: str
    currency: str
    kg_co2e: float | None
    shares: Mapping[str, float]
    contents: Mapping[str, float]
    origin: FlowOrigin
    origin_of: str
    params: Mapping[str, Any]
    is_loss: bool | None
    is_estimate: bool
    pack: str
    pack_flow: str
    position: int
    note: str
    source: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class ProcessRows:
    """All that is stored of one flow chart."""

    settings: SettingsRow = field(default_factory=SettingsRow)
    steps: tuple[StepRow, ...] = ()
    flows: tuple[FlowRow, ...] = ()


_STEP = tuple(StepRow.__dataclass_fields__)
_FLOW = tuple(FlowRow.__dataclass_fields__)[:-2]


def _columns(table: type[ProcessStep | ResourceFlow], names: tuple[str, ...]) -> list[ColumnElement[Any]]:
    return [col(getattr(table, name)) for name in names]  # type: ignore[misc]


def process_rows(session: Session, audit_id: int) -> ProcessRows:
    """The flow chart of an audit, by the audit's key; empty if it has none."""
    steps = (
        select(*_columns(ProcessStep, _STEP))
        .where(col(ProcessStep.audit_id) == audit_id)
        .order_by(col(ProcessStep.position), col(ProcessStep.id))
    )
    source, target = aliased(ProcessStep), aliased(ProcessStep)
    flows = (
        select(*_columns(ResourceFlow, _FLOW), col(source.uid), col(target.uid))
        .join(source, col(source.id) == col(ResourceFlow.source_id), isouter=True)
        .join(target, col(target.id) == col(ResourceFlow.target_id), isouter=True)
        .where(col(ResourceFlow.audit_id) == audit_id)
        .order_by(col(ResourceFlow.position), col(ResourceFlow.id))
    )
    return ProcessRows(
        _settings(session, audit_id),
        tuple(StepRow(*row) for row in session.execute(steps)),
        tuple(FlowRow(*(*row[:-2], row[-2] or "", row[-1] or "")) for row in session.execute(flows)),
    )


def _settings(session: Session, audit_id: int) -> SettingsRow:
    stored = settings_of(session, audit_id)
    if stored is None:
        return SettingsRow()
    listed = stored.followed.get("substances", [])
    return SettingsRow(
        stored.product,
        stored.days_per_year,
        stored.batches_per_year,
        stored.allocation,
        stored.by_products_are_losses,
        stored.pack,
        tuple(Followed(one["key"], one["name"]) for one in listed),
    )


def settings_of(session: Session, audit_id: int) -> ProcessSettings | None:
    """The stored settings; None while all of them are the usual ones."""
    rows = select(ProcessSettings).where(col(ProcessSettings.audit_id) == audit_id).order_by(col(ProcessSettings.id))
    return session.scalars(rows).first()

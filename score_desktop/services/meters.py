"""Meters and kinds of purchase of an enterprise: listed, added, edited, deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlmodel import Session, col

from score_desktop import units
from score_desktop.enums import FuelUse, MeterKind, Resource
from score_desktop.errors import InvalidInput, Refused, ScoreError
from score_desktop.i18n import Texts
from score_desktop.models import Bill, Meter, MeterIn, Site, assign, from_micro, make, to_micro
from score_desktop.msgid import N_
from score_desktop.services.bill_edits import usual_kind
from score_desktop.services.bill_table import RESOURCES
from score_desktop.services.edits import (
    CellEdit,
    CellRefusal,
    CellValue,
    ColumnKind,
    EditOutcome,
    TableColumn,
    column_of,
    read_cell,
)
from score_desktop.services.enterprises import find_enterprise
from score_desktop.services.finding_reviews import forget_reviews
from score_desktop.services.records import by_uids, edit_records, fields_of

FUEL_USES = (
    (FuelUse.UNKNOWN.value, N_("not known")),
    (FuelUse.VEHICLE.value, N_("vehicle")),
    (FuelUse.HEAT.value, N_("heat")),
    (FuelUse.GENERATOR.value, N_("generator")),
)
KINDS = (
    (MeterKind.METERED.value, N_("metered, by periods")),
    (MeterKind.PURCHASE.value, N_("purchases, by days")),
)

METER_COLUMNS = (
    TableColumn("name", N_("Meter"), required=True),
    TableColumn("use", N_("Used for")),
    TableColumn("resource", N_("Resource"), ColumnKind.CHOICE, required=True, choices=RESOURCES),
    TableColumn("kind", N_("Bills"), ColumnKind.CHOICE, required=True, choices=KINDS),
    TableColumn("supplier", N_("Supplier")),
    TableColumn("account", N_("Account")),
    TableColumn("unit", N_("Unit"), ColumnKind.UNIT),
    TableColumn("product", N_("Fuel or material")),
    TableColumn("fuel_use", N_("Fuel drives"), ColumnKind.CHOICE, choices=FUEL_USES),
    TableColumn("site", N_("Site")),
    TableColumn("note", N_("Note")),
    TableColumn("bills", N_("Number of bills"), ColumnKind.NUMBER, editable=False, right=True),
    TableColumn("period", N_("Period"), editable=False),
)


@dataclass(frozen=True, slots=True)
class MeterRow:
    """One meter in the table.

    Attributes:
        site_uid: Portable id of its site, whose name is `site`.
        bills: Number of its bills; `start` the first day billed, `end` the first day after the last one.
    """

    uid: str
    name: str
    use: str
    resource: Resource
    kind: MeterKind
    supplier: str
    account: str
    unit: str
    unit_base: str
    product: str
    fuel_use: FuelUse
    note: str
    site_uid: str
    site: str
    bills: int
    start: dt.date | None
    end: dt.date | None


def list_meters(session: Session, enterprise_uid: str, resource: Resource | None = None) -> tuple[MeterRow, ...]:
    """Meters by resource and name.

    Raises:
        Refused: "enterprise.unknown".
    """
    counted = (
        select(
            col(Bill.meter_id),
            func.count(col(Bill.id)).label("bills"),
            func.min(col(Bill.period_start)).label("start"),
            func.max(col(Bill.period_end)).label("end"),
        )
        .group_by(col(Bill.meter_id))
        .subquery()
    )
    query = (
        select(Meter, Site, counted.c.bills, counted.c.start, counted.c.end)
        .join(Site, col(Site.id) == col(Meter.site_id))
        .join(counted, counted.c.meter_id == col(Meter.id), isouter=True)
        .where(col(Site.enterprise_id) == find_enterprise(session, enterprise_uid).key)
        .order_by(col(Meter.resource), col(Meter.name_key), col(Meter.id))
    )
    if resource is not None:
        query = query.where(col(Meter.resource) == resource)
    return tuple(_row(meter, site, bills or 0, start, end) for meter, site, bills, start, end in session.execute(query))


def _row(meter: Meter, site: Site, bills: int, start: dt.date | None, end: dt.date | None) -> MeterRow:
    return MeterRow(
        meter.uid,
        meter.name,
        meter.use,
        meter.resource,
        meter.kind,
        meter.supplier,
        meter.account,
        meter.unit,
        meter.unit_base,
        meter.product,
        meter.fuel_use,
        meter.note,
        site.uid,
        site.name,
        bills,
        start,
        end,
    )


def add_meter(session: Session, enterprise_uid: str, values: Mapping[str, CellValue]) -> str:
    """Add a meter; "name" and "resource" are needed, "site" is a portable id (else the first site).

    Raises:
        InvalidInput: A value cannot be stored.
        Refused: "enterprise.unknown", "enterprise.no_site", "site.unknown".
    """
    given = dict(values)
    site = _site(session, find_enterprise(session, enterprise_uid).key, str(given.pop("site", None) or ""))
    fields = fields_of(MeterIn, given)
    if not fields.get("resource"):
        raise InvalidInput("input.required", field="resource")
    resource, unit = Resource(str(fields["resource"])), str(fields.get("unit") or "")
    fields |= {"unit": unit, "unit_base": _base(resource, unit), "kind": fields.get("kind") or usual_kind(resource)}
    row = make(Meter, MeterIn(**fields), site_id=site.key)
    session.add(row)
    session.flush()
    return row.uid


def add_meters(session: Session, enterprise_uid: str, rows: Sequence[Mapping[str, CellValue]]) -> EditOutcome:
    """Add meters; those that cannot be stored are refused by their place in `rows`, all others stand."""
    made: list[str] = []
    refused: list[CellRefusal] = []
    for place, values in enumerate(rows):
        try:
            made.append(add_meter(session, enterprise_uid, values))
        except ScoreError as error:
            refused.append(CellRefusal.of(place, "name", error))
    return EditOutcome(len(made), tuple(refused), tuple(made))


def _site(session: Session, enterprise_id: int, uid: str) -> Site:
    query = select(Site).where(col(Site.enterprise_id) == enterprise_id).order_by(col(Site.id))
    site = session.scalars(query.where(col(Site.uid) == uid) if uid else query).first()
    if site is None:
        raise Refused("site.unknown")
    return site


def _base(resource: Resource, unit: str) -> str:
    try:
        return units.base_symbol_for(resource, unit) if unit else ""
    except ScoreError as error:
        raise InvalidInput("bill.unit_unknown", field="unit", value=unit) from error


def edit_meters(session: Session, edits: Sequence[CellEdit]) -> EditOutcome:
    """Store new values of cells; `row` is a meter's portable id, "site" takes one of a site of the enterprise.

    A new resource or unit keeps the bills: their quantities in the base unit are converted, and a unit that measures
    something else than the bills do is refused.
    """
    return edit_records(session, Meter, edits, lambda meter, values: _edit(session, meter, values))


def _edit(session: Session, meter: Meter, values: Mapping[str, CellValue]) -> None:
    given = dict(values)
    site = None
    if "site" in given:
        owner = session.get_one(Site, meter.site_id).enterprise_id
        site = _site(session, owner, str(given.pop("site") or ""))
    data = MeterIn.from_row(meter, **fields_of(MeterIn, given))
    if (data.unit, data.resource) != (meter.unit, meter.resource):
        bills = _measured(session, meter)
        data.unit_base = _base(data.resource, data.unit or (meter.unit_base if bills else ""))
        for bill, amount in zip(bills, _converted(bills, data.unit_base), strict=True):
            if bill.quantity_base != amount:
                bill.quantity_base = amount
    assign(meter, data)
    if site is not None and meter.site_id != site.key:
        meter.site_id = site.key


def _measured(session: Session, meter: Meter) -> Sequence[Bill]:
    query = select(Bill).where(col(Bill.meter_id) == meter.key, col(Bill.quantity).is_not(None))
    return session.scalars(query.order_by(col(Bill.id))).all()


def _converted(bills: Sequence[Bill], base: str) -> list[Decimal]:
    """Quantities of bills in another base unit.

    Raises:
        InvalidInput: "unit.dimension".
    """
    try:
        return [from_micro(units.convert_micro(to_micro(bill.quantity or 0), bill.unit, base)) for bill in bills]
    except ScoreError as error:
        raise InvalidInput(error.message_id, **{**error.params, "field": "unit"}) from error


def delete_meters(session: Session, uids: Sequence[str]) -> int:
    """Delete meters without bills; returns how many there were.

    Raises:
        Refused: "meter.has_bills": nothing was deleted.
    """
    meters = by_uids(session, Meter, uids)
    for meter in meters.values():
        count = session.scalar(select(func.count(col(Bill.id))).where(col(Bill.meter_id) == meter.key)) or 0
        if count:
            raise Refused("meter.has_bills", name=meter.name, count=count)
    forget_reviews(session, [meter.key for meter in meters.values()])
    for meter in meters.values():
        session.delete(meter)
    session.flush()
    return len(meters)


def parse_meter_cell(column: str, text: str, texts: Texts) -> CellValue:
    """What a typed text means in a column of meters.

    Raises:
        InvalidInput: With `field`, ready to be shown at the cell.
    """
    return read_cell(column_of(METER_COLUMNS, column), text, texts)

"""Bills edited, typed, pasted and deleted.

Values come parsed (`bill_table.parse_cell`); the rules are those of `BillIn`, asked of each row as a whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop import units
from score_desktop.calc.findings import read_quantity
from score_desktop.db.recorder import remove_packed
from score_desktop.enums import MeterKind, Resource
from score_desktop.errors import InvalidInput, Refused, ScoreError
from score_desktop.models import Bill, BillIn, Enterprise, Meter, MeterIn, Site, assign, from_micro, make, to_micro
from score_desktop.services.bill_files import BillFile, attach_files, forget_files
from score_desktop.services.edits import CellEdit, CellRefusal, CellValue, EditOutcome, by_row
from score_desktop.services.enterprises import find_enterprise
from score_desktop.services.meter_book import MeterBook

PACK_FROM = 1000
"""So many rows and more are deleted packed: an image for each would cost a kilobyte of the audit trail."""

_CHUNK = 500
_TEXTS = frozenset({"invoice_number", "unit", "currency", "note"})
_FIELDS = frozenset(
    {"invoice_number", "period_start", "period_end", "reading_previous", "reading_current", "quantity", "unit"}
    | {"demand_kw", "cost", "currency", "estimated", "quality", "note"}
)


@dataclass(frozen=True, slots=True)
class NewBill:
    """A bill that is typed or pasted.

    Attributes:
        values: Column of the table → parsed value. "meter" is a name; with "resource" a name that is new makes a meter.
        meter_uid: Portable id of the meter, where the window knows it.
        files: Photos or PDFs of the bill.
    """

    values: Mapping[str, CellValue]
    meter_uid: str | None = None
    files: tuple[BillFile, ...] = ()


def edit_cells(session: Session, edits: Sequence[CellEdit]) -> EditOutcome:
    """Store new values of some cells; several cells of one row are taken together, before its rules are asked.

    The quantity in the meter's base unit follows. A row is stored as a whole or refused with the cell to blame.
    """
    rows = by_row(edits)
    bills = {bill.key: bill for bill in _bills(session, [int(row) for row in rows])}
    book = MeterBook.of_meters(session, {bill.meter_id for bill in bills.values()})
    refused: list[CellRefusal] = []
    stored = 0
    for row, values in rows.items():
        bill = bills.get(int(row))
        if bill is None:
            refused.append(CellRefusal(row, next(iter(values)), "bill.gone"))
            continue
        try:
            stored += _edit(session, bill, values, book)
        except ScoreError as error:
            refused.append(CellRefusal.of(row, next(iter(values)), error))
    session.flush()
    return EditOutcome(stored, tuple(refused))


def _edit(session: Session, bill: Bill, values: Mapping[str, CellValue], book: MeterBook) -> bool:
    """Take the values of one row over; True if it differs from before."""
    meter = book.by_id(bill.meter_id)
    if "meter" in values:
        meter = book.named(str(values["meter"] or ""), book.enterprise_of(meter), meter.resource)
    changes = _fields(values)
    if {"quantity", "unit", "meter"} & values.keys():
        quantity = changes.get("quantity", bill.quantity)
        unit = str(changes.get("unit", bill.unit) or ("" if quantity is None else meter.unit))
        changes |= {"unit": unit, "quantity_base": _in_base(quantity, unit, meter)}
    if changes.get("cost") is not None and not changes.get("currency", bill.currency):
        changes["currency"] = book.enterprise_of(meter).currency
    data = BillIn.from_row(bill, **changes)
    assign(bill, data)
    if bill.meter_id != meter.key:
        bill.meter_id = meter.key
    _give_unit(meter, data)
    return session.is_modified(bill)


def _fields(values: Mapping[str, CellValue]) -> dict[str, Any]:
    """Fields of the bill among the cells; a column that cannot be edited is a bug of the caller."""
    unknown = values.keys() - _FIELDS - {"meter", "resource"}
    if unknown:
        raise ValueError(f"these cells cannot be edited: {sorted(unknown)}")
    return {
        name: "" if value is None and name in _TEXTS else False if value is None and name == "estimated" else value
        for name, value in values.items()
        if name in _FIELDS
    }


def _in_base(quantity: object, unit: str, meter: Meter) -> Decimal | None:
    """A quantity in the unit that its meter is summed in.

    Raises:
        InvalidInput: "bill.unit_unknown", "unit.dimension".
    """
    if not isinstance(quantity, Decimal) or not unit or not quantity.is_finite():
        return None
    base = meter.unit_base or units.base_symbol_for(meter.resource, unit)
    try:
        return from_micro(units.convert_micro(to_micro(quantity), unit, base))
    except ScoreError as error:
        raise InvalidInput(error.message_id, **{**error.params, "field": "unit"}) from error


def _give_unit(meter: Meter, data: BillIn) -> None:
    """A meter of which only costs were known gets its unit from its first quantity."""
    if data.quantity is not None and not meter.unit_base:
        meter.unit, meter.unit_base = data.unit, units.base_symbol_for(meter.resource, data.unit)


def _bills(session: Session, ids: Sequence[int]) -> Iterator[Bill]:
    for start in range(0, len(ids), _CHUNK):
        yield from session.scalars(select(Bill).where(col(Bill.id).in_(list(ids[start : start + _CHUNK]))))


# -- new bills -------------------------------------------------------------------------------------------------------


def add_bills(session: Session, enterprise_uid: str, rows: Sequence[NewBill]) -> EditOutcome:
    """Store new bills; `row` of a refusal is the place in `rows` from 0.

    What is not given: the unit is the meter's, the currency the enterprise's, the end of the period one month after
    its start (one day for purchases). A name of no meter makes one at the first site if the resource is given.

    Raises:
        Refused: "enterprise.unknown".
    """
    enterprise = find_enterprise(session, enterprise_uid)
    book = MeterBook.of_enterprise(session, enterprise)
    made: list[Bill] = []
    shown: list[tuple[Bill, tuple[BillFile, ...]]] = []
    refused: list[CellRefusal] = []
    for place, row in enumerate(rows):
        try:
            made.append(_new_bill(session, enterprise, row, book))
            shown.append((made[-1], row.files))
        except ScoreError as error:
            refused.append(CellRefusal.of(place, next(iter(row.values), "meter"), error))
    session.add_all(made)
    session.flush()
    for bill, files in shown:
        if files:
            attach_files(session, bill, files)
    return EditOutcome(len(made), tuple(refused), tuple(bill.key for bill in made))


def _new_bill(session: Session, enterprise: Enterprise, row: NewBill, book: MeterBook) -> Bill:
    values = _fields(row.values)
    resource = row.values.get("resource")
    wanted = Resource(str(resource)) if resource else None
    name = str(row.values.get("meter") or "")
    meter = book.by_uid(row.meter_uid) if row.meter_uid else book.find(name, enterprise, wanted)
    is_new = meter is None
    if meter is None:
        meter = _new_meter(name, wanted, str(values.get("unit") or ""))
    bill = _bill_of(values, meter, enterprise)
    if is_new:
        meter.site_id = book.first_site(enterprise)
        session.add(meter)
        session.flush()
        book.add(meter, enterprise)
    _give_unit(meter, bill)
    return make(Bill, bill, meter_id=meter.key)


def _bill_of(values: dict[str, Any], meter: Meter, enterprise: Enterprise) -> BillIn:
    start, quantity = values.get("period_start"), values.get("quantity")
    if isinstance(start, dt.date) and values.get("period_end") is None:
        values["period_end"] = start + dt.timedelta(days=1) if meter.kind is MeterKind.PURCHASE else month_after(start)
    unit = str(values.get("unit") or ("" if quantity is None else meter.unit))
    values |= {"unit": unit, "quantity_base": _in_base(quantity, unit, meter)}
    if values.get("cost") is not None and not values.get("currency"):
        values["currency"] = enterprise.currency
    if values.get("quality", "") is None:
        del values["quality"]
    return BillIn(**values)


_METERED = frozenset(
    {Resource.ELECTRICITY, Resource.NATURAL_GAS, Resource.WATER, Resource.WASTEWATER, Resource.STEAM, Resource.BIOGAS}
)


def usual_kind(resource: Resource) -> MeterKind:
    """Whether a resource usually comes through a meter or is bought."""
    return MeterKind.METERED if resource in _METERED else MeterKind.PURCHASE


def _new_meter(name: str, resource: Resource | None, unit: str) -> Meter:
    if not name.strip():
        raise InvalidInput("input.required", field="meter")
    if resource is None:
        raise InvalidInput("bill.meter_unknown", field="meter", name=name)
    base = units.base_symbol_for(resource, unit) if unit else ""
    data = MeterIn(name=name, resource=resource, kind=usual_kind(resource), unit=unit, unit_base=base)
    return make(Meter, data)


def month_after(day: dt.date) -> dt.date:
    """The same day a month later, or the first of the month after that where there is none."""
    year, month = day.year + day.month // 12, day.month % 12 + 1
    try:
        return day.replace(year=year, month=month)
    except ValueError:
        return dt.date(year + month // 12, month % 12 + 1, 1)


def propose_bill(session: Session, meter_uid: str) -> dict[str, CellValue]:
    """What a new bill of a meter begins with: the month after its last bill, its unit, currency and last reading.

    Raises:
        Refused: "meter.unknown".
    """
    meter = session.scalars(select(Meter).where(col(Meter.uid) == meter_uid)).first()
    if meter is None:
        raise Refused("meter.unknown")
    site = session.get_one(Site, meter.site_id)
    enterprise = session.get_one(Enterprise, site.enterprise_id)
    newest = select(Bill).where(col(Bill.meter_id) == meter.key)
    last = session.scalars(newest.order_by(col(Bill.period_end).desc(), col(Bill.id).desc()).limit(1)).first()
    values: dict[str, CellValue] = {
        "meter": meter.name,
        "unit": meter.unit if last is None else last.unit or meter.unit,
        "currency": enterprise.currency if last is None else last.currency or enterprise.currency,
    }
    if last is not None and meter.kind is MeterKind.METERED:
        values |= {
            "period_start": last.period_end,
            "period_end": month_after(last.period_end),
            "reading_previous": last.reading_current,
        }
    return values


def quantity_read(previous: Decimal, current: Decimal) -> Decimal:
    """What two readings of a counter say was used; one that passed all nines has begun again at zero."""
    return from_micro(read_quantity(to_micro(previous), to_micro(current)))


def delete_bills(session: Session, ids: Sequence[int]) -> int:
    """Delete bills; returns how many there were. Undo brings them back, 200,000 as well as one."""
    forget_files(session, ids)
    if len(ids) >= PACK_FROM:
        return remove_packed(session, "bill", ids)
    bills = list(_bills(session, ids))
    for bill in bills:
        session.delete(bill)
    session.flush()
    return len(bills)

"""Bills of an enterprise for a table of any length: ids in order, rows by id, sums; filter and order are SQL's."""

from __future__ import annotations

import datetime as dt
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, case, false, func, or_, select, type_coerce
from sqlmodel import Session, col

from score_desktop.enums import DataQuality, Resource
from score_desktop.errors import Refused
from score_desktop.models import Bill, BillAttachment, ImportBatch, Meter, Site, from_micro, search_key
from score_desktop.services.bill_table import BillRow
from score_desktop.services.enterprises import find_enterprise

_CHUNK = 500
_AMOUNTS = ("reading_previous", "reading_current", "quantity", "demand_kw", "cost")
_SIX = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class BillFilter:
    """Which bills a table shows.

    Attributes:
        enterprise: Portable id.
        resource: None: all.
        meters: Portable ids; empty: all.
        text: Words in the name or use of the meter, the number of the invoice, the note or the file.
        start: Bills that touch the time from this day on; None: from the first.
        end: First day outside of that time; None: to the last.
    """

    enterprise: str
    resource: Resource | None = None
    meters: tuple[str, ...] = ()
    text: str = ""
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class BillSort:
    """Order of the table; equal rows follow one another by period. Unknown values come last either way."""

    column: str = "period_start"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class BillSums:
    """Exact sums of what a filter selects; amounts in different units or currencies are never added.

    Attributes:
        quantities: Unit as billed → sum.
        base_quantities: Unit in which the meters are summed → sum.
        costs: Currency → sum.
        resources: Number of resources with bills.
    """

    count: int
    quantities: tuple[tuple[str, Decimal], ...]
    base_quantities: tuple[tuple[str, Decimal], ...]
    costs: tuple[tuple[str, Decimal], ...]
    resources: int = 1


@dataclass(frozen=True, slots=True)
class BillOrigin:
    """Where a bill comes from.

    Attributes:
        file: "" if it was typed; `sheet`, `row` and `column` as the import read them.
        batch: Portable id of the import; None if it was typed or came by an audit file without it.
        imported_at: Moment of the import, UTC; "" if typed.
        edited: A person or a later import changed it since.
    """

    uid: str
    file: str
    sheet: str
    row: int | None
    column: str
    batch: str | None
    imported_at: str
    edited: bool


def bill_ids(session: Session, wanted: BillFilter, sort: BillSort | None = None) -> array[int]:
    """Ids of all bills of a filter, in order: 1.6 MB for 200,000 of them."""
    query = select(col(Bill.id)).where(*_conditions(session, wanted))
    rows = session.connection().execute(_ordered(query, sort or BillSort()))
    return array("q", rows.scalars())


def _conditions(session: Session, wanted: BillFilter) -> list[ColumnElement[bool]]:
    meters = _meters(session, wanted)
    if not meters:
        return [false()]
    found: list[ColumnElement[bool]] = [col(Bill.meter_id).in_(list(meters))]
    if wanted.start is not None:
        found.append(col(Bill.period_end) > wanted.start)
    if wanted.end is not None:
        found.append(col(Bill.period_start) < wanted.end)
    for word in wanted.text.split():
        key = search_key(word)
        named = [meter for meter, words in meters.items() if key in words]
        texts = (col(Bill.invoice_number), col(Bill.note), col(Bill.source_file))
        inside = [func.lower(column).contains(word.lower(), autoescape=True) for column in texts]
        found.append(or_(*inside, col(Bill.meter_id).in_(named)) if named else or_(*inside))
    return found


def _meters(session: Session, wanted: BillFilter) -> dict[int, str]:
    """Ids of the meters that may have such bills, with the words that they are searched by."""
    query = (
        select(col(Meter.id), col(Meter.name_key), col(Meter.use))
        .join(Site, col(Site.id) == col(Meter.site_id))
        .where(col(Site.enterprise_id) == find_enterprise(session, wanted.enterprise).key)
        .order_by(col(Meter.id))
    )
    if wanted.resource is not None:
        query = query.where(col(Meter.resource) == wanted.resource)
    if wanted.meters:
        query = query.where(col(Meter.uid).in_(wanted.meters))
    return {row[0]: f"{row[1]} {search_key(row[2])}" for row in session.execute(query)}


def _ordered(query: Select[Any], sort: BillSort) -> Select[Any]:
    if sort.column in ("meter", "use", "resource"):
        query = query.join(Meter, col(Meter.id) == col(Bill.meter_id))
    key = _SORT_KEYS[sort.column]
    main = key.desc() if sort.descending else key.asc()
    ties = (col(Bill.period_start), col(Bill.meter_id), col(Bill.id))
    return query.order_by(main.nulls_last(), *(tie.desc() if sort.descending else tie.asc() for tie in ties))


_SORT_KEYS: dict[str, Any] = {
    "meter": col(Meter.name_key),
    "use": func.lower(col(Meter.use)),
    "resource": col(Meter.resource),
    "invoice_number": func.lower(col(Bill.invoice_number)),
    "unit": col(Bill.unit),
    "currency": col(Bill.currency),
    "unit_price": (
        type_coerce(col(Bill.cost), BigInteger) * 1.0 / func.nullif(type_coerce(col(Bill.quantity), BigInteger), 0)
    ),
    "estimated": col(Bill.estimated),
    "quality": col(Bill.quality),
    "note": func.lower(col(Bill.note)),
    "source": func.lower(col(Bill.source_file)),
    **{name: getattr(Bill, name) for name in ("period_start", "period_end", *_AMOUNTS)},
}


def bill_page(session: Session, ids: Sequence[int]) -> tuple[BillRow, ...]:
    """Rows of some ids, in their order; what was deleted meanwhile is left out."""
    found: dict[int, BillRow] = {}
    connection = session.connection()
    for start in range(0, len(ids), _CHUNK):
        query = _PAGE.where(col(Bill.id).in_([int(number) for number in ids[start : start + _CHUNK]]))
        for row in connection.execute(query):
            found[row[0]] = _row(row)
    return tuple(found[number] for number in ids if number in found)


_PAGE = select(
    col(Bill.id),
    col(Bill.uid),
    col(Meter.uid),
    col(Meter.name),
    col(Meter.use),
    col(Meter.resource),
    col(Bill.invoice_number),
    col(Bill.period_start),
    col(Bill.period_end),
    *(type_coerce(getattr(Bill, name), BigInteger) for name in _AMOUNTS),
    col(Bill.unit),
    col(Bill.currency),
    col(Bill.estimated),
    col(Bill.quality),
    col(Bill.note),
    col(Bill.source_file),
    col(Bill.source_sheet),
    col(Bill.source_row),
    col(Bill.source_column),
    col(Bill.batch_id),
    select(col(BillAttachment.id)).where(col(BillAttachment.bill_id) == col(Bill.id)).exists(),
).join(Meter, col(Meter.id) == col(Bill.meter_id))


def _row(row: Any) -> BillRow:
    previous, current, quantity, demand, cost = (None if micro is None else from_micro(micro) for micro in row[9:14])
    price = None if cost is None or not quantity else (cost / quantity).quantize(_SIX).normalize() + 0
    unit, currency, estimated, quality, *rest, has_file = row[14:]
    amounts = (previous, current, quantity, unit, demand, cost, currency, price)
    # In the order of the fields.
    values: tuple[Any, ...] = (*row[:9], *amounts, bool(estimated), DataQuality(quality), *rest, bool(has_file))
    return BillRow(*values)


def bill_sums(session: Session, wanted: BillFilter) -> BillSums:
    """Count and sums of a filter."""
    conditions = and_(*_conditions(session, wanted))

    def summed(unit: Any, amount: Any) -> tuple[tuple[str, Decimal], ...]:
        total = func.sum(type_coerce(amount, BigInteger))
        query = select(unit, total).join(Meter, col(Meter.id) == col(Bill.meter_id)).where(conditions)
        rows = session.execute(query.where(col(amount).is_not(None)).group_by(unit).order_by(unit))
        return tuple((symbol, from_micro(int(micro))) for symbol, micro in rows)

    kinds = select(func.count(col(Meter.resource).distinct())).join(Bill, col(Meter.id) == col(Bill.meter_id))
    return BillSums(
        session.scalar(select(func.count(col(Bill.id))).where(conditions)) or 0,
        summed(col(Bill.unit), Bill.quantity),
        summed(col(Meter.unit_base), Bill.quantity_base),
        summed(col(Bill.currency), Bill.cost),
        session.scalar(kinds.where(conditions)) or 0,
    )


_FILLED: dict[str, Any] = {
    "use": col(Meter.use) != "",
    "invoice_number": col(Bill.invoice_number) != "",
    "estimated": col(Bill.estimated).is_(True),
    "quality": col(Bill.quality) != DataQuality.A,
    "note": col(Bill.note) != "",
    "source": col(Bill.source_file) != "",
    **{name: getattr(Bill, name).is_not(None) for name in ("reading_previous", "reading_current", "demand_kw")},
}


def filled_columns(session: Session, wanted: BillFilter) -> frozenset[str]:
    """Columns that not every table needs, among those in which a bill of the filter says something unusual."""
    asked = (func.max(case((is_filled, 1), else_=0)) for is_filled in _FILLED.values())
    query = select(*asked).select_from(Bill).join(Meter, col(Meter.id) == col(Bill.meter_id))
    found = session.execute(query.where(*_conditions(session, wanted))).one()
    return frozenset(column for column, is_filled in zip(_FILLED, found, strict=True) if is_filled)


def ids_of(session: Session, uids: Sequence[str]) -> dict[str, int]:
    """Ids of bills by portable id, for findings that name them; those that are gone are absent."""
    found: dict[str, int] = {}
    for start in range(0, len(uids), _CHUNK):
        part = list(uids[start : start + _CHUNK])
        query = select(col(Bill.uid), col(Bill.id)).where(col(Bill.uid).in_(part))
        found.update({uid: number for uid, number in session.execute(query) if number is not None})
    return found


def bill_origin(session: Session, bill_id: int) -> BillOrigin:
    """Where a bill comes from.

    Raises:
        Refused: "bill.gone".
    """
    bill = session.get(Bill, bill_id)
    if bill is None:
        raise Refused("bill.gone")
    batch = None if bill.batch_id is None else session.get_one(ImportBatch, bill.batch_id)
    edited = batch is not None and bill.updated_at not in batch.inverse.get("stamps", [])
    return BillOrigin(
        bill.uid,
        bill.source_file,
        bill.source_sheet,
        bill.source_row,
        bill.source_column,
        None if batch is None else batch.uid,
        "" if batch is None else batch.imported_at,
        edited,
    )

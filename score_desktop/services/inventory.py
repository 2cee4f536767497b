"""From stored rows to the inputs of `calc`: narrow columns, one query per table, no model objects for bills.

Bills are read through the connection: the session's own loading takes as long again for 20,000 rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, Select, func, select, type_coerce
from sqlmodel import Session, col

from score_desktop import reference
from score_desktop.calc.factors import Factor
from score_desktop.calc.findings import sum_of_parts
from score_desktop.calc.inputs import ActivityData, AuditInputs, BillData, MeterData, ProductData
from score_desktop.calc.sector import sector_of
from score_desktop.enums import Resource
from score_desktop.jobs import stop_point
from score_desktop.models import ActivityValue, Audit, AuditFactor, Bill, Enterprise, Meter, Product, Site

Period = tuple[dt.date, dt.date]


def audit_inputs(
    session: Session,
    audit: Audit,
    enterprise: Enterprise,
    period: Period,
    since: dt.date | None = None,
    *,
    sources: bool = True,
    resources: Collection[Resource] | None = None,
) -> AuditInputs:
    """Everything that the figures of a period are made from: bills and activity that touch it.

    Args:
        since: Take bills and activity from this day on too, for comparison with what was before; None: not.
        sources: False: leave out of bills what only explanations need (portable id, number, sheet and row).
        resources: Take meters and bills of these alone; None: of all.
    """
    span = (since or period[0], period[1])
    return AuditInputs(
        period=period,
        gwp_set=audit.gwp_set,
        country=enterprise.country,
        meters=tuple(
            meter for meter in meters(session, enterprise.key) if resources is None or meter.resource in resources
        ),
        bills=tuple(bills(session, enterprise.key, span, sources=sources, resources=resources)),
        activity=tuple(activity(session, enterprise.key, span)),
        products=products(session, enterprise.key),
        factors=reference.factors(),
        chosen=chosen_factors(session, audit.key),
        sector=sector_of(enterprise.sector),
        kept=kept_factors(session, audit),
    )


def meters(session: Session, enterprise_id: int) -> tuple[MeterData, ...]:
    """Meters (and kinds of purchase) of an enterprise, in the order they were made."""
    rows = session.execute(_meter_columns().where(col(Site.enterprise_id) == enterprise_id))
    return tuple(MeterData(*row) for row in rows)


def meters_by_uid(session: Session, uids: Collection[str]) -> tuple[MeterData, ...]:
    """Some meters, in the order they were made."""
    if not uids:
        return ()
    rows = session.execute(_meter_columns().where(col(Meter.uid).in_(uids)))
    return tuple(MeterData(*row) for row in rows)


def _meter_columns() -> Select[Any]:
    return (
        select(
            col(Meter.uid),
            col(Meter.name),
            col(Site.uid),
            col(Site.name),
            col(Meter.resource),
            col(Meter.kind),
            col(Meter.unit),
            col(Meter.unit_base),
            col(Meter.fuel_use),
            col(Meter.product),
            col(Meter.use),
        )
        .join(Site, col(Site.id) == col(Meter.site_id))
        .order_by(col(Meter.id))
    )


def bills(
    session: Session,
    enterprise_id: int,
    period: Period | None,
    *,
    sources: bool = True,
    resources: Collection[Resource] | None = None,
) -> list[BillData]:
    """Bills that touch a period (None: all), by meter and period; amounts as whole millionths.

    Args:
        sources, resources: As `audit_inputs`.
    """
    query = _bill_columns().where(col(Site.enterprise_id) == enterprise_id)
    if resources is not None:
        query = query.where(col(Meter.resource).in_(resources))
    if period is not None:
        query = query.where(col(Bill.period_start) < period[1], col(Bill.period_end) > period[0])
    rows = session.connection().execute(query.execution_options(yield_per=_AT_ONCE))
    return list(_with_sources(rows) if sources else _without_sources(rows))


_AT_ONCE = 5_000
"""Rows that are fetched at once: the whole answer beside its bills would double the memory."""


def _with_sources(rows: Iterable[Sequence[Any]]) -> Iterator[BillData]:
    for row in rows:
        stop_point()
        yield BillData(*row)


def _without_sources(rows: Iterable[Sequence[Any]]) -> Iterator[BillData]:
    """Bills with equal texts and days as one object: a third of the memory."""
    known: dict[Any, Any] = {}
    same = known.setdefault
    for _, meter, start, end, quantity, unit, base, cost, currency, estimated, _, file, _, _ in rows:
        stop_point()
        yield BillData(
            "",
            same(meter, meter),
            same(start, start),
            same(end, end),
            quantity,
            same(unit, unit),
            base,
            cost,
            same(currency, currency),
            estimated,
            "",
            same(file, file),
        )


MOST_BILLS = 5_000


def meter_groups(
    session: Session, enterprise_id: int, meters: Sequence[MeterData], most: int = MOST_BILLS
) -> Iterator[tuple[list[MeterData], list[int]]]:
    """Meters with their ids in groups of at most `most` bills (one meter may have more), in the order given."""
    counted = (
        select(col(Meter.uid), col(Meter.id), func.count(col(Bill.id)))
        .join(Bill, col(Bill.meter_id) == col(Meter.id))
        .join(Site, col(Site.id) == col(Meter.site_id))
        .where(col(Site.enterprise_id) == enterprise_id)
        .group_by(col(Meter.uid), col(Meter.id))
    )
    counts = {uid: (key, count) for uid, key, count in session.execute(counted)}
    group: list[MeterData] = []
    ids: list[int] = []
    size = 0
    for meter in meters:
        key, count = counts.get(meter.uid, (None, 0))
        if key is None:
            continue
        if ids and size + count > most:
            yield group, ids
            group, ids, size = [], [], 0
        group.append(meter)
        ids.append(key)
        size += count
    if ids:
        yield group, ids


READING_COLUMNS = ("reading_previous", "reading_current", "multiplier")
CHARGE_COLUMNS = (
    "cost_energy",
    "cost_power",
    "cost_fixed",
    "cost_penalty",
    "cost_sewer",
    "tax_lighting",
    "tax_cleaning",
    "other_fees",
    "adjustments",
)
"""Columns of `models.Bill` that only findings ask for, in the order of `readings_and_parts`."""


def readings_and_parts(values: Sequence[int | None]) -> tuple[int | None, ...]:
    """The last fields of `BillData` from the values of `READING_COLUMNS` and `CHARGE_COLUMNS`."""
    previous, current, multiplier, energy, power, fixed, penalty, sewer, lighting, cleaning, fees, more = values
    parts = sum_of_parts((energy, power, fixed), (penalty, sewer, lighting, cleaning, fees), more)
    return parts, previous, current, multiplier


def bills_for_findings(session: Session, meter_ids: Sequence[int]) -> list[BillData]:
    """All bills of some meters with the parts of their cost and their readings, by meter and period."""
    columns = (getattr(Bill, name) for name in (*READING_COLUMNS, *CHARGE_COLUMNS))
    query = _bill_columns().add_columns(*(type_coerce(column, BigInteger) for column in columns))
    rows = session.connection().execute(query.where(col(Bill.meter_id).in_(meter_ids))).all()
    width = len(BillData._fields) - 4
    nothing = (None,) * (len(READING_COLUMNS) + len(CHARGE_COLUMNS))
    none = readings_and_parts(nothing)  # most bills have neither readings nor parts
    return [
        BillData._make((*row[:width], *(none if (more := row[width:]) == nothing else readings_and_parts(more))))
        for row in rows
    ]


def _bill_columns() -> Select[Any]:
    return (
        select(
            col(Bill.uid),
            col(Meter.uid).label("meter_uid"),
            col(Bill.period_start),
            col(Bill.period_end),
            type_coerce(col(Bill.quantity), BigInteger),
            col(Bill.unit),
            type_coerce(col(Bill.quantity_base), BigInteger),
            type_coerce(col(Bill.cost), BigInteger),
            col(Bill.currency),
            col(Bill.estimated),
            col(Bill.invoice_number),
            col(Bill.source_file),
            col(Bill.source_sheet),
            col(Bill.source_row),
        )
        .join(Meter, col(Meter.id) == col(Bill.meter_id))
        .join(Site, col(Site.id) == col(Meter.site_id))
        .order_by(col(Bill.meter_id), col(Bill.period_start), col(Bill.id))
    )


def activity(session: Session, enterprise_id: int, period: Period | None) -> list[ActivityData]:
    """Activity values that touch a period (None: all)."""
    query = (
        select(
            col(ActivityValue.uid),
            col(ActivityValue.kind),
            col(ActivityValue.name),
            col(Product.uid).label("product_uid"),
            col(ActivityValue.unit),
            col(ActivityValue.period_start),
            col(ActivityValue.period_end),
            type_coerce(col(ActivityValue.value), BigInteger),
            col(ActivityValue.source_file),
            col(ActivityValue.source_sheet),
            col(ActivityValue.source_row),
        )
        .join(Site, col(Site.id) == col(ActivityValue.site_id))
        .join(Product, col(Product.id) == col(ActivityValue.product_id), isouter=True)
        .where(col(Site.enterprise_id) == enterprise_id)
        .order_by(
            col(ActivityValue.kind), col(ActivityValue.name_key), col(ActivityValue.period_start), col(ActivityValue.id)
        )
    )
    if period is not None:
        query = query.where(col(ActivityValue.period_start) < period[1], col(ActivityValue.period_end) > period[0])
    return [ActivityData._make(row) for row in session.execute(query)]


def products(session: Session, enterprise_id: int) -> tuple[ProductData, ...]:
    """Products of an enterprise, in the order they were made."""
    rows = session.execute(
        select(col(Product.uid), col(Product.name), col(Product.unit))
        .join(Site, col(Site.id) == col(Product.site_id))
        .where(col(Site.enterprise_id) == enterprise_id)
        .order_by(col(Product.id))
    )
    return tuple(ProductData(*row) for row in rows)


def chosen_factors(session: Session, audit_id: int) -> Mapping[str, str]:
    """Factors that a person chose for this audit: meter's portable id or resource → factor id."""
    rows = session.execute(
        select(col(AuditFactor.subject), col(AuditFactor.factor_key)).where(
            col(AuditFactor.audit_id) == audit_id, col(AuditFactor.chosen).is_(True)
        )
    )
    return {row[0]: row[1] for row in rows}


def kept_factors(session: Session, audit: Audit) -> Mapping[str, tuple[Factor, ...]]:
    """Copies of the factors that an audit of another factor set was made with, by subject; none for the current."""
    if audit.factor_set in ("", reference.FACTOR_SET):
        return {}
    rows = session.execute(
        select(col(AuditFactor.subject), col(AuditFactor.snapshot))
        .where(col(AuditFactor.audit_id) == audit.key)
        .order_by(col(AuditFactor.id))
    )
    found: dict[str, tuple[Factor, ...]] = {}
    for subject, snapshot in rows:
        factor = reference.factor_of(snapshot)
        if factor is not None:
            found[subject] = (*found.get(subject, ()), factor)
    return found

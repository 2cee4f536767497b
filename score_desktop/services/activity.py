"""Monthly activity data as a grid: months down, production, hours and people across; an empty cell is not a zero."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.enums import ActivityKind
from score_desktop.errors import InvalidInput, Refused, ScoreError
from score_desktop.i18n import Texts, region_for
from score_desktop.models import (
    ActivityValue,
    ActivityValueIn,
    Enterprise,
    Product,
    ProductIn,
    Site,
    assign,
    make,
    search_key,
)
from score_desktop.msgid import N_
from score_desktop.services.edits import CellRefusal, EditOutcome
from score_desktop.services.enterprises import find_enterprise
from score_desktop.services.profile import edit_product
from score_desktop.services.records import by_uid

STANDARD: Mapping[ActivityKind, tuple[str, str]] = {
    ActivityKind.HOURS: (N_("Hours worked"), "h"),
    ActivityKind.WORKERS_F: (N_("Women"), "pers"),
    ActivityKind.WORKERS_M: (N_("Men"), "pers"),
}
"""Series that every grid has: their names and units while nothing of them is stored."""
_ORDER = (ActivityKind.PRODUCTION, *STANDARD, ActivityKind.OTHER)


@dataclass(frozen=True, slots=True)
class Series:
    """One column of the grid.

    Attributes:
        key: Stable: kind, site and product (or key of the name).
        name: As stored; "" for a standard series without values.
        site: Portable id; `product` too, for production.
    """

    key: str
    kind: ActivityKind
    name: str
    unit: str
    site: str
    product: str | None = None


Cell = tuple[str, dt.date]
"""Key of a series and first day of a month."""
Period = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class ActivityGrid:
    """Activity data of a span.

    Attributes:
        months: First days.
        values: A cell that is absent is empty. Where one month was stored twice, the sum.
        blocked: Cells inside a stored value of a longer or other period: shown with it, not editable.
        totals: Sum over the months shown of each series that has values.
    """

    months: tuple[dt.date, ...]
    series: tuple[Series, ...]
    values: Mapping[Cell, Decimal]
    blocked: Mapping[Cell, Period]
    totals: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class ActivityEdit:
    """A new value for one cell; None empties it."""

    series: Series
    month: dt.date
    value: Decimal | None


def grid_span(start: dt.date, end: dt.date) -> Period:
    """Whole months of an audit's period and of the twelve months before it."""
    first = start.replace(day=1)
    return first.replace(year=first.year - 1), _next_month(end - dt.timedelta(days=1))


def _next_month(day: dt.date) -> dt.date:
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)


def activity_grid(session: Session, enterprise_uid: str, start: dt.date, end: dt.date) -> ActivityGrid:
    """The grid of the months that touch [start, end), with every series of the enterprise.

    Raises:
        Refused: "enterprise.unknown".
    """
    enterprise = find_enterprise(session, enterprise_uid)
    months = [start.replace(day=1)]
    while _next_month(months[-1]) < end:
        months.append(_next_month(months[-1]))
    shown = frozenset(months)
    series = _all_series(session, enterprise)
    values: dict[Cell, Decimal] = {}
    blocked: dict[Cell, Period] = {}
    for key, value in _stored(session, enterprise):
        if _is_month(value):
            if value.period_start in shown:
                cell = key, value.period_start
                values[cell] = values.get(cell, Decimal(0)) + value.value
            continue
        for month in months:
            if month < value.period_end and _next_month(month) > value.period_start:
                blocked.setdefault((key, month), (value.period_start, value.period_end))
    totals: dict[str, Decimal] = {}
    for (key, _), amount in values.items():
        totals[key] = totals.get(key, Decimal(0)) + amount
    return ActivityGrid(tuple(months), series, values, blocked, totals)


def _is_month(value: ActivityValue) -> bool:
    return value.period_start.day == 1 and value.period_end == _next_month(value.period_start)


def _stored(session: Session, enterprise: Enterprise) -> list[tuple[str, ActivityValue]]:
    """All values of an enterprise with the keys of their series."""
    query = (
        select(ActivityValue, col(Site.uid), col(Product.uid))
        .join(Site, col(Site.id) == col(ActivityValue.site_id))
        .join(Product, col(Product.id) == col(ActivityValue.product_id), isouter=True)
        .where(col(Site.enterprise_id) == enterprise.key)
        .order_by(col(ActivityValue.id))
    )
    return [
        (series_key(value.kind, site, product or value.name_key), value)
        for value, site, product in session.execute(query)
    ]


def series_key(kind: ActivityKind, site: str, what: str) -> str:
    """Key of a series; `what` is the product's portable id or the key of the name, "" for an empty standard series."""
    return f"{kind.value}:{site}:{what}"


def _all_series(session: Session, enterprise: Enterprise) -> tuple[Series, ...]:
    """Products first, then hours, women, men, then all others; sites in the order they were made."""
    sites = _sites(session, enterprise)
    found: dict[str, Series] = {}
    products = (
        select(Product, col(Site.uid))
        .join(Site, col(Site.id) == col(Product.site_id))
        .where(col(Site.enterprise_id) == enterprise.key)
        .order_by(col(Product.id))
    )
    kind = ActivityKind.PRODUCTION
    for product, site in session.execute(products):
        key = series_key(kind, site, product.uid)
        found[key] = Series(key, kind, product.name, product.unit, site, product.uid)
    for key, value in _stored(session, enterprise):
        if key not in found:
            site = key.split(":", 2)[1]
            found[key] = Series(key, value.kind, value.name, value.unit, site)
    for standard, (_, unit) in STANDARD.items():
        if sites and not any(series.kind is standard for series in found.values()):
            key = series_key(standard, sites[0].uid, "")
            found[key] = Series(key, standard, "", unit, sites[0].uid)
    places = {site.uid: place for place, site in enumerate(sites)}
    return tuple(sorted(found.values(), key=lambda series: (_ORDER.index(series.kind), places[series.site])))


def _sites(session: Session, enterprise: Enterprise) -> Sequence[Site]:
    return session.scalars(select(Site).where(col(Site.enterprise_id) == enterprise.key).order_by(col(Site.id))).all()


def series_title(series: Series, texts: Texts) -> str:
    """What stands above a column: the name as stored, or that of the standard series."""
    return series.name or texts.t(STANDARD[series.kind][0])


# -- values ----------------------------------------------------------------------------------------------------------


def set_activity(session: Session, enterprise_uid: str, edits: Sequence[ActivityEdit]) -> EditOutcome:
    """Store, replace or delete values of some cells; `row` of a refusal is the month ("2025-03-01").

    Values that an import brought are replaced like any other. A month that a longer value covers is refused, because
    it would count twice.

    Raises:
        Refused: "enterprise.unknown".
    """
    enterprise = find_enterprise(session, enterprise_uid)
    grid = _Grid(session, enterprise)
    refused: list[CellRefusal] = []
    stored = 0
    for edit in edits:
        try:
            stored += grid.set(edit)
        except ScoreError as error:
            refused.append(CellRefusal(edit.month.isoformat(), edit.series.key, error.message_id, error.params))
    session.flush()
    return EditOutcome(stored, tuple(refused))


class _Grid:
    """Stored values by cell while some of them are set."""

    def __init__(self, session: Session, enterprise: Enterprise) -> None:
        self._session, self._enterprise = session, enterprise
        self._sites = {site.uid: site for site in _sites(session, enterprise)}
        self._by_series: dict[str, list[ActivityValue]] = {}
        for key, value in _stored(session, enterprise):
            self._by_series.setdefault(key, []).append(value)

    def set(self, edit: ActivityEdit) -> bool:
        """Set one cell; True if it differs from before."""
        month = edit.month.replace(day=1)
        end = _next_month(month)
        series = self._by_series.setdefault(self._key(edit.series), [])
        touching = [value for value in series if value.period_start < end and value.period_end > month]
        own = [value for value in touching if value.period_start == month and value.period_end == end]
        if edit.value is None:
            self._drop(series, own)
            return bool(own)
        if len(own) < len(touching):
            other = next(value for value in touching if value not in own)
            raise InvalidInput(
                "activity.covered", start=other.period_start, end=other.period_end - dt.timedelta(days=1)
            )
        if not own:
            series.append(self._new(edit.series, month, edit.value))
            return True
        first, *more = own
        assign(first, ActivityValueIn.from_row(first, value=edit.value))
        self._drop(series, more)
        return bool(more) or self._session.is_modified(first)

    def _drop(self, series: list[ActivityValue], values: Sequence[ActivityValue]) -> None:
        for value in values:
            series.remove(value)
            if value.id is None:
                self._session.expunge(value)
            else:
                self._session.delete(value)

    def _key(self, series: Series) -> str:
        """Key of the stored series; an empty standard series may have got its first value meanwhile."""
        what = series.product or search_key(series.name or _standard_name(self._enterprise, series.kind))
        return series_key(series.kind, series.site, what)

    def _new(self, series: Series, month: dt.date, amount: Decimal) -> ActivityValue:
        site = self._sites.get(series.site)
        if site is None:
            raise Refused("site.unknown")
        product = by_uid(self._session, Product, series.product, "record.gone") if series.product else None
        data = ActivityValueIn(
            kind=series.kind,
            name=series.name or _standard_name(self._enterprise, series.kind),
            unit=series.unit,
            period_start=month,
            period_end=_next_month(month),
            value=amount,
        )
        row = make(ActivityValue, data, site_id=site.key, product_id=None if product is None else product.key)
        self._session.add(row)
        return row


def _standard_name(enterprise: Enterprise, kind: ActivityKind) -> str:
    """Name that a standard series is stored under: in the language of the enterprise's documents."""
    language = enterprise.language or "es"
    return Texts(language, region_for(language, enterprise.country)).t(STANDARD[kind][0])


# -- series ----------------------------------------------------------------------------------------------------------


def add_series(
    session: Session, enterprise_uid: str, kind: ActivityKind, name: str, unit: str, site: str | None = None
) -> Series:
    """A further column. Production makes the product; any other series is stored with its first value.

    Raises:
        InvalidInput: The name or unit cannot be stored; "activity.series_known".
        Refused: "enterprise.unknown", "site.unknown".
    """
    enterprise = find_enterprise(session, enterprise_uid)
    places = [row for row in _sites(session, enterprise) if site in (None, row.uid)]
    if not places:
        raise Refused("site.unknown")
    data = ProductIn(name=name, unit=unit)
    known = [series for series in _all_series(session, enterprise) if series.kind is kind]
    if any(search_key(series.name) == data.name_key and series.site == places[0].uid for series in known):
        raise InvalidInput("activity.series_known", field="name", name=data.name)
    if kind is not ActivityKind.PRODUCTION:
        key = series_key(kind, places[0].uid, data.name_key)
        return Series(key, kind, data.name, data.unit, places[0].uid)
    product = make(Product, data, site_id=places[0].key)
    session.add(product)
    session.flush()
    key = series_key(kind, places[0].uid, product.uid)
    return Series(key, kind, product.name, product.unit, places[0].uid, product.uid)


def edit_series(session: Session, enterprise_uid: str, series: Series, name: str, unit: str) -> Series:
    """Another name or unit (the numbers stay as they are) for a series and all its values.

    Raises:
        InvalidInput: The name or unit cannot be stored; "activity.series_known".
    """
    enterprise = find_enterprise(session, enterprise_uid)
    data = ProductIn(name=name, unit=unit)
    for other in _all_series(session, enterprise):
        same_place = (other.kind, other.site) == (series.kind, series.site)
        if same_place and other.key != series.key and search_key(other.name) == data.name_key:
            raise InvalidInput("activity.series_known", field="name", name=data.name)
    if series.product:
        product = by_uid(session, Product, series.product, "record.gone")
        edit_product(session, product, {"name": data.name, "unit": data.unit})
        session.flush()
        return Series(series.key, series.kind, data.name, data.unit, series.site, series.product)
    for key, value in _stored(session, enterprise):
        if key == series.key:
            assign(value, ActivityValueIn.from_row(value, name=data.name, unit=data.unit))
    session.flush()
    return Series(series_key(series.kind, series.site, data.name_key), series.kind, data.name, data.unit, series.site)


def delete_series(session: Session, enterprise_uid: str, series: Series) -> int:
    """Delete all values of a series, and its product; returns the number of values."""
    enterprise = find_enterprise(session, enterprise_uid)
    values = [value for key, value in _stored(session, enterprise) if key == series.key]
    for value in values:
        session.delete(value)
    session.flush()
    if series.product:
        session.delete(by_uid(session, Product, series.product, "record.gone"))
        session.flush()
    return len(values)

"""Bills that are stored already at the meters of a file: read once, to know them again and to look for oddities."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, repeat
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, func, or_, select, type_coerce
from sqlmodel import Session, col

from score_desktop.calc.inputs import BillData
from score_desktop.models import Bill, Meter, Site
from score_desktop.models.rules import BILL_AMOUNTS
from score_desktop.services.inventory import CHARGE_COLUMNS, READING_COLUMNS, readings_and_parts

Columns = Mapping[str, Sequence[Any]]

_AT_ONCE = 2_500
"""Bills between two looks at Cancel."""
_MOST_AHEAD = 50_000
"""Bills that are read before it is known whether they are needed: as many as take no longer than the child's start."""
_KEY = ("meter_id", "invoice_number", "cuf", "period_start", "period_end", "quantity_base", "cost")
_ALSO = ("quantity", "unit", "currency", "estimated")
_DETAILS = (*READING_COLUMNS, *CHARGE_COLUMNS)
_ALWAYS = ("period_start", "period_end", "quantity", "quantity_base", "cost")
_SOMETIMES = ("unit", "currency", "estimated", "invoice_number")
_MISSING: Mapping[str, object] = {"unit": "", "currency": "", "estimated": False, "invoice_number": ""}
"""What a bill says that does not say it; the other columns are None then."""


@dataclass(frozen=True, slots=True)
class KnownBills:
    """Stored bills of some meters by column of `models.Bill`, in the order in which they were stored."""

    columns: Columns

    @property
    def ids(self) -> Sequence[int]:
        """Their ids."""
        return self.columns["id"]

    def keys(self, purchases: Collection[int]) -> list[Sequence[Any]]:
        """What each is known by: columns of `importing.identity.BillKey`.

        Args:
            purchases: Ids of the meters that are kinds of purchase.
        """
        is_purchase = list(map(purchases.__contains__, self.columns["meter_id"]))
        return [*(self.columns[name] for name in _KEY), is_purchase]

    def for_findings(self) -> dict[str, Sequence[Any]]:
        """The same bills for `calc.findings`, by column of `BillData`."""
        return columns_for_findings(self.columns, len(self.ids))

    def of(self, meters: Collection[int]) -> KnownBills:
        """Those of some meters alone."""
        told = set(self.columns["meter_id"])
        if told <= set(meters):
            return self
        if told.isdisjoint(meters):
            return KnownBills(dict.fromkeys(self.columns, ()))
        wanted = [meter in meters for meter in self.columns["meter_id"]]
        return KnownBills({name: list(compress(values, wanted)) for name, values in self.columns.items()})


@dataclass(frozen=True, slots=True)
class ReadAhead:
    """All stored bills of an enterprise, read while the file was being read.

    Attributes:
        writes: `Context.writes` before: they hold as long as it is the same.
    """

    writes: int
    bills: KnownBills


NONE_KNOWN = KnownBills(dict.fromkeys(("id", *_KEY), ()))


def known_bills(session: Session, meter_ids: Sequence[int], check: Callable[[], None], *, whole: bool) -> KnownBills:
    """Read the stored bills of some meters.

    Args:
        check: Called again and again; raises to stop.
        whole: Also what only `KnownBills.for_findings` asks for.
    """
    if not meter_ids:
        return NONE_KNOWN
    names: tuple[str, ...] = ("id", *_KEY)
    if whole:
        names += _ALSO if not _tell_details(session, meter_ids) else (*_ALSO, *_DETAILS)
    query = select(*map(_column, names)).where(col(Bill.meter_id).in_(meter_ids)).order_by(col(Bill.id))
    columns: dict[str, list[Any]] = {name: [] for name in names}
    for rows in session.connection().execute(query).partitions(_AT_ONCE):
        check()
        for name, values in zip(names, zip(*rows, strict=True), strict=True):
            columns[name] += values
    return KnownBills(columns)


def read_ahead(session: Session, enterprise_id: int, writes: int, check: Callable[[], None]) -> ReadAhead | None:
    """Read the stored bills of an enterprise before it is known which meters a file names; None where they are many.

    Args:
        writes, check: As `ReadAhead` and `known_bills`.
    """
    sites = select(col(Site.id)).where(col(Site.enterprise_id) == enterprise_id)
    ids = session.scalars(select(col(Meter.id)).where(col(Meter.site_id).in_(sites)))
    meters = [meter for meter in ids if meter is not None]
    count = select(func.count()).select_from(Bill).where(col(Bill.meter_id).in_(meters))
    if session.scalars(count).one() > _MOST_AHEAD:
        return None
    return ReadAhead(writes, known_bills(session, meters, check, whole=True))


def _column(name: str) -> ColumnElement[Any]:
    column: Any = col(getattr(Bill, name))
    return type_coerce(column, BigInteger if name in BILL_AMOUNTS else column.type)


def _tell_details(session: Session, meter_ids: Sequence[int]) -> bool:
    """Whether any bill of the meters tells readings or parts: most have none, and they are twelve columns more."""
    told = or_(*(col(getattr(Bill, name)).is_not(None) for name in _DETAILS))
    query = select(col(Bill.id)).where(col(Bill.meter_id).in_(meter_ids), told).limit(1)
    return session.connection().execute(query).first() is not None


def columns_for_findings(columns: Columns, size: int) -> dict[str, Sequence[Any]]:
    """So many bills for `calc.findings`, by column of `BillData`: those that any of them tells, and the amounts.

    Args:
        columns: Column of `models.Bill` → values; one that is absent is empty.
    """
    told: dict[str, Sequence[Any]] = {name: columns.get(name) or [None] * size for name in _ALWAYS}
    told |= {name: values for name in _SOMETIMES if (values := columns.get(name))}
    if size and any(name in columns for name in _DETAILS):
        values = [columns.get(name) or repeat(None, size) for name in _DETAILS]
        made = zip(*map(readings_and_parts, zip(*values, strict=True)), strict=True)
        told |= dict(zip(BillData._fields[-4:], made, strict=True))
    return told


def joined(first: Columns, size: int, second: Columns, more: int) -> dict[str, Sequence[Any]]:
    """So many bills before so many more, by column of `BillData`."""
    return {name: [*_told(first, name, size), *_told(second, name, more)] for name in dict.fromkeys((*first, *second))}


def _told(columns: Columns, name: str, size: int) -> Iterable[Any]:
    return columns[name] if name in columns else repeat(_MISSING.get(name), size)

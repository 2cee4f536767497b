"""The bills of one meter by column, in the order of time, with what several rules ask of each.

Most bills have nothing odd, and a column tells that in a tenth of the time which one bill after the other takes: a bill
is made into `BillData` only where a rule has something to say about it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import compress, islice, pairwise, repeat
from operator import attrgetter, itemgetter, lt, ne, sub, truediv
from typing import Any

from score_desktop import units
from score_desktop.calc import calendar
from score_desktop.calc.figures import MICRO
from score_desktop.calc.inputs import BillData, MeterData
from score_desktop.errors import ScoreError
from score_desktop.jobs import stop_point

BillColumns = Mapping[str, Sequence[Any]]
"""Field of `BillData` → its values, one for each bill; a field that no bill tells may be missing."""

_AT_ONCE = 4_096  # bills between two looks at Cancel
_UNTOLD: Mapping[str, object] = {**BillData._field_defaults, "unit": "", "currency": ""}


class MeterBills:
    """The bills of a meter, at least one. A place counts them from 0 by first day, then by end.

    Attributes:
        columns: By field of `BillData`; those of the first days, ends and amounts are always there. Ends lie behind
            first days: a purchase without one has a single day.
    """

    def __init__(self, meter: MeterData, columns: BillColumns, bills: Sequence[BillData] = ()) -> None:
        self._meter = meter
        self._bills = bills
        self.columns = dict(columns)
        starts, ends = columns["period_start"], columns["period_end"]
        if not all(map(lt, starts, ends)):
            self.columns["period_end"] = list(map(calendar.last_day_out, starts, ends))
        if not all(map(lt, starts, islice(starts, 1, None))):
            self._sort()

    @classmethod
    def of(cls, meter: MeterData, bills: Sequence[BillData]) -> MeterBills:
        """Those of bills that were made already."""
        return cls(meter, dict(zip(BillData._fields, zip(*bills, strict=True), strict=True)), bills)

    def _sort(self) -> None:
        starts, ends = self.columns["period_start"], self.columns["period_end"]
        places = sorted(range(len(starts)), key=list(zip(starts, ends, strict=True)).__getitem__)
        if places == list(range(len(starts))):
            return
        pick = itemgetter(*places)
        self.columns = {name: pick(values) for name, values in self.columns.items()}
        self._bills = pick(self._bills) if self._bills else ()

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def starts(self) -> Sequence[dt.date]:
        """First days."""
        return self.columns["period_start"]

    @property
    def ends(self) -> Sequence[dt.date]:
        """First days not billed."""
        return self.columns["period_end"]

    def column(self, name: str) -> Sequence[Any]:
        """The values of a field, also of one that no bill tells."""
        return self.columns[name] if name in self.columns else [_UNTOLD.get(name)] * len(self)

    def tell(self, name: str) -> bool:
        """Whether any bill tells a field that may be None."""
        values = self.columns.get(name, ())
        return values.count(None) < len(values)

    def bill(self, place: int) -> BillData:
        """One bill."""
        if self._bills:
            return self._bills[place]._replace(period_end=self.ends[place])
        told = {name: values[place] for name, values in self.columns.items()}
        return BillData(**{"uid": "", "unit": "", "currency": "", **told, "meter_uid": self._meter.uid})

    @cached_property
    def bills(self) -> list[BillData]:
        """All of them, for rules that compare bills with each other."""
        return list(map(self.bill, range(len(self))))

    @cached_property
    def days(self) -> list[int]:
        """Length of each period."""
        return list(map(attrgetter("days"), map(sub, self.ends, self.starts)))

    @cached_property
    def base(self) -> Sequence[int | None]:
        """Quantities in the meter's base unit."""
        told: Sequence[int | None] = self.columns["quantity_base"]
        if None not in told:
            return told
        billed = zip(told, self.columns["quantity"], self.column("unit"), strict=True)
        return [_in_base(self._meter, *values) for values in billed]

    @cached_property
    def gives_back(self) -> Sequence[bool]:
        """Whether each is a credit note: a negative quantity or cost."""
        amounts = self.columns["quantity"], self.columns["cost"]
        if all(min(filter(None, values), default=0) >= 0 for values in amounts):
            return [False] * len(self)
        return [(quantity or 0) < 0 or (cost or 0) < 0 for quantity, cost in zip(*amounts, strict=True)]

    @cached_property
    def billing(self) -> Sequence[int]:
        """Places of those that give nothing back."""
        places = range(len(self))
        if True not in self.gives_back:
            return places
        return [place for place in places if not self.gives_back[place]]

    def daily(self) -> tuple[Sequence[int], list[float]]:
        """Places of the bills that tell a use and give nothing back, and their use per day in the base unit."""
        base: Sequence[Any] = self.base
        places, days = self.billing, self.days
        if None in base or len(places) < len(base):
            places = [place for place in places if base[place] is not None]
            base, days = [base[place] for place in places], [days[place] for place in places]
        return places, list(map(truediv, map(truediv, base, repeat(MICRO)), days))

    def prices(self) -> dict[str, list[tuple[int, float]]]:
        """Place and cost per base unit of the bills that tell both, by currency; credit notes are left out."""
        cost, base, currencies = self.columns["cost"], self.base, self.column("currency")
        found: dict[str, list[tuple[int, float]]] = {}
        if len(self.billing) == len(cost) == currencies.count(currencies[0]) and all(cost) and all(base):
            return {currencies[0]: list(enumerate(map(truediv, cost, base)))}
        for place in self.billing:
            if cost[place] and base[place]:
                found.setdefault(currencies[place], []).append((place, cost[place] / base[place]))
        return found


def _in_base(meter: MeterData, told: int | None, quantity: int | None, unit: str) -> int | None:
    if told is not None:
        return told
    billed_in = unit or meter.unit
    if quantity is None or billed_in == meter.unit_base:
        return quantity
    try:
        return units.convert_micro(quantity, billed_in, meter.unit_base)
    except ScoreError:
        return None  # told by the figures as units that differ; nothing to compare here


def grouped(bills: Iterable[BillData]) -> dict[str, list[BillData]]:
    """Bills by portable id of their meter, in the order in which they came."""
    found: dict[str, list[BillData]] = {}
    for number, bill in enumerate(bills):
        if number % _AT_ONCE == 0:
            stop_point()
        found.setdefault(bill.meter_uid, []).append(bill)
    return found


def columns_by_meter(meters: Sequence[str], columns: BillColumns) -> dict[str, BillColumns]:
    """Columns of the bills of many meters → those of each.

    Args:
        meters: Portable id of the meter of each bill.
    """
    places: dict[str, list[int]] = {}
    if not meters:
        return {}
    begins = compress(range(1, len(meters)), map(ne, meters, islice(meters, 1, None)))
    for first, end in pairwise((0, *begins, len(meters))):
        places.setdefault(meters[first], []).extend(range(first, end))
    found: dict[str, BillColumns] = {}
    for meter, own in places.items():
        stop_point()
        pick = picker(own)
        found[meter] = {name: pick(values) for name, values in columns.items()}
    return found


def picker(places: list[int]) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """What takes the values at some places (each above the one before) out of a column; mostly they stand together."""
    first, end = places[0], places[-1] + 1
    if end - first == len(places):
        return itemgetter(slice(first, end))
    return itemgetter(*places)

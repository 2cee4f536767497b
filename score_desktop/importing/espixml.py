"""Green Button data (ESPI, an Atom feed of readings and bills) → a table. Runs in the child process.

Codes of units, services, quality and rules of daylight saving are those of the ESPI schema (NAESB REQ.21).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from score_desktop.importing.wire import ROWS_PER_FRAME, Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

    from score_desktop.importing.wire import Send

SHEET = "Green Button"
HEADER = ("Meter", "Service", "Start date", "End date", "Usage", "Unit", "Cost", "Currency", "Estimated")
_UNITS = {
    **{"72": ("kWh", 1e-3), "169": ("thm", 1.0), "132": ("Btu", 1.0), "31": ("MJ", 1e-6), "128": ("gal", 1.0)},
    **{"42": ("m3", 1.0), "166": ("m3", 1.0), "167": ("m3", 1.0), "134": ("l", 1.0)},
    **{"119": ("ft3", 1.0), "120": ("ft3", 1.0), "123": ("ft3", 1.0)},
}
_SERVICES = {"0": "Electricity", "1": "Natural gas", "2": "Water", "5": "Waste", "6": "Wastewater"}
_CURRENCIES = {
    **{"840": "USD", "124": "CAD", "978": "EUR", "826": "GBP", "36": "AUD", "68": "BOB", "604": "PEN", "986": "BRL"},
    **{"152": "CLP", "170": "COP", "484": "MXN", "32": "ARS", "858": "UYU", "600": "PYG", "392": "JPY", "554": "NZD"},
}
_ESTIMATED = frozenset({"8", "9", "12"})
_FED_IN = "19"
_DIFFERENCES = frozenset({"", "0", "4"})
"""Behaviours of accumulation whose values are what was used in their own interval."""
_MONEY = 1e-5
_DAY = 86_400
_BILL_DAYS = 20
_WHOLE = 0.99


@dataclass(frozen=True)
class _Reading:
    start: int
    seconds: int
    value: float
    cost: float | None
    estimated: bool


@dataclass
class _Series:
    """The readings of one kind at one point; `unit` is "" for what is no consumption."""

    unit: str
    factor: float
    currency: str
    readings: list[_Reading] = field(default_factory=list)

    @property
    def seconds(self) -> int:
        return sum(reading.seconds for reading in self.readings)


@dataclass
class _Point:
    name: str
    service: str
    series: dict[str, _Series] = field(default_factory=dict)
    bills: list[Element] = field(default_factory=list)


def is_feed(root: Element) -> bool:
    """Whether a document holds Green Button data."""
    return any("naesb.org/espi" in str(element.tag) for element in root.iter())


def send_feeds(roots: Iterable[Element], send: Send) -> None:
    """Send the bills and readings of feeds as one sheet: bills as they are, other readings by local day.

    Raises:
        Told: import.espi_empty.
    """
    rows: list[list[object]] = []
    left_out = 0
    for root in roots:
        clock = _Clock(root)
        for point in _points(root):
            made, others = _rows_of(point, clock)
            rows += made
            left_out += others
    if not rows:
        raise Told("import.espi_empty")
    send("kind", "espi", ())
    if left_out:
        send("note", "import.note_espi_left_out", {"count": left_out})
    send("sheet", SHEET, True, 1, 0, len(HEADER), (), {})
    whole = [list(HEADER), *rows]
    for at in range(0, len(whole), ROWS_PER_FRAME):
        send("rows", whole[at : at + ROWS_PER_FRAME], [])


# -- the feed ----------------------------------------------------------------------------------------------------------


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(parent: Element | None, *path: str) -> str:
    """Text of a descendant, child by child; "" if it is not there."""
    for name in path:
        parent = next((child for child in parent if _local(child) == name), None) if parent is not None else None
    return (parent.text or "").strip() if parent is not None else ""


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _whole(text: str) -> int:
    return int(_number(text) or 0)


def _entries(root: Element) -> Iterator[tuple[Element, Element, str]]:
    """Entry, resource and its own address, in the order of the feed."""
    for entry in root.iter():
        if _local(entry) != "entry":
            continue
        content = next((child for child in entry if _local(child) == "content"), None)
        links = [child for child in entry if _local(child) == "link" and child.get("rel") == "self"]
        for resource in content if content is not None else ():
            yield entry, resource, links[0].get("href", "").rstrip("/") if links else ""


@dataclass
class _Index:
    """The resources of a feed by their addresses."""

    points: dict[str, _Point] = field(default_factory=dict)
    kinds: dict[str, Element] = field(default_factory=dict)
    meters: dict[str, Element] = field(default_factory=dict)


def _index(root: Element) -> _Index:
    index = _Index()
    for entry, resource, own in _entries(root):
        match _local(resource):
            case "UsagePoint":
                name = _text(entry, "title") or f"UsagePoint {own.rpartition('/')[2]}".strip()
                index.points[own] = _Point(name, _SERVICES.get(_text(resource, "ServiceCategory", "kind"), ""))
            case "ReadingType":
                index.kinds[own] = resource
            case "MeterReading":
                index.meters[own] = entry
    if not index.points:
        index.points[""] = _Point(SHEET, "")
    return index


def _points(root: Element) -> list[_Point]:
    """The points of use with their readings and bills: by their addresses, or by the order of the feed."""
    index = _index(root)
    here, kind = next(iter(index.points.values())), next(iter(index.kinds.values()), None)
    for _, resource, own in _entries(root):
        what = _local(resource)
        if what == "UsagePoint":
            here = index.points[own]
        elif what == "ReadingType":
            kind = resource
        elif what == "IntervalBlock":
            address = next((one for one in index.meters if one and own.startswith(f"{one}/")), "")
            told = _kind_of(index.meters[address], index.kinds) if address else None
            told = told if told is not None else kind
            series = _point_of(own, index, here).series.setdefault(address or str(id(told)), _series(told))
            series.readings += _readings(resource, series)
        elif what in ("UsageSummary", "ElectricPowerUsageSummary"):
            _point_of(own, index, here).bills.append(resource)
    names = [point.name for point in index.points.values()]
    for address, point in index.points.items():
        if names.count(point.name) > 1:
            point.name = f"{point.name} {address.rpartition('/')[2]}"
    return list(index.points.values())


def _point_of(address: str, index: _Index, here: _Point) -> _Point:
    return next((one for own, one in index.points.items() if own and address.startswith(f"{own}/")), here)


def _kind_of(entry: Element, kinds: dict[str, Element]) -> Element | None:
    """The kind of readings that a meter's entry names among what it is related to."""
    related = {child.get("href", "").rstrip("/") for child in entry if _local(child) == "link"}
    return next((kind for address, kind in kinds.items() if address in related), None)


def _series(kind: Element | None) -> _Series:
    unit, factor = _UNITS.get(_text(kind, "uom"), ("", 1.0))
    if _text(kind, "flowDirection") == _FED_IN or _text(kind, "accumulationBehaviour") not in _DIFFERENCES:
        unit = ""
    return _Series(unit, factor * 10.0 ** _whole(_text(kind, "powerOfTenMultiplier")), _currency(kind))


def _currency(resource: Element | None) -> str:
    told = _text(resource, "currency")
    return told.upper() if len(told) == 3 and told.isalpha() else _CURRENCIES.get(told.lstrip("0"), "")


def _readings(block: Element, series: _Series) -> Iterator[_Reading]:
    for one in block:
        if _local(one) != "IntervalReading":
            continue
        period = next((child for child in one if _local(child) == "timePeriod"), None)
        value, cost = _number(_text(one, "value")), _number(_text(one, "cost"))
        start, seconds = _whole(_text(period, "start")), _whole(_text(period, "duration"))
        if value is None or start <= 0 or seconds <= 0:
            continue
        amount = cost * _MONEY if cost is not None and series.currency else None
        yield _Reading(
            start, seconds, value * series.factor, amount, _text(one, "ReadingQuality", "quality") in _ESTIMATED
        )


# -- rows --------------------------------------------------------------------------------------------------------------


def _rows_of(point: _Point, clock: _Clock) -> tuple[list[list[object]], int]:
    """The rows of a point, and how many series were left out: demand, what was fed in, repetitions."""
    useful = [series for series in point.series.values() if series.unit and series.readings]
    main = max(useful, key=lambda one: (one.seconds, -len(one.readings)), default=None)
    others = len([series for series in point.series.values() if series.readings]) - (main is not None)
    readings = sorted({one.start: one for one in main.readings}.values(), key=lambda one: one.start) if main else []
    rows: list[list[object]] = []
    billed: list[tuple[int, int]] = []
    for bill in {_text(one, "billingPeriod", "start"): one for one in point.bills}.values():
        span = _billed(bill)
        row = _bill_row(point, bill, span, main, readings, clock)
        if row is not None:
            rows.append(row)
            billed.append(span)
    rest = [one for one in readings if not any(a <= one.start < b for a, b in billed)]
    if main is not None:
        rows += _by_day(point, main, rest, clock)
    return sorted(rows, key=lambda row: str(row[2])), others


def _billed(bill: Element) -> tuple[int, int]:
    start = _whole(_text(bill, "billingPeriod", "start"))
    return start, start + _whole(_text(bill, "billingPeriod", "duration"))


def _bill_row(
    point: _Point, bill: Element, span: tuple[int, int], main: _Series | None, readings: list[_Reading], clock: _Clock
) -> list[object] | None:
    """A bill with its quantity, or that of its readings when they cover it; None if it tells nothing."""
    start, end = clock.midnight(span[0]), clock.midnight(span[1])
    if end <= start or span[0] <= 0:
        return None
    used = next((child for child in bill if _local(child) == "overallConsumptionLastPeriod"), None)
    unit, factor = _UNITS.get(_text(used, "uom"), ("", 1.0))
    value = _number(_text(used, "value"))
    quantity = (
        value * factor * 10.0 ** _whole(_text(used, "powerOfTenMultiplier")) if value is not None and unit else None
    )
    within = [one for one in readings if span[0] <= one.start < span[1]]
    if quantity is None and main and sum(one.seconds for one in within) >= _WHOLE * (span[1] - span[0]):
        quantity, unit = sum(one.value for one in within), main.unit
    amount = _number(_text(bill, "billLastPeriod"))
    currency = _currency(bill) or (main.currency if main else "")
    cost = round(amount * _MONEY, 6) if amount is not None and currency else None
    if quantity is None and cost is None:
        return None
    told = None if quantity is None else round(quantity, 6)
    estimated = _text(bill, "qualityOfReading") in _ESTIMATED
    return [point.name, point.service, start, end, told, unit or None, cost, currency or None, estimated]


def _by_day(point: _Point, series: _Series, readings: list[_Reading], clock: _Clock) -> list[list[object]]:
    """Readings of long periods as they are, those of hours added up to days of the place."""
    days: dict[tuple[dt.date, dt.date], list[_Reading]] = {}
    for one in readings:
        if one.seconds > _DAY + 3_600:
            span = clock.midnight(one.start), clock.midnight(one.start + one.seconds)
        else:
            day = clock.day(one.start + (one.seconds // 2 if one.seconds > _DAY // 2 else 0))
            span = day, day + dt.timedelta(days=1)
        days.setdefault(span, []).append(one)
    rows: list[list[object]] = []
    for (start, end), some in days.items():
        costs = [one.cost for one in some if one.cost is not None]
        cost = round(sum(costs), 6) if len(costs) == len(some) else None
        quantity = round(sum(one.value for one in some), 6)
        estimated = any(one.estimated for one in some)
        money = (cost, series.currency) if cost is not None else (None, None)
        rows.append([point.name, point.service, start, end, quantity, series.unit, *money, estimated])
    return rows


# -- local time --------------------------------------------------------------------------------------------------------


class _Clock:
    """Local time of a feed: as it says itself, else the zone in which its blocks begin at midnight."""

    def __init__(self, root: Element) -> None:
        told = next((one for one in root.iter() if _local(one) == "LocalTimeParameters"), None)
        self._begin, self._end, self._shift = 0, 0, 0
        if told is None:
            self._offset = _guessed_offset(root)
            return
        self._offset = _whole(_text(told, "tzOffset"))
        self._shift = _whole(_text(told, "dstOffset"))
        self._begin, self._end = (_rule(_text(told, name)) for name in ("dstStartRule", "dstEndRule"))

    def _now(self, seconds: int) -> dt.datetime:
        local = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds + self._offset)  # noqa: DTZ001 - local by our own rule
        begin, end = _moment(self._begin, local.year), _moment(self._end, local.year)
        if begin is None or end is None or not self._shift:
            return local
        end -= dt.timedelta(seconds=self._shift)  # told in the time that ends then
        summer = begin <= local < end if begin < end else not end <= local < begin
        return local + dt.timedelta(seconds=self._shift) if summer else local

    def day(self, seconds: int) -> dt.date:
        """The day of a moment."""
        return self._now(seconds).date()

    def midnight(self, seconds: int) -> dt.date:
        """The day that begins nearest to a moment."""
        return (self._now(seconds) + dt.timedelta(hours=12)).date()


def _guessed_offset(root: Element) -> int:
    starts = [
        _whole(_text(one, name, "start")) % _DAY
        for one in root.iter()
        for kind, name in (("IntervalBlock", "interval"), ("UsageSummary", "billingPeriod"))
        if _local(one).endswith(kind) and _text(one, name, "start")
    ]
    usual = max(set(starts), key=starts.count, default=0)
    return -usual if usual <= _DAY // 2 else _DAY - usual


def _rule(text: str) -> int:
    try:
        return int(text, 16) if text else 0
    except ValueError:
        return 0


def _moment(rule: int, year: int) -> dt.datetime | None:
    """When a rule of daylight saving takes place: month, how, day of the month, weekday, hour and second in bits."""
    month, how, day, weekday = rule >> 28 & 15, rule >> 25 & 7, rule >> 20 & 31, rule >> 17 & 7
    if not 1 <= month <= 12 or year < 2:
        return None
    first = dt.date(year, month, 1)
    if how == 0:
        found = first + dt.timedelta(days=max(day, 1) - 1)
    elif how == 7:
        last = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
        found = last - dt.timedelta(days=(last.weekday() - (weekday - 1)) % 7)
    else:
        begin = first + dt.timedelta(days=max(day, 1) - 1) if how == 1 else first + dt.timedelta(weeks=how - 2)
        found = begin + dt.timedelta(days=(weekday - 1 - begin.weekday()) % 7)
    hour, second = rule >> 12 & 31, rule & 0xFFF
    return dt.datetime(found.year, found.month, found.day) + dt.timedelta(hours=hour, seconds=second)  # noqa: DTZ001

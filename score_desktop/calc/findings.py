"""Oddities in bills: they never block, and each can be acknowledged with a note.

Source of the limits: method.md 7.2 (readings × multiplier = quantity ± 1 %, period 25-35 days, price per unit within
0.5-2 times the meter's median, total = sum of its parts); the robust distance for consumption is the modified z-score
(Iglewicz and Hoaglin 1993: 0.6745 × distance / median absolute deviation, limit 3.5).
"""

from __future__ import annotations

import datetime as dt
import functools
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from operator import eq, sub

from score_desktop.calc import calendar
from score_desktop.calc.figures import MICRO
from score_desktop.calc.fingerprints import Facts, facts, with_fingerprints
from score_desktop.calc.inputs import BillData, MeterData
from score_desktop.calc.meter_bills import BillColumns, MeterBills, grouped
from score_desktop.enums import FindingKind, MeterKind
from score_desktop.jobs import stop_point

MONTHLY_DAYS = (25, 35)
PRICE_RATIO = (0.5, 2.0)
PARTS_TOLERANCE_MICRO = 50_000
READINGS_TOLERANCE = 0.01
Z_LIMIT = 3.5
_Z_SCALE = 0.6745
# A meter that hardly varies would flag noise: what differs by less than this share of the median is never odd.
_LEAST_DISTANCE = 0.3
_FEWEST = 6
_SEASONAL_MONTHS, _MONTH_DISTANCE = 24, 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One oddity.

    Attributes:
        start, end: First day and first day outside of what it is about.
        params: For the template `finding.<kind>` of `score_desktop.messages`; dates, numbers and words, no sentences.
        facts: What the bills say that it is about.
        fingerprint: Names it as long as these bills say the same; an acceptance holds for it alone.
    """

    kind: FindingKind
    meter_uid: str
    start: dt.date
    end: dt.date
    params: Mapping[str, object] = field(default_factory=dict)
    facts: Facts = ()
    fingerprint: str = ""

    @property
    def message_id(self) -> str:
        """Key of its template."""
        return f"finding.{self.kind.value}"


def sum_of_parts(
    main: Sequence[int | None], others: Iterable[int | None], adjustments: int | None = None
) -> int | None:
    """Sum of the parts of a bill, for `BillData.parts`; None when the bill does not list its main part.

    Args:
        main: Charges for the supply itself (energy, power, fixed); at least one must be there.
        others: Taxes, fees, penalties; those not listed are zero.
        adjustments: May be negative.
    """
    if all(part is None for part in main):
        return None
    return sum(part or 0 for part in (*main, *others, adjustments))


def findings(meters: Iterable[MeterData], bills: Iterable[BillData], today: dt.date) -> tuple[Finding, ...]:
    """All oddities of the bills, by meter in the order given, then by day.

    Args:
        meters: Bills of other meters are left out.
        bills: All stored bills of these meters, any order; of one period in the order in which they came.
        today: Bills that begin after it are from the future.
    """
    own = grouped(bills)
    return _all(((meter, MeterBills.of(meter, own[meter.uid])) for meter in meters if meter.uid in own), today)


def findings_by_column(
    meters: Iterable[MeterData], columns: Mapping[str, BillColumns], today: dt.date
) -> tuple[Finding, ...]:
    """The same for bills that come by column: portable id of the meter → columns."""
    return _all(((meter, MeterBills(meter, columns[meter.uid])) for meter in meters if meter.uid in columns), today)


def _all(meters: Iterable[tuple[MeterData, MeterBills]], today: dt.date) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for meter, lines in meters:
        stop_point()
        told = sorted(_of_meter(meter, lines, today), key=lambda one: (one.start, one.end, one.kind))
        found += with_fingerprints(told)
    return tuple(found)


def _of_meter(meter: MeterData, lines: MeterBills, today: dt.date) -> list[Finding]:
    found = _prices(meter, lines)
    if lines.starts[-1] > today:
        found += _future(lines.bills, today)
    if any(lines.column("estimated")):
        found += _estimated(lines.bills)
    if lines.tell("parts"):
        found += _parts(lines.bills)
    if lines.tell("reading_previous"):
        found += _readings(lines.bills)
    if meter.kind is MeterKind.PURCHASE:
        return [*found, *_equal_purchases(lines.bills)]
    found += [*_lengths(lines), *_consumption(meter, lines)]
    # Most begin on the day on which the one before ends.
    if all(map(eq, islice(lines.starts, 1, None), lines.ends)):
        return found
    return [*found, *_gaps(meter, lines.bills), *_second_invoices(lines.bills), *_overlaps(lines)]


def _finding(kind: FindingKind, bill: BillData, *others: BillData, **params: object) -> Finding:
    named = {"number": bill.invoice_number or "–", **params}
    return Finding(kind, bill.meter_uid, bill.period_start, bill.period_end, named, facts(bill, *others))


# -- one bill --------------------------------------------------------------------------------------------------------


def _future(bills: list[BillData], today: dt.date) -> list[Finding]:
    return [_finding(FindingKind.FUTURE, b, day=b.period_start) for b in bills if b.period_start > today]


def _estimated(bills: list[BillData]) -> list[Finding]:
    return [_finding(FindingKind.ESTIMATED, bill, day=bill.period_start) for bill in bills if bill.estimated]


def _parts(bills: list[BillData]) -> list[Finding]:
    return [
        _finding(
            FindingKind.PARTS,
            bill,
            day=bill.period_start,
            total=bill.cost / MICRO,
            sum=bill.parts / MICRO,
            currency=bill.currency,
        )
        for bill in bills
        if bill.cost is not None and bill.parts is not None and abs(bill.cost - bill.parts) > PARTS_TOLERANCE_MICRO
    ]


def _readings(bills: list[BillData]) -> list[Finding]:
    """Readings that do not give what is billed, and those that do only because the counter began again at zero."""
    found = []
    for bill in bills:
        if bill.reading_previous is None or bill.reading_current is None or bill.quantity is None:
            continue
        read = read_quantity(bill.reading_previous, bill.reading_current) / MICRO
        read *= 1.0 if bill.multiplier is None else bill.multiplier / MICRO
        billed = bill.quantity / MICRO
        if billed >= 0 and abs(read - billed) > READINGS_TOLERANCE * max(abs(billed), 1.0):
            found.append(
                _finding(FindingKind.READINGS, bill, day=bill.period_start, read=read, billed=billed, unit=bill.unit)
            )
        elif billed >= 0 and bill.reading_current < bill.reading_previous:
            previous, current = bill.reading_previous / MICRO, bill.reading_current / MICRO
            found.append(
                _finding(FindingKind.ROLLED_OVER, bill, day=bill.period_start, previous=previous, current=current)
            )
    return found


def read_quantity(previous: int, current: int) -> int:
    """Difference of two readings; a counter that passed all nines starts again at zero (99 850 → 120 is 270)."""
    if current >= previous:
        return current - previous
    digits = len(str(previous // MICRO))
    return int(10**digits) * MICRO - previous + current


# -- one meter in the course of time ---------------------------------------------------------------------------------


def _gaps(meter: MeterData, bills: list[BillData]) -> list[Finding]:
    """Days between the first and the last bill that no bill covers."""
    whole = (bills[0].period_start, max(bill.period_end for bill in bills))
    holes = calendar.uncovered(((bill.period_start, bill.period_end) for bill in bills), whole)
    return [
        Finding(
            FindingKind.GAP, meter.uid, start, end, {"days": (end - start).days, "first": start, "last": _before(end)}
        )
        for start, end in holes
    ]


def _before(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=1)


def _second_invoices(bills: list[BillData]) -> list[Finding]:
    """A bill with a number of its own in the period of another: the same bill again, or a correction."""
    found = []
    by_period: dict[tuple[dt.date, dt.date], list[BillData]] = {}
    for bill in bills:
        by_period.setdefault((bill.period_start, bill.period_end), []).append(bill)
    for rows in by_period.values():
        if len(rows) < 2:
            continue
        # The correction is the later document: a negative one, else the one listed later.
        first = next((row for row in rows if not _is_credit(row)), rows[0])
        for other in rows:
            if other is not first and other.invoice_number and other.invoice_number != first.invoice_number:
                twin = _twin(other, rows)
                kind = FindingKind.SECOND_INVOICE if twin is None else FindingKind.DUPLICATE
                met = first if twin is None else twin
                number = met.invoice_number or "–"
                found.append(_finding(kind, other, met, day=other.period_start, other=number))
    return found


def _twin(bill: BillData, rows: list[BillData]) -> BillData | None:
    """The bill listed above it that says the same amounts under another number."""
    amounts = (bill.quantity, bill.unit, bill.cost, bill.currency)
    for row in rows[: rows.index(bill)]:
        if row.invoice_number != bill.invoice_number and (row.quantity, row.unit, row.cost, row.currency) == amounts:
            return row
    return None


def _is_credit(bill: BillData) -> bool:
    return (bill.quantity or 0) < 0 or (bill.cost or 0) < 0


def _overlaps(lines: MeterBills) -> list[Finding]:
    """Days billed twice; credit notes and second invoices of the very same period are told elsewhere."""
    found = []
    longest: BillData | None = None
    for bill, gives_back in zip(lines.bills, lines.gives_back, strict=True):
        if gives_back:
            continue
        if longest is not None and bill.period_start < longest.period_end and not _is_second(longest, bill):
            start, end = bill.period_start, min(bill.period_end, longest.period_end)
            params = {
                "days": (end - start).days,
                "first": start,
                "last": _before(end),
                "number": bill.invoice_number or "–",
                "other": longest.invoice_number or "–",
            }
            told = facts(longest, bill)
            found.append(Finding(FindingKind.OVERLAP, bill.meter_uid, start, end, params, told))
        if longest is None or bill.period_end > longest.period_end:
            longest = bill
    return found


def _is_second(first: BillData, other: BillData) -> bool:
    same = (first.period_start, first.period_end) == (other.period_start, other.period_end)
    return same and bool(other.invoice_number) and first.invoice_number != other.invoice_number


def _lengths(lines: MeterBills) -> list[Finding]:
    """Periods far from the meter's usual length; 25 to 35 days where bills are monthly."""
    lengths = [lines.days[place] for place in lines.billing]
    if not lengths or (MONTHLY_DAYS[0] <= min(lengths) and max(lengths) <= MONTHLY_DAYS[1]):
        return []
    usual = statistics.median_low(lengths)
    if MONTHLY_DAYS[0] <= usual <= MONTHLY_DAYS[1] or len(lengths) < 3:
        low, high = MONTHLY_DAYS
    else:
        low, high = round(usual * 0.8), round(usual * 1.2)
    if len(lengths) < 3 and max(lengths) > high:
        return []  # too few to say what is usual
    return [
        _finding(
            FindingKind.PERIOD_LENGTH,
            lines.bill(place),
            days=days,
            usual=usual,
            first=lines.starts[place],
            last=_before(lines.ends[place]),
        )
        for place, days in zip(lines.billing, lengths, strict=True)
        if not low <= days <= high
    ]


# -- against the meter's own usual -----------------------------------------------------------------------------------


def _prices(meter: MeterData, lines: MeterBills) -> list[Finding]:
    """Cost per unit beyond half or double the meter's median in that currency; credit notes are left out."""
    found = []
    for currency, rows in lines.prices().items():
        if len(rows) < 3:
            continue
        prices = [price for _, price in rows]
        if max(prices) <= PRICE_RATIO[1] * min(prices) and min(prices) >= PRICE_RATIO[0] * max(prices):
            continue  # whatever the median, none is beyond
        usual = statistics.median(prices)
        low, high = PRICE_RATIO[0] * usual, PRICE_RATIO[1] * usual
        for place, price in rows:
            if not low <= price <= high:
                found.append(
                    _finding(
                        FindingKind.UNIT_PRICE,
                        lines.bill(place),
                        day=lines.starts[place],
                        price=round(price, 4),
                        usual=round(usual, 4),
                        currency=currency,
                        unit=meter.unit_base,
                    )
                )
    return found


def _consumption(meter: MeterData, lines: MeterBills) -> list[Finding]:
    """Use per day far from the meter's usual; with two years and more, from that of the season."""
    places, uses = lines.daily()
    if len(uses) < _FEWEST or max(uses) - min(uses) <= _LEAST_DISTANCE * min(uses):
        return []  # too few, or so steady that none can be far from any median of them
    usuals = _usual(uses, [lines.starts[place] for place in places], [lines.ends[place] for place in places])
    distances = list(map(sub, uses, usuals))
    least = Z_LIMIT * statistics.median(map(abs, distances))
    found = []
    for place, value, usual, distance in zip(places, uses, usuals, distances, strict=True):
        far = abs(distance) * _Z_SCALE > least and abs(distance) > _LEAST_DISTANCE * abs(usual)
        if far:
            found.append(
                _finding(
                    FindingKind.CONSUMPTION,
                    lines.bill(place),
                    day=lines.starts[place],
                    amount=round(value * lines.days[place], 1),
                    usual=round(usual * lines.days[place], 1),
                    unit=meter.unit_base,
                )
            )
    return found


def _usual(uses: Sequence[float], starts: Sequence[dt.date], ends: Sequence[dt.date]) -> list[float]:
    """Usual use per day for each row: the median of all, or with two years and more of those around the same month."""
    overall = statistics.median(uses)
    if len(uses) < _SEASONAL_MONTHS:
        return [overall] * len(uses)
    first, middle = zip(*map(_months, starts, ends), strict=True)
    if len(set(first)) < _SEASONAL_MONTHS:
        return [overall] * len(uses)
    months = [month - 1 for month in middle]
    by_month: list[list[float]] = [[] for _ in range(12)]
    for value, month in zip(uses, months, strict=True):
        by_month[month].append(value)
    around = range(-_MONTH_DISTANCE, _MONTH_DISTANCE + 1)
    near = [list(chain.from_iterable(by_month[(month + shift) % 12] for shift in around)) for month in range(12)]
    medians = [statistics.median(values) if values else overall for values in near]
    return [medians[month] for month in months]


@functools.lru_cache(maxsize=4096)
def _months(start: dt.date, end: dt.date) -> tuple[int, int]:
    """The month in which a period begins, counted through the years, and that of the year in which its middle falls."""
    return start.year * 12 + start.month, (start + dt.timedelta(days=(end - start).days // 2)).month


def _equal_purchases(bills: list[BillData]) -> list[Finding]:
    """Purchases of one day with the same quantity and cost: two fills, or one bill twice."""
    grouped: dict[tuple[object, ...], list[BillData]] = {}
    for bill in bills:
        grouped.setdefault((bill.period_start, bill.quantity, bill.cost), []).append(bill)
    return [
        _finding(
            FindingKind.EQUAL_PURCHASES,
            *rows,
            day=rows[0].period_start,
            count=len(rows),
            quantity="–" if rows[0].quantity is None else rows[0].quantity / MICRO,
            unit=rows[0].unit,
        )
        for rows in grouped.values()
        if len(rows) > 1
    ]

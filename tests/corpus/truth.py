"""What the bills of the corpus truly are, before anything is laid out on a sheet, and the answer that follows."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CURRENCY = {
    "BO": "BOB",
    "BR": "BRL",
    "CO": "COP",
    "DE": "EUR",
    "FR": "EUR",
    "GB": "GBP",
    "PE": "PEN",
    "US": "USD",
}
# symbol: (symbol of the base, factor); figures of the unit table
BASE = {
    "kWh": ("kWh", "1"),
    "MWh": ("kWh", "1000"),
    "thm": ("kWh", "29.3071111111"),
    "m3": ("m3", "1"),
    "CCF": ("m3", "2.8316846592"),
    "MCF": ("m3", "28.316846592"),
    "l": ("m3", "0.001"),
    "gal": ("m3", "0.003785411784"),
    "kg": ("kg", "1"),
    "garrafa": ("kg", "10"),
    "carga": ("kg", "30"),
}
IN_LITRES = {"diesel", "gasoline", "lpg"}


@dataclass(frozen=True)
class Bill:
    """One bill or purchase; `meter` is None where no word of the file names it."""

    meter: str | None
    resource: str
    unit: str
    start: date
    end: date
    quantity: Decimal | None
    cost: Decimal | None
    currency: str | None
    invoice: str | None = None
    estimated: bool = False
    purchase: bool = False

    @property
    def last(self) -> date:
        """The last day that the bill covers."""
        return self.end - timedelta(days=1)


@dataclass(frozen=True)
class Activity:
    """One value of a month that is no bill: production, hours, workers."""

    kind: str
    name: str
    unit: str
    month: date
    value: Decimal


def months(year: int, month: int = 1, count: int = 12) -> list[tuple[date, date]]:
    """So many calendar months as (start, end exclusive)."""
    firsts = [date(year + (month - 1 + i) // 12, (month - 1 + i) % 12 + 1, 1) for i in range(count + 1)]
    return list(itertools.pairwise(firsts))


def from_day(day: int, year: int, month: int = 1, count: int = 12) -> list[tuple[date, date]]:
    """Periods from this day of a month to the same day of the next."""
    return [(a.replace(day=day), b.replace(day=day)) for a, b in months(year, month, count)]


def money(value: Decimal, places: int = 2) -> Decimal:
    """Rounded as people round money."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def metered(
    meter: str | None,
    resource: str,
    unit: str,
    periods: Sequence[tuple[date, date]],
    low: float,
    high: float,
    *,
    places: int = 0,
    price: str = "0.95",
    fixed: str = "25",
    currency: str | None = "BOB",
    invoice: int | None = None,
    seed: str = "",
) -> list[Bill]:
    """Bills of one meter; the same arguments always give the same bills. `invoice` is the first number."""
    dice = random.Random(f"{meter}|{resource}|{periods[0][0]}|{low}|{high}|{seed}")
    bills = []
    for i, (start, end) in enumerate(periods):
        quantity = money(Decimal(str(dice.uniform(low, high))), places)
        cost = money(quantity * Decimal(price) + Decimal(fixed), 0 if currency == "COP" else 2)
        number = None if invoice is None else str(invoice + 7 * i)
        paid = cost if currency else None
        bills.append(Bill(meter, resource, unit, start, end, quantity, paid, currency, number))
    return bills


def bought(
    resource: str,
    unit: str,
    days: Iterable[date],
    low: float,
    high: float,
    *,
    places: int = 0,
    price: str,
    currency: str = "BOB",
    invoice: int | None = None,
) -> list[Bill]:
    """Purchases of a fuel, each on its one day."""
    dice = random.Random(f"{resource}|{unit}|{low}|{high}")
    bills = []
    for i, day in enumerate(days):
        quantity = money(Decimal(str(dice.uniform(low, high))), places)
        cost = money(quantity * Decimal(price))
        number = None if invoice is None else str(invoice + 3 * i)
        end = day + timedelta(days=1)
        bills.append(Bill(None, resource, unit, day, end, quantity, cost, currency, number, purchase=True))
    return bills


def unpriced(bills: Iterable[Bill]) -> list[Bill]:
    """The same bills where the file gives no money."""
    return [replace(bill, cost=None, currency=None) for bill in bills]


def split(total: Decimal, *shares: str) -> list[Decimal]:
    """Parts of an amount that add up to it exactly; the last part is what remains."""
    parts = [money(total * Decimal(share)) for share in shares]
    return [*parts, total - sum(parts)]


def readings(bills: Sequence[Bill], first: int, roll: int = 10**9) -> list[tuple[int, int]]:
    """Previous and current reading of each bill; after `roll` - 1 the counter starts again at 0."""
    pairs, at = [], first
    for bill in bills:
        after = (at + int(bill.quantity or 0)) % roll
        pairs.append((at, after))
        at = after
    return pairs


# -- the answer --------------------------------------------------------------------------------------------------------


def plain(value: Decimal | None) -> str | None:
    """Exact decimal text without an exponent or idle zeros."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_base(resource: str, unit: str, quantity: Decimal) -> tuple[str, str]:
    """Quantity in the base unit that import.md names, and that unit."""
    base, factor = BASE[unit]
    value = quantity * Decimal(factor)
    if base == "m3" and resource in IN_LITRES:
        base, value = "l", value * 1000
    return str(plain(value)), base


def key_of(bill: Bill) -> str:
    """How the answer calls the meter of a bill."""
    return f"{bill.meter or 'unnamed'} ({bill.resource})"


def answer_of_meter(bills: Sequence[Bill]) -> dict[str, Any]:
    """Counts and sums of one meter."""
    one = bills[0]
    quantity = sum((b.quantity for b in bills if b.quantity is not None), Decimal(0))
    costs = [b.cost for b in bills if b.cost is not None]
    base, unit_base = in_base(one.resource, one.unit, quantity)
    return {
        "key": key_of(one),
        "name": one.meter,
        "resource": one.resource,
        "unit": one.unit,
        "records": len(bills),
        "quantity": plain(quantity),
        "quantity_base": base,
        "unit_base": unit_base,
        "cost": plain(sum(costs, Decimal(0))) if costs else None,
        "currency": one.currency,
        "first": None if one.purchase else min(b.start for b in bills).isoformat(),
        "end": None if one.purchase else max(b.end for b in bills).isoformat(),
    }


def answer_of_bill(bill: Bill) -> dict[str, Any]:
    """One bill as it must be stored."""
    return {
        "meter": key_of(bill),
        "start": bill.start.isoformat(),
        "end": None if bill.purchase else bill.end.isoformat(),
        "quantity": plain(bill.quantity),
        "unit": bill.unit,
        "cost": plain(bill.cost),
        "currency": bill.currency if bill.cost is not None else None,
        "invoice": bill.invoice,
        "estimated": bill.estimated,
    }


def answer(bills: Sequence[Bill], activity: Sequence[Activity]) -> dict[str, Any]:
    """Meters, bills and activity of one workbook."""
    meters: dict[str, list[Bill]] = {}
    for bill in bills:
        meters.setdefault(key_of(bill), []).append(bill)
    series: dict[tuple[str, str, str], list[Activity]] = {}
    for value in activity:
        series.setdefault((value.kind, value.name, value.unit), []).append(value)
    return {
        "meters": [answer_of_meter(group) for group in meters.values()],
        "bills": [answer_of_bill(bill) for bill in bills],
        "activity": [
            {
                "kind": kind,
                "name": name,
                "unit": unit,
                "months": len(values),
                "total": plain(sum((v.value for v in values), Decimal(0))),
                "values": {v.month.isoformat(): plain(v.value) for v in values},
            }
            for (kind, name, unit), values in series.items()
        ],
    }

"""What it cost: figures `cost.*`, one per currency; sums are never made across currencies."""

from __future__ import annotations

from score_desktop.calc.figures import MICRO, Figure, Missing, Period
from score_desktop.calc.inputs import AuditInputs, MeterData
from score_desktop.calc.ledger import (
    RESOURCE_NAMES,
    SUM_OF_METERS,
    Amount,
    Ledger,
    add_up,
    ledger_of,
    meter_dims,
)
from score_desktop.enums import Resource
from score_desktop.msgid import N_

SUM_OF_RESOURCES = N_("Sum of the resources")


def cost_figures(ledger: Ledger) -> tuple[list[Figure], list[Missing]]:
    """`cost.<resource>` per currency, each followed by its meters, then `cost.total` per currency."""
    period = ledger.inputs.period
    figures: list[Figure] = []
    missing: list[Missing] = []
    by_currency: dict[str, list[tuple[str, Amount]]] = {}
    for resource in ledger.resources():
        key = f"cost.{resource.value}"
        for currency in _currencies(ledger, ledger.of_resource(resource), period):
            rows = cost_amounts(ledger, resource, currency, period)
            if not rows:
                continue
            total = add_up(SUM_OF_METERS, ((meter.name, amount) for meter, amount in rows), currency)
            by_currency.setdefault(currency, []).append((RESOURCE_NAMES[resource], total))
            figures.append(Figure(key, total.value, currency, period, total.explanation))
            figures.extend(
                Figure(key, amount.value, currency, period, amount.explanation, meter_dims(meter))
                for meter, amount in rows
            )
        missing.extend(_lacking(ledger, resource, key))
    for currency, parts in by_currency.items():
        total = add_up(SUM_OF_RESOURCES, parts, currency)
        figures.append(Figure("cost.total", total.value, currency, period, total.explanation))
    if not by_currency:
        missing.append(Missing("cost.total", "calc.no_costs"))
    return figures, missing


def cost_amounts(ledger: Ledger, resource: Resource, currency: str, period: Period) -> list[tuple[MeterData, Amount]]:
    """Cost of each meter of a resource that has a bill in the currency in the period."""
    rows = ((meter, ledger.sum_cost(meter, period, currency)) for meter in ledger.of_resource(resource))
    return [(meter, amount) for meter, amount in rows if amount.count]


def cost_in(source: Ledger | AuditInputs, resource: Resource, period: Period) -> dict[str, float]:
    """Cost of a resource in any period, by currency."""
    ledger = ledger_of(source)
    sums = {}
    for currency in _currencies(ledger, ledger.of_resource(resource), period):
        rows = cost_amounts(ledger, resource, currency, period)
        if rows:
            sums[currency] = sum(amount.micro for _, amount in rows) / MICRO
    return sums


def _currencies(ledger: Ledger, meters: tuple[MeterData, ...], period: Period) -> list[str]:
    found: dict[str, None] = {}
    for meter in meters:
        found.update((bill.currency, None) for bill in ledger.inside(meter, period) if bill.currency)
    return sorted(found)


def _lacking(ledger: Ledger, resource: Resource, key: str) -> list[Missing]:
    found = []
    for meter in ledger.of_resource(resource):
        bills = ledger.inside(meter, ledger.inputs.period)
        without = sum(bill.cost is None for bill in bills)
        nameless = sum(bill.cost is not None and not bill.currency for bill in bills)
        if without:
            found.append(Missing(key, "calc.cost_missing", {"meter": meter.name, "n": without}))
        if nameless:
            found.append(Missing(key, "calc.currency_missing", {"meter": meter.name, "n": nameless}))
    return found

"""What the monthly chart can show of a resource: use, cost, or use per product."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from score_desktop import units
from score_desktop.calc import calendar
from score_desktop.calc.inputs import MeterData
from score_desktop.calc.use import monthly_cost
from score_desktop.charts.data import MonthlySeries, MonthlyUse
from score_desktop.enums import MeterKind
from score_desktop.i18n import Texts
from score_desktop.reporting.content import ResourceRow
from score_desktop.services.audit_book import Book
from score_desktop.services.report_rows import numbers

MeasureKey = Literal["quantity", "cost", "per_product"]


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that the months of a resource can be looked at in; `unit` is a currency code for costs."""

    key: MeasureKey
    unit: str

    def label(self, texts: Texts) -> str:
        """As on its switch: "kWh", "Bs", "kWh/t"."""
        return texts.currency(self.unit) if self.key == "cost" else units.label(self.unit, texts.language)


def measure_of(data: MonthlyUse) -> Measure:
    """What a chart's data show."""
    return Measure(data.measure, data.unit)


def all_measures(book: Book, currency: str) -> tuple[MonthlyUse, ...]:
    """The months of each resource in every measure that there is, dearest resource first.

    Args:
        book: The audit's figures.
        currency: Of the costs; a resource that is paid in others alone is shown in its largest.
    """
    by_use = {data.resource: data for data in book.monthly()}
    found: list[MonthlyUse] = []
    for row in book.resources():
        use = by_use.get(row.resource)
        cost = _cost(book, row, currency, use)
        ratio = _per_product(book, row, use)
        found += [data for data in (use, cost, ratio) if data is not None]
    return tuple(found)


def _cost(book: Book, row: ResourceRow, currency: str, use: MonthlyUse | None) -> MonthlyUse | None:
    there = dict(row.cost)
    if not there:
        return None
    code = currency if currency in there else row.cost[0][0]
    ledger = book.ledger
    months = calendar.months_between(*ledger.inputs.period)
    paid = {
        meter: _costs(book, meter, code, months)
        for meter in ledger.of_resource(row.resource)
        if any(bill.currency == code for bill in ledger.inside(meter, ledger.inputs.period))
    }
    meters = sorted(paid, key=lambda meter: -sum(value or 0 for value in paid[meter]))
    production = use.production if use else book.production_by_month(months)
    return MonthlyUse(
        resource=row.resource,
        unit=code,
        months=months,
        meters=tuple(MonthlySeries(meter.use or meter.name, paid[meter], meter.uid) for meter in meters),
        production=production,
        production_unit=book.main.unit if book.main else "",
        previous_total=dict(row.cost_previous).get(code) if row.cost_previous is not None else None,
        production_change=book.main_product.change if book.main_product else None,
        even=row.cost_cover.even,
        measure="cost",
    )


def _costs(book: Book, meter: MeterData, currency: str, months: Sequence[dt.date]) -> tuple[float | None, ...]:
    values = numbers(monthly_cost(book.ledger, meter, currency, months).values)
    bought = meter.kind is MeterKind.PURCHASE
    return tuple(0.0 if bought and value is None else value for value in values)


def _per_product(book: Book, row: ResourceRow, use: MonthlyUse | None) -> MonthlyUse | None:
    """Use of each month over its production; months without production are not known."""
    product = book.main_product
    if use is None or use.production is None or product is None or row.per_product is None:
        return None
    made = use.production.values
    before = row.previous / product.previous if row.previous is not None and product.previous else None
    return dataclasses.replace(
        use,
        unit=f"{use.unit}/{product.unit}",
        meters=tuple(_ratio(series, made, product.quantity) for series in use.meters),
        previous_total=before,
        even=(row.cover | product.cover).even,
        measure="per_product",
        whole=row.per_product,
    )


def _ratio(series: MonthlySeries, made: Sequence[float | None], whole: float) -> MonthlySeries:
    values = tuple(
        value / amount if value is not None and amount is not None and amount > 0 else None
        for value, amount in zip(series.values, made, strict=True)
    )
    total = sum(value for value in series.values if value is not None)
    return dataclasses.replace(series, values=values, whole=total / whole)

"""The rows behind a report, as the workbook lists them."""

from __future__ import annotations

from collections.abc import Iterable

from score_desktop.calc import calendar
from score_desktop.calc.figures import MICRO, Figure
from score_desktop.calc.ledger import Ledger
from score_desktop.calc.use import monthly_cost, monthly_use
from score_desktop.reporting.content import ActivityRow, BillRow, FigureRow, MonthRow


def numbers(values: Iterable[int | None]) -> tuple[float | None, ...]:
    """Millionths as numbers; None stays None."""
    return tuple(None if value is None else value / MICRO for value in values)


def bills_of(ledger: Ledger) -> tuple[BillRow, ...]:
    """Bills of the period, by meter."""
    return tuple(
        BillRow(
            site=meter.site_name,
            meter=meter.name,
            resource=meter.resource,
            period_start=bill.period_start,
            period_end=bill.period_end,
            quantity=None if bill.quantity is None else bill.quantity / MICRO,
            unit=bill.unit,
            cost=None if bill.cost is None else bill.cost / MICRO,
            currency=bill.currency,
            invoice_number=bill.invoice_number,
            estimated=bill.estimated,
            file=bill.file,
            sheet=bill.sheet,
            row=bill.row,
        )
        for meter in ledger.inputs.meters
        for bill in ledger.inside(meter, ledger.inputs.period)
    )


def months_of(ledger: Ledger) -> tuple[MonthRow, ...]:
    """Months of every meter, with its cost in the currency it is billed in."""
    months = calendar.months_between(*ledger.inputs.period)
    rows: list[MonthRow] = []
    for resource in ledger.resources():
        table = monthly_use(ledger, resource, months)
        for line in table.meters if table else ():
            currency = next((b.currency for b in ledger.inside(line.meter, ledger.inputs.period) if b.currency), "")
            costs = monthly_cost(ledger, line.meter, currency, months).values if currency else (None,) * len(months)
            for month, quantity, cost in zip(months, numbers(line.quantity.values), numbers(costs), strict=True):
                unit = table.unit if table else ""
                rows.append(MonthRow(line.meter.name, resource, month, quantity, unit, cost, currency))
    return tuple(rows)


def activity_of(ledger: Ledger) -> tuple[ActivityRow, ...]:
    """Activity values of the period."""
    start, end = ledger.inputs.period
    return tuple(
        ActivityRow(str(row.kind), row.name, row.period_start, row.value / MICRO, row.unit)
        for row in ledger.inputs.activity
        if row.period_start < end and row.period_end > start
    )


def figures_of(figures: Iterable[Figure]) -> tuple[FigureRow, ...]:
    """Figures with the formula they were made by."""
    return tuple(
        FigureRow(f.key, f.value, f.unit, tuple(sorted(f.dims.items())), f.explanation.formula) for f in figures
    )

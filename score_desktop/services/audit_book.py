"""The figures of one audit, calculated once and put in the order that documents and pages show them in."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

from score_desktop import units
from score_desktop.calc import calendar
from score_desktop.calc.comparison import Cover, cover_of, nothing_in
from score_desktop.calc.cost import cost_in
from score_desktop.calc.figures import MICRO, Figure, Period
from score_desktop.calc.footprint import Emission, Footprint
from score_desktop.calc.intensity import Production, production
from score_desktop.calc.ledger import Ledger
from score_desktop.calc.use import MeterMonths, cover_in, has_cost, monthly_use, use_in
from score_desktop.charts.data import (
    CostByResource,
    CostItem,
    EmissionItem,
    EmissionsBySource,
    MonthlySeries,
    MonthlyUse,
)
from score_desktop.enums import ActivityKind, FactorStatus, MeterKind, Resource
from score_desktop.reporting.content import EmissionRow, Money, ProductRow, ResourceRow
from score_desktop.services import report_rows

_WORST = (FactorStatus.VERIFIED, FactorStatus.DERIVED, FactorStatus.RECALLED, FactorStatus.EXPERT_ESTIMATE)


class Book:
    """The figures of one audit by key.

    Attributes:
        whole: Figures of the whole audit by key (one per currency for costs).
        products, main_product: Production in the period; the main product is what intensities refer to.
    """

    def __init__(
        self, ledger: Ledger, figures: Sequence[Figure], before: Period, qualities: Mapping[Resource, str]
    ) -> None:
        self.ledger = ledger
        self.qualities = qualities
        self.before = before
        self._months: tuple[MonthlyUse, ...] | None = None
        self._rows: tuple[ResourceRow, ...] | None = None
        self.whole: dict[str, list[Figure]] = {}
        for figure in figures:
            if "meter" not in figure.dims:
                self.whole.setdefault(figure.key, []).append(figure)
        made, _ = production(ledger)
        earlier, _ = production(ledger, before)
        past = {row.key: row for row in earlier}
        self.products = tuple(_product(row, past.get(row.key), before) for row in made)
        self.main: Production | None = next((row for row in made if row.micro > 0), None)
        position = next((i for i, row in enumerate(made) if row is self.main), None)
        self.main_product = None if position is None else self.products[position]

    def value(self, key: str) -> float | None:
        """Value of a figure of the whole audit; None if it cannot be given."""
        found = self.whole.get(key)
        return found[0].value if found else None

    def money(self, key: str) -> Money:
        """Amounts of a cost figure by currency, largest first."""
        return tuple(sorted(((f.unit, f.value) for f in self.whole.get(key, ())), key=lambda pair: -pair[1]))

    def intensity(self, of: str) -> float | None:
        """Amount per unit of the main product."""
        return None if self.main is None else self.value(f"intensity.{of}.{self.main.key}")

    def resources(self) -> tuple[ResourceRow, ...]:
        """Resources with use or cost in the period, dearest first."""
        if self._rows is None:
            self._rows = self._resources()
        return self._rows

    def _resources(self) -> tuple[ResourceRow, ...]:
        there = [r for r in self.ledger.resources() if self.whole.get(f"use.{r}") or self.whole.get(f"cost.{r}")]
        found = [self._resource(resource) for resource in there]
        return tuple(sorted(found, key=lambda row: -(row.cost[0][1] if row.cost else 0.0)))

    def _resource(self, resource: Resource) -> ResourceRow:
        uses = self.whole.get(f"use.{resource}")
        quantity, unit = (uses[0].value, uses[0].unit) if uses else (None, "")
        cost = self.money(f"cost.{resource}")
        past = use_in(self.ledger, resource, self.before, unit) if unit else None
        complete = past is not None and past.complete
        past_cost = cost_in(self.ledger, resource, self.before)
        return ResourceRow(
            resource=resource,
            unit=unit,
            quantity=quantity,
            previous=past.value if past is not None and complete else None,
            per_product=self.intensity(str(resource)),
            cost=cost,
            cost_previous=tuple(sorted(past_cost.items(), key=lambda pair: -pair[1])) if complete else None,
            unit_cost=cost[0][1] / quantity if len(cost) == 1 and quantity is not None and quantity > 0 else None,
            cover=cover_in(self.ledger, resource, self.before),
            cost_cover=cover_in(self.ledger, resource, self.before, has_cost),
        )

    def cost_cover(self) -> Cover:
        """What the costs of all resources that cost something lack, in both periods."""
        return cover_of(*(row.cost_cover for row in self.resources() if row.cost or row.cost_previous))

    def cost_previous(self) -> Money | None:
        """Cost of the year before over all resources; None if any of them is not complete there."""
        rows = self.resources()
        if not rows or any(row.cost_previous is None for row in rows):
            return None
        sums: dict[str, int] = {}
        for row in rows:
            for currency, amount in row.cost_previous or ():
                sums[currency] = sums.get(currency, 0) + round(amount * MICRO)
        return tuple(sorted(((c, micro / MICRO) for c, micro in sums.items()), key=lambda pair: -pair[1]))

    def cost_chart(self, currency: str) -> CostByResource | None:
        """Costs in the enterprise's currency."""
        items = tuple(
            CostItem(row.resource, amount)
            for row in self.resources()
            for code, amount in row.cost
            if code == currency and amount > 0
        )
        return CostByResource(currency, items) if items else None

    def monthly(self) -> tuple[MonthlyUse, ...]:
        """Months of each resource, dearest first, with those of the main product."""
        if self._months is None:
            self._months = self._monthly()
        return self._months

    def _monthly(self) -> tuple[MonthlyUse, ...]:
        months = calendar.months_between(*self.ledger.inputs.period)
        made = self.production_by_month(months)
        change = self.main_product.change if self.main_product else None
        found = []
        for row in self.resources():
            table = monthly_use(self.ledger, row.resource, months)
            if table is None:
                continue
            meters = sorted(table.meters, key=lambda meter: -sum(value or 0 for value in meter.quantity.values))
            found.append(
                MonthlyUse(
                    resource=row.resource,
                    unit=table.unit,
                    months=months,
                    meters=tuple(
                        MonthlySeries(meter.meter.use or meter.meter.name, _charted(meter), meter.meter.uid)
                        for meter in meters
                    ),
                    production=made,
                    production_unit=self.main.unit if self.main else "",
                    previous_total=row.previous,
                    even=row.cover.even,
                    production_change=change,
                )
            )
        return tuple(found)

    def production_by_month(self, months: tuple[dt.date, ...]) -> MonthlySeries | None:
        """Months of the main product."""
        if self.main is None:
            return None
        rows = [
            (
                row.period_start,
                row.period_end,
                units.convert_micro(row.value, row.unit or self.main.unit, self.main.unit),
            )
            for row in self.ledger.inputs.activity
            if row.kind is ActivityKind.PRODUCTION and (row.product_uid or row.name) == self.main.key
        ]
        values = calendar.monthly_table(rows, months, period=self.ledger.inputs.period).values
        return MonthlySeries(self.main.name, report_rows.numbers(values))

    def emissions(self, emitted: Footprint) -> tuple[EmissionRow, ...]:
        """Emissions by resource, scope 1 first, largest first."""
        grouped: dict[tuple[int, Resource], list[Emission]] = {}
        for emission in emitted.emissions:
            grouped.setdefault((emission.scope, emission.meter.resource), []).append(emission)
        made = [self._emission(scope, resource, parts) for (scope, resource), parts in grouped.items()]
        return tuple(sorted(made, key=lambda row: (row.scope, -row.kg_co2e)))

    def _emission(self, scope: int, resource: Resource, parts: list[Emission]) -> EmissionRow:
        kg = math.fsum(part.kg for part in parts)
        uses = self.whole.get(f"use.{resource}")
        statuses = [proposal.factor.status for part in parts for proposal in part.proposals]
        product = self.main_product
        return EmissionRow(
            scope=scope,
            resource=resource,
            label=parts[0].meter.use if len(parts) == 1 else "",
            quantity=uses[0].value if uses else None,
            unit=uses[0].unit if uses else "",
            kg_co2e=kg,
            per_product=kg / product.quantity if product else None,
            quality=self.qualities[resource],
            factor_status=str(max(statuses, key=_WORST.index)),
        )


def _product(made: Production, earlier: Production | None, before: Period) -> ProductRow:
    lacks = earlier.lacks if earlier is not None else nothing_in(before)
    past = earlier.value if earlier is not None else None
    return ProductRow(made.name, made.unit, made.value, past, Cover(made.lacks, lacks))


def _charted(meter: MeterMonths) -> tuple[float | None, ...]:
    """Months of a meter as charts show them: a month without a purchase is zero, a month without a bill is a gap."""
    values = report_rows.numbers(meter.quantity.values)
    bought = meter.meter.kind is MeterKind.PURCHASE
    return tuple(0.0 if bought and value is None else value for value in values)


def emissions_chart(rows: tuple[EmissionRow, ...]) -> EmissionsBySource | None:
    """One bar for each resource, by its name; what it drives stands in the table."""
    items = tuple(EmissionItem(row.resource, row.scope, row.kg_co2e, status=row.factor_status) for row in rows)
    return EmissionsBySource(items) if items else None

"""Greenhouse gases of scopes 1 and 2: figures `ghg.*`, and what other grid factors would give.

Source: GHG Protocol as in method.md 2.8: fuel burnt is scope 1, electricity and steam bought are scope 2
(location-based); biogenic CO2 stands outside the scopes; water is scope 3 and not counted here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from score_desktop import units
from score_desktop.calc import calendar, ledger
from score_desktop.calc.factors import Factor, FactorRequest, FactorTable, Proposal, adopt, family_of, propose
from score_desktop.calc.figures import Explanation, FactorRef, Figure, Input, Missing, Period
from score_desktop.calc.inputs import AuditInputs, MeterData
from score_desktop.calc.ledger import RESOURCE_NAMES, Amount, Ledger, ledger_of, meter_dims
from score_desktop.enums import Resource
from score_desktop.msgid import N_

KG_CO2E = "kg CO2e"
KG_CO2 = "kg CO2"
QUANTITY_TIMES_FACTOR = N_("Quantity × emission factor")
SUM_OF_YEARS = N_("Sum over the years of use, each with its factor")
SUM_OF_SOURCES = N_("Sum of the sources")
SUM_OF_SCOPES = N_("Scope 1 + scope 2")
BIOGENIC = N_("Quantity × biogenic CO2 per unit, outside the scopes")
QUANTITY = N_("Quantity")
EMISSION_FACTOR = N_("Emission factor")
NET_OVER_GROSS = N_("Net over gross heating value")
SCOPE_1 = N_("Scope 1")
SCOPE_2 = N_("Scope 2, location-based")

_SCOPE_2 = frozenset({Resource.ELECTRICITY, Resource.STEAM})
_NOT_COUNTED = frozenset({Resource.WATER, Resource.WASTEWATER, Resource.WASTE, Resource.MATERIAL})


@dataclass(frozen=True, slots=True)
class Emission:
    """What one meter emitted in a period.

    Attributes:
        kg: Kilograms CO2 equivalent, with its explanation.
        biogenic: Kilograms CO2 outside the scopes, with its own; None for a fuel without.
        amount: The use behind it, in the unit as billed.
        proposals: The factors used, by year of use, each once.
    """

    meter: MeterData
    scope: int
    kg: float
    amount: Amount
    explanation: Explanation
    biogenic: tuple[float, Explanation] | None
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Footprint:
    """Emissions of all meters in a period, and those that cannot be given."""

    period: Period
    emissions: tuple[Emission, ...]
    missing: tuple[Missing, ...]

    def total(self, scope: int | None = None) -> float | None:
        """Kilograms of a scope, or of scopes 1 and 2; None if nothing is known."""
        rows = [row.kg for row in self.emissions if scope is None or row.scope == scope]
        return math.fsum(rows) if rows else None

    def factors(self) -> tuple[Proposal, ...]:
        """All factors used, each once, in the order of the meters."""
        found = {proposal.factor.id: proposal for row in self.emissions for proposal in row.proposals}
        return tuple(found.values())


def footprint(source: Ledger | AuditInputs, period: Period | None = None) -> Footprint:
    """Emissions of each meter of fuel, electricity or steam, in the audit's period or another."""
    book = ledger_of(source)
    period = period or book.inputs.period
    emissions: list[Emission] = []
    missing: list[Missing] = []
    for resource in book.resources():
        for meter in book.of_resource(resource):
            if resource in _NOT_COUNTED or not book.inside(meter, period):
                continue
            found = _emission(book, meter, period)
            if isinstance(found, Emission):
                emissions.append(found)
            elif found is not None:
                missing.append(found)
    return Footprint(period, tuple(emissions), tuple(missing))


def scope_of(resource: Resource) -> int:
    """2 for electricity and steam bought, 1 for fuels."""
    return 2 if resource in _SCOPE_2 else 1


def _emission(book: Ledger, meter: MeterData, period: Period) -> Emission | Missing | None:
    key = f"ghg.scope{scope_of(meter.resource)}.{meter.resource.value}"
    unit = ledger.common_unit(book, (meter,), period)
    if unit is None:
        return Missing(key, "calc.units_differ_meter", {"meter": meter.name})
    amount = book.sum_quantity(meter, period, unit)
    if not amount.count:
        return None
    by_year: list[tuple[Period, Proposal]] = []
    for year in calendar.years_of(period):
        if any(ledger.has_quantity(bill) for bill in book.inside(meter, year)):
            found = _factor_for(book.inputs, meter, unit, year[0].year)
            if isinstance(found, Missing):
                return Missing(key, found.why, found.params)
            if found is None:
                return None
            by_year.append((year, found))
    return _product(book, meter, amount, by_year)


def _factor_for(inputs: AuditInputs, meter: MeterData, unit: str, year: int) -> Proposal | Missing | None:
    """The chosen factor, else that of the audit's own set, else the proposed one; None for what is no fuel."""
    request = FactorRequest(
        resource=meter.resource,
        unit=unit,
        country=inputs.country,
        year=year,
        fuel_use=meter.fuel_use,
        product=meter.product,
        sector=inputs.sector,
    )
    kept = (*inputs.kept.get(meter.uid, ()), *inputs.kept.get(meter.resource.value, ()))
    chosen = inputs.chosen.get(meter.uid) or inputs.chosen.get(meter.resource.value)
    if chosen:
        factor = next((row for row in kept if row.id == chosen), None) or inputs.factors.get(chosen)
        if factor is None:
            return Missing("", "calc.factor_unknown", {"meter": meter.name, "factor": chosen})
        found = adopt(factor, request, inputs.factors)
        return found or Missing("", "calc.factor_unit", {"meter": meter.name, "factor": chosen, "unit": unit})
    if meter.resource is Resource.OTHER and family_of(meter.resource, meter.product) is None:
        return None
    own_set = FactorTable(kept, inputs.factors.heat)
    found = propose(request, own_set) or propose(request, inputs.factors)
    return found or Missing("", "calc.no_factor", {"meter": meter.name, "unit": unit})


def _product(book: Ledger, meter: MeterData, amount: Amount, by_year: list[tuple[Period, Proposal]]) -> Emission:
    """Use × factor; year by year only where the years have different factors."""
    scope = scope_of(meter.resource)
    proposals = tuple({proposal.factor.id: proposal for _, proposal in by_year}.values())
    if len(proposals) == 1:
        notes = tuple(dict.fromkeys(note for _, proposal in by_year for note in proposal.notes))
        proposal = Proposal(proposals[0].factor, notes, proposals[0].heat)
        kg, explanation = _times_factor(book.inputs, amount, proposal)
        biogenic = _times_biogenic(amount, proposal) if proposal.factor.biogenic else None
        return Emission(meter, scope, kg, amount, explanation, biogenic, (proposal,))
    years = [(str(year[0].year), book.sum_quantity(meter, year, amount.unit), found) for year, found in by_year]
    rows = [(year, *_times_factor(book.inputs, use, found)) for year, use, found in years]
    outside = [(year, *_times_biogenic(use, found)) for year, use, found in years if found.factor.biogenic]
    kg, explanation = _sum_of_years(rows, KG_CO2E)
    biogenic = _sum_of_years(outside, KG_CO2) if outside else None
    return Emission(meter, scope, kg, amount, explanation, biogenic, proposals)


def _sum_of_years(rows: list[tuple[str, float, Explanation]], unit: str) -> tuple[float, Explanation]:
    parts = tuple(Input(year, kg, unit, explanation) for year, kg, explanation in rows)
    return math.fsum(kg for _, kg, _ in rows), Explanation(SUM_OF_YEARS, parts)


def _times_factor(inputs: AuditInputs, amount: Amount, proposal: Proposal) -> tuple[float, Explanation]:
    """Kilograms CO2e and how they were made."""
    quantity, rows = _in_unit_of_factor(amount, proposal)
    factor, symbol = proposal.factor, units.get(proposal.factor.unit).symbol
    value = factor.kg_co2e(inputs.gwp_set)
    row = Input(EMISSION_FACTOR, value, f"{KG_CO2E}/{symbol}", factor.ref(inputs.gwp_set, proposal.notes))
    return quantity * value, Explanation(QUANTITY_TIMES_FACTOR, (*rows, row))


def _times_biogenic(amount: Amount, proposal: Proposal) -> tuple[float, Explanation]:
    """Kilograms of biogenic CO2 and how they were made; no warming potentials are in them."""
    quantity, rows = _in_unit_of_factor(amount, proposal)
    factor, symbol = proposal.factor, units.get(proposal.factor.unit).symbol
    ref = FactorRef(factor.id, factor.source_title, factor.year, factor.basis, factor.status.value, proposal.notes)
    row = Input(EMISSION_FACTOR, factor.biogenic, f"{KG_CO2}/{symbol}", ref)
    return quantity * factor.biogenic, Explanation(BIOGENIC, (*rows, row))


def _in_unit_of_factor(amount: Amount, proposal: Proposal) -> tuple[float, list[Input]]:
    """The use in the factor's unit and kind of heating value, and the operands that make it."""
    factor = proposal.factor
    symbol = units.get(factor.unit).symbol
    rows = [Input(QUANTITY, amount.value, amount.unit, amount.explanation)]
    quantity = amount.value
    if symbol != amount.unit:
        rate = units.convert(1.0, amount.unit, symbol)
        quantity *= rate
        rows.append(Input(ledger.CONVERSION, rate, f"{symbol}/{amount.unit}"))
    if proposal.heat is not None:
        quantity *= proposal.heat.ratio
        rows.append(Input(NET_OVER_GROSS, proposal.heat.ratio, "", proposal.heat.ref()))
    return quantity, rows


# -- figures ---------------------------------------------------------------------------------------------------------


def ghg_figures(book: Ledger) -> tuple[list[Figure], list[Missing]]:
    """`ghg.scope1.<source>` and `ghg.scope2.location` with their meters, `ghg.scope1`, `ghg.total`, `ghg.biogenic`."""
    result = footprint(book)
    period = result.period
    figures: list[Figure] = []
    sources: list[tuple[str, Figure]] = []
    for resource in Resource:
        rows = [row for row in result.emissions if row.scope == 1 and row.meter.resource is resource]
        if rows:
            made = _with_meters(f"ghg.scope1.{resource.value}", rows, period)
            figures += made
            sources.append((RESOURCE_NAMES[resource], made[0]))
    scopes: list[tuple[str, Figure]] = []
    if sources:
        whole = _sum_figure("ghg.scope1", SUM_OF_SOURCES, sources, period)
        figures.append(whole)
        scopes.append((SCOPE_1, whole))
    bought = [row for row in result.emissions if row.scope == 2]
    if bought:
        made = _with_meters("ghg.scope2.location", bought, period)
        figures += made
        scopes.append((SCOPE_2, made[0]))
    if scopes:
        figures.append(_sum_figure("ghg.total", SUM_OF_SCOPES, scopes, period))
    figures += _biogenic(result)
    return figures, [*result.missing, *_missing_totals(sources, bought)]


def _missing_totals(sources: list[tuple[str, Figure]], bought: list[Emission]) -> list[Missing]:
    found = []
    if not sources:
        found.append(Missing("ghg.scope1", "calc.no_fuels"))
    if not bought:
        found.append(Missing("ghg.scope2.location", "calc.no_electricity"))
    if not sources and not bought:
        found.append(Missing("ghg.total", "calc.no_emissions"))
    return found


def _with_meters(key: str, rows: list[Emission], period: Period) -> list[Figure]:
    """The figure of the whole audit first, then one per meter."""
    parts = tuple(Input(row.meter.name, row.kg, KG_CO2E, row.explanation) for row in rows)
    explanation = rows[0].explanation if len(rows) == 1 else Explanation(ledger.SUM_OF_METERS, parts)
    total = Figure(key, math.fsum(row.kg for row in rows), KG_CO2E, period, explanation)
    return [
        total,
        *(Figure(key, row.kg, KG_CO2E, period, row.explanation, meter_dims(row.meter)) for row in rows),
    ]


def _sum_figure(key: str, formula: str, parts: Iterable[tuple[str, Figure]], period: Period) -> Figure:
    rows = tuple(Input(name, figure.value, KG_CO2E, figure.explanation) for name, figure in parts)
    return Figure(key, math.fsum(row.value or 0.0 for row in rows), KG_CO2E, period, Explanation(formula, rows))


def _biogenic(result: Footprint) -> list[Figure]:
    rows = [(row.meter.name, *row.biogenic) for row in result.emissions if row.biogenic is not None]
    if not rows:
        return []
    parts = tuple(Input(name, kg, KG_CO2, explanation) for name, kg, explanation in rows)
    explanation = rows[0][2] if len(rows) == 1 else Explanation(ledger.SUM_OF_METERS, parts)
    return [Figure("ghg.biogenic", math.fsum(kg for _, kg, _ in rows), KG_CO2, result.period, explanation)]


# -- other grid factors ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GridAlternative:
    """What the electricity of the audit would emit with another published factor of the country."""

    factor: Factor
    kg: float
    in_use: bool


def grid_alternatives(source: Ledger | AuditInputs) -> tuple[GridAlternative, ...]:
    """Every basis published for the country, each with its latest year up to the last year of use, lowest first.

    Factors in use are always among them. Empty without electricity or without a published factor.
    """
    book = ledger_of(source)
    inputs = book.inputs
    used = [row for row in footprint(book).emissions if row.meter.resource is Resource.ELECTRICITY]
    if not used:
        return ()
    kwh = math.fsum(units.convert(row.amount.value, row.amount.unit, "kWh") for row in used)
    in_use = {proposal.factor.id: proposal.factor for row in used for proposal in row.proposals}
    last_year = calendar.years_of(inputs.period)[-1][0].year
    latest: dict[str, Factor] = {}
    for factor in sorted(inputs.factors.grid(inputs.country), key=lambda row: (row.year or 0, row.id)):
        if factor.basis not in latest or (factor.year or 0) <= last_year:
            latest[factor.basis] = factor
    rows = {factor.id: factor for factor in (*latest.values(), *in_use.values())}
    made = [GridAlternative(row, kwh * row.kg_co2e(inputs.gwp_set), row.id in in_use) for row in rows.values()]
    return tuple(sorted(made, key=lambda row: (row.kg, row.factor.id)))

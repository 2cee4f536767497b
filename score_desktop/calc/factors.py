"""Published factors and which one is proposed.

The order (design/cli.md): the fuel as named and its use; the firm's country, then the world, then another country with
a note; the unit as billed before a converted one; the firm's sector; the year of the use, else the latest earlier, else
the earliest later, each with a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from score_desktop import units
from score_desktop.calc.figures import FactorRef
from score_desktop.enums import FactorStatus, FuelUse, GwpSet, Resource
from score_desktop.msgid import N_

WORLD = "WORLD"

NOTE_CHOSEN = N_("Chosen by a person, not proposed.")
NOTE_COUNTRY = N_("Factor of another country: there is none for this country or for the world.")
NOTE_CONVERTED = N_("The billed unit was converted to the unit of the factor.")
NOTE_EARLIER = N_("No factor for the year of use: the latest earlier one was taken.")
NOTE_LATER = N_("No factor for the year of use or before: the earliest later one was taken.")
NOTE_USE = N_("What the fuel drives is not known: taken as fuel for vehicles.")
NOTE_OTHER_USE = N_("No factor for this use in a unit that fits: one for another use was taken.")
NOTE_BLEND = N_(
    "The name speaks of a blend with biofuel whose share has no factor: the fuel without biofuel was taken."
)
NOTE_GROSS = N_(
    "Energy on bills is gross (higher) heating value, the factor is per net (lower) heating value: converted."
)
NOTE_LIFE_CYCLE = N_("Life-cycle intensity: it includes fuel supply and plants, and overstates strict scope 2.")
NOTE_ESTIMATE = N_("Estimate of an expert: replace it by the figure of the supplier or the authority.")
NOTE_RECALLED = N_("Quoted from memory: check it against the source.")

_STATUS_NOTES = {FactorStatus.EXPERT_ESTIMATE: NOTE_ESTIMATE, FactorStatus.RECALLED: NOTE_RECALLED}
_STATUS_RANK = {status: rank for rank, status in enumerate(FactorStatus)}

# Ids that belong to a fuel. Blends with biofuel and engines without catalyst are told apart below.
_FAMILIES: dict[Resource, re.Pattern[str]] = {
    Resource.ELECTRICITY: re.compile(r"grid_[a-z]{2}_\d{4}_life_cycle$|elec_world_\d{4}$"),
    Resource.NATURAL_GAS: re.compile(r"(ipcc|bo)_natural_gas_|uk_natural_gas_100_mineral_"),
    Resource.LPG: re.compile(r"(ipcc|bo|uk)_lpg_"),
    Resource.DIESEL: re.compile(r"(ipcc|bo)_diesel_|uk_diesel_100_mineral_"),
    Resource.GASOLINE: re.compile(r"(ipcc|bo)_gasoline_|uk_petrol_100_mineral_"),
    Resource.CNG: re.compile(r"ipcc_cng_|bo_gnv_|uk_cng_"),
    Resource.FIREWOOD: re.compile(r"ipcc_firewood_|uk_bio_wood_logs_"),
    Resource.COAL: re.compile(r"ipcc_bituminous_coal_|uk_coal_industrial_"),
    Resource.CHARCOAL: re.compile(r"ipcc_charcoal_"),
    Resource.BIOGAS: re.compile(r"ipcc_biogas_|uk_bio_biogas_"),
}
# Fuels that have no resource of their own, by the words on the bill.
_NAMED = (
    (re.compile(r"antracita|anthracite"), re.compile(r"ipcc_anthracite_")),
    (re.compile(r"lignito|lignite"), re.compile(r"ipcc_lignite_")),
    (re.compile(r"keros"), re.compile(r"ipcc_kerosene_")),
    (re.compile(r"fuel ?oil"), re.compile(r"ipcc_fuel_oil_")),
    (re.compile(r"coque de petr|petroleum coke|petcoke"), re.compile(r"ipcc_petcoke_")),
    (re.compile(r"aceite usado|waste oil|used oil"), re.compile(r"ipcc_waste_oil_")),
    (re.compile(r"bagazo|bagasse|cascar|cáscar|husk"), re.compile(r"ipcc_solid_biomass_")),
    (re.compile(r"turba|yareta|peat"), re.compile(r"ipcc_peat_")),
)
_NAMED_IN = frozenset({Resource.COAL, Resource.OTHER, Resource.FIREWOOD})
_BLEND_IDS = {Resource.GASOLINE: ("bo_gasoline_e", "e"), Resource.DIESEL: ("bo_diesel_b", "b")}
_BLEND_SHARE = re.compile(r"\b([eb])[ -]?(\d{1,3})\b|(\d{1,3}) ?% (?:de |of )?(?:etanol|ethanol|biodi)")
_BLEND_WORDS = re.compile(r"etanol|ethanol|biodi|especial ?(?:plus|\+)|gasohol")
_GROSS_FUELS = frozenset({Resource.NATURAL_GAS, Resource.CNG})
_VEHICLE_BY_DEFAULT = frozenset({Resource.DIESEL, Resource.GASOLINE})


@dataclass(frozen=True, slots=True)
class Factor:
    """One published factor.

    Attributes:
        unit: Id of the unit it is per ("kilowatt_hour", "garrafa_10kg").
        scope: 1, 2 or 3 as usual for the activity; None if its source does not say.
        kg_co2, kg_ch4, kg_n2o: Kilograms of gas per unit; None where only the total is published.
        kg_co2e_ar5, kg_co2e_ar6: Totals per unit with either set of warming potentials.
        biogenic: Kilograms of biogenic CO2 per unit, outside the scopes.
        region: ISO alpha-2, or "WORLD".
        basis: What the number includes: "life_cycle", "NCV 35.3 MJ/m3", "" if nothing needs saying.
        uncertainty: Per cent; None if not known.
    """

    id: str
    category: str
    subcategory: str
    activity_en: str
    activity_es: str
    unit: str
    kg_co2: float | None
    kg_ch4: float | None
    kg_n2o: float | None
    kg_co2e_ar5: float
    kg_co2e_ar6: float
    biogenic: float
    region: str
    year: int | None
    source_id: str
    source_title: str
    status: FactorStatus
    uncertainty: float | None = None
    basis: str = ""
    note: str = ""
    scope: int | None = None

    def kg_co2e(self, gwp_set: GwpSet) -> float:
        """Kilograms CO2 equivalent per unit."""
        return self.kg_co2e_ar6 if gwp_set is GwpSet.AR6 else self.kg_co2e_ar5

    def ref(self, gwp_set: GwpSet, notes: tuple[str, ...] = ()) -> FactorRef:
        """The factor as an explanation names it."""
        basis = self.basis if self.category == "electricity" else ", ".join(filter(None, (self.basis, gwp_set.value)))
        return FactorRef(self.id, self.source_title, self.year, basis, self.status.value, notes)


@dataclass(frozen=True, slots=True)
class HeatRatio:
    """Net over gross heating value of a fuel (below 1), from the reference data's fuel properties."""

    id: str
    resource: Resource
    ratio: float
    region: str
    year: int | None
    source_title: str
    status: FactorStatus

    def ref(self) -> FactorRef:
        """The ratio as an explanation names it."""
        return FactorRef(self.id, self.source_title, self.year, "NCV / GCV", self.status.value)


class FactorTable:
    """Factors by id and category; never changed after it is made."""

    def __init__(self, factors: Iterable[Factor], heat: Iterable[HeatRatio] = ()) -> None:
        self.factors = tuple(factors)
        self.heat = tuple(heat)
        self._by_id = {factor.id: factor for factor in self.factors}
        self._by_category: dict[str, list[Factor]] = {}
        for factor in self.factors:
            self._by_category.setdefault(factor.category, []).append(factor)
        self._families: dict[str, tuple[Factor, ...]] = {}
        self.proposals: dict[FactorRequest, Proposal | None] = {}

    def get(self, factor_id: str) -> Factor | None:
        """The factor of an id, None if there is none."""
        return self._by_id.get(factor_id)

    def family(self, pattern: re.Pattern[str]) -> tuple[Factor, ...]:
        """Factors of fuels and electricity whose id begins with the pattern; remembered."""
        found = self._families.get(pattern.pattern)
        if found is None:
            rows = (self._by_category.get(name, ()) for name in ("electricity", "stationary_fuel", "mobile_fuel"))
            found = tuple(factor for row in rows for factor in row if pattern.match(factor.id))
            self._families[pattern.pattern] = found
        return found

    def grid(self, country: str) -> tuple[Factor, ...]:
        """All published grid factors of a country, every basis and year."""
        rows = self._by_category.get("electricity", ())
        return tuple(f for f in rows if f.region == country and f.id.startswith("grid_"))

    def net_over_gross(self, resource: Resource, country: str) -> HeatRatio | None:
        """Heating values of the country's gas, else the most trustworthy ones published."""
        rows = [ratio for ratio in self.heat if ratio.resource is resource]
        return min(rows, key=lambda row: (row.region != country, _STATUS_RANK[row.status], row.id), default=None)


@dataclass(frozen=True, slots=True)
class FactorRequest:
    """What a factor is looked for.

    Attributes:
        unit: Symbol as billed.
        year: Year in which the use falls.
        product: Fuel as named on the bill.
        sector: "ind", "com" or "" (taken as "com").
    """

    resource: Resource
    unit: str
    country: str
    year: int
    fuel_use: FuelUse = FuelUse.UNKNOWN
    product: str = ""
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A factor with what to know about the choice; `heat` when billed gross energy meets a net factor."""

    factor: Factor
    notes: tuple[str, ...] = ()
    heat: HeatRatio | None = None


def propose(request: FactorRequest, table: FactorTable) -> Proposal | None:
    """The factor that fits best, or None if none is published in a unit that the bill's can be converted to.

    A table remembers what it was asked: figures, report and meters of one kind ask the same again and again.
    """
    if request not in table.proposals:
        table.proposals[request] = _best(request, table)
    return table.proposals[request]


def _best(request: FactorRequest, table: FactorTable) -> Proposal | None:
    fuel, notes = _as_named(request, table)
    fits = [factor for factor in fuel if _commensurable(factor, request.unit)]
    if not fits:
        return None
    right, use_notes = _for_use(request, fits)
    best = min(right, key=lambda factor: _rank(factor, request))
    return _with_notes(best, request, table, (*notes, *use_notes))


def adopt(factor: Factor, request: FactorRequest, table: FactorTable) -> Proposal | None:
    """A factor that a person chose; None if its unit does not fit the bill's."""
    if not _commensurable(factor, request.unit):
        return None
    return _with_notes(factor, request, table, (NOTE_CHOSEN,), chosen=True)


def family_of(resource: Resource, product: str) -> re.Pattern[str] | None:
    """Which ids belong to a fuel; None if no factor of fuels or electricity can be meant."""
    if resource in _NAMED_IN:
        words = product.casefold()
        for name, pattern in _NAMED:
            if name.search(words):
                return pattern
    return _FAMILIES.get(resource)


def _as_named(request: FactorRequest, table: FactorTable) -> tuple[list[Factor], tuple[str, ...]]:
    """Factors of the fuel as named: a blend only when the name says so."""
    pattern = family_of(request.resource, request.product)
    if pattern is None:
        return [], ()
    rows = [factor for factor in table.family(pattern) if "_nocat_" not in factor.id]
    stem, letter = _BLEND_IDS.get(request.resource, ("", ""))
    if not stem:
        return rows, ()
    plain = [factor for factor in rows if not factor.id.startswith(stem)]
    words = request.product.casefold()
    share = _BLEND_SHARE.search(words)
    if share is not None and share.group(1) in (None, letter):
        named = f"{stem}{int(share.group(2) or share.group(3))}_"
        blend = [factor for factor in rows if factor.id.startswith(named)]
        return (blend, ()) if blend else (plain, (NOTE_BLEND,))
    return plain, (NOTE_BLEND,) if _BLEND_WORDS.search(words) else ()


def _for_use(request: FactorRequest, rows: list[Factor]) -> tuple[list[Factor], tuple[str, ...]]:
    """Road rows for vehicles, stationary rows for heat and generators."""
    if request.resource is Resource.ELECTRICITY:
        return rows, ()
    notes: tuple[str, ...] = ()
    vehicle = request.fuel_use is FuelUse.VEHICLE
    if request.fuel_use is FuelUse.UNKNOWN:
        vehicle = request.resource in _VEHICLE_BY_DEFAULT or request.resource is Resource.CNG
        notes = (NOTE_USE,) if request.resource in _VEHICLE_BY_DEFAULT else ()
    wanted = "mobile_fuel" if vehicle else "stationary_fuel"
    right = [factor for factor in rows if factor.category == wanted and factor.subcategory != "offroad"]
    return (right, notes) if right else (rows, (*notes, NOTE_OTHER_USE))


def _rank(factor: Factor, request: FactorRequest) -> tuple[int, int, int, int, int, int, str]:
    country = 0 if factor.region == request.country else 1 if factor.region == WORLD else 2
    unit = 0 if units.get(request.unit).unit_id == factor.unit else 1
    sector = 0 if factor.subcategory not in ("ind", "com") else int(factor.subcategory != (request.sector or "com"))
    kind, distance = _year_rank(factor.year, request.year)
    return country, unit, sector, kind, distance, _STATUS_RANK[factor.status], factor.id


def _year_rank(year: int | None, wanted: int) -> tuple[int, int]:
    if year is None:
        return 3, 0
    if year == wanted:
        return 0, 0
    return (1, wanted - year) if year < wanted else (2, year - wanted)


def _with_notes(
    factor: Factor, request: FactorRequest, table: FactorTable, notes: tuple[str, ...], *, chosen: bool = False
) -> Proposal:
    found = list(notes)
    if not chosen and factor.region not in (request.country, WORLD):
        found.append(NOTE_COUNTRY)
    if units.get(request.unit).unit_id != factor.unit:
        found.append(NOTE_CONVERTED)
    kind, _ = _year_rank(factor.year, request.year)
    if not chosen and kind in (1, 2):
        found.append(NOTE_EARLIER if kind == 1 else NOTE_LATER)
    heat = None
    gross_bill = request.resource in _GROSS_FUELS and units.get(request.unit).dimension == "energy"
    if gross_bill and factor.basis.startswith("NCV"):
        heat = table.net_over_gross(request.resource, request.country)
        if heat is not None:
            found.append(NOTE_GROSS)
    if factor.basis == "life_cycle":
        found.append(NOTE_LIFE_CYCLE)
    if factor.status in _STATUS_NOTES:
        found.append(_STATUS_NOTES[factor.status])
    return Proposal(factor, tuple(found), heat)


def _commensurable(factor: Factor, symbol: str) -> bool:
    wanted, there = units.find_unit(symbol), units.find_unit(factor.unit)
    return wanted is not None and there is not None and wanted.base_id == there.base_id

"""Energy content of what was bought, so that a diagram can show all energy in kWh."""

from __future__ import annotations

from dataclasses import dataclass

from score_desktop import units
from score_desktop.enums import Resource
from score_desktop.errors import ScoreError

MJ_PER_KWH = 3.6
KG_PER_TONNE = 1000.0


@dataclass(frozen=True, slots=True)
class HeatingValue:
    """Net heating value (NCV) of a fuel.

    Attributes:
        mj_per_kg: None if the source gives it per volume.
        mj_per_m3: Of the gas or liquid as billed; None if the source gives it per mass and no density.
        property_id: Id in the reference data (fuel_properties.csv).
        status: A `FactorStatus` value.
    """

    property_id: str
    mj_per_kg: float | None
    mj_per_m3: float | None
    source: str
    year: int | None
    status: str


def energy_kwh(quantity: float, unit: str, resource: Resource, heating: HeatingValue | None) -> float | None:
    """Energy in kWh of a quantity as billed, on net heating value.

    Amounts that are billed as energy (electricity, gas in therms) are taken as billed.

    Args:
        quantity: In `unit`; a credit note may be negative.
        unit: Symbol known to `score_desktop.units`.
        heating: None for electricity, steam and what is no fuel.

    Returns:
        None where the resource carries no energy or the unit cannot be converted with what is known.
    """
    if resource in _WITHOUT_ENERGY:
        return None
    dimension = units.get(unit).dimension
    if dimension == "energy":
        return units.convert(quantity, unit, "kWh")
    if heating is None:
        return None
    per_base = {"mass": heating.mj_per_kg, "volume": heating.mj_per_m3}.get(dimension)
    if per_base is None:
        return None
    base = units.convert(quantity, unit, "kg" if dimension == "mass" else "m3")
    return base * per_base / MJ_PER_KWH


_WITHOUT_ENERGY = frozenset({Resource.WATER, Resource.WASTEWATER, Resource.WASTE, Resource.MATERIAL, Resource.OTHER})


def heating_value(
    property_id: str, ncv: float, ncv_unit: str, density_kg_m3: float | None, source: str, year: int | None, status: str
) -> HeatingValue:
    """A heating value per kilogram and per cubic metre from a published NCV and density.

    Args:
        ncv_unit: "gigajoule / tonne" or "megajoule / meter ** 3".

    Raises:
        ScoreError: "unit.unknown" for another unit.
    """
    if ncv_unit == "gigajoule / tonne":
        per_kg = ncv * 1000.0 / KG_PER_TONNE
        per_m3 = per_kg * density_kg_m3 if density_kg_m3 else None
        return HeatingValue(property_id, per_kg, per_m3, source, year, status)
    if ncv_unit == "megajoule / meter ** 3":
        return HeatingValue(property_id, ncv / density_kg_m3 if density_kg_m3 else None, ncv, source, year, status)
    raise ScoreError("unit.unknown", unit=ncv_unit)

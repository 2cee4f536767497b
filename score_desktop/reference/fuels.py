"""Heating values of fuels (resources/data/fuel_properties.csv): the country's own row first, then the world's."""

from __future__ import annotations

import csv
import functools

from score_desktop import paths
from score_desktop.calc.energy import HeatingValue, heating_value
from score_desktop.enums import Resource

# Row of the country, else of the world; the density of a world row that has none comes from the row named behind it.
_ROWS: dict[Resource, dict[str, str]] = {
    Resource.NATURAL_GAS: {"BO": "bo_natural_gas_m3", "": "ipcc_natural_gas"},
    Resource.CNG: {"BO": "bo_natural_gas_m3", "": "ipcc_natural_gas"},
    Resource.LPG: {"BO": "bo_lpg_cylinder", "": "ipcc_liquefied_petroleum_gases"},
    Resource.DIESEL: {"": "ipcc_diesel_oil"},
    Resource.GASOLINE: {"": "ipcc_motor_gasoline"},
    Resource.FIREWOOD: {"": "ipcc_wood_wood_waste"},
    Resource.COAL: {"": "ipcc_other_bituminous_coal"},
    Resource.CHARCOAL: {"": "ipcc_charcoal"},
    Resource.BIOGAS: {"": "defra_biogas"},
}
_DENSITY_ROWS = {
    "ipcc_diesel_oil": "defra_diesel_100_mineral_diesel",
    "ipcc_motor_gasoline": "defra_petrol_100_mineral_petrol",
    "ipcc_liquefied_petroleum_gases": "defra_lpg",
}
# Source: GHG Protocol, Emission Factors from Cross-Sector Tools V2.0 (2024), Stationary Combustion row 44: the density
# that the IPCC factors per m3 of the same reference data use.
_NATURAL_GAS_KG_M3 = 0.7


@functools.cache
def _table() -> dict[str, dict[str, str]]:
    path = paths.resources() / "data" / "fuel_properties.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@functools.cache
def heating(resource: Resource, country: str) -> HeatingValue | None:
    """Net heating value of a fuel for a country; None for what is no fuel."""
    rows = _ROWS.get(resource)
    if rows is None:
        return None
    row = _table()[rows.get(country, rows[""])]
    return heating_value(
        row["id"],
        float(row["ncv"]),
        row["cv_unit"],
        _density(row),
        row["source_id"],
        int(row["year"]) if row["year"] else None,
        row["status"],
    )


def _density(row: dict[str, str]) -> float | None:
    if row["id"] == "ipcc_natural_gas":
        return _NATURAL_GAS_KG_M3
    other = _table().get(_DENSITY_ROWS.get(row["id"], ""), row)
    text = row["density"] or other["density"]
    return float(text) if text else None

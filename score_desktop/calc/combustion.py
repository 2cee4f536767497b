"""Emissions from first principles, for what no published factor per bill unit covers, and as a check of those that do.

Source: IPCC 2006 Guidelines Vol. 2 Ch. 2-3 (fuel × net calorific value × factor per TJ); method.md 2.6, 2.8.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from score_desktop.enums import GwpSet

MJ_PER_KWH = 3.6
_MJ_PER_TJ = 1e6

# Source: IPCC AR5 WG1 Table 8.A.1 (without climate-carbon feedback), AR6 WG1 Table 7.15; resources/data/gwp.csv.
GWP_CH4 = {GwpSet.AR5: 28.0, GwpSet.AR6: 27.9}
GWP_N2O = {GwpSet.AR5: 265.0, GwpSet.AR6: 273.0}


@dataclass(frozen=True, slots=True)
class FuelGases:
    """Kilograms of gas per terajoule of fuel (net calorific value)."""

    co2: float
    ch4: float
    n2o: float

    def kg_co2e(self, gwp: GwpSet) -> float:
        """Kilograms CO2 equivalent per terajoule."""
        return self.co2 + self.ch4 * GWP_CH4[gwp] + self.n2o * GWP_N2O[gwp]


def energy_tj(quantity: float, ncv_mj: float, density: float = 1.0) -> float:
    """Energy of a fuel in terajoules.

    Args:
        quantity: Amount as billed (m³, L, kg).
        ncv_mj: Net calorific value in MJ per unit of quantity × density.
        density: Kilograms per billed unit when `ncv_mj` is per kilogram.
    """
    return quantity * density * ncv_mj / _MJ_PER_TJ


def combustion_kg(
    quantity: float, ncv_mj: float, gases: FuelGases, *, density: float = 1.0, gwp: GwpSet = GwpSet.AR5
) -> float:
    """Kilograms CO2 equivalent of burning a quantity of fuel; arguments as in `energy_tj`."""
    return energy_tj(quantity, ncv_mj, density) * gases.kg_co2e(gwp)


def purchased_kg(kwh: float, kg_per_kwh: float) -> float:
    """Scope 2 of electricity bought, kilograms."""
    return kwh * kg_per_kwh


def per_product(amount: float, production: float) -> float | None:
    """Specific use or emission; None when nothing was produced, never zero or infinite."""
    return amount / production if production > 0 else None


def kwh_to_mj(kwh: float) -> float:
    """Kilowatt-hours as megajoules, exactly."""
    return kwh * MJ_PER_KWH


def total_kg(parts: Iterable[float]) -> float:
    """Sum of emissions, free of rounding in the order of its parts."""
    return math.fsum(parts)

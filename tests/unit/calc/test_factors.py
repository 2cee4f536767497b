"""Which published factor is proposed."""

from __future__ import annotations

import dataclasses

import pytest

from score_desktop import reference
from score_desktop.calc import factors
from score_desktop.calc.factors import FactorRequest, FactorTable, Proposal, adopt, propose
from score_desktop.enums import FactorStatus, FuelUse, GwpSet, Resource

TABLE = reference.factors()


def ask(resource: Resource, unit: str, country: str = "BO", year: int = 2025, **more: object) -> Proposal:
    found = propose(FactorRequest(resource, unit, country, year, **more), TABLE)  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("resource", "unit", "country", "year", "more", "factor"),
    [
        (Resource.ELECTRICITY, "kWh", "BO", 2025, {}, "grid_bo_2025_life_cycle"),
        (Resource.ELECTRICITY, "MWh", "BO", 2023, {}, "grid_bo_2023_life_cycle"),
        (Resource.ELECTRICITY, "kWh", "US", 2025, {}, "grid_us_2025_life_cycle"),
        (Resource.ELECTRICITY, "kWh", "BO", 2031, {}, "grid_bo_2025_life_cycle"),
        (Resource.ELECTRICITY, "kWh", "BO", 2001, {}, "grid_bo_2018_life_cycle"),
        (Resource.ELECTRICITY, "kWh", "AQ", 2025, {}, "elec_world_2025"),
        (Resource.NATURAL_GAS, "m3", "BO", 2025, {}, "bo_natural_gas_m3"),
        (Resource.NATURAL_GAS, "MCF", "BO", 2025, {}, "bo_natural_gas_mpc"),
        (Resource.NATURAL_GAS, "CCF", "BO", 2025, {}, "bo_natural_gas_m3"),
        (Resource.NATURAL_GAS, "m3", "US", 2025, {}, "ipcc_natural_gas_com_m3"),
        (Resource.NATURAL_GAS, "m3", "US", 2025, {"sector": "ind"}, "ipcc_natural_gas_ind_m3"),
        (Resource.NATURAL_GAS, "kWh", "US", 2025, {}, "ipcc_natural_gas_com_kwh_ncv"),
        (Resource.NATURAL_GAS, "kWh", "GB", 2025, {}, "uk_natural_gas_100_mineral_blend_kwh_gcv"),
        (Resource.LPG, "garrafa", "BO", 2025, {"fuel_use": FuelUse.HEAT}, "bo_lpg_garrafa_10kg"),
        (Resource.LPG, "garrafa 45", "BO", 2025, {}, "bo_lpg_garrafa_45kg"),
        (Resource.LPG, "kg", "BO", 2025, {}, "bo_lpg_garrafa_10kg"),  # the country comes before the unit
        (Resource.LPG, "kg", "PE", 2025, {}, "ipcc_lpg_com_kg"),
        (Resource.LPG, "l", "BO", 2025, {}, "ipcc_lpg_com_l"),
        (Resource.LPG, "l", "BO", 2025, {"fuel_use": FuelUse.VEHICLE}, "ipcc_lpg_road_l"),
        (Resource.DIESEL, "l", "BO", 2025, {"fuel_use": FuelUse.VEHICLE}, "ipcc_diesel_road_l"),
        (Resource.DIESEL, "gal", "BO", 2025, {"fuel_use": FuelUse.VEHICLE}, "ipcc_diesel_road_l"),
        (Resource.DIESEL, "l", "BO", 2025, {"fuel_use": FuelUse.GENERATOR}, "ipcc_diesel_com_l"),
        (Resource.DIESEL, "l", "BO", 2025, {"fuel_use": FuelUse.HEAT, "sector": "ind"}, "ipcc_diesel_ind_l"),
        (Resource.DIESEL, "l", "BO", 2025, {"product": "Diésel B10"}, "bo_diesel_b10_l"),
        (Resource.GASOLINE, "l", "BO", 2025, {"product": "Gasolina especial"}, "ipcc_gasoline_road_l"),
        (Resource.GASOLINE, "l", "BO", 2025, {"product": "Gasolina E12"}, "bo_gasoline_e12_l"),
        (Resource.GASOLINE, "l", "BO", 2025, {"product": "con 8 % de etanol"}, "bo_gasoline_e8_l"),
        (Resource.CNG, "m3", "BO", 2025, {}, "bo_gnv_m3"),
        (Resource.CNG, "m3", "PE", 2025, {}, "ipcc_cng_road_m3"),
        (Resource.FIREWOOD, "qq", "BO", 2025, {"sector": "ind"}, "ipcc_firewood_ind_kg"),
        (Resource.COAL, "t", "BO", 2025, {"product": "Antracita"}, "ipcc_anthracite_ind_kg"),
        (Resource.CHARCOAL, "kg", "BO", 2025, {}, "ipcc_charcoal_com_kg"),
        (Resource.BIOGAS, "m3", "BO", 2025, {}, "ipcc_biogas_com_m3_60ch4"),
        # other countries: their own grid, the world's where there is none; years before, between and after the data
        *(
            (Resource.ELECTRICITY, "kWh", c, 2017, {}, f"grid_{c.lower()}_2018_life_cycle")
            for c in ("PE", "AR", "DE", "US")
        ),
        *(
            (Resource.ELECTRICITY, "kWh", c, 2024, {}, f"grid_{c.lower()}_2024_life_cycle")
            for c in ("PE", "AR", "DE", "US")
        ),
        *(
            (Resource.ELECTRICITY, "kWh", c, 2040, {}, f"grid_{c.lower()}_2025_life_cycle")
            for c in ("PE", "AR", "DE", "US")
        ),
        (Resource.ELECTRICITY, "kWh", "VA", 2017, {}, "elec_world_2022"),
        (Resource.ELECTRICITY, "kWh", "VA", 2023, {}, "elec_world_2023"),
        (Resource.ELECTRICITY, "kWh", "VA", 2040, {}, "elec_world_2025"),
        *((Resource.LPG, "garrafa 45", c, 2025, {}, "ipcc_lpg_com_kg") for c in ("PE", "AR", "DE", "US")),
        *((Resource.LPG, "kWh", c, 2025, {}, "ipcc_lpg_com_gj") for c in ("BO", "DE")),
        *((Resource.NATURAL_GAS, "MCF", c, 2025, {}, "ipcc_natural_gas_com_m3") for c in ("PE", "AR", "DE", "US")),
        (Resource.NATURAL_GAS, "thm", "US", 2025, {"sector": "ind"}, "ipcc_natural_gas_ind_gj"),
        (Resource.DIESEL, "gal", "US", 2025, {"fuel_use": FuelUse.GENERATOR, "sector": "ind"}, "ipcc_diesel_ind_l"),
        (Resource.GASOLINE, "l", "DE", 2025, {"product": "Super E10"}, "bo_gasoline_e10_l"),
        (Resource.GASOLINE, "l", "AR", 2025, {"product": "Nafta súper"}, "ipcc_gasoline_road_l"),
        (Resource.GASOLINE, "kg", "US", 2025, {}, "uk_petrol_100_mineral_petrol_t"),  # none of the world is per mass
        (Resource.GASOLINE, "l", "BO", 2025, {"product": "E85"}, "ipcc_gasoline_road_l"),
        (Resource.DIESEL, "l", "BO", 2025, {"product": "B100"}, "ipcc_diesel_road_l"),
        (Resource.CNG, "m3", "DE", 2025, {"fuel_use": FuelUse.HEAT}, "ipcc_cng_road_m3"),
        (Resource.OTHER, "l", "BO", 2025, {"product": "Kerosén"}, "ipcc_kerosene_com_l"),
    ],
)
def test_proposed_factor(
    resource: Resource, unit: str, country: str, year: int, more: dict[str, object], factor: str
) -> None:
    assert ask(resource, unit, country, year, **more).factor.id == factor


@pytest.mark.parametrize(
    ("resource", "unit"), [(Resource.WATER, "m3"), (Resource.STEAM, "t"), (Resource.OTHER, "l"), (Resource.LPG, "pers")]
)
def test_no_factor_is_invented(resource: Resource, unit: str) -> None:
    assert propose(FactorRequest(resource, unit, "BO", 2025), TABLE) is None


def test_the_year_is_marked_unless_it_is_the_one_of_the_use() -> None:
    assert factors.NOTE_EARLIER not in ask(Resource.ELECTRICITY, "kWh").notes
    assert factors.NOTE_EARLIER in ask(Resource.ELECTRICITY, "kWh", year=2031).notes
    assert factors.NOTE_LATER in ask(Resource.ELECTRICITY, "kWh", year=2001).notes


def test_what_was_assumed_is_noted() -> None:
    assert factors.NOTE_USE in ask(Resource.DIESEL, "l").notes
    assert factors.NOTE_BLEND in ask(Resource.GASOLINE, "l", product="Super etanol 92").notes
    assert factors.NOTE_OTHER_USE in ask(Resource.LPG, "garrafa", fuel_use=FuelUse.VEHICLE).notes
    assert factors.NOTE_CONVERTED in ask(Resource.DIESEL, "gal").notes
    assert factors.NOTE_LIFE_CYCLE in ask(Resource.ELECTRICITY, "kWh").notes
    gas = ask(Resource.NATURAL_GAS, "m3")
    assert factors.NOTE_ESTIMATE in gas.notes
    assert gas.factor.status is FactorStatus.EXPERT_ESTIMATE


@pytest.mark.parametrize(
    ("resource", "product"),
    [
        (Resource.GASOLINE, "E85"),
        (Resource.GASOLINE, "Gasolina Especial+"),
        (Resource.GASOLINE, "Super Etanol 92"),
        (Resource.DIESEL, "B100"),
        (Resource.DIESEL, "Diésel B7"),
    ],
)
def test_a_blend_without_a_factor_of_its_own_is_noted(resource: Resource, product: str) -> None:
    assert factors.NOTE_BLEND in ask(resource, "l", product=product).notes


def test_another_country_comes_last_and_with_a_note() -> None:
    british = [f for f in TABLE.factors if f.region == "GB"]
    found = propose(FactorRequest(Resource.DIESEL, "l", "BO", 2025, FuelUse.VEHICLE), FactorTable(british))
    assert found is not None
    assert found.factor.id == "uk_diesel_100_mineral_diesel_l"
    assert factors.NOTE_COUNTRY in found.notes


def test_therms_are_gross_and_the_factor_is_net() -> None:
    gas = ask(Resource.NATURAL_GAS, "thm", "US")
    assert gas.factor.basis == "NCV"
    assert factors.NOTE_GROSS in gas.notes
    assert gas.heat is not None
    assert gas.heat.ratio == pytest.approx(45.745 / 50.678)
    assert gas.heat.status is FactorStatus.VERIFIED
    bolivian = ask(Resource.NATURAL_GAS, "MMBtu", "BO").heat
    assert bolivian is not None
    assert bolivian.ratio == pytest.approx(35.3 / 39)
    assert ask(Resource.NATURAL_GAS, "kWh", "GB").heat is None


def test_the_basis_says_which_heating_value_and_potentials() -> None:
    gas = ask(Resource.NATURAL_GAS, "m3").factor
    assert gas.ref(GwpSet.AR5).basis == "NCV 35.3 MJ/m3, AR5"
    assert ask(Resource.NATURAL_GAS, "MCF").factor.basis == "NCV 35.3 MJ/m3"
    assert ask(Resource.NATURAL_GAS, "m3", "US").factor.basis == "NCV 33.6 MJ/m3"
    assert ask(Resource.ELECTRICITY, "kWh").factor.ref(GwpSet.AR6).basis == "life_cycle"


def test_a_chosen_factor_must_fit_the_unit() -> None:
    request = FactorRequest(Resource.ELECTRICITY, "kWh", "BO", 2025)
    combustion, gas = TABLE.get("grid_bo_2024_combustion_est"), TABLE.get("bo_natural_gas_m3")
    assert combustion is not None
    assert gas is not None
    adopted = adopt(combustion, request, TABLE)
    assert adopted is not None
    assert adopted.notes[0] == factors.NOTE_CHOSEN
    assert adopt(gas, request, TABLE) is None


def test_engines_without_catalyst_are_only_chosen() -> None:
    old = FactorTable(factor for factor in TABLE.factors if "_nocat_" in factor.id)
    assert old.factors
    assert propose(FactorRequest(Resource.GASOLINE, "l", "BO", 2025, FuelUse.VEHICLE), old) is None


def test_the_order_of_rows_does_not_decide() -> None:
    turned = FactorTable(reversed(TABLE.factors), TABLE.heat)
    for resource, unit in ((Resource.NATURAL_GAS, "thm"), (Resource.LPG, "kg"), (Resource.NATURAL_GAS, "CCF")):
        request = FactorRequest(resource, unit, "BO", 2025)
        assert propose(request, turned) == propose(request, TABLE)


def test_ar6_is_taken_when_the_audit_says_so() -> None:
    factor = dataclasses.replace(ask(Resource.DIESEL, "l").factor)
    assert factor.kg_co2e(GwpSet.AR6) == factor.kg_co2e_ar6 != factor.kg_co2e(GwpSet.AR5)

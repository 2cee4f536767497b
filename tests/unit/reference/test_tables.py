"""The shipped reference data: complete, unique, in known units, unchanged."""

from __future__ import annotations

import csv
import hashlib
import math

import pytest

from score_desktop import paths, reference, units
from score_desktop.enums import FactorStatus, GwpSet

COLUMNS = {
    "emission_factors.csv": "id category activity_en activity_es unit scope kg_co2e_ar5 kg_co2e_ar6 region year "
    "source_id status",
    "grid_factors.csv": "id alpha2 name_en name_es year kg_co2e_per_kwh basis source_id status",
    "fuel_properties.csv": "id fuel_en fuel_es ncv gcv cv_unit density source_id status",
    "gwp.csv": "id formula ar5 ar6 status source_id",
    "countries.csv": "alpha2 alpha3 name_en name_es currency status source_id",
    "sources.csv": "id title publisher year licence checked",
    "units.csv": "unit_id symbol dimension base_unit factor_to_base status source_id",
}
# What audits store with their figures: a changed file needs a new FACTOR_SET, then the new digests.
DIGESTS = {
    "emission_factors.csv": "17ff2573dcf0056d8350f91b8444616f64823931a82c3a94f3e512649dd8cd7c",
    "grid_factors.csv": "9416c5e2e44128e2d323e3bafc578f50807c8410e4daf2b0e82753e2e11db73c",
    "fuel_properties.csv": "c6f0781513727f735ec59365bbfe4e6eb79347a4e6d3e6a839df1a5e92cde5d9",
    "units.csv": "b6e50238752d209228ff5314ef9295c728d88383d6d40372566562b72535d74a",
}


def rows(name: str) -> list[dict[str, str]]:
    with (paths.resources() / "data" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", sorted(DIGESTS))
def test_the_factor_set_is_the_one_it_says(name: str) -> None:
    assert reference.FACTOR_SET == "score-2026.1"
    content = (paths.resources() / "data" / name).read_bytes().replace(b"\r\n", b"\n")
    assert hashlib.sha256(content).hexdigest() == DIGESTS[name]


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_columns_ids_and_sources(name: str) -> None:
    table = rows(name)
    assert table
    assert set(COLUMNS[name].split()) <= set(table[0])
    key = next(iter(COLUMNS[name].split()))
    ids = [row[key] for row in table]
    assert len(set(ids)) == len(ids)
    assert all(ids)
    if "source_id" in table[0]:
        assert {row["source_id"] for row in table} <= set(reference.sources())
        assert {row["status"] for row in table} <= {status.value for status in FactorStatus}


def test_factors() -> None:
    table = reference.factors()
    assert len(table.factors) == len(rows("emission_factors.csv")) + len(rows("grid_factors.csv"))
    assert len({factor.id for factor in table.factors}) == len(table.factors)
    for factor in table.factors:
        assert units.get(factor.unit)
        assert factor.source_title
        for gwp in GwpSet:
            assert math.isfinite(factor.kg_co2e(gwp))
        if None not in (factor.kg_co2, factor.kg_ch4, factor.kg_n2o) and "fuel" in factor.category:
            gases = factor.kg_co2 + 28 * factor.kg_ch4 + 265 * factor.kg_n2o  # type: ignore[operator]
            assert gases == pytest.approx(factor.kg_co2e_ar5, rel=0.02, abs=1e-9)


def test_the_shipped_grid_rows_carry_their_basis() -> None:
    bolivia = reference.factors().grid("BO")
    assert {factor.basis for factor in bolivia} >= {"life_cycle", "combustion", "ifi_operating_margin"}
    factor = reference.factors().get("grid_bo_2025_life_cycle")
    assert factor is not None
    assert (factor.kg_co2e_ar5, factor.year, factor.region, factor.scope) == (0.48129, 2025, "BO", 2)
    assert "Ember" in factor.source_title


def test_countries() -> None:
    bolivia = reference.countries()["BO"]
    assert (bolivia.currency, bolivia.name("es"), bolivia.name("en")) == ("BOB", "Bolivia", "Bolivia")
    assert reference.countries()["US"].currency == "USD"


def test_tables_are_read_once() -> None:
    assert reference.factors() is reference.factors()
    with pytest.raises(TypeError):
        reference.countries()["XX"] = reference.countries()["BO"]  # type: ignore[index]


def test_what_is_not_there_is_none() -> None:
    assert reference.factors().get("nothing") is None
    assert reference.factors().grid("XX") == ()

"""Loaders of resources/data/*.csv, each file read once."""

from __future__ import annotations

import csv
import dataclasses
import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from score_desktop import paths, units
from score_desktop.calc.factors import Factor, FactorTable, HeatRatio
from score_desktop.enums import FactorStatus, Resource

FACTOR_SET = "score-2026.1"
"""Key and version of the shipped factors; stored with every audit. New data get a new version, never the same one."""

# Rows of fuel_properties.csv with both heating values, and the resource they serve.
_HEAT_ROWS = {
    "bo_natural_gas_m3": (Resource.NATURAL_GAS, Resource.CNG),
    "defra_natural_gas_100_mineral_blend": (Resource.NATURAL_GAS, Resource.CNG),
}
_MOST = 1e12
_STATED_NCV = re.compile(r"NCV (\d+(?:\.\d+)?) MJ/m3|(\d+(?:\.\d+)?) MJ/m3 NCV")
_SEE = re.compile(r"see (\w+_m3)\b")


@dataclass(frozen=True, slots=True)
class Source:
    """Where factors were read. `checked` says whether a person held the figures against it."""

    id: str
    title: str
    publisher: str
    year: int | None
    licence: str
    url: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Country:
    """A country with its currency (ISO codes); `currency` is "" where there is none of its own."""

    alpha2: str
    name_en: str
    name_es: str
    currency: str

    def name(self, language: str) -> str:
        """Name in a language ("es", else English)."""
        return self.name_es if language == "es" else self.name_en


@functools.cache
def sources() -> Mapping[str, Source]:
    """All sources by id."""
    return MappingProxyType(
        {
            row["id"]: Source(
                id=row["id"],
                title=row["title"],
                publisher=row["publisher"],
                year=_year(row["year"]),
                licence=row["licence"],
                url=row["url"],
                checked=row["checked"] == "yes",
            )
            for row in _rows("sources.csv")
        }
    )


@functools.cache
def countries() -> Mapping[str, Country]:
    """All countries by ISO alpha-2."""
    return MappingProxyType(
        {
            row["alpha2"]: Country(row["alpha2"], row["name_en"], row["name_es"], row["currency"])
            for row in _rows("countries.csv")
        }
    )


@functools.cache
def factors() -> FactorTable:
    """The shipped factors: emission_factors.csv, and grid_factors.csv as electricity with its basis."""
    emission = _rows("emission_factors.csv")
    notes = {row["id"]: row["note"] for row in emission}
    rows = [_factor(row, notes) for row in emission]
    rows += [_grid_factor(row) for row in _rows("grid_factors.csv")]
    return FactorTable(rows, _heat_ratios())


def factor_of(snapshot: Mapping[str, object]) -> Factor | None:
    """A factor from the copy (`dataclasses.asdict`) that an audit keeps; None if it is not such a copy.

    Copies come from files of other computers too: what is no factor is no factor, never an error.
    """
    known = {field.name: field for field in dataclasses.fields(Factor)}
    values = {name: value for name, value in snapshot.items() if name in known}
    if not all(_fits(field, values.get(name)) for name, field in known.items()):
        return None
    status, unit = str(values["status"]), str(values["unit"])
    if status not in set(FactorStatus) or units.find_unit(unit) is None:
        return None
    filled = {name: value for name, value in values.items() if value is not None}
    nothing = dict.fromkeys((name for name, field in known.items() if field.default is dataclasses.MISSING), None)
    return Factor(**{**nothing, **filled, "status": FactorStatus(status)})  # type: ignore[arg-type]


_KINDS: Mapping[str, tuple[type, ...]] = {
    "str": (str,),
    "FactorStatus": (str,),
    "int": (int,),
    "float": (int, float),
}


def _fits(field: dataclasses.Field[object], value: object) -> bool:
    """True for what a field of `Factor` may hold, as JSON has it."""
    kind, _, optional = str(field.type).partition(" | ")
    if value is None:
        return bool(optional) or field.default is not dataclasses.MISSING
    if isinstance(value, (int, float)) and (isinstance(value, bool) or not abs(value) < _MOST):
        return False
    return isinstance(value, _KINDS[kind])


def _rows(name: str) -> list[dict[str, str]]:
    with (paths.resources() / "data" / name).open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)  # half the time of a DictReader, for 3,300 rows at the first calculation
        header = next(reader)
        return [dict(zip(header, row, strict=True)) for row in reader]


def _factor(row: dict[str, str], notes: Mapping[str, str]) -> Factor:
    source = sources()[row["source_id"]]
    return Factor(
        id=row["id"],
        category=row["category"],
        subcategory=row["subcategory"],
        activity_en=units.in_words(row["activity_en"]),
        activity_es=units.in_words(row["activity_es"]),
        unit=row["unit"],
        kg_co2=_number(row["kg_co2"]),
        kg_ch4=_number(row["kg_ch4"]),
        kg_n2o=_number(row["kg_n2o"]),
        kg_co2e_ar5=float(row["kg_co2e_ar5"]),
        kg_co2e_ar6=float(row["kg_co2e_ar6"]),
        biogenic=_number(row["kg_co2_biogenic"]) or 0.0,
        region=row["region"],
        year=_year(row["year"]),
        source_id=source.id,
        source_title=source.title,
        status=FactorStatus(row["status"]),
        uncertainty=_number(row["uncertainty_pct"]),
        basis=_basis(row, notes),
        note=row["note"],
        scope=int(row["scope"]) if row["scope"] else None,
    )


def _grid_factor(row: dict[str, str]) -> Factor:
    value = float(row["kg_co2e_per_kwh"])
    source = sources()[row["source_id"]]
    return Factor(
        id=row["id"],
        category="electricity",
        subcategory="grid",
        activity_en=f"Grid electricity {row['name_en']} {row['year']}, per kWh",
        activity_es=f"Electricidad de la red {row['name_es']} {row['year']}, por kWh",
        unit="kilowatt_hour",
        kg_co2=None,
        kg_ch4=None,
        kg_n2o=None,
        kg_co2e_ar5=value,
        kg_co2e_ar6=value,
        biogenic=0.0,
        region=row["alpha2"],
        year=_year(row["year"]),
        source_id=source.id,
        source_title=source.title,
        status=FactorStatus(row["status"]),
        basis=row["basis"],
        note=row["note"],
        scope=2,
    )


def _basis(row: dict[str, str], notes: Mapping[str, str]) -> str:
    """What a fuel's factor rests on, from its own words: a heating value, else which kind of heating value."""
    if row["category"] == "electricity":
        return "life_cycle" if "life-cycle" in row["note"] else "combustion" if "combustion" in row["note"] else ""
    if row["category"] not in ("stationary_fuel", "mobile_fuel"):
        return ""
    seen = _SEE.search(row["note"])
    stated = _STATED_NCV.search(notes.get(seen.group(1), "") if seen else row["note"])
    if stated:
        return f"NCV {stated.group(1) or stated.group(2)} MJ/m3"
    if re.search(r"\(gross CV\)|GCV\)", row["activity_en"]):
        return "GCV"
    if re.search(r"NCV|net CV|net calorific|per-kg factor", f"{row['activity_en']} {row['note']}"):
        return "NCV"
    return ""


def _heat_ratios() -> list[HeatRatio]:
    found = []
    for row in _rows("fuel_properties.csv"):
        for resource in _HEAT_ROWS.get(row["id"], ()):
            found.append(
                HeatRatio(
                    id=row["id"],
                    resource=resource,
                    ratio=float(row["ncv"]) / float(row["gcv"]),
                    region=row["region"],
                    year=_year(row["year"]),
                    source_title=sources()[row["source_id"]].title,
                    status=FactorStatus(row["status"]),
                )
            )
    return found


def _number(text: str) -> float | None:
    return float(text) if text else None


def _year(text: str) -> int | None:
    return int(text) if text.isdigit() else None

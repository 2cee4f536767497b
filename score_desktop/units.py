"""Units of bills: what people write, what it means, and exact conversion.

The table is resources/data/units.csv; Pint (slow to import) is asked only for expressions the table lacks.
A symbol is the table's `symbol` column ("kWh", "m3", "thm"); that is what is stored and compared.
"""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from score_desktop import paths
from score_desktop.enums import Resource
from score_desktop.errors import ScoreError
from score_desktop.field_names import UNIT_SIGNS

if TYPE_CHECKING:
    from pint import UnitRegistry

# Spellings of bills that the table does not list: unit_id by spelling, compared without case, accents, dots and spaces.
_SPELLINGS = {
    "kw/h": "kilowatt_hour",
    "kw hora": "kilowatt_hour",
    "kwhr": "kilowatt_hour",
    "kilovatio": "kilowatt",
    "kilowatt": "kilowatt",
    "m^3": "meter ** 3",
    "mt3": "meter ** 3",
    "mts3": "meter ** 3",
    "metros3": "meter ** 3",
    "metro cub": "meter ** 3",
    "mcub": "meter ** 3",
    "cubo": "meter ** 3",
    "mpcs": "mcf",
    "nm3": "meter ** 3",
    "sm3": "meter ** 3",
    "stm3": "meter ** 3",
    "kl": "meter ** 3",
    "dm3": "liter",
    "cm3": "milliliter",
    "lit": "liter",
    "lts": "liter",
    "gls": "gallon",
    "gl": "gallon",
    "gln": "gallon",
    "galon us": "gallon",
    "us gallon": "gallon",
    "kgr": "kilogram",
    "kilogramme": "kilogram",
    "grm": "gram",
    "tonelada": "tonne",
    "unid": "item",
    "und": "item",
    "ud": "item",
    "un": "item",
    "u": "item",
    "pz": "item",
    "hs": "hour",
    "pers": "person",
    "trab": "person",
    "worker": "person",
    "workers": "person",
    "trabajadora": "person",
    "garrafa glp": "garrafa_10kg",
    **{f"{many} ({kg} kg)": f"garrafa_{kg}kg" for many in ("cylinder", "cylinders") for kg in (10, 15, 45)},
    **{f"{many} {kg} kg": f"garrafa_{kg}kg" for many in ("cylinder", "cylinders") for kg in (10, 15, 45)},
    "garrafa glp 10 kg": "garrafa_10kg",
    "glp garrafa 10 kg": "garrafa_10kg",
    "quintales": "quintal",
}

# Shown instead of the symbol: (many, one); the symbol itself where a language is absent.
_LABELS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "es": {
        "MCF": ("MPC", "MPC"),
        "MMCF": ("MMPC", "MMPC"),
        "ft3": ("pie³", "pie³"),
        "ft2": ("pie²", "pie²"),
        "pers": ("personas", "persona"),
        "unit": ("unidades", "unidad"),
        "head": ("cabezas", "cabeza"),
        "meal": ("comidas", "comida"),
        "p": ("pasajeros", "pasajero"),
        "room-night": ("habitaciones-noche", "habitación-noche"),
        "d": ("días", "día"),
        "mo": ("meses", "mes"),
        "yr": ("años", "año"),
        "garrafa": ("garrafas", "garrafa"),
        "garrafa 45": ("garrafas de 45 kg", "garrafa de 45 kg"),
        "garrafa 15": ("garrafas de 15 kg", "garrafa de 15 kg"),
        "bolsa": ("bolsas", "bolsa"),
        "bolsa 50": ("bolsas de 50 kg", "bolsa de 50 kg"),
        "bolsa 25": ("bolsas de 25 kg", "bolsa de 25 kg"),
        "turril": ("turriles", "turril"),
        "cisterna": ("cisternas", "cisterna"),
        "balde": ("baldes", "balde"),
        "bidón": ("bidones", "bidón"),
        "carga": ("cargas", "carga"),
        "resma": ("resmas", "resma"),
        "toe": ("tep", "tep"),
        "boe": ("bep", "bep"),
    },
    "en": {
        "garrafa": ("cylinders (10 kg)", "cylinder (10 kg)"),
        "pers": ("people", "person"),
        "unit": ("units", "unit"),
        "head": ("head", "head"),
        "meal": ("meals", "meal"),
        "p": ("passengers", "passenger"),
        "room-night": ("room-nights", "room-night"),
        "d": ("days", "day"),
        "mo": ("months", "month"),
        "yr": ("years", "year"),
        "garrafa 45": ("cylinders (45 kg)", "cylinder (45 kg)"),
        "garrafa 15": ("cylinders (15 kg)", "cylinder (15 kg)"),
    },
}
_RAW = re.compile(r"(?<![\w.])(m3|m2|ft3|ft2)(?!\w)")
_EXPRESSION = re.compile(r"[^\W\d]\w{0,40}( ?(\*\*|\^) ?-?\d)?( ?[*/] ?[^\W\d]\w{0,40}( ?(\*\*|\^) ?-?\d)?){0,4}")
_BY_LITRE = frozenset({Resource.DIESEL, Resource.GASOLINE, Resource.LPG})
_BASE_BY_DIMENSION = {"energy": "kWh", "volume": "m3", "mass": "kg"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the table.

    Attributes:
        unit_id: Stable id, also a Pint expression ("kilowatt_hour", "meter ** 3", "garrafa_10kg").
        symbol: Short name, stored with bills.
        dimension: "energy", "volume", "mass", "count" … Units convert when their `base_id` is the same.
        base_id: Id of the unit that `factor_to_base` leads to.
        base_symbol: Its symbol.
        factor_text: The table's own digits, for exact arithmetic; `factor_to_base` is their float.
        status: A `FactorStatus` value; "recalled" sizes (drums, cylinders) are to be asked.
        note: What to know ("capacity varies 5-30 m3; ask").
    """

    unit_id: str
    symbol: str
    dimension: str
    base_id: str
    base_symbol: str
    factor_to_base: float
    factor_text: str
    status: str = "verified"
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Table:
    """Units by the names that people write."""

    units: tuple[Unit, ...]
    by_name: Mapping[str, Unit]
    cased: Mapping[str, Unit]
    folded: Mapping[str, Unit | None]
    definitions: tuple[str, ...]


def known_units() -> tuple[Unit, ...]:
    """All units of the table, in its order."""
    return _table().units


def get(symbol_or_id: str) -> Unit:
    """The unit of a symbol or id; a spelling seen on bills ("MPC") is taken too.

    Raises:
        ScoreError: "unit.unknown".
    """
    found = _table().by_name.get(symbol_or_id) or find_unit(symbol_or_id)
    if found is None:
        raise ScoreError("unit.unknown", unit=symbol_or_id)
    return found


@functools.lru_cache(maxsize=4096)
def find_unit(text: str) -> Unit | None:
    """The unit that a person's words name, or None: accents, dots, spaces, case and plurals do not count.

    Case decides where the table has both (PC cubic feet, pc pieces; ML megalitre, ml millilitre); a mixture
    such as "Ml" is then not known.
    """
    table = _table()
    found = table.by_name.get(text.strip()) or table.cased.get(_key(text))
    if found is not None:
        return found
    for key in _folded_keys(text):
        if key in table.folded:
            return table.folded[key]
    return None


def convert(value: float, from_symbol: str, to_symbol: str) -> float:
    """A quantity in another unit of the same dimension.

    Raises:
        ScoreError: "unit.unknown"; "unit.dimension" when the units measure different things.
    """
    if from_symbol == to_symbol:
        return value
    try:
        source, target = get(from_symbol), get(to_symbol)
    except ScoreError:
        return _pint_convert(value, from_symbol, to_symbol)
    if source.base_id != target.base_id:
        raise ScoreError("unit.dimension", unit=from_symbol, other=to_symbol)
    return value * source.factor_to_base / target.factor_to_base


def convert_micro(value_micro: int, from_symbol: str, to_symbol: str) -> int:
    """Whole millionths in another unit: exact by the table's digits, rounded half away from zero to a millionth.

    Raises:
        ScoreError: "unit.unknown"; "unit.dimension" when the units measure different things.
    """
    if from_symbol == to_symbol:
        return value_micro
    over, under = _ratio(from_symbol, to_symbol)
    size = (2 * abs(value_micro) * over + under) // (2 * under)
    return size if value_micro >= 0 else -size


def base_symbol_for(resource: Resource, symbol: str) -> str:
    """Unit in which quantities of a resource are summed, in the dimension of `symbol` (design/import.md).

    Energy kWh; volume m3, but litres for diesel, gasoline and LPG; mass kg; everything else its own base unit.

    Raises:
        ScoreError: "unit.unknown".
    """
    unit = get(symbol)
    if unit.dimension == "volume" and resource in _BY_LITRE:
        return "l"
    return _BASE_BY_DIMENSION.get(unit.dimension, unit.base_symbol)


def label(symbol: str, language: str, *, one: bool = False) -> str:
    """A unit as people read it: "m³", "L", "personas"; after a stroke in the singular ("kWh/unidad").

    Args:
        symbol: A symbol of the table, a quotient of two ("kg CO2e/t"), or a currency code (returned as it is).
        language: "es" or "en".
        one: Singular.
    """
    named = _LABELS.get(language, {}).get(symbol)
    if named is not None:
        return named[1] if one else named[0]
    if symbol in UNIT_SIGNS:
        return UNIT_SIGNS[symbol]
    if "/" in symbol and symbol not in _table().by_name:
        first, rest = symbol.split("/", 1)
        return f"{label(first, language)}/{label(rest, language, one=True)}"
    return symbol


def in_words(text: str) -> str:
    """A sentence of the data with its units as people read them: "per m3" becomes "per m³"."""
    return _RAW.sub(lambda found: UNIT_SIGNS[found[0]], text)


# -- the table -------------------------------------------------------------------------------------------------------


@functools.cache
def _table() -> _Table:
    path = paths.resources() / "data" / "units.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    symbols = {row["unit_id"]: row["symbol"] for row in rows}
    units = tuple(
        Unit(
            unit_id=row["unit_id"],
            symbol=row["symbol"],
            dimension=row["dimension"],
            base_id=row["base_unit"],
            base_symbol=symbols[row["base_unit"]],
            factor_to_base=float(row["factor_to_base"]),
            factor_text=row["factor_to_base"],
            status=row["status"],
            note=row["note"],
        )
        for row in rows
    )
    # Symbols win over ids, ids over aliases, and earlier rows over later ones ("libra" is the pound of the scales).
    names: dict[str, Unit] = {}
    for unit in units:
        names.setdefault(unit.symbol, unit)
    for unit in units:
        names.setdefault(unit.unit_id, unit)
    by_name = dict(names)
    for unit, row in zip(units, rows, strict=True):
        for alias in f"{row['aliases_en']}|{row['aliases_es']}".split("|"):
            if alias:
                names.setdefault(alias, unit)
    cased = _first_of((_key(name), unit) for name, unit in names.items())
    folded: dict[str, Unit | None] = {}
    for key, unit in cased.items():
        low = key.casefold()
        # None marks two units that only case tells apart: then nothing but the exact spelling counts.
        folded[low] = unit if folded.get(low, unit) is unit else None
    for spelling, unit_id in _SPELLINGS.items():
        folded.setdefault(_key(spelling).casefold(), by_name[unit_id])
    for name, unit in names.items():  # the same plurals are taken off on both sides
        for key in _folded_keys(name):
            folded.setdefault(key, unit)
    definitions = tuple(row["pint_definition"] for row in rows if row["pint_definition"])
    return _Table(units, by_name, cased, folded, definitions)


def _first_of(pairs: Iterable[tuple[str, Unit]]) -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for key, unit in pairs:
        found.setdefault(key, unit)
    return found


def _plain(text: str) -> str:
    """Without accents and with ³ as 3; the case stays."""
    split = unicodedata.normalize("NFKD", text)
    return "".join(c for c in split if not unicodedata.combining(c))


def _key(text: str) -> str:
    return "".join(c for c in _plain(text) if c.isalnum() or c in "@°/^")


def _folded_keys(text: str) -> Iterator[str]:
    """Keys to try, the most literal first: as written, without "de", then with plurals taken off word by word."""
    words = [word.replace(".", "") for word in re.split(r"[\s\-_()]+", _plain(text).casefold())]
    words = [word for word in words if word]
    yield _key("".join(words))
    lean = [word for word in words if word not in {"de", "of", "the", "los", "las"}]
    yield _key("".join(lean))
    yield _key("".join(_singular(word, "s", 3) for word in lean))
    yield _key("".join(_singular(word, "es", 5) for word in lean))
    yield _key("".join(_singular(_singular(word, "es", 6), "s", 3) for word in lean))


def _singular(word: str, ending: str, shortest: int) -> str:
    return word[: -len(ending)] if len(word) >= shortest and word.endswith(ending) else word


@functools.lru_cache(maxsize=1024)
def _ratio(from_symbol: str, to_symbol: str) -> tuple[int, int]:
    source, target = get(from_symbol), get(to_symbol)
    if source.base_id != target.base_id:
        raise ScoreError("unit.dimension", unit=from_symbol, other=to_symbol)
    return (Fraction(source.factor_text) / Fraction(target.factor_text)).as_integer_ratio()


# -- Pint, for what the table lacks ----------------------------------------------------------------------------------


@functools.cache
def _registry() -> UnitRegistry[float]:
    import pint

    registry: UnitRegistry[float] = pint.UnitRegistry()
    for definition in _table().definitions:
        name = definition.split("=")[0].strip()
        # Pint knows some of them itself, with the same size; but "mmcf" is not a milli-mcf.
        if all(prefix for prefix, _, _ in registry.parse_unit_name(name)):
            registry.define(definition)
    return registry


def _pint_name(symbol: str) -> str:
    unit = _table().by_name.get(symbol)
    return unit.unit_id if unit is not None else symbol


def _pint_convert(value: float, from_symbol: str, to_symbol: str) -> float:
    import pint

    registry = _registry()
    units = []
    for symbol in (from_symbol, to_symbol):
        # Pint evaluates what it is given: only short products of names and small powers get there.
        if not _EXPRESSION.fullmatch(_pint_name(symbol)):
            raise ScoreError("unit.unknown", unit=symbol)
        try:
            units.append(registry.Unit(_pint_name(symbol)))
        except (pint.PintError, ValueError, TypeError, AttributeError) as error:
            raise ScoreError("unit.unknown", unit=symbol) from error
    try:
        return float(registry.Quantity(value, units[0]).to(units[1]).magnitude)
    except pint.DimensionalityError as error:
        raise ScoreError("unit.dimension", unit=from_symbol, other=to_symbol) from error

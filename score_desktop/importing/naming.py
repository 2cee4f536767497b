"""Resource, unit and currency of records, and the names of meters, from the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from score_desktop import units
from score_desktop.enums import Resource
from score_desktop.errors import ScoreError
from score_desktop.importing import periods, wordbook
from score_desktop.importing.heads import head_of
from score_desktop.importing.records import Work
from score_desktop.importing.workbook import Sheet

_R = Resource
PURCHASED = frozenset({_R.DIESEL, _R.GASOLINE, _R.LPG, _R.CNG, _R.FIREWOOD, _R.COAL, _R.CHARCOAL, _R.MATERIAL})
_LIKELY = {
    "energy": (_R.ELECTRICITY, _R.NATURAL_GAS, _R.STEAM, _R.OTHER),
    "volume": (_R.WATER, _R.NATURAL_GAS, _R.DIESEL, _R.GASOLINE, _R.LPG, _R.CNG, _R.WASTEWATER, _R.OTHER),
    "mass": (_R.LPG, _R.FIREWOOD, _R.COAL, _R.CHARCOAL, _R.WASTE, _R.MATERIAL, _R.OTHER),
}
_BY_UNIT = {
    "MCF": Resource.NATURAL_GAS,
    "MMCF": Resource.NATURAL_GAS,
    "thm": Resource.NATURAL_GAS,
    "MMBtu": Resource.NATURAL_GAS,
    "garrafa": Resource.LPG,
    "garrafa 45": Resource.LPG,
    "garrafa 15": Resource.LPG,
    "kgal": Resource.WATER,
    "kWh": Resource.ELECTRICITY,
    "MWh": Resource.ELECTRICITY,
}
_USUAL_UNITS = {
    Resource.ELECTRICITY: ("kWh", "MWh", "GJ"),
    Resource.NATURAL_GAS: ("m3", "MCF", "ft3", "kWh", "thm", "MMBtu", "GJ"),
    Resource.LPG: ("garrafa", "kg", "l", "garrafa 45", "m3"),
    Resource.DIESEL: ("l", "gal", "m3"),
    Resource.GASOLINE: ("l", "gal", "m3"),
    Resource.CNG: ("m3", "kg"),
    Resource.WATER: ("m3", "l", "CCF", "gal", "kgal"),
    Resource.WASTEWATER: ("m3", "l"),
    Resource.FIREWOOD: ("kg", "t", "carga", "st", "m3"),
    Resource.COAL: ("kg", "t", "qq"),
    Resource.CHARCOAL: ("kg", "t", "qq"),
    Resource.STEAM: ("kWh", "t", "kg", "GJ"),
    Resource.WASTE: ("kg", "t", "m3"),
}
_CYLINDER = re.compile(r"\b(10|15|45)\s*kg\b", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*([^()]+?)\s*\(([^()]+)\).*")
_LONG_TITLE = 60


def resource_of_texts(texts: Iterable[str]) -> Resource | None:
    """The resource that titles name, the nearest title first; names of things beat names of suppliers."""
    known = list(texts)
    for weak in (False, True):
        for text in known:
            found = wordbook.resource_of(text, weak=weak)
            if found is not None:
                return found
    return None


def resource_by_unit(symbol: str) -> Resource | None:
    """The resource that a unit alone tells ("MPC" is gas, kWh without other words electricity), or None."""
    return _BY_UNIT.get(symbol)


def resource_choices(symbol: str) -> tuple[str, ...]:
    """Resources to choose from, the likely ones for a unit first."""
    likely = _LIKELY.get(units.get(symbol).dimension, ()) if symbol else ()
    return tuple(dict.fromkeys(resource.value for resource in (*likely, *Resource)))


def unit_choices(resource: Resource | None) -> tuple[str, ...]:
    """Units to choose from for a resource."""
    return (
        _USUAL_UNITS.get(resource, ("kWh", "m3", "l", "kg", "t", "unit")) if resource else ("kWh", "m3", "l", "kg", "t")
    )


def unit_symbol(words: str, product: str = "") -> str | None:
    """Symbol of a unit as written beside a product ("garrafa" of "GLP 45 kg" is the large one); None if not known."""
    found = wordbook.find_unit(words)
    if found is None and (parts := _BRACKETED.fullmatch(words)):  # "MCF (million cubic feet)": the words are sure
        found = wordbook.find_unit(parts[2]) or wordbook.find_unit(parts[1])
    if found is None:
        multiple = wordbook.multiple_of(words)
        return multiple[0] if multiple else None
    if found.dimension == "count" and (sold := unit_of_product(product)):  # two "pieces" of cylinders
        return sold
    size = _CYLINDER.search(f"{words} {product}")
    if found.symbol == "garrafa" and size:
        sized = wordbook.find_unit(f"garrafa {size.group(1)} kg")
        return sized.symbol if sized else found.symbol
    return found.symbol


def base_symbol(resource: Resource, symbol: str) -> str:
    """Base unit of a record; "" where the unit is not known."""
    try:
        return units.base_symbol_for(resource, symbol) if symbol else ""
    except ScoreError:
        return ""


def currency_code(found: str, work: Work, sheet: str, letters: str, examples: Sequence[str]) -> str:
    """ISO code for what amounts carry: "" takes the enterprise's currency, "$" its dollar, or asks."""
    if found == "$":
        if work.context.currency in wordbook.dollar_currencies():
            return work.context.currency
        choices = tuple(dict.fromkeys(("USD", work.context.currency)))
        return work.ask(sheet, letters, "currency", choices, examples) or "USD"
    return found or work.context.currency


def format_currency(code: str | None) -> str:
    """Currency in a number format such as '"Bs" #,##0.00' or '[$$-409]#,##0.00'; "" if it names none."""
    if not code:
        return ""
    literal = re.findall(r'"([^"]*)"|\[\$([^\]-]*)[^\]]*\]|\\(\S)', code)
    words = [" ".join(filter(None, found)).strip() for found in literal]
    return next(
        (found for word in words if word and (found := wordbook.currency_of(word))),
        "$" if "$" in re.sub(r"\[\$[^\]]*\]", "", code) else "",
    )


def format_unit(code: str | None) -> str:
    """Words of a unit in a number format such as '0.0" kWh"'; "" if it names none."""
    for word in re.findall(r'"([^"]*)"', code or ""):
        if word.strip() and wordbook.fold(word) not in wordbook.currencies() and wordbook.find_unit(word.strip()):
            return str(word.strip())
    return ""


_YEAR = re.compile(r"(?i)[\s,;:_(-]*(?:\b(?:gesti[oó]n|a[nñ]o|year|fy)\b\s*)?(?<!\d)(?:19[89]|20\d)\d(?!\d)\)?")


def without_year(text: str) -> str:
    """A name without the year it was written for: "Luz 2023" and "Luz 2024" are one meter."""
    return _YEAR.sub("", text).strip(" ,;:_-")


def meter_name(
    sheet: Sheet, titles: Sequence[str], stem: str, resource_word: str = "", *, is_alone: bool = False
) -> str:
    """A name for a meter of a table that has no column of meters: sheet or title, and the code in a title.

    Args:
        stem: Name of the file, for want of anything better.
        resource_word: What the header over its numbers calls it.
        is_alone: Whether the table has no other meter: then sheet and title name it before the header does.
    """
    code = next((found for text in (*titles, sheet.name) if (found := wordbook.meter_code_of(text))), "")
    own = without_year(sheet.name)
    has_own = bool(own) and not wordbook.is_generic_sheet(own) and periods.read_period(own) is None
    if resource_word and not (is_alone and (has_own or code)):
        name = resource_word
    elif has_own:
        name = own
    elif code:
        return code
    else:
        telling = [text for text in titles if wordbook.resource_of(text) is not None and len(text) <= _LONG_TITLE]
        name = without_year(telling[0]) if telling else without_year(stem) or stem
    return f"{name} ({code})" if code and code not in name else name


def unit_of_texts(texts: Iterable[str], resource: Resource) -> tuple[str, str]:
    """Unit that a title names ("Consumo expresado en MWh") and that fits a resource: symbol and words, "" if none."""
    fitting = {units.get(symbol).dimension for symbol in unit_choices(resource)}
    for text in texts:
        head = head_of(text)
        if head is not None and head.unit and units.get(head.unit).dimension in fitting:
            return head.unit, head.unit_entered
    return "", ""


def tells_unit(text: str) -> bool:
    """Whether a sentence says what quantities are in ("consumo en m3"), and no price, limit or single amount."""
    head = head_of(text)
    counted = head is not None and head.meaning in ("quantity", "unit") and not head.currency
    return counted and not any(map(str.isdigit, re.sub(r"[mM][3³]|[kK][mM][2²]", "", text)))


def unit_of_product(product: str) -> str | None:
    """Unit in which a product is sold by its name ("Garrafa GLP 10 kg"), None if it names none."""
    words = wordbook.fold(product).split()
    return unit_symbol("garrafa", product) if {"garrafa", "garrafas"} & set(words) else None

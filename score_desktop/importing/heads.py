"""What a header or a label says: meaning, unit, currency, resource, and what its numbers are multiplied by."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from score_desktop import units
from score_desktop.enums import Resource
from score_desktop.importing import parts, periods, taxes
from score_desktop.importing.wordbook import (
    MULTIPLES,
    columns,
    currencies,
    find_unit,
    fold,
    resource_of,
    vocabulary,
    words_of,
)

_LONGEST_HEADER = 90
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]{1,40})[)\]}]")
_TOKENS = re.compile(r"[^\s()\[\]{},;:_]+")
_POSSIBLE = ("energy", "volume", "mass", "count")
_USUAL = {
    Resource.ELECTRICITY: ("energy",),
    **dict.fromkeys((Resource.NATURAL_GAS, Resource.CNG, Resource.BIOGAS), ("volume", "energy")),
    **dict.fromkeys((Resource.WATER, Resource.WASTEWATER), ("volume",)),
    **dict.fromkeys((Resource.DIESEL, Resource.GASOLINE), ("volume",)),
    **dict.fromkeys((Resource.LPG, Resource.WASTE), ("volume", "mass")),
    **dict.fromkeys((Resource.FIREWOOD, Resource.COAL, Resource.CHARCOAL), ("mass",)),
    Resource.STEAM: ("energy", "mass"),
}
"""Dimensions in which bills of a resource usually are."""
_MORE = dict.fromkeys((Resource.WATER, Resource.WASTEWATER), ("mass", "count"))
_UNIT_DIMENSIONS = frozenset({"energy", "volume", "mass", "power", "apparent_power", "reactive_energy"})
_BRACKET_DIMENSIONS = _UNIT_DIMENSIONS | {"time", "count"}
_NOT_UNITS = frozenset(
    {"unidad", "unidades", "unit", "units", "mes", "meses", "month", "saco", "carga", "resma", "pc", "pcs"}
    | {"cubierto", "plato", "comida", "persona", "personas", "trabajador", "empleado", "potencia", "hp"}
)
_BY_DIMENSION = {"power": "demand_kw", "reactive_energy": "reactive_kvarh"}
_SCALE = re.compile(
    r"\b(?:(en miles|miles(?= de\b| bs| \$| kwh| m3)|em milhares|milhares|in thousands|thousands?(?= of\b| \$))"
    r"|((?:en )?millones|(?:em )?milhoes|(?:in )?millions))\b(?:\s+(?:de|of)\b)?"
    r"|((?<=\()\s*miles\s*(?=\))|(?<!\w)[x×]\s?1[.,]?000\b(?!\s*(?:k?va|k?w|hp|[av])\b))"
)
_SIZE = re.compile(r"\(\s*(\d{1,5})\s*([^\W\d_]{1,3}[³3]?)\s*\)")
"""The size of one thing in a header: "(10 m3)"."""
CONTAINERS = frozenset(
    ("cisterna", "turril", "bidón", "balde", "garrafa", "garrafa 15", "garrafa 45", "bolsa", "carga")
)
"""Units that are things in which something is carried: a size beside them tells how much."""
_MINOR = re.compile(r"[(\[]\s*(?:p|pence|ct|cts|cents?|¢|c€|centimes|c[eé]ntimos|centavos)\s*[)\]]", re.IGNORECASE)
_LEDGER = re.compile(r"\bg/?l (?:account|code|acct)\b", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z])")
"""Where a word begins inside of one: "idCliente"."""
_MULTIPLE = re.compile(rf"\b(?:{'|'.join(MULTIPLES)})\b", re.IGNORECASE)
_LETTERS = frozenset("lLtTgG")
"""Units of one letter that a header may end with where its resource comes in such a unit: "Agua l", "Residuos T"."""
_NAMES = frozenset({"meter", "account", "site", "supplier", "use"})
"""Meanings of columns of names; with a unit or a currency the header is the name of what is counted below it."""
_AMOUNTS = frozenset({"quantity", "total", "quantity_high", "quantity_medium", "quantity_low", "demand_kw"})
_LONGEST_UNIT = 4
_PER = re.compile(r"([^\s()\[\]/]+)/([^\s()\[\]/]+)|([^\s()\[\]/]+) (?:por|per|pro|par|by) ([^\s()\[\]/]+)")
"""One thing per another: "kWh/m2", "kWh por empleado"."""
_TIMES_TOLD = frozenset(
    ("dia", "mes", "ano", "hora", "semana", "fecha", "day", "month", "year", "hour", "week", "date", "jour", "mois")
) | {"tag", "monat", "jahr", "woche", "datum", "data"}
_OF_TIME = frozenset({"date", "month", "year", "period", "days"})
_SPANS = frozenset(
    ("mo", "yr", "mes", "meses", "month", "mois", "monat", "ano", "a", "an", "annee", "jahr", "periodo", "period")
) | {"periode", "factura", "bill"}
"""Times over which bills count; a quantity per one of them is the quantity of a bill."""
_TIMES = ("month", "period", "part")
"""Meanings of columns of periods; with a unit or a currency the header is that of what is counted in each."""
_ENDS = {
    "period_start": frozenset(("desde", "inicio", "start", "from", "begin")),
    "period_end": frozenset(("hasta", "fin", "end", "until", "termino")),
}
_DAILY = frozenset(("dia", "day", "jour", "tag", "giorno", "dag"))
_PRICED = frozenset(("", "quantity", "resource", "product", "reading", "invoice_number", *_TIMES))
"""Meanings of columns that are amounts of money with a currency in their header: "Agua (Bs)", "Factura (Bs)"."""
_MONEY_SIGNS = frozenset("$€£¥₹₲")
_COST_OF = {"demand_kw": "cost_power", "contracted_kw": "cost_power", "reactive_kvarh": "cost_penalty"}
COST_LIKE = frozenset(
    {"cost", "cost_energy", "cost_power", "cost_penalty", "cost_fixed", "cost_sewer", "tax_base"}
    | {"tax", "tax_lighting", "tax_cleaning", "other_fees", "adjustments", "arrears"}
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a header, or the label of a row, says.

    Attributes:
        meaning: Meaning of the column ("" if not known); "total" for columns that sum others up.
        confidence: 0 to 1.
        unit: Symbol of the unit it names; unit_entered the words it does so with.
        currency: ISO code, "$", or "".
        resource: Resource it names; None if it names none.
        name: The text without unit and currency.
        scale: What a value is to be multiplied by: 1000 below "miles de Bs".
    """

    meaning: str
    confidence: float
    unit: str = ""
    unit_entered: str = ""
    currency: str = ""
    resource: Resource | None = None
    name: str = ""
    scale: int = 1


@functools.lru_cache(maxsize=8192)
def head_of(text: str) -> Head | None:
    """What a text says as a header or label; None if it says nothing that the vocabulary knows."""
    if _MINOR.search(text) or _LEDGER.search(text):
        return Head("ignored", 0.9)  # pence and cents are no amounts of a bill, accounts of a ledger no gallons
    found = _head_of(text)
    if (found is None or (found.meaning == "quantity" and not found.unit)) and _HUMP.search(text):
        apart = _head_of(_HUMP.sub(" ", text))  # "consumoKwh", "BeginDate"
        return apart if apart is not None and (found is None or apart.unit) else found
    return found


def _head_of(text: str) -> Head | None:
    if len(text) > _LONGEST_HEADER or not (any(map(str.isalpha, text)) or text.strip(" ()[]") in _MONEY_SIGNS):
        return None
    scale, plain = _scale_in(taxes.spelled_out(text))
    scale, plain, multiple = _multiple_in(scale, plain)
    size, plain, multiple = _size_in(plain, multiple)
    unit, entered, rest = _unit_in(plain)
    entered = multiple or entered
    currency, rest = _currency_in(rest)
    if currency and unit and "/" not in plain and units.get(unit).dimension == "power":
        unit, entered, rest = "", "", _currency_in(plain)[1]  # "Consommation HP (euros)": HP are hours
    name = " ".join(rest.replace("( )", " ").split()).strip(" -:/,.")
    words = words_of(rest)
    found = columns().find(words)
    meaning, confidence = "", 0.0
    if found:
        meaning, count = found
        confidence = round(0.55 + 0.45 * min(1.0, count / len(set(words))), 2)
    meaning = _end_of_period(meaning, words)
    meaning, confidence = _with_unit(meaning, confidence, unit, currency, text)
    meaning, confidence = _with_tax(meaning, confidence, currency, plain)
    if (unit and not currency and _is_ratio(plain)) or (currency and _is_daily(plain)):
        meaning, confidence = "ignored", 0.9
    if meaning in _OF_TIME and not unit and not currency and _is_rate(text):
        meaning, confidence = "", 0.0
    if not meaning and not unit and not currency:
        return None
    resource = resource_of(rest)
    if _is_planned(words, meaning) or _is_given(words, meaning, unit, resource):
        meaning, confidence = "ignored", 0.9
    scale = scale if unit or currency or meaning in COST_LIKE else 1
    scale *= size if meaning == "quantity" else 1
    return Head(meaning, confidence, unit, entered, currency, resource, name, scale)


def _with_tax(meaning: str, confidence: float, currency: str, text: str) -> tuple[str, float]:
    """The meaning of an amount after words for taxes had their say: a total with tax beats one without."""
    is_amount = meaning in ("cost", "total") or (not meaning and (currency or taxes.is_only_tax(text)))
    said = taxes.said_of(text) if is_amount else ""
    if said == taxes.TAX:
        return "tax", 0.9
    if said == taxes.RATE:
        return "ignored", 0.9
    if said == taxes.WITH and (meaning or currency):
        return "cost", max(confidence, 0.95)
    if said == taxes.WITHOUT and (meaning or currency):
        return "cost", min(confidence, 0.6)
    return meaning, confidence


def _end_of_period(meaning: str, words: Sequence[str]) -> str:
    """Which end of a period a header speaks of: "Periodo de facturación Desde" beside "Hasta"."""
    ends = [end for end, said in _ENDS.items() if not said.isdisjoint(words)]
    is_period = meaning == "period" or (meaning == "quantity" and "periodo" in words)  # "Verbrauchszeitraum Beginn"
    return ends[0] if is_period and len(ends) == 1 else meaning


def _is_daily(text: str) -> bool:
    """Whether a header tells the money of a day ("$/day"), which is no amount of a bill."""
    return any((found[2] or found[4]) in _DAILY for found in _PER.finditer(fold(text)))


def _is_rate(text: str) -> bool:
    """Whether a header counts something per time ("Horas/día", "turnos por mes"), and is no date ("día/mes/año")."""
    for found in _PER.finditer(fold(text)):
        left, right = found[1] or found[3], found[2] or found[4]
        if right in _TIMES_TOLD and left not in _TIMES_TOLD:
            return True
    return False


@functools.lru_cache(maxsize=2048)
def _is_ratio(text: str) -> bool:
    """Whether a header is of amounts per something ("kWh/m2", "tCO2/MWh", "m3/h", "kWh per tonne"), not "kWh/mes"."""
    for found in _PER.finditer(text):
        left, right = found[1] or found[3], found[2] or found[4]
        counted, by = find_unit(left), find_unit(right)
        if find_unit(found[0]) is not None or _is_span(right) or (by is not None and by.symbol in _SPANS):
            continue  # "kW/h" is a spelling of kWh
        if counted is not None and counted.dimension in _UNIT_DIMENSIONS and not _is_money(right):
            return True
        if by is not None and by.dimension in _UNIT_DIMENSIONS and "co2" in fold(left):
            return True
    return False


def _is_span(text: str) -> bool:
    word = fold(text).strip(".")
    return word in _SPANS or bool(parts.size_of(word)) or (len(word) > 1 and bool(periods.size_of_word(word)))


def _is_planned(words: Sequence[str], meaning: str) -> bool:
    """Whether a header of quantities or money speaks of plans, of differences, or of another time than its row's."""
    apart = vocabulary("words")["apart"]
    if meaning in ("quantity", "cost") and not set(words).isdisjoint(apart["before"]):
        return True
    return (meaning in COST_LIKE or meaning in _AMOUNTS) and not set(words).isdisjoint(apart["planned"])


def _is_given(words: Sequence[str], meaning: str, unit: str, resource: Resource | None) -> bool:
    """Whether a header speaks of energy that the enterprise made or gave away; waste that it generated is its own."""
    is_energy = units.get(unit).dimension in ("energy", "power") if unit else resource is Resource.ELECTRICITY
    if meaning == "production" and unit and is_energy:
        return True
    given = vocabulary("words")["apart"]["given"]
    return is_energy and meaning in _AMOUNTS and not set(words).isdisjoint(given)


def is_month_head(text: str) -> bool:
    """Whether a header stands over months."""
    head = head_of(text) if text else None
    return head is not None and head.meaning in ("month", "period", "part")


def _scale_in(text: str) -> tuple[int, str]:
    """What values below a header stand for ("miles de Bs": 1000), and the text without it."""
    found = _SCALE.search(text.lower())
    if found is None:
        return 1, text
    return (1_000_000 if found[2] else 1_000), f"{text[: found.start()]} {text[found.end() :]}"


def _multiple_in(scale: int, text: str) -> tuple[int, str, str]:
    """Scale and text of a header with a multiple of a unit ("hl": 100 l) as that unit, and the multiple as written."""
    found = _MULTIPLE.search(text)
    if found is None:
        return scale, text, ""
    unit, times = MULTIPLES[found[0].lower()]
    return scale * times, f"{text[: found.start()]}{unit}{text[found.end() :]}", found[0]


def _size_in(text: str, multiple: str) -> tuple[int, str, str]:
    """Size and text of a header that counts things of a size: "Cisternas (10 m3)" are so many times ten."""
    found = _SIZE.search(text)
    long_unit = _long_unit(_TOKENS.findall(text)) if found is not None else None
    if (
        found is None
        or multiple
        or _without_remarks(text) != text
        or (long_unit and any(map(str.isdigit, long_unit[1])))
    ):
        return 1, text, multiple
    unit = find_unit(found[2])
    if unit is None or unit.dimension not in ("energy", "volume", "mass"):
        return 1, text, multiple
    return int(found[1]) or 1, f"{text[: found.start()]}({found[2]}){text[found.end() :]}", f"{found[1]} {found[2]}"


def _with_unit(meaning: str, confidence: float, unit: str, currency: str, text: str) -> tuple[str, float]:
    """The meaning after unit and currency had their say."""
    dimension = units.get(unit).dimension if unit else ""
    result = meaning, confidence
    if unit and currency and "/" in text and dimension != "time":  # "Bs/mes" is an amount, no price
        result = "unit_price", 0.95
    elif unit in CONTAINERS and currency:  # "Garrafa (10 kg) Bs" is what cylinders cost
        result = "cost", 0.6
    elif meaning in _NAMES and (dimension in ("energy", "volume", "mass") or currency):
        result = ("quantity", 0.9) if unit else ("cost", 0.8)
    elif dimension in _BY_DIMENSION and not currency:
        result = (meaning if meaning == "contracted_kw" else _BY_DIMENSION[dimension]), max(confidence, 0.9)
    elif dimension == "apparent_power":
        result = "ignored", 0.9
    elif (
        unit
        and meaning in ("", "total", "resource", "demand_kw", "product", "year", "days", "unit", "estimated", *_TIMES)
        and dimension in ("energy", "volume", "mass")
    ):
        result = ("total", confidence) if meaning == "total" else ("quantity", 0.9)
    elif currency and meaning in _COST_OF:
        result = _COST_OF[meaning], confidence
    elif currency and not unit and meaning in _PRICED:
        result = "cost", 0.8
    elif currency and meaning == "total":
        result = "cost", 0.85
    elif unit and meaning in COST_LIKE and dimension in ("energy", "volume", "mass") and not currency:
        result = "quantity", 0.7
    return result


def _unit_in(text: str) -> tuple[str, str, str]:
    """Unit of a header (symbol, words of the file) and the text without it; ("", "", text) if it names none."""
    tokens = _TOKENS.findall(text)
    found_long = _long_unit(tokens)
    if found_long and any(map(str.isdigit, found_long[1])):  # "garrafas (10 kg)" are no kilograms
        return *found_long, " ".join(tokens).replace(found_long[1], " ")
    text = _without_remarks(text)
    tokens = _TOKENS.findall(text)
    for found in _BRACKETS.finditer(text):
        for part in (found.group(1), *re.split(r"[/\s]+", found.group(1))):
            unit = find_unit(part) if part.strip() else None
            if unit is not None and unit.dimension in _BRACKET_DIMENSIONS and not _is_money(part):
                return unit.symbol, part.strip(), text.replace(found.group(0), f" {found.group(1).replace(part, ' ')} ")
    if found_long:
        return *found_long, " ".join(tokens).replace(found_long[1], " ")
    for token in reversed(tokens):
        for part in (token, *token.split("/")[::-1]) if "/" in token else (token,):
            bare = part.strip(".")
            if (len(bare) < 2 and len(tokens) > 1) or fold(bare) in _NOT_UNITS or _is_money(bare):
                continue
            unit = find_unit(bare) if bare else None
            if unit is not None and unit.dimension in _UNIT_DIMENSIONS:
                return unit.symbol, bare, text.replace(part, " ")
    return _letter_in(text)


def _without_remarks(text: str) -> str:
    """The header without brackets that tell a value, beside a unit: "Consumo m3 (9300 kcal)" is in m3."""
    for found in _BRACKETS.finditer(text):
        inside = found.group(1).split()
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        if len(inside) == 2 and inside[0][0].isdigit() and find_unit(inside[1]) is not None:
            words = (find_unit(word) for word in _TOKENS.findall(rest) if len(word) > 1)
            told = [unit for unit in words if unit is not None and unit.symbol not in CONTAINERS]
            if any(unit.dimension in _UNIT_DIMENSIONS for unit in told):
                return rest
    return text


def _letter_in(text: str) -> tuple[str, str, str]:
    """The unit of one letter at the end of a header whose resource is measured so; ("", "", text) if there is none."""
    rest, _, letter = text.strip().rpartition(" ")
    rest = re.sub(r"\b(?:en|in|em)$", "", rest.strip(" ,-:")).strip()
    if letter not in _LETTERS or not rest:
        return "", "", text
    unit, resource = find_unit(letter), resource_of(rest, weak=False)
    if unit is None or resource is None or not comes_in(resource, unit.symbol):
        return "", "", text
    return unit.symbol, letter, rest


def _long_unit(tokens: list[str]) -> tuple[str, str] | None:
    """A unit of several words ("metros cúbicos", "garrafas de 10 kg"): its symbol and the words."""
    for size in range(min(_LONGEST_UNIT, len(tokens)), 1, -1):
        for start in range(len(tokens) - size + 1):
            words = tokens[start : start + size]
            text = " ".join(word for word in words if fold(word) not in ("de", "of"))
            unit = find_unit(text) or find_unit(re.sub(r"^(\w+?)s\b", r"\1", text))
            if unit is not None and unit.dimension in ("energy", "volume", "mass") and not _is_money(text):
                return unit.symbol, " ".join(words)
    return None


def comes_in(resource: Resource, symbol: str, *, letter: bool = True) -> bool:
    """Whether quantities of a resource are measured in the dimension of a unit.

    Args:
        letter: Whether the file names the unit by one letter, which may mean something else: then only the dimensions
            that are usual count; else any that are possible.
    """
    dimension = units.get(symbol).dimension
    if resource in (Resource.OTHER, Resource.MATERIAL):
        return True
    if not letter and resource not in (Resource.ELECTRICITY, Resource.WATER, Resource.WASTEWATER):
        return dimension in _POSSIBLE
    return dimension in _USUAL.get(resource, ()) or (not letter and dimension in _MORE.get(resource, ()))


def _is_money(text: str) -> bool:
    return fold(text) in currencies()


def _currency_in(text: str) -> tuple[str, str]:
    """Currency of a header and the text without it."""
    table = currencies()
    for token in _TOKENS.findall(text):
        for part in (token, token.strip("."), *token.split("/")):
            if fold(part) in table:
                return table[fold(part)], text.replace(token, " ").replace("( )", " ")
    return "", text


# -- rows, sheets, meters ----------------------------------------------------------------------------------------------

"""Flows and steps as tables show, copy and read them: columns, texts of cells, and what a typed text means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from score_desktop import typed, units
from score_desktop.calc.ledger import RESOURCE_NAMES
from score_desktop.calc.network import KIND_NAMES
from score_desktop.enums import DataQuality, FlowKind, FlowPeriod, Place
from score_desktop.errors import InvalidInput
from score_desktop.i18n import Texts
from score_desktop.models.text import search_key
from score_desktop.msgid import N_
from score_desktop.services import process_closing as closing
from score_desktop.services.edits import CellValue, ColumnKind, TableColumn, column_of, read_cell
from score_desktop.services.process_rows import FlowRow, Followed, StepRow
from score_desktop.services.process_substances import substance_words
from score_desktop.services.process_words import PERIODS, PLACES

_NUMBER, _MONEY, _CHOICE = ColumnKind.NUMBER, ColumnKind.MONEY, ColumnKind.CHOICE
KIND_CHOICES = tuple((kind.value, words) for kind, words in KIND_NAMES.items())
PERIOD_CHOICES = tuple((period.value, words) for period, words in PERIODS.items())
PLACE_CHOICES = (("", N_("step of the process")), *((place.value, words) for place, words in PLACES.items()))
RESOURCE_CHOICES = (("", ""), *((resource.value, words) for resource, words in RESOURCE_NAMES.items()))
LOSS_CHOICES = (("", N_("as usual")), ("yes", N_("yes")), ("no", N_("no")))

FLOW_COLUMNS = (
    TableColumn("source", N_("From")),
    TableColumn("target", N_("To")),
    TableColumn("name", N_("Flow")),
    TableColumn("quantity", N_("Quantity"), _NUMBER, right=True),
    TableColumn("unit", N_("Unit"), ColumnKind.UNIT),
    TableColumn("period", N_("Per"), _CHOICE, required=True, choices=PERIOD_CHOICES),
    TableColumn("kind", N_("Kind"), _CHOICE, required=True, choices=KIND_CHOICES),
    TableColumn("per_year", N_("Per year"), _NUMBER, editable=False, right=True),
    TableColumn("reconciled", N_("By the balances"), _NUMBER, editable=False, right=True),
    TableColumn("quality", N_("Quality")),
    TableColumn("origin", N_("Origin"), ColumnKind.SOURCE, editable=False),
    TableColumn("price", N_("Price"), _MONEY, right=True),
    TableColumn("disposal_cost", N_("Disposal"), _MONEY, right=True),
    TableColumn("income", N_("Income"), _MONEY, right=True),
    TableColumn("processing_cost", N_("Processing"), _MONEY, right=True),
    TableColumn("price_unit", N_("Unit of the price"), ColumnKind.UNIT),
    TableColumn("currency", N_("Currency"), ColumnKind.CURRENCY),
    TableColumn("loss_cost", N_("Cost of the loss"), _MONEY, editable=False, right=True),
    TableColumn("substance", N_("Substance")),
    TableColumn("resource", N_("Resource"), _CHOICE, choices=RESOURCE_CHOICES),
    TableColumn("kg_per_unit", N_("kg per unit"), _NUMBER, right=True),
    TableColumn("kg_co2e", N_("kg CO₂e per unit"), _NUMBER, right=True),
    TableColumn("is_loss", N_("Loss"), _CHOICE, choices=LOSS_CHOICES),
    TableColumn("note", N_("Note")),
)
"""In the order of the table; which of them are visible is the window's matter."""

STEP_COLUMNS = (
    TableColumn("name", N_("Step"), required=True),
    TableColumn("outside", N_("What it is"), _CHOICE, choices=PLACE_CHOICES),
    TableColumn("stock_change", N_("Increase of stock"), _NUMBER, right=True),
    TableColumn("stock_unit", N_("Unit"), ColumnKind.UNIT),
    TableColumn("system_cost", N_("Labour and machines per year"), _MONEY, right=True),
    TableColumn("energy_cost", N_("Further energy per year"), _MONEY, right=True),
    TableColumn("waste_cost", N_("Handling of waste per year"), _MONEY, right=True),
    TableColumn("currency", N_("Currency"), ColumnKind.CURRENCY),
    TableColumn("product_share", N_("Share to product"), _NUMBER, right=True),
    TableColumn("note", N_("Note")),
    TableColumn("closes", N_("Must close")),
)

SHARE = "share."
"""What the key of a column begins with that says how much of a followed substance is in a flow."""

_LETTERS = frozenset(DataQuality)
_PERCENT = re.compile(r"^(?:±|\+/-|\+-)?\s*(.+?)\s*%$")
_AMOUNT = re.compile(r"^([^A-Za-zÀ-ÿ%/]*\d)\s*(.*)$", re.DOTALL)
_PER = re.compile(r"\s*(?:/|\bpor\b|\bper\b|\bal\b|\ba la\b|\bcada\b|\ba\b)\s*", re.IGNORECASE)
_PERIOD_WORDS: Mapping[str, FlowPeriod] = {
    **dict.fromkeys(("year", "years", "yr", "y", "a", "ano", "anos", "an\x7fo", "gestion"), FlowPeriod.YEAR),
    **dict.fromkeys(("anual", "annual", "yearly"), FlowPeriod.YEAR),
    **dict.fromkeys(("month", "mo", "mes", "meses", "mensual", "monthly"), FlowPeriod.MONTH),
    **dict.fromkeys(("week", "wk", "semana", "semanas", "sem", "semanal", "weekly"), FlowPeriod.WEEK),
    **dict.fromkeys(("day", "days", "d", "dia", "dias", "jornada", "diario", "diaria", "daily"), FlowPeriod.DAY),
    **dict.fromkeys(("batch", "lote", "bachada", "hornada", "carga"), FlowPeriod.BATCH),
    **dict.fromkeys(("product", "unit of product", "producto", "unidad de producto"), FlowPeriod.PRODUCT),
}


def share_column(followed: Followed) -> TableColumn:
    """The column of a followed substance; the title is a name as the person gave it."""
    return TableColumn(f"{SHARE}{followed.key}", f"{followed.name}, %", _NUMBER, right=True)


def read_flow_cell(key: str, text: str, texts: Texts) -> dict[str, CellValue]:
    """What a typed or pasted text means in a column of flows: often more than one cell.

    A quantity may bring its unit and period ("120 kg/day", "12 m3 por mes"), a unit its period ("kg/día"), a quality is
    a letter or "± 5 %", which sets `uncertainty_percent`; "60" or "60 %" of a followed substance (`share_column`) is
    0.6. Kinds and periods are known by more words than the table shows ("producto", "merma", "mensual", "por mes").
    Nothing empties the cell.

    Raises:
        InvalidInput: The text does not fit; `field` in the parameters is the column.
    """
    plain = text.strip()
    if key.startswith(SHARE):
        return {key: _share(plain, key, texts) if plain else None}
    column = column_of(FLOW_COLUMNS, key)
    said = _MORE_WORDS.get(key, {}).get(_bare(plain))
    if said is not None:
        return {key: said}
    if key == "quantity" and plain:
        return _quantity(plain, texts)
    if key == "quality":
        return _quality(plain, texts)
    if key == "unit":
        return _unit(plain, texts)
    return {key: read_cell(column, text, texts)}


def _plurals(word: str) -> tuple[str, ...]:
    """Words in the plural: merma, mermas; emision, emisiones."""
    return (f"{word}s", f"{word}es", " ".join(f"{part}s" for part in word.split(" ")))


_LEADING = re.compile(r"^(?:/|por |per |al |a la |cada |a )\s*")
_KIND_WORDS: Mapping[FlowKind, tuple[str, ...]] = {
    FlowKind.RAW: ("materia prima", "material", "raw"),
    FlowKind.AUXILIARY: ("insumo", "auxiliar", "material auxiliar", "quimico", "producto quimico", "chemical"),
    FlowKind.PACKAGING: ("envase", "embalaje", "empaque", "packing"),
    FlowKind.ENERGY: ("electricidad", "combustible", "gas", "fuel", "electricity", "heat", "calor"),
    FlowKind.WATER: ("agua potable",),
    FlowKind.PRODUCT: ("producto", "producto terminado", "producto final", "semielaborado", "product"),
    FlowKind.BY_PRODUCT: ("sub producto", "coproducto", "by product"),
    FlowKind.WASTE: ("merma", "perdida", "desecho", "basura", "desperdicio", "efluente", "agua residual", "loss"),
    FlowKind.EMISSION: ("emision", "emission", "gases"),
    FlowKind.REUSE: ("reutilizacion", "reciclaje interno", "recirculacion", "recirculation"),
}
_MORE_WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": {
        ending: kind.value
        for kind, words in _KIND_WORDS.items()
        for word in words
        for ending in (word, *_plurals(word))
    },
    "period": {word: period.value for word, period in _PERIOD_WORDS.items()},
}
"""What else a choice is called, without accents."""


def _bare(text: str) -> str:
    return _LEADING.sub("", search_key(text))


def read_step_cell(key: str, text: str, texts: Texts, followed: Sequence[Followed] = ()) -> dict[str, CellValue]:
    """The same in a column of steps; a share may be written as "60 %", balances as "mass, energy".

    Raises:
        InvalidInput: The text does not fit.
    """
    if key == "closes":
        return {key: closing.read(text, texts, followed)}
    found = _PERCENT.match(text.strip()) if key == "product_share" else None
    if found is not None:
        return {key: _percent(found[1], key, texts) / 100}
    return {key: read_cell(column_of(STEP_COLUMNS, key), text, texts)}


def _quantity(text: str, texts: Texts) -> dict[str, CellValue]:
    found = _AMOUNT.match(text)
    if found is None or not found[2]:
        return {"quantity": read_cell(column_of(FLOW_COLUMNS, "quantity"), text, texts)}
    number = read_cell(column_of(FLOW_COLUMNS, "quantity"), found[1], texts)
    words = found[2].strip()
    values: dict[str, CellValue] = {"quantity": number}
    whole = units.find_unit(words)  # "kWh/t" is no unit here, but "kg CO2e" has a space
    if whole is None:
        first, period = _split(words)
        if period is not None:
            values["period"] = period.value
        whole = units.find_unit(first) if first else None
        if first and whole is None:
            raise InvalidInput("bill.unit_unknown", field="quantity", value=words)
    if whole is not None:
        values["unit"] = whole.symbol
    return values


def _unit(text: str, texts: Texts) -> dict[str, CellValue]:
    """A unit, or a unit and its period ("kg/día")."""
    first, period = _split(text)
    if period is None or units.find_unit(text) is not None or units.find_unit(first) is None:
        return {"unit": read_cell(column_of(FLOW_COLUMNS, "unit"), text, texts)}
    return {"unit": read_cell(column_of(FLOW_COLUMNS, "unit"), first, texts), "period": period.value}


def _split(words: str) -> tuple[str, FlowPeriod | None]:
    """Unit and period of "kg/day", "m3 por mes", "/año"."""
    for place in _PER.finditer(words):
        period = _PERIOD_WORDS.get(search_key(words[place.end() :]))
        if period is not None:
            return words[: place.start()].strip(), period
    return words, None


def _quality(text: str, texts: Texts) -> dict[str, CellValue]:
    letter = text[:1].upper()
    if letter in _LETTERS and (len(text) == 1 or not text[1].isalnum()):
        return {"quality": letter, "uncertainty_percent": None}
    if not text:
        return {"uncertainty_percent": None}
    found = _PERCENT.match(text) or re.match(r"^(?:±|\+/-|\+-)\s*(.+)$", text)
    if found is None:
        raise InvalidInput("process.quality", field="quality", value=text[:40])
    return {"uncertainty_percent": _percent(found[1], "quality", texts)}


def _percent(text: str, field: str, texts: Texts) -> Decimal:
    try:
        return typed.read_number(text, texts)
    except InvalidInput as error:
        raise InvalidInput(error.message_id, **{**error.params, "field": field}) from error


def _share(text: str, key: str, texts: Texts) -> Decimal:
    found = _PERCENT.match(text)
    percent = _percent(text if found is None else found[1], key, texts)
    if not 0 <= percent <= 100:
        raise InvalidInput("process.share", field=key, value=text[:40])
    return percent / 100


def place_named(name: str) -> Place | None:
    """The kind of place that a name stands for in either language ("Clientes" → customers); None: a step."""
    return _places().get(search_key(name))


def _places() -> dict[str, Place]:
    if not _PLACE_NAMES:
        for language in ("es", "en"):
            texts = Texts(language)
            _PLACE_NAMES.update({search_key(texts.t(words)): place for place, words in PLACES.items()})
        _PLACE_NAMES.update(_MORE_PLACES)
    return _PLACE_NAMES


_PLACE_NAMES: dict[str, Place] = {}
_MORE_PLACES: Mapping[str, Place] = {
    "proveedor": Place.SUPPLIER,
    "supplier": Place.SUPPLIER,
    "cliente": Place.CUSTOMER,
    "customer": Place.CUSTOMER,
    "basura": Place.LANDFILL,
    "relleno sanitario": Place.LANDFILL,
    "landfill": Place.LANDFILL,
    "bin": Place.LANDFILL,
    "sewer": Place.SEWER,
    "drain": Place.SEWER,
    "desague": Place.SEWER,
    "atmosfera": Place.AIR,
    "recicladores": Place.BUYER,
    "recyclers": Place.BUYER,
    "red": Place.UTILITY,
    "suministro de agua y energia": Place.UTILITY,
    "water and energy": Place.UTILITY,
    "grid": Place.UTILITY,
}


def flow_cell_text(row: FlowRow, key: str, names: Mapping[str, str], texts: Texts) -> str:
    """An editable cell of a flow as the clipboard holds it; `read_flow_cell` reads it back.

    Args:
        names: Names of steps and places by portable id.
    """
    if key in ("source", "target"):
        return names.get(getattr(row, key), "")
    if key.startswith(SHARE):
        return share_text(row, key.removeprefix(SHARE), texts)
    if key == "substance":
        return substance_words(row.substance, texts.language)
    if key == "quality":
        percent = row.uncertainty_percent
        return row.quality.value if percent is None else f"± {texts.percent(percent / 100, 6, trim=True)}"
    if key == "is_loss":
        return "" if row.is_loss is None else texts.t("yes") if row.is_loss else texts.t("no")
    return _text(getattr(row, key), column_of(FLOW_COLUMNS, key), texts)


def share_text(row: FlowRow, substance: str, texts: Texts) -> str:
    """How much of a followed substance is in a flow, in %, without the sign; "" for nothing."""
    share = row.shares.get(substance)
    return "" if not share else typed.number_text(Decimal(repr(float(share))) * 100, texts)


def step_cell_text(row: StepRow, key: str, texts: Texts, followed: Sequence[Followed] = ()) -> str:
    """The same of a step."""
    if key == "closes":
        return closing.words(row.closes, texts, followed)
    return _text(getattr(row, key), column_of(STEP_COLUMNS, key), texts)


def _text(value: object, column: TableColumn, texts: Texts) -> str:
    if isinstance(value, Decimal):
        return typed.number_text(value, texts)
    if isinstance(value, float):
        return typed.number_text(Decimal(repr(value)), texts)
    words = dict(column.choices).get(str(value)) if value is not None and column.choices else None
    return texts.t(words) if words else "" if value is None else str(value)


USUAL_UNITS: Mapping[FlowKind, str] = {FlowKind.ENERGY: "kWh", FlowKind.WATER: "m3"}
"""Unit of a quantity that was typed without one; else kg."""

"""The streams of bills in a table: which quantity, which amount, and what belongs to another thing."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from score_desktop import units
from score_desktop.enums import Resource
from score_desktop.importing import against, cells, naming, wordbook
from score_desktop.importing.columns import BLOCKS, READINGS, Column, Layout, count_filled
from score_desktop.importing.context import ImportContext
from score_desktop.importing.heads import CONTAINERS, head_of

_FEWEST_AMOUNTS = 3
_FEWEST_ALIKE = 3
_ALIKE = 0.02
_BILLED = frozenset({"corregido", "corregidos", "corregida", "corrected", "facturado", "facturados", "billed"})
_TWO = 2
_CENT = 20_000
"""Two cents in millionths: sums on bills are rounded."""


@dataclass(slots=True)
class Series:
    """What becomes one stream of bills: a quantity with its cost.

    Attributes:
        quantity: Column of the quantity; None when it comes from readings or blocks, or only costs are known.
        cost: Column of the amount billed; None if there is none.
        resource: Resource that the headers name; None if they name none.
        name: Name that the header gives the meter; "" if it gives none.
        moneys: Currency → column of the same amounts in it, where none is the enterprise's: the person is asked.
        beside: What the headers of other streams name, of a stream whose own name tells no resource.
    """

    quantity: Column | None
    cost: Column | None
    resource: Resource | None = None
    name: str = ""
    beside: frozenset[Resource] = frozenset()
    moneys: Mapping[str, Column] = field(default_factory=dict)


def series_of(
    layout: Layout, known: Resource | None, context: ImportContext, values: Mapping[int, Sequence[int | None]]
) -> list[Series]:
    """The streams of bills in a table: one, or one for each resource that has its own columns.

    Args:
        layout: The columns.
        known: Resource that the table as a whole has by its words; None if not known.
        context: Its currency decides between two amounts.
        values: The numbers of the columns, by index.
    """
    quantities, costs = layout.all("quantity"), _without_arrears(layout, values)
    if known is None and any(wordbook.is_heat_value(column.title) for column in layout.columns if column.title):
        known = Resource.NATURAL_GAS  # its volume and its heat are one consumption
    known = known or naming.resource_of_texts(column.title for column in layout.all("meter", "account"))
    _told_by_units(quantities, values)
    resources = {column.head.resource for column in quantities if column.head and column.head.resource}
    if len(quantities) > 1 and not layout.has("resource", "product"):
        apart = _apart(_distinct(quantities, values), known, len(resources) > 1, layout.has("meter"))
        apart = _without_sum(apart, values)
        if len(apart) > 1:
            streams = [_with_cost(group, costs, apart, context) for group in apart]
            named = frozenset(one.resource for one in streams if one.resource)
            return [one if one.resource else dataclasses.replace(one, beside=named) for one in streams]
    if not quantities and not layout.has(*BLOCKS, *READINGS) and len(costs) > 1:
        by_words = {column.head.resource: column for column in costs if column.head and column.head.resource}
        if len(by_words) > 1:
            return [Series(None, column, resource) for resource, column in by_words.items()]
        if not layout.has("meter", "resource", "product") and all(
            column.head and column.head.name == column.title for column in costs
        ):
            return [Series(None, column, None, column.title) for column in costs]
    if not quantities and not costs and not layout.has(*BLOCKS, *READINGS):
        return []
    quantity = _in_base_unit(quantities, known)
    resource = quantity.head.resource if quantity and quantity.head else None
    wholes = _wholes(costs, layout, values)
    return [Series(quantity, _best_cost(wholes, context), resource, moneys=_moneys(wholes, context))]


def _without_arrears(layout: Layout, values: Mapping[int, Sequence[int | None]]) -> list[Column]:
    """The amounts of a table but those that are another amount of it and the arrears together."""
    costs, arrears = layout.all("cost"), layout.one("arrears")
    owed = values.get(arrears.index, ()) if arrears is not None else ()
    if len(costs) < 2 or not any(owed):
        return costs

    def adds_up(whole: Column, part: Column) -> bool:
        rows = [row for row in zip(values[whole.index], values[part.index], owed, strict=True) if None not in row[:2]]
        return bool(rows) and all(abs((a or 0) - (b or 0) - (c or 0)) <= _CENT for a, b, c in rows)

    sums = [one for one in costs if not one.told and any(other is not one and adds_up(one, other) for other in costs)]
    for column in sums:
        column.meaning = "other"
    return [column for column in costs if column not in sums]


def _wholes(costs: list[Column], layout: Layout, values: Mapping[int, Sequence[int | None]]) -> list[Column]:
    """Of the amounts of bills the one that is the sum of the others in every row, with taxes or without; else all."""
    resources = {column.head.resource for column in costs if column.head and column.head.resource}
    if len(costs) < _FEWEST_AMOUNTS or len(resources) > 1 or any(column.told for column in costs):
        return costs
    taxes = [values[column.index] for column in layout.all("tax")]
    for whole in costs:
        whole_values = values[whole.index]
        parts = [values[column.index] for column in costs if column is not whole]
        if _add_up(whole_values, parts) or (taxes and _add_up(whole_values, parts + taxes)):
            for column in costs:
                column.meaning = column.meaning if column is whole else "other"
            return [whole]
    return costs


def _add_up(whole: Sequence[int | None], parts: Sequence[Sequence[int | None]]) -> bool:
    """Whether amounts are the sums of the others in every row, in two at least that tell some; stops at a gap."""
    told = 0
    for total, *row in zip(whole, *parts, strict=True):
        found = sum(part or 0 for part in row)
        if abs((total or 0) - found) > _CENT:
            return False
        told += bool(total or found)
    return told > 1


def _apart(quantities: list[Column], known: Resource | None, by_resource: bool, has_meter: bool) -> list[list[Column]]:
    """Quantity columns in groups that are different things, not one thing in two units."""
    groups: dict[object, list[Column]] = {}
    if by_resource:
        for column in quantities:
            resource = column.head.resource if column.head else None
            groups.setdefault((resource, _place_of(column, quantities)), []).append(column)
    elif known is None and not has_meter and all(map(_is_thing, quantities)):
        for column in quantities:
            groups.setdefault(column.head.name if column.head else "", []).append(column)
    elif known is None and len({_dimension(column) for column in quantities} - {""}) > 1:
        for column in quantities:
            groups.setdefault(_dimension(column), []).append(column)
    elif not has_meter and _are_sizes(quantities):
        for column in quantities:
            groups.setdefault(column.unit, []).append(column)
    elif not has_meter and all(_is_named(column) for column in quantities):
        for column in quantities:
            groups.setdefault(column.head.name if column.head else "", []).append(column)
    return list(groups.values())


def _without_sum(groups: list[list[Column]], values: Mapping[int, Sequence[int | None]]) -> list[list[Column]]:
    """Streams but the one that is the sum of the others in every row: a meter of the whole beside its parts."""
    if len(groups) <= _TWO or any(len(group) > 1 or group[0].told or not _is_named(group[0]) for group in groups):
        return groups
    for group in groups:
        others = [values[other[0].index] for other in groups if other is not group]
        whole = values[group[0].index]
        if len(set(whole)) >= _FEWEST_ALIKE and _add_up(whole, others):
            group[0].meaning = "other"
            return [other for other in groups if other is not group]
    return groups


def _told_by_units(quantities: Sequence[Column], values: Mapping[int, Sequence[int | None]]) -> None:
    """Columns such as "kwh" and "therms" that tell nothing but units of two resources, and no constant, are of both."""
    by_unit = {column.index: naming.resource_by_unit(column.unit) for column in quantities}
    bare = all(column.head and not column.head.resource and not column.head.name for column in quantities)
    if not bare or len(set(by_unit.values())) < _TWO or None in by_unit.values():
        return
    for one, other in pairwise(quantities):
        if _ratio_is_constant(one, other, values):
            return
    for column in quantities:
        if column.head is not None:
            column.head = dataclasses.replace(column.head, resource=by_unit[column.index])


def _place_of(column: Column, quantities: Sequence[Column]) -> str:
    """What stands before the words that a header shares with others ("Planta El Alto" before "Energía kWh"), or ""."""
    words = column.title.split()
    for other in quantities:
        theirs = other.title.split()
        shared = 0
        while shared < min(len(words), len(theirs)) - 1 and words[-1 - shared] == theirs[-1 - shared]:
            shared += 1
        mine, other_place = " ".join(words[: len(words) - shared]), " ".join(theirs[: len(theirs) - shared])
        if shared > 1 and other is not column and mine != other_place and _is_place(mine) and _is_place(other_place):
            return mine
    return ""


def _is_place(text: str) -> bool:
    head = head_of(text)
    return bool(text) and (head is None or head.meaning in ("meter", "account", "site", "use"))


def _are_sizes(quantities: list[Column]) -> bool:
    """Whether columns count containers of different sizes: those are two things, not one in two units."""
    sizes = {column.unit for column in quantities}
    return len(sizes) > 1 and sizes <= CONTAINERS


def _distinct(quantities: list[Column], values: Mapping[int, Sequence[int | None]]) -> list[Column]:
    """Columns but those that only repeat another one in its unit, times a constant: metered and corrected gas."""
    kept: list[Column] = []
    for column in quantities:
        same = next((other for other in kept if _repeats(column, other, values)), None)
        if same is None or column.told or (same.head and column.head and same.head.resource != column.head.resource):
            kept.append(column)
            continue
        is_billed = any(word in _BILLED for word in wordbook.fold(column.title).split())
        if is_billed and not same.told:
            kept[kept.index(same)] = column
            same.meaning = "other"
        else:
            column.meaning = "other"
    return kept


def _repeats(one: Column, other: Column, values: Mapping[int, Sequence[int | None]]) -> bool:
    are_things = _is_thing(one) and _is_thing(other)
    if one.unit != other.unit or are_things or (_names_meter(one) and _names_meter(other)):
        return False
    return _ratio_is_constant(one, other, values)


def _ratio_is_constant(one: Column, other: Column, values: Mapping[int, Sequence[int | None]]) -> bool:
    pairs = [(a, b) for a, b in zip(values[one.index], values[other.index], strict=True) if a and b]
    if len(pairs) < _FEWEST_ALIKE or len({a for a, _ in pairs}) < _FEWEST_ALIKE:
        return False
    ratios = [a / b for a, b in pairs]
    return max(ratios) - min(ratios) <= _ALIKE * abs(min(ratios, key=abs))


def _names_meter(column: Column) -> bool:
    """Whether a header names a meter or a place ("Medidor 1 (kWh)"): two such never tell one thing twice."""
    said = head_of(column.head.name) if column.head and column.head.name else None
    return said is not None and said.meaning in ("meter", "account", "site")


def _dimension(column: Column) -> str:
    return units.get(column.unit).dimension if column.unit else ""


def _is_named(column: Column) -> bool:
    """A header such as "Horno (kWh)": a unit, and a name that is no word for quantities."""
    return bool(column.head and column.unit and column.head.name and column.confidence == 0.9)


def _is_thing(column: Column) -> bool:
    """Whether a header is of a thing of an unknown name in its unit: "Queso (kg)" beside "Yogurt (l)"."""
    return _is_named(column) and resource_of_head(column) is None


def resource_of_head(column: Column) -> Resource | None:
    """The resource that a header names, by any of its words."""
    return wordbook.resource_of(column.head.name) if column.head and column.head.name else None


def _with_cost(group: list[Column], costs: list[Column], groups: list[list[Column]], context: ImportContext) -> Series:
    quantity = _in_base_unit(group, None)
    resource = next((column.head.resource for column in group if column.head and column.head.resource), None)
    same = [column for column in costs if column.head and column.head.resource and column.head.resource == resource]
    if not same:
        last = max(column.index for column in group)
        starts = [column.index for other in groups if other is not group for column in other]
        until = min((start for start in starts if start > last), default=1 << 30)
        same = [
            column for column in costs if last < column.index < until and not (column.head and column.head.resource)
        ]
    name = quantity.head.name if quantity and quantity.head and _is_named(quantity) and not resource else ""
    if not name and quantity and len(groups) > 1 and _are_sizes([column for one in groups for column in one]):
        name = quantity.title
    return Series(quantity, _best_cost(same, context), resource, name, moneys=_moneys(same, context))


def _in_base_unit(quantities: list[Column], known: Resource | None) -> Column | None:
    """Of the same quantity in several units, the column in the base unit; else the surest."""
    if not quantities:
        return None
    wanted = (
        "volume"
        if known in (Resource.NATURAL_GAS, Resource.WATER)
        else "energy"
        if known is Resource.ELECTRICITY
        else ""
    )

    def rank(column: Column) -> tuple[bool, bool, bool, bool, bool, bool, float, int]:
        told, filled, bought = column.told, count_filled(column) > 0, wordbook.speaks_of_purchase(column.title)
        if not column.unit:
            return told, filled, bought, False, False, False, column.confidence, -column.index
        base = units.base_symbol_for(known or Resource.OTHER, column.unit)
        is_base, is_wanted = base == column.unit, _dimension(column) == wanted
        return told, filled, bought, True, is_base, is_wanted, column.confidence, -column.index

    best = max(quantities, key=rank)
    for column in quantities:
        if column is not best:
            column.meaning = "other"
    return best


def _moneys(costs: Sequence[Column], context: ImportContext) -> dict[str, Column]:
    """Columns of amounts by currency, where several are named and none of them is the enterprise's; else nothing."""
    named: dict[str, Column] = {}
    for column in costs:
        if count_filled(column):
            named.setdefault(column.head.currency if column.head else "", column)
    is_told = any(column.told for column in costs)
    is_open = len(named) > 1 and named.keys().isdisjoint(("", "$", context.currency)) and not is_told
    return named if is_open else {}


def _best_cost(costs: list[Column], context: ImportContext) -> Column | None:
    """Of several amounts the surest, in the enterprise's currency, the rightmost: totals stand at the right."""
    if not costs:
        return None

    def rank(column: Column) -> tuple[bool, bool, bool, bool, float, bool, int]:
        named = column.head.currency if column.head else ""
        total = "total" in cells.word(column.title).lower() and not against.is_subtotal(column)
        return (
            column.told,
            count_filled(column) > 0,
            named in ("", context.currency),
            not against.speaks_of_payment(column),
            column.confidence,
            total,
            column.index,
        )

    best = max(costs, key=rank)
    for column in costs:
        if column is not best:
            column.meaning = "other"
    return best

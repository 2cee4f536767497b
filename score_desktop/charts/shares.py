"""Cost and climate by resource: two bars, one above the other, in the same colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from score_desktop import tokens
from score_desktop.charts import names, titles
from score_desktop.charts.data import CostAndClimate, CostByResource, EmissionsBySource
from score_desktop.charts.hover import Chart, Point
from score_desktop.charts.pareto import off_labels
from score_desktop.charts.sheet import Sheet
from score_desktop.enums import Resource
from score_desktop.i18n import Texts

_GAP = 8.0
_HEAD_SHARE = 0.24
"""At most this share of the width is for the names of the bars."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One resource of a bar.

    Attributes:
        share: Of all that is paid or emitted; what is told.
        start: Left end, as a share of the bar that is drawn.
        width: As a share of the bar that is drawn.
    """

    name: str
    resource: Resource
    share: float
    said: str
    start: float = 0.0
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar with its name and total."""

    name: str
    total: str
    parts: tuple[_Part, ...]
    note: str = ""


def shares_figure(
    data: CostAndClimate,
    texts: Texts,
    mode: tokens.Mode,
    width_mm: float,
    height_mm: float,
    *,
    hidden: frozenset[str] = frozenset(),
    title: bool = False,
) -> Chart:
    """Draw what is paid and what is emitted, each as one bar of a hundred per cent; about 35 mm high are enough.

    What is negative (credit notes, credited emissions) has no place in a bar of shares; a line below says so.

    Args:
        hidden: Resources (`Resource` values) that are switched off: only their names stand there, at the right end; the
            others share the bars. The shares that are told stay those of all.
        title: Set the findings above.
    """
    cost, emissions = data.cost, data.emissions
    sheet = Sheet(width_mm, height_mm, mode)
    order = _order(cost, emissions)
    bars = [bar for bar in (_cost_bar(cost, texts, order), _climate_bar(emissions, texts, order)) if bar is not None]
    if not bars:
        sheet.note(texts.t("No costs and no emissions in this period"))
        return sheet.chart(texts.t("Cost and climate by resource"))
    notes = [bar.note for bar in bars if bar.note]
    small = sheet.sizes.small
    top = sheet.title(_description(cost, emissions, texts)) if title else 0.0
    room = sheet.height - top - small * 1.6 * len(notes)
    left = _left(sheet, bars)
    pitch = min(room / len(bars), sheet.sizes.label * 7.5)
    for number, bar in enumerate(bars):
        _draw(sheet, texts, bar, (top + pitch * number, pitch, left), hidden)
    for number, note in enumerate(notes):
        baseline = top + pitch * len(bars) + small * (1.2 + 1.5 * number)
        sheet.text(0, baseline, sheet.elided(note, sheet.width, small), size=small, colour=sheet.palette.muted)
    return sheet.chart(_description(cost, emissions, texts))


def _description(cost: CostByResource | None, emissions: EmissionsBySource | None, texts: Texts) -> str:
    said = []
    if cost is not None:
        said.append(titles.cost_title(cost, texts))
    if emissions is not None:
        said.append(titles.emissions_title(emissions, texts))
    return "; ".join(said)


# -- bars --------------------------------------------------------------------------------------------------------


def _cost_bar(data: CostByResource | None, texts: Texts, order: Sequence[Resource]) -> _Bar | None:
    sums: dict[Resource, float] = {}
    for item in data.items if data is not None else ():
        sums[item.resource] = sums.get(item.resource, 0.0) + item.amount
    if data is None or not any(amount > 0 for amount in sums.values()):
        return None
    currency = data.currency
    paid = _positive(sums, order)
    credit = -sum(amount for amount in sums.values() if amount < 0)
    note = ""
    if credit:
        amount = texts.money(credit, currency, 0)
        note = texts.t("Credit notes of {amount} are left out of the bar.", amount=amount)
    total = texts.money(sum(paid.values()), currency, 0)
    said = {resource: texts.money(amount, currency) for resource, amount in paid.items()}
    return _Bar(texts.t("Cost"), total, _parts(texts, paid, said), note)


def _climate_bar(data: EmissionsBySource | None, texts: Texts, order: Sequence[Resource]) -> _Bar | None:
    sums: dict[Resource, float] = {}
    for item in data.items if data is not None else ():
        sums[item.resource] = sums.get(item.resource, 0.0) + item.kg_co2e
    emitted = _positive(sums, order)
    if not emitted:
        return None
    credit = -sum(kg for kg in sums.values() if kg < 0)
    left_out = names.emissions(texts, credit)
    note = texts.t("Credits of {amount} are left out of the bar.", amount=left_out) if credit else ""
    said = {resource: names.emissions(texts, kg) for resource, kg in emitted.items()}
    return _Bar(texts.t("Climate"), names.emissions(texts, sum(emitted.values())), _parts(texts, emitted, said), note)


def _order(cost: CostByResource | None, emissions: EmissionsBySource | None) -> list[Resource]:
    """Dearest first, as tables have them, then what costs nothing by what it emits."""
    sizes = dict.fromkeys(Resource, (0.0, 0.0))
    for paid in cost.items if cost is not None else ():
        sizes[paid.resource] = (sizes[paid.resource][0] + paid.amount, 0.0)
    for emitted in emissions.items if emissions is not None else ():
        money, kg = sizes[emitted.resource]
        sizes[emitted.resource] = (money, kg + emitted.kg_co2e)
    return sorted(Resource, key=lambda resource: sizes[resource], reverse=True)


def _positive(sums: dict[Resource, float], order: Sequence[Resource]) -> dict[Resource, float]:
    """What has a share, in one order, so that both bars show the same colours from left to right."""
    return {resource: sums[resource] for resource in order if sums.get(resource, 0.0) > 0}


def _parts(texts: Texts, sums: dict[Resource, float], said: dict[Resource, str]) -> tuple[_Part, ...]:
    total = sum(sums.values())
    parts = []
    for resource, amount in sums.items():
        share, name = amount / total, names.resource_name(texts, resource)
        words = f"{name}\n{said[resource]} · {names.share(texts, share)}"
        parts.append(_Part(name, resource, share, words))
    return tuple(parts)


# -- drawing -----------------------------------------------------------------------------------------------------


def _left(sheet: Sheet, bars: Sequence[_Bar]) -> float:
    """Where the bars begin."""
    small = sheet.sizes.small
    widest = max(
        max(sheet.text_width(bar.name, None, tokens.SEMIBOLD), sheet.text_width(bar.total, small)) for bar in bars
    )
    return min(widest + 2 * _GAP, sheet.width * _HEAD_SHARE)


def _draw(sheet: Sheet, texts: Texts, bar: _Bar, place: tuple[float, float, float], hidden: frozenset[str]) -> None:
    top, pitch, left = place
    size, small = sheet.sizes.label, sheet.sizes.small
    bar_top = top + size * 1.55
    height = max(min(pitch - size * 2.0, size * 2.7), 4.0)
    middle = bar_top + height / 2
    room = left - _GAP
    name = sheet.elided(bar.name, room, None, tokens.SEMIBOLD)
    sheet.text(0, middle - size * 0.15, name, weight=tokens.SEMIBOLD)
    sheet.text(0, middle + size * 1.0, sheet.elided(bar.total, room, small), size=small, colour=sheet.palette.muted)
    width = sheet.width - left
    parts = _side_by_side([part for part in bar.parts if str(part.resource) not in hidden])
    seams: list[tuple[Point, Point]] = []
    for part in parts:
        box = (left + part.start * width, bar_top, part.width * width, height)
        sheet.boxes([box], face=sheet.palette.resources[part.resource])
        sheet.box_region(box, part.said, str(part.resource))
        seams.append(((box[0] + box[2], bar_top), (box[0] + box[2], bar_top + height)))
    sheet.lines(seams[:-1], sheet.palette.background, 1.0, zorder=3)
    baseline = bar_top - size * 0.45
    off = off_labels(sheet, texts, [part.resource for part in bar.parts if str(part.resource) in hidden], width / 2)
    for label in off:
        sheet.text(label.x, baseline, label.name, colour=sheet.palette.muted)
        sheet.box_region((label.x, baseline - size, label.width, size * 1.4), label.rest, label.series, legend=True)
    right = off[0].x - _GAP if off else sheet.width
    _name_parts(sheet, texts, parts, (left, width, right), baseline)


def _side_by_side(parts: Sequence[_Part]) -> list[_Part]:
    """Parts that share the whole bar between them."""
    whole, start = sum(part.share for part in parts), 0.0
    placed = []
    for part in parts:
        placed.append(replace(part, start=start, width=part.share / whole))
        start += part.share / whole
    return placed


def _name_parts(
    sheet: Sheet, texts: Texts, parts: Sequence[_Part], place: tuple[float, float, float], baseline: float
) -> None:
    """Names above their parts, the largest first; what finds no room is told by the pointer alone.

    A name switches its resource.
    """
    left, width, right = place
    size = sheet.sizes.label
    taken: list[tuple[float, float]] = []
    for part in sorted(parts, key=lambda part: -part.width):
        share = names.share(texts, part.share)
        wide = sheet.text_width(part.name, None, tokens.SEMIBOLD) + sheet.space + sheet.text_width(share)
        start = left + part.start * width
        x = max(min(start, right - wide), left)
        x = max(x, *(end + _GAP for begin, end in taken if begin <= x < end + _GAP), x)
        # A name may begin before its part, or after where another one ends, as far as it still stands over it.
        if x + wide > right or x + wide < start + 1 or x > start + part.width * width / 2:
            continue
        if any(x < end + _GAP and x + wide + _GAP > begin for begin, end in taken):
            continue
        ink = sheet.palette.text
        sheet.runs(x, baseline, [(part.name, tokens.SEMIBOLD, ink), (share, tokens.REGULAR, ink)])
        sheet.box_region((x, baseline - size, wide, size * 1.4), part.said, str(part.resource), legend=True)
        taken.append((x, x + wide))

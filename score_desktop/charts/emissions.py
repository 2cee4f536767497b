"""What emits: sources grouped by scope, with the mark of the factor behind each."""

from __future__ import annotations

from dataclasses import dataclass

from score_desktop import tokens
from score_desktop.charts import names, titles
from score_desktop.charts.data import EmissionItem, EmissionsBySource
from score_desktop.charts.hover import Chart
from score_desktop.charts.sheet import Sheet
from score_desktop.enums import FactorStatus
from score_desktop.i18n import N_, NBSP, Texts

_CALM = {FactorStatus.VERIFIED, FactorStatus.DERIVED}
_MEANING = {
    FactorStatus.VERIFIED: N_("verified at the source"),
    FactorStatus.DERIVED: N_("calculated from verified figures"),
    FactorStatus.RECALLED: N_("quoted from memory, to be checked"),
    FactorStatus.EXPERT_ESTIMATE: N_("expert estimate"),
}
_SHORT_MEANING = {
    FactorStatus.VERIFIED: N_("verified"),
    FactorStatus.DERIVED: N_("calculated"),
    FactorStatus.RECALLED: N_("from memory"),
    FactorStatus.EXPERT_ESTIMATE: N_("estimated"),
}
_GAP = 8.0
FACTOR = "factor:"
"""Begins what the marks of factors are switched by."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the chart: a scope's head (no item) or a source.

    Attributes:
        series: What its name switches; "" for a head and for several sources in one.
        off: Switched off: only its name is drawn.
    """

    label: str
    kg: float
    item: EmissionItem | None = None
    series: str = ""
    off: bool = False


def emissions_figure(
    data: EmissionsBySource,
    texts: Texts,
    mode: tokens.Mode,
    width_mm: float,
    height_mm: float,
    *,
    title: bool = False,
    hidden: frozenset[str] = frozenset(),
) -> Chart:
    """Draw emissions by source: a bar, tonnes (kilograms below one tonne), share, and the factor's mark.

    Sources that do not fit the height are summed as "others" of their scope. `emissions_height_mm` gives the height
    at which all are shown.

    Args:
        hidden: What is switched off: resources (`Resource` values), or all with a mark. Only the names stand
            there; the scale is that of the others, shares are still those of all.
    """
    sheet = Sheet(width_mm, height_mm, mode)
    finding = titles.emissions_title(data, texts)
    top = sheet.title(finding) if title else 0.0
    items = [item for item in data.items if item.kg_co2e != 0]
    if not items:
        sheet.note(texts.t("No emissions in this period"))
        return sheet.chart(finding)
    small = sheet.sizes.small
    lowest = sheet.sizes.label * 1.45
    room = sheet.height - top - small * 2.0
    lines = _lines(items, texts, max(int(room / lowest), 3), hidden)
    pitch = min(room / len(lines), sheet.sizes.label * 2.0)
    _draw(sheet, texts, lines, top, pitch)
    _legend(sheet, texts, lines, hidden, min(top + pitch * len(lines) + small * 1.6, sheet.height - 2.5))
    return sheet.chart(finding)


def emissions_height_mm(data: EmissionsBySource, mode: tokens.Mode, *, title: bool = False) -> float:
    """Height at which every source has a line of its own."""
    sizes = tokens.chart_type(mode)
    items = [item for item in data.items if item.kg_co2e != 0]
    lines = len(items) + len({item.scope for item in items})
    points = lines * sizes.label * 1.8 + sizes.small * 2.2 + (sizes.title * 1.25 + 6 if title else 0)
    return max(points, 40.0) * 25.4 / 72


def mass_text(texts: Texts, kg: float) -> str:
    """Emissions in tonnes, in kilograms below one tonne: "41.1 t", "503 kg"."""
    if abs(kg) < 999.5:
        return f"{texts.significant(kg)}{NBSP}kg"
    return f"{texts.significant(kg / 1000)}{NBSP}t"


# -- lines -------------------------------------------------------------------------------------------------------


def _lines(items: list[EmissionItem], texts: Texts, most: int, hidden: frozenset[str]) -> list[_Line]:
    """Scopes with their sources, largest first; at most about `most` lines, nothing dropped."""
    groups: dict[int, list[EmissionItem]] = {}
    for item in sorted(items, key=lambda item: (item.scope, -item.kg_co2e, item.resource, item.label)):
        groups.setdefault(item.scope, []).append(item)
    shown = {scope: len(group) for scope, group in groups.items()}
    while sum(shown.values()) + len(shown) > most and max(shown.values()) > 1:
        longest = max(shown, key=lambda scope: (shown[scope], scope))
        shown[longest] -= 1
    lines: list[_Line] = []
    for scope, group in groups.items():
        total = sum(item.kg_co2e for item in group)
        lines.append(_Line(texts.t("Scope {number}", number=scope), total))
        whole = shown[scope] if shown[scope] == len(group) else shown[scope] - 1
        for item in group[:whole]:
            name, series = titles.source_name(texts, item.resource, item.label), str(item.resource)
            lines.append(
                _Line(name, item.kg_co2e, item, series, not hidden.isdisjoint((series, _mark_key(item.status))))
            )
        rest = group[whole:]
        if rest:
            summed = EmissionItem(rest[0].resource, scope, sum(item.kg_co2e for item in rest), "", _weakest(rest))
            off = _mark_key(summed.status) in hidden
            lines.append(_Line(texts.t("others ({n})", n=len(rest)), summed.kg_co2e, summed, "", off))
    return lines


def _weakest(items: list[EmissionItem]) -> str:
    order = list(FactorStatus)
    return max((FactorStatus(item.status) for item in items), key=order.index).value


# -- drawing -----------------------------------------------------------------------------------------------------


def _draw(sheet: Sheet, texts: Texts, lines: list[_Line], top: float, pitch: float) -> None:
    total = sum(line.kg for line in lines if line.item is not None)
    largest = max((abs(line.kg) for line in lines if line.item is not None and not line.off), default=1.0)
    size = sheet.sizes.label
    words = [(mass_text(texts, line.kg), names.share(texts, line.kg / total) if total else "") for line in lines]
    share_width = max(sheet.text_width(word[1], None, tokens.SEMIBOLD) for word in words)
    value_width = max(sheet.text_width(word[0], None, tokens.SEMIBOLD) for word in words)
    value_right = sheet.width - share_width - 14
    mark = size * 1.3
    longest = max(sheet.text_width(line.label) for line in lines)
    bar_left = mark + min(longest + 1, sheet.width * 0.34) + _GAP
    bar_most = max(value_right - value_width - 12 - bar_left, 20.0)
    for number, (line, (value, share)) in enumerate(zip(lines, words, strict=True)):
        y = top + pitch * (number + 0.5)
        baseline = y + size * 0.33
        weight = tokens.SEMIBOLD if line.item is None else tokens.REGULAR
        room = bar_left + bar_most if line.item is None else bar_left - _GAP + 1
        place, name = (0.0, f"{line.label}, CO₂e") if line.item is None else (mark, line.label)
        ink = sheet.palette.muted if line.off else None
        sheet.text(place, baseline, sheet.elided(name, room - place, None, weight), weight=weight, colour=ink)
        name_box = (0.0, y - pitch / 2, bar_left - _GAP / 2, pitch)
        if line.off and line.item is not None:
            _mark(sheet, size * 0.45, y, size * 0.34, line.item.status, off=True)
            sheet.box_region(name_box, line.label, line.series, legend=bool(line.series))
            continue
        sheet.text(value_right, baseline, value, weight=weight, align="right")
        sheet.text(sheet.width, baseline, share, weight=weight, align="right")
        if line.item is None:
            rule = y + pitch / 2
            sheet.lines([((0, rule), (sheet.width, rule))], sheet.palette.grid, 0.6)
            continue
        _mark(sheet, size * 0.45, y, size * 0.34, line.item.status)
        _bar(sheet, line.item, (bar_left, y, bar_most * line.kg / largest), min(pitch * 0.62, 13.0))
        meaning = texts.t(_MEANING[FactorStatus(line.item.status)])
        factor = texts.t("Factor:")
        said = f"{line.label}\n{names.emissions(texts, line.kg)} · {share}\n{factor} {meaning}"
        sheet.box_region((0, y - pitch / 2, sheet.width, pitch), said, str(line.item.resource))
        if line.series:
            sheet.box_region(name_box, said, line.series, legend=True)


def _bar(sheet: Sheet, item: EmissionItem, place: tuple[float, float, float], height: float) -> None:
    """A bar; the end of an expert estimate is hatched, a negative one (a credit) is only outlined."""
    left, y, length = place
    colour = sheet.palette.resources[item.resource]
    if length < 0:
        sheet.boxes([(left, y - height / 2, -length, height)], face=sheet.palette.background, edge=colour)
        return
    length = max(length, 0.8)
    sheet.boxes([(left, y - height / 2, length, height)], face=colour)
    if FactorStatus(item.status) is FactorStatus.EXPERT_ESTIMATE and length > 6:
        edge = min(length * 0.4, 16.0)
        tint = tokens.mixed(colour, sheet.palette.background, 0.3)
        box = (left + length - edge, y - height / 2, edge, height)
        sheet.boxes([box], face=tint, hatch="////", hatch_colour=colour, edge=colour, line_width=0.6)


def _mark_key(status: str) -> str:
    """What switches all sources with a mark; what a person must check has one."""
    return FACTOR + (FactorStatus(status).value if FactorStatus(status) in _CALM else FactorStatus.EXPERT_ESTIMATE)


def _mark(sheet: Sheet, x: float, y: float, radius: float, status: str, *, off: bool = False) -> None:
    """A full disc for verified, half for derived, a ring for what a person must check; pale where switched off."""
    ink = sheet.palette.off if off else sheet.palette.text
    kind = FactorStatus(status)
    face = ink if kind is FactorStatus.VERIFIED else sheet.palette.background
    sheet.circles([(x, y)], radius, face=face, edge=ink, line_width=0.8)
    if kind is FactorStatus.DERIVED:
        sheet.half_disc(x, y, radius, ink)


def _legend(sheet: Sheet, texts: Texts, lines: list[_Line], hidden: frozenset[str], baseline: float) -> None:
    """One line that explains the marks in use, in fewer words where they do not fit."""
    small = sheet.sizes.small
    used = {FactorStatus(line.item.status) for line in lines if line.item is not None}
    label = texts.t("Factor:")
    entries = _entries(used, _MEANING, texts)
    room = sheet.width - sheet.text_width(label, small) - 6
    if sum(sheet.text_width(word, small) + small + 12 for _, word in entries) - 12 > room:
        entries = _entries(used, _SHORT_MEANING, texts)
    sheet.text(0.0, baseline, label, size=small, colour=sheet.palette.muted)
    x = sheet.text_width(label, small) + 6
    for status, word in entries:
        off = _mark_key(status) in hidden
        _mark(sheet, x + small * 0.35, baseline - small * 0.33, small * 0.34, status, off=off)
        left, x = x, x + small * 1.0
        shown = sheet.elided(word, max(sheet.width - x, small), small)
        sheet.text(x, baseline, shown, size=small, colour=sheet.palette.off if off else sheet.palette.muted)
        x += sheet.text_width(shown, small)
        box = (left, baseline - small * 1.1, x - left, small * 1.6)
        sheet.box_region(box, texts.t(_MEANING[status]), _mark_key(status), legend=True)
        x += 12
        if x >= sheet.width - small * 4:
            break


def _entries(used: set[FactorStatus], meaning: dict[FactorStatus, str], texts: Texts) -> list[tuple[FactorStatus, str]]:
    """Marks with their words; those that a person must check share the ring."""
    entries = [(status, texts.t(meaning[status])) for status in FactorStatus if status in used & _CALM]
    unsure = [texts.t(meaning[status]) for status in FactorStatus if status in used - _CALM]
    if len(unsure) == 2:
        unsure = [texts.t("from memory or estimated, to be checked")]
    return entries + [(FactorStatus.EXPERT_ESTIMATE, word) for word in unsure]

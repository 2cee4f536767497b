"""The figures of an audit as lines for a person."""

from __future__ import annotations

import math
from collections.abc import Iterator

from score_desktop import units
from score_desktop.calc.figures import Figure
from score_desktop.charts.names import resource_name
from score_desktop.enums import Resource
from score_desktop.i18n import N_, Texts
from score_desktop.services.figures import AuditAnswer

_WHOLE = {
    "cost.total": N_("Total cost"),
    "ghg.scope1": N_("Emissions, scope 1"),
    "ghg.scope2.location": N_("Emissions, scope 2 (by location)"),
    "ghg.total": N_("Emissions, scopes 1 and 2"),
    "intensity.ghg": N_("Emissions per unit of product"),
    "activity.hours": N_("Hours worked"),
    "activity.workers_f": N_("Women, mean"),
    "activity.workers_m": N_("Men, mean"),
}
_OF_RESOURCE = {
    "use": N_("Use"),
    "cost": N_("Cost"),
    "ghg.scope1": N_("Scope 1"),
    "ghg.scope2": N_("Scope 2"),
    "ghg.scope3": N_("Scope 3"),
    "intensity": N_("Use per product"),
}


def lines(answer: AuditAnswer, texts: Texts) -> Iterator[str]:
    """The period, a line for each figure with its key at the end, then what cannot be given and why."""
    if answer.figures:
        yield texts.period(*answer.figures[0].period)
    rows = [_cells(figure, texts) for figure in answer.figures]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    for what, number, unit, whose, key in rows:
        cells = (what.ljust(widths[0]), number.rjust(widths[1]), unit.ljust(widths[2]), whose.ljust(widths[3]), key)
        yield "  ".join(cells)
    if answer.missing:
        yield texts.t("Missing:")
    for gap in answer.missing:
        yield f"  {name_of_key(gap.key, texts)}: {texts.message(gap.why, gap.params)}"


def _cells(figure: Figure, texts: Texts) -> tuple[str, str, str, str, str]:
    dims = figure.dims
    key = figure.key.removesuffix(f".{dims['product']}") if "product" in dims else figure.key
    whose = dims.get("meter_name") or dims.get("product_name") or ""
    money = key.startswith("cost.")
    number = texts.number(figure.value, 2 if money else 3, trim=not money)
    unit = texts.currency(figure.unit) if money else units.label(figure.unit, texts.language, one=figure.value == 1)
    return name_of_key(key, texts), number, unit, whose, key


def name_of_key(key: str, texts: Texts) -> str:
    """What a key stands for; a key without a name is its own."""
    if key in _WHOLE:
        return texts.t(_WHOLE[key])
    if key.startswith("production"):
        return texts.t("Production")
    root, _, last = key.rpartition(".")
    if root in _OF_RESOURCE and last in frozenset(Resource):
        return f"{texts.t(_OF_RESOURCE[root])}: {resource_name(texts, Resource(last))}"
    return key


def exact(value: float, texts: Texts, digits: int = 6) -> str:
    """A number of a formula: six significant figures, fewer if they say the same; whole numbers in full."""
    if value == 0 or not math.isfinite(value):
        return texts.number(0)
    places = digits - 1 - math.floor(math.log10(abs(value)))
    return texts.number(value, min(max(places, 0), 12), trim=True)

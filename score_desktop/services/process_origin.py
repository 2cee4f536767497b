"""Where the quantity of a flow comes from, in words, and what it can follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from score_desktop import units
from score_desktop.calc.ledger import RESOURCE_NAMES
from score_desktop.calc.network import KIND_NAMES
from score_desktop.enums import FlowOrigin
from score_desktop.i18n import Texts
from score_desktop.services.process import Process
from score_desktop.services.process_network import balance_named
from score_desktop.services.process_rows import FlowRow
from score_desktop.services.process_words import balance_name


@dataclass(frozen=True, slots=True)
class Followable:
    """Bills or monthly values that a flow can follow.

    Attributes:
        key: For `process_edit.set_origin`.
        quantity: Per year, in `unit`; None where it is not known.
    """

    origin: FlowOrigin
    key: str
    name: str
    unit: str
    quantity: float | None


def followables(process: Process, texts: Texts) -> tuple[Followable, ...]:
    """All that the audit has: meters and resources with bills, products, other monthly values."""
    facts = process.facts
    found = [
        Followable(FlowOrigin.BILLS, fact.key, _resource_name(process, fact.key, texts), fact.unit, fact.quantity)
        for fact in facts.resources.values()
    ]
    for series in (facts.products, facts.series):
        found += [Followable(FlowOrigin.SERIES, key, one.name, one.unit, one.quantity) for key, one in series.items()]
    return tuple(found)


def flow_label(row: FlowRow, texts: Texts) -> str:
    """What a flow is called: its name, else its kind."""
    return row.name or texts.t(KIND_NAMES[row.kind])


def origin_words(row: FlowRow, process: Process, names: Mapping[str, str], texts: Texts) -> str:
    """Where a flow's quantity comes from: "bills: Gas natural, 92 %", "0.28 % of Flour", "estimate".

    Args:
        names: What flows are called, by portable id.
    """
    if row.is_estimate:
        return texts.t("estimate until measured")
    return _WORDS[row.origin](row, process, names, texts)


def _resource_name(process: Process, key: str, texts: Texts) -> str:
    fact = process.facts.resources.get(key)
    if fact is None:
        return ""
    word = texts.t(RESOURCE_NAMES[fact.resource])
    return f"{word} · {fact.name}" if fact.name and fact.name != word else word


def _share(row: FlowRow, texts: Texts) -> str:
    share = float(row.params.get("share", 1.0))
    return "" if share == 1.0 else f", {texts.percent(share, 4, trim=True)}"


def _entered(row: FlowRow, process: Process, names: Mapping[str, str], texts: Texts) -> str:
    return "" if row.quantity is None else texts.t("entered")


def _bills(row: FlowRow, process: Process, names: Mapping[str, str], texts: Texts) -> str:
    name = _resource_name(process, row.origin_of, texts)
    return texts.t("bills: {name}", name=(name or "?") + _share(row, texts))


def _series(row: FlowRow, process: Process, names: Mapping[str, str], texts: Texts) -> str:
    found = process.facts.products.get(row.origin_of) or process.facts.series.get(row.origin_of)
    name = "?" if found is None else found.name
    return texts.t("monthly values: {name}", name=name + _share(row, texts))


def _share_of(row: FlowRow, process: Process, names: Mapping[str, str], texts: Texts) -> str:
    of = " + ".join(names.get(uid, "?") for uid in row.params["flows"])
    return texts.t("{share} of {name}", share=texts.percent(float(row.params["share"]), 4, trim=True), name=of)


def _volume(row: FlowRow, process: Process, names: Mapping[str, str], texts: Texts) -> str:
    if row.quantity is None:
        return texts.t("volume × density")
    count, fill = float(row.params.get("count", 1)), float(row.params.get("fill", 1.0))
    one = f"{texts.number(float(row.quantity), 6, trim=True)} {units.label(row.unit, texts.language)}"
    parts = [texts.number(count, 4, trim=True), one]
    if fill != 1.0:
        parts.append(texts.percent(fill, 4, trim=True))
    if row.kg_per_unit is not None:
        parts.append(f"{texts.number(row.kg_per_unit, 4, trim=True)} kg/m³")
    return " × ".join(parts)


def _remainder(row: FlowRow, process: Process, names: Mapping[str, str], texts: Texts) -> str:
    balance = balance_name(balance_named(row.params.get("balance", "mass")), process.settings.followed, texts)
    steps = {step.uid: step for step in process.steps}
    ends = {"source": (row.source,), "target": (row.target,)}.get(row.params.get("end", ""), (row.source, row.target))
    named = (steps[end].name for end in ends if end in steps and steps[end].outside is None)
    step = next(named, "?")
    return texts.t("what is left over at {step} ({balance})", step=step, balance=balance.lower())


_WORDS: Mapping[FlowOrigin, Callable[[FlowRow, Process, Mapping[str, str], Texts], str]] = {
    FlowOrigin.ENTERED: _entered,
    FlowOrigin.BILLS: _bills,
    FlowOrigin.SERIES: _series,
    FlowOrigin.SHARE_OF: _share_of,
    FlowOrigin.VOLUME: _volume,
    FlowOrigin.REMAINDER: _remainder,
}

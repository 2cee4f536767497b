"""Titles that state what the data show, chosen by what is true; a plain title when nothing stands out."""

from __future__ import annotations

import math

from score_desktop.calc.comparison import change as relative_change
from score_desktop.charts import names, throughput
from score_desktop.charts.data import (
    CostByResource,
    EmissionsBySource,
    LossCosts,
    MonthlyUse,
    SankeyComparison,
    SankeyGraph,
)
from score_desktop.enums import Resource
from score_desktop.i18n import Texts
from score_desktop.msgid import N_

_SAME = 0.005  # changes below half a per cent are called no change
_PEAK = 1.3  # a month this many times the mean stands out
_MAIN_METER = 0.85  # share from which one of several meters is called the place where it is used
_MUCH_LOST = 0.05  # share of what enters from which the loss is the finding
_PARTS = ((1 / 2, 0.015), (2 / 3, 0.015), (3 / 4, 0.015))


# -- months ------------------------------------------------------------------------------------------------------


def monthly_title(data: MonthlyUse, texts: Texts) -> str:
    """The finding of a monthly chart: a missing bill first, then the change, then what stands out."""
    name = names.resource_name(texts, data.resource)
    known = [value for meter in data.meters for value in meter.values if value is not None]
    if not known:
        return texts.t("{resource}: no bills in this period", resource=name)
    if data.measure == "per_product":
        return _ratio_title(data, texts, name)
    missing = _missing_title(data, texts, name)
    if missing:
        return missing
    if not any(known):
        return texts.t("{resource}: no use in this period", resource=name)
    if data.change is not None:
        return _with_production(_change_title(data, texts, name, sum(known), data.change), data, texts)
    return _standing_out(data, texts, name, sum(known))


def _ratio_title(data: MonthlyUse, texts: Texts, name: str) -> str:
    """Use per product: that of the whole period, not a sum of months."""
    if data.whole is None:
        return texts.t("{resource} per product", resource=name)
    if data.change is not None:
        return _change_title(data, texts, name, data.whole, data.change)
    return texts.t("{resource}: {total} in the period", resource=name, total=_amount(data, texts, data.whole))


def _amount(data: MonthlyUse, texts: Texts, value: float) -> str:
    return names.quantity(texts, value, data.unit, money=data.measure == "cost")


def _missing_title(data: MonthlyUse, texts: Texts, name: str) -> str:
    gaps = [
        (meter, month)
        for meter in data.meters
        for month, value in zip(data.months, meter.values, strict=True)
        if value is None
    ]
    if not gaps:
        return ""
    if len(gaps) > 1:
        return texts.tn(
            "{resource}: {n} monthly bill is missing",
            "{resource}: {n} monthly bills are missing",
            len(gaps),
            resource=name,
        )
    meter, day = gaps[0]
    month = texts.month_name(day)
    if data.months[0].year != data.months[-1].year:
        month = texts.t("{month} {year}", month=month, year=day.year)
    if len(data.meters) == 1 or not meter.label:
        return texts.t("{resource}: the bill of {month} is missing", resource=name, month=month)
    return texts.t(
        "{resource}: the bill of {month} is missing for {meter}", resource=name, month=month, meter=meter.label
    )


def _change_title(data: MonthlyUse, texts: Texts, name: str, total: float, change: float) -> str:
    said = {"resource": name, "total": _amount(data, texts, total), "change": names.share(texts, change)}
    if abs(change) < _SAME:
        return texts.t("{resource}: {total}, the same as the year before", **said)
    if change < 0:
        return texts.t("{resource}: {total}, {change} less than the year before", **said)
    return texts.t("{resource}: {total}, {change} more than the year before", **said)


def _with_production(finding: str, data: MonthlyUse, texts: Texts) -> str:
    change = data.production_change
    if change is None:
        return finding
    said = {"finding": finding, "change": names.share(texts, change)}
    if abs(change) < _SAME:
        return texts.t("{finding}; production stayed the same", **said)
    if change < 0:
        return texts.t("{finding}; production fell {change}", **said)
    return texts.t("{finding}; production rose {change}", **said)


def _standing_out(data: MonthlyUse, texts: Texts, name: str, total: float) -> str:
    said = {"resource": name, "total": _amount(data, texts, total)}
    sums = [(sum(value or 0.0 for value in meter.values), meter.label) for meter in data.meters]
    largest, label = max(sums, key=lambda entry: entry[0])
    if len(sums) > 1 and label and total > 0 and _MAIN_METER <= largest / total < 1:
        share = names.share(texts, largest / total)
        return texts.t("{resource}: {total}, {share} of it at {meter}", share=share, meter=label, **said)
    months = [sum(meter.values[place] or 0.0 for meter in data.meters) for place in range(len(data.months))]
    mean, peak = total / len(months), max(months)
    if len(months) > 2 and mean > 0 and peak >= _PEAK * mean:
        month = texts.month(data.months[months.index(peak)], year=data.months[0].year != data.months[-1].year)
        value = _amount(data, texts, peak)
        return texts.t("{resource}: {total}; most in {month}, {value}", month=month, value=value, **said)
    return texts.t("{resource}: {total}, {mean} a month", mean=_amount(data, texts, mean), **said)


# -- costs and emissions -----------------------------------------------------------------------------------------


def cost_title(data: CostByResource, texts: Texts) -> str:
    """Which resource is paid for most."""
    totals: dict[Resource, float] = {}
    for item in data.items:
        totals[item.resource] = totals.get(item.resource, 0.0) + item.amount
    paid = sorted(((amount, resource) for resource, amount in totals.items() if amount > 0), reverse=True)
    if not paid:
        return texts.t("Cost by resource")
    total = sum(amount for amount, _ in paid)
    first, name = paid[0][0] / total, names.resource_name(texts, paid[0][1])
    if len(paid) == 1:
        return texts.t("{resource} is all that is paid", resource=name)
    if first >= 0.4:
        return texts.t("{resource} is {share} of what is paid", resource=name, share=names.share(texts, first))
    second = names.resource_name(texts, paid[1][1])
    both = (paid[0][0] + paid[1][0]) / total
    if both >= 0.6:
        share = names.share(texts, both)
        return texts.t("{first} and {second} are {share} of what is paid", first=name, second=second, share=share)
    return texts.t("Cost by resource: {resource} first, with {share}", resource=name, share=names.share(texts, first))


def source_name(texts: Texts, resource: Resource, label: str) -> str:
    """The person's own name of a source, else the resource's."""
    return label or names.resource_name(texts, resource)


def emissions_title(data: EmissionsBySource, texts: Texts) -> str:
    """Which source emits most; simple fractions in words."""
    emitted = [item for item in data.items if item.kg_co2e > 0]
    if not emitted:
        return texts.t("Emissions by source")
    total = sum(item.kg_co2e for item in emitted)
    sums: dict[str, float] = {}
    for item in emitted:
        name = source_name(texts, item.resource, item.label)
        sums[name] = sums.get(name, 0.0) + item.kg_co2e
    name = max(sums, key=lambda key: (sums[key], key))
    share = sums[name] / total
    said = {"source": name, "share": names.share(texts, share)}
    if len(sums) == 1:
        return texts.t("{source} emits all the CO₂e that was counted", **said)
    for number, (part, margin) in enumerate(_PARTS):
        if abs(share - part) <= margin:
            sentence = (
                texts.t("{source} emits one of every two kilos of CO₂e", **said),
                texts.t("{source} emits two of every three kilos of CO₂e", **said),
                texts.t("{source} emits three of every four kilos of CO₂e", **said),
            )
            return sentence[number]
    if share >= 0.4:
        return texts.t("{source} emits {share} of the CO₂e", **said)
    return texts.t("Emissions by source: {source} first, with {share}", **said)


# -- flows -------------------------------------------------------------------------------------------------------


def sankey_title(graph: SankeyGraph, texts: Texts) -> str:
    """What becomes of what enters."""
    if not any(flow.value > 0 for flow in graph.flows):
        return texts.t("Flows")
    entering = throughput.entering(graph)
    total = sum(entering.values())
    lost, products = throughput.lost(graph), throughput.products(graph)
    if total > 0 and products and not graph.money:
        return _product_title(graph, texts, products, total)
    if total > 0 and lost / total >= _MUCH_LOST:
        return _loss_title(graph, texts, lost / total)
    if total > 0 and len(entering) > 1:
        return _entering_title(graph, texts, entering, total)
    if total == 0:
        return texts.t("Flows")
    return texts.t("Flows: {total} enter", total=names.quantity(texts, total, graph.unit, money=graph.money))


def _loss_title(graph: SankeyGraph, texts: Texts, part: float) -> str:
    share = names.share(texts, part)
    if graph.lost is not None:
        return texts.t("{share} of what the process costs goes into what is lost", share=share)
    return texts.t("{share} of what enters is lost", share=share)


def _entering_title(graph: SankeyGraph, texts: Texts, entering: dict[str, float], total: float) -> str:
    key = max(entering, key=lambda name: (entering[name], name))
    label = next((node.label for node in graph.nodes if node.key == key), "")
    said = {"name": label or key, "share": names.share(texts, entering[key] / total)}
    if graph.money:
        return texts.t("{name}: {share} of what is paid", **said)
    if "CO2e" in graph.unit:
        return texts.t("{name}: {share} of the CO₂e", **said)
    return texts.t("{name}: {share} of what enters", **said)


def _product_title(graph: SankeyGraph, texts: Texts, products: dict[str, float], total: float) -> str:
    share = sum(products.values()) / total
    if share > 1:
        return texts.t("More leaves as product than enters: something is not measured")
    hundred = names.quantity(texts, 100, graph.unit)
    number = texts.significant(share * 100, 2)
    ends = [node for node in graph.nodes if node.key in products]
    if len(ends) == 1 and not ends[0].is_place:
        return texts.t(
            "Of every {hundred} that enter, {number} leave as {product}",
            hundred=hundred,
            number=number,
            product=ends[0].label or ends[0].key,
        )
    return texts.t("Of every {hundred} that enter, {number} leave as products", hundred=hundred, number=number)


# -- losses ------------------------------------------------------------------------------------------------------


def loss_title(data: LossCosts, texts: Texts) -> str:
    """The finding of a Pareto of losses: the fewest that make up most of the cost."""
    costly = [one for one in data.items if one.total > 0]
    if not costly:
        return texts.t("No loss costs anything yet")
    first = [one for one in costly if one.class_a] or costly[:1]
    share = names.share(texts, first[-1].cumulated)
    if len(first) == len(costly):
        whole = texts.money(sum(one.total for one in costly), data.currency, 0)
        return texts.t("The losses cost {amount} a year", amount=whole)
    if len(first) == 1:
        return texts.t("{share} of what the losses cost: {name}", share=share, name=first[0].name)
    return texts.tn(
        "{n} of {all} losses make up {share} of what the losses cost",
        "{n} of {all} losses make up {share} of what the losses cost",
        len(first),
        all=len(costly),
        share=share,
    )


def comparison_title(comparison: SankeyComparison, texts: Texts) -> str:
    """How much more or less enters than before; a change that is no finding is called none."""
    was, now = _entering(comparison.before), _entering(comparison.after)
    said = {"before": comparison.periods[0], "after": comparison.periods[1]}
    change = relative_change(now, was, even=comparison.per_cent)
    if change is None or now <= 0:
        return texts.t("{after} compared with {before}", **said)
    same, less, more = _CHANGES[_matter(comparison.after)]
    if abs(change) < _SAME:
        return texts.t(same, **said)
    return texts.t(less if change < 0 else more, share=names.share(texts, change), **said)


def _matter(graph: SankeyGraph) -> str:
    return "money" if graph.money else "emissions" if "CO2e" in graph.unit else ""


_CHANGES = {
    "": (
        N_("{after}: as much enters as in {before}"),
        N_("{after}: {share} less enters than in {before}"),
        N_("{after}: {share} more enters than in {before}"),
    ),
    "emissions": (
        N_("{after}: as much is emitted as in {before}"),
        N_("{after}: {share} less is emitted than in {before}"),
        N_("{after}: {share} more is emitted than in {before}"),
    ),
    "money": (
        N_("{after}: as much is paid as in {before}"),
        N_("{after}: {share} less is paid than in {before}"),
        N_("{after}: {share} more is paid than in {before}"),
    ),
}


def _entering(graph: SankeyGraph) -> float:
    flows = [flow for flow in graph.flows if flow.kind != "unexplained"]
    fed = {flow.target for flow in flows}
    return math.fsum(flow.value for flow in flows if flow.source not in fed)

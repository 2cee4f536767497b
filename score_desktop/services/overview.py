"""The first page of an audit: headline figures, what is missing and where to put it right, what to do next."""

from __future__ import annotations

from dataclasses import dataclass

from score_desktop import units
from score_desktop.calc import comparison
from score_desktop.calc.comparison import Cover
from score_desktop.charts import names, titles
from score_desktop.charts.names import resource_name
from score_desktop.i18n import Texts
from score_desktop.reporting import phrasing
from score_desktop.services.audit_view import AuditView, FindingView
from score_desktop.services.places import REVIEW, Gap, Place

MOST_LISTED = 8


@dataclass(frozen=True, slots=True)
class Headline:
    """One large figure; `figure_key` is what "Why?" explains ("" if nothing)."""

    key: str
    label: str
    value: str
    unit: str
    note: str
    figure_key: str


@dataclass(frozen=True, slots=True)
class Todo:
    """Something to complete or to look at; `level` is "warning", "note" or "idle" (not begun)."""

    text: str
    detail: str
    verb: str
    level: str
    place: Place


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do next, and the page where."""

    title: str
    detail: str
    page: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The page's texts.

    Attributes:
        facts: Line below the title: kind, period, city, people, production.
        title: What the charts show.
        todo: At most `MOST_LISTED`, most important first; `more` are not listed.
    """

    facts: str
    title: str
    headlines: tuple[Headline, ...]
    todo: tuple[Todo, ...]
    more: int
    steps: tuple[NextStep, ...]


def overview(view: AuditView, texts: Texts) -> Overview:
    """The page of an audit that is calculated already."""
    todo = [*(_gap(gap, texts) for gap in view.gaps), *_oddities(view, texts)]
    return Overview(
        facts=_facts(view, texts),
        title=_title(view, texts),
        headlines=tuple(_headlines(view, texts)),
        todo=tuple(todo[:MOST_LISTED]),
        more=max(len(todo) - MOST_LISTED, 0),
        steps=tuple(_steps(view, texts)),
    )


def _facts(view: AuditView, texts: Texts) -> str:
    kind = texts.t("Baseline") if view.kind == "baseline" else texts.t("Follow-up")
    parts = [f"{kind}, {texts.period(*view.period)}", view.city]
    women, total = view.people.women, view.people.total
    if total is not None:
        people = texts.tn("{n} person", "{n} people", round(total))
        if women is not None:
            among = texts.tn("{n} woman", "{n} women", round(women))
            people = f"{people}, {among}"
        parts.append(people)
    if view.main_product is not None:
        quantity = phrasing.product_quantity(texts, view.main_product)
        name = phrasing.uncapitalised(view.main_product.name)
        parts.append(texts.t("{quantity} of {product}", quantity=quantity, product=name) if name else quantity)
    return " · ".join(part for part in parts if part)


def _title(view: AuditView, texts: Texts) -> str:
    parts = []
    if view.cost_chart is not None:
        parts.append(titles.cost_title(view.cost_chart, texts))
    if view.emissions_chart is not None:
        parts.append(phrasing.uncapitalised(titles.emissions_title(view.emissions_chart, texts)))
    return "; ".join(parts)


# -- headline figures ------------------------------------------------------------------------------------------------


def _headlines(view: AuditView, texts: Texts) -> list[Headline]:
    found = []
    if view.cost_total:
        found.append(_cost(view, texts))
    if view.kg_total is not None:
        found.append(_footprint(view, texts))
    found += [_largest(view, texts)] if view.tiles else []
    found += [_per_product(view, texts)] if view.tiles and view.tiles[0].per_product is not None else []
    found += _completeness(view, texts)
    return found


def _completeness(view: AuditView, texts: Texts) -> list[Headline]:
    """Share of the months of all meters that have data."""
    months = [value for use in view.months if use.measure == "quantity" for row in use.meters for value in row.values]
    if not months:
        return []
    missing = sum(value is None for value in months)
    # Nearly all is not all.
    share = 1 - missing / len(months)
    value = texts.percent(min(share, 0.99) if missing else share)
    note = texts.t("every month has data")
    if missing:
        note = texts.tn("{n} month of a meter is missing", "{n} months of meters are missing", missing)
    return [Headline("data", texts.t("Complete data"), value, "", note, "")]


def change_text(change: float | None, texts: Texts, *, short: bool = False) -> str:
    """A change against the year before: "▼ 3.2% against the year before"; "" if it is not known.

    Args:
        short: The arrow and the share alone, for a table whose head says against what.
    """
    if change is None:
        return ""
    if abs(change) < 0.0005:
        return texts.t("no change") if short else texts.t("as in the year before")
    arrow = "▲" if change > 0 else "▼"
    if short:
        return f"{arrow} {names.share(texts, change)}"
    return texts.t("{arrow} {share} against the year before", arrow=arrow, share=names.share(texts, change))


def against_before(change: float | None, cover: Cover, view: AuditView, texts: Texts) -> str:
    """A change against the year before, or why it is not told: "not compared: 2 months are missing in 2024"."""
    why = phrasing.held_back(texts, cover, *view.period)
    return texts.t("not compared: {why}", why=why) if why else change_text(change, texts)


def _cost(view: AuditView, texts: Texts) -> Headline:
    note = against_before(view.cost_change, view.cost_cover, view, texts)
    made = view.main_product.change if view.main_product and view.cost_change is not None else None
    if note and made is not None and abs(made) >= 0.0005:
        arrow = "▲" if made > 0 else "▼"
        production = texts.t("production {arrow} {share}", arrow=arrow, share=names.share(texts, made))
        note = f"{note}; {production}"
    value = phrasing.amounts(texts, view.cost_total)
    label = phrasing.capitalised(phrasing.subject(texts, view.tiles)) or texts.t("Cost")
    return Headline("cost", label, value, "", note, "cost.total")


def _footprint(view: AuditView, texts: Texts) -> Headline:
    assert view.kg_total is not None
    value, emitted = names.emitted(texts, view.kg_total)
    note = against_before(view.kg_change, view.kg_cover, view, texts)
    if view.kg_per_product is not None and view.main_product is not None:
        unit = units.label(view.main_product.unit, texts.language, one=True)
        note = texts.t("{amount} kg per {unit}", amount=texts.significant(view.kg_per_product), unit=unit)
    label = texts.t("Footprint, scopes 1 and 2")
    return Headline("footprint", label, value, emitted, note, "ghg.total")


def _largest(view: AuditView, texts: Texts) -> Headline:
    tile = view.tiles[0]
    name = resource_name(texts, tile.resource)
    if tile.quantity is None:
        value, unit = phrasing.NOTHING, ""
    else:
        value, unit = texts.significant(tile.quantity), units.label(tile.unit, texts.language)
    note = ""
    if tile.cost_share is not None:
        note = texts.t("{share} of the cost", share=names.share(texts, tile.cost_share))
    return Headline("largest", name, value, unit, note, f"use.{tile.resource}" if tile.quantity is not None else "")


def _per_product(view: AuditView, texts: Texts) -> Headline:
    tile, product = view.tiles[0], view.main_product
    assert tile.per_product is not None and product is not None
    before = tile.previous / product.previous if tile.previous is not None and product.previous else None
    label = texts.t("{resource} per product", resource=resource_name(texts, tile.resource))
    unit = phrasing.per(texts, tile.unit, product.unit)
    cover = tile.cover | product.cover
    note = against_before(comparison.change(tile.per_product, before, even=cover.even), cover, view, texts)
    key = next((f.key for f in view.figures if f.key.startswith(f"intensity.{tile.resource}.")), "")
    return Headline("per_product", label, texts.significant(tile.per_product), unit, note, key)


# -- what is missing -------------------------------------------------------------------------------------------------


def _gap(gap: Gap, texts: Texts) -> Todo:
    place = gap.place
    detail = resource_name(texts, place.resource) if place.resource is not None else ""
    idle = gap.message_id in ("calc.no_fuels", "calc.no_electricity", "calc.no_emissions")
    message = texts.message(gap.message_id, dict(gap.params))
    return Todo(message, detail, texts.t(place.verb), "idle" if idle else "warning", place)


def _oddities(view: AuditView, texts: Texts) -> list[Todo]:
    """Findings, those of one meter together; a gap is told among what is missing already."""
    grouped: dict[str, list[FindingView]] = {}
    for finding in view.findings:
        if finding.message_id != "finding.gap" and finding.is_open:
            grouped.setdefault(finding.meter, []).append(finding)
    made = []
    for meter, rows in grouped.items():
        first = rows[0]
        text = texts.message(first.message_id, dict(first.params))
        if len(rows) > 1:
            text = texts.tn("{n} oddity in the bills", "{n} oddities in the bills", len(rows))
        detail = f"{resource_name(texts, first.resource)} · {first.meter_name}"
        place = Place("consumption", "bills", REVIEW, first.resource, meter)
        made.append(Todo(text, detail, texts.t(REVIEW), "note", place))
    return made


def _steps(view: AuditView, texts: Texts) -> list[NextStep]:
    """What there is to do, in the order of an audit; only what the program can do."""
    steps = []
    if not view.tiles:
        detail = texts.t("Electricity, water, gas and fuels, as far back as there are bills")
        steps.append(NextStep(texts.t("Import the bills"), detail, "consumption"))
    if view.main_product is None:
        detail = texts.t("Monthly, so that use can be given per product")
        steps.append(NextStep(texts.t("Enter the production"), detail, "enterprise"))
    if not view.city or not view.sector:
        detail = texts.t("City, sector, people and contacts stand on the cover of the report")
        steps.append(NextStep(texts.t("Complete the profile"), detail, "enterprise"))
    unsure = sum(row.status in ("expert_estimate", "recalled") for row in view.factors)
    if unsure:
        detail = texts.tn("{n} factor is an estimate", "{n} factors are estimates", unsure)
        steps.append(NextStep(texts.t("Check the emission factors"), detail, "footprint"))
    if view.tiles:
        detail = texts.t("Choose sections and language, then save it as PDF")
        steps.append(NextStep(texts.t("Make the report"), detail, "report"))
    return steps

"""What the consumption page says of figures, findings and sums; no widgets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from score_desktop import tokens
from score_desktop.charts.names import resource_name
from score_desktop.charts.names import share as share_words
from score_desktop.enums import Resource
from score_desktop.i18n import NBSP, Texts
from score_desktop.reporting import phrasing
from score_desktop.services.places import COMPLETE, IMPORT
from score_desktop.ui.widgets.tiles import TileText

if TYPE_CHECKING:
    from score_desktop.services.audit_view import AuditView, FindingView, Tile
    from score_desktop.services.bills import BillSums
    from score_desktop.services.places import Gap

_STILL = 0.0005
MOST_SENTENCES = 6


def summary(view: AuditView, texts: Texts) -> str:
    """Beside the page's title: "6 resources · Bs 145,172"; nothing where there is no bill."""
    if not view.tiles:
        return ""
    resources = texts.tn("{n} resource", "{n} resources", len(view.tiles))
    return " · ".join((resources, phrasing.amounts(texts, view.cost_total))) if view.cost_total else resources


def tile_text(tile: Tile, view: AuditView, texts: Texts, mode: tokens.Mode) -> TileText:
    """What the tile of a resource says."""
    cost = phrasing.amounts(texts, tile.cost) if tile.cost else texts.t("cost not known")
    paid = f"{cost} · {share_words(texts, tile.cost_share)}" if tile.cost_share is not None else cost
    gaps = texts.tn("{n} gap", "{n} gaps", tile.gaps) if tile.gaps else ""
    held = phrasing.held_back(texts, tile.cover, *view.period)
    changed = _changed(tile, view, texts)
    below = held or " · ".join(part for part in (changed, gaps) if part)
    return TileText(
        key=tile.resource.value,
        colour=tokens.palette(mode).resources[tile.resource],
        name=resource_name(texts, tile.resource),
        number=phrasing.NOTHING if tile.quantity is None else phrasing.whole(texts, tile.quantity),
        unit=phrasing.unit(texts, tile.unit) if tile.unit else "",
        lines=(paid, below or texts.tn("{n} bill", "{n} bills", tile.documents)),
    )


def _changed(tile: Tile, view: AuditView, texts: Texts) -> str:
    if tile.change is None:
        return ""
    start, end = view.period
    year = str(start.year - 1) if phrasing.is_calendar_year(start, end) else texts.t("year before")
    if abs(tile.change) < _STILL:
        return texts.t("same as {year}", year=year)
    sign = "▲" if tile.change > 0 else "▼"
    return texts.t("{change} vs {year}", change=f"{sign}{NBSP}{share_words(texts, tile.change)}", year=year)


# -- findings --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FindingText:
    """One thing to look at.

    Attributes:
        detail: The whole sentence.
        is_hole: Something is missing, not odd.
        does: "complete" (a new bill), "show" (its bills) or "import".
        start, end: The days it is about, the last one outside; None for the whole period.
        findings: The oddities that are told together; empty for what is missing without being one.
    """

    title: str
    where: str
    detail: str
    is_hole: bool
    verb: str
    does: str
    resource: Resource | None
    meter: str
    start: dt.date | None = None
    end: dt.date | None = None
    findings: tuple[FindingView, ...] = ()


TITLES: Mapping[str, Callable[[Texts, int], str]] = {
    "finding.gap": lambda texts, n: texts.tn("{n} stretch without bills", "{n} stretches without bills", n),
    "finding.overlap": lambda texts, n: texts.tn("{n} overlap of bills", "{n} overlaps of bills", n),
    "finding.estimated": lambda texts, n: texts.tn("{n} estimated reading", "{n} estimated readings", n),
    "finding.period_length": lambda texts, n: texts.tn("{n} unusual period", "{n} unusual periods", n),
    "finding.unit_price": lambda texts, n: texts.tn("{n} unusual price", "{n} unusual prices", n),
    "finding.consumption": lambda texts, n: texts.tn("{n} unusual amount", "{n} unusual amounts", n),
    "finding.equal_purchases": lambda texts, n: texts.tn("{n} purchase twice?", "{n} purchases twice?", n),
    "finding.second_invoice": lambda texts, n: texts.tn("{n} second bill", "{n} second bills", n),
    "finding.duplicate": lambda texts, n: texts.tn("{n} bill under two numbers?", "{n} bills under two numbers?", n),
    "finding.parts": lambda texts, n: texts.tn("{n} total is not its parts", "{n} totals are not their parts", n),
    "finding.readings": lambda texts, n: texts.tn("{n} reading does not fit", "{n} readings do not fit", n),
    "finding.rolled_over": lambda texts, n: texts.tn(
        "{n} reading began again at zero", "{n} readings began again at zero", n
    ),
    "finding.future": lambda texts, n: texts.tn("{n} bill of the future", "{n} bills of the future", n),
    "calc.months_missing": lambda texts, n: texts.tn("{n} month is missing", "{n} months are missing", n),
    "calc.days_missing": lambda texts, n: texts.t("Days without data"),
    "calc.no_bills": lambda texts, n: texts.t("No bills"),
    "calc.quantity_missing": lambda texts, n: texts.t("Bills without a quantity"),
    "calc.cost_missing": lambda texts, n: texts.t("Bills without a cost"),
    "calc.currency_missing": lambda texts, n: texts.t("Bills without a currency"),
    "calc.units_differ": lambda texts, n: texts.t("Units that cannot be added"),
    "calc.units_differ_meter": lambda texts, n: texts.t("Units that cannot be added"),
}
"""Message id → title of so many of them."""


def finding_texts(
    view: AuditView, texts: Texts, chosen: Resource | None, most: int
) -> tuple[tuple[FindingText, ...], int]:
    """What to look at in the consumption: holes first, then oddities; those of the chosen resource before others.

    Oddities of one kind at one meter are told together; those that somebody accepted are not told.

    Args:
        most: So many are put into words: there may be thousands.

    Returns:
        The first ones, and the number of all.
    """
    groups: dict[tuple[str, str], list[FindingView]] = {}
    for finding in view.findings:
        if finding.is_open:
            groups.setdefault((finding.message_id, finding.meter), []).append(finding)
    told = {finding.meter for finding in view.findings if finding.message_id == "finding.gap"}
    there: list[list[FindingView] | Gap] = [*groups.values()]
    there += [gap for gap in view.gaps if _is_for_bills(gap, told)]
    there.sort(key=lambda one: _rank(one, chosen))
    names = {meter.uid: meter.name for meter in view.meters}
    said = (_oddity(one, texts) if isinstance(one, list) else _hole(one, texts, names) for one in there[:most])
    return tuple(said), len(there)


def accepted(view: AuditView, chosen: Resource | None) -> tuple[FindingView, ...]:
    """Oddities that somebody accepted, those of the chosen resource first."""
    found = [finding for finding in view.findings if not finding.is_open]
    return tuple(sorted(found, key=lambda one: chosen is not None and one.resource is not chosen))


def _is_for_bills(gap: Gap, told: set[str]) -> bool:
    """What is missing in bills, unless the hole is told as an oddity already."""
    return gap.place.page == "consumption" and not (gap.place.verb == COMPLETE and gap.place.meter in told)


def _rank(one: list[FindingView] | Gap, chosen: Resource | None) -> tuple[bool, bool]:
    if isinstance(one, list):
        return one[0].message_id != "finding.gap", chosen is not None and one[0].resource is not chosen
    return False, chosen is not None and one.place.resource is not chosen


def _oddity(group: Sequence[FindingView], texts: Texts) -> FindingText:
    first = group[0]
    is_hole = first.message_id == "finding.gap"
    starts, ends = min(one.start for one in group), max(one.end for one in group)
    return FindingText(
        title=TITLES[first.message_id](texts, len(group)),
        where=", ".join((phrasing.in_sentence(texts, first.resource), first.meter_name, _when(starts, ends, texts))),
        detail=_sentences(group, texts),
        is_hole=is_hole,
        verb=texts.t(COMPLETE) if is_hole else texts.t("Show"),
        does="complete" if is_hole else "show",
        resource=first.resource,
        meter=first.meter,
        start=first.start if is_hole else starts,
        end=first.end if is_hole else ends,
        findings=tuple(group),
    )


def _sentences(group: Sequence[FindingView], texts: Texts) -> str:
    lines = [texts.message(one.message_id, dict(one.params)) for one in group[:MOST_SENTENCES]]
    more = len(group) - MOST_SENTENCES
    return "\n".join([*lines, texts.tn("{n} more", "{n} more", more)] if more > 0 else lines)


def _when(start: dt.date, end: dt.date, texts: Texts) -> str:
    """The month of a finding, or its months."""
    last = end - dt.timedelta(days=1)
    if (start.year, start.month) == (last.year, last.month) or last < start:
        return texts.month(start, year=True)
    first = texts.month(start, year=start.year != last.year)
    return f"{first}–{texts.month(last, year=True)}"


def _hole(gap: Gap, texts: Texts, names: Mapping[str, str]) -> FindingText:
    place = gap.place
    title = TITLES.get(gap.message_id)
    months = dict(gap.params).get("months")
    start = months[0] if isinstance(months, tuple) and months else None
    resource = phrasing.in_sentence(texts, place.resource) if place.resource is not None else ""
    when = texts.month(start, year=True) if isinstance(start, dt.date) and gap.holes == 1 else ""
    where = ", ".join(part for part in (resource, names.get(place.meter, ""), when) if part)
    detail = texts.message(gap.message_id, dict(gap.params))
    does = "complete" if place.verb == COMPLETE and place.meter else "import" if place.verb == IMPORT else "show"
    return FindingText(
        title=title(texts, gap.holes) if title is not None else texts.t("Data missing"),
        where=where or detail,  # what is missing at no meter says it in a sentence
        detail=detail,
        is_hole=True,
        verb=texts.t(place.verb),
        does=does,
        resource=place.resource,
        meter=place.meter,
        start=start if isinstance(start, dt.date) else None,
    )


# -- the table's sums ------------------------------------------------------------------------------------------------


def bills_heading(resource: Resource | None, texts: Texts) -> str:
    """Head of the table: "Bills: electricity"."""
    if resource is None:
        return texts.t("All bills")
    return texts.t("Bills: {resource}", resource=phrasing.in_sentence(texts, resource))


def sum_texts(sums: BillSums, texts: Texts) -> tuple[str, str, str, str]:
    """The line below the table: number of bills, use, cost, unit price; "" for what cannot be said.

    Different resources have no use in common, even in one unit: cubic metres of gas and of water are no sum.
    """
    used = sums.quantities if len(sums.quantities) == 1 else sums.base_quantities
    used = () if sums.resources > 1 else used
    quantity = " + ".join(
        f"{texts.number(float(amount), 2, trim=True)}{NBSP}{phrasing.unit(texts, unit)}" for unit, amount in used
    )
    cost = " + ".join(texts.money(float(amount), currency) for currency, amount in sums.costs)
    price = ""
    if len(used) == 1 and len(sums.costs) == 1 and used[0][1] > 0:
        (unit, amount), (currency, paid) = used[0], sums.costs[0]
        value = texts.number(float(paid / amount), 3)
        price = f"{value}{NBSP}{texts.currency(currency)}/{phrasing.unit(texts, unit, one=True)}"
    return texts.tn("{n} bill", "{n} bills", sums.count), quantity, cost, price


ALWAYS = frozenset({"meter", "period_start", "period_end", "quantity", "cost", "unit_price"})


def needed_columns(sums: BillSums | None, filled: frozenset[str], resource: Resource | None) -> frozenset[str]:
    """Columns of the table that say something: those that are filled, and what tells its rows apart."""
    needed = ALWAYS | filled
    if resource is None:  # money stands in sight; readings of one meter say little beside those of another
        needed = (needed | {"resource"}) - {"reading_previous", "reading_current", "demand_kw"}
    elif resource is not Resource.ELECTRICITY:
        needed -= {"demand_kw"}
    if sums is not None and len(sums.quantities) != 1:
        needed |= {"unit"}
    if sums is not None and len(sums.costs) != 1:
        needed |= {"currency"}
    return needed


def column_titles(sums: BillSums, texts: Texts) -> dict[str, str]:
    """Heads that carry the unit or currency which all bills of the table have in common."""
    titles: dict[str, str] = {}
    unit = phrasing.unit(texts, sums.quantities[0][0]) if len(sums.quantities) == 1 else ""
    money = texts.currency(sums.costs[0][0]) if len(sums.costs) == 1 else ""
    if unit:
        titles["quantity"] = texts.t("Use ({unit})", unit=unit)
    if money:
        titles["cost"] = texts.t("Total ({unit})", unit=money)
    if unit and money:
        titles["unit_price"] = f"{money}/{phrasing.unit(texts, sums.quantities[0][0], one=True)}"
    titles["reading_previous"] = texts.t("Prev. reading")
    titles["reading_current"] = texts.t("Curr. reading")
    return titles

"""Flow diagrams of two audits, or of two periods of one, side by side or as differences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlmodel import Session, col

from score_desktop.calc.comparison import Cover, Lacks
from score_desktop.charts.data import SankeyComparison, SankeyGraph
from score_desktop.errors import Refused
from score_desktop.i18n import Texts
from score_desktop.models import ResourceFlow
from score_desktop.reporting import phrasing
from score_desktop.services import flows
from score_desktop.services.audits import audit_place, find_audit, period_of

if TYPE_CHECKING:
    from score_desktop.calc.figures import Period
    from score_desktop.charts.sankey_compare import How
_SAME_DAYS = 3
"""Periods that differ by no more are equally long: leap years, months of 28 and 31 days."""
_WIDTH_MM, _HEIGHT_MM, _SIDES_MM = 240.0, 150.0, 280.0


@dataclass(frozen=True, slots=True)
class Side:
    """What a diagram is compared with: the bills of an audit in a period.

    Attributes:
        period: First day and first day outside.
        name: What a person calls it; differs from that of the other side.
    """

    audit: str
    period: Period
    name: str


def side_of(session: Session, audit_uid: str, period: Period | None, today: dt.date, texts: Texts) -> Side:
    """An audit in its own period, or in another one.

    Raises:
        Refused: "audit.unknown".
    """
    audit, _ = find_audit(session, audit_uid)
    chosen = period or period_of(session, audit, today)
    return Side(audit_uid, chosen, phrasing.short_period(texts, *chosen))


def others_to_compare(
    session: Session, shown: Side, periods: Sequence[Period], today: dt.date, texts: Texts
) -> tuple[Side, ...]:
    """What a diagram can be compared with: its audit's other periods, then the enterprise's other audits.

    Of both, what was before comes before what came after.
    """
    found = [
        Side(shown.audit, period, phrasing.short_period(texts, *period))
        for period in dict.fromkeys(periods)
        if period != shown.period
    ]
    found.sort(key=lambda side: side.period[0] > shown.period[0])
    place = audit_place(session, shown.audit)
    audits: list[Side] = []
    for uid, name in place.audits if place is not None else ():
        if uid != shown.audit:
            audit, _ = find_audit(session, uid)
            audits.append(Side(uid, period_of(session, audit, today), name))
    audits.sort(key=lambda side: side.period[0] > shown.period[0])
    return (*found, *audits)


def process_side(session: Session, audit_uid: str, today: dt.date, texts: Texts) -> Side:
    """An audit in its own period under its own name: as its flow chart is called beside that of another one.

    Raises:
        Refused: "audit.unknown".
    """
    audit, _ = find_audit(session, audit_uid)
    return replace(side_of(session, audit_uid, None, today, texts), name=audit.name)


def processes_to_compare(
    session: Session, audit_uid: str, today: dt.date, texts: Texts, *, follows: bool
) -> tuple[Side, ...]:
    """Periods that the chart follows, and the enterprise's other audits with one, as `others_to_compare` has them.

    Args:
        follows: Whether a flow of the chart follows something that another period changes.
    """
    _, enterprise = find_audit(session, audit_uid)
    shown = side_of(session, audit_uid, None, today, texts)
    periods: Sequence[Period] = ()
    if follows:
        from score_desktop.services.process_periods import other_periods, years_with_data

        periods = other_periods(shown.period, years_with_data(session, enterprise.key))
    others = others_to_compare(session, shown, periods, today, texts)
    return tuple(side for side in others if side.audit == audit_uid or _has_process(session, side.audit))


def _has_process(session: Session, audit_uid: str) -> bool:
    audit, _ = find_audit(session, audit_uid)
    flows_there = select(col(ResourceFlow.id)).where(col(ResourceFlow.audit_id) == audit.key).limit(1)
    return session.scalar(flows_there) is not None


def in_time(one: Side, other: Side) -> tuple[Side, Side]:
    """The earlier side and the later, whichever a person named first; as given where they begin together."""
    return (other, one) if other.period[0] < one.period[0] else (one, other)


def bought_compared(session: Session, before: Side, after: Side, unit: str, texts: Texts) -> SankeyComparison:
    """What was bought, of two sides; `note` says what does not fit together, and what is left out.

    Raises:
        Refused: As `flows.flow_graph`; "flows.compare_same"; "flows.compare_units" if money is in two currencies.
    """
    if (before.audit, before.period) == (after.audit, after.period):
        raise Refused("flows.compare_same")
    was, now = (flows.bought_in(session, side.audit, side.period, unit, texts) for side in (before, after))
    even, why = _even((before, was.lacks), (after, now.lacks), texts)
    others = flows.left_out_words(sorted({*was.currencies, *now.currencies}), texts)
    note = " ".join(part for part in (why, others) if part)
    return replace(_comparison(was.graph, now.graph, _names(session, before, after)), per_cent=even, note=note)


def _even(before: tuple[Side, Lacks], after: tuple[Side, Lacks], texts: Texts) -> tuple[bool, str]:
    """Whether totals may be set against each other in per cent, and what to say if not."""
    spans = [(side.period[1] - side.period[0]).days for side, _ in (before, after)]
    names = [_with_period(side, texts) for side, _ in (before, after)]
    if abs(spans[0] - spans[1]) > _SAME_DAYS:
        return False, texts.t(
            "The periods are not equally long: {before} ({days_before} days); {after} ({days_after} days). "
            "Totals are shown, no changes in per cent.",
            before=names[0],
            days_before=texts.number(spans[0]),
            after=names[1],
            days_after=texts.number(spans[1]),
        )
    if Cover(after[1], before[1]).even:
        return True, ""
    gaps = [name for name, (_, lacks) in zip(names, (before, after), strict=True) if lacks.any]
    return False, texts.t(
        "Months without bills in {periods}: totals are shown, no changes in per cent.", periods=" · ".join(gaps)
    )


def _covered(before: tuple[Side, Lacks], after: tuple[Side, Lacks], texts: Texts) -> tuple[bool, str]:
    """The same of charts, which are per year whatever their periods."""
    gaps = [_with_period(side, texts) for side, lacks in (before, after) if lacks.any]
    if not gaps:
        return True, ""
    return False, texts.t(
        "Months without bills or monthly values in {periods}: totals are shown, no changes in per cent.",
        periods=" · ".join(gaps),
    )


def _with_period(side: Side, texts: Texts) -> str:
    period = phrasing.short_period(texts, *side.period)
    return period if side.name == period else f"{side.name}, {period}"


def processes_compared(
    session: Session, before: Side, after: Side, unit: str, today: dt.date, texts: Texts, *, reconciled: bool = False
) -> SankeyComparison:
    """The flow charts of two audits, or of one in two periods: per year, whatever their lengths.

    In two periods of one audit flows differ that follow bills, values or production; `note` says so.

    Raises:
        Refused: "process.empty" if one has none; as `process_graph`; "flows.compare_same"; "flows.compare_units"; as
            `process_periods.require_both`.
    """
    if (before.audit, before.period) == (after.audit, after.period):
        raise Refused("flows.compare_same")
    from score_desktop.services import process_periods as periods
    from score_desktop.services.process import read_view
    from score_desktop.services.process_facts import read_facts
    from score_desktop.services.process_graph import process_graph, wet_in_both

    views = [
        read_view(session, side.audit, today, read_facts(session, side.audit, today, side.period))
        for side in (before, after)
    ]
    if any(view.process.is_empty for view in views):
        raise Refused("process.empty")
    names = _names(session, before, after)
    if before.audit == after.audit:
        periods.require_both((views[0], views[1]), names, texts)
    was, now = (
        process_graph(view, unit, texts, reconciled=reconciled, wet=wet)
        for view, wet in zip(views, wet_in_both(*views), strict=True)
    )
    lacks = [periods.lacks_of_chart(view) for view in views]
    even, why = _covered((before, lacks[0]), (after, lacks[1]), texts)
    typed = periods.typed_words(views[1], texts) if before.audit == after.audit else ""
    notes = dict.fromkeys(part for part in (typed, why, was.note, now.note) if part)
    return replace(_comparison(was, now, names), per_cent=even, note=" ".join(notes))


def _comparison(before: SankeyGraph, after: SankeyGraph, names: tuple[str, str]) -> SankeyComparison:
    if before.unit != after.unit:
        raise Refused("flows.compare_units", one=before.unit, other=after.unit)
    return SankeyComparison(before, after, names)


def _names(session: Session, before: Side, after: Side) -> tuple[str, str]:
    """What both sides are called: periods, or audits (and enterprises) where periods are the same."""
    if before.name != after.name:
        return before.name, after.name
    audits = [find_audit(session, side.audit) for side in (before, after)]
    names = [audit.name for audit, _ in audits]
    if names[0] == names[1]:
        names = [enterprise.name for _, enterprise in audits]
    return (names[0], names[1]) if names[0] != names[1] else (f"{names[0]} (1)", f"{names[1]} (2)")


def write(comparison: SankeyComparison, out: Path, texts: Texts, how: How = "differences") -> None:
    """Write the comparison: .svg, .png, .pdf by the ending of `out`, or every flow with both values as .csv.

    Raises:
        StorageTrouble: As `db.storage.told`; then nothing is left of a half-written file.
    """
    from score_desktop.services import chart_files

    if out.suffix.casefold() == ".csv":
        from score_desktop.charts.tables import chart_table

        chart_files.save_table(chart_table(comparison, texts), out)
        return
    from score_desktop.charts.sankey_compare import sankey_comparison_figure

    height = _SIDES_MM if how == "sides" else _HEIGHT_MM
    chart = sankey_comparison_figure(comparison, texts, "print", _WIDTH_MM, height, how=how, title=True)
    chart_files.save_chart(chart, out)

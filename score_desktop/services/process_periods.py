"""A flow chart in two periods: which there are, what follows them, and what of them lacks."""

from __future__ import annotations

import datetime as dt
import functools
import operator
from collections.abc import Iterable

from sqlalchemy import extract, select
from sqlmodel import Session, col

from score_desktop.calc.comparison import WHOLE, Lacks
from score_desktop.enums import FlowOrigin, FlowPeriod
from score_desktop.errors import Refused
from score_desktop.i18n import Texts
from score_desktop.models import ActivityValue, Bill, Meter, Site
from score_desktop.services.process import Process, ProcessView
from score_desktop.services.process_facts import Facts, Period
from score_desktop.services.process_origin import flow_label
from score_desktop.services.process_rows import FlowRow

_TOLD = 5
_FOLLOW = frozenset({FlowOrigin.BILLS, FlowOrigin.SERIES})


def years_with_data(session: Session, enterprise_id: int) -> list[int]:
    """Calendar years in which a bill or a value of activity of an enterprise begins."""
    bills = (
        select(extract("year", col(Bill.period_start)))
        .join(Meter, col(Meter.id) == col(Bill.meter_id))
        .join(Site, col(Site.id) == col(Meter.site_id))
        .where(col(Site.enterprise_id) == enterprise_id)
        .distinct()
    )
    activity = (
        select(extract("year", col(ActivityValue.period_start)))
        .join(Site, col(Site.id) == col(ActivityValue.site_id))
        .where(col(Site.enterprise_id) == enterprise_id)
        .distinct()
    )
    return sorted({int(year) for query in (bills, activity) for year in session.scalars(query)})


def other_periods(own: Period, years: Iterable[int]) -> tuple[Period, ...]:
    """Periods that a chart can be set beside its own: those of twelve months of which there is data, the newest first.

    The months of the audit in other years, where it has twelve; else calendar years.
    """
    start, end = own
    is_year = start.day == 1 and (end.year, end.month, end.day) == (start.year + 1, start.month, 1)
    first = (start.month, 1) if is_year else (1, 1)
    there = sorted(years)
    if not there:
        return ()
    begins = range(there[-1], there[0] - 2, -1)
    found = ((dt.date(year, *first), dt.date(year + 1, *first)) for year in begins)
    wanted = set(there)
    return tuple(
        period
        for period in found
        if period != own and {period[0].year, (period[1] - dt.timedelta(days=1)).year} <= wanted
    )


def followers(process: Process) -> tuple[FlowRow, ...]:
    """Flows whose quantity another period changes: they follow bills, monthly values or what is made."""
    return tuple(row for row in process.flows if _follows(row))


def _follows(row: FlowRow) -> bool:
    per_product = row.origin is FlowOrigin.ENTERED and row.period is FlowPeriod.PRODUCT and row.quantity is not None
    return row.origin in _FOLLOW or per_product


def lacks_of_chart(view: ProcessView) -> Lacks:
    """What the bills and values lack that the flows of a chart follow."""
    facts, rows = view.process.facts, followers(view.process)
    return functools.reduce(operator.or_, (_lacks(row, view, facts) for row in rows), WHOLE)


def _lacks(row: FlowRow, view: ProcessView, facts: Facts) -> Lacks:
    if row.origin is FlowOrigin.BILLS:
        fact = facts.resources.get(row.origin_of)
        return WHOLE if fact is None else facts.lacks.get(fact.resource, WHOLE)
    if row.origin is FlowOrigin.SERIES:
        made = facts.products.get(row.origin_of) or facts.series.get(row.origin_of)
    else:
        made = facts.product(view.process.settings.product)
    return Lacks(other=made is not None and not made.whole)


def require_both(views: tuple[ProcessView, ProcessView], names: tuple[str, str], texts: Texts) -> None:
    """Two periods of one chart say something of each flow that follows them.

    Raises:
        Refused: "process.compare_typed" if no flow follows anything; "process.compare_nothing" if one has data in one
            of the periods only.
    """
    rows = followers(views[1].process)
    if not rows:
        raise Refused("process.compare_typed")
    before, after = ({row.uid for row in rows if row.uid in view.applied.quantities} for view in views)
    for name, here, there in ((names[0], before, after), (names[1], after, before)):
        gone = [flow_label(row, texts) for row in rows if row.uid in there - here]
        if gone:
            more = " …" if len(gone) > _TOLD else ""
            raise Refused("process.compare_nothing", period=name, flows="; ".join(gone[:_TOLD]) + more)


def typed_words(view: ProcessView, texts: Texts) -> str:
    """That only a part of the flows can differ."""
    return texts.t(
        "Only flows that follow bills, monthly values or production ({n} of {all}) change, and what is reckoned from "
        "them; what was typed is the same in both periods.",
        n=texts.number(len(followers(view.process))),
        all=texts.number(len(view.process.flows)),
    )

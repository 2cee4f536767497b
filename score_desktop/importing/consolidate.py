"""What several tables of one file say together: halves of one bill are joined, summaries of other tables left out."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from score_desktop.enums import RowVerdict
from score_desktop.importing import wordbook
from score_desktop.importing.records import Work
from score_desktop.importing.result import FoundMeter
from score_desktop.importing.workbook import Sheet

_TOLERANCE = 20_000
"""Two hundredths in millionths: sums in a summary are rounded."""
_LARGEST = 600
"""A summary has few records; larger meters are never taken for one."""
_LONG = 360
"""Days of a record that may be the sum of a year's bills whatever its meter is called."""
_SINGLE = 3
"""Records that one summing record alone must be made of to be known as such."""


@dataclass(slots=True)
class _Records:
    """The records of one meter."""

    meter: int
    places: list[int]


def consolidate(sheets: Sequence[Sheet], verdicts: Mapping[str, list[RowVerdict]], work: Work) -> None:
    """Join halves and leave summaries out; rows that only held what was left out become totals."""
    if len(work.tables) < 2:
        return
    _join_halves(sheets, verdicts, work)
    _leave_out_summaries(sheets, verdicts, work)


def _join_halves(sheets: Sequence[Sheet], verdicts: Mapping[str, list[RowVerdict]], work: Work) -> None:
    """A table of quantities and one of amounts: the two records of one meter and period are one bill."""
    bills = work.bills
    quantity, cost = bills.column("quantity"), bills.column("cost")
    if None not in quantity and None not in cost:
        return
    same: dict[tuple[object, ...], list[int]] = defaultdict(list)
    keys = zip(bills.column("meter"), bills.column("period_start"), bills.column("period_end"), strict=True)
    for place, key in enumerate(keys):
        same[key].append(place)
    numbers = bills.column("invoice_number")
    sheet_rows = list(zip(bills.column("source_sheet"), bills.column("source_row"), strict=True))
    left_out: set[int] = set()
    repeated: set[int] = set()
    for places in same.values():
        if len({sheet_rows[place] for place in places}) < 2:
            continue
        repeated.update(_partial_repeats([place for place in places if not numbers[place]], places, quantity, cost))
        if len(places) != 2 or any(numbers[place] for place in places):
            continue
        whole = next((p for p in places if quantity[p] is not None and cost[p] is None), None)
        other = next((p for p in places if quantity[p] is None and cost[p] is not None), None)
        if whole is None or other is None:
            continue
        for name in bills.names():
            values = bills.column(name)
            if values[whole] is None or (name == "currency" and not values[whole]):
                values[whole] = values[other]
        left_out.add(other)
    _retell(repeated, bills.ordered(), sheets, verdicts)
    names = [meter.name for meter in work.meters.found()] if repeated else []
    for place in sorted(repeated):
        work.note("import.note_summary", sheet=sheet_rows[place][0], name=names[bills.column("meter")[place]])
    bills.drop(left_out | repeated)


def _partial_repeats(
    places: Sequence[int], known: Sequence[int], quantity: Sequence[int | None], cost: Sequence[int | None]
) -> list[int]:
    """Records that repeat only the quantity or only the amount of another of the same meter and period."""
    found = []
    for place in places:
        told = [values for values in (quantity, cost) if values[place] is not None]
        if len(told) == 1 and any(
            quantity[other] is not None and cost[other] is not None and told[0][other] == told[0][place]
            for other in known
        ):
            found.append(place)
    return found


def _leave_out_summaries(sheets: Sequence[Sheet], verdicts: Mapping[str, list[RowVerdict]], work: Work) -> None:
    columns = work.bills.ordered()
    if not columns:
        return
    meters = work.meters.found()
    by_meter: dict[int, list[int]] = defaultdict(list)
    for place, meter in enumerate(columns["meter"]):
        by_meter[meter].append(place)
    left: dict[int, _Records] = {meter: _Records(meter, places) for meter, places in by_meter.items()}
    candidates = [
        records
        for records in left.values()
        if len(records.places) <= _LARGEST and _may_sum_up(records, columns, meters[records.meter], work)
    ]
    candidates.sort(key=lambda records: _days(records.places[0], columns))  # months first, then years
    dropped: set[int] = set()
    for records in candidates:
        work.context.check()
        others = [
            other
            for other in left.values()
            if other is not records
            and meters[other.meter].resource == meters[records.meter].resource
            and meters[other.meter].unit_base in ("", meters[records.meter].unit_base)
        ]
        if others and _sums_up(records, others, columns, _is_summary(records, columns, meters[records.meter])):
            del left[records.meter]
            dropped.update(records.places)
            sheet = columns["source_sheet"][records.places[0]]
            work.note("import.note_summary", sheet=sheet, name=meters[records.meter].name)
    if dropped:
        _retell(dropped, columns, sheets, verdicts)
        work.bills.drop(dropped)


def _may_sum_up(records: _Records, columns: Mapping[str, list[Any]], meter: FoundMeter, work: Work) -> bool:
    """Whether a meter has no name of its own in the file, or one that speaks of a summary."""
    if any(columns.get(name, [""] * len(columns["meter"]))[records.places[0]] for name in ("invoice_number", "cuf")):
        return False
    rows = {(columns["source_sheet"][place], columns["source_row"][place]) for place in records.places}
    return rows <= work.general or _is_summary(records, columns, meter) or _is_whole_year(records, columns)


def _is_whole_year(records: _Records, columns: Mapping[str, list[Any]]) -> bool:
    """Whether all that is told of a meter is one long period with quantity and amount: its months may stand below."""
    place = records.places[0]
    told = columns["quantity_base"][place] and columns["cost"][place]
    return bool(len(records.places) == 1 and told and _days(place, columns) >= _LONG)


def _is_summary(records: _Records, columns: Mapping[str, list[Any]], meter: FoundMeter) -> bool:
    sheets = {columns["source_sheet"][place] for place in records.places}
    return len(sheets) == 1 and (wordbook.speaks_of_summary(sheets.pop()) or wordbook.speaks_of_summary(meter.name))


def _days(place: int, columns: Mapping[str, list[Any]]) -> int:
    days: int = (columns["period_end"][place] - columns["period_start"][place]).days
    return days


def _sums_up(records: _Records, others: list[_Records], columns: Mapping[str, list[Any]], is_said: bool) -> bool:
    """Whether each record is the sum of the others' records within its period; chance is ruled out by variety."""
    details = [place for other in others for place in other.places]
    if _is_sum(records.places, details, columns, 2, needs_variety=not is_said):
        return True
    # A summary that repeats one meter under another name is known only by the word.
    return is_said and any(_is_sum(records.places, other.places, columns, 1, needs_variety=True) for other in others)


def _is_sum(
    places: Sequence[int], details: Sequence[int], columns: Mapping[str, list[Any]], fewest: int, *, needs_variety: bool
) -> bool:
    starts, ends = columns["period_start"], columns["period_end"]
    ordered = sorted(details, key=lambda place: starts[place])
    begins = [starts[place] for place in ordered]
    seen: set[tuple[int | None, int | None]] = set()
    parts_of_one = 0
    for place in places:
        near = ordered[bisect_left(begins, starts[place]) : bisect_left(begins, ends[place])]
        within = [p for p in near if ends[p] <= ends[place]]
        if len(within) < fewest:
            return False
        told = [name for name in ("quantity_base", "cost") if columns[name][place] is not None]
        for name in told:
            total = sum(columns[name][p] or 0 for p in within)
            if abs(total - columns[name][place]) > _TOLERANCE:
                return False
        if not any(columns[name][place] for name in told):
            continue
        seen.add((columns["quantity_base"][place], columns["cost"][place]))
        parts_of_one = max(parts_of_one, len(within))
    several = len(seen) >= 2 or (len(places) >= 2 and seen and not needs_variety)
    return bool(seen) and (several or (len(places) == 1 and parts_of_one >= _SINGLE))


def _retell(
    dropped: set[int],
    columns: Mapping[str, list[Any]],
    sheets: Sequence[Sheet],
    verdicts: Mapping[str, list[RowVerdict]],
) -> None:
    """Rows that held only what was left out are totals, not data."""
    rows = list(zip(columns["source_sheet"], columns["source_row"], strict=True))
    kept = {row for place, row in enumerate(rows) if place not in dropped}
    first = {sheet.name: sheet.first_row for sheet in sheets}
    for place in dropped:
        sheet, number = rows[place]
        if rows[place] not in kept and verdicts[sheet][number - first[sheet]] is RowVerdict.DATA:
            verdicts[sheet][number - first[sheet]] = RowVerdict.TOTAL

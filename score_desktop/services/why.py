"""The panel "Why?": the formula of a figure with its numbers, its bills, its factors, and a text to copy."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlmodel import Session, col

from score_desktop import units
from score_desktop.calc import calendar
from score_desktop.calc.figures import MICRO, Figure, Input, Period
from score_desktop.calc.footprint import BIOGENIC, QUANTITY_TIMES_FACTOR
from score_desktop.calc.inputs import BillData, MeterData
from score_desktop.calc.intensity import MEAN_OF_MONTHS, PER_PRODUCT, SUM_OF_VALUES
from score_desktop.calc.ledger import SUM_OF_BILLS, activity_inside, common_unit, has_quantity, quantity_in
from score_desktop.enums import ActivityKind
from score_desktop.i18n import NBSP, Texts
from score_desktop.models import Bill, Meter
from score_desktop.reporting import phrasing
from score_desktop.services.explain import Explained, explained, key_of_part, subject_of
from score_desktop.services.factor_choice import Alternative, alternatives
from score_desktop.services.figure_words import exact, name_of_key
from score_desktop.services.why_factors import FactorBlock, factor_blocks

MOST_BILLS = 200
"""Bills (and values) that the panel lists; it tells how many there are."""
MOST_PARTS = 50
_LISTED = frozenset({SUM_OF_BILLS, SUM_OF_VALUES, MEAN_OF_MONTHS})
"""Sums whose parts are the bills or values that the panel lists."""
_SIGNS = {QUANTITY_TIMES_FACTOR: "×", BIOGENIC: "×", PER_PRODUCT: "÷"}


@dataclass(frozen=True, slots=True)
class Term:
    """One number of the formula; `sign` stands before it ("" for the first, "×", "÷", "=")."""

    sign: str
    value: str
    unit: str
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a sum; with `key` and `dims` it can be explained in its turn ("" if not)."""

    name: str
    value: str
    unit: str
    share: float | None
    key: str
    dims: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DataLine:
    """What the figure was read from.

    Attributes:
        bills, values: How many bills, and values of production, hours or workers.
        meters: Portable ids and names.
        quality: Worst of the bills, A to D; "" without bills.
        lines: What to say about the data, in words.
    """

    bills: int
    values: int
    meters: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    quality: str
    estimated: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhyBill:
    """A bill (or a value of activity) in the figure, with its share in words."""

    uid: str
    kind: str
    meter: str
    meter_name: str
    number: str
    start: dt.date
    end: dt.date
    file: str
    sheet: str
    row: int | None
    amount: str
    estimated: bool


@dataclass(frozen=True, slots=True)
class Why:
    """A figure explained; all texts final.

    Attributes:
        formula: In words; `terms` are its numbers and end with the result, if it has few.
        parts: Of a sum, largest first, at most `MOST_PARTS`.
        bills: At most `MOST_BILLS` of `bills_total`.
        subject: What another factor is chosen for (`factor_choice`); "" where none is.
        chosen: True if a person chose the factor.
    """

    key: str
    dims: Mapping[str, str]
    period: Period
    title: str
    subtitle: str
    formula: str
    terms: tuple[Term, ...]
    result: Term
    parts: tuple[Part, ...]
    data: DataLine
    bills: tuple[WhyBill, ...]
    bills_total: int
    factors: tuple[FactorBlock, ...]
    alternatives: tuple[Alternative, ...]
    subject: str
    chosen: bool
    copy_text: str


def why(
    session: Session,
    audit_uid: str,
    key: str,
    dims: Mapping[str, str],
    texts: Texts,
    today: dt.date,
    period: Period | None = None,
) -> Why:
    """Explain a figure to a person.

    Args:
        key, dims, period: As `explain.explain`.

    Raises:
        Refused: "audit.unknown", "explain.unknown".
    """
    found = explained(session, audit_uid, key, dims, today, period)
    figure = found.figure
    rows = [*_bills(found), *_values(found)]
    subject = subject_of(found)
    uids = {meter.uid for meter in found.meters}
    result = _result(figure, texts)
    terms = _terms(figure, texts)
    chosen = found.ledger.inputs.chosen
    explanation = Why(
        key=figure.key,
        dims=dict(figure.dims),
        period=figure.period,
        title=texts.t("Why {amount}?", amount=headline(figure, texts)),
        subtitle=_subtitle(figure, texts),
        formula=texts.t(figure.explanation.formula),
        terms=(*terms, result) if terms else (),
        result=result,
        parts=() if terms else _parts(found, texts),
        data=_data(session, found, texts, sum(row.kind == "activity" for row in rows)),
        bills=tuple(_shown(row, texts) for row in rows[:MOST_BILLS]),
        bills_total=_count(found, rows),
        factors=factor_blocks(found, texts),
        alternatives=alternatives(found.ledger, subject, uids, texts) if subject else (),
        subject=subject,
        chosen=bool(subject) and any(uid in chosen for uid in (subject, *uids, *map(str, _resources(found)))),
        copy_text="",
    )
    return _with_copy(explanation, texts)


def _resources(found: Explained) -> list[str]:
    return [str(meter.resource) for meter in found.meters]


# -- words and numbers -----------------------------------------------------------------------------------------------


def headline(figure: Figure, texts: Texts) -> str:
    """The figure as pages show it: tonnes of CO2e, whole money, three figures of everything else."""
    if figure.key.startswith("cost."):
        return phrasing.rounded_money(texts, figure.value, figure.unit)
    if figure.key.startswith("ghg.") and figure.key != "ghg.biogenic":
        return phrasing.tonnes(texts, figure.value)
    return f"{exact(figure.value, texts, 4)}{NBSP}{units.label(figure.unit, texts.language)}".strip()


def _subtitle(figure: Figure, texts: Texts) -> str:
    whose = figure.dims.get("meter_name") or figure.dims.get("product_name") or ""
    key = figure.key.removesuffix(f".{figure.dims['product']}") if "product" in figure.dims else figure.key
    parts = (name_of_key(key, texts), whose, texts.period(*figure.period))
    return " · ".join(part for part in parts if part)


def _unit(unit: str, texts: Texts, *, money: bool) -> str:
    return texts.currency(unit) if money else units.label(unit, texts.language)


def _is_money(figure: Figure) -> bool:
    return figure.key.startswith("cost.")


def _result(figure: Figure, texts: Texts) -> Term:
    money = _is_money(figure)
    value = texts.number(figure.value, 2) if money else exact(figure.value, texts)
    return Term("=", value, _unit(figure.unit, texts, money=money), name_of_key(figure.key, texts))


def _terms(figure: Figure, texts: Texts) -> tuple[Term, ...]:
    """The operands of a product or quotient; none for sums."""
    sign = _SIGNS.get(figure.explanation.formula)
    if sign is None:
        return ()
    return tuple(_term(given, sign if place else "", texts) for place, given in enumerate(figure.explanation.inputs))


def _term(given: Input, sign: str, texts: Texts) -> Term:
    value = phrasing.NOTHING if given.value is None else exact(given.value, texts)
    return Term(sign, value, units.label(given.unit, texts.language), texts.t(given.name))


def _parts(found: Explained, texts: Texts) -> tuple[Part, ...]:
    figure = found.figure
    if figure.explanation.formula in _LISTED:
        return ()
    money = _is_money(figure)
    made = []
    for given in sorted(figure.explanation.inputs, key=lambda one: -(one.value or 0.0))[:MOST_PARTS]:
        target = key_of_part(figure, given.name, found.figures)
        value = given.value or 0.0
        made.append(
            Part(
                name=texts.t(given.name),
                value=texts.number(value, 2) if money else exact(value, texts),
                unit=_unit(given.unit, texts, money=money),
                share=value / figure.value if figure.value else None,
                key=target[0] if target else "",
                dims=target[1] if target else {},
            )
        )
    return tuple(made)


# -- what it was read from -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    kind: str
    uid: str
    meter: MeterData | None
    name: str
    start: dt.date
    end: dt.date
    file: str
    sheet: str
    row: int | None
    micro: int
    unit: str
    money: bool
    estimated: bool = False


def _bills(found: Explained) -> list[_Row]:
    """Bills in the figure with their share, by meter and day; none where the tree leaves them out."""
    if found.wide:
        return []
    period = found.ledger.inputs.period
    rows = []
    for meter in found.meters:
        unit = _unit_of(found, meter)
        for bill in found.ledger.inside(meter, period):
            micro = _amount(bill, meter, unit, money=_is_money(found.figure))
            if micro is not None:
                rows.append(_bill_row(bill, meter, calendar.share_inside(micro, *bill[2:4], period), unit, found))
    return rows


def _unit_of(found: Explained, meter: MeterData) -> str:
    """The unit in which the bills of a meter are told: the figure's own where it is one of use."""
    figure = found.figure
    if figure.key.startswith(("use.", "cost.")):
        return figure.unit
    return common_unit(found.ledger, (meter,), found.ledger.inputs.period) or meter.unit_base


def _amount(bill: BillData, meter: MeterData, unit: str, *, money: bool) -> int | None:
    if money:
        return bill.cost if bill.currency == unit else None
    return quantity_in(bill, meter, unit)


def _bill_row(bill: BillData, meter: MeterData, micro: int, unit: str, found: Explained) -> _Row:
    return _Row(
        "bill",
        bill.uid,
        meter,
        bill.invoice_number,
        bill.period_start,
        bill.period_end,
        bill.file,
        bill.sheet,
        bill.row,
        micro,
        unit,
        _is_money(found.figure),
        bill.estimated,
    )


def _values(found: Explained) -> list[_Row]:
    """Values of production, hours or workers in the figure."""
    key, product = found.figure.key, found.figure.dims.get("product")
    kinds = frozenset(ActivityKind)
    named = key.removeprefix("activity.")
    kind = ActivityKind.PRODUCTION if product else ActivityKind(named) if named in kinds else None
    if kind is None:
        return []
    values = [
        row
        for row in found.ledger.inputs.activity
        if row.kind is kind and (product is None or (row.product_uid or row.name) == product)
    ]
    return [
        _Row(
            "activity",
            row.uid,
            None,
            row.name,
            row.period_start,
            row.period_end,
            row.file,
            row.sheet,
            row.row,
            row.value,
            row.unit,
            money=False,
        )
        for row in activity_inside(values, found.ledger.inputs.period)
    ]


def _shown(row: _Row, texts: Texts) -> WhyBill:
    value = row.micro / MICRO
    unit = units.label(row.unit, texts.language, one=value == 1)
    amount = texts.money(value, row.unit) if row.money else f"{texts.number(value, 3, trim=True)}{NBSP}{unit}".strip()
    return WhyBill(
        row.uid,
        row.kind,
        row.meter.uid if row.meter else "",
        row.meter.name if row.meter else "",
        row.name,
        row.start,
        row.end,
        row.file,
        row.sheet,
        row.row,
        amount,
        row.estimated,
    )


def _counted(found: Explained) -> list[BillData]:
    """Bills in the figure, also where the tree leaves them out."""
    figure, period = found.figure, found.ledger.inputs.period
    rows = (bill for meter in found.meters for bill in found.ledger.inside(meter, period))
    if _is_money(figure):
        return [bill for bill in rows if bill.cost is not None and bill.currency == figure.unit]
    return [bill for bill in rows if has_quantity(bill)]


def _count(found: Explained, rows: Sequence[_Row]) -> int:
    return len(_counted(found)) + sum(row.kind == "activity" for row in rows)


def _data(session: Session, found: Explained, texts: Texts, values: int) -> DataLine:
    bills = _counted(found)
    estimated = sum(bill.estimated for bill in bills)
    return DataLine(
        bills=len(bills),
        values=values,
        meters=tuple((meter.uid, meter.name) for meter in found.meters),
        files=tuple(dict.fromkeys(bill.file for bill in bills if bill.file)),
        quality=_quality(session, found),
        estimated=estimated,
        lines=_lines(found, texts, estimated),
    )


def _lines(found: Explained, texts: Texts, estimated: int) -> tuple[str, ...]:
    names = {meter.name for meter in found.meters}
    about = [gap for gap in found.missing if str(gap.params.get("meter") or gap.params.get("name")) in names]
    wanted = "cost." if _is_money(found.figure) else ("use.", "ghg.")
    gaps = dict.fromkeys(texts.message(gap.why, gap.params) for gap in about if gap.key.startswith(wanted))
    lines = list(gaps)[:5]
    if estimated:
        lines.append(texts.tn("{n} estimated reading", "{n} estimated readings", estimated))
    if not lines and found.meters:
        return (texts.t("No gaps, no estimated readings"),)
    return tuple(lines)


def _quality(session: Session, found: Explained) -> str:
    if not found.meters:
        return ""
    start, end = found.ledger.inputs.period
    wanted = {meter.uid for meter in found.meters}
    query = (
        select(col(Meter.uid), func.max(col(Bill.quality)))
        .join(Meter, col(Meter.id) == col(Bill.meter_id))
        .where(col(Bill.period_start) < end, col(Bill.period_end) > start)
        .group_by(col(Meter.uid))
    )
    if len(wanted) <= MOST_BILLS:
        query = query.where(col(Meter.uid).in_(wanted))
    return max((str(quality) for uid, quality in session.execute(query) if uid in wanted), default="")


# -- the text to copy ------------------------------------------------------------------------------------------------


def _with_copy(one: Why, texts: Texts) -> Why:
    lines = [f"{one.subtitle}: {one.result.value} {one.result.unit}", one.formula]
    if one.terms:
        lines.append(" ".join(f"{term.sign} {term.value} {term.unit}".strip() for term in one.terms))
    lines += [f"{part.name}: {part.value} {part.unit}" for part in one.parts]
    if one.data.bills:
        lines.append(texts.tn("{n} bill", "{n} bills", one.data.bills))
    lines += one.data.lines
    for block in one.factors:
        year = f", {block.year}" if block.year else ""
        lines.append(f"{block.name}: {block.value} {block.unit} ({block.source}{year}; {block.status_text})")
        lines += block.notes
    return dataclasses.replace(one, copy_text="\n".join(line.replace(NBSP, " ") for line in lines))

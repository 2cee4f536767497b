"""What an import did and what it asks, in words for a person."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from typing import Any

from score_desktop import units
from score_desktop.calc.figures import MICRO
from score_desktop.charts.names import resource_name
from score_desktop.enums import ActivityKind, Resource
from score_desktop.i18n import N_, Texts
from score_desktop.importing.result import Question
from score_desktop.services.import_outcome import ActivitySums, ConflictRow, FindingRow, ImportOutcome, MeterSums

QUESTIONS = {
    "date_order": N_("Order of the dates in column {column} of “{sheet}”"),
    "decimal": N_("Decimal sign in column {column} of “{sheet}”"),
    "currency": N_("Currency of column {column} of “{sheet}”"),
    "unit": N_("Unit of column {column} of “{sheet}”"),
    "resource": N_("What column {column} of “{sheet}” measures"),
    "year": N_("Year of the dates in column {column} of “{sheet}”"),
    "fiscal_year": N_("Which year column {column} of “{sheet}” names, where its months run over two"),
}
_CHOICES = {
    "dmy": N_("day, month, year"),
    "mdy": N_("month, day, year"),
    "ymd": N_("year, month, day"),
    "comma": N_("comma: 1.234,5"),
    "point": N_("point: 1,234.5"),
    "first": N_("the year of the first month"),
    "last": N_("the year of the last month"),
}
_PEOPLE = (ActivityKind.WORKERS_F, ActivityKind.WORKERS_M)


def sentences(outcome: ImportOutcome, texts: Texts) -> list[str]:
    """The outcome for a person, a line each."""
    if outcome.questions:
        return [line for question in outcome.questions for line in _question(question, texts)]
    counts = outcome.records
    lines = [texts.t("{file}: {read} records read", file=outcome.file, read=counts.read)]
    lines += [_meter(meter, texts) for meter in outcome.meters]
    lines += [_series(series, texts) for series in outcome.activity]
    lines.append(
        texts.t(
            "imported {imported}, already there {duplicates}, with another value {conflicts}, problems {problems}",
            imported=counts.imported,
            duplicates=counts.duplicates,
            conflicts=counts.conflicts,
            problems=counts.problems,
        )
    )
    lines += [line for conflict in outcome.conflicts for line in _conflict(conflict, texts)]
    for problem in outcome.problems:
        reason = texts.message(problem.message_id, problem.params)
        value = f" ({problem.value})" if problem.value else ""
        lines.append(f"  {problem.sheet}!{problem.column}{problem.row}{value}: {reason}")
    lines += [f"  {finding_text(finding, texts)}" for finding in outcome.findings]
    lines += [f"  {texts.message(message, params)}" for message, params in outcome.notes]
    if outcome.dry_run:
        lines.append(texts.t("This was only a trial: nothing was stored."))
    return lines


def finding_text(finding: FindingRow, texts: Texts) -> str:
    """A finding with its meter, and what was said about it before."""
    told = f"{finding.meter}: {texts.message(f'finding.{finding.kind}', finding.params)}"
    said = texts.t("Accepted.") if finding.accepted else ""
    note = texts.t("Note: {note}", note=finding.note) if finding.note else ""
    return " ".join(part for part in (told, said, note) if part)


def answer_option(question: Question) -> str:
    """The option that answers a question, its choice left open, in the quotes of this system's shell."""
    quote = '"' if os.name == "nt" else "'"
    return f"--answer {quote}{question.sheet}!{question.column}=…{quote}"


def choice_text(choice: str, texts: Texts) -> str:
    """What a choice means; "" where it speaks for itself (currencies, units)."""
    if choice in _CHOICES:
        return texts.t(_CHOICES[choice])
    return resource_name(texts, Resource(choice)) if choice in frozenset(Resource) else ""


def _question(question: Question, texts: Texts) -> Iterator[str]:
    asked = texts.t(QUESTIONS[question.question], column=question.column, sheet=question.sheet)
    examples = f" ({'; '.join(question.examples)})" if question.examples else ""
    yield f"{asked}{examples}: {answer_option(question)}"
    for choice in question.choices:
        meaning = choice_text(choice, texts)
        yield f"  {choice:12} {meaning}".rstrip()


def _meter(meter: MeterSums, texts: Texts) -> str:
    parts = [texts.tn("{n} bill", "{n} bills", meter.records)]
    if meter.quantity is not None:
        parts.append(_amount(meter.quantity / MICRO, meter.unit, texts))
    if meter.cost is not None:
        parts.append(texts.money(meter.cost / MICRO, meter.currency))
    parts += [texts.money(cost / MICRO, currency) for currency, cost in meter.costs.items()]
    return f"  {meter.name}: {' · '.join(parts)}"


def series_words(series: ActivitySums, texts: Texts) -> tuple[str, str]:
    """Months and total of a series; people are not added over months: their mean is said."""
    months = texts.tn("{n} month", "{n} months", series.months)
    total = series.total / MICRO
    if series.kind in _PEOPLE and series.months:
        return months, texts.t("{mean} on average", mean=_amount(total / series.months, series.unit, texts))
    return months, _amount(total, series.unit, texts)


def _series(series: ActivitySums, texts: Texts) -> str:
    return f"  {series.name}: {' · '.join(series_words(series, texts))}"


def _conflict(conflict: ConflictRow, texts: Texts) -> list[str]:
    place = texts.t("{sheet}, row {row}", sheet=conflict.sheet, row=conflict.row)
    stored = texts.t("stored: {values}", values=_side(conflict.stored, texts))
    given = texts.t("in the file: {values}", values=_side(conflict.file, texts))
    return [f"  {place} · {conflict.meter}:", f"    {stored}", f"    {given}"]


def _side(side: Mapping[str, Any], texts: Texts) -> str:
    parts = [str(side["invoice_number"])] if side.get("invoice_number") else []
    first, end = side.get("period") or (None, None)
    if first and end:
        start, stop = dt.date.fromisoformat(first), dt.date.fromisoformat(end)
        parts.append(texts.date(start) if stop - start == dt.timedelta(days=1) else texts.period(start, stop))
    value = side.get("quantity", side.get("value"))
    if value is not None:
        parts.append(_amount(value, str(side.get("unit", "")), texts))
    if side.get("cost") is not None:
        parts.append(texts.money(side["cost"], str(side["currency"])) if side.get("currency") else str(side["cost"]))
    return " · ".join(parts)


def _amount(value: float, unit: str, texts: Texts) -> str:
    number = texts.number(value, 2, trim=True)
    return f"{number} {units.label(unit, texts.language, one=value == 1)}" if unit else number

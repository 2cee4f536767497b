"""An import's preview in words: what becomes of a row, both sides of a conflict, what the numbers prove."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from score_desktop import units
from score_desktop.calc.figures import MICRO
from score_desktop.enums import RecordVerdict
from score_desktop.i18n import N_, Texts
from score_desktop.importing.heads import COST_LIKE
from score_desktop.services.import_checks import Check, CheckKind
from score_desktop.services.import_conflicts import AMOUNTS, Conflict, FieldPair
from score_desktop.services.import_lines import RecordLine, RowKind
from score_desktop.services.import_meanings import MEANINGS
from score_desktop.services.import_session import ImportPreview

_ROWS = {
    RowKind.TITLE: N_("Title"),
    RowKind.HEADER: N_("Header"),
    RowKind.BLANK: N_("Empty row"),
    RowKind.SUBTOTAL: N_("Left out: subtotal"),
    RowKind.TOTAL: N_("Left out: total"),
    RowKind.NOTE: N_("Left out: note"),
    RowKind.EMPTY: N_("No values"),
    RowKind.PART: N_("Counted with another row"),
    RowKind.OPEN: N_("Waits for your answer"),
}
_NO_VALUE = "–"
_IN_UNIT = frozenset({"quantity", "quantity_high", "quantity_medium", "quantity_low", "value"})
_FIXED_UNITS = {"demand_kw": "kW", "contracted_kw": "kW", "reactive_kvarh": "kVArh"}
_MONEY = COST_LIKE | {"unit_price"}


def row_text(preview: ImportPreview, sheet: str, row: int, texts: Texts) -> str:
    """What becomes of a row: "New, estimated", "Repeated: row 44", "Left out: subtotal"."""
    kind = preview.sheets[sheet].kind(row) if sheet in preview.sheets else RowKind.BLANK
    if kind in _ROWS:
        return texts.t(_ROWS[kind])
    problems = preview.problems_of(sheet, row) if kind is RowKind.PROBLEM else []
    if problems:
        return texts.message(problems[0].message_id, problems[0].params)
    lines = preview.records_of(sheet, row)
    if len(lines) == 1:
        return record_text(lines[0], texts)
    counts = Counter(line.verdict for line in lines)
    parts = (
        texts.tn("{n} new", "{n} new", counts[RecordVerdict.NEW]) if counts[RecordVerdict.NEW] else "",
        texts.tn("{n} repeated", "{n} repeated", counts[RecordVerdict.DUPLICATE])
        if counts[RecordVerdict.DUPLICATE]
        else "",
        texts.tn("{n} with another value", "{n} with other values", counts[RecordVerdict.CONFLICT])
        if counts[RecordVerdict.CONFLICT]
        else "",
    )
    return ", ".join(filter(None, parts))


def record_text(line: RecordLine, texts: Texts) -> str:
    """What becomes of one record."""
    above = "" if line.above is None else texts.number(line.above)
    if line.verdict is RecordVerdict.DUPLICATE:
        return texts.t("Repeated: row {row}", row=above) if above else texts.t("Already in the audit")
    if line.verdict is RecordVerdict.CONFLICT:
        return texts.t("Differs from row {row}", row=above) if above else texts.t("Differs from the audit")
    if line.credit:
        return texts.t("New, credit note")
    return texts.t("New, estimated") if line.estimated else texts.t("New")


# -- conflicts -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One line of a conflict: a label and both sides, formatted; "–" where a side says nothing."""

    name: str
    label: str
    stored: str
    file: str
    differs: bool


def conflict_title(conflict: Conflict, texts: Texts) -> str:
    """What a conflict is about: "2-114583, April 2024"."""
    return f"{conflict.key.name}, {_period(conflict.file, texts)}"


def conflict_words(conflict: Conflict, texts: Texts) -> tuple[FieldWords, ...]:
    """Both sides of a conflict, line by line; the period and where each side comes from are lines of their own."""
    stored, file = _period(conflict.stored, texts), _period(conflict.file, texts)
    lines = [FieldWords("period", texts.t("Period"), stored, file, stored != file)]
    for pair in conflict.pairs():
        if pair.name not in ("period_start", "period_end"):
            lines.append(_field(conflict, pair, texts))
    origins = (_origin(conflict.stored, texts), _origin(conflict.file, texts))
    return (*lines, FieldWords("origin", texts.t("Origin"), *origins, False))


def _field(conflict: Conflict, pair: FieldPair, texts: Texts) -> FieldWords:
    units_differ = conflict.stored.get("unit") != conflict.file.get("unit") and pair.name in _IN_UNIT
    money_differs = conflict.stored.get("currency") != conflict.file.get("currency") and pair.name in _MONEY
    apart = units_differ or money_differs  # then each side says its own
    label = texts.t(MEANINGS[pair.name]) if pair.name in MEANINGS else texts.t("Value")
    unit = _unit(pair.name, conflict.file, texts)
    sides = [
        _value(pair.name, value, texts) + (f" {_unit(pair.name, side, texts)}" if apart and value is not None else "")
        for value, side in ((pair.stored, conflict.stored), (pair.file, conflict.file))
    ]
    full = label if apart or not unit else f"{label}, {unit}"
    return FieldWords(pair.name, full, sides[0].strip(), sides[1].strip(), pair.differs or apart)


def _unit(name: str, side: Any, texts: Texts) -> str:
    if name in _FIXED_UNITS:
        return _FIXED_UNITS[name]
    if name in _MONEY:
        return texts.currency(side["currency"]) if side.get("currency") else ""
    return units.label(side["unit"], texts.language) if name in _IN_UNIT and side.get("unit") else ""


def _value(name: str, value: Any, texts: Texts) -> str:
    if value is None:
        return _NO_VALUE
    if name in AMOUNTS:
        return texts.number(value / MICRO, 2) if name in COST_LIKE else texts.number(value / MICRO, 6, trim=True)
    if name in ("date_previous", "date_current"):
        return texts.date(dt.date.fromisoformat(value))
    return texts.t("yes") if name == "estimated" else str(value)


def _period(side: Any, texts: Texts) -> str:
    start, end = (dt.date.fromisoformat(side[name]) for name in ("period_start", "period_end"))
    return texts.date(start) if end - start == dt.timedelta(days=1) else texts.period(start, end)


def _origin(side: Any, texts: Texts) -> str:
    file, row = side.get("source_file", ""), side.get("source_row")
    if not file:
        return texts.t("entered by hand")
    return texts.t("{file}, row {row}", file=file, row=texts.number(row)) if row else str(file)


def conflict_difference(conflict: Conflict, texts: Texts) -> tuple[str, str]:
    """How much more (or less) the file says, in quantity and in money; "" where the sides cannot be compared."""
    name = "quantity" if conflict.is_bill else "value"
    return _difference(conflict, name, "unit", texts), _difference(conflict, "cost", "currency", texts)


def _difference(conflict: Conflict, name: str, measure: str, texts: Texts) -> str:
    stored, file = conflict.stored.get(name), conflict.file.get(name)
    if stored is None or file is None or conflict.stored.get(measure) != conflict.file.get(measure):
        return ""
    value = (file - stored) / MICRO
    digits, trim = (2, False) if name in COST_LIKE else (6, True)
    if name == "cost" and conflict.file.get("currency"):
        return ("+" if value > 0 else "") + texts.money(value, conflict.file["currency"])
    number = ("+" if value > 0 else "") + texts.number(value, digits, trim=trim)
    return f"{number} {_unit(name, conflict.file, texts)}".rstrip()


# -- checks --------------------------------------------------------------------------------------------------------


def check_words(check: Check, texts: Texts) -> tuple[str, str]:
    """A check in two lines: what was looked at, and in how many rows it holds."""
    rows = texts.t("{good} of {count} rows", good=texts.number(check.good), count=texts.number(check.of))
    if check.kind is CheckKind.READINGS:
        return texts.t("Current − previous reading = consumption"), rows
    if check.kind is CheckKind.PARTS:
        parts = " + ".join(texts.t(MEANINGS[name]) for name in check.parts)
        return texts.t("{parts} = total", parts=parts), rows
    assert check.first is not None and check.end is not None
    span = texts.period(check.first, check.end)
    if check.kind is CheckKind.ESTIMATED:
        return texts.tn("{n} estimated reading", "{n} estimated readings", check.of), span
    if check.holds:
        return texts.t("Months follow without gaps"), span
    gaps = texts.tn("{n} meter with gaps", "{n} meters with gaps", check.of - check.good)
    return gaps, span

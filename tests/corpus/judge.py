"""Hold one import against the answer of the corpus, value by value; knows nothing of the importer.

`judge` takes the entry of expected.json, the object that `import … --json` printed (None when it printed nothing), and
a callable that gives what is stored afterwards. A file with open questions is imported once without answers (judged as
a refusal) and once for each of its outcomes (judged with `answers`), each time into an empty workspace.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

FIELDS = ("start", "end", "quantity", "unit", "cost", "currency", "invoice", "estimated")
NUMBERS = {"quantity", "cost", "quantity_base", "total", "value"}
MICRO = Decimal("0.000001")
Row = Mapping[str, Any]


@dataclass
class Stored:
    """What the workspace holds after the import.

    A bill has the fields above and `meter` (its name) and `resource`; the end is exclusive, a purchase may have none.
    An activity value has kind, unit, month (its first day) and value; leave it None where values are not exported.
    """

    bills: Sequence[Row]
    activity: Sequence[Row] | None = None


@dataclass
class Judgement:
    """How one import did; it is right when nothing is remarked."""

    file: str
    records_right: int = 0
    records_total: int = 0
    verdicts_right: int = 0
    verdicts_total: int = 0
    questions_asked: int = 0
    questions_expected: int = 0
    wrong_values: int = 0
    notes_missing: int = 0
    remarks: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        return not self.remarks

    def say(self, text: str) -> None:
        self.remarks.append(text)


def judge(
    file: str,
    expected: Row,
    outcome: Row | None,
    stored: Callable[[], Stored],
    answers: Mapping[str, str] | None = None,
) -> Judgement:
    """Compare one import with its answer; `answers` says which choices were given (question: choice)."""
    result = Judgement(file)
    asked = list((outcome or {}).get("questions") or [])
    result.questions_asked = len(asked)
    there = stored()
    if expected["refused"] or (expected["questions"] and not answers):
        _refusal(result, expected, outcome, asked, there)
        return result
    if outcome is None:
        result.say("nothing was printed")
        outcome = {}
    if asked:
        result.say(f"needless questions: {asked}")
    want = _chosen(expected, answers or {})
    _bills(result, want, there.bills, expected["slack_days"])
    _activity_values(result, want["activity"], there.activity)
    _meters(result, want["meters"], outcome.get("meters") or [], expected["slack_days"])
    _activity(result, want["activity"], outcome.get("activity") or [])
    _records(result, want["records"], outcome.get("records") or {})
    _rows(result, expected["rows"], outcome.get("rows") or {})
    _notes(result, expected["notes"], outcome)
    return result


def _chosen(expected: Row, answers: Mapping[str, str]) -> Row:
    for outcome in expected["outcomes"]:
        if outcome["answers"] == dict(answers):
            return outcome
    raise KeyError(f"no outcome for {dict(answers)}")


# -- refusals and questions --------------------------------------------------------------------------------------------


def _refusal(result: Judgement, expected: Row, outcome: Row | None, asked: list[Row], there: Stored) -> None:
    """A file without bills, or one with open questions: nothing may be stored."""
    result.questions_expected = len(expected["questions"])
    if (outcome or {}).get("batch") is not None:
        result.say("a batch was made")
    values = [row.get(name) for row in there.bills for name in ("quantity", "cost")]
    result.wrong_values += sum(value is not None for value in values) + len(there.activity or ())
    if there.bills or there.activity:
        result.say(f"stored: {len(there.bills)} bills, {len(there.activity or ())} activity values")
    left = list(asked)
    for want in expected["questions"]:
        hit = next((q for q in left if _same_question(want, q)), None)
        if hit is None:
            result.say(f"not asked: {want}")
        else:
            left.remove(hit)
    for question in left:
        result.say(f"needless question: {question}")


def _same_question(want: Row, got: Row) -> bool:
    where = all(want[key] in (None, got.get(key)) for key in ("sheet", "column"))
    return where and want["question"] == got.get("question")


# -- values ------------------------------------------------------------------------------------------------------------


def _number(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value)).quantize(MICRO)
    except InvalidOperation:
        return None


def _day(value: Any) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None


def _alike(name: str, want: Row, got: Row, slack: int) -> bool:
    """Whether one field of a bill is as it should be."""
    expected, there = want[name], got.get(name)
    if name in NUMBERS:
        return _number(expected) == _number(there)
    if name in ("start", "end"):
        return _days_alike(name, want, got, slack)
    if name == "currency" and want["cost"] is None:
        return True
    if name == "estimated":
        return bool(expected) == bool(there)
    return str(expected or "").strip() == str(there or "").strip()


def _days_alike(name: str, want: Row, got: Row, slack: int) -> bool:
    expected, there, start = _day(want[name]), _day(got.get(name)), _day(got.get("start"))
    if expected is None:  # a purchase keeps its one day, however its end is written
        return there is None or start is None or there - start <= timedelta(days=1)
    return there is not None and abs((there - expected).days) <= slack


def _wrong_fields(want: Row, got: Row, slack: int) -> list[str]:
    return [name for name in FIELDS if not _alike(name, want, got, slack)]


# -- bills -------------------------------------------------------------------------------------------------------------


def _bills(result: Judgement, want: Row, stored: Iterable[Row], slack: int) -> None:
    """Pair the bills meter by meter; what has no partner is missing or stored wrongly."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in stored:
        groups.setdefault((str(row.get("meter") or ""), str(row.get("resource"))), []).append(row)
    wanted: dict[str, list[Row]] = {meter["key"]: [] for meter in want["meters"]}
    for row in want["bills"]:
        wanted[row["meter"]].append(row)
    result.records_total += len(want["bills"])
    for meter in want["meters"]:
        label = _best_group(meter, wanted[meter["key"]], groups, slack)
        there = groups.pop(label) if label is not None else []
        if label is not None and not _named(meter["name"], label[0]):
            result.wrong_values += 1
            result.say(f"{meter['key']} is called {label[0]!r}")
        _pair(result, meter["key"], wanted[meter["key"]], list(there), slack)
    for label, rows in groups.items():
        _extra(result, f"{label[0]} ({label[1]})", rows)


def _plain(text: str) -> str:
    return "".join(text.casefold().split())


def _named(name: str | None, there: str) -> bool:
    return name is None or _plain(name) in _plain(there)


def _best_group(
    meter: Row, wanted: list[Row], groups: Mapping[tuple[str, str], list[Row]], slack: int
) -> tuple[str, str] | None:
    """The stored meter that is meant: of the resource, named so if the file names it, with most bills in common."""

    def common(label: tuple[str, str]) -> tuple[bool, int]:
        hits = sum(any(not _wrong_fields(want, got, slack) for got in groups[label]) for want in wanted)
        return _named(meter["name"], label[0]), hits

    same = [label for label in groups if label[1] == meter["resource"]]
    best = max(same, key=common, default=None)
    return best if best is not None and any(common(best)) else None


def _pair(result: Judgement, key: str, wanted: list[Row], there: list[Row], slack: int) -> None:
    """Equal bills first, then by the fewest differences."""
    open_bills = []
    for want in wanted:
        hit = next((got for got in there if not _wrong_fields(want, got, slack)), None)
        if hit is None:
            open_bills.append(want)
        else:
            there.remove(hit)
            result.records_right += 1
    for want in open_bills:
        near = [got for got in there if _related(want, got, slack)]
        hit = min(near, key=lambda got, want=want: len(_wrong_fields(want, got, slack)), default=None)
        if hit is None:
            result.say(f"{key}: missing {want['start']} {want['quantity']}")
            continue
        there.remove(hit)
        wrong = _wrong_fields(want, hit, slack)
        result.wrong_values += len(wrong)
        result.say(f"{key} {want['start']}: " + ", ".join(f"{n} {hit.get(n)} for {want[n]}" for n in wrong))
    _extra(result, key, there)


def _related(want: Row, got: Row, slack: int) -> bool:
    """Whether two bills can be the same one, wrongly read."""
    number = want["invoice"] is not None and str(want["invoice"]) == str(got.get("invoice") or "")
    return number or any(_alike(name, want, got, slack) for name in ("start", "quantity"))


def _extra(result: Judgement, key: str, rows: Iterable[Row]) -> None:
    for row in rows:
        result.wrong_values += sum(row.get(name) is not None for name in ("quantity", "cost"))
        result.say(f"{key}: not in the file: {row.get('start')} {row.get('quantity')} {row.get('cost')}")


# -- what the command line printed -------------------------------------------------------------------------------------


def _meters(result: Judgement, wanted: Iterable[Row], printed: Sequence[Row], slack: int) -> None:
    left = list(printed)
    names = ("records", "unit", "quantity", "quantity_base", "unit_base", "cost", "currency", "first", "end")
    for want in wanted:
        same = [m for m in left if m.get("resource") == want["resource"] and _named(want["name"], str(m.get("name")))]
        hit = min(same, key=lambda m, want=want: _far(m, want), default=None)
        if hit is None:
            result.say(f"not printed: {want['key']}")
            continue
        left.remove(hit)
        for name in names:
            if not _printed_alike(name, want, hit, slack):
                result.say(f"{want['key']}: {name} is printed as {hit.get(name)}, not {want[name]}")
    for meter in left:
        result.say(f"printed beyond the file: {meter.get('name')} ({meter.get('resource')})")


def _far(meter: Row, want: Row) -> Decimal:
    return abs((_number(meter.get("quantity")) or Decimal(0)) - (_number(want["quantity"]) or Decimal(0)))


def _printed_alike(name: str, want: Row, got: Row, slack: int) -> bool:
    expected, there = want[name], got.get(name)
    if name in NUMBERS:
        return _close(expected, there)
    if name in ("first", "end"):
        if expected is None:
            return True
        day = _day(there)
        return day is not None and abs((day - date.fromisoformat(expected)).days) <= slack
    return (name == "currency" and want["cost"] is None) or expected == there


def _close(expected: Any, there: Any) -> bool:
    """Equal but for the last places of a binary number."""
    want, got = _number(expected), _number(there)
    if want is None or got is None:
        return want is None and got is None
    return abs(want - got) <= max(abs(want) * Decimal("1e-9"), Decimal("0.000002"))


def _activity(result: Judgement, wanted: Iterable[Row], printed: Sequence[Row]) -> None:
    left = list(printed)
    for want in wanted:
        alike = (a for a in left if all(a.get(k) == want[k] for k in ("kind", "unit", "months")))
        hit = next((a for a in alike if _close(want["total"], a.get("total"))), None)
        if hit is None:
            result.say(f"activity not printed: {want['kind']} {want['unit']} {want['months']} {want['total']}")
        else:
            left.remove(hit)
    for extra in left:
        result.say(f"activity beyond the file: {extra}")


def _activity_values(result: Judgement, wanted: Iterable[Row], stored: Sequence[Row] | None) -> None:
    if stored is None:
        return
    values = Counter((w["kind"], w["unit"], m, _number(v)) for w in wanted for m, v in w["values"].items())
    there = Counter((a["kind"], a["unit"], str(a["month"])[:10], _number(a["value"])) for a in stored)
    result.records_total += values.total()
    result.records_right += (values & there).total()
    result.wrong_values += (there - values).total()
    for kind, unit, month, value in (values - there).elements():
        result.say(f"activity missing: {kind} {unit} {month} {value}")
    for kind, unit, month, value in (there - values).elements():
        result.say(f"activity not in the file: {kind} {unit} {month} {value}")


def _records(result: Judgement, want: Row, got: Row) -> None:
    parts = ("imported", "duplicates", "conflicts", "problems")
    if got.get("read") != sum(got.get(name) or 0 for name in parts):
        result.say(f"records do not add up: {dict(got)}")
    for name in ("read", *parts):
        if want[name] is not None and got.get(name) != want[name]:
            result.say(f"records.{name} is {got.get(name)}, not {want[name]}")


def _rows(result: Judgement, want: Row | None, got: Row) -> None:
    if got.get("read") != sum(value for name, value in got.items() if name != "read"):
        result.say(f"rows do not add up: {dict(got)}")
    if want is None:
        return
    kinds = [name for name in want if name != "read"]
    result.verdicts_total += want["read"]
    result.verdicts_right += sum(min(want[name], got.get(name) or 0) for name in kinds)
    for name, count in want.items():
        if (got.get(name) or 0) != count:
            result.say(f"rows.{name} is {got.get(name)}, not {count}")


def _notes(result: Judgement, notes: Iterable[str], outcome: Row) -> None:
    """The contract gives a note no place of its own, so it counts apart."""
    text = json.dumps(outcome, ensure_ascii=False, default=str).casefold()
    words = {"hidden": ("hidden", "ocult")}
    result.notes_missing += sum(not any(word in text for word in words[note]) for note in notes)


# -- the figure that is published --------------------------------------------------------------------------------------


def summary(results: Sequence[Judgement]) -> dict[str, int]:
    """Files right, rows right, questions asked, wrong values stored."""
    files = {result.file for result in results}
    wrong = {result.file for result in results if not result.right}
    numbers = Counter()
    for result in results:
        numbers.update({name: value for name, value in asdict(result).items() if name not in ("file", "remarks")})
    unanswered = [r for r in results if r.questions_expected or r.questions_asked]
    needless = sum(max(r.questions_asked - r.questions_expected, 0) for r in unanswered)
    return {"files": len(files), "files_right": len(files - wrong), "questions_needless": needless, **numbers}

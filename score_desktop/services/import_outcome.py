"""What an import did, as values: for the command line's JSON, for people, and for the history of imports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from score_desktop.calc.figures import MICRO
from score_desktop.enums import OnConflict, RowVerdict
from score_desktop.i18n import Texts
from score_desktop.importing.result import FoundTable, Problem, Question


class RecordKey(NamedTuple):
    """Names a record of a file as long as the file is the same: a decision about a conflict is kept under it.

    Attributes:
        column: Letters where periods run across or activity is read, else "".
        name: Of its meter or series.
        kind: `Resource` or `ActivityKind` value.
    """

    sheet: str
    row: int
    column: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How a person wants a file read.

    Attributes:
        sheet: Read this sheet only; None: all.
        on_conflict: What becomes of conflicts about which nothing was decided.
        answers: "SHEET!COLUMN" → choice, for open questions.
        meanings: "SHEET!COLUMN" → what a column means; "" leaves it out.
        resources: "SHEET!RANGE" of a table → what it is about.
        decisions: What a person decided about single conflicts.
        profile: Name of the profile to read with, or to keep under what is said here; "" for what fits.
        remembers: False: read as if no file of the layout had been imported before.
        keep: Keep the file in the workspace, as evidence.
    """

    sheet: str | None = None
    dry_run: bool = False
    on_conflict: OnConflict = OnConflict.KEEP
    answers: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)
    resources: Mapping[str, str] = field(default_factory=dict)
    decisions: Mapping[RecordKey, OnConflict] = field(default_factory=dict)
    profile: str = ""
    remembers: bool = True
    keep: bool = False


@dataclass(frozen=True, slots=True)
class MeterSums:
    """What one meter got. Amounts in millionths; None stands for sums over several units or currencies.

    `costs` has the sums by currency when there are several, else it is empty.
    """

    name: str
    resource: str
    unit: str
    unit_entered: tuple[str, ...]
    records: int
    quantity: int | None
    quantity_base: int | None
    unit_base: str
    cost: int | None
    currency: str
    first: dt.date
    end: dt.date
    costs: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """One of `meters` in import.md; `costs` only where the bills have several currencies."""
        costs = {"costs": {code: plain(value) for code, value in self.costs.items()}} if self.costs else {}
        return {
            **costs,
            "name": self.name,
            "resource": self.resource,
            "unit": self.unit,
            "unit_entered": list(self.unit_entered),
            "records": self.records,
            "quantity": plain(self.quantity),
            "quantity_base": plain(self.quantity_base),
            "unit_base": self.unit_base,
            "cost": plain(self.cost),
            "currency": self.currency,
            "first": self.first.isoformat(),
            "end": self.end.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class ActivitySums:
    """What one series of activity data got; `total` in millionths of `unit`."""

    kind: str
    name: str
    unit: str
    months: int
    total: int

    def as_json(self) -> dict[str, Any]:
        """One of `activity` in import.md."""
        return {
            "kind": self.kind,
            "name": self.name,
            "unit": self.unit,
            "months": self.months,
            "total": plain(self.total),
        }


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A known record that arrives with another value; both sides as JSON-ready values."""

    sheet: str
    row: int
    meter: str
    stored: Mapping[str, Any]
    file: Mapping[str, Any]
    decision: OnConflict = OnConflict.KEEP

    def as_json(self) -> dict[str, Any]:
        """One of `conflicts` in import.md."""
        return {
            "sheet": self.sheet,
            "row": self.row,
            "meter": self.meter,
            "stored": dict(self.stored),
            "file": dict(self.file),
        }


@dataclass(frozen=True, slots=True)
class FindingRow:
    """An oddity in the bills after the import; `params` are those of the message "finding.<kind>".

    Attributes:
        accepted: It stood before, and somebody has accepted it; `note` is what was said, accepted or not.
    """

    kind: str
    meter: str
    start: dt.date
    end: dt.date
    params: Mapping[str, object]
    accepted: bool = False
    note: str = ""

    def as_json(self, texts: Texts) -> dict[str, Any]:
        """One of `findings` in import.md, with the sentence."""
        return {
            "kind": self.kind,
            "meter": self.meter,
            "from": self.start.isoformat(),
            "to": self.end.isoformat(),
            "text": texts.message(f"finding.{self.kind}", self.params),
            "accepted": self.accepted,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class RecordCounts:
    """Records read = imported + duplicates + conflicts + problems, always."""

    imported: int = 0
    duplicates: int = 0
    conflicts: int = 0
    problems: int = 0

    @property
    def read(self) -> int:
        """All records of the file."""
        return self.imported + self.duplicates + self.conflicts + self.problems

    def as_json(self) -> dict[str, int]:
        """`records` in import.md."""
        return {
            "read": self.read,
            "imported": self.imported,
            "duplicates": self.duplicates,
            "conflicts": self.conflicts,
            "problems": self.problems,
        }


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """All that an import did or would do. `batch` is None for a dry run and while questions are open.

    `sha256` is that of the file, to repeat the import only of the very same one; "" while questions are open.
    """

    file: str
    batch: str | None
    dry_run: bool
    tables: tuple[FoundTable, ...]
    rows: Mapping[RowVerdict, int]
    records: RecordCounts = field(default_factory=RecordCounts)
    meters: tuple[MeterSums, ...] = ()
    activity: tuple[ActivitySums, ...] = ()
    conflicts: tuple[ConflictRow, ...] = ()
    problems: tuple[Problem, ...] = ()
    questions: tuple[Question, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    notes: tuple[tuple[str, Mapping[str, object]], ...] = ()
    sha256: str = ""
    kept: bool = False

    def as_json(self, texts: Texts) -> dict[str, Any]:
        """As `import --json` prints it (import.md); reasons in the reader's language."""
        return {
            "batch": self.batch,
            "file": self.file,
            "dry_run": self.dry_run,
            "tables": [table_json(table) for table in self.tables],
            "meters": [meter.as_json() for meter in self.meters],
            "activity": [series.as_json() for series in self.activity],
            "records": self.records.as_json(),
            "rows": {"read": sum(self.rows.values()), **{str(v): self.rows.get(v, 0) for v in RowVerdict}},
            "conflicts": [conflict.as_json() for conflict in self.conflicts],
            "problems": [_problem_json(problem, texts) for problem in self.problems],
            "questions": [_question_json(question) for question in self.questions],
            "findings": [finding.as_json(texts) for finding in self.findings],
            "notes": [texts.message(message, params) for message, params in self.notes],
            "kept": self.kept,
        }

    def sentences(self, texts: Texts) -> list[str]:
        """The outcome, or what is asked before anything is stored, for a person, a line each."""
        from score_desktop.services import import_words

        return import_words.sentences(self, texts)


def plain(micro: int | None) -> float | int | None:
    """Millionths as a plain JSON number: whole where it is whole."""
    if micro is None:
        return None
    return micro // MICRO if micro % MICRO == 0 else micro / MICRO


def table_json(table: FoundTable) -> dict[str, Any]:
    """One of `tables` in import.md."""
    return {
        "sheet": table.sheet,
        "range": table.range,
        "header_rows": list(table.header_rows),
        "columns": dict(table.columns),
        "confidence": {column: round(value, 2) for column, value in table.confidence.items()},
    }


def _problem_json(problem: Problem, texts: Texts) -> dict[str, Any]:
    return {
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "reason": texts.message(problem.message_id, problem.params),
    }


def _question_json(question: Question) -> dict[str, Any]:
    return {
        "sheet": question.sheet,
        "column": question.column,
        "question": question.question,
        "choices": list(question.choices),
        "examples": list(question.examples),
    }

"""An import in stages, for the wizard: read once, preview as often as the person corrects something, store once.

Nothing here knows Qt; each stage runs on a thread of its own and hears Cancel. The preview only reads the workspace,
with the very code that decides when it is stored, so it says what storing would do, also in a workspace that is read
only and beside other work.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel import Session

from score_desktop.enums import OnConflict, RecordVerdict
from score_desktop.errors import Refused, StorageTrouble
from score_desktop.importing import Reader, Workbook, read_file, start_reader, understand
from score_desktop.importing.result import FoundMeter, FoundTable, Problem, Question, Understanding
from score_desktop.jobs import Progress, collector_paused
from score_desktop.services import import_profiles
from score_desktop.services.context import Context
from score_desktop.services.import_bills import BillStore
from score_desktop.services.import_checks import Check, checks
from score_desktop.services.import_conflicts import Conflict, conflicts_of
from score_desktop.services.import_lines import VERDICTS, RecordLine, RecordLines, SheetLines, record_lines, sheet_lines
from score_desktop.services.import_outcome import (
    ActivitySums,
    ImportOptions,
    ImportOutcome,
    MeterSums,
    RecordCounts,
    RecordKey,
)
from score_desktop.services.import_profiles import Recall
from score_desktop.services.import_records import ImportTarget
from score_desktop.services.import_source import SourceFile, source_file
from score_desktop.services.import_store import counts, decide
from score_desktop.services.imports import sha256_of, store_understood, target_of, wanted

__all__ = ["FileRead", "ImportPreview", "MeterPreview", "TablePreview", "commit", "prepare", "read_workbook"]


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file as it was read; `workbook` is what the wizard shows, `sha256` names the bytes that were read."""

    path: Path
    sha256: str
    workbook: Workbook


@dataclass(frozen=True, slots=True)
class MeterPreview:
    """What a file brings one meter (or kind of purchase).

    Attributes:
        uid: Portable id of the meter in the workspace; None: the import makes it.
        sums: Of what would be imported; None: nothing new.
        records: Bills of the file by what becomes of them.
        credits: Credit notes among the new ones.
    """

    meter: FoundMeter
    uid: str | None
    sums: MeterSums | None
    records: Mapping[RecordVerdict, int]
    credits: int = 0


@dataclass(frozen=True, slots=True)
class TablePreview:
    """One table, with the key under which `ImportOptions.resources` says what it is about.

    Attributes:
        resources: What its bills are about; empty for activity data.
        supplier: Of its first meter that names one, "" if none does.
    """

    table: FoundTable
    key: str
    resources: tuple[str, ...] = ()
    supplier: str = ""


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What storing a file would do, and why; `commit` takes it.

    With open `questions` nothing may be stored: records, meters and conflicts are empty, rows with values wait.

    Attributes:
        found: The whole understanding; its records, column-wise.
        sheets: For each sheet what becomes of each row.
        lines: Bills and activity values, by row.
        problems: Records that cannot be stored.
        checks: What the numbers of the file prove about its reading.
        problem_rows: The problems by sheet and row.
        recalled: What was remembered about the file's layouts; its options are what the file is read with.
    """

    file: FileRead
    audit_uid: str
    options: ImportOptions
    target: ImportTarget
    found: Understanding
    tables: tuple[TablePreview, ...]
    sheets: Mapping[str, SheetLines]
    lines: tuple[RecordLines, ...] = ()
    records: RecordCounts = field(default_factory=RecordCounts)
    meters: tuple[MeterPreview, ...] = ()
    activity: tuple[ActivitySums, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    problems: tuple[Problem, ...] = ()
    checks: tuple[Check, ...] = ()
    problem_rows: Mapping[tuple[str, int], list[Problem]] = field(default_factory=dict)
    recalled: Recall = field(default_factory=lambda: Recall(ImportOptions()))

    @property
    def questions(self) -> tuple[Question, ...]:
        """What the file cannot decide."""
        return self.found.questions

    @property
    def notes(self) -> tuple[tuple[str, Mapping[str, object]], ...]:
        """What a person should know: message ids with parameters; that it is read as last time is shown apart."""
        return tuple(note for note in self.found.notes if note[0] != "import.note_profile")

    def records_of(self, sheet: str, row: int) -> list[RecordLine]:
        """The records of one row, made when it is looked at."""
        return [line for lines in self.lines for line in lines.at(sheet, row)]

    def problems_of(self, sheet: str, row: int) -> list[Problem]:
        """What keeps records of one row from being stored."""
        return self.problem_rows.get((sheet, row), [])


def read_workbook(path: Path, progress: Progress, reader: Reader | None = None) -> FileRead:
    """Read a file, in a child process.

    Args:
        reader: A child started ahead by `start_reader`.

    Raises:
        UnreadableFile: The file is damaged, protected or too large.
        Refused: "import.changed_meanwhile".
        Cancelled: The child was ended.
    """
    with reader or start_reader() as child:
        progress.report(0.0)
        before = sha256_of(path)
        workbook = read_file(path, progress=progress, reader=child)
    if sha256_of(path) != before:
        raise Refused("import.changed_meanwhile", file=str(path))
    progress.report(1.0)
    return FileRead(path, before, workbook)


def prepare(
    context: Context, file: FileRead, audit_uid: str, options: ImportOptions, progress: Progress
) -> ImportPreview:
    """Understand a file with the person's answers and corrections, and see what storing it would do.

    Raises:
        Refused: "audit.unknown", "enterprise.no_site".
        UnreadableFile: "import.no_bills", "import.only_charts".
        InvalidInput: "import.no_such_sheet".
        Cancelled: Cancel was asked for.
    """
    with collector_paused():
        target = context.read(target_of, audit_uid)
        progress.report(0.1)
        found, recalled = import_profiles.understood(
            lambda said: understand(file.workbook, wanted(target, said, progress)),
            context.read(import_profiles.list_profiles),
            file.workbook,
            target.enterprise,
            options,
        )
        progress.report(0.6)
        tables = _tables(found)
        progress.check_cancelled()
        if found.questions:
            sheets = sheet_lines(file.workbook, found, (), found.problems)
            base = ImportPreview(file, audit_uid, options, target, found, tables, sheets, recalled=recalled)
            told = found.problems
            preview = dataclasses.replace(base, problems=told, problem_rows=_by_row(told))
        else:
            base = ImportPreview(file, audit_uid, options, target, found, tables, {}, recalled=recalled)
            preview = context.read(_rehearse, base, progress)
    progress.report(1.0)
    return preview


def _rehearse(session: Session, base: ImportPreview, progress: Progress) -> ImportPreview:
    """The decisions of storing, without storing."""
    found, check = base.found, progress.check_cancelled
    bills, activity = decide(session, base.target, found, base.options, check=check)
    progress.report(0.8)
    lines = (record_lines(bills, found.bill_count), record_lines(activity, found.activity_count))
    progress.report(0.85)
    problems = (*found.problems, *bills.problems)
    sheets = sheet_lines(base.file.workbook, found, lines, problems)
    check()
    meters = _meters(bills, lines[0])
    check()
    conflicts = (*conflicts_of(bills), *conflicts_of(activity))
    check()
    looked_at = [position for position, other in enumerate(lines[0].meets) if other < 0]
    return dataclasses.replace(
        base,
        sheets=sheets,
        lines=lines,
        records=counts(found, bills, activity),
        meters=meters,
        activity=activity.sums(),
        conflicts=conflicts,
        problems=problems,
        checks=checks(found.bills, found.meters, looked_at, check),
        problem_rows=_by_row(problems),
    )


def _by_row(problems: Iterable[Problem]) -> dict[tuple[str, int], list[Problem]]:
    found: dict[tuple[str, int], list[Problem]] = {}
    for problem in problems:
        found.setdefault((problem.sheet, problem.row), []).append(problem)
    return found


def _meters(bills: BillStore, lines: RecordLines) -> tuple[MeterPreview, ...]:
    meters = bills.found.meters
    if not lines.verdicts:
        return ()
    sums = bills.sums_by_meter()
    numbers = bills.columns["meter"]
    by_verdict = Counter(zip(numbers, lines.verdicts, strict=True))
    costs = bills.columns.get("cost", [None] * len(numbers))
    gives_back = Counter(numbers[position] for position in bills.sorted.take if (costs[position] or 0) < 0)
    return tuple(
        MeterPreview(
            meter,
            bills.meter_uids[index],
            sums.get(index),
            {verdict: count for code, verdict in enumerate(VERDICTS) if (count := by_verdict[index, code])},
            gives_back[index],
        )
        for index, meter in enumerate(meters)
        if any((index, code) in by_verdict for code in range(len(VERDICTS)))
    )


def _tables(found: Understanding) -> tuple[TablePreview, ...]:
    """The tables with what their bills are about."""
    meters: dict[int, set[int]] = {}
    if found.bills:
        spans = [(table.sheet, *_rows(table)) for table in found.tables]
        seen = dict.fromkeys(
            zip(found.bills["source_sheet"], found.bills["source_row"], found.bills["meter"], strict=True)
        )
        by_sheet: dict[str, list[int]] = {}
        for number, (sheet, _, _) in enumerate(spans):
            by_sheet.setdefault(sheet, []).append(number)
        for sheet, row, meter in seen:
            for number in by_sheet[sheet]:
                if spans[number][1] <= row <= spans[number][2]:
                    meters.setdefault(number, set()).add(meter)
    return tuple(
        TablePreview(
            table,
            f"{table.sheet}!{table.range}",
            tuple(dict.fromkeys(str(found.meters[meter].resource) for meter in sorted(meters.get(number, ())))),
            next((name for meter in sorted(meters.get(number, ())) if (name := found.meters[meter].supplier)), ""),
        )
        for number, table in enumerate(found.tables)
    )


def _rows(table: FoundTable) -> tuple[int, int]:
    first, last = (int("".join(filter(str.isdigit, end))) for end in table.range.split(":"))
    return first, last


def commit(
    context: Context,
    preview: ImportPreview,
    decisions: Mapping[RecordKey, OnConflict],
    progress: Progress,
    today: dt.date,
    *,
    keep: bool = False,
) -> ImportOutcome:
    """Store what a preview showed, in one transaction.

    What is known is decided again inside of it: records that came in since the preview are met as they are.

    Args:
        decisions: About single conflicts; what is not decided is kept as it is stored.
        keep: Keep the file as evidence too, if it is still the one that was read.

    Raises:
        Refused: "import.open"; and those of `Context.write`.
        Cancelled: Nothing was stored.
    """
    if preview.questions:
        raise Refused("import.open", file=preview.found.file)
    told = preview.recalled.options
    options = dataclasses.replace(told, decisions={**told.decisions, **decisions}, dry_run=False, keep=keep)
    with collector_paused():
        progress.report(0.0)
        target = context.read(target_of, preview.audit_uid)
        found, sha256 = preview.found, preview.file.sha256
        memory = import_profiles.memory_of(found, preview.file.workbook, preview.recalled, target.enterprise)
        source = _source(preview.file, keep=keep)
        return store_understood(context, target, found, options, sha256, progress, today, memory, source)


def _source(file: FileRead, *, keep: bool) -> SourceFile:
    """The file of a preview; one that is gone by now is stored all the same, only not kept."""
    try:
        return source_file(file.path, file.sha256, keep=keep)
    except StorageTrouble:
        return source_file(file.path, file.sha256, keep=False)

"""A file as read → what it means: tables, meters, records, verdicts for every row, problems, questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import PurePath

from score_desktop.enums import Resource, RowVerdict
from score_desktop.errors import InvalidInput, UnreadableFile
from score_desktop.importing import cells, consolidate, epoch, long, register, siat, tables, wide, wordbook
from score_desktop.importing.beside import DATED
from score_desktop.importing.context import ImportContext
from score_desktop.importing.heads import head_of
from score_desktop.importing.records import Work
from score_desktop.importing.result import FoundTable, Understanding
from score_desktop.importing.workbook import Sheet, Workbook

_SEEN_WORDS = 8
_TITLE_LINES = 4
_TITLE_ROWS = 30


def understand(workbook: Workbook, context: ImportContext) -> Understanding:
    """Find the tables of a file and what they say.

    With open questions the records are a preview under the first choice; nothing of it may be stored.

    Raises:
        UnreadableFile: import.no_bills (with what was seen instead), import.only_charts.
        InvalidInput: import.no_such_sheet.
    """
    sheets = _wanted(workbook, context)
    work = Work(context, PurePath(workbook.file).stem, workbook.kind == "siat", ends_outside=workbook.kind == "espi")
    for message_id, params in workbook.notes:
        work.note(message_id, **params)
    found = {sheet.name: _tables_of(sheet, work) for sheet in sheets}
    work.register = register.registered(table for some in found.values() for table in some)
    verdicts = {sheet.name: _read_sheet(sheet, found[sheet.name], work) for sheet in sheets}
    is_told = any(table.told for some in found.values() for table in some)  # a person may have left out what it holds
    if not work.tables or not (work.bills.length or work.activity.length or work.problems or is_told):
        if work.saw_power or any(map(_is_of_power, sheets)):
            raise UnreadableFile("import.power_only", file=workbook.file)
        raise UnreadableFile("import.no_bills", file=workbook.file, seen=_seen(sheets))
    context.check()
    consolidate.consolidate(sheets, verdicts, work)
    context.check()
    counts = Counter(chain.from_iterable(verdicts.values()))
    problems = sorted(work.problems, key=lambda problem: (list(verdicts).index(problem.sheet), problem.row))
    return Understanding(
        file=workbook.file,
        tables=tuple(work.tables),
        meters=work.meters.found(),
        bills=work.bills.ordered(),
        activity=work.activity.ordered(),
        rows={verdict: counts[verdict] for verdict in RowVerdict},
        verdicts={name: tuple(rows) for name, rows in verdicts.items()},
        first_rows={sheet.name: sheet.first_row for sheet in sheets},
        problems=tuple(problems),
        questions=tuple(work.questions.values()),
        notes=tuple((message_id, dict(params)) for message_id, params in work.notes),
    )


def sighted(workbook: Workbook) -> Understanding:
    """The tables that a file seems to hold, with nothing read of them: a saved way of reading may know one."""
    found = [table for sheet in workbook.sheets for table in tables.find_tables(sheet, PurePath(workbook.file).stem)]
    seen = []
    for table in found:
        used, titles = tuple(map(table.row_number, table.header_rows)), tables.titles_of(table)
        seen.append(FoundTable(table.sheet.name, table.range, used, {}, titles=titles, across=bool(table.months)))
    return Understanding(workbook.file, tuple(seen), (), {}, {}, {}, {}, {})


def _wanted(workbook: Workbook, context: ImportContext) -> list[Sheet]:
    names = [sheet.name for sheet in workbook.sheets]
    if context.sheet is None:
        return list(workbook.sheets)
    if context.sheet not in names:
        raise InvalidInput("import.no_such_sheet", file=workbook.file, sheet=context.sheet, sheets=", ".join(names))
    return [sheet for sheet in workbook.sheets if sheet.name == context.sheet]


def _tables_of(sheet: Sheet, work: Work) -> list[tables.RawTable]:
    """The tables of a sheet; none of one whose first lines say that it is not to be imported."""
    first = (cell for row in sheet.rows[:_TITLE_LINES] for cell in row if isinstance(cell, str))
    if any(map(wordbook.takes_sheet_out, first)):
        work.note("import.note_not_imported", sheet=sheet.name)
        return []
    if sheet.counts_from_1904:
        sheet = epoch.with_days_across(sheet)
    return tables.find_tables(sheet, work.file_stem, work.context.check)


def _read_sheet(sheet: Sheet, found: Sequence[tables.RawTable], work: Work) -> list[RowVerdict]:
    """Take the records of a sheet; returns a verdict for each row of its used range."""
    verdicts = [RowVerdict.NOTE] * len(sheet.rows)
    for table in found:
        _take_told(table, work)
    taken = [table for table in found if _read_table(table, work, verdicts)]
    done: set[int] = set()
    for table in taken:
        for row in table.header_rows:
            verdicts[row] = RowVerdict.HEADER
        done.update(table.header_rows)
        done.update(range(*table.body))
    first = min((table.header_rows[0] for table in taken), default=-1)
    last = max((table.header_rows[0] for table in taken), default=-1)
    for row in range(len(sheet.rows)):
        if row in done:
            continue
        if cells.is_blank(sheet.rows[row]):
            verdicts[row] = RowVerdict.BLANK
        elif row < first or row < last:
            verdicts[row] = RowVerdict.TITLE
    if taken:
        _tell_hidden(sheet, work)
        if work.is_siat:
            siat.check_sums(sheet, work)
    return verdicts


def _take_told(table: tables.RawTable, work: Work) -> None:
    """What a person said about a table and its columns; a column of periods that is left out is none any more."""
    for column in range(*table.span):
        told = work.context.meanings.get(f"{table.sheet.name}!{table.letters(column)}")
        if told is not None:
            table.told = {**table.told, column: told}
            if told != "period":
                table.months.pop(column, None)
                table.totals.discard(column)
    resource = work.context.resources.get(f"{table.sheet.name}!{table.range}")
    table.resource = Resource(resource) if resource in frozenset(Resource) else None


def _read_table(table: tables.RawTable, work: Work, verdicts: list[RowVerdict]) -> bool:
    work.context.check()
    if table.months:
        return wide.read_wide(table, work, verdicts)
    return long.read_long(table, work, verdicts)


def _tell_hidden(sheet: Sheet, work: Work) -> None:
    if not sheet.visible:
        work.note("import.note_hidden_sheet", sheet=sheet.name)
    if sheet.hidden_rows:
        work.note("import.note_hidden_rows", sheet=sheet.name, count=sheet.hidden_rows)
    if sheet.hidden_cols:
        work.note("import.note_hidden_columns", sheet=sheet.name, count=len(sheet.hidden_cols))
    if sheet.valueless:
        work.note("import.note_no_value", sheet=sheet.name, cells=", ".join(sheet.valueless))


def _is_of_power(sheet: Sheet) -> bool:
    """Whether a sheet without bills says that it holds power from moment to moment: in a title, or in its header."""
    for row in sheet.rows[:_TITLE_ROWS]:
        texts = [cell for cell in row if isinstance(cell, str)]
        if any(map(wordbook.is_load_curve, texts)):
            return True
        said = {head.meaning if (head := head_of(text)) is not None else "" for text in texts}
        if "demand_kw" in said and said & DATED and said <= DATED | {"demand_kw"}:
            return True
    return False


def _seen(sheets: list[Sheet]) -> str:
    """The first words of a file, to show what was found instead of bills."""
    words: dict[str, None] = {}
    for sheet in sheets:
        for row in sheet.rows[:30]:
            for cell in row:
                if isinstance(cell, str) and any(map(str.isalpha, cell)):
                    words.setdefault(cells.word(cell)[:30])
                if len(words) >= _SEEN_WORDS:
                    return ", ".join(words)
    return ", ".join(words) or "–"

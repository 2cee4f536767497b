"""Imports in stages: the preview says what storing does, corrections count, decisions are kept, Cancel is heard."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from score_desktop.enums import BatchStatus, OnConflict, RecordVerdict, RowVerdict
from score_desktop.errors import Cancelled, Refused
from score_desktop.i18n import Texts
from score_desktop.importing.columns import ACTIVITY
from score_desktop.importing.workbook import Sheet, Workbook
from score_desktop.jobs import Progress
from score_desktop.paths import resources
from score_desktop.services import audits, import_history, import_session, import_undo, imports
from score_desktop.services.context import Context
from score_desktop.services.import_checks import CheckKind
from score_desktop.services.import_lines import RowKind
from score_desktop.services.import_meanings import LEFT_OUT, hint_text, meaning_text, meanings_for
from score_desktop.services.import_preview_words import check_words, conflict_title, conflict_words, row_text
from score_desktop.services.imports import ImportOptions

TODAY = dt.date(2026, 3, 18)
EN = Texts("en", "es_BO")
SAMPLES = sorted((resources() / "samples").glob("0*.xlsx"))


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    with Context.open(tmp_path / "w.sqlite", create=True, actor="test") as opened:
        yield opened


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Context]:
    """One workspace for many examples, each of which takes back what it stored."""
    with Context.open(tmp_path_factory.mktemp("w") / "w.sqlite", create=True, actor="test") as opened:
        yield opened


@pytest.fixture(scope="module")
def read() -> Mapping[str, import_session.FileRead]:
    return {path.name[:2]: import_session.read_workbook(path, Progress()) for path in SAMPLES}


def _audit(context: Context) -> audits.AuditMade:
    wanted = audits.NewAudit("Panadería", "BO", start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1))
    made: audits.AuditMade = context.write(audits.new_audit, wanted, TODAY)
    return made


def _prepare(
    context: Context, audit: str, file: import_session.FileRead, **options: object
) -> import_session.ImportPreview:
    return import_session.prepare(context, file, audit, ImportOptions(**options), Progress())  # type: ignore[arg-type]


def _first_choices(preview: import_session.ImportPreview) -> dict[str, str]:
    return {f"{q.sheet}!{q.column}:{q.question}": q.choices[0] for q in preview.questions}


def _in_memory(rows: list[list[object]], sheet: str = "Hoja1") -> import_session.FileRead:
    width = max(map(len, rows))
    padded = [[*row, *([None] * (width - len(row)))] for row in rows]
    book = Workbook("libro.xlsx", "xlsx", (Sheet(sheet, padded),))  # type: ignore[arg-type]
    return import_session.FileRead(Path("libro.xlsx"), "0" * 64, book)


def _changed(tmp_path: Path, sample: Path) -> Path:
    """A copy in which numbers of every fifth row differ, and every seventh row is gone."""
    book = openpyxl.load_workbook(sample)
    for sheet in book.worksheets:
        for row in range(8, sheet.max_row + 1, 5):
            for column in range(sheet.max_column, 1, -1):
                cell = sheet.cell(row, column)
                if isinstance(cell.value, (int, float)) and not isinstance(cell.value, bool):
                    cell.value += 1
        for row in range(sheet.max_row - 1, 12, -7):
            sheet.delete_rows(row)
    path = tmp_path / f"corregido_{sample.name}"
    book.save(path)
    return path


def _agree(preview: import_session.ImportPreview, outcome: imports.ImportOutcome) -> None:
    assert preview.records == outcome.records
    assert tuple(meter.sums for meter in preview.meters if meter.sums) == outcome.meters
    assert preview.activity == outcome.activity
    assert len(preview.conflicts) == len(outcome.conflicts)
    assert preview.problems == outcome.problems
    assert preview.found.rows == outcome.rows
    assert sum(len(sheet.codes) for sheet in preview.sheets.values()) == sum(outcome.rows.values())


# -- the preview agrees with what is stored ------------------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name[:2])
def test_preview_says_what_storing_does(context: Context, tmp_path: Path, sample: Path) -> None:
    audit = _audit(context).audit
    first = import_session.read_workbook(sample, Progress())
    for file in (first, first, import_session.read_workbook(_changed(tmp_path, sample), Progress())):
        preview = _prepare(context, audit, file)
        answers = _first_choices(preview)
        preview = _prepare(context, audit, file, answers=answers) if answers else preview
        outcome = import_session.commit(context, preview, {}, Progress(), TODAY)
        _agree(preview, outcome)
        assert outcome.sha256 == imports.sha256_of(file.path)
    assert preview.records.duplicates
    if sample.name[:2] in ("01", "02", "05"):  # in the others a purchase is another purchase, and amounts are texts
        assert preview.records.conflicts


def test_preview_reads_only_and_works_beside_a_writer(context: Context, read: Mapping[str, object]) -> None:
    audit = _audit(context).audit
    preview = _prepare(context, audit, read["01"])  # type: ignore[arg-type]
    inside, done = threading.Event(), threading.Event()

    def slow(_: object) -> None:
        inside.set()
        assert done.wait(20)

    writer = threading.Thread(target=context.write, args=(slow,))
    writer.start()
    try:
        assert inside.wait(20)
        again = _prepare(context, audit, read["01"])  # type: ignore[arg-type]
    finally:
        done.set()
        writer.join()
    assert again.records == preview.records
    with Context.open(context.path, read_only=True) as reader:
        assert reader.read_only
        assert _prepare(reader, audit, read["01"]).records == preview.records  # type: ignore[arg-type]


_COSTS = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 2), st.sampled_from(["", "A", "B"])), max_size=14)


@settings(max_examples=25, deadline=None)
@given(first=_COSTS, second=_COSTS, decisions=st.lists(st.sampled_from(list(OnConflict)), min_size=14, max_size=14))
def test_any_two_files_are_stored_as_previewed(
    lasting: Context,
    first: list[tuple[int, int, str]],
    second: list[tuple[int, int, str]],
    decisions: list[OnConflict],
) -> None:
    audit = _audit(lasting).audit
    head: list[list[object]] = [["Medidor", "Periodo", "Consumo (kWh)", "Importe (Bs)", "Nº de factura"]]
    done: list[str] = []
    for rows in (first, second):
        body: list[list[object]] = [
            ["M-1", dt.date(2025, month, 1), 100.0, 50.0 + cost, number or None] for month, cost, number in rows
        ]
        preview = _prepare(lasting, audit, _in_memory(head + (body or [["M-1", dt.date(2025, 1, 1), 1.0, 1.0]])))
        chosen = {c.key: decision for c, decision in zip(preview.conflicts, decisions, strict=False)}
        outcome = import_session.commit(lasting, preview, chosen, Progress(), TODAY)
        _agree_counts(preview, outcome)
        done.append(outcome.batch or "")
        stored = lasting.read(import_history.import_details, done[-1])
        beside = sum(decision is OnConflict.BOTH for decision in chosen.values())
        assert stored.row.standing == outcome.records.imported + beside
    before = [meter.records for meter in _prepare(lasting, audit, preview.file).meters]
    import_undo.undo_import(lasting, done[-1])
    assert _prepare(lasting, audit, preview.file).records == preview.records
    again = import_session.commit(lasting, preview, chosen, Progress(), TODAY)
    assert [meter.records for meter in _prepare(lasting, audit, preview.file).meters] == before
    import_undo.undo_import(lasting, again.batch or "")
    import_undo.undo_import(lasting, done[0])


def _agree_counts(preview: import_session.ImportPreview, outcome: imports.ImportOutcome) -> None:
    assert preview.records == outcome.records
    verdicts = [line.verdict for row in range(2, 20) for line in preview.records_of("Hoja1", row)]
    assert verdicts.count(RecordVerdict.NEW) == outcome.records.imported
    assert verdicts.count(RecordVerdict.DUPLICATE) == outcome.records.duplicates
    assert verdicts.count(RecordVerdict.CONFLICT) == outcome.records.conflicts


# -- rows, meters, checks ------------------------------------------------------------------------------------------


def test_rows_of_the_long_sample_are_told_as_a_person_would(context: Context, read: Mapping[str, object]) -> None:
    preview = _prepare(context, _audit(context).audit, read["01"])  # type: ignore[arg-type]
    sheet = preview.found.tables[0].sheet
    lines = preview.sheets[sheet]
    assert lines.counts()[RowKind.NEW] == 73
    repeated = lines.rows(RowKind.DUPLICATE)
    assert len(repeated) == 1
    assert row_text(preview, sheet, repeated[0], EN) == f"Repeated: row {repeated[0] - 1}"
    told = [row_text(preview, sheet, row, EN) for row in lines.rows(*RowKind)]
    assert told.count("New, estimated") == 2
    assert told.count("New, credit note") == 1
    assert told.count("Left out: subtotal") == preview.found.rows[RowVerdict.SUBTOTAL]
    assert row_text(preview, sheet, 10_000, EN) == "Empty row"
    assert [(m.meter.name, m.uid, m.records[RecordVerdict.NEW], m.credits) for m in preview.meters] == [
        ("2-114583", None, 36, 0),
        ("2-114590", None, 37, 1),
    ]
    assert preview.tables[0].resources == ("electricity",)


def test_checks_of_the_long_sample_hold(context: Context, read: Mapping[str, object]) -> None:
    preview = _prepare(context, _audit(context).audit, read["01"])  # type: ignore[arg-type]
    found = {check.kind: check for check in preview.checks}
    assert (found[CheckKind.READINGS].good, found[CheckKind.READINGS].of) == (72, 72)
    assert (found[CheckKind.PARTS].good, found[CheckKind.PARTS].of) == (73, 73)
    assert found[CheckKind.MONTHS].holds
    assert found[CheckKind.ESTIMATED].of == 2
    assert check_words(found[CheckKind.READINGS], EN) == ("Current − previous reading = consumption", "72 of 72 rows")
    assert "Energy charge + " in check_words(found[CheckKind.PARTS], EN)[0]


def test_a_gap_and_a_wrong_reading_are_seen(context: Context) -> None:
    head: list[object] = ["Medidor", "Periodo", "Lectura anterior", "Lectura actual", "Consumo (kWh)", "Importe (Bs)"]
    body: list[list[object]] = [
        ["M-1", dt.date(2025, month, 1), 100.0 * month, 100.0 * month + 100, 100.0, 70.0] for month in (1, 2, 4)
    ]
    body[1][4] = 90.0
    preview = _prepare(context, _audit(context).audit, _in_memory([head, *body]))
    found = {check.kind: check for check in preview.checks}
    assert (found[CheckKind.READINGS].good, found[CheckKind.READINGS].of) == (2, 3)
    assert not found[CheckKind.MONTHS].holds
    assert check_words(found[CheckKind.MONTHS], EN)[0] == "1 meter with gaps"


def test_rows_of_days_that_count_in_their_month_are_not_called_empty(context: Context) -> None:
    head: list[object] = ["Fecha", "Producción (kg)"]
    body: list[list[object]] = [[dt.date(2025, 1, day), 10.0] for day in range(1, 20)]
    preview = _prepare(context, _audit(context).audit, _in_memory([head, *body]))
    assert preview.sheets["Hoja1"].counts() == {RowKind.HEADER: 1, RowKind.NEW: 1, RowKind.PART: 18}


# -- answers and corrections ---------------------------------------------------------------------------------------


def test_open_questions_leave_rows_waiting_and_nothing_is_stored(context: Context) -> None:
    audit = _audit(context).audit
    file = _in_memory([["Medidor", "Periodo", "Consumo", "Importe (Bs)"], ["Agua", dt.date(2025, 1, 1), 5.0, 20.0]])
    preview = _prepare(context, audit, file)
    assert preview.questions
    assert row_text(preview, "Hoja1", 2, EN) == "Waits for your answer"
    with pytest.raises(Refused, match=r"import\.open"):
        import_session.commit(context, preview, {}, Progress(), TODAY)
    answered = _prepare(context, audit, file, answers=_first_choices(preview))
    assert not answered.questions
    assert answered.records.imported == 1


LONG: list[list[object]] = [
    ["Medidor", "Periodo", "Consumo (kWh)", "Otro consumo (kWh)", "Importe (Bs)", "Saldo (Bs)", "Obs"],
    ["M-1", dt.date(2025, 1, 1), 100.0, 111.0, 70.0, 77.0, "x"],
    ["M-1", dt.date(2025, 2, 1), 200.0, 222.0, 140.0, 154.0, "y"],
]


def _columns(preview: import_session.ImportPreview) -> Mapping[str, str]:
    return preview.found.tables[0].columns


def test_a_persons_meaning_wins_over_the_header(context: Context) -> None:
    audit = _audit(context).audit
    before = _prepare(context, audit, _in_memory(LONG))
    assert _columns(before)["C"] == "quantity"
    told = _prepare(
        context, audit, _in_memory(LONG), meanings={"Hoja1!D": "quantity", "Hoja1!F": "cost", "Hoja1!G": LEFT_OUT}
    )
    assert (_columns(told)["D"], _columns(told)["F"]) == ("quantity", "cost")
    assert not {"C", "E", "G"} & set(_columns(told))
    sums = told.meters[0].sums
    assert sums is not None
    assert (sums.quantity, sums.cost) == (333_000_000, 231_000_000)
    assert told.found.tables[0].confidence["D"] == 1.0


def test_a_table_whose_columns_were_all_left_out_stays_to_be_put_right(context: Context) -> None:
    meanings = {f"Hoja1!{letters}": LEFT_OUT for letters in "CDEF"}
    preview = _prepare(context, _audit(context).audit, _in_memory(LONG), meanings=meanings)
    assert preview.tables[0].key == "Hoja1!A1:G3"
    assert preview.records.read == 0


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_meanings_give_a_preview_that_adds_up(lasting: Context, data: st.DataObject) -> None:
    audit = _audit(lasting).audit
    table = _prepare(lasting, audit, _in_memory(LONG)).found.tables[0]
    meanings = data.draw(
        st.dictionaries(st.sampled_from([f"Hoja1!{c}" for c in "ABCDEFG"]), st.sampled_from(meanings_for(table)))
    )
    preview = _prepare(lasting, audit, _in_memory(LONG), meanings=meanings)
    for place, meaning in meanings.items():
        assert _columns(preview).get(place[-1], LEFT_OUT) in (meaning, LEFT_OUT, "reading_current", *ACTIVITY)
    if not preview.questions:
        outcome = import_session.commit(lasting, preview, {}, Progress(), TODAY)
        assert outcome.records == preview.records
        import_undo.undo_import(lasting, outcome.batch or "")


WIDE: list[list[object]] = [
    ["Medidor", "Nota", "ene-25", "feb-25", "mar-25", "abr-25"],
    ["Agua planta (m3)", "a", 10.0, 11.0, 12.0, 13.0],
    ["Agua oficina (m3)", "b", 1.0, 2.0, 3.0, 4.0],
]


def test_columns_of_wide_tables_are_corrected_too(context: Context) -> None:
    audit = _audit(context).audit
    before = _prepare(context, audit, _in_memory(WIDE))
    assert before.found.tables[0].across
    assert before.records.imported == 8
    told = _prepare(context, audit, _in_memory(WIDE), meanings={"Hoja1!D": LEFT_OUT, "Hoja1!B": "meter"})
    assert told.records.imported == 6
    assert _columns(told)["B"] == "meter"
    assert "D" not in _columns(told)
    assert row_text(told, "Hoja1", 2, EN) == "3 new"


@pytest.mark.parametrize("rows", [LONG, WIDE], ids=["long", "wide"])
def test_a_person_says_what_a_table_is_about(context: Context, rows: list[list[object]]) -> None:
    audit = _audit(context).audit
    key = _prepare(context, audit, _in_memory(rows)).tables[0].key
    told = _prepare(context, audit, _in_memory(rows), resources={key: "other"})
    assert told.tables[0].resources == ("other",)


def test_meanings_and_hints_have_words(context: Context, read: Mapping[str, object]) -> None:
    preview = _prepare(context, _audit(context).audit, read["01"])  # type: ignore[arg-type]
    table = preview.found.tables[0]
    assert table.titles["G"].startswith("Consumo")
    hints = {letters: hint_text(hint, EN) for letters, hint in table.hints.items()}
    assert (hints["G"], hints["L"]) == ("kWh", "Bs")
    assert {meaning_text(meaning, EN) for meaning in table.columns.values()} >= {"Consumption", "Total", "Period"}
    assert set(table.columns.values()) <= set(meanings_for(table))


# -- conflicts -----------------------------------------------------------------------------------------------------


def test_conflicts_are_decided_one_by_one(context: Context) -> None:
    made = _audit(context)
    first = _prepare(context, made.audit, _in_memory(LONG))
    import_session.commit(context, first, {}, Progress(), TODAY)
    rows = [list(row) for row in LONG]
    rows[1][4], rows[2][4] = 71.0, 141.0
    preview = _prepare(context, made.audit, _in_memory(rows))
    assert [conflict.decision for conflict in preview.conflicts] == [None, None]
    assert preview.meters[0].uid is not None
    one, two = preview.conflicts
    words = {line.name: line for line in conflict_words(one, EN)}
    assert conflict_title(one, EN) == "M-1, January 2025"
    assert (words["cost"].label, words["cost"].stored, words["cost"].file) == ("Total, Bs", "70,00", "71,00")
    assert [name for name, line in words.items() if line.differs] == ["cost"]
    assert words["origin"].stored == "libro.xlsx, row 2"
    outcome = import_session.commit(context, preview, {two.key: OnConflict.REPLACE}, Progress(), TODAY)
    again = _prepare(context, made.audit, _in_memory(rows))
    assert [conflict.key for conflict in again.conflicts] == [one.key]
    assert row_text(again, "Hoja1", 2, EN) == "Differs from the audit"
    assert row_text(again, "Hoja1", 3, EN) == "Already in the audit"
    details = context.read(import_history.import_details, outcome.batch or "")
    assert [conflict["decision"] for conflict in details.conflicts] == ["keep", "replace"]
    assert details.replaced == 1
    assert details.options.decisions == {two.key: OnConflict.REPLACE}


def test_of_two_records_of_one_file_the_later_may_take_the_first_ones_place(context: Context) -> None:
    rows = [*LONG[:2], [*LONG[1][:4], 99.0, *LONG[1][5:]]]
    audit = _audit(context).audit
    preview = _prepare(context, audit, _in_memory(rows))
    (conflict,) = preview.conflicts
    assert conflict.above == 2
    assert row_text(preview, "Hoja1", 3, EN) == "Differs from row 2"
    outcome = import_session.commit(context, preview, {conflict.key: OnConflict.REPLACE}, Progress(), TODAY)
    assert outcome.records.imported == 1
    assert outcome.meters[0].cost == 99_000_000
    assert _prepare(context, audit, _in_memory([LONG[0], rows[2]])).records.duplicates == 1


# -- history and redo ----------------------------------------------------------------------------------------------


def test_history_tells_what_came_in(context: Context) -> None:
    made = _audit(context)
    done = [imports.import_file(context, path, made.audit, ImportOptions(), Progress(), TODAY) for path in SAMPLES[:2]]
    import_undo.undo_import(context, done[0].batch or "")
    later, earlier = context.read(import_history.list_imports, made.enterprise)
    assert (later.file, later.status, later.undoable, later.actor) == (SAMPLES[1].name, BatchStatus.DONE, True, "test")
    assert (earlier.file, earlier.status, earlier.undoable) == (SAMPLES[0].name, BatchStatus.UNDONE, False)
    assert (earlier.standing, earlier.records) == (0, done[0].records)
    assert later.standing == done[1].records.imported
    assert later.at.tzinfo is not None
    details = context.read(import_history.import_details, done[0].batch or "")
    assert details.rows == done[0].rows
    assert details.tables[0]["range"] == done[0].tables[0].range
    assert details.problems == done[0].problems
    with pytest.raises(Refused, match=r"import\.batch_unknown"):
        context.read(import_history.import_details, "0" * 32)


def test_import_taken_back_is_repeated_only_with_the_same_file(context: Context, tmp_path: Path) -> None:
    made = _audit(context)
    path = tmp_path / "a.csv"
    path.write_text("Medidor;Periodo;Consumo (kWh);Importe Bs\nM-1;Enero 2025;1200;1.300,50\n", encoding="utf-8")
    first = imports.import_file(context, path, made.audit, ImportOptions(), Progress(), TODAY)
    import_undo.undo_import(context, first.batch or "")
    again = imports.redo_import(context, path, made.audit, ImportOptions(), first.sha256, Progress(), TODAY)
    assert again.records == first.records
    assert again.batch != first.batch
    path.write_text("Medidor;Periodo;Consumo (kWh);Importe Bs\nM-1;Enero 2025;1200;1.400,50\n", encoding="utf-8")
    with pytest.raises(Refused, match=r"import\.redo_changed"):
        imports.redo_import(context, path, made.audit, ImportOptions(), first.sha256, Progress(), TODAY)
    path.unlink()
    with pytest.raises(Refused, match=r"import\.redo_missing"):
        imports.redo_import(context, path, made.audit, ImportOptions(), first.sha256, Progress(), TODAY)


def test_changes_of_imports_name_the_file(context: Context) -> None:
    told = []
    context.listen(told.append)
    made = _audit(context)
    outcome = imports.import_file(context, SAMPLES[0], made.audit, ImportOptions(), Progress(), TODAY)
    import_undo.undo_import(context, outcome.batch or "")
    words = [EN.message(change.label, change.params) for change in told[1:]]
    assert words == [f"Import of {SAMPLES[0].name}", f"Import of {SAMPLES[0].name} taken back"]


# -- cancel --------------------------------------------------------------------------------------------------------


def _large(rows: int) -> import_session.FileRead:
    body: list[list[object]] = [
        [f"M-{n % 200}", dt.date(1995 + n // 2400 % 90, n // 200 % 12 + 1, 1), float(n), 1.5 * n, f"F{n}"]
        for n in range(rows)
    ]
    return _in_memory([["Medidor", "Periodo", "Consumo (kWh)", "Importe (Bs)", "Nº de factura"], *body])


def _run(
    context: Context,
    audit: str,
    file: import_session.FileRead,
    preview: import_session.ImportPreview | None,
    progress: Progress,
) -> None:
    if preview is None:
        import_session.prepare(context, file, audit, ImportOptions(), progress)
    else:
        import_session.commit(context, preview, {}, progress, TODAY)


def _cancelled(
    context: Context,
    audit: str,
    file: import_session.FileRead,
    preview: import_session.ImportPreview | None,
    delay: float,
) -> float:
    """Seconds from Cancel to the end of the work."""
    progress, asked = Progress(), [0.0]

    def cancel() -> None:
        asked[0] = time.perf_counter()
        progress.cancel()

    timer = threading.Timer(delay, cancel)
    timer.start()
    with pytest.raises(Cancelled):
        _run(context, audit, file, preview, progress)
    heard = time.perf_counter() - asked[0]
    timer.join()
    return heard


@pytest.mark.parametrize("stage", ["prepare", "commit"])
def test_cancel_is_heard_within_a_fifth_of_a_second(context: Context, stage: str) -> None:
    audit = _audit(context).audit
    file = _large(160_000)  # longer than the longest delay
    preview = _prepare(context, audit, file) if stage == "commit" else None
    for delay in (0.05, 0.25, 0.5):
        # Twice what is promised, and the best of three: other tests may run beside.
        heard = (_cancelled(context, audit, file, preview, delay) for _ in range(3))
        assert any(seconds < 0.4 for seconds in heard), delay
    assert context.read(import_history.list_imports, "") == ()
    fresh = _prepare(context, audit, _in_memory(LONG))
    assert fresh.meters[0].uid is None


def test_cancel_after_storing_comes_too_late(context: Context) -> None:
    audit = _audit(context).audit
    preview = _prepare(context, audit, _in_memory(LONG))
    progress = Progress()
    context.listen(lambda _: progress.cancel())
    assert import_session.commit(context, preview, {}, progress, TODAY).batch

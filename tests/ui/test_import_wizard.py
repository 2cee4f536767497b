"""The wizard with real files, clicks and keys."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path
from typing import Any, Protocol

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import text
from sqlmodel import Session

from score_desktop import paths
from score_desktop.services import audits, import_history
from score_desktop.services.context import Context
from score_desktop.services.import_lines import RowKind
from score_desktop.services.workspace import check
from score_desktop.ui.desk import Place
from score_desktop.ui.itemmodels.sheet import SheetModel, cell_text
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.widgets.buttons import Segmented
from score_desktop.ui.wizard import storing
from score_desktop.ui.wizard.conflict_model import ConflictModel
from score_desktop.ui.wizard.wizard import ImportWizard
from tests.bench.workbooks import write_workbook
from tests.ui.conftest import WAIT_MS, MakeWindow, settle


class ModelTester(Protocol):
    """What pytest-qt calls qtmodeltester."""

    def check(self, model: Any) -> None:
        """Fail if the model breaks Qt's rules."""


SAMPLES = paths.resources() / "samples"
ELECTRICITY = "01_electricidad_larga.xlsx"
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """The window with a new audit of a new enterprise."""
    window = make_window(sample=False)
    wanted = audits.NewAudit(enterprise="Panadería Illimani", country="BO")
    made = window.desk.context.write(audits.new_audit, wanted, window.desk.today())
    window.go(Place("overview", made.audit))
    settle(window, qtbot)
    window.show()
    return window


def begin(window: MainWindow, qtbot: QtBot, *files: Path) -> ImportWizard:
    """Open the wizard as dropped files do, without waiting for what it reads."""
    window.desk.ask_import(list(files))
    qtbot.waitUntil(lambda: isinstance(window.commands.overlay, ImportWizard), timeout=WAIT_MS)
    wizard = window.commands.overlay
    assert isinstance(wizard, ImportWizard)
    return wizard


def calm(wizard: ImportWizard, qtbot: QtBot) -> None:
    """Wait until nothing is done any more, in the wizard and in the window."""
    for _ in range(2):
        qtbot.waitUntil(lambda: wizard.idle, timeout=WAIT_MS)
        QApplication.processEvents()


def read(window: MainWindow, qtbot: QtBot, *files: Path) -> ImportWizard:
    """Open the wizard and wait for the sheet."""
    wizard = begin(window, qtbot, *files)
    calm(wizard, qtbot)
    return wizard


def sample(name: str) -> Path:
    """One of the sample workbooks."""
    return SAMPLES / name


def press(wizard: ImportWizard, qtbot: QtBot, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the keyboard is."""
    target = QApplication.focusWidget() or wizard
    qtbot.keyClick(target, key, modifier)


def import_all(window: MainWindow, qtbot: QtBot, name: str) -> ImportWizard:
    """Import a sample as it is."""
    wizard = read(window, qtbot, sample(name))
    qtbot.mouseClick(wizard.next_button, LEFT)
    calm(wizard, qtbot)
    return wizard


def stored(window: MainWindow, table: str = "bill") -> int:
    """How many records are stored."""

    def count(session: Session) -> int:
        return int(session.connection().execute(text(f"SELECT COUNT(*) FROM {table}")).scalar_one())

    return window.desk.context.read(count)


def changed_copy(tmp_path: Path) -> Path:
    """Workbook 01 with another consumption in four rows."""
    path = tmp_path / "corregida.xlsx"
    book = openpyxl.load_workbook(sample(ELECTRICITY))
    sheet = book.worksheets[0]
    for row, more in ((38, -40), (39, 9), (79, 100), (82, 27)):
        sheet.cell(row, 7).value = sheet.cell(row, 7).value + more
    book.save(path)
    return path


# -- what is read and stored -------------------------------------------------------------------------------------------


def test_electricity_is_imported_with_its_duplicate_left_out(window: MainWindow, qtbot: QtBot) -> None:
    wizard = read(window, qtbot, sample(ELECTRICITY))
    assert wizard.next_button.text() == "Importar 73 facturas"
    model = wizard.rows_step.sheet_view.sheet_model
    assert model.kind(44) is RowKind.DUPLICATE
    assert model.verdict(44) == "Repetida: fila 44"
    assert stored(window) == 0

    qtbot.mouseClick(wizard.next_button, LEFT)
    calm(wizard, qtbot)

    assert stored(window) == 73
    assert wizard.done_step.title.text() == "73 facturas importadas"
    reasons = [one.reason for one in wizard.done_step.left_out.rows]
    assert reasons.count("Repetida: fila 44") == 1
    qtbot.mouseClick(wizard.next_button, LEFT)
    assert window.commands.overlay is None
    assert window.page_key == "consumption"


@pytest.mark.parametrize(
    ("name", "words", "table", "count"),
    [
        ("02_agua_gas_ancho.xlsx", "Importar 83 facturas", "bill", 83),
        ("03_combustibles.xlsx", "Importar 180 facturas", "bill", 180),
        ("05_produccion.xlsx", "Importar 144 valores mensuales", "activity_value", 144),
    ],
)
def test_other_samples(window: MainWindow, qtbot: QtBot, name: str, words: str, table: str, count: int) -> None:
    wizard = read(window, qtbot, sample(name))
    assert wizard.next_button.text() == words
    qtbot.mouseClick(wizard.next_button, LEFT)
    calm(wizard, qtbot)
    assert stored(window, table) == count


def test_every_month_of_a_narrow_column_can_be_read(window: MainWindow, qtbot: QtBot) -> None:
    """The names of months are equally long in letters, not in pixels."""
    view = read(window, qtbot, sample("05_produccion.xlsx")).rows_step.sheet_view
    model, metrics = view.model(), view.fontMetrics()
    words = [str(model.index(row, 0).data()) for row in range(1, 37)]
    assert "may-2023" in words
    assert all(metrics.horizontalAdvance(word) < view.columnWidth(0) - 4 for word in words)


def test_the_same_file_again_brings_nothing_and_says_so(window: MainWindow, qtbot: QtBot) -> None:
    import_all(window, qtbot, ELECTRICITY).close_wizard()
    wizard = read(window, qtbot, sample(ELECTRICITY))
    assert not wizard.next_button.isEnabled()
    assert "ya está en la auditoría" in wizard.hint.text()
    assert wizard.cancel_button.text() == "Cerrar"


@pytest.mark.parametrize(
    ("name", "words"), [("05_produccion.xlsx", "valores mensuales nuevos"), (ELECTRICITY, "facturas nuevas")]
)
def test_what_is_not_new_has_its_own_name(window: MainWindow, qtbot: QtBot, name: str, words: str) -> None:
    """A file of production that brings nothing speaks of no bills."""
    import_all(window, qtbot, name).close_wizard()
    summary = read(window, qtbot, sample(name)).rows_step.summary
    told = [label.text() for label in summary.findChildren(QLabel)]
    assert told[told.index(words) - 1] == "0"
    assert sum("nuev" in text and text != "nada nuevo" for text in told) == 1


def test_files_come_one_after_another(window: MainWindow, qtbot: QtBot) -> None:
    wizard = read(window, qtbot, sample(ELECTRICITY), sample("05_produccion.xlsx"))
    assert wizard.queue.text() == "Archivo 1 de 2"
    qtbot.mouseClick(wizard.next_button, LEFT)
    calm(wizard, qtbot)
    assert wizard.next_button.text() == "Archivo siguiente"
    qtbot.mouseClick(wizard.next_button, LEFT)
    calm(wizard, qtbot)
    assert wizard.queue.text() == "Archivo 2 de 2"
    press(wizard, qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    calm(wizard, qtbot)
    assert [line.split(":")[0] for line in wizard.results] == [ELECTRICITY, "05_produccion.xlsx"]
    assert (stored(window), stored(window, "activity_value")) == (73, 144)


# -- conflicts ---------------------------------------------------------------------------------------------------------


def test_a_conflict_is_replaced_by_a_key(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    import_all(window, qtbot, ELECTRICITY).close_wizard()
    wizard = read(window, qtbot, changed_copy(tmp_path))
    assert wizard.next_button.text() == "Decidir 4 conflictos"
    qtbot.mouseClick(wizard.next_button, LEFT)
    step = wizard.conflict_step
    assert step.model.rowCount() == 4
    assert step.model.words(0)["quantity"].file == "6.195"
    assert wizard.next_button.text() == "Conservar todo y terminar"

    qtbot.keyClick(step.table, Qt.Key.Key_R)
    assert wizard.next_button.text() == "Reemplazar 1 y terminar"
    assert wizard.hint.text() == "Los 3 sin decidir quedan como están."
    assert step.table.currentIndex().row() == 1
    qtbot.keyClick(step.table, Qt.Key.Key_A)
    assert [one.value for one in step.model.decisions.values()] == ["replace", "keep"]
    qtbot.mouseClick(step.filters.button_of("open"), LEFT)
    assert step.model.rowCount() == 2

    qtbot.mouseClick(wizard.next_button, LEFT)
    calm(wizard, qtbot)
    assert wizard.done_step.title.text() == "1 registro reemplazado"
    assert stored(window) == 73
    window.desk.undo.undo()
    calm(wizard, qtbot)
    assert stored(window) == 73
    wizard.close_wizard()
    assert len(read(window, qtbot, tmp_path / "corregida.xlsx").preview.conflicts) == 4  # type: ignore[union-attr]


def test_keep_both_and_replace_all(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    import_all(window, qtbot, ELECTRICITY).close_wizard()
    wizard = read(window, qtbot, changed_copy(tmp_path))
    qtbot.mouseClick(wizard.next_button, LEFT)
    qtbot.mouseClick(wizard.conflict_step.replace_all, LEFT)
    assert wizard.next_button.text() == "Reemplazar 4 y terminar"
    wizard.conflict_step.table.selectRow(0)
    qtbot.keyClick(wizard.conflict_step.table, Qt.Key.Key_B)
    assert wizard.next_button.text() == "Guardar 4 registros y terminar"
    qtbot.mouseClick(wizard.next_button, LEFT)
    calm(wizard, qtbot)
    assert stored(window) == 74


# -- corrections and questions -----------------------------------------------------------------------------------------


def test_another_meaning_is_understood_at_once(window: MainWindow, qtbot: QtBot) -> None:
    wizard = read(window, qtbot, sample(ELECTRICITY))
    box = wizard.rows_step.sheet_view.meanings.box(1)
    assert box.currentText() == "Medidor"
    assert wizard.preview is not None and len(wizard.preview.meters) == 2
    with qtbot.waitSignal(box.activated):
        box.setCurrentIndex(box.findData(""))
        box.activated.emit(box.currentIndex())
    calm(wizard, qtbot)
    preview = wizard.preview
    assert preview is not None
    assert "B" not in preview.tables[0].table.columns
    assert len(preview.meters) == 1, "without the column the file names one meter only"
    assert wizard.next_button.isEnabled()


def test_cost_without_the_total_is_the_sum_of_its_parts(window: MainWindow, qtbot: QtBot) -> None:
    wizard = read(window, qtbot, sample(ELECTRICITY))
    box = wizard.rows_step.sheet_view.meanings.box(11)
    assert box.currentText() == "Total"
    assert wizard.preview is not None
    before = [meter.sums.cost for meter in wizard.preview.meters if meter.sums is not None]
    with qtbot.waitSignal(box.activated):
        box.setCurrentIndex(box.findData(""))
        box.activated.emit(box.currentIndex())
    calm(wizard, qtbot)
    preview = wizard.preview
    assert preview is not None
    assert "L" not in preview.tables[0].table.columns
    assert [meter.sums.cost for meter in preview.meters if meter.sums is not None] == before
    assert len(before) == 2 and all(before)


def test_a_correction_that_leaves_no_bills_can_be_put_right(window: MainWindow, qtbot: QtBot) -> None:
    wizard = read(window, qtbot, sample("05_produccion.xlsx"))
    box = wizard.rows_step.sheet_view.meanings.box(0)
    box.setCurrentIndex(box.findData(""))
    box.activated.emit(box.currentIndex())
    calm(wizard, qtbot)
    assert wizard.preview is not None
    assert wizard.preview.options.meanings == wizard.options.meanings
    assert box.currentData() == wizard.preview.tables[0].table.columns.get("A", "")


def test_another_resource(window: MainWindow, qtbot: QtBot) -> None:
    wizard = read(window, qtbot, sample(ELECTRICITY))
    boxes: QComboBox = wizard.rows_step.resources
    boxes.setCurrentIndex(boxes.findData("steam"))
    boxes.activated.emit(boxes.currentIndex())
    calm(wizard, qtbot)
    assert wizard.preview is not None
    assert {str(meter.meter.resource) for meter in wizard.preview.meters} == {"steam"}
    assert boxes.currentData() == "steam"


def test_an_open_question_holds_the_import_until_it_is_answered(window: MainWindow, qtbot: QtBot) -> None:
    wizard = read(window, qtbot, sample("04_utility_bills_en.xlsx"))
    assert not wizard.next_button.isEnabled()
    field = next(iter(wizard.rows_step.questions.fields.values()))
    assert isinstance(field, Segmented)
    assert field.current() == ""
    qtbot.keyClick(field.button_of("USD"), Qt.Key.Key_Space)
    calm(wizard, qtbot)
    assert wizard.next_button.text() == "Importar 36 facturas"
    assert wizard.next_button.isEnabled()
    answered = next(iter(wizard.rows_step.questions.fields.values()))
    assert isinstance(answered, Segmented)
    assert answered.current() == "USD"


def test_reasons_stand_beside_the_sheet_and_long_names_get_the_spare_room(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    name = "Medidor de la sucursal de Calacoto, edificio Los Álamos"
    sheet.append(["Medidor", "Desde", "Hasta", "kWh", "Importe Bs"])
    for month in range(1, 7):
        last = "31/02/2025" if month == 2 else f"28/{month:02}/2025"
        sheet.append([name, f"01/{month:02}/2025", last, 100 + month, 80])
    file = tmp_path / "una fecha.xlsx"
    book.save(file)
    wizard = read(window, qtbot, file)
    told = [label.text() for label in wizard.rows_step.summary.findChildren(QLabel)]
    assert "C3: «31/02/2025»" in told
    assert "No se puede leer como fecha." in told
    view = wizard.rows_step.sheet_view
    assert view.columnWidth(0) > view.fontMetrics().horizontalAdvance(name)


def test_rows_are_filtered(window: MainWindow, qtbot: QtBot) -> None:
    wizard = read(window, qtbot, sample(ELECTRICITY))
    step = wizard.rows_step
    qtbot.mouseClick(step.filters.button_of("repeated"), LEFT)
    model = step.sheet_view.sheet_model
    assert [model.row_number(row) for row in range(model.rowCount())] == [45]
    qtbot.mouseClick(step.filters.button_of("out"), LEFT)
    assert model.rowCount() == 5


# -- trouble, Cancel, Undo ---------------------------------------------------------------------------------------------


def test_a_damaged_file_says_why_and_offers_another(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    bad = tmp_path / "roto.xlsx"
    bad.write_bytes(b"PK\x03\x04 this is no workbook")
    wizard = read(window, qtbot, bad, sample(ELECTRICITY))
    assert wizard.stack.currentWidget() is wizard.file_step
    assert wizard.file_step.trouble.isVisible()
    said = next(one for one in wizard.file_step.trouble.findChildren(QLabel) if "dañado" in one.text())
    assert said.height() >= said.heightForWidth(said.width())
    assert not wizard.next_button.isVisible()
    wizard.file_step.next_asked.emit()
    calm(wizard, qtbot)
    assert wizard.next_button.text() == "Importar 73 facturas"


def test_cancel_while_reading_answers_at_once_and_leaves_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    large = tmp_path / "grande.xlsx"
    write_workbook(large, 40_000)
    wizard = begin(window, qtbot, large)
    qtbot.waitUntil(lambda: any("import-reader" in one.name for one in threading.enumerate()), timeout=WAIT_MS)
    started = time.perf_counter()
    qtbot.mouseClick(wizard.file_step.line.cancel_button, LEFT)
    qtbot.waitUntil(lambda: not wizard.work.busy, timeout=WAIT_MS)
    assert time.perf_counter() - started < 0.5  # 200 ms on a machine that does nothing else
    calm(wizard, qtbot)
    assert not any("import-reader" in one.name for one in threading.enumerate())
    assert wizard.file is None
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.commands.overlay is None, timeout=WAIT_MS)
    assert stored(window) == 0


def test_closing_while_reading_ends_the_thread(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    large = tmp_path / "grande.xlsx"
    write_workbook(large, 40_000)
    wizard = begin(window, qtbot, large)
    before = {one.ident for one in threading.enumerate() if one.name.startswith("score-job")}
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert window.commands.overlay is None
    assert wizard.work.idle or not wizard.work.busy
    after = {one.ident for one in threading.enumerate() if one.name.startswith("score-job")}
    assert len(after) == len(before) - 1


@pytest.mark.parametrize("wait_s", [0.0, 0.03, 0.1, 0.3, 1.0])
def test_closing_the_window_while_an_import_is_stored_leaves_all_of_it_or_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, wait_s: float
) -> None:
    large = tmp_path / "grande.xlsx"
    write_workbook(large, 20_000)
    wizard = read(window, qtbot, large)
    file = window.desk.context.path
    qtbot.mouseClick(wizard.next_button, LEFT)
    end = time.perf_counter() + wait_s
    while time.perf_counter() < end:
        QApplication.processEvents()
    started = time.perf_counter()
    window.close()
    assert time.perf_counter() - started < 5
    assert check(file).ok
    with Context.open(file) as context:
        rows = context.read(
            lambda session: [
                session.connection().execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
                for table in ("bill", "import_batch")
            ]
        )
    assert rows in ([0, 0], [20_000, 1])
    assert ("grande.xlsx" in str(window.desk.config.settings.stopped)) == (rows == [0, 0])


def test_an_import_is_undone_and_done_again(window: MainWindow, qtbot: QtBot) -> None:
    wizard = import_all(window, qtbot, ELECTRICITY)
    qtbot.mouseClick(wizard.done_step.undo_button, LEFT)
    calm(wizard, qtbot)
    assert (stored(window), stored(window, "meter")) == (0, 0)
    assert wizard.done_step.title.text() == "La importación se deshizo"
    qtbot.mouseClick(wizard.done_step.undo_button, LEFT)
    calm(wizard, qtbot)
    assert stored(window) == 73
    assert wizard.stored is not None
    first = wizard.stored.outcome.batch
    assert wizard.stored.batch.uid not in ("", first)
    qtbot.mouseClick(wizard.done_step.undo_button, LEFT)
    calm(wizard, qtbot)
    assert stored(window) == 0

    def history(session: Session) -> list[str]:
        uid = session.connection().execute(text("SELECT uid FROM enterprise")).scalar_one()
        return [str(row.status) for row in import_history.list_imports(session, uid)]

    assert window.desk.context.read(history) == ["undone", "undone"]


def test_redo_refuses_a_file_that_has_changed(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = Path(shutil.copy(sample(ELECTRICITY), tmp_path / "copia.xlsx"))
    wizard = read(window, qtbot, path)
    qtbot.mouseClick(wizard.next_button, LEFT)
    calm(wizard, qtbot)
    qtbot.mouseClick(wizard.done_step.undo_button, LEFT)
    calm(wizard, qtbot)
    path.write_bytes(b"other")
    qtbot.mouseClick(wizard.done_step.undo_button, LEFT)
    calm(wizard, qtbot)
    assert wizard.message.isVisible()
    assert stored(window) == 0
    assert not wizard.done_step.undo_button.isEnabled()


def test_rows_left_out_are_one_number_in_every_step(window: MainWindow, qtbot: QtBot) -> None:
    wizard = read(window, qtbot, sample(ELECTRICITY))
    told = "5 filas omitidas"
    # The switch says it as its neighbours do: "Repetidas 1".
    assert wizard.rows_step.filters.button_of("out").text() == "Omitidas 5"
    words = [part.text() for part in wizard.rows_step.summary.findChildren(QLabel)]
    assert words.count(told) == 1
    qtbot.mouseClick(wizard.rows_step.filters.button_of("out"), LEFT)
    assert wizard.rows_step.sheet_view.sheet_model.rowCount() == 5
    qtbot.mouseClick(wizard.next_button, LEFT)
    calm(wizard, qtbot)
    assert wizard.done_step.left_out_title.text() == told
    assert wizard.done_step.left_out.rowCount() == 5


def test_rows_left_out_of_a_long_file_do_not_hold_the_window(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    count, threads = storing.rows_left_out, []

    def watched(*about: Any) -> int:
        threads.append(threading.current_thread())
        return count(*about)

    monkeypatch.setattr(storing, "rows_left_out", watched)
    import_all(window, qtbot, ELECTRICITY)
    assert threads and threading.main_thread() not in threads


def test_what_was_left_out_is_kept_as_a_table(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    wizard = import_all(window, qtbot, ELECTRICITY)
    qtbot.mouseClick(wizard.done_step.copy_button, LEFT)
    assert "Repetida: fila 44" in QApplication.clipboard().text()
    wizard.write_left_out(tmp_path / "omitidas.csv")
    calm(wizard, qtbot)
    lines = (tmp_path / "omitidas.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "Hoja;Fila;Medidor o serie;Valor;Motivo"
    assert len(lines) == 6


# -- models, keyboard, names -------------------------------------------------------------------------------------------


def test_models_keep_qts_rules(window: MainWindow, qtbot: QtBot, qtmodeltester: ModelTester, tmp_path: Path) -> None:
    import_all(window, qtbot, ELECTRICITY).close_wizard()
    wizard = read(window, qtbot, changed_copy(tmp_path))
    qtbot.mouseClick(wizard.next_button, LEFT)
    assert isinstance(wizard.rows_step.sheet_view.sheet_model, SheetModel)
    assert isinstance(wizard.conflict_step.model, ConflictModel)
    qtmodeltester.check(wizard.rows_step.sheet_view.sheet_model)
    qtmodeltester.check(wizard.conflict_step.model)
    qtmodeltester.check(wizard.done_step.left_out)


def test_meanings_are_one_stop_of_tab_and_arrows_go_between_them(window: MainWindow, qtbot: QtBot) -> None:
    wizard = read(window, qtbot, sample(ELECTRICITY))
    header = wizard.rows_step.sheet_view.meanings
    stops = [number for number in range(13) if header.box(number).focusPolicy() == Qt.FocusPolicy.StrongFocus]
    assert stops == [0]
    header.box(0).setFocus()
    for _ in range(12):
        qtbot.keyClick(header.box(header.focused()), Qt.Key.Key_Right)
    assert header.focused() == 12
    assert header.box(12).isVisible()
    assert header.box(12).accessibleName() == "Significado de la columna M: Observaciones"
    qtbot.keyClick(header.box(12), Qt.Key.Key_Down)
    assert header.box(12).view().isVisible()
    header.box(12).hidePopup()


def test_cells_look_as_in_a_spreadsheet_of_the_region(window: MainWindow) -> None:
    texts = window.desk.texts
    assert cell_text(6155.3, texts) == "6155,3"
    assert cell_text(143938.0, texts) == "143938"
    assert cell_text(None, texts) == ""
    assert cell_text(True, texts) == "sí"

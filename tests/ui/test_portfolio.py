"""The list of enterprises and audits, with real clicks and keys."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_desktop.services import audits, begin, portfolio
from score_desktop.ui.dialogs.new_audit import NewAuditDialog
from score_desktop.ui.itemmodels.portfolio import ATTENTION, AUDIT, CLIMATE, COST, NAME, STEP, PortfolioModel
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.portfolio import PortfolioPage
from tests.ui.conftest import WAIT_MS, MakeWindow, settle


def _page(window: MainWindow) -> PortfolioPage:
    page = window.pages["portfolio"]
    assert isinstance(page, PortfolioPage)
    return page


def _names(page: PortfolioPage) -> list[str]:
    return [str(page.model.index(row, NAME).data()) for row in range(page.model.rowCount())]


def _choose(page: PortfolioPage, name: str) -> None:
    row = next(number for number, found in enumerate(_names(page)) if found.startswith(name))
    page.table.setCurrentIndex(page.model.index(row, NAME))


@pytest.fixture
def window(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    """The list of the sample, in Spanish, with all figures."""
    window = make_window()
    settle(window, qtbot)
    page = _page(window)
    qtbot.waitUntil(lambda: len(page._figures) == 2, timeout=WAIT_MS)
    settle(window, qtbot)
    return window


def test_rows_say_what_is_known_and_figures_arrive(window: MainWindow) -> None:
    page = _page(window)
    assert page.counts.text() == "2 empresas, 2 auditorías"
    row = _names(page).index("Panadería Illimani S.R.L.")
    assert page.model.index(row, COST).data() == "Bs\N{NO-BREAK SPACE}145.172"
    assert page.model.index(row, CLIMATE).data() == "149"
    assert "ago 2025" in page.model.index(row, ATTENTION).data()
    steps = page.model.index(row, STEP).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Consumo: " in steps and "Informe: " in steps
    assert "145.172" in page.totals.values["cost"].text()
    assert page.totals.values["enterprises"].text() == "2"


def test_no_row_is_ready_before_its_figures_are_known(window: MainWindow) -> None:
    page = _page(window)
    row = page.model.row_at(page.model.index(0, ATTENTION))
    assert row is not None
    unknown = dataclasses.replace(row, attention=portfolio.Attention("unknown", "attention.not_counted"))
    ready = portfolio.Attention("ok", "attention.ready")
    figures = {row.audit: dataclasses.replace(page._figures[row.audit], attention=ready)}
    page.model.set_rows([unknown], {})
    assert page.model.index(0, ATTENTION).data() == "Cifras aún sin calcular"
    window.grab()  # its mark can be drawn
    page.model.set_rows([unknown], figures)
    assert page.model.index(0, ATTENTION).data() == "Lista para el informe"


def test_the_model_is_sound(window: MainWindow, qtmodeltester: ModelTester) -> None:
    page = _page(window)
    rows = window.desk.context.read(portfolio.portfolio, window.desk.today()).rows
    model = PortfolioModel(window.desk.texts)
    model.set_rows(rows, page._figures)
    qtmodeltester.check(model)
    model.set_rows((), {})
    qtmodeltester.check(model)


def test_enter_opens_the_audit_where_it_was_left(window: MainWindow, qtbot: QtBot) -> None:
    page = _page(window)
    _choose(page, "Panadería")
    assert QApplication.focusWidget() is page.table
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert window.page_key == "overview"
    assert window.top_bar.enterprise.text().startswith("Panadería")
    window.desk.config.remember_page(window.desk.audit, "flows")
    window.desk.go("portfolio", "")
    settle(window, qtbot)
    assert page.desk.config.page_of(page.model.row_at(page.table.currentIndex()).audit) == "flows"  # type: ignore[union-attr]


def test_double_click_opens(window: MainWindow, qtbot: QtBot) -> None:
    page = _page(window)
    _choose(page, "Maple")
    place = page.table.visualRect(page.table.currentIndex()).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle(window, qtbot)
    assert window.top_bar.enterprise.text().startswith("Maple")


def test_filter_finds_without_accents_and_says_when_nothing_fits(window: MainWindow, qtbot: QtBot) -> None:
    page = _page(window)
    qtbot.keyClicks(page.search, "panaderia la paz")
    assert _names(page) == ["Panadería Illimani S.R.L."]
    page.search.clear()
    qtbot.keyClicks(page.search, "zzz")
    assert _names(page) == []
    assert page.nothing.isVisible() and not page.table.isVisible()
    page.search.clear()
    assert len(_names(page)) == 2
    qtbot.mouseClick(page.order.button_of("name"), Qt.MouseButton.LeftButton)
    assert _names(page) == sorted(_names(page))


def test_deleting_an_enterprise_is_told_and_undone(window: MainWindow, qtbot: QtBot) -> None:
    page = _page(window)
    _choose(page, "Panadería")
    row = page.current_row()
    assert row is not None
    bills = row.bills
    menu = page.menu_of(row)
    next(action for action in menu.actions() if "empresa" in action.text() and "Eliminar" in action.text()).trigger()
    settle(window, qtbot)
    assert _names(page) == ["Maple Street Diner LLC"]
    assert window.message.isVisible() and "Panadería" in window.message.text.text()
    qtbot.mouseClick(window.message.action, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert len(_names(page)) == 2
    _choose(page, "Panadería")
    again = page.current_row()
    assert again is not None and again.bills == bills


def test_delete_key_deletes_the_audit_alone(window: MainWindow, qtbot: QtBot) -> None:
    page = _page(window)
    _choose(page, "Panadería")
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    settle(window, qtbot)
    _choose(page, "Panadería")
    row = page.current_row()
    assert row is not None and not row.audit and row.bills
    assert page.model.index(page.table.currentIndex().row(), AUDIT).data() == "–"
    qtbot.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    row = page.current_row()
    assert row is not None and row.audit


def test_an_audit_is_renamed_in_its_cell(window: MainWindow, qtbot: QtBot) -> None:
    page = _page(window)
    _choose(page, "Panadería")
    page.table.setCurrentIndex(page.model.index(page.table.currentIndex().row(), AUDIT))
    qtbot.keyClick(page.table, Qt.Key.Key_F2)
    assert page.table.state() == QAbstractItemView.State.EditingState
    editor = page.table.findChild(QLineEdit)
    assert editor is not None
    editor.clear()
    qtbot.keyClicks(editor, "Primera visita")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle(window, qtbot)
    row = page.current_row()
    assert row is not None and row.audit_name == "Primera visita"
    assert "Primera visita" in window.desk.undo.undo_words()


def test_a_new_visit_knows_its_enterprise(window: MainWindow, qtbot: QtBot) -> None:
    page = _page(window)
    _choose(page, "Panadería")
    row = page.current_row()
    assert row is not None
    next(action for action in page.menu_of(row).actions() if action.text() == "Nueva visita").trigger()
    settle(window, qtbot)
    dialog = window.findChild(NewAuditDialog)
    assert dialog is not None
    assert dialog.name.isReadOnly() and dialog.name.text().startswith("Panadería")
    assert not dialog.country.isEnabled() and dialog.country.currentData() == "BO"
    qtbot.keyClick(dialog.period, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert window.page_key == "overview"
    (bakery,) = [
        row for row in window.desk.context.read(audits.list_audits, window.desk.today()) if row.country == "BO"
    ]
    assert [audit.kind for audit in bakery.audits].count("follow_up") == 1
    made = window.desk.audit
    for way in (None, ""):
        window.desk.go("overview", made)
        settle(window, qtbot)
        page.table.setCurrentIndex(page.model.index(0, 0))
        window.desk.go("portfolio", way)
        settle(window, qtbot)
        row = page.current_row()
        assert row is not None and row.audit == made, "the cursor stands on the audit that was left"


def test_an_empty_list_has_three_doors(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(sample=False)
    settle(window, qtbot)
    page = _page(window)
    assert page.stack.currentWidget() is page.empty
    assert [door.accessibleName() for door in page.doors] == ["Nueva auditoría", "Abrir el ejemplo", "Abrir un archivo"]
    page.doors[0].setFocus()
    qtbot.keyClick(page.doors[0], Qt.Key.Key_Return)
    dialog = window.findChild(NewAuditDialog)
    assert dialog is not None
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert dialog.isVisible() and "nombre" in dialog.errors["name"].text()  # type: ignore[attr-defined]
    qtbot.keyClicks(dialog.name, "Quinua Salinas")
    qtbot.keyClicks(dialog.city, "Oruro")
    qtbot.keyClick(dialog.city, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert window.page_key == "overview"
    assert window.top_bar.enterprise.text() == "Quinua Salinas"
    (known,) = window.desk.context.read(begin.known_enterprises)
    assert (known.city, known.audits) == ("Oruro", 1)
    window.desk.undo.undo()
    settle(window, qtbot)
    assert window.page_key == "portfolio"
    assert not window.desk.context.read(begin.known_enterprises)


def test_enterprises_that_are_read_late_take_no_complaint_away(window: MainWindow, qtbot: QtBot) -> None:
    settle(window, qtbot)
    dialog = NewAuditDialog(window.desk, window)
    dialog.show()
    settle(window, qtbot)
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    settle(window, qtbot)
    dialog._on_known(window.desk.context.read(begin.known_enterprises))
    assert "nombre" in dialog.errors["name"].text()
    qtbot.keyClicks(dialog.name, "Q")
    assert not dialog.errors["name"].text()
    dialog.reject()


def test_fifty_audits_show_before_their_figures(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(sample=False)
    today = dt.date(2026, 3, 1)
    for number in range(50):
        wanted = begin.Beginning(audits.NewAudit(f"Empresa {number:02}", "BO"), "La Paz", "hotel")
        window.desk.context.write(begin.begin_audit, wanted, today)
    settle(window, qtbot)
    page = _page(window)
    assert page.model.rowCount() == 50
    assert page.counts.text() == "50 empresas, 50 auditorías"


def test_the_place_survives_another_language(window: MainWindow, qtbot: QtBot) -> None:
    page = _page(window)
    qtbot.mouseClick(page.order.button_of("name"), Qt.MouseButton.LeftButton)
    _choose(page, "Panadería")
    window.desk.set_looks(window.desk.mode, language="en")
    settle(window, qtbot)
    page = _page(window)
    row = page.current_row()
    assert row is not None and row.enterprise_name.startswith("Panadería")
    assert page.order.current() == "name"
    assert page.counts.text() == "2 enterprises, 2 audits"


def test_texts_are_whole_at_every_size(make_window: MakeWindow, qtbot: QtBot) -> None:
    for scale in (100, 200):
        window = make_window(scale=scale)
        settle(window, qtbot)
        page = _page(window)
        for shown in (page.new_button, page.open_button, page.order.button_of("attention"), page.search, page.counts):
            assert shown.width() >= shown.minimumSizeHint().width(), shown.accessibleName()
        right = page.more.mapTo(page, QPoint(page.more.width(), 0)).x()
        assert right <= page.width()
        window.close()


@pytest.mark.parametrize(("scale", "width"), [(100, 1366), (150, 1920)])
def test_names_are_whole_where_there_is_room(make_window: MakeWindow, qtbot: QtBot, scale: int, width: int) -> None:
    window = make_window(scale=scale, size=(width, 1080))
    settle(window, qtbot)
    page = _page(window)
    longest = max(map(page.table.fontMetrics().horizontalAdvance, _names(page)))
    assert page.table.columnWidth(NAME) >= longest + 2 * window.desk.px(8)

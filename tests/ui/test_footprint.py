"""The Footprint page and its panel "Why?": from a figure to the row of a workbook, and to another factor."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from score_desktop.services import audits
from score_desktop.services.factor_choice import choose_factor
from score_desktop.ui.desk import Place
from score_desktop.ui.itemmodels.footprint import QUANTITY, SOURCE, TONNES
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.footprint import CHART, FootprintPage
from score_desktop.ui.widgets.panels import EmptyState
from score_desktop.ui.widgets.why_parts import breakable
from tests.ui.conftest import MakeWindow, open_audit
from tests.ui.conftest import settle as settle_desk

GAS = "ghg.scope1.natural_gas"


@pytest.fixture
def page(make_window: MakeWindow, qtbot: QtBot) -> FootprintPage:
    """The page in Spanish over the bakery's audit."""
    window = make_window()
    open_audit(window, qtbot, "Panadería", "footprint")
    made = window.pages["footprint"]
    assert isinstance(made, FootprintPage)
    return made


def window_of(page: QWidget) -> MainWindow:
    """The window around a page."""
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until nothing is read or written any more, and the panel stands whole."""
    settle_desk(window, qtbot)
    page = window.pages.get("footprint")
    if isinstance(page, FootprintPage):
        qtbot.waitUntil(lambda: page.panel.complete)


def words(widget: QWidget) -> str:
    """Everything that the labels of a widget say, without the places where words may be broken."""
    said = (label.text() for label in widget.findChildren(QLabel) if not label.isHidden())
    return "\n".join(said).replace("\u200b", "")


def click(page: FootprintPage, qtbot: QtBot, row: int, column: int) -> None:
    """Click a cell of the table and wait for what follows."""
    place = page.table.visualRect(page.model.index(row, column)).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle(window_of(page), qtbot)


def button_named(widget: QWidget, start: str) -> QPushButton | QToolButton:
    """The first button that is shown and whose accessible name begins so."""
    buttons = [*widget.findChildren(QPushButton), *widget.findChildren(QToolButton)]
    return next(b for b in buttons if b.accessibleName().startswith(start) and not b.isHidden())


def test_it_lists_scopes_and_sources_with_tonnes(page: FootprintPage) -> None:
    rows = [
        [str(page.model.index(row, column).data()) for column in (SOURCE, QUANTITY, TONNES)]
        for row in range(page.model.rowCount())
    ]
    assert rows[0] == ["Alcance 1", "", "108,0"]
    assert rows[1] == ["Gas natural", "50.453,8\xa0m³", "100,2"]
    assert rows[-1] == ["Electricidad", "85.461\xa0kWh", "41,1"]
    assert "149" in page.total.accessibleName() and "304" in page.per_product.accessibleName()
    assert "137 a 160" in page.range.accessibleName()


def test_a_click_on_a_figure_leads_to_file_sheet_and_row(page: FootprintPage, qtbot: QtBot) -> None:
    click(page, qtbot, page.model.row_of(GAS), TONNES)
    assert page.panel.isVisible()
    assert page.panel.title.text() == "¿Por qué 100\xa0tCO₂e?"
    said = words(page.panel)
    assert "50.453,8" in said and "1,98621" in said and "100.212" in said
    assert "02_agua_gas_ancho.xlsx · Gas natural · fila 27" in said
    assert "PCI 35,3 MJ/m³, AR5" in said
    assert "Estimación experta, ±6\xa0%" in said


def test_the_quantity_explains_the_use_not_the_emissions(page: FootprintPage, qtbot: QtBot) -> None:
    click(page, qtbot, page.model.row_of(GAS), QUANTITY)
    assert page.panel.why is not None and page.panel.why.key == "use.natural_gas"


def test_the_keyboard_asks_why_too(page: FootprintPage, qtbot: QtBot) -> None:
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(0, TONNES))
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.keyClick(page.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    settle(window_of(page), qtbot)
    assert page.panel.why is not None and page.panel.why.key == GAS
    page.panel.close_button.setFocus()
    qtbot.keyClick(page.panel.close_button, Qt.Key.Key_Escape)
    assert page.panel.isHidden()
    assert page.table.hasFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    settle(window_of(page), qtbot)
    assert page.panel.isVisible()


def test_sums_open_further_and_can_be_left_again(page: FootprintPage, qtbot: QtBot) -> None:
    window = window_of(page)
    qtbot.mouseClick(page.total, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert page.panel.title.text() == "¿Por qué 149\xa0tCO₂e?"
    for start in ("¿Por qué Alcance 1,", "¿Por qué Diésel,"):
        qtbot.mouseClick(button_named(page.panel, start), Qt.MouseButton.LeftButton)
        settle(window, qtbot)
    assert page.panel.why is not None and page.panel.why.key == "ghg.scope1.diesel"
    assert page.model.row_of("ghg.scope1.diesel") == page.table.currentIndex().row()
    for expected in ("ghg.scope1", "ghg.total"):
        qtbot.mouseClick(page.panel.back_button, Qt.MouseButton.LeftButton)
        settle(window, qtbot)
        assert page.panel.why.key == expected
    assert page.panel.back_button.isHidden()


def test_a_hidden_panel_is_told_anew_when_it_is_seen_again(page: FootprintPage, qtbot: QtBot) -> None:
    window = window_of(page)
    desk = window.desk
    page.panel.explain(GAS)
    settle(window, qtbot)
    assert page.panel.why is not None
    meter = page.panel.why.data.meters[0][0]
    desk.go("flows")
    desk.write(page, choose_factor, desk.audit, meter, "ipcc_natural_gas_ind_m3")
    settle(window, qtbot)
    assert page.panel.title.text() == "¿Por qué 100\xa0tCO₂e?"
    desk.go("footprint")
    settle(window, qtbot)
    assert page.panel.title.text() == "¿Por qué 95,2\xa0tCO₂e?"


def test_more_bills_are_listed_when_asked_for(page: FootprintPage, qtbot: QtBot) -> None:
    page.panel.explain("ghg.scope2.location")
    settle(window_of(page), qtbot)
    assert words(page.panel).count("01_electricidad_larga.xlsx · ") == 12
    qtbot.mouseClick(button_named(page.panel, "Mostrar 12 más"), Qt.MouseButton.LeftButton)
    assert words(page.panel).count("01_electricidad_larga.xlsx · ") == 24


def test_the_bills_of_a_meter_are_one_click_away(page: FootprintPage, qtbot: QtBot) -> None:
    window = window_of(page)
    page.panel.explain(GAS)
    settle(window, qtbot)
    with qtbot.waitSignal(window.desk.asked) as asked:
        qtbot.mouseClick(button_named(page.panel, "Ver las facturas de"), Qt.MouseButton.LeftButton)
    place = asked.args[0]
    assert place.page == "consumption" and place.details["meter"] == page.panel.why.data.meters[0][0]  # type: ignore[union-attr]


def test_another_factor_changes_the_figures_and_undo_takes_it_back(page: FootprintPage, qtbot: QtBot) -> None:
    window = window_of(page)
    click(page, qtbot, page.model.row_of(GAS), TONNES)
    qtbot.mouseClick(button_named(page.panel, "Cambiar factor"), Qt.MouseButton.LeftButton)
    use = button_named(page.panel, "Usar el factor «Gas natural, caldera/cocina/horno industria, por m³")
    qtbot.mouseClick(use, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    row = page.model.row_of(GAS)
    assert page.model.index(row, TONNES).data() == "95,2"
    assert page.panel.title.text() == "¿Por qué 95,2\xa0tCO₂e?"
    assert "Gas natural" in window.desk.undo.undo_words()
    button_named(page.panel, "Volver al propuesto")
    qtbot.keyClick(page.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    assert page.model.index(row, TONNES).data() == "100,2"
    assert page.panel.title.text() == "¿Por qué 100\xa0tCO₂e?"


def test_a_source_without_a_factor_that_fits_is_said_and_can_be_mended(page: FootprintPage, qtbot: QtBot) -> None:
    window = window_of(page)
    desk = window.desk
    page.panel.explain(GAS)
    settle(window, qtbot)
    assert page.panel.why is not None
    meter = page.panel.why.data.meters[0][0]
    desk.write(page, choose_factor, desk.audit, meter, "grid_bo_2025_life_cycle")
    settle(window, qtbot)
    row = next(r for r in range(page.model.rowCount()) if page.model.index(r, QUANTITY).data() == "no medido")
    assert str(page.model.index(row, SOURCE).data()).startswith("Gas natural")
    assert page.model.index(row, TONNES).data() == "–"
    click(page, qtbot, row, SOURCE)
    assert page.panel.title.text().startswith("Factor para Gas natural")
    qtbot.mouseClick(button_named(page.panel, "Usar el factor «Gas natural por red"), Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert page.model.index(page.model.row_of(GAS), TONNES).data() == "100,2"


def test_other_pages_can_send_a_figure_here(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    open_audit(window, qtbot, "Panadería", "flows")
    window.desk.go("footprint", why="ghg.total", dims={})
    settle(window, qtbot)
    page = window.pages["footprint"]
    assert isinstance(page, FootprintPage)
    assert page.panel.why is not None and page.panel.why.key == "ghg.total"


def test_the_explanation_is_copied_as_text(page: FootprintPage, qtbot: QtBot) -> None:
    page.panel.explain(GAS)
    settle(window_of(page), qtbot)
    qtbot.mouseClick(page.panel.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text().replace("\xa0", " ")
    assert "50.453,8 m³ × 1,98621 kg CO₂e/m³ = 100.212 kg CO₂e" in copied


def test_the_same_as_a_chart(page: FootprintPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.switch.button_of(CHART), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.chart.chart is not None, timeout=60_000)
    assert page.chart.isVisible() and not page.table.isVisible()


def test_names_in_the_chart_switch_their_sources(page: FootprintPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.switch.button_of("chart"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.chart.chart is not None, timeout=60_000)

    def bars() -> set[str]:
        assert page.chart.chart is not None
        return {part.series for part in page.chart.chart.regions if part.series and not part.legend}

    def press() -> None:
        assert page.chart.chart is not None
        (name,) = (part for part in page.chart.chart.regions if part.legend and part.series == "natural_gas")
        x, y = (sum(corner[axis] for corner in name.polygon) / 4 for axis in (0, 1))
        place = QPoint(round(x * page.chart.picture_size.width()), round((1 - y) * page.chart.picture_size.height()))
        with qtbot.waitSignal(page.chart.drawn, timeout=60_000):
            qtbot.mouseClick(page.chart, Qt.MouseButton.LeftButton, pos=place)

    before = bars()
    press()
    assert before - bars() == {"natural_gas"}
    press()
    assert bars() == before


def test_a_panel_without_room_beside_it_takes_the_page(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(scale=200)
    open_audit(window, qtbot, "Panadería", "footprint")
    page = window.pages["footprint"]
    assert isinstance(page, FootprintPage)
    qtbot.keyClick(page.table, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    settle(window, qtbot)
    assert page.panel.width() == page.width() and not page.main.isVisible()
    qtbot.mouseClick(page.panel.close_button, Qt.MouseButton.LeftButton)
    assert page.main.isVisible()


def test_without_bills_it_says_what_to_do(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(sample=False)
    made = window.desk.context.write(audits.new_audit, audits.NewAudit("Taller Sur", "BO"), window.desk.today())
    window.go(Place("footprint", made.audit))
    settle(window, qtbot)
    page = window.pages["footprint"]
    assert isinstance(page, FootprintPage)
    assert isinstance(page.pages.currentWidget(), EmptyState)


def test_long_names_of_files_can_be_broken() -> None:
    assert breakable("02_agua_gas.xlsx").split("\u200b") == ["02_", "agua_", "gas.", "xlsx"]
    assert max(map(len, breakable("x" * 100).split("\u200b"))) == 24


def test_the_model_keeps_qts_rules(page: FootprintPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.model)

"""One flow in detail: its origin is chosen by clicks and keys, the balances are told in words, shares are kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from score_desktop.enums import FlowOrigin
from score_desktop.services import process_steps
from score_desktop.services.audits import find_audit
from score_desktop.services.process_rows import Followed, settings_of
from score_desktop.ui.dialogs.process_counting import CountingDialog
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.flows import FlowsPage
from score_desktop.ui.pages.process_flow_panel import FlowPanel
from score_desktop.ui.pages.process_rows import RowsView
from score_desktop.ui.widgets.chart_view import ChartView
from tests.ui.conftest import MakeWindow
from tests.ui.process_page import (
    calm,
    editor,
    go,
    open_empty,
    open_process,
    place,
    point_on,
    process_of,
    row_named,
    text,
    type_text,
    view_of,
)


@pytest.fixture
def window(make_window: MakeWindow) -> MainWindow:
    return make_window()


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> FlowsPage:
    return open_process(window, qtbot)


def flows(page: FlowsPage) -> RowsView:
    return editor(page).flows


def open_flow(page: FlowsPage, window: MainWindow, qtbot: QtBot, name: str) -> FlowPanel:
    """By Enter on its origin."""
    go(flows(page), row_named(flows(page), name), "origin")
    qtbot.keyClick(flows(page).grid, Qt.Key.Key_Return)
    calm(window, qtbot)
    panel = editor(page).panel
    assert panel.isVisible()
    return panel


def choose(panel: FlowPanel, origin: FlowOrigin) -> None:
    panel.form.origin.setCurrentIndex(panel.form.origin.findData(origin.value))


def told(panel: FlowPanel) -> str:
    return "\n".join(one.text() for one in panel.findChildren(QLabel) if one.isVisible())


def test_enter_on_the_origin_opens_it_and_it_follows_the_cursor(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    panel = open_flow(page, window, qtbot, "Harina de trigo")
    assert panel.title.text() == "Harina de trigo" and panel.subtitle.text() == "Proveedores → Almacén"
    assert "cuesta creerlo" in told(panel) and "Barreduras y bolsas rotas" in told(panel)
    go(flows(page), row_named(flows(page), "Pan quemado"), "quantity")
    calm(window, qtbot)
    assert panel.title.text() == "Pan quemado"
    assert "Como pérdida cuesta Bs\xa014.220 al año." in told(panel)
    qtbot.mouseClick(panel.close_button, Qt.MouseButton.LeftButton)
    assert panel.isHidden() and editor(page).origin.isVisible()


def test_a_double_click_on_the_origin_opens_it_too(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    grid, index = flows(page).grid, place(flows(page), 0, "origin")
    go(flows(page), 0, "origin")
    grid.scrollTo(index)
    where = grid.visualRect(index).center() + QPoint(0, 0)
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.mouseDClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=where)
    calm(window, qtbot)
    assert editor(page).panel.isVisible()


def test_a_double_click_on_a_band_edits_its_quantity(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    chart, grid = editor(page).chart, flows(page).grid
    qtbot.waitUntil(lambda: chart.chart is not None, timeout=60_000)
    flow = next(row for row in process_of(page).flows if row.name == "Piezas crudas")
    point = point_on(chart, flow.uid)
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=point)
    qtbot.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=point)
    (line,) = (one for one in grid.viewport().findChildren(QLineEdit) if one.isVisible())
    assert grid.currentIndex() == place(flows(page), row_named(flows(page), "Piezas crudas"), "quantity")
    line.selectAll()
    qtbot.keyClicks(line, "555000")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    calm(window, qtbot)
    assert next(row.quantity for row in process_of(page).flows if row.uid == flow.uid) == 555_000
    assert editor(page).panel.isHidden()


def test_bills_in_a_unit_of_something_else_are_told_without_a_name_that_is_not_there(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    panel = open_flow(page, window, qtbot, "Agua de masa")
    choose(panel, FlowOrigin.BILLS)
    wanted = next(n for n in range(panel.form.followed.count()) if panel.form.followed.itemText(n).startswith("Elec"))
    panel.form.followed.setCurrentIndex(wanted)
    qtbot.mouseClick(panel.form.ok, Qt.MouseButton.LeftButton)
    calm(window, qtbot)
    assert "«Agua de masa» sigue facturas que se cuentan en kWh: no se pueden convertir." in told(panel)


def test_a_flow_follows_a_share_of_bills_and_back(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    panel = open_flow(page, window, qtbot, "Agua de masa")
    choose(panel, FlowOrigin.BILLS)
    wanted = next(n for n in range(panel.form.followed.count()) if panel.form.followed.itemText(n).startswith("Agua"))
    panel.form.followed.setCurrentIndex(wanted)
    panel.form.share.setText("8 %")
    qtbot.mouseClick(panel.form.ok, Qt.MouseButton.LeftButton)
    calm(window, qtbot)
    row = row_named(flows(page), "Agua de masa")
    assert flows(page).model.rows[row].origin is FlowOrigin.BILLS
    assert text(flows(page), row, "origin").endswith(", 8\xa0%")
    fact = process_of(page).facts.resources[flows(page).model.rows[row].origin_of]
    state = view_of(page).flow(flows(page).model.rows[row].uid)
    assert state is not None and fact.quantity is not None
    assert state.per_year == pytest.approx(fact.quantity * 0.08)
    assert window.desk.undo.undo_words() == "Origen de la cantidad de Agua de masa cambiado"
    window.desk.undo.undo()
    calm(window, qtbot)
    assert flows(page).model.rows[row].origin is FlowOrigin.ENTERED
    assert panel.form.origin.currentData() == "entered"  # the form follows what is stored


def test_a_share_of_other_flows_and_what_is_missing_is_said(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    panel = open_flow(page, window, qtbot, "Pan quemado")
    choose(panel, FlowOrigin.SHARE_OF)
    panel.form.part.setText("0,5")
    qtbot.mouseClick(panel.form.ok, Qt.MouseButton.LeftButton)
    assert panel.form.wrong.isVisible() and panel.form.wrong.text()
    panel.form.part.setText("medio")
    listed = panel.form.flows
    item = next(listed.item(n) for n in range(listed.count()) if listed.item(n).text().startswith("Piezas crudas"))
    item.setCheckState(Qt.CheckState.Checked)
    qtbot.mouseClick(panel.form.ok, Qt.MouseButton.LeftButton)
    assert "medio" in panel.form.wrong.text()
    panel.form.part.setText("0,5")
    qtbot.keyClick(panel.form.part, Qt.Key.Key_Return)
    calm(window, qtbot)
    row = row_named(flows(page), "Pan quemado")
    assert text(flows(page), row, "origin") == "0,5\xa0% de Piezas crudas"
    assert text(flows(page), row, "per_year") == "2.827 kg"
    assert not panel.form.wrong.isVisible()


def test_containers_and_what_is_left_over(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    row = row_named(flows(page), "Pan quemado")
    go(flows(page), row, "quantity")
    type_text(flows(page), qtbot, "0.2 m3/mes")
    calm(window, qtbot)
    panel = open_flow(page, window, qtbot, "Pan quemado")
    choose(panel, FlowOrigin.VOLUME)
    panel.form.count.setText("3")
    panel.form.fill.setText("80")
    qtbot.mouseClick(panel.form.ok, Qt.MouseButton.LeftButton)
    calm(window, qtbot)
    assert text(flows(page), row, "origin").startswith("3 × 0,2 m³ × 80\xa0%")
    assert "kg" in told(panel)  # what a m3 weighs is missing: it says so
    choose(panel, FlowOrigin.REMAINDER)
    panel.form.end.setCurrentIndex(panel.form.end.findData("source"))
    qtbot.mouseClick(panel.form.ok, Qt.MouseButton.LeftButton)
    calm(window, qtbot)
    assert text(flows(page), row, "origin") == "lo que sobra en Horno (masa)"


def test_shares_of_what_is_followed_are_kept_or_marked(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    panel = open_flow(page, window, qtbot, "Pan quemado")
    (share,) = panel._share_fields.values()
    before = flows(page).model.rows[row_named(flows(page), "Pan quemado")].shares
    share.setFocus()
    share.setText("150")
    qtbot.keyClick(share, Qt.Key.Key_Return)
    calm(window, qtbot)
    assert share.property("wrong") and share.toolTip() and share.text() == "150"
    assert flows(page).model.rows[row_named(flows(page), "Pan quemado")].shares == before
    share.setText("50 %")
    qtbot.keyClick(share, Qt.Key.Key_Return)
    calm(window, qtbot)
    assert flows(page).model.rows[row_named(flows(page), "Pan quemado")].shares == {"flour": 0.5}
    assert not share.property("wrong")
    assert "Pan quemado" in window.desk.undo.undo_words()


def test_a_share_that_is_typed_stays_with_its_flow_when_another_is_shown(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    panel = open_flow(page, window, qtbot, "Pan quemado")
    other = row_named(flows(page), "Harina de trigo")
    before = flows(page).model.rows[other].shares
    (share,) = panel._share_fields.values()
    share.setFocus()
    share.selectAll()
    qtbot.keyClicks(share, "40")
    assert share.hasFocus()
    flows(page).grid.setCurrentIndex(place(flows(page), other, "quantity"))  # as the diagram does: the focus stays
    calm(window, qtbot)
    assert panel.title.text() == "Harina de trigo"
    assert flows(page).model.rows[other].shares == before
    assert flows(page).model.rows[row_named(flows(page), "Pan quemado")].shares == {"flour": 0.4}


def test_a_share_that_is_refused_after_its_flow_has_gone_from_sight_is_told(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    panel = open_flow(page, window, qtbot, "Pan quemado")
    before = [row.shares for row in flows(page).model.rows]
    (share,) = panel._share_fields.values()
    share.setFocus()
    share.selectAll()
    qtbot.keyClicks(share, "150")
    with qtbot.waitSignal(window.desk.told, check_params_cb=lambda message: "de 0 a 1" in message.text):
        go(flows(page), row_named(flows(page), "Harina de trigo"), "quantity")
    calm(window, qtbot)
    assert [row.shares for row in flows(page).model.rows] == before
    assert not any(field.property("wrong") for field in panel._share_fields.values())


def test_what_was_not_changed_of_how_it_is_counted_stays_as_it_is(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    audit, third = process_of(page).audit, 0.33333
    salted = [*process_of(page).settings.followed, Followed("", "Sal, fina")]
    window.desk.write(window, process_steps.set_counting, audit, {"batches_per_year": third}, salted)
    calm(window, qtbot)
    before = process_of(page).settings
    qtbot.mouseClick(editor(page).counting, Qt.MouseButton.LeftButton)
    dialog = window.findChild(CountingDialog)
    assert dialog is not None and dialog.batches.text() == "0,33333"
    dialog.days.setText("250")
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    calm(window, qtbot)
    assert process_of(page).settings == replace(before, days_per_year=250)
    qtbot.mouseClick(editor(page).counting, Qt.MouseButton.LeftButton)
    dialog = window.findChildren(CountingDialog)[-1]
    dialog.followed.setText(dialog.followed.text() + ", Azúcar")
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    calm(window, qtbot)
    followed = process_of(page).settings.followed
    assert followed[:2] == before.followed and [one.name for one in followed] == ["Harina", "Sal, fina", "Azúcar"]


def test_saving_without_a_change_stores_nothing(window: MainWindow, qtbot: QtBot) -> None:
    page = open_empty(window, qtbot)
    dialog = CountingDialog(window.desk, process_of(page), window)
    dialog.open()
    before = window.desk.undo.undo_words()
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    calm(window, qtbot)
    assert process_of(page).is_empty and window.desk.undo.undo_words() == before
    audit = window.desk.audit
    assert window.desk.context.read(lambda session: settings_of(session, find_audit(session, audit)[0].key)) is None


def test_how_it_is_counted_is_one_change(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(editor(page).counting, Qt.MouseButton.LeftButton)
    dialog = window.findChild(CountingDialog)
    assert dialog is not None and dialog.days.text() == "302" and dialog.followed.text() == "Harina"
    dialog.days.setText("400")
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    calm(window, qtbot)
    assert dialog.wrong.isVisible() and dialog.days.property("wrong")
    dialog.days.setText("250")
    dialog.followed.setText("Harina, Sal")
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    calm(window, qtbot)
    settings = process_of(page).settings
    assert settings.days_per_year == 250 and [one.name for one in settings.followed] == ["Harina", "Sal"]
    assert settings.followed[0].key == "flour"
    assert text(flows(page), row_named(flows(page), "Barreduras y bolsas rotas"), "per_year") == "2.750 kg"
    window.desk.undo.undo()
    calm(window, qtbot)
    assert process_of(page).settings.days_per_year == 302


def test_the_whole_process_is_deleted_and_comes_back(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    before = process_of(page).rows
    qtbot.mouseClick(editor(page).counting, Qt.MouseButton.LeftButton)
    dialog = window.findChild(CountingDialog)
    assert dialog is not None
    qtbot.mouseClick(dialog.clear, Qt.MouseButton.LeftButton)
    calm(window, qtbot)
    assert process_of(page).is_empty
    window.desk.undo.undo()
    calm(window, qtbot)
    assert process_of(page).rows == before


def test_the_frame_of_a_flow_runs_through_no_word(page: FlowsPage, window: MainWindow, qtbot: QtBot) -> None:
    chart = next(one for one in editor(page).findChildren(ChartView) if one.isVisible())
    qtbot.waitUntil(lambda: chart.complete and window.desk.idle and chart.picture_size == chart.size())
    assert chart.chart is not None and chart.drawn_words
    chart.mark()
    plain = chart.grab().toImage()
    ratio = plain.width() / chart.width()
    crossed = 0
    for series in sorted({region.series for region in chart.chart.regions if region.series}):
        chart.mark(series=series)
        framed = chart.grab().toImage()
        assert framed != plain
        for word in chart.drawn_words:
            left, top = word.x() * chart.width() * ratio, word.y() * chart.height() * ratio
            wide, high = word.width() * chart.width() * ratio, word.height() * chart.height() * ratio
            inside = QRect(round(left), round(top), round(wide), round(high)).intersected(plain.rect())
            assert plain.copy(inside) == framed.copy(inside)
            crossed += 1
    assert crossed


def test_a_frame_stays_on_its_flow_until_the_picture_of_another_size_is_there(
    page: FlowsPage, window: MainWindow, qtbot: QtBot
) -> None:
    chart = next(one for one in editor(page).findChildren(ChartView) if one.isVisible())
    qtbot.waitUntil(lambda: chart.chart is not None and chart.complete)
    assert chart.chart is not None
    part = max((part for part in chart.chart.regions if part.series), key=lambda part: len(part.polygon))
    chart.mark(series=part.series)
    before, size = chart.grab().toImage(), chart.size()
    chart.resize(size.width() - 60, size.height() - 40)
    assert chart.picture_size == size
    assert not chart.complete
    both = QRect(0, 0, before.width() - 60, before.height() - 40)
    assert chart.grab().toImage().copy(both) == before.copy(both)
    calm(window, qtbot)
    qtbot.waitUntil(lambda: chart.picture_size == chart.size())

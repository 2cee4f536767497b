"""The Report page: sections, language and brand change the pages that are seen; files are those of the command line."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QCheckBox, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from score_desktop import cli
from score_desktop.jobs import Progress
from score_desktop.services import audits, report
from score_desktop.services.brands import read_brand
from score_desktop.services.report_options import report_options
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.report import HAND_OVER, PREVIEW, ReportPage
from score_desktop.ui.widgets.brand_editor import logo_on_paper
from tests.ui.conftest import MakeWindow, open_audit, settle

WAIT = 60_000


def window_of(page: ReportPage) -> MainWindow:
    """The window around a page."""
    window = page.window()
    assert isinstance(window, MainWindow)
    return window


def drawn(page: ReportPage, qtbot: QtBot) -> None:
    """Wait until the preview stands as asked."""
    window = window_of(page)
    qtbot.waitUntil(lambda: window.desk.idle and not page.state.text() and page.pdf.settled, timeout=WAIT)
    settle(window, qtbot)


def report_page(window: MainWindow, qtbot: QtBot, enterprise: str = "Panadería") -> ReportPage:
    """The page over an audit, its first page drawn."""
    open_audit(window, qtbot, enterprise, "report")
    page = window.pages["report"]
    assert isinstance(page, ReportPage)
    qtbot.waitUntil(lambda: page.pdf.page_count > 0, timeout=WAIT)
    drawn(page, qtbot)
    return page


@pytest.fixture
def page(make_window: MakeWindow, qtbot: QtBot) -> ReportPage:
    """The page in Spanish over the bakery's audit."""
    return report_page(make_window(), qtbot)


def enterprise(page: ReportPage) -> str:
    """Portable id of the bakery."""
    context = window_of(page).desk.context
    return next(
        row.uid
        for row in context.read(audits.list_audits, window_of(page).desk.today())
        if row.name.startswith("Panadería")
    )


def picture(folder: Path) -> Path:
    """A logo: a small red square."""
    file = folder / "logo rojo.png"
    Image.new("RGB", (60, 40), (200, 20, 20)).save(file)
    return file


def test_sections_stand_with_their_pages_and_lead_there(page: ReportPage, qtbot: QtBot) -> None:
    titles = [line.box.text() for line in page.sections.values()]
    assert titles[:3] == ["Portada", "Resumen", "Consumo y costo"]
    assert page.pdf.page == 1
    line = page.sections["footprint"]
    qtbot.mouseClick(line.page, Qt.MouseButton.LeftButton)
    assert page.pdf.page == int(line.page.text())
    assert page.page_words.text() == f"Página {line.page.text()} de {page.pdf.page_count}"


def test_a_hidden_section_is_gone_from_the_preview_until_undone(page: ReportPage, qtbot: QtBot) -> None:
    window = window_of(page)
    pages = page.pdf.page_count
    box = page.sections["consumption"].box
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=_left(box))
    qtbot.waitUntil(lambda: page.pdf.page_count < pages, timeout=WAIT)
    assert page.sections["consumption"].page.isHidden()
    assert window.desk.context.read(report_options, window.desk.audit).hidden == {"consumption"}
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.pdf.page_count == pages, timeout=WAIT)
    assert box.isChecked()


def test_the_ways_to_hand_over_end_where_what_stands_below_does(page: ReportPage) -> None:
    assert _right(page.export_pdf) == _right(page.export_excel) == _right(page.language)


def _right(part: QWidget) -> int:
    return part.mapToGlobal(part.rect().topRight()).x()


def _left(box: QCheckBox) -> QPoint:
    """A point inside the little square of a check box."""
    return QPoint(8, box.height() // 2)


def test_the_language_is_kept_with_the_audit(page: ReportPage, qtbot: QtBot) -> None:
    window = window_of(page)
    assert page.language.currentData() == "es"
    before = page.preview
    page.language.setFocus()
    qtbot.keyClick(page.language, Qt.Key.Key_Down)
    page.language.activated.emit(page.language.currentIndex())
    qtbot.waitUntil(lambda: page.preview is not before, timeout=WAIT)
    assert window.desk.context.read(report_options, window.desk.audit).language == "en"
    assert page.sections["cover"].box.text() == "Portada"  # the list stays in the reader's language


def test_only_pages_that_are_seen_are_drawn_and_keys_turn_them(page: ReportPage, qtbot: QtBot) -> None:
    first = page.pdf.image_of(1)
    assert first is not None and first.width() > 300
    assert page.pdf.image_of(page.pdf.page_count) is None
    page.pdf.setFocus()
    qtbot.keyClick(page.pdf, Qt.Key.Key_PageDown)
    assert page.pdf.page == 2
    qtbot.keyClick(page.pdf, Qt.Key.Key_End)
    assert page.pdf.page == page.pdf.page_count
    qtbot.waitUntil(lambda: page.pdf.image_of(page.pdf.page_count) is not None, timeout=WAIT)
    assert page.pdf.image_of(1) is None
    qtbot.keyClick(page.pdf, Qt.Key.Key_Home)
    assert page.pdf.page == 1


def test_the_zoom_draws_the_page_larger_and_fits_again(page: ReportPage, qtbot: QtBot) -> None:
    fitting = page.pdf.zoom
    first = page.pdf.image_of(1)
    assert first is not None
    page.pdf.setFocus()
    qtbot.keyClick(page.pdf, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: page.pdf.settled, timeout=WAIT)
    larger = page.pdf.image_of(1)
    assert larger is not None and larger.width() > first.width()
    assert page.zoom_words.text() == f"{page.pdf.zoom * 100:.0f}\xa0%"
    qtbot.keyClick(page.pdf, Qt.Key.Key_0)
    assert page.pdf.zoom == fitting


def test_a_logo_is_set_seen_removed_and_undone(page: ReportPage, qtbot: QtBot, tmp_path: Path) -> None:
    window = window_of(page)
    uid, file = enterprise(page), picture(tmp_path)
    qtbot.mouseClick(page.edit_brand, Qt.MouseButton.LeftButton)
    before = page.preview
    window.desk.go("report", logo=str(file))
    assert page.brand.offer.isVisible() and "logo rojo.png" in page.brand.offered_name.text()
    qtbot.mouseClick(page.brand.offer_client, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.preview is not before, timeout=WAIT)
    logo = window.desk.context.read(read_brand, uid).client_logo
    assert logo is not None and logo.content == file.read_bytes()
    settle(window, qtbot)
    qtbot.mouseClick(page.brand.logos["client"].remove, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert window.desk.context.read(read_brand, uid).client_logo is None
    assert page.brand.logos["client"].remove.isHidden()
    window.desk.undo.undo()
    settle(window, qtbot)
    kept = window.desk.context.read(read_brand, uid).client_logo
    assert kept is not None and kept.content == file.read_bytes()


def test_a_logo_without_ground_is_shown_on_white(qapp: QApplication) -> None:
    content = io.BytesIO()
    Image.new("RGBA", (40, 20), (0, 0, 0, 0)).save(content, "PNG")
    shown = logo_on_paper(content.getvalue(), QSize(34, 34), 1.5)
    assert shown.size() == QSize(51, 25) and shown.devicePixelRatio() == 1.5
    assert shown.toImage().pixelColor(20, 10) == QColor("white")
    assert logo_on_paper(b"no picture", QSize(34, 34), 1.0).isNull()


def test_what_is_no_picture_is_told_beside_the_logo(page: ReportPage, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    file.write_text("no picture", encoding="utf-8")
    qtbot.mouseClick(page.edit_brand, Qt.MouseButton.LeftButton)
    page.brand.logos["client"].chosen.emit(file)
    settle(window_of(page), qtbot)
    assert page.brand.trouble.isVisible() and "logo.png" in page.brand.trouble.text()


def test_colours_are_chosen_or_typed(page: ReportPage, qtbot: QtBot) -> None:
    window, uid = window_of(page), enterprise(page)
    qtbot.mouseClick(page.edit_brand, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.brand.swatches["#1F4E79"], Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    assert window.desk.context.read(read_brand, uid).colour == "#1F4E79"
    assert page.brand.colour.text() == "#1F4E79"
    page.brand.colour.setFocus()
    page.brand.colour.selectAll()
    qtbot.keyClicks(page.brand.colour, "verde")
    qtbot.keyClick(page.brand.colour, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert page.brand.trouble.isVisible()
    assert page.brand.colour.text() == "verde"  # what was typed is not thrown away
    page.brand.colour.selectAll()
    qtbot.keyClicks(page.brand.colour, "2e7d32")
    qtbot.keyClick(page.brand.colour, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert window.desk.context.read(read_brand, uid).colour.upper() == "#2E7D32"
    assert page.brand.trouble.isHidden()


def test_the_exported_pdf_is_the_command_lines(
    page: ReportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_of(page)
    qtbot.mouseClick(page.sections["flows"].box, Qt.MouseButton.LeftButton, pos=_left(page.sections["flows"].box))
    settle(window, qtbot)
    exported, written = tmp_path / "ventana.pdf", tmp_path / "consola.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(exported), ""))
    qtbot.mouseClick(page.export_pdf, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: exported.exists() and window.desk.idle, timeout=WAIT)
    drawn(page, qtbot)
    shown = page.preview
    audit, workspace = window.desk.audit, window.desk.context.path
    window.close()
    assert cli.main(["--data", str(workspace), "report", audit, "--out", str(written)]) == 0
    assert exported.read_bytes() == written.read_bytes()
    assert shown is not None and shown.data == written.read_bytes()


def test_cancel_leaves_no_file(page: ReportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    window = window_of(page)
    file = tmp_path / "nada.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    qtbot.mouseClick(page.export_pdf, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window.work.cancelled, timeout=WAIT):
        window.work.cancel()
    settle(window, qtbot)
    assert not file.exists() and not list(tmp_path.glob(".nada*"))


def test_workbook_and_audit_file_are_written(
    page: ReportPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_of(page)
    for press, name, begins in ((page.export_excel, "a.xlsx", b"PK"), (page.save_file, "a.score", b"PK")):
        file = tmp_path / name
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, file=file: (str(file), ""))
        qtbot.mouseClick(press, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda file=file: file.exists() and window.desk.idle, timeout=WAIT)  # type: ignore[misc]
        assert file.read_bytes().startswith(begins)


def test_what_to_settle_leads_where_it_is_settled(page: ReportPage, qtbot: QtBot) -> None:
    window = window_of(page)
    buttons = [b for b in page.looks.findChildren(QPushButton) if b.accessibleName().startswith("Elegir: 1 factor")]
    assert len(buttons) == 1
    with qtbot.waitSignal(window.desk.asked) as asked:
        qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert asked.args[0].page == "footprint"


def test_without_room_for_three_columns_there_is_one(make_window: MakeWindow, qtbot: QtBot) -> None:
    page = report_page(make_window(scale=200), qtbot)
    assert page.left.isVisible() and not page.middle.isVisible() and not page.right.isVisible()
    qtbot.mouseClick(page.switch.button_of(PREVIEW), Qt.MouseButton.LeftButton)
    assert page.middle.isVisible() and not page.left.isVisible()
    qtbot.waitUntil(lambda: page.pdf.image_of(1) is not None, timeout=WAIT)
    qtbot.mouseClick(page.switch.button_of(HAND_OVER), Qt.MouseButton.LeftButton)
    assert page.export_pdf.isVisible()


def test_looking_at_the_preview_stores_nothing(page: ReportPage) -> None:
    window = window_of(page)
    assert not window.desk.undo.undo_words()
    data = report.report_pdf(window.desk.context, window.desk.audit, None, Progress(), window.desk.today())
    assert page.preview is not None and page.preview.data == data

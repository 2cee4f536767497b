"""Photos and PDFs of bills: attached, dropped, seen beside the form, opened later; files that are not what they say."""

from __future__ import annotations

import io
import struct
import threading
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from score_desktop.enums import Resource
from score_desktop.errors import UnreadableFile
from score_desktop.services.bill_files import MOST_FILES, BillFile, files_of_bill, read_bill_file
from score_desktop.services.bills import BillFilter, bill_ids
from score_desktop.services.history_words import FieldLine, RecordLines
from score_desktop.services.import_edited import EditedLines
from score_desktop.ui.dialogs.edited_records import EditedRecordsDialog
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.consumption import FIGURES
from score_desktop.ui.pages.consumption_new_bill import NewBillForm
from score_desktop.ui.pages.consumption_origin import OriginView
from score_desktop.ui.widgets.page_images import MOST_PAGES, MOST_PIXELS, Document, page_image, page_sizes
from score_desktop.ui.widgets.pdf_view import MOST_SHOWN, PdfView
from tests.ui.conftest import MakeWindow, settle
from tests.ui.consumption_page import open_consumption, page, until
from tests.ui.scenes import bill_pdf


@pytest.fixture
def window(make_window: MakeWindow, qtbot: QtBot) -> MainWindow:
    return open_consumption(make_window(), qtbot)


def form(window: MainWindow) -> NewBillForm:
    found = page(window).forms.current
    assert found is not None
    return found


def stored(window: MainWindow, bill: int) -> list[tuple[str, int]]:
    return [(row.name, row.rotation) for row in window.desk.context.read(files_of_bill, bill)]


def electricity(window: MainWindow) -> list[int]:
    wanted = page(window).bills.wanted
    assert wanted is not None
    return list(window.desk.context.read(bill_ids, BillFilter(wanted.enterprise, Resource.ELECTRICITY)))


def drop(onto: QWidget, *files: Path) -> bool:
    """Drop files as the system does: through the widget under the mouse and, if it does not want them, its parents."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    where: QWidget | None = onto
    while where is not None:
        if where.acceptDrops():
            entered = QDragEnterEvent(QPoint(5, 5), copy, data, left, none)
            entered.ignore()
            QApplication.sendEvent(where, entered)
            if entered.isAccepted():
                QApplication.sendEvent(where, QDropEvent(QPointF(5, 5), copy, data, left, none))
                return True
        where = where.parentWidget()
    return False


def photo(folder: Path, name: str = "foto.png", size: tuple[int, int] = (300, 200)) -> Path:
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    assert image.save(str(folder / name))
    return folder / name


def test_a_pdf_stands_beside_the_form_and_is_stored_with_the_bill(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    this = page(window)
    this.new_bill(files=[bill_pdf(tmp_path), photo(tmp_path)])
    until(qtbot, lambda: this.pages.currentWidget() is this.document and len(form(window).files) == 2)
    view = this.document.view
    until(qtbot, lambda: view.place == 1 and view.pages.settled and view.pages.image_of(1) is not None)
    wide = view.pages.image_of(1)
    assert wide is not None and wide.width() > wide.height()
    qtbot.mouseClick(view.right_button, Qt.MouseButton.LeftButton)

    def tall() -> bool:
        image = view.pages.image_of(1)
        return image is not None and image.height() > image.width()

    until(qtbot, tall)
    assert form(window).files[1].rotation == 90
    qtbot.mouseClick(view.before_button, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: view.name.text() == "factura_luz_enero.pdf" and view.pages.page_count == 1)
    until(qtbot, lambda: form(window).fields["period_start"].edit.text() == "01/01/2026")
    for key, words in (("quantity", "6480"), ("cost", "7581,60")):
        form(window).fields[key].edit.selectAll()
        qtbot.keyClicks(form(window).fields[key].edit, words)
    qtbot.mouseClick(form(window).store_button, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: not this.side.isVisible())
    assert this.pages.currentIndex() == FIGURES
    bill = max(electricity(window))
    assert stored(window, bill) == [("factura_luz_enero.pdf", 0), ("foto.png", 90)]
    this.show_origin(bill)
    (origin,) = this.side.findChildren(OriginView)
    until(qtbot, lambda: len(origin.rows) == 2)
    origin.files_box.opened.emit(1)
    until(qtbot, lambda: this.pages.currentWidget() is this.document and view.name.text() == "foto.png")
    until(qtbot, tall)
    qtbot.mouseClick(view.left_button, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: stored(window, bill)[1][1] == 0)
    origin.files_box.removed.emit(1)
    until(qtbot, lambda: [row.name for row in origin.rows] == ["factura_luz_enero.pdf"])
    assert this.pages.currentIndex() == FIGURES, "what was taken off is not shown any longer"
    window.desk.undo.undo()
    until(qtbot, lambda: len(origin.rows) == 2)
    this.side.close_panel()
    assert this.pages.currentIndex() == FIGURES


def test_attaching_to_a_stored_bill_is_undone_and_done_again(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    this, bill = page(window), electricity(window)[0]
    this.show_origin(bill)
    (origin,) = this.side.findChildren(OriginView)
    settle(window, qtbot)
    assert drop(origin, photo(tmp_path), bill_pdf(tmp_path))
    until(qtbot, lambda: len(origin.rows) == 2)
    model = this.bills.model
    number = model.index(model.row_of(bill) or 0, model.column_index("invoice_number"))
    until(qtbot, lambda: number.data(Qt.ItemDataRole.DecorationRole) is not None)
    assert str(number.data(Qt.ItemDataRole.AccessibleTextRole)).endswith(", con foto o PDF")
    window.desk.undo.undo()
    until(qtbot, lambda: origin.rows == () and stored(window, bill) == [])
    until(qtbot, lambda: number.data(Qt.ItemDataRole.DecorationRole) is None)
    window.desk.undo.redo()
    until(qtbot, lambda: [row.name for row in origin.rows] == ["foto.png", "factura_luz_enero.pdf"])


def test_a_photo_is_named_before_its_import_is_taken_back(qtbot: QtBot, window: MainWindow) -> None:
    changed = RecordLines("edited", "Factura", "M-1 · F2", (FieldLine("nota", "–", "revisada"),))
    only, both = replace(changed, name="M-1 · F1", lines=()), ("foto.jpg", "factura.pdf")
    records = [EditedLines(only, False, False, True, both), EditedLines(changed, False, False, True, both[:1])]
    dialog = EditedRecordsDialog(window.desk, "a.xlsx", records, window)
    assert dialog.model.lines == [
        ("M-1 · F1", "fotos y PDF", "–", "foto.jpg, factura.pdf"),
        ("M-1 · F2", "nota", "–", "revisada"),
        ("", "fotos y PDF", "–", "foto.jpg"),
    ]
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "tienen fotos o PDF" in said and "no los trae de vuelta" in said
    dialog.close()


def test_photos_are_dropped_on_the_window_and_on_the_form(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    this = page(window)
    assert drop(this.bills.grid.viewport(), photo(tmp_path))
    until(qtbot, lambda: this.side.isVisible() and len(form(window).files) == 1)
    first = form(window)
    qtbot.keyClicks(first.fields["note"].edit, "a medias")
    assert drop(first.fields["note"].edit, bill_pdf(tmp_path))
    until(qtbot, lambda: len(first.files) == 2)
    assert drop(this.document, photo(tmp_path, "otra.png", (20, 30))), "the page: the open form takes it"
    until(qtbot, lambda: len(first.files) == 3)
    assert drop(first, photo(tmp_path, "igual.png", (20, 30)))
    settle(window, qtbot)
    assert form(window) is first and first.fields["note"].edit.text() == "a medias"
    assert [file.name for file in first.files] == ["foto.png", "factura_luz_enero.pdf", "otra.png"], "one content, once"
    for _ in range(3):
        first.take_off(0)
    until(qtbot, lambda: this.pages.currentIndex() == FIGURES)


def test_two_drops_at_once_both_count(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page(window).new_bill()
    box = form(window).files_box
    box.take_paths([photo(tmp_path)])
    box.take_paths([bill_pdf(tmp_path)])
    assert box.state.text() == "Leyendo…"
    until(qtbot, lambda: len(form(window).files) == 2)
    assert box.state.text() != "Leyendo…"


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Files are read only when this is set, as on a slow stick."""
    go_on = threading.Event()

    def read(path: Path) -> BillFile:
        assert go_on.wait(60)
        return read_bill_file(path)

    monkeypatch.setattr("score_desktop.ui.widgets.bill_files.read_bill_file", read)
    yield go_on
    go_on.set()


@pytest.mark.parametrize("and_next", [False, True])
def test_a_bill_is_not_stored_while_its_photo_is_read(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, slowly: threading.Event, and_next: bool
) -> None:
    this, before = page(window), electricity(window)
    this.new_bill(files=[photo(tmp_path)])
    first = form(window)
    until(qtbot, lambda: first.fields["period_start"].edit.text() == "01/01/2026")
    first.fields["cost"].edit.setText("7581,60")
    assert not first.store_button.isEnabled() and not first.next_button.isEnabled()
    assert first.waiting.isVisible() and "Se está leyendo" in first.waiting.text()
    qtbot.keyClick(first.fields["note"].edit, Qt.Key.Key_Return)
    qtbot.keyClick(first.fields["note"].edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.mouseClick(first.store_button, Qt.MouseButton.LeftButton)
    until(qtbot, lambda: window.desk.writes.idle)
    assert electricity(window) == before
    slowly.set()
    until(qtbot, first.store_button.isEnabled)
    assert len(first.files) == 1 and not first.waiting.isVisible()
    first.store(and_next=and_next)
    first.store(and_next=and_next)
    until(qtbot, lambda: this.side.isVisible() is and_next and first.files == [])
    settle(window, qtbot)
    (bill,) = set(electricity(window)) - set(before)
    assert stored(window, bill) == [("foto.png", 0)] and this.pages.currentIndex() == FIGURES


def test_what_comes_while_the_bill_is_stored_waits_for_the_next(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    this, before = page(window), electricity(window)
    this.new_bill(files=[photo(tmp_path)])
    first = form(window)
    until(qtbot, lambda: len(first.files) == 1 and first.fields["period_start"].edit.text() == "01/01/2026")
    first.fields["cost"].edit.setText("7581,60")
    first.store(and_next=False)
    first.attach([read_bill_file(bill_pdf(tmp_path))])
    until(qtbot, first.store_button.isEnabled)
    settle(window, qtbot)
    (bill,) = set(electricity(window)) - set(before)
    assert stored(window, bill) == [("foto.png", 0)]
    assert [file.name for file in first.files] == ["factura_luz_enero.pdf"] and form(window) is first


def test_a_form_that_is_closed_while_a_photo_is_read_shows_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, slowly: threading.Event
) -> None:
    page(window).new_bill(files=[photo(tmp_path)])
    page(window).side.close_panel()
    slowly.set()
    settle(window, qtbot)
    assert page(window).pages.currentIndex() == FIGURES


def test_trouble_that_nobody_foresaw_does_not_lock_the_form(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(path: Path) -> BillFile:
        raise OSError(5, "worn out", str(path))

    monkeypatch.setattr("score_desktop.ui.widgets.bill_files.read_bill_file", read)
    with qtbot.waitSignal(window.desk.crashed):
        page(window).new_bill(files=[photo(tmp_path)])
    assert form(window).store_button.isEnabled() and form(window).files == []


def test_a_pdf_dropped_on_another_page_begins_a_bill(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.desk.go("overview")
    settle(window, qtbot)
    window.commands.take_files([bill_pdf(tmp_path)])
    until(qtbot, lambda: window.page_key == "consumption" and page(window).forms.current is not None)
    until(qtbot, lambda: len(form(window).files) == 1)
    assert form(window).isVisible() and [file.name for file in form(window).files] == [bill_pdf(tmp_path).name]


def test_it_is_done_with_the_keyboard_alone(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page(window).new_bill()
    this, first = page(window), form(window)
    settle(window, qtbot)
    monkeypatch.setattr("score_desktop.ui.widgets.bill_files.FileWork.ask_bill_files", lambda _self: [photo(tmp_path)])
    first.files_box.attach_button.setFocus()
    qtbot.keyClick(first.files_box.attach_button, Qt.Key.Key_Space)
    until(qtbot, lambda: len(first.files) == 1 and this.pages.currentWidget() is this.document)
    settle(window, qtbot)  # Qt shows what came into a layout with the next events
    reached: set[str] = set()
    for _ in range(120):
        window.focusNextPrevChild(True)
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus.accessibleName() or (focus.text() if isinstance(focus, QPushButton) else ""))
    wanted = {"Abrir: foto.png", "Quitar: foto.png", "Girar a la derecha", "Girar a la izquierda", "Más grande"}
    assert wanted <= reached, wanted - reached
    assert any(name.startswith("Foto o PDF de la factura") for name in reached)


# -- files that are not what they say ------------------------------------------------------------------------------


def png(width: int, height: int, body: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(body)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def locked_pdf(folder: Path) -> bytes:
    from pypdf import PdfWriter

    writer, out = PdfWriter(clone_from=str(bill_pdf(folder))), io.BytesIO()
    writer.encrypt("secreto")
    writer.write(out)
    return out.getvalue()


def thick_pdf(_folder: Path) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for _ in range(MOST_PAGES + 1):
        canvas.drawString(9, 9, "x")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def sized_pdf(side: str, pages: int = 1) -> bytes:
    """Empty pages that say to be that large: one page, told several times."""
    parts = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{'3 0 R ' * pages}] /Count {pages} >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {side} {side}] >>",
    )
    objects = "\n".join(f"{number} 0 obj\n{part}\nendobj" for number, part in enumerate(parts, 1))
    return f"%PDF-1.4\n{objects}\ntrailer << /Size 4 /Root 1 0 R >>\n%%EOF".encode()


HOSTILE = {
    "inmenso.pdf": (lambda _: sized_pdf("1000000000"), "inmenso.pdf no se puede mostrar: está dañado."),
    "roto.pdf": (lambda _: b"%PDF-1.4 nothing of a PDF", "roto.pdf no se puede mostrar: está dañado."),
    "cortado.pdf": (
        lambda folder: bill_pdf(folder).read_bytes()[:700],
        "cortado.pdf no se puede mostrar: está dañado.",
    ),
    "clave.pdf": (locked_pdf, "contraseña"),
    "gordo.pdf": (thick_pdf, "más de 100 páginas"),
    "vacio.pdf": (lambda _: b"", "vacio.pdf está vacío"),
    "pagina.pdf": (lambda _: b"<html>no</html>", "no es un PDF ni una foto"),
    "tabla.jpg": (lambda _: b"PK\x03\x04 a workbook", "no es un PDF ni una foto"),
    "foto.heic": (lambda _: b"\x00\x00\x00\x18ftypheic....", "es una foto HEIC"),
    "disfraz.jpg": (lambda _: b"\x00\x00\x00\x18ftypmif1....", "es una foto HEIC"),
    "roto.png": (lambda _: b"\x89PNG\r\n\x1a\n broken", "roto.png no se puede mostrar: está dañado."),
    "roto.jpg": (lambda _: b"\xff\xd8\xff broken", "roto.jpg no se puede mostrar: está dañado."),
    "bomba.png": (lambda _: png(60_000, 60_000, bytes(10_000_000)), "más de 60 millones de píxeles"),
    "enorme.pdf": (lambda _: b"%PDF-" + bytes(100_000_000), "más de 20 MB"),
}


@pytest.mark.qt_log_ignore("Unsupported marker type", "Corrupt JPEG data", "libpng error", extend=True)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_told_and_not_attached(window: MainWindow, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    this = page(window)
    make, words = HOSTILE[name]
    (tmp_path / name).write_bytes(make(tmp_path))
    assert drop(this.bills.grid.viewport(), tmp_path / name)
    until(qtbot, window.message.isVisible)
    assert words in window.message.text.text(), window.message.text.text()
    assert form(window).files == [] and this.pages.currentIndex() == FIGURES


def test_of_several_files_the_good_ones_are_taken(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    page(window).new_bill()
    assert drop(form(window), tmp_path / "no.pdf", photo(tmp_path), tmp_path / "a.xlsx")
    until(qtbot, lambda: len(form(window).files) == 1)
    assert "no.pdf" in window.message.text.text()
    asked: list[list[Path]] = []
    monkeypatch.setattr(window.commands, "import_files", asked.append)
    assert drop(form(window).files_box, tmp_path / "a.xlsx")
    assert asked == [[tmp_path / "a.xlsx"]], "a workbook on its own is imported, wherever it is dropped"


def test_a_heap_of_files_is_refused(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    page(window).new_bill(files=[photo(tmp_path)] * (MOST_FILES + 1))
    until(qtbot, window.message.isVisible)
    assert str(MOST_FILES) in window.message.text.text() and form(window).files == []


# -- pictures ------------------------------------------------------------------------------------------------------


def test_a_page_of_any_size_is_drawn_within_bounds(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(tmp_path / "plano.pdf"), pagesize=(14_000, 14_000))
    canvas.drawString(10, 10, "x")
    canvas.save()
    document = Document((tmp_path / "plano.pdf").read_bytes(), 90)
    assert page_sizes(document) == ((14_000, 14_000),)
    image = page_image(document, 0, 4.0)
    assert 1_000_000 < image.width() * image.height() <= MOST_PIXELS * 1.01


def test_the_longest_document_keeps_to_what_qt_can_count(window: MainWindow, qtbot: QtBot) -> None:
    """A file that came with an audit was not looked at when it was attached."""
    view = PdfView(window.desk, "x")
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    view.show_document(sized_pdf("14400", MOST_SHOWN), name="largo.pdf")
    until(qtbot, lambda: view.page_count == MOST_SHOWN)
    view.set_zoom(99.0)
    view.go_to(MOST_SHOWN)
    assert view.page == MOST_SHOWN and view.verticalScrollBar().maximum() > 0
    until(qtbot, lambda: view.settled)
    for pages, side in ((MOST_SHOWN + 1, "100"), (1, "14401")):
        window.message.hide()
        view.show_document(sized_pdf(side, pages), name="peor.pdf")
        until(qtbot, window.message.isVisible)
        assert "peor.pdf" in window.message.text.text() and view.page_count == MOST_SHOWN


@pytest.mark.parametrize(("turned", "corner"), [(0, (0, 0)), (90, (1, 0)), (180, (1, 1)), (270, (0, 1))])
def test_a_photo_is_turned_clockwise(turned: int, corner: tuple[int, int]) -> None:
    from PIL import Image

    picture = Image.new("RGB", (200, 100), (255, 0, 0))
    picture.paste((0, 0, 255), (0, 0, 50, 50))
    out = io.BytesIO()
    picture.save(out, "PNG")
    document = Document(out.getvalue(), turned)
    size = (75.0, 150.0) if turned % 180 else (150.0, 75.0)
    assert page_sizes(document) == (size,)
    image = page_image(document, 0, 9.0)
    assert (image.width(), image.height()) == ((100, 200) if turned % 180 else (200, 100))
    places = [(x, y) for x in (0, 1) for y in (0, 1)]
    colours = [image.pixelColor(2 + x * (image.width() - 5), 2 + y * (image.height() - 5)) for x, y in places]
    assert [place for place, colour in zip(places, colours, strict=True) if colour.blue() > 200] == [corner]


def test_a_camera_that_was_held_upright_is_heeded() -> None:
    from PIL import Image

    exif, out = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6
    Image.new("RGB", (2400, 1200)).save(out, "JPEG", exif=exif)
    assert page_sizes(Document(out.getvalue())) == ((500.0, 1000.0),), "no larger than paper"
    image = page_image(Document(out.getvalue()), 0, 0.5)
    assert (image.width(), image.height()) == (250, 500)


def test_a_page_that_is_not_there_is_told(tmp_path: Path) -> None:
    data = bill_pdf(tmp_path).read_bytes()
    with pytest.raises(UnreadableFile, match=r"bill_file\.damaged"):
        page_image(Document(data, name="x"), 7, 1.0)

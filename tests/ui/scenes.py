"""Every page, panel, dialog and step of the window as a scene: how to get there, for pictures and for checks.

A scene starts from a window over the sample (unless it says otherwise) and returns what is to be looked at.
"""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from score_desktop import paths
from score_desktop.enums import OnConflict, Resource
from score_desktop.jobs import Progress
from score_desktop.services import audits
from score_desktop.services.bill_edits import edit_cells
from score_desktop.services.bill_files import attach_to_bill, read_bill_file
from score_desktop.services.bills import BillFilter, bill_ids, bill_page
from score_desktop.services.edits import CellEdit
from score_desktop.services.imports import ImportOptions, import_file
from score_desktop.ui.desk import Place
from score_desktop.ui.dialogs.edited_records import EditedRecordsDialog
from score_desktop.ui.help_panel import HelpPanel
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.consumption import ConsumptionPage
from score_desktop.ui.pages.consumption_review import FindingsPanel
from score_desktop.ui.pages.enterprise import EnterprisePage
from score_desktop.ui.pages.flows import FlowsPage
from score_desktop.ui.pages.process_editor import ProcessEditor
from score_desktop.ui.search_box import SearchBox
from score_desktop.ui.widgets.chart_view import ChartView
from score_desktop.ui.widgets.panels import SidePanel
from score_desktop.ui.widgets.why_panel import WhyPanel
from score_desktop.ui.wizard.wizard import ImportWizard

WAIT_S = 90.0
CALM_ROUNDS = 4
SAMPLES = paths.resources() / "samples"
Build = Callable[[MainWindow, Path], QWidget]


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing to look at.

    Attributes:
        build: Brings the window there; gets a folder for files, returns what is looked at.
        sample: The sample workspace is open; else an empty one.
    """

    name: str
    build: Build
    sample: bool = True


def settle(window: MainWindow, *, also: Callable[[], bool] = lambda: True) -> None:
    """Let the window work until nothing is left to do."""
    end, calm = time.monotonic() + WAIT_S, 0
    while calm < CALM_ROUNDS:
        QApplication.processEvents()
        time.sleep(0.02)
        overlay = window.commands.overlay
        busy = isinstance(overlay, ImportWizard) and not overlay.idle
        # The explanation is put together in steps, between which nothing runs; a chart waits for its size to settle.
        parts = [*window.findChildren(WhyPanel), *window.findChildren(ChartView)]
        unfinished = any(not part.complete for part in parts if part.isVisible())
        calm = calm + 1 if window.desk.idle and not busy and not unfinished and also() else 0
        assert time.monotonic() < end, "the window is still at work"


def clear_away(window: MainWindow) -> None:
    """Close what a scene has opened over the pages."""
    window.commands.close_overlays()
    for panel in window.findChildren(SidePanel):
        if panel.isVisible():
            panel.close_panel()
    for box in window.findChildren(SearchBox):
        box.close_box()
    for panel in window.findChildren(HelpPanel):
        panel.hide()
    window.message.hide()
    window.desk.choose_period(None)
    settle(window)


def open_bakery(window: MainWindow, page: str = "overview", **details: object) -> None:
    """Open a page of the bakery's audit."""
    rows = window.desk.context.read(audits.list_audits, window.desk.today())
    row = next(row for row in rows if row.name.startswith("Panadería"))
    window.go(Place(page, row.audits[0].uid, details))
    settle(window)


def _page(key: str, **details: object) -> Build:
    def build(window: MainWindow, _folder: Path) -> QWidget:
        open_bakery(window, key, **details)
        return window

    return build


def _portfolio(window: MainWindow, _folder: Path) -> QWidget:
    window.go(Place("portfolio", ""))
    settle(window)
    return window


def _enterprise(section: str) -> Build:
    def build(window: MainWindow, _folder: Path) -> QWidget:
        open_bakery(window, "enterprise")
        page = window.pages["enterprise"]
        assert isinstance(page, EnterprisePage)
        page.show_section(section)
        settle(window)
        return window

    return build


def _consumption(does: Callable[[ConsumptionPage], object]) -> Build:
    def build(window: MainWindow, _folder: Path) -> QWidget:
        open_bakery(window, "consumption")
        page = window.pages["consumption"]
        assert isinstance(page, ConsumptionPage)
        page.show_figures()
        settle(window)
        does(page)
        settle(window)
        return window

    return build


def _findings(window: MainWindow, folder: Path) -> QWidget:
    """One finding accepted with a note, a note being typed at another."""
    _consumption(lambda page: window.desk.choose_period((dt.date(2024, 1, 1), dt.date(2025, 1, 1))))(window, folder)
    page = window.pages["consumption"]
    assert isinstance(page, ConsumptionPage)
    page.show_findings()
    settle(window)
    (panel,) = page.findChildren(FindingsPanel)
    panel.lines[0].note.setText("Cerrado por vacaciones; confirmado con la gerencia el 3 de septiembre")
    panel.lines[0].note.show()
    panel.lines[0].accept_button.click()
    settle(window, also=lambda: any(not line.finding.is_open for line in panel.lines))
    panel.lines[0].note_button.click()
    settle(window)
    return window


def _edited_since(window: MainWindow, folder: Path) -> QWidget:
    """An import that is to be taken back, of which two bills were changed and one has a PDF."""
    _consumption(lambda page: page.show_imports())(window, folder)
    page, desk = window.pages["consumption"], window.desk
    assert isinstance(page, ConsumptionPage) and page.bills.wanted is not None
    wanted = BillFilter(page.bills.wanted.enterprise, Resource.ELECTRICITY)
    bills = desk.context.read(bill_ids, wanted)
    edits = [CellEdit(bills[0], "cost", Decimal(8123)), CellEdit(bills[0], "note", "corregido con la factura en papel")]
    desk.context.write(edit_cells, [*edits, CellEdit(bills[3], "quantity", Decimal(4100))])
    desk.context.write(attach_to_bill, bills[5], [read_bill_file(bill_pdf(folder))])
    settle(window)
    row = next(row for row in page.imports.model.rows if row.file.startswith("01"))
    page.imports.choose(row.batch)
    page.imports.undo()
    settle(window)
    found = window.findChild(EditedRecordsDialog)
    assert found is not None
    return found


def _source(window: MainWindow, folder: Path) -> QWidget:
    """The row of a sheet that a bill was read from; its file was kept."""
    _consumption(lambda page: page.show_figures())(window, folder)
    page, desk = window.pages["consumption"], window.desk
    assert isinstance(page, ConsumptionPage) and page.bills.wanted is not None
    options = ImportOptions(keep=True, on_conflict=OnConflict.BOTH)
    import_file(desk.context, changed_copy(folder), desk.audit, options, Progress(), desk.today())
    ids = desk.context.read(bill_ids, BillFilter(page.bills.wanted.enterprise, Resource.ELECTRICITY))
    rows = desk.context.read(bill_page, list(ids))
    settle(window)
    bill = next(row.id for row in rows if row.source_file.endswith("_corregida.xlsx"))
    page.show_origin(bill)
    page.source.open_bill(bill)
    settle(window)
    return window


def bill_pdf(folder: Path) -> Path:
    """A bill as a supplier sends it."""
    from reportlab.lib.pagesizes import A5, landscape
    from reportlab.pdfgen.canvas import Canvas

    path = folder / "factura_luz_enero.pdf"
    canvas = Canvas(str(path), pagesize=landscape(A5))
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(40, 370, "DELAPAZ  FACTURA DE ELECTRICIDAD")
    canvas.setFont("Helvetica", 11)
    lines = ("Medidor 2-114583", "Periodo: 01/01/2026 - 31/01/2026", "Consumo: 6.480 kWh", "Total: Bs 7.581,60")
    for number, line in enumerate(lines):
        canvas.drawString(40, 330 - 22 * number, line)
    canvas.save()
    return path


def bill_photo(folder: Path) -> Path:
    """A bill as a telephone sees it, lying."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (1600, 1200), (92, 84, 76))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(180, 140), (1420, 90), (1480, 1080), (140, 1120)], fill=(238, 234, 222))
    for number in range(12):
        draw.line([(260, 240 + 66 * number), (1200 - 40 * (number % 3), 230 + 66 * number)], fill=(70, 70, 80), width=9)
    path = folder / "IMG_20260131_Recibo de agua, medidor del patio.jpg"
    picture.save(path, "JPEG", quality=85)
    return path


def _bill_from(*make: Callable[[Path], Path]) -> Build:
    """Photos and PDFs beside the form of a new bill."""

    def build(window: MainWindow, folder: Path) -> QWidget:
        _consumption(lambda page: page.new_bill(files=[one(folder) for one in make]))(window, folder)
        page = window.pages["consumption"]
        assert isinstance(page, ConsumptionPage)
        settle(window, also=lambda: page.pages.currentWidget() is page.document and page.document.view.pages.settled)
        return window

    return build


def _flows_compared(window: MainWindow, _folder: Path) -> QWidget:
    """What was bought against the year before."""
    open_bakery(window, "flows")
    page = window.pages["flows"]
    assert isinstance(page, FlowsPage)
    settle(window, also=lambda: page.compare.count() > 1)
    number = next(n for n in range(page.compare.count()) if page.compare.itemText(n).endswith("2024"))
    page.compare.setCurrentIndex(number)
    page.compare.activated.emit(number)
    settle(window, also=lambda: "2024" in page.finding.text())
    return window


def _process(part: str) -> Build:
    """A part of what is known of the bakery's process."""

    def build(window: MainWindow, _folder: Path) -> QWidget:
        open_bakery(window, "flows", part=part)
        page = window.pages["flows"]
        assert isinstance(page, FlowsPage)
        settle(window, also=lambda: page.parts.source.view is not None)
        return window

    return build


def _editor_of(window: MainWindow) -> ProcessEditor:
    page = window.pages["flows"]
    assert isinstance(page, FlowsPage) and page.parts.editor is not None
    return page.parts.editor


def _process_flow(name: str) -> Build:
    """A flow in detail beside the tables."""

    def build(window: MainWindow, folder: Path) -> QWidget:
        _process("process")(window, folder)
        editor = _editor_of(window)
        editor.flows.go_to(next(n for n, row in enumerate(editor.flow_model.rows) if row.name == name))
        editor.show_panel()
        settle(window)
        return window

    return build


def _process_step(window: MainWindow, folder: Path) -> QWidget:
    """Which balances must close at a step, and how they do."""
    _process("process")(window, folder)
    editor = _editor_of(window)
    editor.steps.go_to(next(n for n, row in enumerate(editor.step_model.rows) if row.name == "Almacén"))
    editor.show_step_panel()
    settle(window)
    return window


def _process_begun(window: MainWindow, folder: Path) -> QWidget:
    """The eco-balance of a process that was begun from a sector, with what is usual there."""
    from score_desktop.services.process_pack import start_from_pack

    _process_empty(window, folder)
    desk = window.desk
    desk.context.write(start_from_pack, desk.audit, "bakery", Decimal(120), desk.texts.language)
    window.go(Place("flows", None, {"part": "sheet"}))
    page = window.pages["flows"]
    assert isinstance(page, FlowsPage)
    settle(window, also=lambda: not page.parts.source.is_behind)
    return window


def _process_counting(window: MainWindow, folder: Path) -> QWidget:
    """How the bakery's flows are counted."""
    _process("process")(window, folder)
    _editor_of(window).show_counting()
    settle(window)
    return next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == "CountingDialog" and w.isVisible())


def _process_empty(window: MainWindow, _folder: Path) -> QWidget:
    """An audit whose process nobody has drawn up."""
    _new_audit(window)
    window.go(Place("flows", None, {"part": "process"}))
    settle(window)
    return window


def _process_sector(window: MainWindow, folder: Path) -> QWidget:
    """The sectors that a process can begin with."""
    _process_empty(window, folder)
    _editor_of(window).start()
    settle(window)
    return next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == "StartSectorDialog" and w.isVisible())


def _dialog(does: Callable[[MainWindow], object], kind: str) -> Build:
    def build(window: MainWindow, _folder: Path) -> QWidget:
        open_bakery(window)
        does(window)
        settle(window)
        return next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == kind and w.isVisible())

    return build


def _profiles(window: MainWindow) -> None:
    """The ways of reading, with one that was taken from a file."""
    from score_desktop.services.import_layouts import LayoutReading
    from score_desktop.services.import_profiles import ProfileRow, take_profile
    from score_desktop.ui.dialogs.profiles import ProfilesDialog

    answers = {"fecha lectura": {"date_order": "dmy"}}
    reading = LayoutReading("Facturas", ("Fecha lectura", "Consumo"), answers, {"observaciones": ""}, "electricity")
    window.desk.context.write(take_profile, ProfileRow("", "DELAPAZ", "DELAPAZ", "", {"0" * 32: reading}))
    ProfilesDialog(window.desk, window).open()


def _first_start(window: MainWindow, _folder: Path) -> QWidget:
    from score_desktop.ui.first_start import FirstStart

    window.commands.show_overlay(FirstStart(window.desk, window.commands))
    settle(window)
    return window


def _search(window: MainWindow, _folder: Path) -> QWidget:
    open_bakery(window)
    window.commands.search()
    box = window.findChild(SearchBox)
    assert box is not None
    QTest.keyClicks(box.findChild(QLineEdit), "pan")
    settle(window)
    return window


def _help(window: MainWindow, folder: Path) -> QWidget:
    _consumption(lambda page: page.show_figures())(window, folder)
    window.commands.help()
    settle(window)
    return window


def _message(window: MainWindow, _folder: Path) -> QWidget:
    from score_desktop.errors import Refused

    open_bakery(window)
    window.desk.trouble(Refused("undo.changed_since"))
    settle(window)
    return window


def _wizard(window: MainWindow, files: list[Path]) -> ImportWizard:
    open_bakery(window)
    window.commands.import_files(files)
    settle(window)
    wizard = window.commands.overlay
    assert isinstance(wizard, ImportWizard)
    return wizard


def _wizard_rows(window: MainWindow, folder: Path) -> QWidget:
    copy = shutil.copy(SAMPLES / "01_electricidad_larga.xlsx", folder / "01_otra_empresa.xlsx")
    _new_audit(window)
    window.commands.import_files([Path(copy)])
    settle(window)
    return window


def _new_audit(window: MainWindow) -> None:
    wanted = audits.NewAudit(enterprise="Taller Ñandú", country="BO")
    made = window.desk.context.write(audits.new_audit, wanted, window.desk.today())
    window.go(Place("overview", made.audit))
    settle(window)


def changed_copy(folder: Path) -> Path:
    """Workbook 01 with four other values."""
    path = folder / "01_electricidad_larga_corregida.xlsx"
    book = openpyxl.load_workbook(SAMPLES / "01_electricidad_larga.xlsx")
    sheet = book.worksheets[0]
    for row, more in ((38, -40), (39, 9), (79, 100), (82, 27)):
        sheet.cell(row, 7).value = sheet.cell(row, 7).value + more
    book.save(path)
    return path


def _wizard_conflicts(window: MainWindow, folder: Path) -> QWidget:
    wizard = _wizard(window, [changed_copy(folder)])
    wizard.go_on()
    settle(window)
    return window


def _wizard_done(window: MainWindow, folder: Path) -> QWidget:
    _wizard_rows(window, folder)
    wizard = window.commands.overlay
    assert isinstance(wizard, ImportWizard)
    wizard.go_on()
    settle(window)
    return window


def _wizard_damaged(window: MainWindow, folder: Path) -> QWidget:
    path = folder / "roto.xlsx"
    path.write_bytes(b"PK\x03\x04 this is no workbook")
    _wizard(window, [path])
    return window


def _wizard_question(window: MainWindow, folder: Path) -> QWidget:
    path = folder / "fechas.csv"
    rows = ["Medidor;Fecha lectura;Consumo (kWh);Importe (Bs)"]
    rows += [f"M-1;0{month}/0{month + 1}/2025;{month}00;{month}50" for month in range(1, 8)]
    path.write_text("\n".join(rows), encoding="utf-8")
    _wizard(window, [path])
    return window


def _crash(window: MainWindow) -> None:
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as error:
        window.desk.crashed.emit(error)


SCENES: tuple[Scene, ...] = (
    Scene("first_start", _first_start, sample=False),
    Scene("portfolio", _portfolio),
    Scene("portfolio_empty", _portfolio, sample=False),
    Scene("overview", _page("overview")),
    *(Scene(f"enterprise_{key}", _enterprise(key)) for key in ("profile", "activity", "sites", "products", "contacts")),
    Scene("consumption", _page("consumption")),
    Scene("consumption_new_bill", _consumption(lambda page: page.new_bill())),
    Scene("consumption_findings", _findings),
    Scene("consumption_meters", _consumption(lambda page: page.show_meters())),
    Scene("consumption_imports", _consumption(lambda page: page.show_imports())),
    Scene("consumption_source", _source),
    Scene("consumption_bill_pdf", _bill_from(bill_pdf)),
    Scene("consumption_bill_photo", _bill_from(bill_pdf, bill_photo)),
    Scene("imports_edited", _edited_since),
    Scene("consumption_all", _consumption(lambda page: page.choose(None))),
    Scene("flows", _page("flows")),
    Scene("flows_compared", _flows_compared),
    Scene("process", _process("process")),
    Scene("process_flow", _process_flow("Polvo de harina")),
    Scene("process_flow_doubted", _process_flow("Harina de trigo")),
    Scene("process_step", _process_step),
    Scene("process_counting", _process_counting),
    *(Scene(f"process_{part}", _process(part)) for part in ("balances", "costs", "sheet")),
    Scene("process_begun", _process_begun),
    Scene("process_empty", _process_empty),
    Scene("process_sector", _process_sector),
    Scene("footprint", _page("footprint")),
    Scene("footprint_why", _page("footprint", why="ghg.scope1")),
    Scene("report", _page("report")),
    Scene("changes", _page("changes")),
    Scene("settings", _page("settings")),
    Scene("search", _search),
    Scene("help", _help),
    Scene("message", _message),
    Scene("new_audit", _dialog(lambda window: window.commands.new_audit(), "NewAuditDialog")),
    Scene("profiles", _dialog(_profiles, "ProfilesDialog")),
    Scene("about", _dialog(lambda window: window.commands.about(), "AboutDialog")),
    Scene("guide", _dialog(lambda window: window.commands.open_guide(), "GuideWindow")),
    Scene("crash", _dialog(_crash, "CrashDialog")),
    Scene("wizard_rows", _wizard_rows),
    Scene("wizard_conflicts", _wizard_conflicts),
    Scene("wizard_done", _wizard_done),
    Scene("wizard_damaged", _wizard_damaged),
    Scene("wizard_question", _wizard_question),
)

"""Makes the pictures of the guide from the real program: `.venv/bin/python docs/make_guide_pictures.py [NAME…]`.

With names, only pictures of the window whose names contain one of them ("flows" for all parts of that page).

It runs the demonstration in a temporary folder and keeps pages of the report, the diagram, and the window on each page.
The window is drawn without a screen; nothing of the person who runs this is read or changed.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from score_desktop.ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "guide" / "pictures"
DPI = 60
REPORT_PAGES = {1: "cover", 2: "summary", 4: "consumption", 5: "footprint", 6: "flows"}
REPORTS = {"es": "informe_es.pdf", "en": "report_en.pdf"}
WINDOW_PAGES = (
    "portfolio",
    "overview",
    "enterprise",
    "consumption",
    "flows",
    "footprint",
    "report",
    "changes",
    "settings",
)
SECTION = {"enterprise": {"what": "production"}}
FLOW_PARTS = ("process", "balances", "costs", "sheet")
SIZE = (1366, 768)
COLOURS = (96, 48, 24)
LARGEST = 60_000
SHOWN_PATHS = {"es": r"D:\Documentos\SCORE\auditorias.sqlite", "en": r"D:\Documents\SCORE\audits.sqlite"}
"""Where the data of a person are kept: stands in pictures in place of the temporary folder."""
PATIENCE_S = 60.0


def main() -> None:
    """Make all pictures anew."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([sys.executable, "-m", "score_desktop.cli", "demo", "--out", str(folder)], check=True)
        if not sys.argv[1:]:
            for language, report in REPORTS.items():
                _report_pages(folder / report, language)
        _windows(folder)


def _report_pages(report: Path, language: str) -> None:
    with pypdfium2.PdfDocument(report) as document:
        for number, name in REPORT_PAGES.items():
            picture = document[number - 1].render(scale=DPI / 72).to_pil().convert("P", colors=128)
            picture.save(PICTURES / f"report_{name}_{language}.png", optimize=True)


def _windows(folder: Path) -> None:
    """The window on each page, in a home of its own."""
    os.environ.update(QT_QPA_PLATFORM="offscreen", XDG_DATA_HOME=str(folder), XDG_CONFIG_HOME=str(folder))
    os.environ.update(LOCALAPPDATA=str(folder), APPDATA=str(folder))
    from score_desktop import app
    from score_desktop.config import Config

    application = app.make_application()
    for language in REPORTS:
        workspace = folder / f"{language}.sqlite"
        shutil.copy(folder / "demo.sqlite", workspace)
        config = Config(folder / f"{language}.json")
        config.change(language=language, theme="light")
        window = app.make_window(application, config, workspace)
        if window is None:
            raise SystemExit("the window cannot be opened")
        window.resize(*SIZE)
        window.show()
        _grab_pages(application, window, language)
        window.close()


def _grab_pages(application: QApplication, window: MainWindow, language: str) -> None:
    from score_desktop.services import audits
    from score_desktop.ui.desk import Place

    rows = window.desk.context.read(audits.list_audits, window.desk.today())
    audit = next(row for row in rows if row.country == "BO").audits[0].uid
    for page in WINDOW_PAGES:
        window.go(Place(page, "" if page == "portfolio" else audit, SECTION.get(page, {})))
        _settle(application, window)
        if page == "changes":
            window.pages[page].table.selectRow(1)  # type: ignore[attr-defined]
            _settle(application, window)
        _keep(window, f"window_{page}_{language}")
        for part in FLOW_PARTS if page == "flows" else ():
            window.go(Place(page, audit, {"part": part}))
            _settle(application, window)
            _keep(window, f"window_flows_{part}_{language}")
    bills = window.desk.context.path.with_name("agua y gas.xlsx")
    shutil.copy(ROOT / "resources" / "samples" / "02_agua_gas_ancho.xlsx", bills)
    window.desk.ask_import([bills])
    _settle(application, window)
    _keep(window, f"window_import_{language}")


def _settle(application: QApplication, window: MainWindow) -> None:
    """Wait until nothing is read or drawn any more."""
    from score_desktop.ui.wizard.wizard import ImportWizard

    end = time.monotonic() + PATIENCE_S
    quiet = 0
    while quiet < 10:
        application.processEvents()
        time.sleep(0.03)
        wizard = window.commands.overlay
        idle = wizard.idle if isinstance(wizard, ImportWizard) else window.desk.idle
        quiet = quiet + 1 if idle else 0
        if time.monotonic() > end:
            raise SystemExit("the window does not come to rest")


def show_path_of_a_person(window: MainWindow) -> None:
    """No picture tells where it was taken.

    Raises:
        SystemExit: A widget shows the folder in other words than a label.
    """
    from PySide6.QtWidgets import QLabel, QWidget

    path = window.desk.context.path
    for label in window.findChildren(QLabel):
        label.setText(label.text().replace(str(path), SHOWN_PATHS[window.desk.texts.language]))
    for widget in filter(QWidget.isVisible, window.findChildren(QWidget)):
        if str(path.parent) in str(widget.property("text") or widget.property("plainText") or ""):
            raise SystemExit(f"{type(widget).__name__} shows a folder of this computer")


def _keep(window: MainWindow, name: str) -> None:
    """Store what is seen, with as many colours as the size allows; nothing if it is not wanted."""
    wanted = sys.argv[1:]
    if wanted and not any(word in name for word in wanted):
        return
    from PySide6.QtCore import QBuffer, QIODevice

    show_path_of_a_person(window)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(buffer, "PNG")
    picture = Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")
    target = PICTURES / f"{name}.png"
    for colours in COLOURS:
        # By coverage: the median gives up the small areas, such as the red of losses.
        few = picture.quantize(colours, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        few.save(target, optimize=True)
        if target.stat().st_size <= LARGEST:
            return
    raise SystemExit(f"{target.name} is too large")


if __name__ == "__main__":
    main()

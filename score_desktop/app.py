"""Puts the windowed program together: texts, workspace, window; and what happens when something unforeseen does."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QMessageBox

from score_desktop import __version__, paths
from score_desktop.errors import ScoreError
from score_desktop.i18n import LANGUAGES, Texts, system_language


def run(arguments: list[str]) -> int:
    """Open the window; returns when it is closed."""
    parser = argparse.ArgumentParser(prog="score-desktop")
    parser.add_argument("--data", metavar="FILE")
    parser.add_argument("--lang", choices=LANGUAGES)
    parser.add_argument("--version", action="version", version=__version__)
    options = parser.parse_args(arguments)
    texts = Texts(options.lang or system_language())
    application = make_application(texts)
    from score_desktop.services.context import Context
    from score_desktop.ui.main_window import MainWindow
    from score_desktop.ui.notify import crash_text

    def unforeseen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        sys.__excepthook__(kind, error, trace)
        _say(crash_text(error, texts))

    sys.excepthook = unforeseen
    file = Path(options.data) if options.data else paths.default_workspace()
    try:
        context = Context.open(file, create=True, actor="window")
    except ScoreError as error:
        _say(texts.error(error))
        return 1
    window = MainWindow(context, texts)
    window.show()
    return application.exec()


def make_application(texts: Texts) -> QApplication:
    """The one QApplication, with Qt's own words and number formats in the reader's language."""
    application = QApplication([paths.APP_NAME])
    application.setApplicationName(paths.APP_NAME)
    application.setApplicationVersion(__version__)
    QLocale.setDefault(QLocale(texts.region))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{texts.language}", folder):
        application.installTranslator(translator)
    return application


def self_test(result: list[str]) -> int:
    """Open a window without showing it to anybody and press its first button, then do the self-test of the core.

    Args:
        result: Path of a file that gets the answer, because a windowed program may have no console.
    """
    from score_desktop.services.selftest import run_self_test

    return _window_test() or run_self_test(result)


def _window_test() -> int:
    import tempfile

    from score_desktop.services.context import Context
    from score_desktop.ui.main_window import MainWindow

    texts = Texts("es")
    application = make_application(texts)
    with tempfile.TemporaryDirectory(prefix="score-self-test-", ignore_cleanup_errors=True) as folder:
        window = MainWindow(Context.open(Path(folder) / "window.sqlite", create=True, actor="self-test"), texts)
        window.show()
        application.processEvents()
        drawn = not window.grab().isNull()
        window.close()
    return 0 if drawn else 1


def _say(text: str) -> None:
    box = QMessageBox(QMessageBox.Icon.Critical, paths.APP_NAME, text)
    box.exec()

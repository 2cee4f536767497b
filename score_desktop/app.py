"""Puts the windowed program together: settings, texts, workspace, desk, window; and what happens on a bug."""

from __future__ import annotations

import argparse
import faulthandler
import gc
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from score_desktop import __version__, instance, paths
from score_desktop.config import Config, kept_trouble
from score_desktop.errors import ScoreError
from score_desktop.i18n import LANGUAGES, Texts, system_language
from score_desktop.ui import logo
from score_desktop.ui.doing import told_again
from score_desktop.ui.plain_imports import import_plainly

if TYPE_CHECKING:
    from score_desktop.services.context import Context
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.main_window import MainWindow

PAINTED_MS = 250
"""After this the list of enterprises stands there, and nobody has found the mouse yet."""
STARTED_MS = 2_000
"""After this the window is there, with the rows of its first page."""


def run(arguments: list[str]) -> int:
    """Open the window; returns when it is closed."""
    parser = argparse.ArgumentParser(prog="score-desktop")
    parser.add_argument("file", nargs="?", metavar="FILE", help="an audit file (.score) to open")
    parser.add_argument("--data", metavar="FILE")
    parser.add_argument("--lang", choices=LANGUAGES)
    parser.add_argument("--version", action="version", version=__version__)
    options = parser.parse_args(arguments)
    if sys.stderr is not None:
        faulthandler.enable()
    file = Path(options.file).absolute() if options.file else None
    name = instance.key(Path(options.data) if options.data else None)
    if instance.say(name, {"open": str(file) if file else None}):
        return 0
    listening = instance.Listening(name)
    try:
        return _run(options, file, listening)
    finally:
        listening.close()


def _run(options: argparse.Namespace, file: Path | None, listening: instance.Listening) -> int:
    config = Config()
    if options.lang:
        config.change(language=options.lang)
    application = make_application()
    # Settings that are gone while there are audits: whoever worked here before wants to see those.
    first = options.data is None and not config.settings.language and not paths.default_workspace().exists()
    if not config.settings.language:
        config.change(language=system_language())
    window = make_window(application, config, Path(options.data) if options.data else None)
    if window is None:
        return 1
    from score_desktop.ui.clipboard import hand_over
    from score_desktop.ui.second_start import SecondStarts
    from score_desktop.ui.warming import warm_up
    from score_desktop.ui.window_size import fit_screen

    _watch_for_bugs(window)
    fit_screen(window)
    open_at_start(window, first=first, file=file)
    second_starts = SecondStarts(window)
    listening.give_to(second_starts.heard.emit)
    QTimer.singleShot(PAINTED_MS, lambda: warm_up(window))
    QTimer.singleShot(STARTED_MS, lambda: _tidy_from_now_on(window))
    code = application.exec()
    hand_over(application.clipboard())
    return code


def _tidy_from_now_on(window: MainWindow) -> None:
    """Begin to look for garbage, `__main__` having put it off; not among what was loaded, which stays to the end."""
    from score_desktop.ui.tidying import Tidying

    gc.freeze()
    window.tidying = Tidying(lambda: window.desk.idle, window)


def make_application() -> QApplication:
    """The one QApplication."""
    import_plainly()
    # While a calculation runs beside it, the window gets its turn after a millisecond instead of five.
    sys.setswitchinterval(0.001)
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication([paths.APP_NAME])
    application.setApplicationName(paths.APP_NAME)
    application.setApplicationVersion(__version__)
    application.setWindowIcon(QIcon(logo.pixmap("light", 256)))
    return application


def make_window(application: QApplication, config: Config, data: Path | None) -> MainWindow | None:
    """The window over a workspace; None if it cannot be opened and the person wants no other.

    Args:
        data: The workspace; None: the one that was open last, else the usual one.
    """
    from score_desktop.ui import theme
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.main_window import MainWindow

    mode = theme.mode_of(config.settings.theme)
    theme.apply(application, mode, config.settings.scale)
    remembered = Path(config.settings.workspace) if config.settings.workspace else None
    file = data or (remembered if remembered is not None and remembered.exists() else paths.default_workspace())
    keep_before_version(file, config)
    context = _opened(file, config, own=data is None)
    if context is None:
        return None
    desk = Desk(context, config, mode, application)
    _use_language(application, desk)
    desk.looks_changed.connect(lambda: _use_language(application, desk))
    return MainWindow(desk)


def _opened(file: Path, config: Config, *, own: bool) -> Context | None:
    """A workspace, or what the person chose in its place; None: they gave up.

    Args:
        own: They may go on with their usual workspace.
    """
    from score_desktop.services.context import Context

    while True:
        try:
            return Context.open(file, create=True, actor="window")
        except ScoreError as error:
            from score_desktop.ui.rescue import way_on

            usual = paths.default_workspace()
            other = usual if own and file.absolute() != usual.absolute() else None
            chosen = way_on(file, error, other, Texts(config.settings.language))
            if chosen is None:
                return None
            if chosen == other:
                config.change(workspace="")
            file = chosen


def keep_before_version(file: Path, config: Config) -> None:
    """A copy of the workspace before this version opens it for the first time."""
    if config.settings.version not in ("", __version__):
        from score_desktop.services import workspace

        try:
            workspace.keep_before_version(file, __version__)
        except ScoreError as trouble:
            # Told in the window; whether the workspace can be opened all the same is answered by opening it.
            config.change(backup_trouble=kept_trouble(trouble))
    config.change(version=__version__)


def open_at_start(window: MainWindow, *, first: bool, file: Path | None) -> None:
    """Show the window where the person was, or the first start; then the file that was asked for."""
    from score_desktop.ui.main_window import HOME

    desk, settings = window.desk, window.desk.config.settings
    page, place, audit = settings.page, dict(settings.place), settings.audit
    window.commands.say_workspace()
    if first:
        from score_desktop.ui.first_start import FirstStart

        window.show_page(HOME)
        window.commands.show_overlay(FirstStart(desk, window.commands))
    else:
        if audit:
            desk.go(page or "overview", audit)
        if not audit or window.page_key != page:
            window.show_page(window.page_key or (page if page in ("changes", "settings") else HOME))
        elif place:
            window.show_page(page, place)
    _tell_of_before(desk)
    window.show()
    if file is not None:
        window.commands.files.open_file(file)


def _tell_of_before(desk: Desk) -> None:
    """Say what the last close and the opening left to be told: together, as the line of messages holds one."""
    settings, t = desk.config.settings, desk.texts.t
    told = []
    stopped = ", ".join(words for one in settings.stopped if (words := told_again(one, desk.texts)))
    if stopped:
        told.append(t("Stopped when the program was closed, nothing of it stands: {what}.", what=stopped))
    if settings.backup_trouble:
        told.append(t("No copy was written into the folder of backups."))
    told += [desk.texts.message(key, params) for key, params in desk.context.notices]
    if told:
        desk.tell("\n".join(told), kind="look", details=_trouble_of(settings.backup_trouble, desk.texts))
    if settings.stopped or settings.backup_trouble:
        desk.config.change(stopped=[], backup_trouble={})


def _trouble_of(kept: Mapping[str, Any], texts: Texts) -> str:
    """The words of `config.kept_trouble`; "" for none, or for what another version wrote."""
    try:
        return texts.message(kept["id"], kept["params"])
    except (KeyError, TypeError, AttributeError):
        return ""


def _use_language(application: QApplication, desk: Desk) -> None:
    """Qt's own words (file dialogs, menus of text fields) and number formats in the person's language."""
    from score_desktop.ui.qt_words import OwnWords

    for translator in application.findChildren(QTranslator):
        application.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(QLocale(desk.texts.region))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{desk.texts.language}", folder):
        application.installTranslator(translator)
    application.installTranslator(OwnWords(desk.texts, application))


def _watch_for_bugs(window: MainWindow) -> None:
    """Whatever nobody foresaw is written down and told; the program goes on."""

    def unforeseen(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if sys.stderr is not None:
            sys.__excepthook__(kind, error, trace)
        window.desk.trouble(error)

    sys.excepthook = unforeseen
    limit = os.environ.get("SCORE_WATCHDOG", "")
    if limit.isdigit():
        from score_desktop.ui.watchdog import Watchdog

        window.watchdog = Watchdog(float(limit), window)


def self_test(result: list[str]) -> int:
    """Open a window without showing it to anybody and look at its first page, then do the self-test of the core.

    Args:
        result: Path of a file that gets the answer, because a windowed program may have no console.
    """
    from score_desktop.services.selftest import run_self_test

    return run_self_test(result, first=(("window", _window_test),))


def _window_test(folder: Path) -> None:
    from score_desktop.services.selftest import SelfTestError

    config = Config(folder / "settings.json")
    config.change(language="es")
    application = make_application()
    window = make_window(application, config, folder / "window.sqlite")
    if window is None:
        raise SelfTestError("the workspace was not opened")
    open_at_start(window, first=False, file=None)
    application.processEvents()
    drawn = not window.grab().isNull()
    window.close()
    if not drawn:
        raise SelfTestError("the window is not drawn")

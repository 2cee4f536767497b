"""The one window: top bar, steps at the left, the page, and a line for messages and for long work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from score_desktop import paths
from score_desktop.services import audits, portfolio
from score_desktop.ui import icons, theme
from score_desktop.ui.actions import ACTIONS
from score_desktop.ui.commands import Commands
from score_desktop.ui.crash import show_crash
from score_desktop.ui.desk import Desk, Place
from score_desktop.ui.job_bar import JobBar
from score_desktop.ui.navigation import Navigation
from score_desktop.ui.nesting import nest
from score_desktop.ui.notify import MessageLine
from score_desktop.ui.pages import spec
from score_desktop.ui.pages.page import Page
from score_desktop.ui.sight import Sight
from score_desktop.ui.tab_order import put_in_order
from score_desktop.ui.top_bar import TopBar
from score_desktop.ui.unstored import Unstored
from score_desktop.ui.window_size import kept_geometry, restore_geometry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from score_desktop.services.audits import AuditPlace
    from score_desktop.ui.tidying import Tidying
    from score_desktop.ui.watchdog import Watchdog

HOME = "portfolio"
FIRST_STEP = "overview"


class MainWindow(QMainWindow):
    """Shows one workspace; another language or theme builds its inside anew and keeps the place.

    Args:
        desk: What everything works with; the window closes it.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName("main")
        self.setAcceptDrops(True)
        self.setMinimumSize(900, 560)
        self.resize(1280, 760)
        self.pages: dict[str, Page] = {}
        self.actions_: dict[str, QAction] = {}
        self.page_key = ""
        self._places: dict[str, Mapping[str, object]] = {}
        """Of pages that are to be made anew when they are seen next."""
        self.unstored = Unstored(desk)
        self._place: AuditPlace | None = None
        self.watchdog: Watchdog | None = None
        self.tidying: Tidying | None = None
        self.work = JobBar(desk.texts)
        desk.work = self.work
        self.commands = Commands(desk, self)
        self.work.cancelled.connect(self._on_cancelled)
        desk.asked.connect(self.go)
        desk.told.connect(self._on_told)
        desk.crashed.connect(self._on_crash)
        desk.import_asked.connect(self.commands.import_files)
        desk.command_asked.connect(self._on_command)
        self._sight = Sight(self)
        desk.looks_changed.connect(self.rebuild)
        desk.workspace_changed.connect(self._on_workspace)
        desk.changed.connect(self._on_change)
        desk.undo.changed.connect(self._say_undo)
        desk.undo.turned.connect(desk.tell)
        self._build()
        self._show_place()
        restore_geometry(self)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setWindowTitle(paths.APP_NAME)
        self._build_actions()
        self.top_bar = TopBar(self.desk, *(self.actions_[key] for key in ("undo", "redo", "help")))
        self.top_bar.search_asked.connect(self.commands.search)
        self.navigation = Navigation(self.desk)
        self.message = MessageLine(self.desk)
        self.stack = QStackedWidget()
        shell = QWidget()
        outer = QVBoxLayout(shell)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.top_bar)
        row, column = QHBoxLayout(), QVBoxLayout()
        nest(outer, row, 1)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        nest(row, column, 1)
        column.setSpacing(0)
        self.side = QHBoxLayout()
        self.side.setSpacing(0)
        column.addWidget(self.message)
        nest(column, self.side, 1)
        column.addWidget(self.work)
        self.side.addWidget(self.stack, 1)
        self.shell = shell
        self.root = QStackedWidget()
        self.root.addWidget(shell)
        self.setCentralWidget(self.root)
        self._say_undo()

    def _build_actions(self) -> None:
        for action in self.actions_.values():
            self.removeAction(action)
            action.deleteLater()
        self.actions_ = {}
        for one in ACTIONS:
            action = QAction(self.desk.texts.t(one.text), self)
            if one.icon:
                action.setIcon(icons.icon(one.icon, self.desk.mode))
            if one.keys:
                action.setShortcuts([QKeySequence(one.keys), *_MORE_KEYS.get(one.key, ())])
                action.setToolTip(f"{self.desk.texts.t(one.text)} ({one.keys})")
            does = getattr(self.commands, one.does)
            action.triggered.connect(lambda _on=False, does=does: does())
            self.addAction(action)
            self.actions_[one.key] = action

    def rebuild(self) -> None:
        """Make everything inside anew: another language, theme or size of text; the place is kept."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, self.desk.mode, self.desk.config.settings.scale)
        page = self.page_key
        self._places |= {key: dict(shown.place()) for key, shown in self.pages.items()}
        self.unstored.take(self.pages)
        helped = self.commands.help_shown
        before = self.takeCentralWidget()
        self.work.setParent(None)
        self.work.use_texts(self.desk.texts)
        self.pages, self.page_key = {}, ""
        self.commands.begin_anew()
        self._build()
        if before is not None:
            before.deleteLater()
        self._show_place()
        self.commands.say_workspace()
        self.show_page(page or HOME, self._places.pop(page, {}))
        if helped:
            self.commands.show_help()

    # -- pages ---------------------------------------------------------------------------------------------------

    def go(self, place: Place) -> None:
        """Go to a page; opens or closes an audit on the way."""
        with self.desk.building():
            self._go(place)

    def _go(self, place: Place) -> None:
        left, left_audit = self._place, self.desk.audit
        audit = self.desk.audit if place.audit is None else place.audit
        if audit != self.desk.audit:
            self._open_audit(audit)
        audit = self.desk.audit
        page = place.page or (self.page_key if spec(self.page_key or HOME).step else FIRST_STEP)
        if spec(page).step and not audit:
            page = HOME
        if page == HOME and audit:
            self._open_audit("")
        if page == HOME and left is not None:  # the cursor stands on the audit that was left
            known = self.pages[HOME].place() if HOME in self.pages else self._places.pop(HOME, {})
            self.show_page(page, {**known, "row": [left.enterprise, left_audit]})
        else:
            self.show_page(page)
        if place.details:
            self.pages[spec(page).key].arrive(place.details)

    def show_page(self, key: str, place: Mapping[str, object] | None = None) -> None:
        """Show a page, made when it is first seen."""
        key = spec(key).key
        fresh = key not in self.pages
        if fresh:
            page = self.pages[key] = spec(key).make(self.desk)
            self.unstored.give(page)
            self.stack.addWidget(page)
        page = self.pages[key]
        place = place or (self._places.pop(key, {}) if fresh else {})
        if place:
            page.restore(place)
        self.page_key = key
        self.commands.close_overlays()
        self.navigation.show_page(key, bool(self.desk.audit))
        self.root.setCurrentWidget(self.shell)
        self.stack.setCurrentWidget(page)
        self.commands.page_shown(key)
        focus = page.first_focus()
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
            self._sight.follow(focus)
        self.desk.config.remember_page(self.desk.audit, key)

    def current_place(self) -> Mapping[str, object]:
        """What the page that is shown wants to remember."""
        page = self.pages.get(self.page_key)
        return page.place() if page is not None else {}

    def _open_audit(self, audit: str) -> None:
        self.desk.audit = audit
        self._places = {key: place for key, place in self._places.items() if not spec(key).step}
        self._on_place(audit, self.desk.context.read(audits.audit_place, audit) if audit else None)
        for page in self.pages.values():
            page.refresh()

    def _on_place(self, audit: str, place: AuditPlace | None) -> None:
        """Names of what is open: read at once, so that the top bar never shows another audit, and after each change."""
        if audit != self.desk.audit:
            return
        self._place = place
        if place is None:
            self.desk.audit = ""
        self._show_place()
        if audit and place is None:  # it was removed
            self.go(Place(HOME))

    def _show_place(self) -> None:
        place = self._place
        for one in ACTIONS:
            self.actions_[one.key].setEnabled(place is not None or not one.needs_audit)
        self._say_undo()
        if place is None:
            self.top_bar.show_place("", "", "", ())
            self.setWindowTitle(paths.APP_NAME)
            return
        self.top_bar.show_place(place.enterprise_name, place.audit_name, self.desk.audit, place.audits)
        self.setWindowTitle(f"{paths.APP_NAME} – {place.enterprise_name} – {place.audit_name}")
        steps, desk = self.navigation, self.desk
        desk.read(steps, "marks", steps.show_marks, portfolio.step_marks, desk.audit, desk.today())

    # -- what is told --------------------------------------------------------------------------------------------

    def _on_told(self, message: object) -> None:
        self.message.show_message(message)  # type: ignore[arg-type]

    def _on_crash(self, error: object) -> None:
        if isinstance(error, BaseException):
            show_crash(error, self.desk.texts, self)

    def _on_command(self, name: str, arguments: object) -> None:
        assert isinstance(arguments, tuple)
        getattr(self.commands, name)(*arguments)

    def _on_cancelled(self) -> None:
        self.desk.tell(self.desk.texts.t("Cancelled. Nothing was changed."))

    def _on_change(self, _change: object) -> None:
        if self.desk.audit:
            audit = self.desk.audit
            self.desk.read(self, "place", lambda place: self._on_place(audit, place), audits.audit_place, audit)

    def _on_workspace(self) -> None:
        self._place = None
        self._show_place()
        self.commands.say_workspace()
        self.unstored.change_workspace(self.pages)
        for page in self.pages.values():  # what they remember is of records that are none here
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages, self._places = {}, {}
        self.show_page(HOME)

    def _say_undo(self) -> None:
        t = self.desk.texts.t
        for key, words, plain in (
            ("undo", self.desk.undo.undo_words(), t("Undo")),
            ("redo", self.desk.undo.redo_words(), t("Redo")),
        ):
            action = self.actions_[key]
            action.setEnabled(bool(words))
            action.setText(t("{verb}: {what}", verb=plain, what=words) if words else plain)
            action.setToolTip(f"{action.text()} ({action.shortcut().toString()})")

    def order_tabs(self) -> None:
        """Let Tab go through what is shown in reading order."""
        put_in_order(self.root)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab follows the eye."""
        self.order_tabs()
        return super().focusNextPrevChild(forward)

    # -- files dropped on the window, and the end ----------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files can be dropped anywhere."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Workbooks are imported, audit files opened, pictures handed to the page."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self.commands.take_files(files)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, in the window as in dialogs."""
        focus = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QAbstractButton):
            if not event.isAutoRepeat():
                focus.click()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the place; what runs is cancelled and rolled back."""
        self.desk.config.change(geometry=kept_geometry(self), place=dict(self.current_place()))
        self.hide()
        if self.tidying is not None:
            self.tidying.close()
        self.desk.config.change(stopped=[undone.as_json() for undone in self.work.close_runner()])
        self.commands.close_overlays()
        self.desk.close()
        # What was being stored is: what of it was refused is told to its table before it is kept.
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self.unstored.remember(self.pages)
        if self.watchdog is not None:
            self.watchdog.close()
        super().closeEvent(event)


_MORE_KEYS = {"redo": (QKeySequence("Ctrl+Shift+Z"),)}

"""What stands around the steps of the wizard: head with the way, messages, buttons and progress at the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.ui.notify import MessageLine
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import button, icon_button, label
from score_desktop.ui.widgets.elided import Elided
from score_desktop.ui.wizard.file_step import FileStep
from score_desktop.ui.wizard.parts import Stepper
from score_desktop.ui.wizard.work import WizardWork, WorkLine

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.wizard.words import Offer

_NEXT_KEYS = "Ctrl+Return"


class WizardFrame(QWidget):
    """Covers the window. Says how far work is, that of the wizard and that of the window behind it.

    Signals:
        closed: The person is done, or changed their mind.
    """

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.texts = desk, desk.texts
        self.work = WizardWork(self)
        self.setAccessibleName(self.texts.t("Import bills"))
        self._build()
        self._connect()

    # -- for the wizard to say -----------------------------------------------------------------------------------

    def go_on(self) -> None:
        """The main button."""
        raise NotImplementedError

    def go_back(self) -> None:
        """The step before."""
        raise NotImplementedError

    def escape(self) -> None:
        """Esc."""
        raise NotImplementedError

    def close_wizard(self) -> None:
        """Leave."""
        raise NotImplementedError

    # -- parts ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        desk = self.desk
        self.message = MessageLine(desk)
        self.file_step = FileStep(desk)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.file_step)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_head())
        column.addWidget(self.message)
        column.addWidget(self.stack, 1)
        column.addWidget(self._make_footer())

    def _make_head(self) -> QFrame:
        desk, t = self.desk, self.texts.t
        head = QFrame()
        set_role(head, "topbar")
        head.setFixedHeight(desk.px(tokens.TOP_BAR_HEIGHT))
        self.enterprise, self.queue = Elided("", "muted"), label("", "muted")
        self.stepper = Stepper(desk)
        self.close_button = icon_button(desk, t("Close (Esc)"), "x", self.close_wizard)
        line = QHBoxLayout(head)
        line.setContentsMargins(desk.px(20), 0, desk.px(16), 0)
        line.setSpacing(desk.px(12))
        line.addWidget(label(t("Import bills"), "heading"))
        line.addWidget(self.enterprise)
        line.addWidget(self.queue)
        line.addWidget(self.stepper, 1)
        line.addWidget(self.close_button)
        return head

    def _make_footer(self) -> QFrame:
        desk, t = self.desk, self.texts.t
        footer = QFrame()
        set_role(footer, "footer")
        self.cancel_button = button(desk, t("Cancel"), self.close_wizard)
        self.keep_box = QCheckBox(t("Keep the file as evidence"))
        self.keep_box.setToolTip(
            t("A copy stays in the workspace, so that each bill can show the row it was read from.")
        )
        self.keep_box.setChecked(desk.config.settings.keep_files)
        self.keep_box.toggled.connect(lambda on: desk.config.change(keep_files=on))
        self.line = WorkLine(desk)
        self.line.hide()
        self.hint = label("", "muted", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.back_button = button(desk, t("Back"), self.go_back)
        self.next_button = button(desk, "", self.go_on, role="primary")
        self.next_button.setObjectName("wizard_next")
        line = QHBoxLayout(footer)
        line.setContentsMargins(desk.px(20), desk.px(11), desk.px(20), desk.px(11))
        line.setSpacing(desk.px(12))
        line.addWidget(self.keep_box)
        line.addWidget(self.line, 1)
        line.addWidget(self.hint, 1)
        line.addWidget(self.back_button)
        line.addWidget(self.next_button)
        line.addWidget(self.cancel_button)
        return footer

    def _connect(self) -> None:
        self.work.busy_changed.connect(self.say_work)
        self.work.progressed.connect(self._on_share)
        self.line.cancelled.connect(self.stop)
        self.desk.told.connect(self.message.show_message)
        window_work = self.desk.work
        if window_work is not None:
            window_work.busy_changed.connect(self.say_work)
            window_work.progress.valueChanged.connect(self.line.progress.setValue)
        for keys, does in (("Esc", self.escape), (_NEXT_KEYS, self._press_next), ("Alt+Left", self._press_back)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    # -- what is said --------------------------------------------------------------------------------------------

    def say_buttons(self, offer: Offer, back: str, cancel: str, *, is_busy: bool) -> None:
        """What the buttons at the bottom do now.

        Args:
            is_busy: Something is stored: nothing else can be done meanwhile.
        """
        for made, said in ((self.next_button, offer.words), (self.back_button, back), (self.cancel_button, cancel)):
            made.setText(said)
            made.setAccessibleName(said)
        self.next_button.setVisible(bool(offer.words))
        self.next_button.setEnabled(offer.on and not self.work.busy and not is_busy)
        self.next_button.setToolTip(QKeySequence(_NEXT_KEYS).toString(QKeySequence.SequenceFormat.NativeText))
        self.back_button.setEnabled(not is_busy)
        self.hint.setText(offer.hint)

    def say_work(self) -> None:
        """How far work is, wherever it can be seen now."""
        window_work = self.desk.work
        if self.work.busy:
            line = self.file_step.line if self.reads_first else self.line
            line.show_work(self.work.doing)
        elif window_work is not None and window_work.busy:
            self.line.show_work(window_work.doing.text())
        shown = self.work.busy and not self.reads_first
        self.line.setVisible(shown or (window_work is not None and window_work.busy))
        self.hint.setVisible(not self.line.isVisibleTo(self))

    @property
    def reads_first(self) -> bool:
        """True at step 1, which has its own line of progress."""
        return self.stack.currentWidget() is self.file_step

    def _on_share(self, share: float) -> None:
        for line in (self.line, self.file_step.line):
            line.set_share(share)

    def stop(self) -> None:
        """Cancel what is done in the background; nothing is changed by it."""
        if self.work.busy:
            self.work.cancel()
        elif self.desk.work is not None:
            self.desk.work.cancel()

    def _press_next(self) -> None:
        if self.next_button.isVisible() and self.next_button.isEnabled():
            self.next_button.click()

    def _press_back(self) -> None:
        if self.back_button.isVisible() and self.back_button.isEnabled():
            self.back_button.click()

"""What the parts that only show a calculated process share: they make their texts off the GUI thread, when seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from score_desktop.ui.widgets.panels import EmptyState

if TYPE_CHECKING:
    from score_desktop.services.process import Process, ProcessView
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.process_source import ProcessSource

_BLANK, _CONTENT, _EMPTY = range(3)


class ProcessPart(QWidget):
    """A part implements `content` (its widgets), `prepare` (reads what it shows) and `main_focus`.

    Args:
        to_process: Goes to the tables of the process, to a flow by portable id or to none ("").
    """

    def __init__(self, desk: Desk, source: ProcessSource, to_process: Callable[[str], object]) -> None:
        super().__init__()
        self.desk, self.texts, self.source, self.to_process = desk, desk.texts, source, to_process
        self.view: ProcessView | None = None
        self._stale = False
        self.pages = QStackedWidget()
        self.empty = self._nothing()
        for page in (QWidget(), self.content(), self.empty):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)
        source.rows_read.connect(self.show_process)
        source.calculated.connect(self.show_view)

    def content(self) -> QWidget:
        """The part's widgets."""
        raise NotImplementedError

    def prepare(self, view: ProcessView) -> None:
        """Begin to make what is shown; the outcome arrives later."""
        raise NotImplementedError

    def main_focus(self) -> QWidget:
        """What gets the keyboard where there is something to show."""
        raise NotImplementedError

    def first_focus(self) -> QWidget | None:
        """What gets the keyboard; where there is nothing yet, the way to the process."""
        return self.empty.first_button if self.pages.currentIndex() == _EMPTY else self.main_focus()

    def _nothing(self) -> EmptyState:
        t = self.texts.t
        return EmptyState(
            self.desk,
            "scale",
            t("The process is not drawn up yet"),
            t("With steps and flows the program balances each step, and says what is lost and what that costs."),
            (t("Go to the process"), lambda: self.to_process("")),
        )

    def show_process(self, process: Process) -> None:
        """Say it where there is no process."""
        if process.is_empty:
            self.pages.setCurrentIndex(_EMPTY)
        elif self.pages.currentIndex() == _EMPTY or (
            self.view is not None and self.view.process.audit != process.audit
        ):
            self.pages.setCurrentIndex(_BLANK)

    def show_view(self, view: ProcessView) -> None:
        """Show what was calculated, now or when the part is seen."""
        self.view, self._stale = view, True
        if self.isVisible():
            self._prepare()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what was calculated while the part was not seen."""
        super().showEvent(event)
        if self._stale:
            self._prepare()

    def _prepare(self) -> None:
        self._stale = False
        if self.view is not None and not self.view.process.is_empty:
            self.prepare(self.view)

    def make(self, name: str, then: Callable[[Any], object], task: Callable[[], object]) -> None:
        """Make something on the lane that calculates, then show it."""

        def shown(made: Any) -> None:
            then(made)
            if self.view is not None and not self.view.process.is_empty:
                self.pages.setCurrentIndex(_CONTENT)

        self.desk.read(self, name, shown, lambda _session: task())

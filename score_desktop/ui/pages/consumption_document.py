"""Photos and PDFs of a bill in place of the page's figures: beside the form while it is typed, or opened later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.ui.nesting import nest
from score_desktop.ui.widgets.buttons import button
from score_desktop.ui.widgets.document_view import DocumentView

if TYPE_CHECKING:
    from score_desktop.services.bill_files import BillFile
    from score_desktop.ui.desk import Desk


class DocumentPlace(QWidget):
    """A part of the page.

    Args:
        show: Lets it be seen in place of the figures.
        leave: Goes back to the figures, if it is seen.
    """

    def __init__(self, desk: Desk, show: Callable[[], object], leave: Callable[[], object]) -> None:
        super().__init__()
        self._show, self._leave = show, leave
        self._turned: Callable[[int, int], object] | None = None
        self.back = button(desk, desk.texts.t("Back to the figures"), leave, icon="chevron-left", role="link")
        self.view = DocumentView(desk)
        self.view.turned.connect(self._on_turned)
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_1))
        nest(column, head)
        column.addWidget(self.view, 1)

    def show_files(
        self, files: Sequence[BillFile], place: int = 0, turned: Callable[[int, int], object] | None = None
    ) -> None:
        """Show files, one of them first; none: leave.

        Args:
            turned: Called with the place of a file and its degrees when the person turns it.
        """
        self._turned = turned
        if not files:
            self._leave()
            return
        self._show()
        self.view.show_files(files, place)

    def _on_turned(self, place: int, degrees: int) -> None:
        if self._turned is not None:
            self._turned(place, degrees)

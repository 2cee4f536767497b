"""A photo or PDF to read while typing: pages with buttons for zoom, turning, and the next of several files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.ui.nesting import nest
from score_desktop.ui.widgets.buttons import icon_button, label
from score_desktop.ui.widgets.elided import Elided
from score_desktop.ui.widgets.pdf_view import PdfView

if TYPE_CHECKING:
    from score_desktop.services.bill_files import BillFile
    from score_desktop.ui.desk import Desk


class DocumentView(QWidget):
    """Shows one file of a list.

    Signals:
        turned: Place of the file in the list, and how many degrees clockwise it is turned now.
    """

    turned = Signal(int, int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        t = desk.texts.t
        self.files: tuple[BillFile, ...] = ()
        self._turns: list[int] = []
        self.place = 0
        self.name = Elided("", "strong")
        self.count, self.page = label("", "muted"), label("", "muted")
        self.pages = PdfView(desk, t("Photo or PDF of the bill"))
        before, following = t("Previous file"), t("Next file")
        self.before_button = icon_button(desk, before, "chevron-left", lambda: self.show_file(self.place - 1))
        self.next_button = icon_button(desk, following, "chevron-right", lambda: self.show_file(self.place + 1))
        self.out_button = icon_button(desk, t("Smaller"), "minus", self.pages.zoom_out)
        self.in_button = icon_button(desk, t("Larger"), "plus", self.pages.zoom_in)
        self.fit_button = icon_button(desk, t("Whole width"), "move-horizontal", self.pages.fit_width)
        self.left_button = icon_button(desk, t("Turn left"), "rotate-ccw", lambda: self.turn(-90))
        self.right_button = icon_button(desk, t("Turn right"), "rotate-cw", lambda: self.turn(90))
        line = QHBoxLayout()
        line.setSpacing(desk.px(tokens.SPACE_1))
        line.addWidget(self.name)
        line.addWidget(self.before_button)
        line.addWidget(self.count)
        line.addWidget(self.next_button)
        line.addStretch(1)
        line.addWidget(self.page)
        for made in (self.out_button, self.in_button, self.fit_button, self.left_button, self.right_button):
            line.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_2))
        nest(column, line)
        column.addWidget(self.pages, 1)
        self.pages.page_changed.connect(self._say_page)

    def show_files(self, files: Sequence[BillFile], place: int = 0) -> None:
        """Show one of these."""
        self.files = tuple(files)
        self._turns = [file.rotation for file in files]
        self.show_file(place)

    def show_file(self, place: int) -> None:
        """Show a file of the list, if there is one at that place."""
        if not 0 <= place < len(self.files):
            return
        self.place = place
        file, several = self.files[place], len(self.files) > 1
        t, number = self._desk.texts.t, self._desk.texts.number
        self.name.setText(file.name)
        self.count.setText(t("{number} of {count}", number=number(place + 1), count=number(len(self.files))))
        for part in (self.before_button, self.count, self.next_button):
            part.setVisible(several)
        self.before_button.setEnabled(place > 0)
        self.next_button.setEnabled(place + 1 < len(self.files))
        self.pages.fit_width()
        self._show()

    def turn(self, degrees: int) -> None:
        """Turn the file that is shown, clockwise."""
        if self.files:
            self._turns[self.place] = (self._turns[self.place] + degrees) % 360
            self._show()
            self.turned.emit(self.place, self._turns[self.place])

    def _show(self) -> None:
        file = self.files[self.place]
        self.pages.show_document(file.content, self._turns[self.place], file.name)

    def _say_page(self, page: int, count: int) -> None:
        words = self._desk.texts.t("page {page} of {pages}", page=page, pages=count)
        self.page.setText(words if count > 1 else "")

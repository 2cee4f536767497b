"""Above the sheet: that the file is read as last time, with a way to read it anew; or what it could be read like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from score_desktop import tokens
from score_desktop.ui import icons
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from score_desktop.services.import_session import ImportPreview
    from score_desktop.ui.desk import Desk


class ProfileLine(QFrame):
    """Hidden where nothing is remembered about a file.

    Signals:
        forgotten: The file shall be read as if none of its layout had come before.
        recalled: Name of the profile it shall be read with; "" for those that fit.
    """

    forgotten = Signal()
    recalled = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._name = ""
        set_role(self, "footer")
        mark = label()
        colour = tokens.palette(desk.mode).accent
        mark.setPixmap(icons.pixmap("history", colour, desk.px(18), self.devicePixelRatioF()))
        self.words = label("", "", wrap=True)
        self.anew = button(desk, desk.texts.t("Read anew"), self.forgotten.emit, role="link")
        self.again = button(desk, desk.texts.t("Read like that"), self._on_again, role="link")
        line = QHBoxLayout(self)
        line.setContentsMargins(desk.px(20), desk.px(4), desk.px(20), desk.px(4))
        line.setSpacing(desk.px(16))
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.words, 1)
        line.addWidget(self.again)
        line.addWidget(self.anew)
        self.hide()

    def show_preview(self, preview: ImportPreview) -> None:
        """Say what of it is remembered."""
        t = self._desk.texts.t
        used = ", ".join(row.name for row in preview.recalled.used)
        offered = preview.recalled.offered[0].name if preview.recalled.offered else ""
        is_anew = not preview.options.remembers
        self._name = "" if is_anew else offered
        if used:
            self.words.setText(t("Read as last time: {name}.", name=used))
        elif is_anew:
            self.words.setText(t("Read anew: nothing of the last time counts."))
        elif offered:
            self.words.setText(t("Its columns are those of “{name}”, which another enterprise imported.", name=offered))
        self.anew.setVisible(bool(used))
        self.again.setText(t("Read as last time") if is_anew else t("Read like that"))
        self.again.setVisible(not used)
        self.setAccessibleName(self.words.text())
        self.setVisible(bool(used or offered or is_anew))

    def _on_again(self) -> None:
        self.recalled.emit(self._name)

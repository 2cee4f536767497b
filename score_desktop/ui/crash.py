"""What happens when something unforeseen does: the details go to a file, the person loses nothing and can report it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from score_desktop import log
from score_desktop.ui.nesting import nest
from score_desktop.ui.theme import set_role

if TYPE_CHECKING:
    from score_desktop.i18n import Texts


class CrashDialog(QDialog):
    """Tells that something failed, and offers the report: the program's own lines, no figures of clients.

    Args:
        file: The report as written.
    """

    def __init__(self, file: Path, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        t = texts.t
        self.setWindowTitle(t("Something went wrong"))
        self.ensurePolished()
        line_height = self.fontMetrics().height()  # grows with the size of text
        self.setMinimumWidth(31 * line_height)
        self._report = file.read_text(encoding="utf-8")
        said = QLabel(
            t(
                "An unexpected error occurred. What you had entered is stored; the step that failed was left out as a "
                "whole. You can go on working."
            )
        )
        said.setWordWrap(True)
        ask = QLabel(
            t("If it happens again, send this report to whoever looks after the program. It holds no figures.")
        )
        ask.setWordWrap(True)
        set_role(ask, "muted")
        self.report = QPlainTextEdit(self._report)
        self.report.setReadOnly(True)
        self.report.setAccessibleName(t("Report"))
        self.report.setMinimumHeight(10 * line_height)
        where = QLabel(t("Also written to {path}", path=file))
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        where.setWordWrap(True)
        set_role(where, "small")
        self.copy_button = QPushButton(t("Copy the report"))
        self.copy_button.clicked.connect(self.copy)
        close = QPushButton(t("Go on"))
        set_role(close, "primary")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        for part in (said, ask, self.report, where):
            column.addWidget(part)
        nest(column, buttons)

    def copy(self) -> None:
        """Put the report on the clipboard."""
        QGuiApplication.clipboard().setText(self._report)


def show_crash(error: BaseException, texts: Texts, parent: QWidget | None) -> CrashDialog:
    """Write a bug to the log and tell of it; returns the open dialog."""
    dialog = CrashDialog(log.record_crash(error), texts, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog

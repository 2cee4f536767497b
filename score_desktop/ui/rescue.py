"""The workspace cannot be opened: what happened, and the ways on. There is no window yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton, QVBoxLayout

from score_desktop import paths
from score_desktop.errors import ScoreError, UnreadableFile
from score_desktop.i18n import Texts
from score_desktop.services import workspace
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import label

WIDTH_PX = 520


class RescueDialog(QDialog):
    """Accepted when there is something to open now: `file`.

    Args:
        file: The workspace that was to be opened.
        error: Why it cannot be.
        own: The person's usual workspace, where that is another file; None where it is not to be offered.
    """

    def __init__(self, file: Path, error: ScoreError, own: Path | None, texts: Texts) -> None:
        super().__init__()
        self.file = file
        self._texts = texts
        t = texts.t
        self.setWindowTitle(paths.APP_NAME)
        self.setMinimumWidth(WIDTH_PX)
        self.said = label(texts.error(error), wrap=True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.trouble = label("", "wrong", wrap=True)
        self.trouble.hide()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(10)
        self._column.addWidget(label(t("Your audits could not be opened"), "heading", wrap=True))
        self._column.addWidget(self.said)
        self._column.addWidget(self.trouble)
        if own is not None:
            self._offer(t("Open my audits"), lambda: self._open(own))
        if isinstance(error, UnreadableFile):
            self._offer_copies()
        self._offer(t("Close"), self.reject)

    def _offer_copies(self) -> None:
        t, newest = self._texts.t, workspace.newest_copy(self.file)
        if newest is not None:
            copy, moment = newest
            words = t("Restore the copy of {day}, {time}", day=self._texts.date(moment.date()), time=f"{moment:%H:%M}")
            self._offer(words, lambda: self._restore(copy))
        self._offer(t("Choose another copy") if newest else t("Choose a copy"), self._choose)
        self._offer(t("Begin with an empty workspace; the damaged file is kept"), self._begin)

    def _offer(self, words: str, does: Callable[[], object]) -> None:
        made = QPushButton(words)
        made.setAutoDefault(False)
        if self.findChild(QPushButton) is None:
            set_role(made, "primary")
            made.setDefault(True)
        made.clicked.connect(lambda _checked=False: does())
        self._column.addWidget(made)

    # -- the ways on ---------------------------------------------------------------------------------------------

    def _open(self, file: Path) -> None:
        self.file = file
        self.accept()

    def _choose(self) -> None:
        t = self._texts.t
        beside = workspace.folder_of_copies(self.file)
        folder = beside if beside.is_dir() else self.file.parent
        chosen, _ = QFileDialog.getOpenFileName(
            self, t("Restore a backup"), str(folder), t("Backup ({pattern})", pattern=f"*{workspace.COPY_ENDING}")
        )
        if chosen:
            self._restore(Path(chosen))

    def _restore(self, copy: Path) -> None:
        self._try(lambda: workspace.restore(self.file, copy))

    def _begin(self) -> None:
        self._try(lambda: workspace.put_aside(self.file))

    def _try(self, work: Callable[[], object]) -> None:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            work()
        except ScoreError as error:
            self.trouble.setText(self._texts.error(error))
            self.trouble.show()
            return
        finally:
            QGuiApplication.restoreOverrideCursor()
        self.accept()


def way_on(file: Path, error: ScoreError, own: Path | None, texts: Texts) -> Path | None:
    """Tell why a workspace cannot be opened, and let the person choose; None: they close the program.

    Returns:
        What to open now: the same file once a copy is in its place, or another one.
    """
    dialog = RescueDialog(file, error, own, texts)
    chosen = dialog.exec() == QDialog.DialogCode.Accepted
    found = dialog.file
    dialog.deleteLater()
    return found if chosen else None

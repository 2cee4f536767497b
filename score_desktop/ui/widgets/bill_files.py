"""The photos and PDFs of a bill: attached with a button or dropped, listed, opened, taken off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.errors import Refused, ScoreError
from score_desktop.services.bill_files import MOST_FILES, BillFile, read_bill_file
from score_desktop.ui.file_work import BILL_FILES, OTHER_PHOTOS, FileWork
from score_desktop.ui.nesting import nest
from score_desktop.ui.widgets.buttons import button, icon_button, label
from score_desktop.ui.widgets.page_images import MOST_PAGES, Document, page_sizes
from score_desktop.ui.widgets.panels import clear_layout

if TYPE_CHECKING:
    from score_desktop.jobs import Progress
    from score_desktop.ui.desk import Desk


class BillFilesBox(QFrame):
    """Lists names; what they stand for is the matter of who uses it.

    Signals:
        added: Files that were attached, a tuple of `BillFile`; each can be shown.
        opened, removed: Place of a file in the list.
        reading: Whether files are being read; `added` comes before it says that they are not.
    """

    added = Signal(object)
    opened = Signal(int)
    removed = Signal(int)
    reading = Signal(bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        t = desk.texts.t
        self.setAccessibleName(t("Photos and PDFs"))
        self.setAcceptDrops(not desk.context.read_only)
        self.attach_button = button(desk, t("Attach a photo or PDF"), self.ask, icon="paperclip")
        self.attach_button.setEnabled(not desk.context.read_only)
        line = QHBoxLayout()
        line.setSpacing(desk.px(tokens.SPACE_2))
        line.addWidget(self.attach_button)
        self._waiting = 0
        self.state = label(t("or drop it here"), "small", wrap=True)
        line.addWidget(self.state, 1)
        self._names = QVBoxLayout()
        self._names.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_1))
        nest(column, line)
        nest(column, self._names)

    def show_names(self, names: Sequence[str]) -> None:
        """List these files."""
        clear_layout(self._names)
        for place, name in enumerate(names):
            self._names.addWidget(self._line(place, name))

    def _line(self, place: int, name: str) -> QWidget:
        t, made = self.desk.texts.t, QWidget()
        line = QHBoxLayout(made)
        line.setContentsMargins(0, 0, 0, 0)
        shown = name if len(name) <= LONGEST else f"{name[: LONGEST - 8]}…{name[-7:]}"
        link = button(self.desk, shown, partial(self.opened.emit, place), icon="file-text", role="link", tip=name)
        link.setAccessibleName(t("Open: {file}", file=name))
        off = icon_button(self.desk, t("Take off: {file}", file=name), "x", partial(self.removed.emit, place))
        off.setEnabled(not self.desk.context.read_only)
        line.addWidget(link)
        line.addStretch(1)
        line.addWidget(off)
        return made

    def ask(self) -> None:
        """Choose files on the disk."""
        self.take_paths(FileWork(self.desk, self).ask_bill_files())

    def take_paths(self, paths: Sequence[Path]) -> None:
        """Read files and see that they can be shown; `added` follows, and trouble is told."""
        if not paths:
            return
        if len(paths) > MOST_FILES:
            self.desk.trouble(Refused("bill_file.many", limit=MOST_FILES))
            return
        self._wait(1)
        # No name: each answer counts. It is this lane because the only other user of pdfium is there.
        self.desk.draw(self, "", self._on_read, partial(_read_all, tuple(paths)), self._on_failed)

    @property
    def is_reading(self) -> bool:
        """Files were given that are not listed yet."""
        return self._waiting > 0

    def _on_read(self, found: _Read) -> None:
        if found.files:
            self.added.emit(found.files)
        self._wait(-1)
        if found.troubles:
            first, *others = map(self.desk.texts.error, found.troubles)
            self.desk.tell(first, kind="wrong", details="\n".join(others))

    def _on_failed(self, error: object) -> None:
        self._wait(-1)
        self.desk.trouble(error)

    def _wait(self, more: int) -> None:
        t = self.desk.texts.t
        self._waiting += more
        self.state.setText(t("Reading…") if self.is_reading else t("or drop it here"))
        self.reading.emit(self.is_reading)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Photos and PDFs can be dropped; workbooks are the window's."""
        if dropped(event):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them."""
        event.acceptProposedAction()
        self.take_paths(dropped(event))


LONGEST = 32
"""Letters of a name that is not shortened in its middle."""


def dropped(event: QDropEvent) -> list[Path]:
    """All files that are dropped, if photos or PDFs are among them: of the others it is told why they are not taken."""
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return files if {file.suffix.lower() for file in files} & {*BILL_FILES, *OTHER_PHOTOS} else []


@dataclass(frozen=True, slots=True)
class _Read:
    files: tuple[BillFile, ...]
    troubles: tuple[ScoreError, ...]


def _read_all(paths: tuple[Path, ...], progress: Progress) -> _Read:
    files: list[BillFile] = []
    troubles: list[ScoreError] = []
    for path in paths:
        progress.check_cancelled()
        try:
            file = read_bill_file(path)
            page_sizes(Document(file.content, name=file.name), MOST_PAGES)
        except ScoreError as error:
            troubles.append(error)
        else:
            files.append(file)
    return _Read(tuple(files), tuple(troubles))

"""What the search found, in groups: headings cannot be chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from score_desktop.ui import icons

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
FOUND_ROLE = Qt.ItemDataRole.UserRole + 1
"""The `Found` of a row."""


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the list.

    Attributes:
        title, detail: Its words; `keys` a shortcut.
        choose: What happens when it is chosen; None for the heading of a group.
        needs: Why it cannot be chosen now; "" if it can.
    """

    title: str
    detail: str = ""
    keys: str = ""
    icon: str = ""
    choose: Callable[[], object] | None = None
    needs: str = ""

    @property
    def can_choose(self) -> bool:
        """True unless it is a heading or off."""
        return self.choose is not None and not self.needs


class FoundModel(QAbstractListModel):
    """Lines of the search."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.lines: tuple[Found, ...] = ()

    def show_lines(self, lines: Sequence[Found]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def next_choice(self, row: int, step: int) -> int:
        """The nearest row that can be chosen from `row` on in a direction; -1 if there is none."""
        while 0 <= row < len(self.lines):
            if self.lines[row].can_choose:
                return row
            row += step
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, icon, and what screen readers say."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.DecorationRole and line.icon:
            return icons.icon(line.icon, self._desk.mode, "muted")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (line.title, line.needs or line.detail, line.keys) if part)
        if role == FOUND_ROLE:
            return line
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings and what is off are only shown."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.lines[index.row()].can_choose:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags

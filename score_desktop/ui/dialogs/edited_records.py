"""Records that were changed since an import that is to be taken back: as imported, as they are now, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.enums import OnEdited
from score_desktop.ui.nesting import nest
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.plain_table import PlainTable

if TYPE_CHECKING:
    from score_desktop.i18n import Texts
    from score_desktop.services.import_edited import EditedLines
    from score_desktop.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex


class EditedModel(QAbstractTableModel):
    """A line for each field that differs; the record's name stands in its first line."""

    def __init__(self, records: Sequence[EditedLines], texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        t = texts.t
        self._heads = (t("Record"), t("Field"), t("As imported"), t("Now"))
        self.lines: list[tuple[str, str, str, str]] = []
        for one in records:
            name = one.record.name
            if one.deleted:
                self.lines.append((name, "", "", t("deleted")))
                continue
            for number, line in enumerate(one.record.lines):
                before = line.before if one.known else t("not known")
                self.lines.append((name if not number else "", line.field, before, line.after))
            if one.files:
                shown = "" if one.record.lines else name
                self.lines.append((shown, t("photos and PDFs"), "–", ", ".join(one.files)))
            elif not one.record.lines:
                self.lines.append((name, "", "", ""))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number of lines."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number of columns."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Heads, at the left like their cells."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        is_head = orientation == Qt.Orientation.Horizontal and 0 <= section < len(self._heads)
        return self._heads[section] if is_head and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell; all at the left: numbers, dates and words of different fields stand below each other."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return self.lines[index.row()][index.column()]


class EditedRecordsDialog(QDialog):
    """Asks what becomes of records that were changed since.

    Args:
        file: Name of the imported file.

    Signals:
        decided: The `OnEdited` that the person chose; closing it takes nothing back.
    """

    decided = Signal(object)

    def __init__(self, desk: Desk, file: str, records: Sequence[EditedLines], parent: QWidget) -> None:
        super().__init__(parent)
        texts, t = desk.texts, desk.texts.t
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("Changed since the import"))
        self.resize(desk.px(720), desk.px(400))
        count = len(records)
        told = texts.tn(
            "{n} record of {file} was changed after the import or has photos or PDFs. What should happen to it?",
            "{n} records of {file} were changed after the import or have photos or PDFs. What should happen to them?",
            count,
            file=file,
        )
        self.model = EditedModel(records, texts, self)
        self.table = PlainTable(desk, t("Changed since the import"))
        self.table.setModel(self.model)
        self.table.fit_columns(1, 320)
        self.keep_button = button(
            desk,
            texts.tn("Keep it, take back the rest", "Keep them, take back the rest", count),
            lambda: self._decide(OnEdited.KEEP),
            role="primary",
        )
        self.remove_button = button(desk, t("Take back all"), lambda: self._decide(OnEdited.REMOVE), icon="undo-2")
        self.cancel_button = button(desk, t("Cancel"), self.reject)
        self.keep_button.setDefault(True)
        line = QHBoxLayout()
        line.setSpacing(desk.px(tokens.SPACE_2))
        line.addStretch(1)
        for made in (self.keep_button, self.remove_button, self.cancel_button):
            line.addWidget(made)
        column = QVBoxLayout(self)
        column.setSpacing(desk.px(tokens.SPACE_3))
        column.addWidget(label(told, "", wrap=True))
        column.addWidget(self.table, 1)
        if any(one.replaced for one in records):
            said = t("Taking back gives records that the import replaced their earlier values.")
            column.addWidget(label(said, "small", wrap=True))
        if any(one.files for one in records):
            said = t(
                "“Take back all” takes photos and PDFs off too. Importing the file again does not bring them back."
            )
            column.addWidget(label(said, "small", wrap=True))
        nest(column, line)
        self.table.setFocus()

    def _decide(self, on_edited: OnEdited) -> None:
        self.decided.emit(on_edited)
        self.accept()

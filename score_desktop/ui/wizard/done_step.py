"""Step 4: what was stored, what was left out and why, what looks odd; and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.enums import OnConflict
from score_desktop.services.import_left_out import LeftOut, cells_of, headings, left_out_words
from score_desktop.services.import_words import finding_text, series_words
from score_desktop.ui import icons
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages.page import rule
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.panels import clear_layout, scrolled
from score_desktop.ui.widgets.plain_table import PlainTable
from score_desktop.ui.wizard.sum_line import SumLine
from score_desktop.ui.wizard.summary import amount_text, cost_text

if TYPE_CHECKING:
    from score_desktop.i18n import Texts
    from score_desktop.services.import_outcome import ImportOutcome
    from score_desktop.ui.desk import Desk
    from score_desktop.ui.wizard.storing import Stored

Index = QModelIndex | QPersistentModelIndex
_MOST = 60
"""Meters, findings and files that are listed one by one."""


class LeftOutModel(QAbstractTableModel):
    """What was left out, a line each."""

    def __init__(self, texts: Texts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._headings = headings(texts)
        self.rows: Sequence[LeftOut] = ()

    def show_rows(self, rows: Sequence[LeftOut]) -> None:
        """Show these."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number of lines."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Number of columns."""
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Headings."""
        is_heading = orientation == Qt.Orientation.Horizontal and 0 <= section < len(self._headings)
        return self._headings[section] if is_heading and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell."""
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return cells_of(self.rows[index.row()])[index.column()]


class DoneStep(QWidget):
    """What an import did.

    Signals:
        undo_asked: The import shall be taken back, or done again.
        save_asked: The list of what was left out shall be kept as a file.
    """

    undo_asked = Signal()
    save_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._texts = desk, desk.texts
        t, px = desk.texts.t, desk.px
        self.left_out = LeftOutModel(desk.texts, self)
        self.mark = QLabel()
        self.title = label("", "title", wrap=True)
        self.subtitle = label("", "muted", wrap=True)
        self.undo_button = button(desk, t("Undo this import"), self.undo_asked.emit, icon="undo-2")
        head = QHBoxLayout()
        head.setSpacing(px(12))
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        head.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        nest(head, words, 1)
        head.addWidget(self.undo_button, 0, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        self._stored = QVBoxLayout(inside)
        self._stored.setContentsMargins(0, 0, px(16), 0)
        self._stored.setSpacing(px(4))
        parts = QHBoxLayout()
        parts.setSpacing(px(20))
        parts.addWidget(scrolled(inside), 4)
        parts.addWidget(self._make_left_out(), 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(12))
        column.setSpacing(px(12))
        nest(column, head)
        column.addWidget(rule())
        nest(column, parts, 1)

    def _make_left_out(self) -> QWidget:
        desk, t = self._desk, self._texts.t
        self.left_out_part = QWidget()
        column = QVBoxLayout(self.left_out_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(8))
        self.left_out_title = label("", "heading")
        self.copy_button = button(desk, t("Copy"), self._copy, icon="copy", role="link", tip=t("Copy the whole list"))
        self.save_button = button(desk, t("Save as a table"), self.save_asked.emit, icon="download", role="link")
        line = QHBoxLayout()
        line.setSpacing(desk.px(16))
        line.addWidget(self.left_out_title, 1)
        line.addWidget(self.copy_button)
        line.addWidget(self.save_button)
        self.table = PlainTable(desk, t("What was left out"))
        self.table.setModel(self.left_out)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        nest(column, line)
        column.addWidget(self.table, 1)
        return self.left_out_part

    # -- what is shown -------------------------------------------------------------------------------------------

    def show_stored(self, stored: Stored, results: Sequence[str]) -> None:
        """Show what one file brought.

        Args:
            results: What the files of this sitting brought, a line each.
        """
        outcome = stored.outcome
        self.left_out.show_rows(stored.left_out)
        self.table.fit_columns(4, 200)
        self.left_out_title.setText(left_out_words(stored.rows_left_out, self._texts))
        self.left_out_part.setVisible(bool(stored.left_out))
        clear_layout(self._stored)
        self._meters(outcome)
        self._findings(outcome)
        if len(results) > 1:
            self._heading(self._texts.t("Files"))
            for words in results[-_MOST:]:
                self._stored.addWidget(label(words, wrap=True))
        self._stored.addStretch(1)
        self.say_state(stored)

    def say_state(self, stored: Stored) -> None:
        """Stored, or taken back meanwhile."""
        t, outcome = self._texts.t, stored.outcome
        stands = bool(stored.batch.uid)
        name, role = ("circle-check", "accent") if stands else ("undo-2", "muted")
        colour = getattr(tokens.palette(self._desk.mode), role)
        self.mark.setPixmap(icons.pixmap(name, colour, self._desk.px(28), self.devicePixelRatioF()))
        self.title.setText(stored_words(outcome, self._texts) if stands else t("The import was taken back"))
        below = t("{file} · it can be undone as a whole, even later.", file=outcome.file)
        gone = t("{file} · everything is as it was before.", file=outcome.file)
        self.subtitle.setText(below if stands else gone)
        words = t("Undo this import") if stands else t("Import it again")
        self.undo_button.setText(words)
        self.undo_button.setAccessibleName(words)
        icons.stand_before(self.undo_button, "undo-2" if stands else "redo-2", self._desk.mode)

    def _heading(self, words: str) -> None:
        made = label(words, "heading")
        if self._stored.count():
            self._stored.addSpacing(self._desk.px(10))
        else:  # on one line with the heading beside it, which has buttons
            made.setMinimumHeight(self.copy_button.sizeHint().height())
        self._stored.addWidget(made)

    def _meters(self, outcome: ImportOutcome) -> None:
        texts = self._texts
        if outcome.meters:
            self._heading(texts.tn("{n} meter", "{n} meters", len(outcome.meters)))
        for meter in outcome.meters[:_MOST]:
            bills = texts.tn("{n} bill", "{n} bills", meter.records)
            self._line(meter.resource, meter.name, amount_text(meter, texts), bills, cost_text(meter, texts))
        self._more(len(outcome.meters))
        if outcome.activity:
            self._heading(texts.t("Production and people"))
        for series in outcome.activity[:_MOST]:
            months, amount = series_words(series, texts)
            self._line("", series.name, "", months, amount)
        self._more(len(outcome.activity))

    def _findings(self, outcome: ImportOutcome) -> None:
        findings = [finding for finding in outcome.findings if not finding.accepted]
        if not findings:
            return
        self._heading(self._texts.t("To look at"))
        colours = tokens.palette(self._desk.mode)
        for finding in findings[:_MOST]:
            # As on the page of consumption: amber for what is missing, grey for what is only to be known.
            name, colour = ("triangle-alert", colours.look) if finding.kind == "gap" else ("info", colours.muted)
            line = QHBoxLayout()
            line.setSpacing(self._desk.px(8))
            mark = QLabel()
            mark.setPixmap(icons.pixmap(name, colour, self._desk.px(15), self.devicePixelRatioF()))
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(label(finding_text(finding, self._texts), wrap=True), 1)
            nest(self._stored, line)
        self._more(len(findings))

    def _more(self, count: int) -> None:
        if count > _MOST:
            self._stored.addWidget(label(self._texts.tn("and {n} more", "and {n} more", count - _MOST), "small"))

    def _line(self, resource: str, name: str, amount: str, records: str, cost: str) -> None:
        self._stored.addWidget(SumLine(self._desk, resource, (name, amount), (records, cost)))

    def _copy(self) -> None:
        lines = [headings(self._texts), *map(cells_of, self.left_out.rows)]
        QGuiApplication.clipboard().setText("\n".join("\t".join(line) for line in lines))


def stored_words(outcome: ImportOutcome, texts: Texts) -> str:
    """What was stored, in one sentence."""
    count = outcome.records.imported
    if outcome.activity and not outcome.meters:
        words = texts.tn("{n} monthly value imported", "{n} monthly values imported", count)
    elif outcome.activity:
        words = texts.tn("{n} record imported", "{n} records imported", count)
    else:
        words = texts.tn("{n} bill imported", "{n} bills imported", count)
    replaced = sum(conflict.decision is OnConflict.REPLACE for conflict in outcome.conflicts)
    beside = sum(conflict.decision is OnConflict.BOTH for conflict in outcome.conflicts)
    parts = [words] if count or not replaced + beside else []
    if replaced:
        parts.append(texts.tn("{n} record replaced", "{n} records replaced", replaced))
    if beside:
        parts.append(texts.tn("{n} stored beside the known one", "{n} stored beside the known ones", beside))
    return ", ".join(parts)

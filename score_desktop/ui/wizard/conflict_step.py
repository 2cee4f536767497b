"""Step 3: records that are stored with another value, side by side, decided one by one or all at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from score_desktop import tokens
from score_desktop.enums import OnConflict
from score_desktop.services.import_preview_words import conflict_title
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages.page import rule
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import Segmented, button, label
from score_desktop.ui.widgets.flow import FlowBox
from score_desktop.ui.widgets.panels import clear_layout, scrolled
from score_desktop.ui.wizard.conflict_model import RECORD, ConflictDelegate, ConflictModel

if TYPE_CHECKING:
    from score_desktop.services.import_outcome import RecordKey
    from score_desktop.services.import_preview_words import FieldWords
    from score_desktop.services.import_session import ImportPreview
    from score_desktop.ui.desk import Desk

_KEYS = {OnConflict.KEEP: "A", OnConflict.REPLACE: "R", OnConflict.BOTH: "B"}


_DECISIONS = {Qt.Key.Key_A: OnConflict.KEEP, Qt.Key.Key_R: OnConflict.REPLACE, Qt.Key.Key_B: OnConflict.BOTH}
_LONG = 18
"""Longer values are broken into lines."""


class ConflictStep(QWidget):
    """Decides about conflicts.

    Signals:
        decided: A decision was made.
    """

    decided = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._texts = desk, desk.texts
        self.model = ConflictModel(desk, self)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolled(self._make_list()), 9)
        whole.addWidget(self._make_detail(), 8)
        self.table.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The table would search for rows that begin with the letter."""
        if watched is self.table and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._decide_by_key(event)
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The same keys on its buttons."""
        if not self._decide_by_key(event):
            super().keyPressEvent(event)

    def _decide_by_key(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        decision = _DECISIONS.get(Qt.Key(event.key())) if plain else None
        if decision is not None:
            self.decide(decision)
        return decision is not None

    # -- parts ---------------------------------------------------------------------------------------------------

    def _make_list(self) -> QWidget:
        desk, t = self._desk, self._texts.t
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(desk.px(24), desk.px(14), desk.px(24), desk.px(10))
        column.setSpacing(desk.px(6))
        self.title = label("", "title", wrap=True)
        self.subtitle = label("", "muted", wrap=True)
        self.filters = Segmented(t("Conflicts that are shown"))
        self.filters.chosen.connect(lambda _key: self._filter())
        self.keep_all = button(desk, t("Keep all"), partial(self.decide_all, OnConflict.KEEP))
        self.replace_all = button(desk, t("Replace all"), partial(self.decide_all, OnConflict.REPLACE))
        both = QWidget()
        pair = QHBoxLayout(both)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(desk.px(8))
        pair.addWidget(self.keep_all)
        pair.addWidget(self.replace_all)
        line = FlowBox(desk.px(8), last_right=True)
        line.add(self.filters, both)
        column.addWidget(self.title)
        column.addWidget(self.subtitle)
        column.addSpacing(desk.px(6))
        column.addWidget(line)
        column.addWidget(self._make_table(), 1)
        column.addWidget(
            label(t("Above: in the audit. Below: in the file; what is marked changes."), "small", wrap=True)
        )
        column.addWidget(rule())
        column.addWidget(self._key_hints())
        column.addWidget(label(t("What is replaced stays in the history and can be undone."), "muted", wrap=True))
        return left

    def _make_table(self) -> QTableView:
        desk = self._desk
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setItemDelegate(ConflictDelegate(desk, self.table))
        self.table.setAccessibleName(self._texts.t("Conflicts"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setShowGrid(False)
        self.table.setMinimumHeight(desk.px(180))
        self.table.setTabKeyNavigation(False)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(desk.px(50))
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_detail())
        return self.table

    def _key_hints(self) -> QWidget:
        t, desk = self._texts.t, self._desk
        hints = FlowBox(desk.px(12))
        for key, words in (
            ("↑ ↓", t("another record")),
            (_KEYS[OnConflict.KEEP], t("keep the audit's")),
            (_KEYS[OnConflict.REPLACE], t("replace by the file's")),
            (_KEYS[OnConflict.BOTH], t("keep both")),
        ):
            hint = QWidget()
            line = QHBoxLayout(hint)
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(desk.px(6))
            line.addWidget(label(key, "key"))
            line.addWidget(label(words, "small"))
            hints.add(hint)
        return hints

    def _make_detail(self) -> QWidget:
        desk, t = self._desk, self._texts.t
        panel = QFrame()
        set_role(panel, "panel")
        panel.setMaximumWidth(desk.px(490))
        panel.setAccessibleName(t("Both sides of the conflict"))
        inside = QWidget()
        set_role(inside, "surface")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._detail = QVBoxLayout(inside)
        self._detail.setContentsMargins(desk.px(24), desk.px(14), desk.px(20), desk.px(12))
        self._detail.setSpacing(desk.px(8))
        self.buttons: dict[OnConflict, QWidget] = {}
        choices = FlowBox(desk.px(8))
        for decision, words in (
            (OnConflict.KEEP, t("Keep")),
            (OnConflict.REPLACE, t("Replace")),
            (OnConflict.BOTH, t("Keep both")),
        ):
            made = button(desk, f"{words}  ({_KEYS[decision]})", partial(self.decide, decision))
            self.buttons[decision] = made
            choices.add(made)
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        both_sides = scrolled(inside)
        both_sides.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        column.addWidget(both_sides, 1)
        column.addWidget(rule())
        around = QVBoxLayout()
        around.setContentsMargins(desk.px(24), desk.px(8), desk.px(20), desk.px(12))
        around.addWidget(choices)
        nest(column, around)
        return panel

    # -- what is shown -------------------------------------------------------------------------------------------

    def show_preview(self, preview: ImportPreview, decisions: Mapping[RecordKey, OnConflict]) -> None:
        """Show the conflicts of a file, with what was decided before."""
        texts = self._texts
        conflicts = preview.conflicts
        self.title.setText(
            texts.tn(
                "{n} record exists already, with another value",
                "{n} records exist already, with other values",
                len(conflicts),
            )
        )
        same = texts.tn("{n} identical is left out", "{n} identical are left out", preview.records.duplicates)
        new = texts.tn("{n} new", "{n} new", preview.records.imported)
        self.subtitle.setText(" · ".join((preview.file.path.name, same, new)))
        self.model.show_conflicts(conflicts, decisions)
        self._count()
        self.filters.set_current("all")
        self._fit_columns()
        self._select(0)

    def _fit_columns(self) -> None:
        header = self.table.horizontalHeader()
        for column in range(self.model.columnCount()):
            width = header.sectionSizeHint(column) + self._desk.px(8)
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            for row in range(min(self.model.rowCount(), 60)):
                width = max(width, self.table.sizeHintForIndex(self.model.index(row, column)).width())
            self.table.setColumnWidth(column, width)
        header.setSectionResizeMode(RECORD, QHeaderView.ResizeMode.Stretch)

    def _count(self) -> None:
        t, number = self._texts.t, self._texts.number
        total, decided = self.model.counts()
        counts = (
            ("all", t("All"), total),
            ("open", t("To decide"), total - decided),
            ("decided", t("Decided"), decided),
        )
        self.filters.set_choices([(key, f"{words} {number(count)}") for key, words, count in counts])

    def _filter(self) -> None:
        wanted = self.filters.current()
        self.model.filter(
            lambda decision: wanted == "all" or (decision is None) is (wanted == "open"),
        )
        self._select(0)

    def _select(self, row: int) -> None:
        if row < self.model.rowCount():
            self.table.setCurrentIndex(self.model.index(row, 0))
        self._show_detail()

    def _show_detail(self) -> None:
        clear_layout(self._detail)
        row = self.table.currentIndex().row()
        for made in self.buttons.values():
            made.setEnabled(row >= 0)
        if row < 0:
            self._detail.addWidget(label(self._texts.t("No conflict is shown here."), "muted", wrap=True))
            self._detail.addStretch(1)
            return
        t = self._texts.t
        conflict = self.model.conflict(row)
        decision = self.model.decisions.get(conflict.key)
        for one, made in self.buttons.items():
            set_role(made, "primary" if one is decision else "")
        head = QHBoxLayout()
        head.addWidget(label(conflict_title(conflict, self._texts), "heading", wrap=True), 1)
        place = t("{number} of {count}", number=row + 1, count=self.model.rowCount())
        head.addWidget(label(place, "muted"), 0, Qt.AlignmentFlag.AlignTop)
        nest(self._detail, head)
        if conflict.above is not None:
            words = t("It differs from row {row} of the same file.", row=conflict.above)
            self._detail.addWidget(label(words, "look", wrap=True))
        stored = t("In row {row}", row=conflict.above) if conflict.above is not None else t("In the audit")
        self._detail.addWidget(self._grid(tuple(self.model.words(row).values()), stored, t("In the file")))
        self._detail.addStretch(1)

    def _grid(self, fields: tuple[FieldWords, ...], stored: str, file: str) -> QWidget:
        desk = self._desk
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(desk.px(14))
        grid.setVerticalSpacing(desk.px(4))
        for column in range(3):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, desk.px(84))
        for column, words in ((1, stored), (2, file)):
            head = label(words, "small")
            head.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(head, 0, column)
        colours = tokens.palette(desk.mode)
        changed = tokens.mixed(colours.look, colours.background, 0.12)
        for number, field in enumerate(fields, 1):
            grid.addWidget(rule(), 2 * number - 1, 0, 1, 3)
            grid.addWidget(label(field.label, "muted", wrap=True), 2 * number, 0)
            for column, words in ((1, field.stored), (2, field.file)):
                value = label(_breakable(words), wrap=len(words) > _LONG)
                value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if field.differs and column == 2:
                    value.setStyleSheet(
                        f"background: {changed}; border-bottom: 1px solid {colours.look}; padding: 0 3px;"
                    )
                    value.setAccessibleDescription(self._texts.t("changed"))
                tight = Qt.AlignmentFlag.AlignRight if len(words) <= _LONG else Qt.AlignmentFlag(0)
                grid.addWidget(value, 2 * number, column, tight)
        return box

    # -- deciding ------------------------------------------------------------------------------------------------

    def decide(self, decision: OnConflict) -> None:
        """Decide about the current conflict and go to the next."""
        row = self.table.currentIndex().row()
        if row < 0:
            return
        self.model.decide(row, decision)
        if row + 1 < self.model.rowCount():
            self._select(row + 1)
        else:
            self._show_detail()
        self._count()
        self.decided.emit()

    def decide_all(self, decision: OnConflict) -> None:
        """Decide about all that are shown."""
        self.model.decide_all(decision)
        self._count()
        self._show_detail()
        self.decided.emit()


def _breakable(words: str) -> str:
    """Names of files may be broken where their parts meet."""
    return re.sub(r"(?<=[_.\-])(?=\w)", "\N{ZERO WIDTH SPACE}", words) if len(words) > _LONG else words

"""The panel beside the sheet: what was read, what each meter gets, what the numbers prove, what to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.calc.figures import MICRO
from score_desktop.charts.names import quantity
from score_desktop.enums import RowVerdict
from score_desktop.services.import_checks import CheckKind
from score_desktop.services.import_left_out import left_out_words, rows_left_out
from score_desktop.services.import_lines import RowKind
from score_desktop.services.import_preview_words import check_words
from score_desktop.services.import_words import series_words
from score_desktop.ui import icons
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages.page import rule
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import label
from score_desktop.ui.widgets.panels import clear_layout, scrolled
from score_desktop.ui.wizard.sum_line import SumLine

if TYPE_CHECKING:
    from collections.abc import Iterable

    from score_desktop.i18n import Texts
    from score_desktop.importing.result import Problem
    from score_desktop.services.import_checks import Check
    from score_desktop.services.import_outcome import ActivitySums, MeterSums
    from score_desktop.services.import_session import ImportPreview, MeterPreview
    from score_desktop.ui.desk import Desk

WIDTH = 272
_MOST = 40
"""Meters, series and notes that are listed one by one."""
_MOST_REASONS = 6


class Summary(QFrame):
    """Made anew with each preview."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self._texts = desk, desk.texts
        set_role(self, "panel")
        self.setFixedWidth(desk.px(WIDTH))
        self.setAccessibleName(desk.texts.t("What the file brings"))
        inside = QWidget()
        set_role(inside, "surface")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(desk.px(18), desk.px(12), desk.px(14), desk.px(12))
        self.body.setSpacing(desk.px(5))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside))

    def show_preview(self, preview: ImportPreview) -> None:
        """Show what storing the file would do."""
        clear_layout(self.body)
        self._rows(preview)
        if preview.problems:
            self._problems(preview)
        if preview.meters:
            self._part(self._texts.tn("{n} meter", "{n} meters", len(preview.meters)))
            self._listed([self._meter(meter) for meter in preview.meters[:_MOST]], len(preview.meters))
        if preview.activity:
            self._part(self._texts.t("Production and people"))
            self._listed([self._series(series) for series in preview.activity[:_MOST]], len(preview.activity))
        if preview.checks:
            self._part(self._texts.t("Checks"))
            for check in preview.checks:
                self._check(check)
        if preview.notes:
            self._part(self._texts.t("Good to know"))
            for message_id, params in preview.notes[:_MOST]:
                self._marked("info", "muted", self._texts.message(message_id, params))
        self.body.addStretch(1)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _part(self, title: str) -> None:
        self.body.addSpacing(self._desk.px(6))
        self.body.addWidget(rule())
        self.body.addSpacing(self._desk.px(4))
        self.body.addWidget(label(title, "heading"))

    def _rows(self, preview: ImportPreview) -> None:
        texts, rows = self._texts, preview.found.rows
        self.body.addWidget(label(texts.tn("{n} row read", "{n} rows read", sum(rows.values())), "heading"))
        records = preview.records
        count = rows.get
        if preview.questions:
            waiting = count(RowVerdict.DATA, 0)
            self._count(waiting, texts.tn("row waits for your answer", "rows wait for your answer", waiting), "look")
        else:
            self._count(records.imported, new_words(preview, texts), "accent")
        if records.conflicts:
            self._count(records.conflicts, texts.t("with another value"), "look")
        words = count(RowVerdict.TITLE, 0) + count(RowVerdict.HEADER, 0) + count(RowVerdict.BLANK, 0)
        if words:
            self._count(words, texts.tn("title, header or empty row", "titles, headers, empty rows", words))
        self._left_out(preview)

    def _left_out(self, preview: ImportPreview) -> None:
        """How many rows are left out, and of which kinds."""
        texts, records, count = self._texts, preview.records, preview.found.rows.get
        out = rows_left_out(preview.sheets.values())
        if out:
            self.body.addWidget(label(left_out_words(out, texts), "heading"))
        if records.duplicates:
            repeated = texts.tn("repeated: not imported", "repeated: none imported", records.duplicates)
            self._count(records.duplicates, repeated)
        sums = count(RowVerdict.SUBTOTAL, 0) + count(RowVerdict.TOTAL, 0)
        if sums:
            self._count(sums, texts.t("subtotals and totals"))
        empty = sum(lines.counts().get(RowKind.EMPTY, 0) for lines in preview.sheets.values())
        if empty:
            self._count(empty, texts.t("without values"))
        if count(RowVerdict.NOTE, 0):
            self._count(
                count(RowVerdict.NOTE, 0), texts.tn("line of notes", "lines of notes", count(RowVerdict.NOTE, 0))
            )
        self._count(records.problems, texts.t("with problems"), "wrong" if records.problems else "")

    def _problems(self, preview: ImportPreview) -> None:
        """Each reason once, with its first cell: the words beside the rows have little room."""
        texts = self._texts
        reasons: dict[str, list[Problem]] = {}
        for problem in preview.problems:
            reasons.setdefault(problem.message_id, []).append(problem)
        self._part(texts.t("What cannot be imported"))
        for problems in list(reasons.values())[:_MOST_REASONS]:
            first = problems[0]
            words = texts.message(first.message_id, first.params)
            place = texts.t("{cell}: «{value}»", cell=f"{first.column}{first.row}", value=first.value)
            if len(problems) > 1:
                place += " " + texts.tn("and {n} more", "and {n} more", len(problems) - 1)
            self._marked("circle-x", "wrong", words, place)

    def _count(self, count: int, words: str, colour: str = "") -> None:
        line = QHBoxLayout()
        line.setSpacing(self._desk.px(10))
        number = label(self._texts.number(count), "strong")
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        number.setMinimumWidth(self._desk.px(34))
        if colour:
            number.setStyleSheet(f"color: {getattr(tokens.palette(self._desk.mode), colour)};")
        line.addWidget(number)
        line.addWidget(label(words, wrap=True), 1)
        nest(self.body, line)

    def _listed(self, lines: Iterable[QWidget], count: int) -> None:
        for line in lines:
            self.body.addWidget(line)
        if count > _MOST:
            self.body.addWidget(label(self._texts.tn("and {n} more", "and {n} more", count - _MOST), "small"))

    def _meter(self, meter: MeterPreview) -> QWidget:
        texts, sums = self._texts, meter.sums
        made = "" if meter.uid else texts.t("new")
        if sums is None:
            return self._line(str(meter.meter.resource), meter.meter.name, "", texts.t("nothing new"), "", made)
        bills = texts.tn("{n} bill", "{n} bills", sums.records)
        if meter.credits:
            bills += ", " + texts.tn("{n} of them a credit note", "{n} of them credit notes", meter.credits)
        return self._line(
            str(meter.meter.resource), meter.meter.name, amount_text(sums, texts), bills, cost_text(sums, texts), made
        )

    def _series(self, series: ActivitySums) -> QWidget:
        months, amount = series_words(series, self._texts)
        return self._line("", series.name, "", months, amount, "")

    def _line(self, resource: str, name: str, amount: str, below: str, right: str, badge: str) -> QWidget:
        return SumLine(self._desk, resource, (name, amount), (" · ".join(filter(None, (below, badge))), right))

    def _check(self, check: Check) -> None:
        head, rows = check_words(check, self._texts)
        holds = check.holds
        known = check.kind is CheckKind.ESTIMATED
        name, role = ("check", "accent") if holds else ("info", "look") if known else ("triangle-alert", "look")
        self._marked(name, role, head, rows)

    def _marked(self, icon: str, role: str, head: str, below: str = "") -> None:
        px = self._desk.px
        line = QHBoxLayout()
        line.setSpacing(px(8))
        mark = QLabel()
        colour = getattr(tokens.palette(self._desk.mode), role)
        mark.setPixmap(icons.pixmap(icon, colour, px(15), self.devicePixelRatioF()))
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(label(head, wrap=True))
        if below:
            column.addWidget(label(below, "small", wrap=True))
        nest(line, column, 1)
        nest(self.body, line)


def new_words(preview: ImportPreview, texts: Texts) -> str:
    """What the new records of a file are called: "new bills", "new monthly values"."""
    count = preview.records.imported
    if not preview.found.activity_count:
        return texts.tn("new bill", "new bills", count)
    if not preview.found.bill_count:
        return texts.tn("new monthly value", "new monthly values", count)
    return texts.tn("new record", "new records", count)


def amount_text(sums: MeterSums, texts: Texts) -> str:
    """What a meter consumed in the records, in their unit; in the base unit where they have several."""
    if sums.quantity is not None:
        return quantity(texts, sums.quantity / MICRO, sums.unit, exact=True)
    return "" if sums.quantity_base is None else quantity(texts, sums.quantity_base / MICRO, sums.unit_base, exact=True)


def cost_text(sums: MeterSums, texts: Texts) -> str:
    """What it cost; by currency where there are several."""
    if sums.cost is not None and sums.currency:
        return texts.money(sums.cost / MICRO, sums.currency)
    return " · ".join(texts.money(value / MICRO, code) for code, value in sums.costs.items())

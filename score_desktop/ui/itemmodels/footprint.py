"""The footprint as a table: scopes, their sources, and what could not be counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont

from score_desktop import tokens, units
from score_desktop.charts.names import resource_name
from score_desktop.enums import FactorStatus, Resource
from score_desktop.i18n import NBSP
from score_desktop.reporting import phrasing
from score_desktop.services.audit_view import emission_key, figure_of
from score_desktop.ui.widgets.swatches import swatch

if TYPE_CHECKING:
    from score_desktop.i18n import Texts
    from score_desktop.reporting.content import EmissionRow
    from score_desktop.services.audit_view import AuditView
    from score_desktop.services.places import Gap
    from score_desktop.ui.desk import Desk

Index = QModelIndex | QPersistentModelIndex
SOURCE, QUANTITY, BAR, TONNES, PER_PRODUCT, QUALITY = range(6)
SHARE_ROLE = Qt.ItemDataRole.UserRole + 11
"""Length of the bar as a share of the longest; None without one."""
COLOUR_ROLE = Qt.ItemDataRole.UserRole + 12
NOTE_ROLE = Qt.ItemDataRole.UserRole + 13
"""What stands after a name, in grey."""
HEAD_ROLE = Qt.ItemDataRole.UserRole + 14
"""True for the line of a scope."""
_UNSURE = frozenset({FactorStatus.EXPERT_ESTIMATE, FactorStatus.RECALLED})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    Attributes:
        note: Stands after the name, in grey.
        kg: Kilograms CO2e; None if not known.
        share: Length of its bar, 0 to 1.
        figure: Key of the figure that the line shows; "" if there is none. `use_figure` is that of the quantity.
        gap: Why it is not measured; None if it is.
    """

    name: str
    note: str = ""
    resource: Resource | None = None
    quantity: str = ""
    kg: float | None = None
    share: float | None = None
    per_product: float | None = None
    quality: str = ""
    is_scope: bool = False
    figure: str = ""
    use_figure: str = ""
    gap: Gap | None = None
    tip: str = ""
    dims: Mapping[str, str] = field(default_factory=dict)


def footprint_lines(view: AuditView, texts: Texts) -> tuple[Line, ...]:
    """The lines of a footprint: each scope, its sources from the largest, what is not measured in it."""
    scopes = sorted({1, 2} | {row.scope for row in view.emissions})
    longest = max((row.kg_co2e for row in view.emissions), default=0.0)
    lines: list[Line] = []
    for scope in scopes:
        members = sorted((row for row in view.emissions if row.scope == scope), key=lambda row: -row.kg_co2e)
        gaps = [gap for gap in view.gaps if gap.key.startswith(f"ghg.scope{scope}.") and _is_source(gap)]
        lines.append(_scope(scope, members, view, texts))
        lines += [_source(row, longest, view, texts) for row in members]
        lines += [_missing(gap, texts) for gap in gaps]
    return tuple(lines)


def _is_source(gap: Gap) -> bool:
    return gap.place.resource is not None


def _scope(scope: int, members: Sequence[EmissionRow], view: AuditView, texts: Texts) -> Line:
    notes = {1: texts.t("direct"), 2: texts.t("electricity bought")}
    known = {1: view.kg_scope1, 2: view.kg_scope2}.get(scope)
    kg = known if known is not None else sum(row.kg_co2e for row in members) if members else None
    figure = {1: "ghg.scope1", 2: "ghg.scope2.location"}.get(scope, "")
    product = view.main_product
    per = kg / product.quantity if kg is not None and product is not None and product.quantity > 0 else None
    return Line(
        name=texts.t("Scope {scope}", scope=scope),
        note=notes.get(scope, texts.t("others, in part")),
        quantity="" if kg is not None else texts.t("not measured"),
        kg=kg,
        per_product=per,
        is_scope=True,
        figure=figure if figure and figure_of(view, figure) is not None else "",
    )


def _source(row: EmissionRow, longest: float, view: AuditView, texts: Texts) -> Line:
    unit = units.label(row.unit, texts.language, one=row.quantity == 1)
    amount = "" if row.quantity is None else f"{texts.number(row.quantity, 1, trim=True)}{NBSP}{unit}"
    use = f"use.{row.resource}"
    unsure = row.factor_status in _UNSURE
    return Line(
        name=phrasing.source_name(texts, row.resource, row.label),
        note=texts.t("estimated factor") if unsure else "",
        resource=row.resource,
        quantity=amount,
        kg=row.kg_co2e,
        share=max(row.kg_co2e, 0.0) / longest if longest > 0 else None,
        per_product=row.per_product,
        quality=row.quality,
        figure=emission_key(row),
        use_figure=use if figure_of(view, use) is not None else "",
    )


def _missing(gap: Gap, texts: Texts) -> Line:
    assert gap.place.resource is not None
    name = resource_name(texts, gap.place.resource)
    meter = str(dict(gap.params).get("meter") or "")
    return Line(
        name=name if not meter or meter == name else f"{name}, {meter}",
        resource=gap.place.resource,
        quantity=texts.t("not measured"),
        gap=gap,
        tip=texts.message(gap.message_id, dict(gap.params)),
    )


class FootprintModel(QAbstractTableModel):
    """Lines of `footprint_lines`; only read."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lines: tuple[Line, ...] = ()
        self._digits = 1
        self._largest_ratio = 0.0
        self._headings = [""] * 6
        palette = tokens.palette(desk.mode)
        self._muted, self._text = QBrush(QColor(palette.muted)), QBrush(QColor(palette.text))
        self._bold = QFont()
        self._bold.setWeight(QFont.Weight.DemiBold)

    def show_view(self, view: AuditView) -> None:
        """Show the footprint of an audit from now on."""
        texts, product = self._desk.texts, view.main_product
        self.beginResetModel()
        self._lines = footprint_lines(view, texts)
        largest = max((line.kg or 0.0 for line in self._lines), default=0.0)
        self._largest_ratio = max((line.per_product or 0.0 for line in self._lines), default=0.0)
        self._digits = 1 if largest >= 10_000 else 2 if largest >= 1_000 else 3
        per = texts.t("kg per {unit}", unit=units.label(product.unit, texts.language, one=True)) if product else ""
        period = phrasing.short_period(texts, *view.period)
        quantity = texts.t("Quantity, {period}", period=period) if len(period) <= 8 else texts.t("Quantity")
        self._headings = [texts.t("Source"), quantity, "", "tCO₂e", per, texts.t("Quality")]
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        """A line; None if there is none."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, figure: str) -> int:
        """The row that shows a figure; -1 if there is none."""
        return next((number for number, line in enumerate(self._lines) if line.figure == figure), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Number of columns."""
        return 0 if parent.isValid() else len(self._headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, side, bar, colour."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(line, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column) | Qt.AlignmentFlag.AlignVCenter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return line.tip or None
        return self._looks(line, column, role)

    def _shown(self, line: Line, column: int) -> str:
        if column == TONNES:
            return phrasing.NOTHING if line.kg is None else self._desk.texts.number(line.kg / 1000, self._digits)
        if column == QUALITY and not line.is_scope:
            return line.quality or phrasing.NOTHING
        if column == PER_PRODUCT:
            return phrasing.NOTHING if line.per_product is None else self._ratio(line.per_product)
        return {SOURCE: line.name, QUANTITY: line.quantity}.get(column, "")

    def _ratio(self, value: float) -> str:
        """Kilograms per product, with the same digits in all lines."""
        texts = self._desk.texts
        return texts.number(value, 1) if self._largest_ratio >= 10 else texts.significant(value)

    def _looks(self, line: Line, column: int, role: int) -> Any:
        asked = {
            HEAD_ROLE: line.is_scope,
            NOTE_ROLE: line.note if column == SOURCE else "",
            SHARE_ROLE: line.share if column == BAR else None,
            COLOUR_ROLE: self._colour(line),
        }
        if role in asked:
            return asked[role]
        if role == Qt.ItemDataRole.DecorationRole and column == SOURCE and line.resource is not None:
            grey = tokens.palette(self._desk.mode).muted
            return swatch(grey if line.gap else self._colour(line), self._desk.px(10), hollow=line.gap is not None)
        if role == Qt.ItemDataRole.FontRole and (column == TONNES or (column == SOURCE and line.is_scope)):
            return self._bold
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._text if column in (SOURCE, TONNES) and line.gap is None else self._muted
        return None

    def _colour(self, line: Line) -> str:
        return tokens.resource_colour(line.resource, self._desk.mode) if line.resource is not None else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A column's title, on the side of its cells."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._headings):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section) | Qt.AlignmentFlag.AlignVCenter
        return None


def _side(column: int) -> Qt.AlignmentFlag:
    if column in (QUANTITY, TONNES, PER_PRODUCT):
        return Qt.AlignmentFlag.AlignRight
    return Qt.AlignmentFlag.AlignHCenter if column == QUALITY else Qt.AlignmentFlag.AlignLeft

"""Says where a quantity comes from: typed, bills, monthly values, a share, containers, or what is left over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from score_desktop import tokens, typed
from score_desktop.enums import FlowOrigin
from score_desktop.errors import InvalidInput
from score_desktop.services.process_network import balance_named
from score_desktop.services.process_origin import flow_label, followables
from score_desktop.services.process_told import amount
from score_desktop.services.process_words import ORIGINS, balance_name
from score_desktop.ui.widgets.buttons import button, label

if TYPE_CHECKING:
    from score_desktop.services.process import Process
    from score_desktop.services.process_rows import FlowRow
    from score_desktop.ui.desk import Desk

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What `process_edit.set_origin` takes."""

    origin: FlowOrigin
    of: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


class OriginForm(QWidget):
    """A list of origins, the fields of the one that is chosen, and a button.

    Signals:
        applied: The person wants it so.
    """

    applied = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk, self.texts = desk, desk.texts
        t = self.texts.t
        self._shown: tuple[Any, ...] = ()
        self.origin = QComboBox()
        self.origin.setAccessibleName(t("Where the quantity comes from"))
        for origin, words in ORIGINS.items():
            self.origin.addItem(t(words), origin.value)
        self.origin.currentIndexChanged.connect(self._on_origin)
        self.followed, self.share = QComboBox(), QLineEdit()
        self.part, self.flows = QLineEdit(), QListWidget()
        self.count, self.fill = QLineEdit(), QLineEdit()
        self.end, self.balance = QComboBox(), QComboBox()
        self.fields = QWidget()
        self._column = QVBoxLayout(self.fields)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._pages: dict[FlowOrigin, QWidget] = {}
        self._build()
        self.wrong = label("", "wrong", wrap=True)
        self.wrong.hide()
        self.ok = button(desk, t("Apply"), self.applied.emit, role="primary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_2))
        for part in (self.origin, self.fields, self.wrong):
            column.addWidget(part)
        column.addWidget(self.ok, 0, Qt.AlignmentFlag.AlignLeft)

    def _build(self) -> None:
        t = self.texts.t
        for combo in (self.followed, self.end, self.balance):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(10)
        self.flows.setMinimumHeight(self.desk.px(150))
        # Long names go on in a second line: a list that scrolls sideways hides where a flow ends.
        self.flows.setWordWrap(True)
        self.flows.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.flows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for end, words in (
            ("", t("the step that it touches")),
            ("source", t("where it begins")),
            ("target", t("where it ends")),
        ):
            self.end.addItem(words, end)
        typed_in = t("Type it into the table: 120 kg/day, 30 t/month, 12 m³.")
        follows = (t("Which bills or values"), self.followed), (t("How much of it, %"), self.share)
        pages: tuple[tuple[tuple[FlowOrigin, ...], Sequence[tuple[str, QWidget | None]]], ...] = (
            ((FlowOrigin.ENTERED,), ((typed_in, None),)),
            ((FlowOrigin.BILLS, FlowOrigin.SERIES), follows),
            ((FlowOrigin.SHARE_OF,), ((t("How much of it, %"), self.part), (t("Of these flows together"), self.flows))),
            (
                (FlowOrigin.VOLUME,),
                (
                    (t("The quantity is the volume of one container, kg per unit its density (kg/m³)."), None),
                    (t("How many containers"), self.count),
                    (t("How full, %"), self.fill),
                ),
            ),
            (
                (FlowOrigin.REMAINDER,),
                ((t("Closes the balance of"), self.end), (t("Which balance"), self.balance)),
            ),
        )
        for origins, rows in pages:
            page = self._page(rows)
            self._column.addWidget(page)
            self._pages.update(dict.fromkeys(origins, page))

    def _page(self, rows: Sequence[tuple[str, QWidget | None]]) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.desk.px(tokens.SPACE_1))
        for title, held in rows:
            head = label(title, "muted", wrap=True)
            column.addWidget(head)
            if held is None:
                continue
            head.setBuddy(held)
            held.setAccessibleName(title)
            if isinstance(held, QLineEdit):
                held.setMaximumWidth(self.desk.px(140))
                held.returnPressed.connect(self.applied.emit)
            column.addWidget(held)
        return page

    # -- what is shown -------------------------------------------------------------------------------------------

    def show_flow(self, flow: FlowRow, process: Process, *, again: bool) -> None:
        """Show how it is stored; with `again`, only if that has changed."""
        shown = (flow.uid, flow.origin, flow.origin_of, dict(flow.params), len(process.flows), process.facts)
        if again and shown == self._shown:
            return
        self._shown = shown
        self.setEnabled(not self.desk.context.read_only)
        self._flow, self._process = flow, process
        self.wrong.hide()
        self._listed = ""
        self._fill_balances(process)
        self.origin.setCurrentIndex(self.origin.findData(flow.origin.value))
        self._on_origin()
        params = flow.params
        share = self._number(float(params.get("share", 1.0)) * 100)
        self.share.setText(share if flow.origin in (FlowOrigin.BILLS, FlowOrigin.SERIES) else self._number(100))
        self.part.setText(share if flow.origin is FlowOrigin.SHARE_OF else "")
        self.count.setText(self._number(float(params.get("count", 1))))
        self.fill.setText(self._number(float(params.get("fill", 1)) * 100))
        self.end.setCurrentIndex(max(self.end.findData(params.get("end", "")), 0))
        self.balance.setCurrentIndex(max(self.balance.findData(params.get("balance", "mass")), 0))

    _listed = ""
    _flow: FlowRow | None = None
    _process: Process | None = None

    def _number(self, value: float) -> str:
        return self.texts.number(value, 6, trim=True)

    def _fill_flows(self, flow: FlowRow, process: Process) -> None:
        names = {step.uid: step.name for step in process.steps}
        chosen = set(flow.params.get("flows", ())) if flow.origin is FlowOrigin.SHARE_OF else set()
        self.flows.clear()
        for row in process.flows:
            if row.uid == flow.uid:
                continue
            item = QListWidgetItem(f"{flow_label(row, self.texts)} ({names.get(row.target, '')})")
            item.setData(Qt.ItemDataRole.UserRole, row.uid)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if row.uid in chosen else Qt.CheckState.Unchecked)
            if row.uid in chosen:
                self.flows.insertItem(0, item)
            else:
                self.flows.addItem(item)

    def _fill_balances(self, process: Process) -> None:
        followed = process.settings.followed
        keys = ("mass", "water", "energy", *(f"substance.{one.key}" for one in followed))
        self.balance.clear()
        for key in keys:
            self.balance.addItem(balance_name(balance_named(key), followed, self.texts), key)

    def _on_origin(self, _index: int = 0) -> None:
        origin = self._origin()
        for page in set(self._pages.values()):
            page.setVisible(page is self._pages[origin])
        self.wrong.hide()
        process, flow = self._process, self._flow
        if process is None or flow is None:
            return
        if origin is FlowOrigin.SHARE_OF and self._listed != flow.uid:
            self._listed = flow.uid  # only now: hundreds of lines, each time that the cursor moves, would be felt
            self._fill_flows(flow, process)
        if origin not in (FlowOrigin.BILLS, FlowOrigin.SERIES):
            return
        self.followed.clear()
        for one in followables(process, self.texts):
            if one.origin is origin:
                known = "" if one.quantity is None else f": {amount(self.texts, one.quantity, one.unit)}"
                self.followed.addItem(f"{one.name}{known}", one.key)
        self.followed.setCurrentIndex(max(self.followed.findData(flow.origin_of), 0))

    def _origin(self) -> FlowOrigin:
        return FlowOrigin(str(self.origin.currentData()))

    # -- what is wanted ------------------------------------------------------------------------------------------

    def wanted(self) -> Wanted:
        """What the fields say.

        Raises:
            InvalidInput: A field says nothing that can be read; "flow.origin" if something is missing.
        """
        makers: Mapping[FlowOrigin, Callable[[], Wanted]] = {
            FlowOrigin.ENTERED: lambda: Wanted(FlowOrigin.ENTERED),
            FlowOrigin.BILLS: self._follows,
            FlowOrigin.SERIES: self._follows,
            FlowOrigin.SHARE_OF: self._share_of,
            FlowOrigin.VOLUME: self._containers,
            FlowOrigin.REMAINDER: self._left_over,
        }
        return makers[self._origin()]()

    def _follows(self) -> Wanted:
        key = self.followed.currentData()
        if not key:
            raise InvalidInput("flow.origin", field="origin")
        return Wanted(self._origin(), str(key), {"share": self._read(self.share, _HUNDRED)})

    def _share_of(self) -> Wanted:
        items = (self.flows.item(number) for number in range(self.flows.count()))
        chosen = [str(one.data(Qt.ItemDataRole.UserRole)) for one in items if one.checkState() is Qt.CheckState.Checked]
        if not chosen:
            raise InvalidInput("flow.origin", field="origin")
        return Wanted(FlowOrigin.SHARE_OF, "", {"share": self._read(self.part, _HUNDRED), "flows": chosen})

    def _containers(self) -> Wanted:
        params = {"count": self._read(self.count, Decimal(1)), "fill": self._read(self.fill, _HUNDRED)}
        return Wanted(FlowOrigin.VOLUME, "", params)

    def _left_over(self) -> Wanted:
        params = {"end": str(self.end.currentData()), "balance": str(self.balance.currentData())}
        return Wanted(FlowOrigin.REMAINDER, "", params)

    def _read(self, line: QLineEdit, per: Decimal) -> float:
        return float(typed.read_number(line.text().strip().rstrip("%").strip(), self.texts) / per)

    def refuse(self, words: str) -> None:
        """Say why it cannot be so; the fields stay as they are."""
        self.wrong.setText(words)
        self.wrong.show()

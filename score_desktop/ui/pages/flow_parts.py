"""The parts of the page Flows, of which one is seen: the diagram of bills, and what is known of the process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from score_desktop.ui.pages import FLOW_PARTS
from score_desktop.ui.widgets.buttons import Segmented

if TYPE_CHECKING:
    from score_desktop.ui.pages.page import Page
    from score_desktop.ui.pages.process_editor import ProcessEditor
    from score_desktop.ui.process_source import ProcessSource

DIAGRAM, PROCESS, BALANCES, COSTS, SHEET = "diagram", "process", "balances", "costs", "sheet"


class FlowParts(QStackedWidget):
    """Parts are made when they are first seen.

    Args:
        chosen: Called when another part is shown.

    Attributes:
        switch: For the title line of the page.
    """

    def __init__(self, page: Page, chosen: Callable[[], object]) -> None:
        super().__init__()
        self.desk, self._page, self._chosen = page.desk, page, chosen
        t = page.texts.t
        parts = [(key, t(title)) for key, title in FLOW_PARTS]
        self.switch = Segmented(t("What the page shows"), parts)
        self.switch.chosen.connect(self.show_part)
        self._source: ProcessSource | None = None
        self._made: dict[str, QWidget] = {}
        self._kept: Mapping[str, Any] = {}
        self._place: Mapping[str, Any] = {}

    @property
    def source(self) -> ProcessSource:
        """The process of the open audit; its arithmetic is loaded when it is first asked for."""
        if self._source is None:
            from score_desktop.ui.process_source import ProcessSource

            page = self._page
            self._source = ProcessSource(self.desk, lambda: page.isVisible() and not self.is_diagram, self)
        return self._source

    @property
    def diagram(self) -> QWidget:
        """The diagram of bills, which the page makes."""
        return self._made[DIAGRAM]

    @diagram.setter
    def diagram(self, part: QWidget) -> None:
        self._made[DIAGRAM] = part
        self.addWidget(part)

    @property
    def is_diagram(self) -> bool:
        """True while the diagram of bills is seen."""
        return self.switch.current() == DIAGRAM

    @property
    def editor(self) -> ProcessEditor | None:
        """The tables of the process, once they were seen."""
        return self._made.get(PROCESS)  # type: ignore[return-value]

    def show_part(self, key: str) -> None:
        """Show a part; nothing if there is none of that name."""
        if key not in _MAKERS and key != DIAGRAM:
            return
        self.switch.set_current(key)
        if key not in self._made:
            self._made[key] = _MAKERS[key](self)
            self.addWidget(self._made[key])
            self._catch_up(key)
        self.setCurrentWidget(self._made[key])
        if key != PROCESS and self.editor is not None:
            for panel in self.editor.panels:
                panel.hide()
        self._chosen()

    def _catch_up(self, key: str) -> None:
        """What was read before a part was made is shown in it too."""
        if self.editor is not None and key == PROCESS:
            for panel in self.editor.panels:
                self._page.stand_beside(panel)
            self.editor.take_unstored(self._kept)
            self.editor.restore(self._place)
        made: Any = self._made[key]
        if self.source.process is not None and hasattr(made, "show_process"):
            made.show_process(self.source.process)
        if self.source.view is not None:
            made.show_view(self.source.view)

    def place_switch(self, head: QHBoxLayout, below: QHBoxLayout, room: int) -> None:
        """Let the switch stand after the title, or in a line of its own where it has no room there."""
        is_wide = self.switch.minimumSizeHint().width() + 2 * head.spacing() > room
        if is_wide and head.indexOf(self.switch) >= 0:
            head.removeWidget(self.switch)
            below.addWidget(self.switch)
            below.addStretch(1)
        elif not is_wide and below.indexOf(self.switch) >= 0:
            below.removeWidget(self.switch)
            below.takeAt(0)  # the stretch
            head.insertWidget(1, self.switch)

    def go_to_flow(self, uid: str) -> None:
        """Show the tables of the process, with the cursor on a flow ("": wherever it is)."""
        self.show_part(PROCESS)
        if uid and self.editor is not None:
            self.editor.go_to_flow(uid)

    def refresh(self) -> None:
        """Read what has changed."""
        self.source.refresh()

    def first_focus(self) -> QWidget | None:
        """The table of the part that is seen."""
        made: Any = self.currentWidget()
        return made.first_focus() if made is not self.diagram else None

    # -- places and what is not stored ---------------------------------------------------------------------------

    def place(self) -> Mapping[str, Any]:
        """Which part is seen, and what in it."""
        inside = self.editor.place() if self.editor is not None else self._place
        return {"part": self.switch.current(), "process": dict(inside)}

    def restore(self, place: Mapping[str, Any]) -> None:
        """The same again."""
        inside = place.get("process")
        self._place = inside if isinstance(inside, dict) else {}
        self.show_part(str(place.get("part", "")))

    def unstored(self) -> Mapping[str, Any]:
        """What was typed and is not stored."""
        return self.editor.unstored() if self.editor is not None else self._kept

    def take_unstored(self, kept: Mapping[str, Any]) -> None:
        """The same again, whoever wrote it."""
        self._kept = kept
        if self.editor is not None:
            self.editor.take_unstored(kept)


def _editor(parts: FlowParts) -> QWidget:
    from score_desktop.ui.pages.process_editor import ProcessEditor

    return ProcessEditor(parts.desk, parts.source)


def _balances(parts: FlowParts) -> QWidget:
    from score_desktop.ui.pages.process_balances import BalancesPart

    return BalancesPart(parts.desk, parts.source, parts.go_to_flow)


def _costs(parts: FlowParts) -> QWidget:
    from score_desktop.ui.pages.process_costs import CostsPart

    return CostsPart(parts.desk, parts.source, parts.go_to_flow)


def _sheet(parts: FlowParts) -> QWidget:
    from score_desktop.ui.pages.process_sheet import SheetPart

    return SheetPart(parts.desk, parts.source, parts.go_to_flow)


_MAKERS: dict[str, Callable[[FlowParts], QWidget]] = {
    PROCESS: _editor,
    BALANCES: _balances,
    COSTS: _costs,
    SHEET: _sheet,
}

"""A process of 500 flows: whatever a person does to it, the window's own thread is busy for less than 100 ms.

Counted is its processor time, as in `test_many_bills`: other work on the machine makes no difference.
"""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from score_desktop.services import audits
from score_desktop.services.process_edit import add_flows
from score_desktop.ui.desk import Place
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages.flow_parts import BALANCES, COSTS, PROCESS, SHEET
from tests.ui.conftest import MakeWindow, settle
from tests.ui.process_page import SLOW, editor, flows_page, go
from tests.ui.test_many_bills import Stopwatch, slow_steps

FLOWS = 500
PASTED = 100


def _window(make_window: MakeWindow) -> MainWindow:
    made = make_window(sample=False)
    context = made.desk.context
    new = context.write(audits.new_audit, audits.NewAudit("Curtiembre Grande", "BO"), made.desk.today())
    rows = [
        {
            "source": f"Paso {number // 5}",
            "target": f"Paso {number // 5 + 1}" if number % 5 else "Basura",
            "name": f"Flujo {number}",
            "kind": "raw" if number % 5 else "waste",
            "quantity": Decimal(100 + number % 7),
            "unit": "kg",
            "price": Decimal("3.5"),
        }
        for number in range(FLOWS)
    ]
    context.write(add_flows, new.audit, rows)
    made.go(Place("flows", new.audit))
    made.show()
    return made


def test_no_step_is_long(make_window: MakeWindow, qtbot: QtBot) -> None:
    assert slow_steps(lambda: _steps(_window(make_window), qtbot)) == {}


def _steps(window: MainWindow, qtbot: QtBot) -> dict[str, float]:
    settle(window, qtbot)
    watch, page, steps = Stopwatch(window), flows_page(window), dict[str, float]()

    def done() -> float:
        """The longest step until everything stands."""
        longest = watch.settle()
        while page.parts.source.is_behind:
            longest = max(longest, watch.settle())
        return longest

    watch.do(lambda: page.parts.show_part(PROCESS))
    steps["opening"] = done()
    rows = editor(page).flows
    assert rows.model.stored_count() == FLOWS
    bar = rows.grid.verticalScrollBar()
    for part in range(20):
        watch.do(lambda part=part: bar.setValue(bar.maximum() * part // 20))  # type: ignore[misc]
    steps["scrolling"] = done()
    go(rows, 250, "quantity")
    watch.do(lambda: qtbot.keyClick(rows.grid, "1"))
    (line,) = (one for one in rows.grid.viewport().findChildren(QLineEdit) if one.isVisible())
    for key in "234.5 t":
        watch.do(lambda key=key: qtbot.keyClick(line, key))  # type: ignore[misc]
    watch.do(lambda: qtbot.keyClick(line, Qt.Key.Key_Return))
    steps["typing"] = done()
    assert rows.model.rows[250].quantity == Decimal("1234.5")
    block = "".join(f"Paso {n}\tPaso {n + 1}\tPegado {n}\t{n + 1}\tkg\n" for n in range(PASTED))
    QGuiApplication.clipboard().setText(block)
    go(rows, FLOWS - PASTED // 2, "source")
    watch.do(rows.grid.paste)
    steps["pasting"] = done()
    assert rows.model.stored_count() == FLOWS + PASTED // 2
    watch.do(window.desk.undo.undo)
    steps["undo"] = done()
    qtbot.waitUntil(lambda: rows.model.stored_count() == FLOWS, timeout=SLOW)
    watch.do(lambda: rows.move_row(-1))
    steps["moving a row"] = done()
    watch.do(editor(page).show_panel)
    steps["one flow in detail"] = done()
    for down in range(10):
        watch.do(lambda down=down: go(rows, 100 + down, "name"))  # type: ignore[misc]
    steps["walking with the detail open"] = done()
    for part in (BALANCES, COSTS, SHEET):
        watch.do(lambda part=part: page.parts.show_part(part))  # type: ignore[misc]
        steps[part] = done()
    return steps

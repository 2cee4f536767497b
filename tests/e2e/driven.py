"""The real windowed program with an observer: it answers where things are on the screen, and does nothing itself.

Started by `tests.e2e.screen`. Reads questions as JSON lines from standard input and answers each with a line:
`{"find": {"name": …, "text": …, "kind": …, "key": …}}` gives the parts that match, with their place on the screen, what
they show, and whether they have the keyboard; `{"idle": true}` tells whether all work is done; `{"cell": …}` where a
cell of a table is. All clicks and keys come from the X server.
"""

from __future__ import annotations

import json
import queue
import sys
import threading
from typing import Any

from PySide6.QtCore import QObject, QRect, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QMenu, QTableView, QWidget

LOOK_EVERY_MS = 15


def text_of(widget: QWidget) -> str:
    """What a widget shows."""
    if isinstance(widget, QAbstractButton | QLabel | QLineEdit):
        return widget.text()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return ""


def on_screen(widget: QWidget, rect: QRect | None = None) -> list[int]:
    """Place on the screen: x, y, width, height."""
    area = widget.rect() if rect is None else rect
    corner = widget.mapToGlobal(area.topLeft())
    return [corner.x(), corner.y(), area.width(), area.height()]


def told(widget: QWidget) -> dict[str, Any]:
    """One part of the window."""
    return {
        "kind": type(widget).__name__,
        "name": widget.accessibleName(),
        "text": text_of(widget),
        "enabled": widget.isEnabled(),
        "focus": widget.hasFocus(),
        "checked": isinstance(widget, QAbstractButton) and widget.isChecked(),
        "place": on_screen(widget),
    }


def matches(widget: QWidget, wanted: dict[str, str]) -> bool:
    """Whether a widget is one of those asked for."""
    kinds = [kind.__name__ for kind in type(widget).__mro__]
    return (
        widget.isVisible()
        and not widget.visibleRegion().isEmpty()
        and ("kind" not in wanted or wanted["kind"] in kinds)
        and ("name" not in wanted or widget.accessibleName() == wanted["name"])
        and ("text" not in wanted or text_of(widget) == wanted["text"])
        and ("part" not in wanted or wanted["part"] in text_of(widget))
        and ("object" not in wanted or widget.objectName() == wanted["object"])
    )


class Observer(QObject):
    """Answers questions between the events of the window."""

    def __init__(self, questions: queue.Queue[str]) -> None:
        super().__init__()
        self._questions = questions
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_EVERY_MS)

    def _look(self) -> None:
        while not self._questions.empty():
            question = json.loads(self._questions.get())
            sys.stdout.write(json.dumps(self._answer(question)) + "\n")
            sys.stdout.flush()

    def _answer(self, question: dict[str, Any]) -> Any:
        if "find" in question:
            return [told(widget) for widget in QApplication.allWidgets() if matches(widget, question["find"])]
        if "menu" in question:
            return self._menu(question["menu"])
        if "cell" in question:
            return self._cell(**question["cell"])
        if "table" in question:
            return self._table(question["table"])
        if "idle" in question:
            return self._idle()
        if "picture" in question:
            return QApplication.primaryScreen().grabWindow(0).save(question["picture"])
        raise ValueError(question)

    def _menu(self, words: str) -> list[int]:
        for menu in QApplication.allWidgets():
            if isinstance(menu, QMenu) and menu.isVisible():
                for action in menu.actions():
                    if action.text().replace("&", "") == words:
                        return on_screen(menu, menu.actionGeometry(action))
        return []

    def _view(self, name: str) -> QTableView:
        views = [w for w in QApplication.allWidgets() if isinstance(w, QTableView) and w.isVisible()]
        return next(view for view in views if view.accessibleName() == name)

    def _cell(self, name: str, row: int, column: int) -> list[int]:
        view = self._view(name)
        index = view.model().index(row, column)
        view.scrollTo(index)
        return on_screen(view.viewport(), view.visualRect(index))

    def _table(self, name: str) -> dict[str, Any]:
        view = self._view(name)
        model = view.model()
        rows = min(model.rowCount(), 60)
        cells = [[str(model.index(r, c).data() or "") for c in range(model.columnCount())] for r in range(rows)]
        heads = [
            str(model.headerData(c, view.horizontalHeader().orientation()) or "") for c in range(model.columnCount())
        ]
        current = view.currentIndex()
        return {"rows": model.rowCount(), "heads": heads, "cells": cells, "current": [current.row(), current.column()]}

    def _idle(self) -> bool:
        from score_desktop.ui.jobs import JobRunner
        from score_desktop.ui.main_window import MainWindow

        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        runners = [r for w in windows for r in (*w.findChildren(JobRunner), *w.desk.findChildren(JobRunner))]
        return bool(windows) and all(w.desk.idle for w in windows) and all(runner.idle for runner in runners)


def main() -> int:
    """Run the program with its own arguments."""
    questions: queue.Queue[str] = queue.Queue()

    def read() -> None:
        for line in sys.stdin:
            questions.put(line)

    threading.Thread(target=read, daemon=True).start()
    from score_desktop import app

    made: list[Observer] = []
    real = app.make_application

    def make_application() -> QApplication:
        application = real()
        made.append(Observer(questions))
        return application

    app.make_application = make_application
    return app.run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

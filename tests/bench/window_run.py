"""The real windowed program, which says on standard output when it has done what is measured.

`python -m tests.bench.window_run start|memory|holds …`: started by the benches of the window, not by hand.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from score_desktop.ui.main_window import MainWindow

SETTLED_S = 3.0
"""The window looks for garbage again, and threads are back."""
Look = Callable[["MainWindow"], None]


class _AppFinder(MetaPathFinder):
    """Wraps `open_at_start` as `score_desktop.app` is loaded, so that the program's own entry decides the order."""

    def __init__(self, look: Look) -> None:
        self._look = look

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        spec = PathFinder.find_spec(name, path, target) if name == "score_desktop.app" else None
        if spec is None or spec.loader is None:
            return None
        load = spec.loader.exec_module

        def load_and_wrap(module: ModuleType) -> None:
            load(module)
            opens = module.open_at_start

            def open_at_start(window: MainWindow, **how: object) -> None:
                opens(window, **how)
                self._look(window)

            module.open_at_start = open_at_start  # type: ignore[attr-defined]

        spec.loader.exec_module = load_and_wrap  # type: ignore[method-assign]
        return spec


def run(arguments: list[str], look: Look) -> int:
    """Run the program with its own arguments; `look` gets the window as soon as it is shown."""
    sys.meta_path.insert(0, _AppFinder(look))
    sys.argv[1:] = arguments
    from score_desktop.__main__ import main as program

    return program()


def when_painted(window: MainWindow, then: Callable[[], object]) -> None:
    """Call `then` once the list of enterprises was painted with its rows."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    table = window.pages["portfolio"].table  # type: ignore[attr-defined]

    class Eye(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and table.model().rowCount():
                table.viewport().removeEventFilter(self)
                QTimer.singleShot(0, then)
            return super().eventFilter(watched, event)

    table.viewport().installEventFilter(Eye(window))


def say_memory(window: MainWindow) -> None:
    """Open the first audit's consumption page, and say what the window takes once its chart is drawn."""
    from score_desktop.services import audits
    from tests.bench.window_script import Script, Steps, idle, memory_mb, pause

    def steps() -> Steps:
        yield idle(window)
        desk = window.desk
        audit = desk.context.read(audits.list_audits, desk.today())[0].audits[0].uid
        desk.go("consumption", audit)
        chart = window.pages["consumption"].chart.chart  # type: ignore[attr-defined]
        yield lambda: chart.chart is not None
        yield idle(window)
        yield pause(SETTLED_S)
        now, most = memory_mb()
        print(json.dumps({"now": now, "most": most}), flush=True)

    Script(window, steps())


def say_holds(window: MainWindow, workbook: str, folder: str) -> None:
    """Do what a person does with very many bills, and say how long each step held the window."""
    from tests.bench.window_script import Script
    from tests.bench.window_work import Work

    Script(window, Work(window, Path(workbook), Path(folder)).steps())


def main() -> int:
    """Do what the first word says with the rest."""
    what, *arguments = sys.argv[1:]
    if what == "start":
        return run(arguments, lambda window: when_painted(window, lambda: print("painted", flush=True)))
    if what == "memory":
        return run(arguments, say_memory)
    if what == "holds":
        workbook, folder, *arguments = arguments
        return run(arguments, lambda window: say_holds(window, workbook, folder))
    raise SystemExit(f"no such measurement: {what}")


if __name__ == "__main__":
    sys.exit(main())

"""What the source may not say; each rule is tried on a line that breaks it."""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT, calls, modules, text_of, tracked, tree, where

LINES_WANTED = 450
LINES_ALLOWED = 600
# Longer than wanted, for a reason that a successor would accept.
LONG_FILES: dict[str, str] = {
    "messages.py": "one flat list by rooms; divided, an id would have to be looked for in two places",
}

WINDOW_LINES = 400
WINDOW_METHODS = 25


# -- arithmetic is pure ------------------------------------------------------------------------------------------------

IMPURE = {"open", "now", "today", "time", "monotonic", "perf_counter", "print", "input"}


def impure(path: Path) -> Iterator[str]:
    for name, node in calls(path):
        if name in IMPURE:
            yield f"{where(path, node)}: {name}"


def test_calc_reads_no_clock_and_no_file() -> None:
    assert [line for path in modules("calc") for line in impure(path)] == []


# -- numbers typed by people -------------------------------------------------------------------------------------------


def lenient(path: Path) -> Iterator[str]:
    """`parse_decimal` that is not strict reads "1234.5" as 12345 in Bolivia."""
    for name, node in calls(path):
        if name in ("parse_decimal", "parse_number"):
            strict = [word.value for word in node.keywords if word.arg == "strict"]
            if not (strict and isinstance(strict[0], ast.Constant) and strict[0].value is True):
                yield where(path, node)


def test_numbers_are_parsed_strictly() -> None:
    assert [line for path in modules() for line in lenient(path)] == []


# -- layouts in layouts ------------------------------------------------------------------------------------------------


def added_layouts(path: Path) -> Iterator[str]:
    """What PySide keeps of a filled layout that is added to another is given up by `nest` alone."""
    for name, node in calls(path):
        if name == "addLayout" and path.name != "nesting.py":
            yield where(path, node)


def test_layouts_are_put_into_layouts_by_nest() -> None:
    assert [line for path in modules("ui") for line in added_layouts(path)] == []


# -- per cent ----------------------------------------------------------------------------------------------------------

SAYS = {"t", "tn", "N_"}


def per_cents(path: Path) -> Iterator[str]:
    """Per cent that is not made by `Texts.percent`: Spanish has a space before the sign that English has not."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.JoinedStr):
            for before, after in itertools.pairwise(node.values):
                text = after.value if isinstance(after, ast.Constant) else None
                if isinstance(before, ast.FormattedValue) and isinstance(text, str) and text.lstrip().startswith("%"):
                    yield where(path, node)
    for name, node in calls(path):
        words = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if name in SAYS and any(re.search(r"[\d}]\s+%|}%", text) for text in words):
            yield where(path, node)


def test_per_cent_is_written_in_one_place() -> None:
    assert [line for path in modules() if path.name != "i18n.py" for line in per_cents(path)] == []


# -- every visible text is translated ----------------------------------------------------------------------------------

SHOWS_TEXT = {
    *("QAction", "QCheckBox", "QGroupBox", "QLabel", "QPushButton", "QRadioButton", "QDockWidget", "QMenu", "QToolBar"),
    *("addAction", "addButton", "addItem", "addItems", "addMenu", "addRow", "addTab", "addToolBar", "setWhatsThis"),
    *("setAccessibleDescription", "setAccessibleName", "setCancelButtonText", "setDetailedText", "setHeaderLabels"),
    *("setHorizontalHeaderLabels", "setInformativeText", "setLabelText", "setPlaceholderText", "setPrefix"),
    *("setStatusTip", "setSuffix", "setText", "setTitle", "setToolTip", "setWindowTitle", "showMessage"),
    *("critical", "information", "question", "warning", "getOpenFileName", "getSaveFileName", "getText"),
}


def visible_literals(path: Path) -> Iterator[str]:
    for name, node in calls(path):
        if name in SHOWS_TEXT and not _is_logged(node):
            for given in (*node.args, *(word.value for word in node.keywords)):
                if _has_letters(given):
                    yield f"{where(path, given)}: {name}"


def _is_logged(call: ast.Call) -> bool:
    """A line of the log is for who looks after the program: `_log.warning` is no `QMessageBox.warning`."""
    on = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(on, ast.Name) and on.id in ("_log", "log")


def _has_letters(node: ast.expr) -> bool:
    parts = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    if isinstance(node, ast.JoinedStr):
        parts = node.values
    return any(
        isinstance(part, ast.Constant)
        and isinstance(part.value, str)
        and any(letter.isalpha() for letter in part.value)
        for part in parts
    )


def test_windows_show_no_literal() -> None:
    assert [line for path in modules("ui", "app", "__main__") for line in visible_literals(path)] == []


# -- the window tells in its line, never in a box --------------------------------------------------------------------


def message_boxes(path: Path) -> Iterator[str]:
    """A box stops the work to say what the line under the top bar says beside it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom | ast.Import) and any("QMessageBox" in one.name for one in node.names):
            yield where(path, node)


def test_boxes_only_before_there_is_a_window() -> None:
    found = [path for path in modules() for _ in message_boxes(path)]
    assert {path.relative_to(PACKAGE).as_posix() for path in found} <= {"app.py"}


# -- errors are not swallowed ------------------------------------------------------------------------------------------


def swallowed(path: Path) -> Iterator[str]:
    """A broad handler that does nothing; narrow ones may say `pass` when the comment says why."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler):
            broad = node.type is None or (isinstance(node.type, ast.Name) and "Exception" in node.type.id)
            if broad and all(isinstance(step, ast.Pass | ast.Continue) for step in node.body):
                yield f"{path.name}:{node.lineno}"


def test_no_exception_is_swallowed() -> None:
    assert [line for path in modules() for line in swallowed(path)] == []


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        (impure, "import datetime\nday = datetime.date.today()"),
        (lenient, "amount = parse_decimal(text, locale)"),
        (added_layouts, "outer.addLayout(row, 1)"),
        (lenient, "amount = numbers.parse_decimal(text, locale, strict=False)"),
        *((per_cents, line) for line in ('f"{a} %"', 'f"{a}%"', 't("up to 5 % more")', 'N_("± (95 %)")')),
        (per_cents, 't("{share} % less")'),
        (visible_literals, "label = QLabel('Save')"),
        (visible_literals, "label.setText(f'Save {name}')"),
        (visible_literals, "box.addItems(['one', 'two'])"),
        (visible_literals, "QMessageBox.warning(window, title, 'Not stored')"),
        (message_boxes, "from PySide6.QtWidgets import QMessageBox"),
        (swallowed, "try:\n    work()\nexcept Exception:\n    pass"),
    ],
)
def test_rule_notices(rule: object, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.architecture.source.ROOT", tmp_path)
    path = tmp_path / "planted.py"
    path.write_text(line, encoding="utf-8")
    assert list(rule(path))  # type: ignore[operator]


# -- size --------------------------------------------------------------------------------------------------------------


def test_files_stay_short() -> None:
    lengths = {path.relative_to(PACKAGE).as_posix(): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {name: lines for name, lines in lengths.items() if lines > LINES_ALLOWED} == {}
    long = {name: lines for name, lines in lengths.items() if lines > LINES_WANTED and name not in LONG_FILES}
    assert long == {}, "divide these, or say in LONG_FILES why not"


def test_main_window_stays_small() -> None:
    path = PACKAGE / "ui" / "main_window.py"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= WINDOW_LINES
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef):
            methods = [step for step in node.body if isinstance(step, ast.FunctionDef)]
            assert len(methods) <= WINDOW_METHODS, node.name


def test_no_drawer_for_everything() -> None:
    bad = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
    assert [path for path in modules() if path.stem in bad or path.parent.name in bad] == []


# -- what the repository may not say -----------------------------------------------------------------------------------

# In pieces, because this file is in the repository too.
FORBIDDEN = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "deb." + "debian.org",
    "/wo" + "rk/",
    "/t" + "mp/",
    "/ro" + "ot/",
    "/ho" + "me/",
    "C:" + "\\Users",
]
UNFINISHED = ["TO" + "DO", "FIX" + "ME", "X" * 3]


def test_no_host_of_a_registry_and_no_path_of_a_machine() -> None:
    found = []
    for path in tracked():
        text = text_of(path)
        if text is not None:
            found += [f"{path.relative_to(ROOT)}: {word}" for word in FORBIDDEN if word in text]
    assert found == []


def test_nothing_is_left_for_later() -> None:
    sources = [path for path in tracked() if path.suffix in (".py", ".md", ".toml", ".spec", ".yml", ".po")]
    found = []
    for path in sources:
        text = text_of(path) or ""
        found += [f"{path.relative_to(ROOT)}: {word}" for word in UNFINISHED if word in text]
    assert found == []

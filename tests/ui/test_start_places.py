"""The next start opens where the person was, whatever stands in the file of settings."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from score_desktop import app
from score_desktop.config import Config
from score_desktop.services import audits, clock, demo
from score_desktop.services.context import Context
from score_desktop.ui.main_window import MainWindow
from score_desktop.ui.pages import PAGES
from tests.ui.conftest import settle

STRANGE: Mapping[str, Any] = {
    "period": ["once", "upon"],
    "resource": ["water"],
    "measure": 7,
    "page": {"a": 1},
    "earlier": -(10**9),
    "section": None,
    "unit": {},
    "as": [],
    "order": 3,
    "filter": ["x"],
    "row": [1, 2],
    "held": [],
    "scope": 1,
    "change": {},
    "why": 3,
    "chosen": True,
}
STRANGE_TYPED: Mapping[str, Any] = {
    "consumption": {"rows": [{"row": 5}, None], "wrong": [3, [None, 1], [[], "a", "b", "c"]], "language": 5},
    "enterprise": {"sites": {"x": 5}, "activity": [1], "products": {"y": {"rows": 3, "wrong": {}}}},
    "flows": 3,
}
Start = Callable[..., MainWindow]


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication, tmp_path: Path, sample_folder: Path) -> Iterator[Start]:
    """Starts the window with some settings over a copy of the sample; "" for its first audit."""
    file = tmp_path / "sample.sqlite"
    shutil.copy(sample_folder / demo.WORKSPACE, file)
    made: list[MainWindow] = []

    def begin(**settings: Any) -> MainWindow:
        config = Config(tmp_path / "settings.json")
        config.change(**{"language": "es", **settings})
        window = app.make_window(qapp, Config(config.path), file)
        assert window is not None
        qtbot.addWidget(window)
        made.append(window)
        app.open_at_start(window, first=False, file=None)
        settle(window, qtbot)
        return window

    yield begin
    for window in made:
        window.close()


def first_audit(folder: Path) -> str:
    with Context.open(folder / "sample.sqlite", actor="test") as context:
        rows = context.read(audits.list_audits, clock.today())
        return next(row.audits[0].uid for row in rows if row.audits)


def test_the_same_page_with_what_was_shown_there(start: Start, tmp_path: Path, qtbot: QtBot) -> None:
    audit = first_audit(tmp_path)
    window = start(audit=audit, page="flows")
    window.desk.go("enterprise")
    settle(window, qtbot)
    window.pages["enterprise"].restore({"section": "contacts"})
    before = dict(window.current_place())
    window.close()
    again = start()
    assert (again.desk.audit, again.page_key) == (audit, "enterprise")
    assert dict(again.current_place()) == before


@pytest.mark.parametrize("page", [page.key for page in PAGES] + ["diagnosis"])
def test_settings_of_another_version_or_damaged_ones_still_start(start: Start, tmp_path: Path, page: str) -> None:
    audit = first_audit(tmp_path)
    typed = {str(tmp_path / "sample.sqlite"): dict(STRANGE_TYPED), "elsewhere": 3}
    window = start(audit=audit, page=page, place=dict(STRANGE), geometry="AAA", pages={audit: 5}, unstored=typed)
    assert window.isVisible() and window.page_key in window.pages


def test_an_audit_that_has_gone_opens_the_list(start: Start) -> None:
    window = start(audit="no-such-audit", page="report")
    assert (window.desk.audit, window.page_key) == ("", "portfolio")

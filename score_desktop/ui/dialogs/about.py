"""About: version, licence, whose works are inside, and how to get a newer one."""

from __future__ import annotations

import csv
import platform
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from score_desktop import __version__, paths, reference, tokens
from score_desktop.services import newer
from score_desktop.ui import logo
from score_desktop.ui.nesting import nest
from score_desktop.ui.widgets.buttons import Segmented, button, label
from score_desktop.ui.widgets.prose import let_lines_break

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

_LICENCE_SIZE = 0.85
"""Of letters of a licence, against those of the rest: its lines of 77 letters fit into the window as they are."""


class AboutDialog(QDialog):
    """A small window; its texts can be read with the keyboard and copied."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.desk = desk
        t = desk.texts.t
        self.setWindowTitle(t("About SCORE Desktop"))
        self.resize(desk.px(620), min(desk.px(520), 700))
        mark = label()
        mark.setPixmap(logo.pixmap(desk.mode, desk.px(40), self.devicePixelRatioF()))
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(label(paths.APP_NAME, "title"))
        column.addWidget(label(t("Version {version}", version=__version__), "muted"))
        head = QHBoxLayout()
        head.setSpacing(desk.px(tokens.SPACE_3))
        head.addWidget(mark)
        nest(head, column, 1)
        what = label(
            t("Shows small enterprises where their energy, water, materials and money go, and what to do about it."),
            wrap=True,
        )
        self.section = Segmented(
            t("Section"),
            (
                ("licence", t("Licence")),
                ("inside", t("What is inside")),
                ("sources", t("Sources of data")),
                ("newer", t("Newer versions")),
            ),
        )
        self.section.chosen.connect(self._show)
        self.text = QTextBrowser()
        self.text.setOpenExternalLinks(True)
        self.text.setAccessibleName(t("About SCORE Desktop"))
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.copy = button(desk, t("Copy version information"), self._copy, icon="copy")
        self.copy.setAutoDefault(False)
        close = button(desk, t("Close"), self.accept)
        close.setDefault(True)
        foot = QHBoxLayout()
        foot.addWidget(self.copy)
        foot.addStretch(1)
        foot.addWidget(close)
        outer = QVBoxLayout(self)
        outer.setSpacing(desk.px(tokens.SPACE_3))
        nest(outer, head)
        outer.addWidget(what)
        outer.addWidget(self.section, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(self.text, 1)
        nest(outer, foot)
        self._show("licence")

    def _show(self, key: str) -> None:
        made = {"licence": self._licence, "inside": self._inside, "sources": self._sources, "newer": self._newer}
        self.text.setMarkdown(made[key]())
        let_lines_break(self.text.document(), size=_LICENCE_SIZE)

    def _licence(self) -> str:
        t = self.desk.texts.t
        licence = _shipped("LICENSE")
        told = t("SCORE Desktop is free software under the Apache License 2.0: use it, copy it, change it, give it on.")
        return f"{told}\n\n```\n{licence}\n```" if licence else told

    def _inside(self) -> str:
        t = self.desk.texts.t
        with (paths.resources() / "licences" / "libraries.csv").open(encoding="utf-8", newline="") as file:
            rows = [_row(f"[{row['name']}]({row['home']})", row["licence"]) for row in csv.DictReader(file)]
        table = "\n".join((_row(t("Library"), t("Licence")), _row("---", "---"), *rows))
        return f"{_shipped('NOTICE')}\n\n{table}"

    def _sources(self) -> str:
        t = self.desk.texts.t
        told = t("Emission factors and other reference data come from these publications. Reports name those they use.")
        rows = [
            _row(_cell(source.publisher), _cell(source.title), str(source.year or ""), _cell(source.licence))
            for source in reference.sources().values()
        ]
        head = _row(t("Publisher"), t("Title"), t("Year"), t("Licence"))
        return "\n".join((told, "", head, _row(*["---"] * 4), *rows))

    def _newer(self) -> str:
        t = self.desk.texts.t
        lines = (
            t("This program never connects to the internet, so it cannot look for a newer version by itself."),
            t(
                "Ask your trainer or programme office for the newest installer, or take it from "
                "the place where you got this one."
            ),
            self._found_newer(),
            t(
                "Open it: it replaces this version. Your data stay where they are and are "
                "brought up to date; a backup is made first."
            ),
            t("An older program refuses data of a newer one instead of spoiling them."),
        )
        return "\n\n".join(lines)

    def _found_newer(self) -> str:
        t = self.desk.texts.t
        found = newer.find(newer.usual_folders())
        if found is None:
            return t("No newer installer lies in your downloads, on the desktop or on a USB stick.")
        folder = QUrl.fromLocalFile(str(found.file.parent)).toString(QUrl.ComponentFormattingOption.FullyEncoded)
        link = f"[{found.file}]({folder})"
        return t("Version {version} lies ready: {file}", version=found.version, file=link)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(version_lines(self.desk))
        self.copy.setText(self.desk.texts.t("Copied"))


def version_lines(desk: Desk) -> str:
    """What a helper needs to know; nothing of clients and no path."""
    settings = desk.config.settings
    return "\n".join(
        (
            f"{paths.APP_NAME} {__version__}",
            f"Python {platform.python_version()}, Qt {qVersion()}",
            f"{platform.system()} {platform.release()} {platform.machine()}",
            f"frozen {bool(getattr(sys, 'frozen', False))}",
            f"{desk.texts.language}, {desk.texts.region}, {desk.mode}, {desk.texts.percent(settings.scale / 100)}",
        )
    )


def _shipped(name: str) -> str:
    file = paths.notice(name)
    return file.read_text(encoding="utf-8") if file is not None else ""


def _row(*cells: str) -> str:
    """A row of a table in Markdown."""
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")

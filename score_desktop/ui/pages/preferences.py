"""Preferences: language, numbers, looks, copies of the data. Each change holds at once and keeps the place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from score_desktop import reference, tokens
from score_desktop.config import SCALES
from score_desktop.i18n import region_for
from score_desktop.services.search import fold
from score_desktop.ui import theme
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages.page import Page, rule
from score_desktop.ui.widgets.buttons import Segmented, button, label
from score_desktop.ui.widgets.panels import scrolled

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

LANGUAGE_NAMES = (("es", "Español"), ("en", "English"))
"""Each in its own words: who does not read the other finds the way back."""
NAME_PX, FORM_PX = 230, 900
BESIDE_UP_TO = 1.5
_SAMPLE_DAY = dt.date(2026, 3, 31)
_SAMPLE_NUMBER, _SAMPLE_AMOUNT = 1234567.89, 1234.5


class PreferencesPage(Page):
    """A form in groups; scrolls where letters are large."""

    key: ClassVar[str] = "settings"
    tables: ClassVar[frozenset[str]] = frozenset({"nothing that is stored"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.texts.t("Settings"))
        self.head.addStretch(1)
        self._held = ""
        self._row = 0
        inside = QWidget()
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, desk.px(8), desk.px(8))
        self._grid.setHorizontalSpacing(desk.px(tokens.SPACE_4))
        self._grid.setVerticalSpacing(desk.px(tokens.SPACE_2))
        self._grid.setColumnStretch(1, 1)
        self.controls: dict[str, QWidget] = {}
        self._add_words()
        self._add_looks()
        self._add_copies()
        self._add_program()
        self._grid.setRowStretch(self._row, 1)
        inside.setMaximumWidth(desk.px(FORM_PX))
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(inside, 1)
        line.addStretch(0)
        self.area = scrolled(holder)
        self.body.addWidget(self.area, 1)

    # -- groups --------------------------------------------------------------------------------------------------

    def _add_group(self, title: str) -> None:
        if self._row:
            self._grid.setRowMinimumHeight(self._row, self.desk.px(2))
            self._row += 1
        self._grid.addWidget(label(title, "heading"), self._row, 0, 1, 2)
        self._grid.addWidget(rule(), self._row + 1, 0, 1, 2)
        self._row += 2

    def _add_row(self, name: str, control: QWidget, hint: str = "") -> None:
        """A name at the left, what is chosen at the right, and a sentence below it."""
        stacked = self.desk.scale > BESIDE_UP_TO
        head = label(name, "strong" if stacked else "", wrap=True)
        head.setMinimumHeight(self.desk.px(tokens.TARGET_HEIGHT))
        if not control.accessibleName():
            control.setAccessibleName(name)
        self._grid.addWidget(head, self._row, 0, 1, 2 if stacked else 1, Qt.AlignmentFlag.AlignTop)
        if stacked:
            self._row += 1
        else:
            head.setFixedWidth(self.desk.px(NAME_PX))
        column = QVBoxLayout()
        column.setSpacing(self.desk.px(2))
        column.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
        if hint:
            control.setAccessibleDescription(hint)
            column.addWidget(label(hint, "small", wrap=True))
        nest(self._grid, column, self._row, 0 if stacked else 1, 1, 2 if stacked else 1)
        self._row += 1

    def _add_words(self) -> None:
        t, settings = self.texts.t, self.desk.config.settings
        self._add_group(t("Language and numbers"))
        language = self.controls["language"] = Segmented(t("Language"), LANGUAGE_NAMES)
        language.set_current(self.texts.language)
        language.chosen.connect(lambda key: self._take("language", language=key))
        self._add_row(t("Language of the window"), language)
        country = self._countries(settings.country)
        country.activated.connect(lambda _index: self._take("country", country=country.currentData()))
        self.controls["country"] = country
        self._add_row(t("Country"), country, t("New enterprises begin with it. Each enterprise has its own."))
        region = self._countries(settings.region.partition("_")[2], t("As in the country above"))
        region.activated.connect(lambda _index: self._take_region(str(region.currentData())))
        self.controls["region"] = region
        example = " · ".join(
            (
                self.texts.number(_SAMPLE_NUMBER, 2),
                self.texts.money(_SAMPLE_AMOUNT, reference.countries()[settings.country].currency or "USD"),
                self.texts.date(_SAMPLE_DAY),
            )
        )
        self._add_row(t("Numbers and dates as in"), region, t("For example {example}", example=example))

    def _countries(self, chosen: str, first: str = "") -> QComboBox:
        box = QComboBox()
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumWidth(self.desk.px(280))
        if first:
            box.addItem(first, "")
        named = [(one.name(self.texts.language), one.alpha2) for one in reference.countries().values()]
        for name, code in sorted(named, key=lambda pair: fold(pair[0])):
            box.addItem(name, code)
        box.setCurrentIndex(max(box.findData(chosen), 0))
        return box

    def _add_looks(self) -> None:
        t, settings = self.texts.t, self.desk.config.settings
        self._add_group(t("Appearance"))
        themes = (
            ("system", t("As the system")),
            ("light", t("Light")),
            ("dark", t("Dark")),
            ("contrast", t("High contrast")),
        )
        mode = self.controls["theme"] = Segmented(t("Theme"), themes)
        mode.set_current(settings.theme)
        mode.chosen.connect(lambda key: self._take("theme", theme=key))
        self._add_row(t("Theme"), mode)
        sizes = tuple((str(scale), self.texts.percent(scale / 100)) for scale in SCALES)
        size = self.controls["scale"] = Segmented(t("Size of text"), sizes)
        size.set_current(str(settings.scale))
        size.chosen.connect(lambda key: self._take("scale", scale=int(key)))
        self._add_row(t("Size of text"), size)

    def _add_copies(self) -> None:
        t, folder = self.texts.t, self.desk.config.settings.backups
        self._add_group(t("Backups"))
        buttons = [
            button(self.desk, t("Make a backup now"), lambda: self.desk.command("back_up"), icon="save"),
            button(self.desk, t("Restore a backup"), lambda: self.desk.command("restore"), icon="rotate-ccw"),
        ]
        kept = t("A copy is also kept beside your data on each day of work; the last ten stay.")
        self._add_row(t("Copy of everything"), self._line(*buttons), kept)
        self.folder = label(folder or t("None chosen"), wrap=True)
        choose = button(self.desk, t("Choose folder"), self._choose_folder, icon="folder-open")
        self.controls["backups"] = choose
        parts = [choose]
        if folder:
            parts.append(button(self.desk, t("No further copies"), lambda: self._take_folder(""), role="link"))
        told = t("A copy is written there each time you close the program after changes; the newest ten are kept.")
        self._add_row(t("Folder for further copies"), self._line(*parts), f"{self.folder.text()}\n{told}")

    def _add_program(self) -> None:
        t, desk = self.texts.t, self.desk
        self._add_group(t("Your data and this program"))
        path = desk.context.path
        shown = button(desk, t("Open folder"), lambda: _open(path.parent), icon="folder-open")
        self._add_row(t("Your data are kept in"), self._line(shown), str(path))
        trail = button(desk, t("Show all changes"), lambda: desk.go("changes"), icon="history")
        self._add_row(t("Who changed what"), self._line(trail))
        about = button(desk, t("About SCORE Desktop"), lambda: desk.command("about"), icon="info")
        guide = button(desk, t("Open the guide"), lambda: desk.command("open_guide"), icon="book-open")
        self._add_row(t("Version and licences"), self._line(about, guide))

    def _line(self, *parts: QWidget) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(self.desk.px(tokens.SPACE_2))
        for part in parts:
            line.addWidget(part)
        return holder

    # -- taking --------------------------------------------------------------------------------------------------

    def _take(self, control: str, **settings: object) -> None:
        self._held = control
        mode = theme.mode_of(str(settings.get("theme", self.desk.config.settings.theme)))
        self.desk.set_looks(mode, **settings)

    def _take_region(self, country: str) -> None:
        self._take("region", region=region_for(self.texts.language, country) if country else "")

    def _choose_folder(self) -> None:
        known = self.desk.config.settings.backups or str(Path.home())
        chosen = QFileDialog.getExistingDirectory(self, self.texts.t("Folder for further copies"), known)
        if chosen:
            self._take_folder(chosen)

    def _take_folder(self, folder: str) -> None:
        self._take("backups", backups=folder)

    # -- where the person is -------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Everything shown comes from the settings, which this page alone changes."""

    def place(self) -> Mapping[str, Any]:
        """How far it is scrolled, and what was changed last: it has the keyboard again."""
        return {"scroll": self.area.verticalScrollBar().value() / self.desk.scale, "held": self._held}

    def restore(self, place: Mapping[str, Any]) -> None:
        """Go back there."""
        self._held = str(place.get("held", ""))
        scroll = place.get("scroll")
        if isinstance(scroll, int | float):
            self.area.verticalScrollBar().setValue(round(scroll * self.desk.scale))
        held = self.controls.get(self._held)
        if held is not None:
            # Letters may have another size now: what was pressed just now is not to be looked for.
            QTimer.singleShot(0, held, lambda: self.area.ensureWidgetVisible(held))

    def first_focus(self) -> QWidget | None:
        """What was changed last, else the first."""
        held = self.controls.get(self._held, self.controls["language"])
        if isinstance(held, Segmented):
            return held.button_of(held.current()) if held.current() else None
        return held


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

"""The first start: language and country, what follows from them, and three ways in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from score_desktop import paths, tokens
from score_desktop.services import first_start
from score_desktop.ui import icons, logo
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages.page import rule
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.buttons import button, label
from score_desktop.ui.widgets.doors import Door, Way, doors
from score_desktop.ui.widgets.panels import scrolled

if TYPE_CHECKING:
    from score_desktop.ui.commands import Commands
    from score_desktop.ui.desk import Desk

LANGUAGES = (("es", "Español"), ("en", "English"))
WIDTH = 880


class FirstStart(QWidget):
    """Covers the window until one of the doors was used.

    Another language builds the window anew; a new one of these then covers it again.

    Args:
        at_language: The language was chosen just now.
    """

    def __init__(self, desk: Desk, commands: Commands, *, at_language: bool = False) -> None:
        super().__init__()
        self.desk = desk
        self._commands = commands
        set_role(self, "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self.doors: list[Door] = []
        self._build()
        self._begins: QWidget = self.language if at_language else self.doors[0]
        self.setFocusProxy(self._begins)

    # -- parts ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        t, desk = self.desk.texts.t, self.desk
        inside = QWidget()
        set_role(inside, "surface")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        across = QHBoxLayout(inside)
        across.setContentsMargins(desk.px(24), desk.px(24), desk.px(24), desk.px(24))
        middle = QWidget()
        middle.setMaximumWidth(desk.px(WIDTH))
        across.addStretch(1)
        across.addWidget(middle, 100)
        across.addStretch(1)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(desk.px(tokens.SPACE_3))
        column.addStretch(2)
        nest(column, self._title())
        column.addSpacing(desk.px(28))
        nest(column, self._choices())
        column.addSpacing(desk.px(20))
        column.addWidget(rule())
        column.addSpacing(desk.px(20))
        column.addWidget(label(t("Where do you begin?"), "heading"))
        row, self.doors = doors(desk, self._ways())
        column.addWidget(row)
        column.addSpacing(desk.px(12))
        nest(column, self._foot())
        column.addStretch(3)
        self._outer.addWidget(scrolled(inside))
        self._say_effects()

    def _title(self) -> QHBoxLayout:
        t, desk = self.desk.texts.t, self.desk
        mark = label()
        mark.setPixmap(logo.pixmap(desk.mode, desk.px(40), self.devicePixelRatioF()))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(label(paths.APP_NAME, "display"))
        names.addWidget(label(t("What is spent, what is lost, and what is worth doing"), "muted", wrap=True))
        line = QHBoxLayout()
        line.setSpacing(desk.px(14))
        line.addWidget(mark)
        nest(line, names, 1)
        return line

    def _choices(self) -> QGridLayout:
        t, desk = self.desk.texts.t, self.desk
        self.language = QComboBox()
        for code, name in LANGUAGES:
            self.language.addItem(name, code)
        self.language.setCurrentIndex(max(self.language.findData(desk.texts.language), 0))
        self.language.setAccessibleName(t("Language"))
        self.language.activated.connect(self._on_language)
        self.country = QComboBox()
        for code, name in first_start.country_choices(desk.texts.language):
            self.country.addItem(name, code)
        self.country.setMaxVisibleItems(14)
        self.country.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.country.setCurrentIndex(max(self.country.findData(desk.config.settings.country), 0))
        self.country.setAccessibleName(t("Country"))
        self.country.currentIndexChanged.connect(self._on_country)
        self.effects = label("", wrap=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(desk.px(20))
        grid.setVerticalSpacing(desk.px(tokens.SPACE_1))
        for number, (head, field, foot) in enumerate(
            (
                (t("Language"), self.language, t("Reports may be in another language")),
                (t("Country"), self.country, t("Everything can be changed later")),
            )
        ):
            grid.addWidget(label(head, "small"), 0, number)
            grid.addWidget(field, 1, number)
            grid.addWidget(label(foot, "small", wrap=True), 2, number, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(number, 1)
        grid.addWidget(label(t("What this sets"), "small"), 0, 2)
        grid.addWidget(self.effects, 1, 2, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(2, 1)
        return grid

    def _ways(self) -> list[Way]:
        t = self.desk.texts.t
        return [
            (
                "clipboard-plus",
                t("New audit"),
                t("The name of the enterprise is enough. The rest is filled in when there are data."),
                self._new,
            ),
            (
                "graduation-cap",
                t("Open the sample"),
                t("A bakery in La Paz with three years of bills. Everything may be touched."),
                self._sample,
            ),
            (
                "folder-input",
                t("Open a file"),
                t("An audit that somebody sent you, or bills in Excel, CSV or XML."),
                self._file,
            ),
        ]

    def _foot(self) -> QHBoxLayout:
        t, desk = self.desk.texts.t, self.desk
        mark = label()
        colour = tokens.palette(desk.mode).muted
        mark.setPixmap(icons.pixmap("lock", colour, desk.px(16), self.devicePixelRatioF()))
        self.where = button(desk, t("Where they are kept"), self._on_where, role="link")
        self.folder = label("", "small", wrap=True)
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.folder.hide()
        self.open_folder = button(desk, t("Open the folder"), self._on_open_folder, role="link")
        self.open_folder.hide()
        said = t("Data stay on this computer. Neither internet nor an account is needed.")
        line = QHBoxLayout()
        line.addWidget(mark)
        line.addWidget(label(said, "muted", wrap=True), 1)
        line.addWidget(self.where)
        line.addWidget(self.folder, 1)
        line.addWidget(self.open_folder)
        return line

    # -- language and country ------------------------------------------------------------------------------------

    def _say_effects(self) -> None:
        t, desk = self.desk.texts.t, self.desk
        found = first_start.country_effects(desk.texts.language, self.country.currentData(), desk.today())
        lines = [t("Numbers: {number} · dates: {date}", number=found.number, date=found.date)]
        if found.currency:
            lines.insert(0, t("Currency: {currency}", currency=found.currency))
        grid = found.grid or t("no published factor, that of the world is proposed")
        lines.append(t("Electricity grid: {factor}", factor=grid))
        self.effects.setText("\n".join(lines))

    def _on_language(self) -> None:
        chosen = self.language.currentData()
        if chosen == self.desk.texts.language:
            return
        # The window takes overlays away when it is built anew: a new one comes in the new language.
        desk, commands = self.desk, self._commands
        desk.set_looks(desk.mode, language=chosen, country=self.country.currentData())
        commands.show_overlay(FirstStart(desk, commands, at_language=True))

    def _on_country(self) -> None:
        self.desk.config.change(country=self.country.currentData())
        self._say_effects()

    # -- the doors -----------------------------------------------------------------------------------------------

    def _close(self) -> None:
        """Keep what was chosen and go: the window is built anew in the region of the country."""
        self.desk.set_looks(self.desk.mode, language=self.desk.texts.language, country=self.country.currentData())
        self._commands.close_overlays()

    def _new(self) -> None:
        self._close()
        self._commands.new_audit()

    def _sample(self) -> None:
        self._close()
        self._commands.open_sample()

    def _file(self) -> None:
        files = self._commands.files.ask_anything()
        if files:
            self._close()
            self._commands.take_anything(files)

    # -- where data are ------------------------------------------------------------------------------------------

    def _on_where(self) -> None:
        self.where.hide()
        self.folder.setText(str(self.desk.context.path.parent))
        self.folder.show()
        self.open_folder.show()
        self.open_folder.setFocus()

    def _on_open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.desk.context.path.parent)))

    def showEvent(self, event: QShowEvent) -> None:
        """The first door has the keyboard: Enter opens it; after another language, the language has it still."""
        super().showEvent(event)
        self._begins.setFocus(Qt.FocusReason.OtherFocusReason)

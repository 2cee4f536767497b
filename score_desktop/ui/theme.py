"""How the window looks: palette, fonts and style sheet, all made from `tokens`.

Widgets say what they are by the dynamic property "role" (`set_role`), never how they look. Roles:
labels "title", "heading", "strong", "muted", "small", "number", "look", "wrong"; buttons "primary", "quiet", "link",
"segment", "icon", "nav", "tile", "door", "chip"; frames "bar", "surface", "panel", "notice", "line".
"""

from __future__ import annotations

import re
import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from score_desktop import paths, tokens

_PLAIN_FAMILIES = ("Segoe UI", "Noto Sans", "Open Sans", "Cantarell", "Ubuntu", "Source Sans 3")
_NOT_FOR_WINDOWS = {"DejaVu Sans", "Sans Serif", "Sans", "Bitstream Vera Sans"}


def set_role(widget: QWidget, role: str) -> None:
    """Say what a widget is; also after it was shown."""
    widget.setProperty("role", role)
    # A widget that was not shown yet is polished when it is, or when its size is asked for.
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)


def set_last(tile: QWidget, *, last: bool) -> None:
    """Say whether a tile is the last of its line: nothing is divided from it."""
    if tile.property("last") is not last:
        tile.setProperty("last", last)
        set_role(tile, "tile")


def mode_of(theme: str) -> tokens.Mode:
    """The palette of a theme setting; "system" follows the system's light or dark."""
    for mode in tokens.WINDOW_MODES:
        if theme == mode:
            return mode
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def apply(application: QApplication, mode: tokens.Mode, scale: int = 100) -> None:
    """Give the whole application a look.

    Args:
        scale: Size of text in per cent, 100 to 200.
    """
    application.setStyle("Fusion")
    font = window_font()
    font.setPointSizeF(tokens.WINDOW_TEXT_PT * scale / 100)
    application.setFont(font)
    application.setPalette(_palette(mode))
    application.setStyleSheet(style_sheet(mode, scale))


def window_font() -> QFont:
    """The system's font for windows; where a bare Linux has none worth the name, the first known one, else ours."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    if sys.platform == "linux" and font.family() in _NOT_FOR_WINDOWS:
        if not any(map(QFontDatabase.hasFamily, _PLAIN_FAMILIES)):
            for name in ("Regular", "SemiBold", "Bold"):
                QFontDatabase.addApplicationFont(str(paths.resources() / "fonts" / f"SourceSans3-{name}.ttf"))
        family = next(filter(QFontDatabase.hasFamily, _PLAIN_FAMILIES), font.family())
        font = QFont(family)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _palette(mode: tokens.Mode) -> QPalette:
    colours = tokens.palette(mode)
    role = QPalette.ColorRole
    made = QPalette()
    pairs = {
        role.Window: colours.background,
        role.WindowText: colours.text,
        role.Base: colours.background,
        role.AlternateBase: colours.surface,
        role.Text: colours.text,
        role.PlaceholderText: colours.muted,
        role.Button: colours.background,
        role.ButtonText: colours.text,
        role.ToolTipBase: colours.surface,
        role.ToolTipText: colours.text,
        role.BrightText: colours.wrong,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.LinkVisited: colours.accent,
        role.Accent: colours.accent,
        role.Mid: colours.line,
        role.Light: colours.surface,
        role.Midlight: colours.grid,
        role.Dark: colours.line,
    }
    for one, colour in pairs.items():
        made.setColor(one, QColor(colour))
    for one in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, one, QColor(colours.off))
    return made


def style_sheet(mode: tokens.Mode, scale: int = 100) -> str:
    """The style sheet of a mode: `@name` in `_SHEET` is a colour or picture, `~8px` and `~9pt` a size at scale 100."""
    colours = tokens.palette(mode)
    names = {name: getattr(colours, name) for name in _COLOURS}
    names["hover"] = tokens.mixed(colours.accent, colours.background, 0.1)
    names["accent_hover"] = tokens.mixed(colours.accent, colours.text, 0.86)
    names["edge"] = colours.line if mode == "contrast" else tokens.mixed(colours.muted, colours.background, 0.45)
    # What can be typed into or ticked is seen by its edge alone: 3:1 at least, also on the ground of panels.
    share = 0.75 if mode == "light" else 0.55
    names["field_edge"] = colours.line if mode == "contrast" else tokens.mixed(colours.muted, colours.background, share)
    # On black a grey ground would look like a button that can be pressed.
    names["off_edge"] = f"dashed {colours.off}" if mode == "contrast" else f"solid {colours.grid}"
    names["off_ground"] = colours.background if mode == "contrast" else colours.grid
    names["notice"] = tokens.mixed(colours.look, colours.background, 0.1)
    # A head stands right above its cells: Qt keeps a frame free around those.
    names["cell_pad"] = f"{round(tokens.CELL_PAD * scale / 100) + tokens.CELL_FRAME}px"
    folder = (paths.resources() / "icons" / "controls").as_posix()
    for name in ("arrow_down", "arrow_up", "check"):
        names[name] = f'"{folder}/{name.replace("_", "-")}-{mode}.svg"'
    text = re.sub(r"@(\w+)", lambda found: names[found[1]], _SHEET)
    return re.sub(r"~([\d.]+)(px|pt)", lambda found: _scaled(float(found[1]), found[2], scale), text)


def _scaled(size: float, unit: str, scale: int) -> str:
    value = size * scale / 100
    return f"{round(value)}px" if unit == "px" else f"{value:g}pt"


_COLOURS = (
    *("background", "surface", "selected", "text", "muted", "off", "line", "grid", "accent", "on_accent", "wrong"),
    "look",
)

_SHEET = """
QWidget { color: @text; }
QMainWindow, QDialog, QStackedWidget, QScrollArea, QScrollArea > QWidget > QWidget { background: @background; }
QToolTip { background: @surface; color: @text; border: 1px solid @line; padding: ~4px; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: ~14pt; font-weight: 600; }
QLabel[role="display"] { font-size: ~20pt; font-weight: 600; }
QLabel[role="heading"] { font-size: ~11pt; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="small"] { color: @muted; font-size: ~9pt; }
QLabel[role="number"] { font-size: ~17pt; font-weight: 600; }
QLabel[role="figure"] { font-size: ~13pt; font-weight: 600; }
QLabel[role="look"] { color: @look; }
QLabel[role="wrong"] { color: @wrong; font-size: ~9pt; }
QLabel[role="key"] { color: @muted; font-size: ~8.5pt; border: 1px solid @line; border-radius: 3px; padding: 0 ~4px; }

QFrame[role="bar"], QFrame[role="surface"], QWidget[role="surface"] { background: @surface; }
QFrame[role="topbar"] { background: @surface; border: 0; border-bottom: 1px solid @line; }
QFrame[role="navigation"] { background: @surface; border: 0; border-right: 1px solid @line; }
QFrame[role="panel"] { background: @surface; border: 0; border-left: 1px solid @line; }
QFrame[role="panel"] QScrollArea, QFrame[role="panel"] QScrollArea > QWidget > QWidget { background: @surface; }
QFrame[role="footer"] { background: @surface; border: 0; border-top: 1px solid @line; }
QFrame[role="sums"] { border: 0; border-top: 1px solid @line; }
QFrame[role="box"] { background: @background; border: 1px solid @line; border-radius: 5px; }
QFrame[role="finding"] { background: @surface; border: 1px solid @line; border-radius: 4px; }
QFrame[role="notice"] { background: @notice; border: 0; border-radius: 4px; }
QFrame[role="underlined"] { border: 0; border-bottom: 1px solid @line; }
QFrame[role="line"] { background: @line; border: 0; max-height: 1px; min-height: 1px; }
QFrame[role="rule"] { background: @line; border: 0; max-width: 1px; min-width: 1px; }
QFrame[role="message"] { background: @selected; border: 0; border-bottom: 1px solid @line; }
QLabel[role="reason"] {
    background: @background; color: @wrong; border: 1px solid @wrong; border-radius: 3px; padding: ~3px ~8px;
}
QFrame[role="message-wrong"] { background: @notice; border: 0; border-bottom: 1px solid @line; }

QPushButton, QToolButton {
    background: @background; border: 1px solid @edge; border-radius: 4px;
    padding: 0 ~12px; min-height: ~30px; color: @text;
}
QPushButton:hover, QToolButton:hover { background: @hover; }
QPushButton:pressed, QToolButton:pressed { background: @selected; }
QPushButton:disabled, QToolButton:disabled { color: @off; border: 1px @off_edge; }
QPushButton:focus, QToolButton:focus { border: 2px solid @accent; padding: 0 ~11px; }
QFileDialog QToolButton { padding: 0 ~4px; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }
QPushButton[role="primary"] { background: @accent; color: @on_accent; border-color: @accent; font-weight: 600; }
QPushButton[role="primary"]:hover { background: @accent_hover; }
QPushButton[role="primary"]:disabled { background: @off_ground; color: @off; border: 1px @off_edge; }
QPushButton[role="primary"]:focus { border: 2px solid @text; }
QPushButton[role="link"], QToolButton[role="link"] {
    background: transparent; border: 0 solid transparent; border-top-width: ~2px; border-bottom-width: ~2px;
    border-radius: 0; color: @accent; font-weight: 600; padding: 0; min-height: ~24px;
}
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { background: @selected; border-bottom-color: @accent; }
QPushButton[role="link"]:disabled { color: @off; }
QPushButton[role="quiet"], QToolButton[role="quiet"], QToolButton[role="icon"], QPushButton[role="icon"] {
    background: transparent; border: 1px solid transparent; padding: 0 ~6px; min-height: ~28px;
}
QToolButton[role="icon"], QPushButton[role="icon"] { min-width: ~20px; padding: 0 ~4px; }
QToolButton[role="icon"]:focus, QToolButton[role="quiet"]:focus, QPushButton[role="quiet"]:focus,
QPushButton[role="icon"]:focus { border: 2px solid @accent; }
QToolButton[role="icon"]:hover, QToolButton[role="quiet"]:hover, QPushButton[role="quiet"]:hover { background: @hover; }
QToolButton[role="icon"]:checked { background: @selected; border-color: @accent; }
QPushButton[role="segment"] {
    border-radius: 0; margin-left: -1px; min-height: ~26px; padding: 0 ~10px; background: @background;
}
QPushButton[role="segment"][first="true"] { margin-left: 0; }
QPushButton[role="segment"]:checked { background: @selected; color: @accent; font-weight: 600; }
QPushButton[role="segment"]:focus { border: 2px solid @accent; padding: 0 ~9px; }
QPushButton[role="chip"] {
    background: @selected; border-color: @accent; border-radius: ~13px; min-height: ~24px; padding: 0 ~10px;
}
QPushButton[role="chip"]:focus { border: 2px solid @accent; padding: 0 ~9px; }
QPushButton[role="swatch"] { border: 1px solid @line; border-radius: 4px; min-height: ~26px; padding: 0 ~4px; }
QPushButton[role="swatch"]:checked { border: 2px solid @text; }
QPushButton[role="swatch"]:focus { border: 2px solid @accent; }
QPushButton[role="nav"] {
    background: transparent; border: 0; border-left: 3px solid transparent; border-radius: 4px; text-align: left;
    padding: 0 ~10px; min-height: ~32px;
}
QPushButton[role="nav"]:hover { background: @hover; }
QPushButton[role="nav"]:checked { background: @selected; border-left: 3px solid @accent; font-weight: 600; }
QPushButton[role="nav"]:focus { border: 2px solid @accent; padding: 0 ~9px 0 ~11px; }
QPushButton[role="door"] {
    border: 1px solid @edge; border-radius: 6px; text-align: left; padding: ~16px; background: @background;
}
QPushButton[role="door"]:hover { background: @hover; }
QPushButton[role="door"]:focus { border: 2px solid @accent; padding: ~15px; }
QPushButton[role="tile"] {
    border: 0; border-right: 1px solid @line; border-bottom: 3px solid transparent; border-radius: 0;
    background: @background; text-align: left;
}
QPushButton[role="tile"][last="true"] { border-right: 0; }
QPushButton[role="tile"]:hover { background: @hover; }
QPushButton[role="tile"]:checked { background: @selected; border-bottom: 3px solid @accent; }
QPushButton[role="tile"]:focus { border: 2px solid @accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QComboBox {
    background: @background; border: 1px solid @field_edge; border-radius: 4px; padding: 0 ~8px; min-height: ~28px;
    selection-background-color: @accent; selection-color: @on_accent; color: @text;
}
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox { placeholder-text-color: @muted; }
QLineEdit > QToolButton { background: transparent; border: 0; padding: 0; min-width: 0; min-height: 0; }
QPlainTextEdit, QTextEdit { padding: ~6px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus,
QComboBox:focus { border: 2px solid @accent; padding-left: ~7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QSpinBox:disabled {
    color: @off; border: 1px @off_edge;
}
QLineEdit[wrong="true"], QComboBox[wrong="true"] { border: 2px solid @wrong; }
QComboBox::drop-down { border: 0; width: ~24px; }
QComboBox::down-arrow { image: url(@arrow_down); width: ~14px; height: ~14px; }
QComboBox QAbstractItemView {
    background: @background; border: 1px solid @line; selection-background-color: @selected; selection-color: @text;
    outline: 0; padding: ~4px;
}
QComboBox QAbstractItemView::item { min-height: ~26px; }
QSpinBox::up-button, QSpinBox::down-button { width: ~18px; border: 0; }
QSpinBox::up-arrow { image: url(@arrow_up); width: ~10px; height: ~10px; }
QSpinBox::down-arrow { image: url(@arrow_down); width: ~10px; height: ~10px; }
QCheckBox { spacing: ~8px; min-height: ~26px; }
QCheckBox::indicator {
    width: ~16px; height: ~16px; border: 1px solid @field_edge; border-radius: 3px; background: @background;
}
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(@check); }
QCheckBox::indicator:disabled { border-color: @grid; background: @grid; }
QCheckBox:disabled, QRadioButton:disabled { color: @off; }
QCheckBox:focus, QRadioButton:focus { color: @accent; text-decoration: underline; }
QCheckBox::indicator:focus, QRadioButton::indicator:focus { border: 2px solid @accent; }
QRadioButton { spacing: ~8px; min-height: ~26px; }

QTableView, QTableWidget, QListView, QTreeView, QListWidget {
    background: @background; border: 0; gridline-color: @grid; outline: 0;
    selection-background-color: @selected; selection-color: @text; alternate-background-color: @surface;
}
QTableView::item, QListView::item { padding: 0 ~8px; border: 0; }
QListView::item { min-height: ~26px; }
QListView::item:selected, QListWidget::item:selected { background: @selected; color: @text; }
QListView::indicator {
    width: ~14px; height: ~14px; border: 1px solid @field_edge; border-radius: 3px; background: @background;
}
QListView::indicator:checked { background: @accent; border-color: @accent; image: url(@check); }
QDialog QListWidget { border: 1px solid @line; }
QListView:focus, QListWidget:focus, QTreeView:focus { border: 1px solid @accent; }
QHeaderView { background: @background; border: 0; }
QHeaderView::section {
    background: @background; color: @muted; border: 0; border-bottom: 1px solid @line; padding: 0 @cell_pad;
    min-height: ~28px; font-size: ~9pt; font-weight: 600;
}
QHeaderView::section:hover { color: @text; }
QHeaderView::up-arrow { image: url(@arrow_up); width: ~12px; height: ~12px; }
QHeaderView::down-arrow { image: url(@arrow_down); width: ~12px; height: ~12px; }
QTableCornerButton::section { background: @background; border: 0; border-bottom: 1px solid @line; }

QMenu { background: @background; border: 1px solid @line; padding: ~4px; }
QMenu::item { padding: ~6px ~24px ~6px ~12px; border-radius: 3px; }
QMenu::item:selected { background: @selected; color: @text; }
QMenu::item:disabled { color: @off; }
QMenu::separator { height: 1px; background: @line; margin: ~4px; }
QProgressBar { border: 0; border-radius: 3px; background: @grid; max-height: ~6px; min-height: ~6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: ~12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: ~12px; margin: 0; }
QScrollBar::handle { background: @edge; border-radius: ~4px; margin: ~2px; min-height: ~24px; min-width: ~24px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: @line; width: 1px; height: 1px; }
QSplitter[role="airy"]::handle { background: transparent; }
QSplitter[role="airy"]::handle:vertical { border-top: 1px solid @line; }
QGroupBox { border: 0; margin-top: ~20px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; }
"""

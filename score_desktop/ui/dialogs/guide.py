"""The guide, shown inside the program: there may be no other viewer. Source: docs/guide, which travels with it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QEvent, QObject, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QKeySequence,
    QPixmap,
    QShortcut,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextOption,
)
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from score_desktop import paths, tokens
from score_desktop.i18n import LANGUAGES
from score_desktop.ui.pages import PAGES, spec
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.prose import let_lines_break
from score_desktop.ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from collections.abc import Iterator

    from score_desktop.ui.desk import Desk

NAME = "guide"
SECTION_LEVEL = 2
PICTURE_PX, LIST_PX, LIST_SHARE, MARGIN_PX, FRAME_PX = 660, 200, 0.26, 18, 40


class GuideText(QTextBrowser):
    """Shows pictures no wider than the text beside them.

    Args:
        widest: Of a picture, in pixels.
    """

    def __init__(self, widest: int) -> None:
        super().__init__()
        self._widest = widest

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A picture, made smaller where it has to be; anything else as Qt does."""
        found = super().loadResource(kind, name)
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return found
        picture = QPixmap()
        if isinstance(found, QByteArray):
            picture.loadFromData(found)
        elif isinstance(found, QPixmap):
            picture = found
        else:
            return found
        ratio = self.devicePixelRatioF()
        if picture.width() > self._widest * ratio:
            picture = picture.scaledToWidth(round(self._widest * ratio), Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(ratio)
        return picture


class GuideWindow(QWidget):
    """Sections at the left, the text with its pictures at the right."""

    def __init__(self, desk: Desk, owner: QWidget | None) -> None:
        super().__init__(owner, Qt.WindowType.Window)
        self.desk = desk
        t = desk.texts.t
        self.setObjectName(NAME)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("Guide – SCORE Desktop"))
        room = (owner.screen() if owner is not None else self.screen()).availableSize()
        self.resize(min(desk.px(980), room.width() - 40), min(desk.px(660), room.height() - 60))
        self.sections = QListWidget()
        self.sections.setAccessibleName(t("Sections of the guide"))
        self.sections.setMinimumWidth(desk.px(LIST_PX))
        self.sections.setWordWrap(True)
        self.sections.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sections.setSpacing(desk.px(2))
        set_role(self.sections, "surface")
        self.sections.currentItemChanged.connect(self._on_section)
        self.wanted = SearchField(desk, t("Find in the guide"))
        self.wanted.setToolTip(t("Enter: next"))
        self.wanted.returnPressed.connect(self._find_next)
        self.text = GuideText(min(desk.px(PICTURE_PX), self._text_width()))
        self.text.setAccessibleName(t("Guide"))
        self.text.setOpenLinks(False)
        # A long name of a key or a file must not move the whole text sideways.
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.anchorClicked.connect(self._follow)
        self._lay_out()
        self._read(desk.texts.language)
        for keys, does in (
            (QKeySequence(Qt.Key.Key_Escape), self.close),
            (QKeySequence(QKeySequence.StandardKey.Find), self.wanted.setFocus),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.activated.connect(does)
        desk.looks_changed.connect(self.close)
        if owner is not None:
            owner.installEventFilter(self)

    def _text_width(self) -> int:
        """Pixels beside the list of sections, without margins, frame and scroll bar."""
        listed = max(round(self.width() * LIST_SHARE), self.desk.px(LIST_PX + 16))
        return self.width() - listed - self.desk.px(2 * MARGIN_PX + FRAME_PX)

    def _lay_out(self) -> None:
        px = self.desk.px
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(px(8), px(8), px(8), px(8))
        column.setSpacing(px(tokens.SPACE_2))
        column.addWidget(self.wanted)
        column.addWidget(self.sections, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(left)
        splitter.addWidget(self.text)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([round(self.width() * LIST_SHARE), round(self.width() * (1 - LIST_SHARE))])
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(splitter)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Close with the main window."""
        if watched is self.parent() and event.type() == QEvent.Type.Close:
            self.close()
        return super().eventFilter(watched, event)

    # -- reading -------------------------------------------------------------------------------------------------

    def _read(self, language: str) -> None:
        folder = paths.guide()
        self.text.setSearchPaths([str(folder)])
        document = self.text.document()
        document.setDocumentMargin(self.desk.px(MARGIN_PX))
        document.setBaseUrl(QUrl.fromLocalFile(f"{folder}/"))
        self.text.setMarkdown((folder / f"{language}.md").read_text(encoding="utf-8"))
        let_lines_break(document)
        self.sections.clear()
        for block in self._headings():
            if block.blockFormat().headingLevel() == SECTION_LEVEL:
                item = QListWidgetItem(block.text().partition(":")[0].strip())
                item.setToolTip(block.text())
                item.setData(Qt.ItemDataRole.UserRole, block.position())
                self.sections.addItem(item)

    def _headings(self) -> Iterator[QTextBlock]:
        block = self.text.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel():
                yield block
            block = block.next()

    # -- going to a place ----------------------------------------------------------------------------------------

    def show_section(self, page_key: str) -> None:
        """Go to the section of a page: its heading begins with the page's name and a colon."""
        if not any(page.key == page_key for page in PAGES):
            return
        name = self.desk.texts.t(spec(page_key).title)
        for row in range(self.sections.count()):
            if self.sections.item(row).text() == name:
                self.sections.setCurrentRow(row)
                return

    def _on_section(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._go_to(int(item.data(Qt.ItemDataRole.UserRole)))

    def _go_to(self, position: int) -> None:
        cursor = QTextCursor(self.text.document())
        # From the end back: so the place stands at the top of the view, not at its lower edge.
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self.text.setTextCursor(cursor)
        cursor.setPosition(position)
        self.text.setTextCursor(cursor)
        self.text.ensureCursorVisible()
        bar = self.text.verticalScrollBar()
        bar.setValue(bar.value() + self.text.cursorRect(cursor).top() - self.desk.px(12))

    def _follow(self, link: QUrl) -> None:
        """Links inside stay inside; a page of the web is left to the system."""
        name = link.fileName()
        if link.scheme() in ("http", "https"):
            QDesktopServices.openUrl(link)
        elif name.removesuffix(".md") in LANGUAGES:
            self._read(name.removesuffix(".md"))
        elif link.fragment():
            for block in self._headings():
                if slug(block.text()) == link.fragment():
                    self._go_to(block.position())
                    return

    def _find_next(self) -> None:
        if not self.text.find(self.wanted.text()):
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            self.text.find(self.wanted.text())


def slug(heading: str) -> str:
    """What links call a heading, as code hosts do: small letters and hyphens."""
    kept = "".join(c for c in heading.casefold() if c.isalnum() or c in " -_" or unicodedata.combining(c))
    return re.sub(r"\s", "-", kept.strip())


def show_guide(desk: Desk, page_key: str) -> GuideWindow:
    """Show the guide at the section of a page; the window that is open is used again."""
    known = next((w for w in QApplication.topLevelWidgets() if isinstance(w, GuideWindow) and w.isVisible()), None)
    # Owned by the main window: it goes when that goes, and the program ends.
    window = known or GuideWindow(desk, desk.work.window() if desk.work is not None else None)
    window.show()
    window.raise_()
    window.activateWindow()
    window.show_section(page_key)
    window.text.setFocus()
    return window

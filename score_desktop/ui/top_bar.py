"""The top: where the person is, search, undo, redo, help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from score_desktop import paths, tokens
from score_desktop.ui import icons
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.elided import Elided

if TYPE_CHECKING:
    from score_desktop.ui.desk import Desk

AuditName = tuple[str, str]
"""Portable id and name of an audit."""


MOST_SEARCH_PX = 300
WIDE = 1000
"""Pixels at 100 % from which on there is room to stand in line with the page."""


class TopBar(QFrame):
    """Over everything.

    Signals:
        search_asked: The search was clicked.
    """

    search_asked = Signal()

    def __init__(self, desk: Desk, undo: QAction, redo: QAction, help_action: QAction) -> None:
        super().__init__()
        self._desk = desk
        t = desk.texts.t
        set_role(self, "topbar")
        self.setFixedHeight(desk.px(tokens.TOP_BAR_HEIGHT))
        self.back = QPushButton(t("Enterprises"))
        set_role(self.back, "quiet")
        self.back.setIcon(icons.icon("chevron-left", desk.mode))
        self.back.setIconSize(QSize(desk.px(16), desk.px(16)))
        self.back.clicked.connect(lambda: desk.go("portfolio", ""))
        self.enterprise = Elided(mode=Qt.TextElideMode.ElideRight, letters=8)
        set_role(self.enterprise, "strong")
        self.slash = QLabel("/")
        set_role(self.slash, "muted")
        self.audit = QToolButton()
        set_role(self.audit, "quiet")
        self.audit.setIcon(icons.icon("chevron-down", desk.mode))
        self.audit.setIconSize(QSize(desk.px(16), desk.px(16)))
        self.audit.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.audit.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.audit.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.audit.setToolTip(t("Another audit of this enterprise"))
        self.audits = QMenu(self.audit)
        self.audits.triggered.connect(self._choose)
        self.audit.setMenu(self.audits)
        self.search = QPushButton(t("Search"))
        icons.stand_before(self.search, "search", desk.mode, "muted")
        self.search.setToolTip(t("Enterprises, audits, meters, pages, actions (Ctrl+K)"))
        self.search.setAccessibleName(t("Search"))
        self.search.setFixedWidth(min(desk.px(230), MOST_SEARCH_PX))
        self.search.setStyleSheet("QPushButton { text-align: left; }")
        self.search.clicked.connect(self.search_asked)
        self._show_key(self.search, "Ctrl+K")
        line = QHBoxLayout(self)
        line.setContentsMargins(desk.px(8), 0, desk.px(20), 0)
        line.setSpacing(min(desk.px(6), 8))
        line.addWidget(self.back)
        self._gap = QWidget()
        self._gap.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        line.addWidget(self._gap)
        line.addWidget(self.enterprise)
        line.addWidget(self.slash)
        line.addWidget(self.audit)
        line.addStretch(1)
        line.addWidget(self.search)
        line.addSpacing(desk.px(8))
        for action in (undo, redo, help_action):
            line.addWidget(self._tool(action))
        self.show_place("", "", "", ())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """There may be room to stand in line with the page, or none."""
        super().resizeEvent(event)
        self._line_up()

    def _line_up(self) -> None:
        """Let the name of the enterprise begin where titles of pages do."""
        px, layout = self._desk.px, self.layout()
        assert layout is not None
        before = layout.contentsMargins().left() + 2 * layout.spacing() + self.back.sizeHint().width()
        title = px(tokens.NAVIGATION_WIDTH) + px(tokens.PAGE_MARGIN)
        is_wide = not self.back.isHidden() and self.width() >= px(WIDE)
        self._gap.setFixedWidth(max(title - before, px(6)) if is_wide else px(6))

    def _show_key(self, button: QPushButton, keys: str) -> None:
        key = QLabel(keys, button)
        set_role(key, "key")
        key.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = QHBoxLayout(button)
        inside.setContentsMargins(0, self._desk.px(6), self._desk.px(8), self._desk.px(6))
        inside.addStretch(1)
        inside.addWidget(key)

    def _tool(self, action: QAction) -> QToolButton:
        button = QToolButton()
        set_role(button, "icon")
        button.setDefaultAction(action)
        button.setIconSize(QSize(self._desk.px(18), self._desk.px(18)))
        button.setAccessibleName(action.text())
        action.changed.connect(lambda: button.setAccessibleName(action.toolTip() or action.text()))
        return button

    def _choose(self, action: QAction) -> None:
        self._desk.go("", str(action.data()))

    def show_place(self, enterprise: str, audit: str, audit_uid: str, others: tuple[AuditName, ...]) -> None:
        """Show where the person is.

        Args:
            enterprise: Its name; "" for the list of enterprises.
            audit: Name of the audit that is open.
            others: All audits of the enterprise, to change between.
        """
        inside = bool(enterprise)
        self.enterprise.setText(enterprise or paths.APP_NAME)
        for part in (self.back, self.slash, self.audit):
            part.setVisible(inside)
        self._line_up()
        self.audit.setText(audit)
        self.audit.setAccessibleName(audit)
        self.audits.clear()
        for uid, name in others:
            action = self.audits.addAction(name)
            action.setData(uid)
            action.setCheckable(True)
            action.setChecked(uid == audit_uid)

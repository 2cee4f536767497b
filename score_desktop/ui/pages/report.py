"""Report: what is printed, how it looks, a preview of its pages, and the files it is handed over as."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from score_desktop import tokens
from score_desktop.i18n import LANGUAGES
from score_desktop.services.report import document_texts, report_preview
from score_desktop.services.report_options import ReportOptions, options_label, report_options, set_report_options
from score_desktop.ui.file_work import FileWork
from score_desktop.ui.nesting import nest
from score_desktop.ui.pages.page import Page
from score_desktop.ui.pages.report_parts import SectionLine, language_name, rows_of_todo
from score_desktop.ui.theme import set_role
from score_desktop.ui.widgets.brand_editor import BrandEditor, logo_on_paper
from score_desktop.ui.widgets.buttons import Segmented, button, icon_button, label
from score_desktop.ui.widgets.panels import clear_layout, scrolled
from score_desktop.ui.widgets.pdf_view import PdfView

if TYPE_CHECKING:
    from score_desktop.jobs import Progress
    from score_desktop.services.audit_view import AuditView
    from score_desktop.services.brands import BrandView
    from score_desktop.services.places import Place
    from score_desktop.services.report import ReportPreview
    from score_desktop.ui.desk import Desk

DEBOUNCE_MS = 350
LEFT_WIDTH, RIGHT_WIDTH, LEAST_PREVIEW = 270, 262, 380
SECTIONS, PREVIEW, HAND_OVER = "sections", "preview", "hand_over"


class ReportPage(Page):
    """Sections at the left, pages in the middle, files and looks at the right; one at a time where there is no room."""

    key: ClassVar[str] = "report"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.texts.t("Report"))
        self._options = ReportOptions()
        self._audit = ""
        self._audit_name = ""
        self._files: FileWork | None = None
        self._wanted_page = 0
        self._wanted_logo: Path | None = None
        self.preview: ReportPreview | None = None
        self.sections: dict[str, SectionLine] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._make)
        t = self.texts.t
        self.switch = Segmented(
            t("Part of the page"),
            [(SECTIONS, t("Sections")), (PREVIEW, t("Preview")), (HAND_OVER, t("Hand over"))],
        )
        self.switch.chosen.connect(lambda _key: self._share_columns())
        self.left, self.middle, self.right = self._left(), self._middle(), self._right()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.removeItem(self.head)
        self.switch_line = QWidget()
        line = QHBoxLayout(self.switch_line)
        line.setContentsMargins(desk.px(tokens.PAGE_MARGIN), desk.px(14), desk.px(tokens.SPACE_3), 0)
        line.addWidget(self.switch)
        line.addStretch(1)
        self.body.addWidget(self.switch_line)
        row = QHBoxLayout()
        row.setSpacing(0)
        for part, stretch in ((self.left, 0), (self.middle, 1), (self.right, 0)):
            row.addWidget(part, stretch)
        nest(self.body, row, 1)
        self._share_columns()

    # -- parts ---------------------------------------------------------------------------------------------------

    def _left(self) -> QWidget:
        px, t = self.desk.px, self.texts.t
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(tokens.PAGE_MARGIN), px(14), px(tokens.SPACE_3), px(8))
        column.setSpacing(px(tokens.SPACE_2))
        self.head.removeWidget(self.title)
        self.title.setMinimumHeight(px(tokens.BUTTON_HEIGHT))
        column.addWidget(self.title)
        heads = QHBoxLayout()
        heads.addWidget(label(t("Sections"), "small"), 1)
        heads.addWidget(label(t("Page"), "small"))
        nest(column, heads)
        line = QFrame()
        set_role(line, "line")
        column.addWidget(line)
        self.section_lines = QVBoxLayout()
        self.section_lines.setSpacing(px(2))
        nest(column, self.section_lines)
        words = t("Sections without data do not appear in the report.")
        column.addWidget(label(words, "small", wrap=True))
        column.addStretch(1)
        return scrolled(inside)

    def _middle(self) -> QWidget:
        px, t = self.desk.px, self.texts.t
        frame = QFrame()
        set_role(frame, "surface")
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.pdf = PdfView(self.desk, t("Preview of the report"))
        self.pdf.page_changed.connect(self._say_page)
        self.pdf.zoom_changed.connect(self._say_zoom)
        bar = QFrame()
        set_role(bar, "topbar")
        line = QHBoxLayout(bar)
        line.setContentsMargins(px(tokens.SPACE_3), px(tokens.SPACE_3), px(tokens.SPACE_3), px(6))
        self.page_words, self.zoom_words, self.state = label(), label(), label(role="muted")
        self.zoom_words.setMinimumWidth(self.zoom_words.fontMetrics().horizontalAdvance(self.texts.percent(1)) + px(8))
        self.zoom_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line.addWidget(icon_button(self.desk, t("Page before"), "chevron-up", self.pdf.previous_page))
        line.addWidget(icon_button(self.desk, t("Next page"), "chevron-down", self.pdf.next_page))
        line.addWidget(self.page_words)
        line.addWidget(self.state)
        line.addStretch(1)
        line.addWidget(icon_button(self.desk, t("Smaller"), "minus", self.pdf.zoom_out))
        line.addWidget(self.zoom_words)
        line.addWidget(icon_button(self.desk, t("Larger"), "plus", self.pdf.zoom_in))
        line.addWidget(button(self.desk, t("Fit the width"), self.pdf.fit_width, role="link"))
        column.addWidget(bar)
        column.addWidget(self.pdf, 1)
        return frame

    def _right(self) -> QWidget:
        px, t = self.desk.px, self.texts.t
        panel = QFrame()
        set_role(panel, "panel")
        column = QVBoxLayout(panel)
        column.setContentsMargins(px(18), px(14), px(12), px(8))
        column.setSpacing(px(tokens.SPACE_2))
        self.export_pdf = button(self.desk, t("Export PDF"), self._export_pdf, icon="file-down", role="primary")
        self.export_excel = button(self.desk, t("Export Excel"), self._export_excel, icon="sheet")
        self.save_file = button(self.desk, t("Save as .score file"), self._save_file, role="link")
        self.save_file.setToolTip(t("The whole audit as one file, for another computer or as a copy to keep"))
        self._ways = QVBoxLayout()
        self._ways.setSpacing(px(tokens.SPACE_2))
        for one in (self.export_pdf, self.export_excel, self.save_file):
            self._ways.addWidget(one)
        nest(column, self._ways)
        self.brand = BrandEditor(self.desk)
        self.brand.closed.connect(self._close_brand)
        self.brand.shown.connect(self._show_brand)
        self.looks = QStackedWidget()
        self.looks.addWidget(scrolled(self._presentation()))
        self.looks.addWidget(scrolled(self.brand))
        column.addWidget(self.looks, 1)
        self.looks.currentChanged.connect(lambda _number: self._line_up())
        for area in self.looks.findChildren(QScrollArea):
            area.verticalScrollBar().rangeChanged.connect(lambda *_: self._line_up())
        self._line_up()
        return panel

    def _line_up(self) -> None:
        """The ways to hand over end where what scrolls below them does."""
        area = self.looks.currentWidget()
        bar = area.verticalScrollBar() if isinstance(area, QScrollArea) else None
        beside = bar.sizeHint().width() if bar is not None and bar.maximum() > bar.minimum() else 0
        self._ways.setContentsMargins(0, 0, self.desk.px(8) + beside, 0)

    def _presentation(self) -> QWidget:
        px, t = self.desk.px, self.texts.t
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, px(tokens.SPACE_2), px(8), 0)
        column.setSpacing(px(tokens.SPACE_2))
        column.addWidget(label(t("Presentation"), "heading"))
        said = label(t("Language of the report"), "muted", wrap=True)
        self.language = QComboBox()
        self.language.setAccessibleName(said.text())
        for language in LANGUAGES:
            self.language.addItem(language_name(language), language)
        self.language.activated.connect(self._on_language)
        column.addWidget(said)
        column.addWidget(self.language)
        line = QHBoxLayout()
        self.logo, self.colour = label(role="small"), QFrame()
        for part in (self.logo, self.colour):
            part.setFixedSize(px(34), px(34))
        self.brand_words = label(t("Logo and colour of cover and headings"), "muted", wrap=True)
        line.addWidget(self.logo)
        line.addWidget(self.colour)
        line.addWidget(self.brand_words, 1)
        nest(column, line)
        self.edit_brand = button(self.desk, t("Change logo, colour and names"), self._open_brand, role="link")
        column.addWidget(self.edit_brand, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(px(tokens.SPACE_2))
        column.addWidget(label(t("Before handing over"), "heading", wrap=True))
        self.todo = QVBoxLayout()
        self.todo.setSpacing(px(tokens.SPACE_1))
        nest(column, self.todo)
        column.addStretch(1)
        return inside

    # -- room ----------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three columns, or one at a time."""
        super().resizeEvent(event)
        self._share_columns()

    def _share_columns(self) -> None:
        px = self.desk.px
        narrow = self.width() < px(LEFT_WIDTH + RIGHT_WIDTH + LEAST_PREVIEW)
        self.switch_line.setVisible(narrow)
        chosen = self.switch.current()
        for part, key, width in (
            (self.left, SECTIONS, LEFT_WIDTH),
            (self.middle, PREVIEW, 0),
            (self.right, HAND_OVER, RIGHT_WIDTH),
        ):
            if width:
                part.setMinimumWidth(0 if narrow else px(width))
                part.setMaximumWidth(16_777_215 if narrow else px(width))
            part.setVisible(not narrow or key == chosen)

    # -- what is shown -------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the options, and make the preview anew a little later: changes come in bursts."""
        audit = self.desk.audit
        if not audit:
            return
        fresh = audit != self._audit
        self._audit = audit
        self.desk.read(self, "options", self._show_options, _options_and_language, audit)
        self.desk.views.ask(self, self._show_view)
        self.state.setText(self.texts.t("Bringing it up to date…") if self.preview and not fresh else "")
        if fresh:
            self._make()
        else:
            self._timer.start()

    def _make(self) -> None:
        desk, audit, texts = self.desk, self.desk.audit, self.texts
        if not audit:
            return
        context, today = desk.context, desk.today()

        def task(progress: Progress) -> ReportPreview:
            return report_preview(context, audit, None, progress, today, texts)

        if self.preview is None:
            self.state.setText(self.texts.t("Laying out the pages…"))
        desk.draw(self, "preview", self._show_preview, task)

    def _show_preview(self, preview: ReportPreview) -> None:
        self.preview = preview
        self.state.setText("")
        for key in [key for key in self.sections if key not in {row.key for row in preview.sections}]:
            self.sections.pop(key).deleteLater()
        for row in preview.sections:
            line = self.sections.get(row.key)
            if line is None:
                line = self.sections[row.key] = SectionLine(self.desk, row.key)
                line.switched.connect(self._on_section)
                line.page_asked.connect(self.pdf.go_to)
                self.section_lines.addWidget(line)
            line.show_row(row)
        self._order_sections()
        self.pdf.show_document(preview.data)

    def _order_sections(self) -> None:
        """Sections come before the preview for the Tab key, though they are made after it."""
        before: QWidget = self.switch.button_of(HAND_OVER)
        for line in self.sections.values():
            QWidget.setTabOrder(before, line.box)
            QWidget.setTabOrder(line.box, line.page)
            before = line.page

    def _show_options(self, answer: tuple[ReportOptions, str]) -> None:
        self._options, language = answer
        self.language.setCurrentIndex(self.language.findData(language))

    def _show_view(self, view: AuditView) -> None:
        self._audit_name = view.audit_name
        self.brand.show_enterprise(view.enterprise, view.enterprise_name)
        clear_layout(self.todo)
        for line in rows_of_todo(self.desk, view, self._go_to):
            self.todo.addWidget(line)
        if self._wanted_logo is not None:
            self._offer_logo(self._wanted_logo)

    def _show_brand(self, brand: BrandView) -> None:
        px = self.desk.px
        colour = brand.colour or tokens.palette("print").accent
        self.colour.setStyleSheet(f"background: {colour}; border: 0; border-radius: 4px;")
        logo = brand.client_logo or brand.organisation_logo
        room = QSize(px(34), px(34))
        picture = logo_on_paper(logo.content, room, self.devicePixelRatioF()) if logo is not None else QPixmap()
        self.logo.setVisible(not picture.isNull())
        self.logo.setPixmap(picture)

    def _say_page(self, page: int, pages: int) -> None:
        self.page_words.setText(self.texts.t("Page {page} of {pages}", page=page, pages=pages) if pages else "")
        if self._wanted_page and pages:
            wanted, self._wanted_page = self._wanted_page, 0
            self.pdf.go_to(wanted)

    def _say_zoom(self, zoom: float) -> None:
        self.zoom_words.setText(self.texts.percent(zoom))

    # -- what is chosen ------------------------------------------------------------------------------------------

    def _on_section(self, key: str, shown: bool) -> None:
        hidden = self._options.hidden - {key} if shown else self._options.hidden | {key}
        self._store(ReportOptions(frozenset(hidden), self._options.language))

    def _on_language(self, number: int) -> None:
        language = str(self.language.itemData(number))
        if language != self._options.language:
            self._store(ReportOptions(self._options.hidden, language))

    def _store(self, options: ReportOptions) -> None:
        self._options = options
        label_ = options_label(self._audit_name)
        self.desk.write(self, set_report_options, self.desk.audit, options, label=label_)

    def _open_brand(self) -> None:
        self.looks.setCurrentIndex(1)

    def _close_brand(self) -> None:
        self.looks.setCurrentIndex(0)
        self.edit_brand.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_logo(self, file: Path) -> None:
        self._wanted_logo = None
        self.switch.set_current(HAND_OVER)
        self._share_columns()
        self._open_brand()
        self.brand.offer_logo(file)

    # -- files ---------------------------------------------------------------------------------------------------

    @property
    def files(self) -> FileWork:
        """Where files are written."""
        if self._files is None:
            self._files = FileWork(self.desk, self.window())
        return self._files

    def _export_pdf(self) -> None:
        self.files.export_pdf()

    def _export_excel(self) -> None:
        self.files.export_workbook()

    def _save_file(self) -> None:
        self.files.send_audit()

    def _go_to(self, place: Place) -> None:
        resource = str(place.resource) if place.resource is not None else ""
        self.desk.choose_period(None)  # what is missing is missing in the audit's own period
        self.desk.go(place.page, what=place.what, resource=resource, meter=place.meter)

    # -- places --------------------------------------------------------------------------------------------------

    def place(self) -> Mapping[str, Any]:
        """The page that is seen."""
        return {"page": self.pdf.page}

    def restore(self, place: Mapping[str, Any]) -> None:
        """Go to it again."""
        page = place.get("page")
        self._wanted_page = page if isinstance(page, int) else 0

    def arrive(self, details: Mapping[str, Any]) -> None:
        """A logo was dropped ("logo"), or a page is asked for ("page")."""
        if details.get("logo"):
            self._wanted_logo = Path(str(details["logo"]))
            if self._audit == self.desk.audit and self._audit_name and not self._stale:
                self._offer_logo(self._wanted_logo)
        if isinstance(details.get("page"), int):
            self._wanted_page = int(details["page"])

    def first_focus(self) -> QWidget | None:
        """The way out: the report as a file."""
        return self.export_pdf


def _options_and_language(session: Any, audit: str) -> tuple[ReportOptions, str]:
    """The options, and the language that follows from them."""
    return report_options(session, audit), document_texts(session, audit, None).language
